/** What the past's customers did in the chat, written as a real run would have left it: said, sent and over. Nothing of it can go out any more. */
import { randomUUID } from 'node:crypto'
import type { App } from '../../app.ts'
import { DAY, HOUR, MINUTE } from '../../clock.ts'
import { isHeldOut } from '../../engagement/enroll.ts'
import { newQuestionId } from '../../engagement/tokens.ts'
import { plan, type PlannedStep } from '../../journeys/due.ts'
import { isWithin, nextLocal, workingTimeAfter } from '../../journeys/local-time.ts'
import type { Journey } from '../../journeys/schema.ts'
import { newLink, LINK_LIFE } from '../../shop/links.ts'
import type { Tx } from '../../store/store.ts'
import { absences, after, chance, chatOf, memberOf, sourceOf, type Bought, type Buyer, type Member } from './buyers.ts'
import { ASKED, AWAY, BAD, DOUBTS, ELSE, PRAISE, SHIPPING, WISHES, type Talk } from './said.ts'
import { tellSale } from './sale.ts'

const KEY = 'demo-life'
const CHAT = { channel: 'webchat', account: 'web' } as const
/** So many answer the first question. */
const ANSWERING = 0.38
/** Satisfaction at the beginning and at the end of what is told. */
const SATISFIED = { from: 0.72, to: 0.86 }
const WALKED = 270 * DAY
const HELD_OUT = 20
/** The demo's own cases begin after this one. */
const LAST_CASE = 216

/** As many as the share says, spread evenly: with few of them, chance alone would tell another story. */
const evenly = <T extends unknown[]>(share: (...of: T) => number) => {
  let sum = 0.5
  return (...of: T): boolean => {
    sum += share(...of)
    if (sum < 1) return false
    sum -= 1
    return true
  }
}
type Walk = { id: string; member: Member; order: Bought | null; journey: Journey; track: string }

/** Once, in one transaction, after the orders have been imported. */
export async function bringLife(app: App): Promise<void> {
  const now = app.clock.now()
  await app.store.transaction(async tx => {
    const first = await tx.setting.createMany({ data: [{ key: KEY, value: now.toISOString() }], skipDuplicates: true })
    if (first.count === 0) return
    const found = await tx.customer.findMany({
      where: { externalId: { not: null }, joinedAt: null, orders: { some: { source: 'demo', history: true } } }, orderBy: { externalId: 'asc' },
      include: { orders: { where: { history: true }, orderBy: { placedAt: 'asc' }, include: { items: { orderBy: { position: 'asc' }, take: 1 } } } },
    })
    const buyers: Buyer[] = found.map(({ id, externalId, orders }) => ({ id, externalId: externalId!, orders }))
    await writeLife(tx, tellLife(app, buyers, now), now)
  })
}

type Told = ReturnType<typeof tellLife>

