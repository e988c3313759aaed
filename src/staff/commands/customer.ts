/** /customer and /why: one person, and what this person gets, waits for or did not get, each with its reason. */
import { staffToken } from '../../engagement/tokens.ts'
import { cardOf } from '../../engagement/card.ts'
import { latinDigits, digits, grouped } from '../../text/digits.ts'
import { DAY } from '../../clock.ts'
import { joinCustomers, undoJoin } from '../../engagement/join.ts'
import { recordOf, type RecordEntry } from '../../engagement/record.ts'
import { findCustomer } from '../../shop/find-customer.ts'
import { sayDate, sayTime } from '../../text/dates.ts'
import { EVERYBODY, MANAGERS, type Call, type Command, type Says } from './command.ts'

const DAYS_AHEAD = 60
const MOST_AHEAD = 20
const MOST_PAST = 8
const RECORD = 12

export const customerCommand: Command = { name: 'customer', roles: EVERYBODY, run: call => withCustomer(call, showCustomer) }
export const whyCommand: Command = { name: 'why', roles: EVERYBODY, run: call => withCustomer(call, showWhy) }
export const joinCommand: Command = { name: 'join', roles: MANAGERS, run: join }
export const unjoinCommand: Command = { name: 'unjoin', roles: MANAGERS, run: unjoin }
export const recordCommand: Command = { name: 'record', roles: EVERYBODY, run: call => withCustomer(call, showRecord) }

type Found = { id: string; name: string | null }

async function showCustomer(call: Call, { id }: Found): Promise<Says> {
  const { locale } = call
  const card = (await cardOf(call.tx, id, call))!
  return call.say('customer', {
    name: card.name ?? '—', orders: digits(locale, card.orders), answers: digits(locale, card.answers),
    newest: card.newest ? sayDate(locale, card.newest.placedAt, call.clock.now(), call.config.shop.zone) : '—',
    cases: card.cases.length > 0 ? card.cases.map(number => digits(locale, number)).join(locale === 'fa' ? '، ' : ', ') : '—',
    chats: card.chats.length > 0 ? card.chats.map(({ channel, state }) => (state === 'ok' ? channel : `${channel} (${state})`)).join(', ') : '—',
    questions: consent(card.mayFeedback), offers: consent(card.mayMarketing), group: card.group,
    points: card.points ? grouped(locale, card.points.active) : '', pointsKnown: card.points ? 'yes' : 'no', level: card.points?.level?.[locale] ?? '',
    codes: digits(locale, card.codes),
  })
}

const consent = (may: boolean | null) => (may === null ? 'unasked' : may ? 'yes' : 'no')

/** What went lately, and all that may come in the next sixty days. */
async function showWhy(call: Call, { id, name }: Found): Promise<Says> {
  const { zone } = call.config.shop
  const now = call.clock.now()
  const mine = { customerId: id, class: { in: ['flow', 'bulk'] }, kind: 'message' }
  const unsent = { in: ['planned', 'held', 'sending'] }
  const past = await call.tx.outboxMessage.findMany({ where: { ...mine, NOT: { state: unsent } }, orderBy: [{ dueAt: 'desc' }, { id: 'desc' }], take: MOST_PAST })
  const ahead = await call.tx.outboxMessage.findMany({
    where: { ...mine, state: unsent, dueAt: { lte: new Date(now.getTime() + DAYS_AHEAD * DAY) } }, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }], take: MOST_AHEAD,
  })
  const rows = [...past.toReversed(), ...ahead]
  if (rows.length === 0) return call.say('why-none', { name: name ?? '—' })
  const lines = rows.map(row =>
    call.say('why-line', {
      step: row.step ? `${row.journey ?? ''}/${row.step}` : row.class, state: row.state, reason: row.reason ?? 'none', time: sayTime(call.locale, row.sentAt ?? row.nextTryAt ?? row.dueAt, now, zone),
    }).text)
  return { text: [call.say('why-title', { name: name ?? '—', days: digits(call.locale, DAYS_AHEAD) }).text, ...lines].join('\n') }
}

