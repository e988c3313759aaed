/** /customer and /why: one person, and what this person gets, waits for or did not get, each with its reason. */
import { latinDigits, digits } from '../../text/digits.ts'
import { normalisePhone } from '../../shop/phone.ts'
import { sayDate, sayTime } from '../../text/dates.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

const MOST = 12

export const customerCommand: Command = { name: 'customer', roles: EVERYBODY, run: call => withCustomer(call, showCustomer) }
export const whyCommand: Command = { name: 'why', roles: EVERYBODY, run: call => withCustomer(call, showWhy) }

type Found = { id: string; name: string | null; mayFeedback: boolean | null; mayMarketing: boolean | null }

async function showCustomer(call: Call, { id, name, mayFeedback, mayMarketing }: Found): Promise<Says> {
  const { tx, locale } = call
  const orders = await tx.order.count({ where: { customerId: id } })
  const newest = await tx.order.findFirst({ where: { customerId: id }, orderBy: { placedAt: 'desc' } })
  const answers = await tx.answer.count({ where: { customerId: id } })
  const open = await tx.case.findMany({ where: { customerId: id, state: 'open' }, select: { number: true }, orderBy: { number: 'asc' } })
  const chats = await tx.address.findMany({ where: { customerId: id }, select: { channel: true, state: true } })
  return call.say('customer', {
    name: name ?? '—', orders: digits(locale, orders), answers: digits(locale, answers),
    newest: newest ? sayDate(locale, newest.placedAt, call.clock.now(), call.config.shop.zone) : '—',
    cases: open.length > 0 ? open.map(one => digits(locale, one.number)).join(locale === 'fa' ? '، ' : ', ') : '—',
    chats: chats.length > 0 ? chats.map(({ channel, state }) => (state === 'ok' ? channel : `${channel} (${state})`)).join(', ') : '—',
    questions: consent(mayFeedback), offers: consent(mayMarketing),
  })
}

const consent = (may: boolean | null) => (may === null ? 'unasked' : may ? 'yes' : 'no')

async function showWhy(call: Call, { id, name }: Found): Promise<Says> {
  const rows = await call.tx.outboxMessage.findMany({ where: { customerId: id, class: { in: ['flow', 'bulk'] }, kind: 'message' }, orderBy: [{ dueAt: 'desc' }, { id: 'desc' }], take: MOST })
  if (rows.length === 0) return call.say('why-none', { name: name ?? '—' })
  const lines = rows.toReversed().map(row =>
    call.say('why-line', {
      step: `${row.journey ?? ''}/${row.step ?? ''}`, state: row.state, reason: row.reason ?? 'none',
      time: sayTime(call.locale, row.sentAt ?? row.dueAt, call.clock.now(), call.config.shop.zone),
    }).text)
  return { text: [call.say('why-title', { name: name ?? '—' }).text, ...lines].join('\n') }
}

/** By phone, by the number of an order, or by the shop's own number of the customer. Never by name alone: names are not unique. */
async function withCustomer(call: Call, run: (call: Call, found: Found) => Promise<Says>): Promise<Says> {
  const asked = latinDigits(call.argument).trim()
  if (asked === '') return call.say('customer-how')
  const phone = normalisePhone(asked)
  const found = await call.tx.customer.findFirst({
    where: { OR: [{ externalId: asked }, { orders: { some: { externalId: asked } } }, ...(phone ? [{ phone }] : [])] },
    orderBy: { createdAt: 'asc' },
  })
  return found ? await run(call, found) : call.say('customer-unknown')
}
