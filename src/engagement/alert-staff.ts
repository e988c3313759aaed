/** What staff hear at once, each in their own chat: rows of the outbox like everything else. */
import { TERMINAL, type Outgoing } from '../channel.ts'
import { DAY, MINUTE, type Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Staff, Tx } from '../store/store.ts'
import { digits } from '../text/digits.ts'
import { product, type TextArguments } from '../text/fluent.ts'
import { promise } from '../offers/promises.ts'
import { queueForStaff } from './outbox.ts'
import { placeOf, topicKey } from './staff-group.ts'
import { staffToken } from './tokens.ts'

type Parts = { tx: Tx; clock: Clock; config: Pick<Config, 'shop'> }

/** Ordinary news is told at most so often, with how much there is. */
const PING_MS = 10 * MINUTE

/**
 * A case was opened, or its customer said more. `key` is the event's own: the same one twice is told once. Urgent ones are told at
 * once, and so is what belongs to who handles the case; the others once in ten minutes, counted.
 */
export async function alertStaff(
  { tx, clock, config }: Parts,
  { key, caseId, text, words }: { key: string; caseId: string; text: 'staff-case-opened' | 'staff-case-words'; words: string },
): Promise<void> {
  const { locale } = config.shop
  const about = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { number: true, urgent: true, claimedBy: true, answerBy: true, customerId: true, customer: { select: { name: true } } } })
  const args: TextArguments = { case: digits(locale, about.number), name: about.customer.name ?? '—', words, urgent: about.urgent ? 'yes' : 'no' }
  const show = { token: staffToken('case', String(about.number)), label: product.label(locale, 'staff-case-opened', 'show') }
  const content: Outgoing = { text: product.format(locale, text, args), locale, choices: [show] }
  await tellGroup({ tx, clock }, { key, caseId, isNew: text === 'staff-case-opened', content, title: product.format(locale, 'staff-topic', args) })
  const all = await staffOf(tx, ['manager', 'support'])
  const owner = all.filter(member => member.id === about.claimedBy)
  const hears = owner.length > 0 ? owner : all
  const now = clock.now()
  const isNew = text === 'staff-case-opened'
  const isRested = ({ pingedAt }: Member) => pingedAt === null || now.getTime() - pingedAt.getTime() >= PING_MS
  const atOnce = hears.filter(member => about.urgent || !isNew || isRested(member))
  await queueForStaff({ tx }, atOnce, { dueAt: now, content: content, keyOf: ({ id }) => `staff/${key}/${id}` })
  if (!isNew) return
  if (!about.urgent) await tx.staff.updateMany({ where: { id: { in: atOnce.map(({ id }) => id) } }, data: { pingedAt: now } })
  const waiting = await tx.case.groupBy({ by: ['kind'], where: { state: 'open', repliedAt: null }, _count: true, orderBy: { _count: { kind: 'desc' } } })
  const total = waiting.reduce((sum, { _count }) => sum + _count, 0)
  const kinds = waiting.map(({ kind, _count }) => `${digits(locale, _count)} ${product.label(locale, 'staff-waiting', kind)}`).join(locale === 'fa' ? '، ' : ', ')
  const counted: Outgoing = {
    text: product.format(locale, 'staff-waiting', { count: digits(locale, total), kinds }), locale,
    choices: [{ token: staffToken('next'), label: product.label(locale, 'staff-waiting', 'next') }],
  }
  for (const member of hears.filter(one => !atOnce.includes(one))) {
    // One row for the whole ten minutes; whoever comes later in them only raises its number.
    const dueAt = new Date(member.pingedAt!.getTime() + PING_MS)
    const ping = `staff/ping/${member.id}/${dueAt.toISOString()}`
    await queueForStaff({ tx }, [member], { dueAt: dueAt, content: counted, keyOf: () => ping })
    await tx.outboxMessage.updateMany({ where: { key: ping, state: 'planned' }, data: { content: counted } })
  }
  await promise({ tx, clock }, { customerId: about.customerId, kind: 'answer', key: `case/${caseId}/${about.answerBy.toISOString()}`, what: String(about.number), dueAt: about.answerBy })
  // The promise has a clock: when it passes without an answer, the managers hear of it.
  const late: Outgoing = { text: product.format(locale, 'staff-case-late', args), locale, choices: [show] }
  await queueForStaff({ tx }, all.filter(({ role }) => role === 'manager'), { dueAt: about.answerBy, content: late, keyOf: ({ id }) => `staff/late/${caseId}/${id}/${about.answerBy.toISOString()}` })
}

/** One topic for each case, and what its customer adds under it. */
async function tellGroup({ tx, clock }: Pick<Parts, 'tx' | 'clock'>, { key, caseId, isNew, content, title }: { key: string; caseId: string; isNew: boolean; content: Outgoing; title: string }): Promise<void> {
  const place = await placeOf({ tx }, caseId)
  if (!place) return
  const now = clock.now()
  // Buttons are for one's own chat: in a group somebody else might press them.
  const { choices: _, ...words } = content
  const opens = isNew && !place.chatId.includes('/')
  await tx.outboxMessage.createMany({
    data: [{ key: opens ? topicKey(caseId) : `staff/${key}/group`, class: 'staff', ...place, purpose: 'transactional', content: opens ? { ...words, topic: title } : words, dueAt: now, nextTryAt: now, graceFrom: now, graceMs: DAY }],
    skipDuplicates: true,
  })
}

/** Something only managers can do something about. */
export async function tellManagers(
  { tx, clock, config }: Parts,
  { key, text, args, notOn }: { key: string; text: string; args: TextArguments; notOn?: string },
): Promise<void> {
  const { locale } = config.shop
  const managers = await staffOf(tx, ['manager'])
  const elsewhere = managers.filter(({ channel }) => channel !== notOn)
  await queueForStaff({ tx }, elsewhere.length > 0 ? elsewhere : managers, { dueAt: clock.now(), content: { text: product.format(locale, text, args), locale }, keyOf: ({ id }) => `staff/${key}/${id}` })
}

/** Somebody is unhappy: those who want to hear of each are told at once. */
export async function tellBadAnswer({ tx, clock, config }: Parts, { answerId, customerId, score }: { answerId: string; customerId: string; score: number }): Promise<void> {
  const { locale } = config.shop
  const wants = new Set((await tx.staff.findMany({ where: { badAnswers: true, revokedAt: null }, select: { id: true } })).map(({ id }) => id))
  if (wants.size === 0) return
  const customer = await tx.customer.findUnique({ where: { id: customerId }, select: { name: true } })
  const content: Outgoing = { text: product.format(locale, 'staff-bad-answer', { name: customer?.name ?? '—', score: digits(locale, score) }), locale, choices: [{ token: staffToken('answers', 'bad'), label: product.label(locale, 'staff-bad-answer', 'show') }] }
  await queueForStaff({ tx }, (await staffOf(tx, ['manager', 'support'])).filter(({ id }) => wants.has(id)), { dueAt: clock.now(), content: content, keyOf: ({ id }) => `staff/bad/${answerId}/${id}` })
}

type Member = Pick<Staff, 'id' | 'role' | 'channel' | 'account' | 'chatId' | 'pingedAt'>

/** Who came in by the terminal only (`bazgasht login`) has no chat to be written to. */
function staffOf(tx: Tx, roles: string[]): Promise<Member[]> {
  return tx.staff.findMany({ where: { revokedAt: null, role: { in: roles }, channel: { not: TERMINAL } }, select: { id: true, role: true, channel: true, account: true, chatId: true, pingedAt: true } })
}
