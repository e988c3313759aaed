/** Cases: the open ones, one whole, a reply to its customer, and its end. */
import type { Incoming } from '../../channel.ts'
import { DAY } from '../../clock.ts'
import { answerCase, closeByHand, handBack, reopenByHand, takeReplyBack } from '../../engagement/case-actions.ts'
import { queueForStaff } from '../../engagement/outbox.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { atLocal, parseWallTime } from '../../journeys/local-time.ts'
import { dayIn } from '../../journeys/policy.ts'
import { addToCase, claimCase, claimNext } from '../../support/cases.ts'
import { filesIn, wantMedia } from '../../support/media.ts'
import { mediaPath } from '../../support/media-link.ts'
import { sayTime } from '../../text/dates.ts'
import { digits, latinDigits } from '../../text/digits.ts'
import { record } from '../members.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'
import { readyChoices } from './ready.ts'

const MOST = 10
const ENTRIES = 8
const MOST_FILES = 6
/** So long a customer can look at a file that support sent. */
const FILE_DAYS = 30

export const casesCommand: Command = { name: 'cases', roles: EVERYBODY, run: showCases }
export const caseCommand: Command = { name: 'case', roles: EVERYBODY, run: call => withCase(call, showCase) }
export const replyCommand: Command = { name: 'reply', roles: EVERYBODY, run: call => withCase(call, reply) }
export const closeCommand: Command = { name: 'close', roles: EVERYBODY, run: call => withCase(call, close) }
export const nextCommand: Command = { name: 'next', roles: EVERYBODY, run: next }
export const claimCommand: Command = { name: 'claim', roles: EVERYBODY, run: call => withCase(call, claim) }
export const handCommand: Command = { name: 'hand', roles: EVERYBODY, run: call => withCase(call, handOver) }
export const noteCommand: Command = { name: 'note', roles: EVERYBODY, run: call => withCase(call, addNote) }
export const undoCommand: Command = { name: 'undo', roles: EVERYBODY, run: call => withCase(call, undo) }
export const reopenCommand: Command = { name: 'reopen', roles: EVERYBODY, run: call => withCase(call, openAgain) }
export const remindCommand: Command = { name: 'remind', roles: EVERYBODY, run: call => withCase(call, remind) }

type Found = NonNullable<Awaited<ReturnType<typeof findCase>>>

/** Urgent first, then who was promised an answer soonest. */
async function showCases(call: Call): Promise<Says> {
  const open = await call.tx.case.findMany({ where: { state: 'open' }, orderBy: [{ urgent: 'desc' }, { answerBy: 'asc' }], take: MOST, include: { customer: { select: { name: true } } } })
  if (open.length === 0) return call.say('cases-none')
  const count = await call.tx.case.count({ where: { state: 'open' } })
  return {
    text: [call.say('cases-title', { count: digits(call.locale, count) }).text, ...open.map(one => headOf(call, one))].join('\n'),
    choices: open.map(one => ({ token: staffToken('case', String(one.number)), label: call.label('cases-title', 'one', { case: digits(call.locale, one.number) }) })),
  }
}

async function showCase(call: Call, found: Found): Promise<Says> {
  const entries = found.entries.slice(-ENTRIES).map(({ from, text, media }) =>
    call.say('case-entry', { from, words: [text ?? '', ...(media as { kind: string }[]).map(one => `[${one.kind}]`)].filter(Boolean).join(' ') }).text)
  const button = (name: 'reply' | 'close' | 'claim' | 'hand' | 'reopen' | 'record') => ({ token: staffToken(name, String(found.number)), label: call.label('case', name) })
  const mine = found.claimedBy === call.member.id
  const writing = await call.tx.staff.findFirst({ where: { replyTo: found.id, revokedAt: null, id: { not: call.member.id } }, select: { name: true } })
  return {
    links: await filesOf(call, found),
    text: [headOf(call, found), call.say('case', { order: found.order ?? '—', item: found.item ?? '—', reason: found.reason }).text, ...entries, ...(writing ? [call.say('case-typing', { name: writing.name }).text] : [])].join('\n'),
    choices: found.state === 'open' ? [button('reply'), button(mine ? 'hand' : 'claim'), button('record'), button('close')] : [button('reopen'), button('record')],
  }
}

