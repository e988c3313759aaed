/** Cases: the open ones, one whole, a reply to its customer, and its end. */
import { closeAndResume, replyInCase } from '../../engagement/case-actions.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { sayTime } from '../../text/dates.ts'
import { digits } from '../../text/digits.ts'
import { record } from '../members.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

const MOST = 10
const ENTRIES = 8

export const casesCommand: Command = { name: 'cases', roles: EVERYBODY, run: showCases }
export const caseCommand: Command = { name: 'case', roles: EVERYBODY, run: call => withCase(call, showCase) }
export const replyCommand: Command = { name: 'reply', roles: EVERYBODY, run: call => withCase(call, reply) }
export const closeCommand: Command = { name: 'close', roles: EVERYBODY, run: call => withCase(call, close) }

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
  const button = (name: 'reply' | 'close') => ({ token: staffToken(name, String(found.number)), label: call.label('case', name) })
  return {
    text: [headOf(call, found), call.say('case', { order: found.order ?? '—', item: found.item ?? '—', reason: found.reason }).text, ...entries].join('\n'),
    choices: found.state === 'open' ? [button('reply'), button('close')] : [],
  }
}

function headOf(call: Call, one: { number: number; kind: string; urgent: boolean; state: string; answerBy: Date; repliedAt: Date | null; customer: { name: string | null } }): string {
  return call.say('case-head', {
    case: digits(call.locale, one.number), name: one.customer.name ?? '—', kind: one.kind, urgent: one.urgent ? 'yes' : 'no',
    state: one.state === 'closed' ? 'closed' : one.repliedAt ? 'replied' : 'waiting', time: sayTime(call.locale, one.answerBy, call.clock.now(), call.config.shop.zone),
  }).text
}

/** With words: they go to the customer. Without: the next words do. */
async function reply(call: Call, found: Found, words: string): Promise<Says> {
  if (found.state !== 'open') return call.say('case-closed', { case: digits(call.locale, found.number) })
  if (words === '') {
    await call.tx.staff.update({ where: { id: call.member.id }, data: { replyTo: found.id } })
    return { ...call.say('reply-write', { case: digits(call.locale, found.number) }), choices: [{ token: staffToken('cancel'), label: call.label('reply-write', 'cancel') }] }
  }
  return await sendReply(call, found, words)
}

export async function sendReply(call: Call, { id, number }: { id: string; number: number }, words: string): Promise<Says> {
  await call.tx.staff.update({ where: { id: call.member.id }, data: { replyTo: null } })
  const result = await replyInCase(call, id, words)
  if (result !== 'done') return call.say('case-closed', { case: digits(call.locale, number) })
  await record(call, call.member.id, 'reply', String(number))
  return { ...call.say('reply-sent', { case: digits(call.locale, number) }), choices: [{ token: staffToken('close', String(number)), label: call.label('case', 'close') }] }
}

async function close(call: Call, found: Found): Promise<Says> {
  const result = await closeAndResume(call, found.id, call.member.name)
  if (result === 'done') await record(call, call.member.id, 'close', String(found.number))
  return call.say(result === 'done' ? 'case-closed-now' : 'case-closed', { case: digits(call.locale, found.number) })
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