function tellLife({ scenarios, config }: App, buyers: Buyer[], now: Date) {
  const { policy, audience } = scenarios
  const { zone } = config.shop
  const journeyOf = (name: string) => scenarios.journeys.find(({ journey }) => journey === name)
  /** Nothing goes out at night. */
  const awake = (at: Date) => (isWithin(policy.quietHours, at, zone) ? after(nextLocal(at, policy.quietHours.to, zone), Math.floor(chance(at.toISOString()) * 50) * MINUTE) : at)
  const inTurn = new Map<object, number>()
  /** The next of a list, so that few things are said twice. */
  const next = <T>(list: readonly T[]): T => {
    const n = inTurn.get(list) ?? 0
    inTurn.set(list, n + 1)
    return list[n % list.length]!
  }
  const about = <T>(lists: Record<string, readonly T[]>, order: Bought): T => {
    const own = lists[order.items[0]?.category ?? '']
    return next(own && (!lists.any || (inTurn.get(own) ?? 0) <= (inTurn.get(lists.any) ?? 0)) ? own : (lists.any ?? own!))
  }

  const members = buyers.filter(({ externalId }) => chance('joins', externalId) < 0.7).map(memberOf)
  const enrollments: ReturnType<typeof enrollmentRow>[] = []
  const outbox: ReturnType<typeof outboxRow>[] = []
  const questions: ReturnType<typeof questionRow>[] = []
  const answers: ReturnType<typeof answerRow>[] = []
  const cases: (ReturnType<typeof caseRow> & { entries: { from: string; by: string | null; text: string; at: Date }[] })[] = []

  const outboxRow = (walk: Walk, { step, dueAt, purpose, graceMs, startsSurvey }: Pick<PlannedStep, 'step' | 'dueAt' | 'purpose' | 'graceMs' | 'startsSurvey'>, went: { sentAt: Date } | { reason: string }, role: 'step' | 'reminder' = 'step', questionId: string | null = null) => ({
    key: `${walk.id}/${step}/${role === 'reminder' ? 'r' : ''}0`, class: 'flow', customerId: walk.member.id, enrollmentId: walk.id, journey: walk.journey.journey, step, role, questionId, purpose, orderId: walk.order?.id ?? null,
    startsSurvey, selling: walk.journey.tracks[walk.track]!.selling, uncounted: role === 'reminder', dueAt, graceFrom: dueAt, graceMs,
    ...('sentAt' in went ? { ...CHAT, chatId: chatOf(walk.member), state: 'sent', reason: null, sentAt: went.sentAt } : { channel: null, account: null, chatId: null, state: 'dropped', reason: went.reason, sentAt: null }),
  })
  const enrollmentRow = ({ id, member, order, journey, track }: Walk, one: { subject: string; step: string; startedAt: Date; endedAt: Date; stopReason?: string | null; heldOut?: boolean }) => ({
    id, customerId: member.id, journey: journey.journey, version: journey.version, track, orderId: order?.id ?? null, state: one.stopReason ? 'stopped' : 'done', stopReason: null, heldOut: false, anchorAt: one.startedAt, ...one,
  })
  const questionRow = (walk: Walk, step: string, question: string, askedAt: Date, answered: boolean, remindedAt: Date | null) => {
    const closedAt = after(askedAt, policy.lateAnswerMs)
    const isClosed = !answered && closedAt < now
    return {
      id: newQuestionId(), enrollmentId: walk.id, customerId: walk.member.id, orderId: walk.order?.id ?? null, journey: walk.journey.journey, step, question,
      state: answered ? 'answered' : isClosed ? 'closed' : 'open', askedAt, putAt: askedAt, remindedAt, closedAt: isClosed ? closedAt : null,
    }
  }
  const answerRow = (question: ReturnType<typeof questionRow>, at: Date, said: { value?: string; score?: number; words?: string }) => ({
    id: randomUUID(), questionId: question.id, customerId: question.customerId, orderId: question.orderId, journey: question.journey, question: question.question, value: said.value ?? null, score: said.score ?? null, words: said.words ?? null, channel: CHAT.channel, at,
  })
  const caseRow = (member: Member, one: { order: Bought | null; kind: string; reason: string; openedAt: Date; repliedAt: Date | null; closedAt: Date | null; enrollmentId?: string; questionId?: string }) => {
    const { order, ...rest } = one
    const quarter = 15 * MINUTE
    const answerBy = new Date(Math.ceil(workingTimeAfter(policy, one.openedAt, policy.answerWithinMs, zone).getTime() / quarter) * quarter)
    return { id: randomUUID(), customerId: member.id, orderId: order?.id ?? null, ...rest, urgent: false, state: one.closedAt ? 'closed' : 'open', closedBy: one.closedAt ? config.shop.agent : null, answerBy }
  }

  /** Asked and, where `said` is given, answered; silence is asked once more. */
  const put = (walk: Walk, step: string, question: string, askedAt: Date, answered: { at: Date; value?: string; score?: number; words?: string } | null, { reminded = false, purpose }: { reminded?: boolean; purpose: PlannedStep['purpose'] }) => {
    const remindAt = awake(after(askedAt, policy.reminderAfterDays * DAY))
    const remind = reminded && !answered && remindAt < now
    const row = questionRow(walk, step, question, askedAt, answered !== null, remind ? remindAt : null)
    questions.push(row)
    if (remind) outbox.push(outboxRow(walk, { step, dueAt: remindAt, purpose, graceMs: policy.graceMs, startsSurvey: false }, { sentAt: remindAt }, 'reminder', row.id))
    if (answered) {
      const { at, ...said } = answered
      answers.push(answerRow(row, at, said))
      if (at > walk.member.lastInAt) walk.member.lastInAt = at
    }
    return row
  }
  /** A person answered within working hours, and closed it. */
  const settle = (walk: Walk, questionId: string, kind: string, reason: string, openedAt: Date, [said, answered, thanks]: Talk) => {
    const repliedAt = workingTimeAfter(policy, openedAt, (15 + chance('replied', questionId, reason, walk.member.externalId) * 80) * MINUTE, zone)
    const thankedAt = after(repliedAt, 25 * MINUTE)
    const closedAt = workingTimeAfter(policy, thankedAt, HOUR, zone)
    cases.push({
      ...caseRow(walk.member, { order: walk.order, kind, reason, openedAt, repliedAt, closedAt, enrollmentId: walk.id, questionId }),
      entries: [{ from: 'customer', by: null, text: said, at: after(openedAt, MINUTE) }, { from: 'support', by: config.shop.agent, text: answered, at: repliedAt }, ...(thanks ? [{ from: 'customer', by: null, text: thanks, at: thankedAt }] : [])],
    })
  }

  const purchase = journeyOf('after-purchase')
  if (purchase) {
    const isHeard = evenly(() => ANSWERING)
    const isPleased = evenly((askedAt: Date) => SATISFIED.from + (SATISFIED.to - SATISFIED.from) * (1 - (now.getTime() - askedAt.getTime()) / WALKED))
    const delivered = members.flatMap(member => member.orders.filter(({ status, deliveredAt, placedAt }) => status === 'delivered' && deliveredAt && placedAt > after(now, -WALKED)).map(order => ({ member, order })))
    for (const { member, order } of delivered.sort((a, b) => a.order.placedAt.getTime() - b.order.placedAt.getTime())) {
      const due = plan(purchase, { placedAt: order.placedAt, deliveredAt: order.deliveredAt, zone }, policy.graceMs)
      const [checkup] = due.filter(({ step }) => step === 'checkup')
      if (!checkup || awake(checkup.dueAt) > after(now, -2 * HOUR)) continue
      const part = (track: string): Walk => ({ id: randomUUID(), member, order, journey: purchase, track })
      const base = { subject: order.id, startedAt: order.placedAt }
      const no = member.feedback ? null : { reason: 'stopped' }

      const thanks = part('thanks')
      const steps = due.filter(({ track }) => track === 'thanks')
      enrollments.push(enrollmentRow(thanks, { ...base, step: 'day-3', endedAt: awake(steps.at(-1)!.dueAt) }))
      for (const one of steps) outbox.push(outboxRow(thanks, one, (one.step === 'day-3' && no) || { sentAt: awake(one.dueAt) }))

      const offers = due.filter(({ track }) => track === 'selling')
      if (offers.every(({ dueAt }) => awake(dueAt) < now)) {
        const selling = part('selling')
        const again = member.orders.find(({ placedAt }) => placedAt > order.placedAt)?.placedAt
        const isStopped = again !== undefined && again < offers.at(-1)!.dueAt
        const refused = member.marketing === false ? 'stopped' : member.marketing === null ? 'too-late' : null
        enrollments.push(enrollmentRow(selling, { ...base, step: offers[isStopped ? 0 : offers.length - 1]!.step, endedAt: isStopped ? again : awake(offers.at(-1)!.dueAt), ...(isStopped ? { stopReason: 'new-order' } : {}) }))
        for (const one of offers) {
          const reason = again && again < one.dueAt ? 'bought-again' : (refused ?? (one.step === 'day-30' ? 'no-offer' : chance('related', order.externalId) < 0.08 ? 'nothing-related' : null))
          outbox.push(outboxRow(selling, one, reason ? { reason } : { sentAt: awake(one.dueAt) }))
        }
      }

      const asking = part('checkup')
      const askedAt = awake(checkup.dueAt)
      const said = (what: string) => chance(what, order.externalId)
      const at = awake(after(askedAt, (said('soon') < 0.6 ? 5 + said('delay') * 110 : 480 + said('delay') * 900) * MINUTE))
      // What is about to be answered by a person would still be open.
      const isNew = at > after(now, -4 * DAY)
      const mood = (): Mood => (isPleased(askedAt) || isNew ? (said('mood') < 0.45 ? 'great' : 'good') : said('mood') < 0.4 ? 'ok' : said('mood') < 0.82 ? 'bad' : 'very-bad')
      let endedAt = askedAt
      if (no) outbox.push(outboxRow(asking, checkup, no))
      else {
        const value = at > now || !isHeard() ? null : mood()
        const words = value === null ? undefined : value === 'great' && said('words') < 0.35 ? about(PRAISE, order) : value === 'ok' && said('words') < 0.6 ? about(DOUBTS, order) : undefined
        const trouble = value === 'bad' || value === 'very-bad' ? about(BAD, order) : null
        const survey = { purpose: checkup.purpose }
        const first = put(asking, 'satisfied', 'satisfied', askedAt, value === null ? null : { at, value, score: SCORES[value], ...(words ? { words } : {}) }, { ...survey, reminded: true })
        outbox.push(outboxRow(asking, checkup, { sentAt: askedAt }, 'step', first.id))
        if (value) endedAt = at
        if (trouble) settle(asking, first.id, 'complaint', `satisfied: ${value}`, at, trouble)
        else if (value) {
          const days = (order.deliveredAt!.getTime() - order.placedAt.getTime()) / DAY
          const came = isNew ? 'fine' : said('shipping') < (days > 5 ? 0.42 : 0.03) ? 'late' : said('parcel') < 0.04 ? 'damaged' : said('door') < 0.02 ? 'other' : 'fine'
          const second = after(at, (1 + said('second') * 3) * MINUTE)
          const goesOn = second < now && said('goes-on') < 0.82
          const story = goesOn && came !== 'fine' ? next(SHIPPING[came]) : null
          const row = put(asking, 'shipping', 'shipping', at, goesOn ? { at: second, value: came, ...(story && came === 'late' ? { words: story[0] } : {}) } : null, { ...survey, reminded: true })
          if (story) settle(asking, row.id, 'delivery', `shipping: ${came}`, second, story)
          if (goesOn) {
            const third = after(second, (1 + said('third') * 4) * MINUTE)
            const wish = said('wish') < 0.3 ? { value: 'nothing' } : { words: value === 'ok' && said('doubt') < 0.5 ? about(DOUBTS, order) : about(WISHES, order) }
            const finishes = third < now && said('finishes') < 0.66
            put(asking, 'change', 'change', second, finishes ? { at: third, ...wish } : null, { ...survey, reminded: true })
            endedAt = finishes ? third : second
          }
        }
      }
      enrollments.push(enrollmentRow(asking, { ...base, step: 'checkup', endedAt }))

    }
  }

  const winBack = journeyOf('win-back')
  if (winBack) {
    const away = members.filter(({ marketing }) => marketing !== false).flatMap(member => absences(member, audience.away, now).map(one => ({ member, ...one })))
    for (const { member, lastAt, awayAt, again } of away.sort((a, b) => a.awayAt.getTime() - b.awayAt.getTime())) {
      const startedAt = nextLocal(after(awayAt, -DAY), '08:00', zone)
      const steps = plan(winBack, { placedAt: startedAt, deliveredAt: null, zone }, policy.graceMs)
      const [why, last] = steps
      if (!why || !last || awake(last.dueAt) > now || (again && again < startedAt)) continue
      const walk: Walk = { id: randomUUID(), member, order: null, journey: winBack, track: why.track }
      const heldOut = isHeldOut(HELD_OUT, `davan/${member.externalId}/win-back`)
      const isBack = again !== null && again < last.dueAt
      const base = { subject: `away/${lastAt.toISOString().slice(0, 10)}`, startedAt, step: 'why', endedAt: isBack ? again : last.dueAt, ...(isBack ? { stopReason: 'new-order' } : {}), heldOut }
      enrollments.push(enrollmentRow(walk, base))
      const gone = (one: PlannedStep) => (again && again < one.dueAt ? 'bought-again' : heldOut ? 'held-out' : member.marketing === null ? 'too-late' : null)
      const refused = gone(why)
      if (refused) for (const one of steps) outbox.push(outboxRow(walk, one, { reason: gone(one) ?? refused }))
      else {
        const said = (what: string) => chance(what, member.externalId, String(member.orders.findIndex(({ placedAt }) => placedAt === lastAt)))
        const at = awake(after(why.dueAt, (4 + said('delay') * 500) * MINUTE))
        const value = said('why') < 0.45 && !(again && again < at) ? next(REASONS) : null
        const row = put(walk, 'why', 'why-away', why.dueAt, value ? { at, value } : null, { purpose: why.purpose, reminded: !(again && again < after(why.dueAt, 3 * DAY)) })
        outbox.push(outboxRow(walk, why, { sentAt: why.dueAt }, 'step', row.id), outboxRow(walk, last, { reason: isBack ? 'bought-again' : value ? 'answered' : 'no-offer' }))
        if (value === 'quality' || value === 'service') settle(walk, row.id, value === 'quality' ? 'exchange' : 'complaint', `why-away: ${value}`, at, next(AWAY[value]))
        if (value === 'other') put(walk, 'tell', 'why-away-words', at, said('tells') < 0.75 ? { at: after(at, 3 * MINUTE), words: next(ELSE) } : null, { purpose: why.purpose })
      }
    }
  }

  // One waits for an answer, and it is not late.
  const asking = members.filter(({ feedback }) => feedback).reduce<Member | null>((best, one) => (best && best.orders.at(-1)!.placedAt >= one.orders.at(-1)!.placedAt ? best : one), null)
  if (asking) {
    const openedAt = after(now, -12 * MINUTE)
    asking.lastInAt = openedAt
    cases.push({ ...caseRow(asking, { order: null, kind: 'question', reason: ASKED[0], openedAt, repliedAt: null, closedAt: null }), entries: [{ from: 'customer', by: null, text: ASKED[0], at: openedAt }] })
  }
  return { buyers, members, enrollments, outbox, questions, answers, cases, sale: tellSale(members, now, zone) }
}

