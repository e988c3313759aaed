import type { App } from '../../app.ts'
import type { Locale } from '../../channel.ts'
import { DAY } from '../../clock.ts'
import { localDate } from '../../journeys/local-time.ts'
import { sayDay, sayTime } from '../../text/dates.ts'
import { balanceOf } from '../../loyalty/ledger.ts'
import { showCode } from '../../offers/code.ts'
import { digits, grouped } from '../../text/digits.ts'
import { money } from '../../text/money.ts'
import { createTexts } from '../../text/fluent.ts'
import { pageWords } from '../words.ts'
import type { Demo } from './seed.ts'
import { hints, type Hint } from './story.ts'

/** What the shop sees, in words: the page only draws it. */
export type DemoState = {
  id: string
  locale: Locale
  /** The customer has opened the chat. */
  joined: boolean
  now: string
  clock: string
  day: string
  /** Drawn once the customer has said whether offers are welcome, or time has passed. */
  plan: { day: number; shown: string; label: string; title: string; why: string; state: 'planned' | 'held' | 'sent' | 'dropped'; status: string }[]
  case: { id: string; title: string; words: string; promise: string; ready: string; state: 'open' | 'replied' | 'closed'; status: string } | null
  answers: { id: string; question: string; answer: string; mood: 'good' | 'middle' | 'bad' | 'none'; at: string }[]
  /** Ids of this customer's messages that were sent: the page walks until one of them. */
  sent: string[]
  /** What the code was used for, line by line. */
  bought: string[] | null
  canBuy: boolean
  counts: string[]
  hints: (Hint & { text: string })[]
}

export const demoWords = pageWords('demo')
const words = demoWords

type Row = { id: string; orderId: string | null; step: string | null; role: string; class: string; kind: string; state: string; reason: string | null; dueAt: Date; nextTryAt: Date | null; sentAt: Date | null }