/** The one record, the newest of it, in the order in which it happened. */
async function showRecord(call: Call, { id, name }: Found): Promise<Says> {
  const entries = (await recordOf(call.tx, id, RECORD)).slice(-RECORD)
  const time = (at: Date) => sayTime(call.locale, at, call.clock.now(), call.config.shop.zone)
  return { text: [call.say('record-title', { name: name ?? '—' }).text, ...entries.map(entry => call.say('record-line', { time: time(entry.at), ...toldOf(entry, call) }).text)].join('\n') }
}

function toldOf(entry: RecordEntry, { locale }: Call): { kind: string; what: string } {
  switch (entry.kind) {
    case 'order': return { kind: entry.kind, what: `${entry.externalId} · ${entry.items.join(' + ')}` }
    case 'message': return { kind: entry.kind, what: (entry.text ?? entry.step ?? '').split('\n')[0]! }
    case 'answer': return { kind: entry.kind, what: [entry.question, entry.value, entry.words && `«${entry.words}»`].filter(Boolean).join(' · ') }
    case 'case': return { kind: `case-${entry.event}`, what: `${digits(locale, entry.number)} · ${entry.what}` }
    case 'entry': return { kind: `entry-${entry.from}`, what: [entry.by, entry.text, ...entry.media.map(one => `[${one.kind}]`)].filter(Boolean).join(' · ') }
    case 'points': return { kind: 'points', what: [`${entry.points > 0 ? '+' : ''}${digits(locale, entry.points)}`, entry.what, entry.reason].filter(Boolean).join(' · ') }
    case 'coupon': return { kind: `coupon-${entry.event}`, what: `${entry.code} · ${entry.offer}` }
    case 'promise': return { kind: `promise-${entry.state}`, what: entry.what }
    case 'consent': return { kind: entry.granted ? 'consent-yes' : 'consent-no', what: entry.purpose }
  }
}

/** `/join 1042 1077`: the second record goes into the first. Only people join people who have nothing proven in common. */
async function join(call: Call): Promise<Says> {
  const [first, second] = call.argument.split(/\s+/)
  const into = first ? await findCustomer(call, first) : null
  const from = second ? await findCustomer(call, second) : null
  if (!into || !from) return call.say('join-how')
  const id = await joinCustomers(call, { intoId: into.id, fromId: from.id, why: 'staff', by: call.member.id })
  if (!id) return call.say('join-same')
  return { ...call.say('joined-customers', { into: into.name ?? '—', from: from.name ?? '—' }), choices: [{ token: staffToken('unjoin', id), label: call.label('joined-customers', 'undo') }] }
}

async function unjoin(call: Call): Promise<Says> {
  const exists = /^[\w-]{36}$/.test(call.argument) ? await call.tx.customerJoin.findUnique({ where: { id: call.argument }, select: { id: true } }) : null
  return call.say(exists && (await undoJoin(call, exists.id)) ? 'unjoined' : 'unjoin-gone')
}

/** By phone, by the number of an order, or by the shop's own number of the customer. Never by name alone: names are not unique. */
async function withCustomer(call: Call, run: (call: Call, found: Found) => Promise<Says>): Promise<Says> {
  const asked = latinDigits(call.argument).trim()
  if (asked === '') return call.say('customer-how')
  const found = (await findCustomer(call, asked)) ?? (await customerOfCase(call, asked))
  return found ? await run(call, found) : call.say('customer-unknown')
}

/** The button of a case says its number. */
async function customerOfCase({ tx }: Call, asked: string) {
  return /^\d{1,9}$/.test(asked) ? ((await tx.case.findUnique({ where: { number: Number(asked) }, select: { customer: true } }))?.customer ?? null) : null
}