const SCORES = { great: 5, good: 4, ok: 3, bad: 2, 'very-bad': 1 } as const
type Mood = keyof typeof SCORES
const REASONS = ['price', 'forgot', 'other', 'price', 'service', 'price', 'forgot', 'quality', 'other', 'price', 'forgot', 'other', 'price'] as const
/** Many rows with the same columns: one statement, ten times as quick as a list of values. */
async function insert(tx: Tx, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).map(name => `"${name}"`).join(', ')
  if (columns) await tx.sql(`INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`, [JSON.stringify(rows)])
}

async function writeLife(tx: Tx, { buyers, members, enrollments, outbox, questions, answers, cases, sale }: Told, now: Date): Promise<void> {
  await tx.sql(
    `UPDATE customers c SET "joinedAt" = n.joined::timestamptz, "mayTransactional" = true, "mayFeedback" = n.feedback, "mayMarketing" = n.marketing, "marketingAsked" = 1, "marketingAskedAt" = n.joined::timestamptz
     FROM unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[]) AS n(id, joined, feedback, marketing) WHERE c.id = n.id`,
    [members.map(({ id }) => id), members.map(({ joinedAt }) => joinedAt.toISOString()), members.map(({ feedback }) => feedback), members.map(({ marketing }) => marketing)],
  )
  const addresses = members.map(one => ({
    id: randomUUID(), customerId: one.id, ...CHAT, chatId: chatOf(one), source: sourceOf(one), joinedAt: one.joinedAt, lastInAt: one.lastInAt,
    ...(chance('gone', one.externalId) < 0.06 && one.lastInAt < after(now, -60 * DAY) ? { state: 'gone', goneReason: 'the chat was deleted' } : {}),
  }))
  await tx.address.createMany({ data: addresses })
  await tx.consent.createMany({ data: members.flatMap(({ id, joinedAt, feedback, marketing }) => {
    const row = (purpose: string, granted: boolean, at: Date, source: string, words: string | null = null) => ({ customerId: id, purpose, granted, at, source, channel: CHAT.channel, words })
    const stopped = after(joinedAt, DAY)
    return [
      row('transactional', true, joinedAt, 'link'), row('feedback', true, joinedAt, 'link'),
      ...(feedback ? (marketing === null ? [] : [row('marketing', marketing, after(joinedAt, MINUTE), 'choice')]) : [row('feedback', false, stopped, 'word', 'لغو'), row('marketing', false, stopped, 'word', 'لغو')]),
    ]
  }) })
  // Everybody got a link with the first order; who came by it opened it.
  const chats = new Map(addresses.map(one => [one.customerId, one]))
  await tx.link.createMany({ data: buyers.map(({ id, orders }) => {
    const [{ id: orderId, placedAt }] = orders as [Bought]
    const chat = chats.get(id)
    return { ...newLink(), customerId: id, orderId, source: 'order', createdAt: placedAt, expiresAt: after(placedAt, LINK_LIFE), ...(chat?.source === 'order' ? { usedAt: chat.joinedAt, usedBy: chat.id } : {}) }
  }) })
  await insert(tx, 'enrollments', enrollments)
  await insert(tx, 'questions', questions)
  await insert(tx, 'outbox', outbox)
  await insert(tx, 'answers', answers)
  const inOrder = cases.sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime())
  await tx.case.createMany({ data: inOrder.map(({ entries: _, ...one }, n) => ({ ...one, number: LAST_CASE - inOrder.length + 1 + n })) })
  await tx.caseEntry.createMany({ data: inOrder.flatMap(({ id, entries }) => entries.map(entry => ({ ...entry, caseId: id }))) })
  await tx.sql(`SELECT setval(pg_get_serial_sequence('cases', 'number'), GREATEST($1::bigint, last_value))::text FROM cases_number_seq`, [LAST_CASE])
  await tx.offer.create({ data: sale.offer })
  await tx.coupon.createMany({ data: sale.coupons.map(({ order: _, ...one }) => one) })
  const used = sale.coupons.filter(({ order }) => order !== null)
  await tx.sql(
    `UPDATE orders o SET coupons = ARRAY[n.code], discount = n.discount, total = o.total - n.discount FROM unnest($1::text[], $2::text[], $3::bigint[]) AS n(id, code, discount) WHERE o.id = n.id`,
    [used.map(({ order }) => order!.id), used.map(({ code }) => code), used.map(({ discount }) => String(discount))],
  )
}