/** What the customer sent, for a look in the browser. */
async function filesOf(call: Call, found: Found): Promise<{ url: string; label: string }[]> {
  const answer = found.questionId ? await call.tx.answer.findUnique({ where: { questionId: found.questionId }, select: { media: true } }) : null
  const files = await filesIn(call.tx, found.customerId, [...found.entries.map(({ media }) => media), answer?.media])
  return files.slice(0, MOST_FILES).map(({ id, kind }, at) => ({ url: call.publicUrl + mediaPath(id, call.clock), label: call.label('case', 'file', { kind, number: digits(call.locale, at + 1) }) }))
}

function headOf(call: Call, one: { number: number; kind: string; urgent: boolean; state: string; answerBy: Date; repliedAt: Date | null; customer: { name: string | null } }): string {
  return call.say('case-head', {
    case: digits(call.locale, one.number), name: one.customer.name ?? '—', kind: one.kind, urgent: one.urgent ? 'yes' : 'no',
    state: one.state === 'closed' ? 'closed' : one.repliedAt ? 'replied' : 'waiting', time: sayTime(call.locale, one.answerBy, call.clock.now(), call.config.shop.zone),
  }).text
}

/** With words: they go to the customer. Without: the next words do. */
async function reply(call: Call, found: Found, words: string): Promise<Says> {
  const number = digits(call.locale, found.number)
  if (found.state !== 'open') return call.say('case-closed', { case: number })
  if (words !== '') return await sendReply(call, found, words)
  if (!(await claimCase(call, found.id, call.member.id))) return await takenBy(call, found)
  await call.tx.staff.update({ where: { id: call.member.id }, data: { replyTo: found.id } })
  return { ...call.say('reply-write', { case: number }), choices: [...(await readyChoices(call, found.number)), { token: staffToken('cancel'), label: call.label('reply-write', 'cancel') }] }
}

/** A line that begins with a dot is for the shop's eyes only. */
export async function sendReply(call: Call, { id, number }: { id: string; number: number }, words: string): Promise<Says> {
  await call.tx.staff.update({ where: { id: call.member.id }, data: { replyTo: null } })
  if (words.startsWith('.')) return await addNote(call, { id, number }, words.slice(1).trim())
  const result = await answerCase(call, id, call.member, { text: words })
  if (result === 'taken') return await takenBy(call, { id, number })
  if (result !== 'done') return call.say('case-closed', { case: digits(call.locale, number) })
  await record(call, call.member.id, 'reply', String(number))
  const button = (name: 'undo' | 'close') => ({ token: staffToken(name, String(number)), label: call.label('reply-sent', name) })
  return { ...call.say('reply-sent', { case: digits(call.locale, number) }), choices: [button('undo'), button('close')] }
}

/** A photo as an answer: the customer sees it where the messenger can fetch it, and has a link to it everywhere. */
export async function sendFile(call: Call, { id, number, customerId }: { id: string; number: number; customerId: string }, incoming: Extract<Incoming, { kind: 'other' }>): Promise<Says> {
  await call.tx.staff.update({ where: { id: call.member.id }, data: { replyTo: null } })
  const mediaId = await wantMedia(call, incoming, customerId)
  if (!mediaId) return call.say('file-unknown')
  const url = call.publicUrl + mediaPath(mediaId, call.clock, FILE_DAYS)
  const result = await answerCase(call, id, call.member, { text: incoming.caption ?? '', media: [{ kind: incoming.what, ref: incoming.ref }], file: { url, isPhoto: incoming.what === 'photo' } })
  if (result === 'taken') return await takenBy(call, { id, number })
  if (result !== 'done') return call.say('case-closed', { case: digits(call.locale, number) })
  await record(call, call.member.id, 'reply', String(number))
  return { ...call.say('reply-sent', { case: digits(call.locale, number) }), choices: [{ token: staffToken('undo', String(number)), label: call.label('reply-sent', 'undo') }] }
}

async function undo(call: Call, found: Found): Promise<Says> {
  const isBack = await takeReplyBack(call, found.id)
  if (isBack) await record(call, call.member.id, 'undo', String(found.number))
  return call.say(isBack ? 'reply-undone' : 'reply-gone', { case: digits(call.locale, found.number) })
}

async function addNote(call: Call, { id, number }: { id: string; number: number }, words: string): Promise<Says> {
  if (words === '') return call.say('note-how')
  await addToCase(call, id, { from: 'note', text: words, by: call.member.name })
  await record(call, call.member.id, 'note', String(number))
  return call.say('noted', { case: digits(call.locale, number) })
}