export async function demoState(app: App, demo: Demo): Promise<DemoState> {
  const { locale, orderId, customerId } = demo
  const { zone } = app.config.shop
  const say = (key: string, args = {}) => words.format(locale, key, args)
  const now = app.clock.now()
  const { sql } = app.store.db
  const time = (at: Date) => sayTime(locale, at, now, zone)

  const [customer, order, cases, answers, questions, rows, coupon] = await Promise.all([
    app.store.db.customer.findUniqueOrThrow({ where: { id: customerId } }),
    app.store.db.order.findUniqueOrThrow({ where: { id: orderId } }),
    app.store.db.case.findMany({ where: { customerId }, orderBy: { number: 'desc' }, include: { entries: { orderBy: { id: 'asc' } } } }),
    app.store.db.answer.findMany({ where: { customerId }, orderBy: { at: 'asc' } }),
    app.store.db.question.findMany({ where: { customerId, state: 'open', askedAt: { not: null } }, orderBy: { askedAt: 'asc' }, include: { answer: true } }),
    sql<Row>(
      `SELECT id::text AS id, "orderId", step, role, class, kind, state, reason, "dueAt", "nextTryAt", "sentAt" FROM outbox WHERE "customerId" = $1 AND kind = 'message' ORDER BY "dueAt", outbox.id`,
      [customerId],
    ),
    app.store.db.coupon.findFirst({ where: { customerId, key: { endsWith: '/day-30' } }, orderBy: { grantedAt: 'desc' } }),
  ])
  const again = coupon?.orderExternalId ? await app.store.db.order.findUnique({ where: { externalId: coupon.orderExternalId } }) : null
  const balance = again ? await balanceOf(app.store.db, customerId) : null

  const flow = rows.filter(row => row.class === 'flow')
  /** The plan that is drawn: of the order just placed. */
  const planned = flow.filter(row => row.orderId === (again?.id ?? orderId))
  const days = timedSteps(app)
  const openCase = cases.find(found => found.state === 'open') ?? null
  const plan = days.flatMap(({ step, day }) => {
    const row = planned.find(candidate => candidate.step === step && candidate.role === 'step')
    return row ? [{ day, shown: digits(locale, day), label: say('day-label', { day: digits(locale, day) }), title: say(`plan-${day}`), why: say(`why-${day}`), ...status(row) }] : []
  })
  function status(row: Row): { state: DemoState['plan'][number]['state']; status: string } {
    if (row.sentAt) return { state: 'sent', status: say('state-sent', { time: sayDay(locale, row.sentAt, now, zone) }) }
    if (row.state === 'held') {
      const number = openCase ? digits(locale, openCase.number) : ''
      return { state: 'held', status: say(row.reason === 'open-case' && openCase ? 'held-open-case' : 'state-held', { case: number, reason: reason(row) }) }
    }
    if (row.state === 'dropped' || row.state === 'failed' || row.state === 'uncertain') return { state: 'dropped', status: say('state-dropped', { reason: reason(row) }) }
    return { state: 'planned', status: time(row.dueAt) }
  }
  function reason(row: Row): string {
    const key = `reason-${row.reason}`
    return words.has(locale, key) ? say(key) : (row.reason ?? row.state)
  }

  const sentDays = plan.filter(step => step.state === 'sent').map(step => step.day)
  const ahead = flow.filter(row => row.state === 'planned' || row.state === 'sending' || (row.state === 'held' && row.nextTryAt !== null)).length
  const today = Math.max(0, dayNumber(order.placedAt, now, zone))
  const found = cases[0] ?? null
  /** What made the case: the customer's last words in it, else the answer that opened it. */
  const caseWords = (about: NonNullable<typeof found>) => {
    const said = about.entries.findLast(entry => entry.from === 'customer' && entry.text)?.text
    const answer = answers.find(candidate => candidate.questionId !== null && candidate.questionId === about.questionId)
    return said ?? (answer?.value ? label(app, locale, answer.question, answer.value) : '')
  }
  return {
    id: orderId,
    locale,
    joined: customer.joinedAt !== null,
    now: now.toISOString(),
    clock: sayClock(locale, now, zone),
    day: today === 0 ? say('day-zero') : say('day-now', { day: digits(locale, today) }),
    plan: customer.mayMarketing !== null || sentDays.length > 0 ? plan : [],
    case: found && {
      id: found.id,
      title: say('case-title', { case: digits(locale, found.number) }),
      words: caseWords(found),
      promise: say('case-promise', { agent: app.config.shop.agent, time: time(found.answerBy) }),
      ready: say('case-ready', { name: customer.name ?? '', agent: app.config.shop.agent }),
      state: found.state === 'closed' ? 'closed' : found.repliedAt ? 'replied' : 'open',
      status: say(found.state === 'closed' ? (found.closedBy === 'taken-back' ? 'case-taken-back' : 'case-closed') : found.repliedAt ? 'case-replied' : 'case-open'),
    },
    answers: answers.map(answer => ({
      id: answer.id,
      question: words.has(locale, `question-${answer.question}`) ? say(`question-${answer.question}`) : answer.question,
      answer: [answer.value === null ? null : label(app, locale, answer.question, answer.value), answer.words].filter(Boolean).join(' · '),
      mood: answer.score === null ? 'none' : answer.score >= 4 ? 'good' : answer.score === 3 ? 'middle' : 'bad',
      at: time(answer.at),
    })),
    sent: rows.filter(row => row.sentAt && row.class !== 'reply').map(row => row.id),
    bought: again && coupon
      ? [
          say('bought-order', { total: money(locale, again.total + again.discount) }),
          say('bought-discount', { discount: money(locale, coupon.discount ?? 0n), code: showCode(coupon.code) }),
          say('bought-points', { points: grouped(locale, balance?.pending ?? 0n) }),
          say('bought-plan'),
        ]
      : null,
    canBuy: coupon?.state === 'granted',
    counts: [
      say('count-sent', { count: rows.filter(row => row.sentAt).length, shown: digits(locale, rows.filter(row => row.sentAt).length) }),
      say('count-answers', { count: answers.length, shown: digits(locale, answers.length) }),
      ...(again ? [say('count-orders', { shown: digits(locale, 2) })] : []),
      say('count-cases', { count: cases.length, shown: digits(locale, cases.length) }),
    ],
    hints: hints({
      offersOpen: customer.joinedAt !== null && customer.mayMarketing === null,
      openQuestions: questions
        // "Not yet" leaves the question open; it is asked again, and only then is there something to tap.
        .filter(question => !question.answer || (question.putAt !== null && question.answer.at < question.putAt))
        .map(({ id, question }) => ({ id, question })),
      openCase: openCase && { replied: openCase.repliedAt !== null },
      ahead,
      sentDays,
      hasCode: coupon?.state === 'granted',
      hasBought: again !== null,
    }).map(hint => ({ ...hint, text: words.has(locale, hint.words) ? say(hint.words) : say('hint-walk') })),
  }
}

/** The days of the after-purchase journey that draw a dot: 3, 7, 14, 30 as shipped. */
function timedSteps({ scenarios }: Pick<App, 'scenarios'>): { step: string; day: number }[] {
  const journey = scenarios.journeys.find(candidate => candidate.journey === 'after-purchase')
  const steps = Object.values(journey?.tracks ?? {}).flatMap(track => Object.entries(track.steps))
  return steps.flatMap(([step, { when }]) => (when && when.day > 0 ? [{ step, day: when.day }] : [])).sort((a, b) => a.day - b.day)
}

/** The answer in the words of its button. */
function label({ scenarios }: Pick<App, 'scenarios'>, locale: Locale, question: string, value: string): string {
  for (const journey of scenarios.journeys)
    for (const track of Object.values(journey.tracks))
      for (const [step, definition] of Object.entries(track.steps))
        if (definition.kind === 'ask' && definition.question === question && definition.choices.some(choice => choice.value === value)) {
          const texts = createTexts(journey.texts, journey.journey)
          if (texts.has(locale, step, value)) return texts.label(locale, step, value)
        }
  return value
}

function dayNumber(from: Date, to: Date, zone: string): number {
  const midnight = (at: Date) => Date.parse(`${localDate(at, zone)}T00:00:00Z`)
  return Math.round((midnight(to) - midnight(from)) / DAY)
}

function sayClock(locale: Locale, at: Date, zone: string): string {
  const tag = locale === 'fa' ? 'fa-IR-u-ca-persian-nu-arabext' : 'en-GB'
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { timeZone: zone, ...options })
  const parts = Object.fromEntries(part({ weekday: 'long', day: 'numeric', month: 'long' }).formatToParts(at).map(({ type, value }) => [type, value]))
  return `${parts.weekday} ${parts.day} ${parts.month} · ${part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)}`
}