async function claim(call: Call, found: Found): Promise<Says> {
  if (found.state !== 'open') return call.say('case-closed', { case: digits(call.locale, found.number) })
  return (await claimCase(call, found.id, call.member.id)) ? await showCase(call, { ...found, claimedBy: call.member.id }) : await takenBy(call, found)
}

/** Back into the queue, for whoever comes next. */
async function handOver(call: Call, found: Found): Promise<Says> {
  await handBack(call, found.id)
  return call.say('handed-over', { case: digits(call.locale, found.number) })
}

async function next(call: Call): Promise<Says> {
  const number = await claimNext(call, call.member.id)
  const found = number === null ? null : await findCase(call, number)
  return found ? await showCase(call, found) : call.say('cases-none')
}

async function takenBy(call: Call, { id, number }: { id: string; number: number }): Promise<Says> {
  const found = await call.tx.case.findUnique({ where: { id }, select: { claimedBy: true } })
  const other = found?.claimedBy ? await call.tx.staff.findUnique({ where: { id: found.claimedBy }, select: { name: true } }) : null
  return call.say('case-taken', { case: digits(call.locale, number), name: other?.name ?? '—' })
}

async function close(call: Call, found: Found): Promise<Says> {
  const result = await closeByHand(call, found.id, call.member)
  if (result !== 'done') return call.say('case-closed', { case: digits(call.locale, found.number) })
  await record(call, call.member.id, 'close', String(found.number))
  return { ...call.say('case-closed-now', { case: digits(call.locale, found.number) }), choices: [{ token: staffToken('reopen', String(found.number)), label: call.label('case', 'reopen') }] }
}

async function openAgain(call: Call, found: Found): Promise<Says> {
  const again = await reopenByHand(call, found.id)
  if (!again) return call.say('case-is-open', { case: digits(call.locale, found.number) })
  await record(call, call.member.id, 'reopen', String(found.number))
  return await showCase(call, (await findCase(call, found.number))!)
}

/** `/remind 217 1405-01-20 10:00 call them`: a row of this person's own, at that hour of the shop. */
async function remind(call: Call, found: Found, rest: string): Promise<Says> {
  const [, day, time = '10:00', what = ''] = /^(\d{4}[-/]\d{1,2}[-/]\d{1,2})(?:\s+(\d{1,2}:\d\d))?(?:\s+(.*))?$/s.exec(latinDigits(rest)) ?? []
  const date = day && dayIn(day)
  const { zone } = call.config.shop
  const at = date ? atLocal({ ...date, ...parseWallTime(time.padStart(5, '0')) }, zone) : null
  if (!at || at <= call.clock.now()) return call.say('remind-how')
  const text = call.say('reminder', { case: digits(call.locale, found.number), name: found.customer.name ?? '—', what }).text
  const content = { text, locale: call.locale, choices: [{ token: staffToken('case', String(found.number)), label: call.label('case', 'show') }] }
  await queueForStaff(call, [call.member], { dueAt: at, content, keyOf: ({ id }) => `staff/remind/${found.id}/${id}/${at.toISOString()}`, graceMs: 7 * DAY })
  return call.say('remind', { case: digits(call.locale, found.number), time: sayTime(call.locale, at, call.clock.now(), zone) })
}

async function withCase(call: Call, run: (call: Call, found: Found, rest: string) => Promise<Says>): Promise<Says> {
  const [, number, rest = ''] = /^#?(\d{1,9})(?:\s+(.*))?$/s.exec(call.argument) ?? []
  const found = number ? await findCase(call, Number(number)) : null
  if (!found) return call.say('case-unknown')
  return await run(call, found, rest.trim())
}

async function findCase({ tx }: Pick<Call, 'tx'>, number: number) {
  const found = await tx.case.findUnique({ where: { number }, include: { customer: { select: { name: true } }, entries: { orderBy: { id: 'asc' } } } })
  if (!found) return null
  const order = found.orderId ? await tx.order.findUnique({ where: { id: found.orderId }, include: { items: { orderBy: { position: 'asc' }, take: 1 } } }) : null
  return { ...found, order: order?.externalId ?? null, item: order?.items[0]?.name ?? null }
}
