/** What a replay brought, read from its database: each message with what became of it, and the sums. */
import type { Outgoing } from '../channel.ts'
import { DAY } from '../clock.ts'
import { TOMAN } from '../audience/stats.ts'
import { costOf, type Terms } from '../offers/worth.ts'
import type { Sql } from '../store/store.ts'

/** Why a message waited, from when, and until when (null: for an event). */
export type Hold = { reason: string; from: Date; until: Date | null }

export type Message = {
  /** flow: a journey's own; reply: what a customer's answer brought at once. */
  kind: 'flow' | 'reply'
  customerId: string
  /** null of replies that end no question of a journey. */
  journey: string | null
  step: string | null
  /** step | reminder | re-ask */
  role: string
  purpose: string
  dueAt: Date
  /** null: it did not go within the range. */
  sentAt: Date | null
  /** sent; held: still waiting at the end of the range; dropped; failed. */
  state: 'sent' | 'held' | 'dropped' | 'failed'
  /** Why it is held or was dropped. */
  reason: string | null
  /** Every time that it waited, earliest first; also of messages that went in the end. */
  holds: Hold[]
  /** '' while it was never put into words. */
  words: string
  buttons: string[]
  code: string | null
  /** The value that the customer chose. */
  answer: string | null
}

export type Person = { id: string; externalId: string | null; name: string | null; orders: { at: Date; items: string; total: bigint; currency: string }[]; messages: Message[] }

/** Whole toman. `worst`: if each took off the most it can. `redeemed`: if each were used on a basket of its customer's usual size. */
export type CouponSum = { offer: string; given: number; worst: bigint; redeemed: bigint }

export type Sums = {
  journeys: { journey: string; sent: number; held: number; dropped: number }[]
  /** Answers to answers; they count in no cap. */
  replies: number
  sent: number
  /** Messages that were held for this reason at least once. */
  held: { reason: string; count: number }[]
  dropped: { reason: string; count: number }[]
  /** Held when the range ended, and planned for after it. */
  waiting: number
  later: number
  /** The most that one customer got unasked within 30 days: of everything, and of feedback and offers alone, which the caps are about. */
  most: { count: number; customerId: string | null }
  mostPrompting: { count: number; customerId: string | null }
  coupons: CouponSum[]
  /** Earned or given in the range, and what they are worth in toman. */
  points: { points: bigint; toman: bigint } | null
  answers: number
  cases: number
}

export type Report = { people: Person[]; sums: Sums }

type Row = {
  id: string; class: string; customerId: string; journey: string | null; step: string | null; role: string; purpose: string; dueAt: Date; sentAt: Date | null
  state: string; reason: string | null; content: Outgoing | null; questionId: string | null; answer: string | null
}

/** `until`: rows that are due later are only counted. `worth`: toman for 1,000 points. A reminder that an answer made needless is no message. */
export async function readReport(sql: Sql, { until, worth }: { until: Date; worth: number | null }): Promise<Report> {
  const rows = await sql<Row>(
    `SELECT o."id"::text AS "id", o."class", o."customerId", COALESCE(o."journey", q."journey") AS "journey", COALESCE(o."step", q."step") AS "step", o."role", o."purpose",
       o."dueAt", o."sentAt", o."state", o."reason", o."content", o."questionId", a."value" AS "answer"
     FROM "outbox" o LEFT JOIN "questions" q ON q."id" = o."questionId" LEFT JOIN "answers" a ON a."questionId" = o."questionId"
     WHERE o."class" IN ('flow', 'bulk', 'reply') AND o."kind" = 'message' AND o."customerId" IS NOT NULL AND o."dueAt" < $1::timestamptz
       AND NOT (o."role" = 'reminder' AND o."state" = 'dropped' AND o."reason" = 'answered')
     ORDER BY COALESCE(o."sentAt", o."dueAt"), o."id"`,
    [until.toISOString()],
  )
  const holds = await holdsOf(sql)
  const messages = rows.map((row): Message => ({
    kind: row.class === 'reply' ? 'reply' : 'flow', customerId: row.customerId, journey: row.journey, step: row.step, role: row.role, purpose: row.purpose,
    dueAt: row.dueAt, sentAt: row.sentAt, state: stateOf(row), reason: row.reason, holds: holds.get(row.id) ?? [],
    words: row.content?.text ?? '', buttons: row.content?.choices?.map(({ label }) => label) ?? [], code: row.content?.code?.value ?? null, answer: row.answer,
  }))
  const people = await peopleOf(sql, messages)
  return { people, sums: await sumsOf(sql, messages, { until, worth }) }
}

function stateOf({ state, sentAt }: Row): Message['state'] {
  if (state === 'dropped' || state === 'failed') return state
  return sentAt ? 'sent' : 'held'
}

async function holdsOf(sql: Sql): Promise<Map<string, Hold[]>> {
  const rows = await sql<{ outboxId: string; reason: string; at: Date; until: Date | null }>(
    `SELECT "outboxId"::text AS "outboxId", "reason", "at", "until" FROM "replay_holds" ORDER BY "id"`,
  )
  const holds = new Map<string, Hold[]>()
  for (const { outboxId, reason, at, until } of rows) {
    const before = holds.get(outboxId) ?? []
    const last = before.at(-1)
    // Looked at again, and the same again: one wait.
    if (last?.reason === reason) last.until = until
    else holds.set(outboxId, [...before, { reason, from: at, until }])
  }
  return holds
}

/** Whoever bought within the range or has a message in it, by name. */
async function peopleOf(sql: Sql, messages: readonly Message[]): Promise<Person[]> {
  const orders = await sql<{ customerId: string; at: Date; total: string; currency: string; items: string | null }>(
    `SELECT o."customerId", o."placedAt" AS "at", o."total"::text AS "total", o."currency",
       (SELECT string_agg(CASE WHEN i."quantity" > 1 THEN i."quantity" || ' × ' ELSE '' END || i."name", ', ' ORDER BY i."position") FROM "order_items" i WHERE i."orderId" = o."id") AS "items"
     FROM "orders" o WHERE NOT o."history" ORDER BY o."placedAt"`,
  )
  const customers = await sql<{ id: string; externalId: string | null; name: string | null }>(`SELECT "id", "externalId", COALESCE("name", "phone") AS "name" FROM "customers"`)
  const people = new Map(customers.map(customer => [customer.id, { ...customer, orders: [], messages: [] } as Person]))
  for (const { customerId, at, total, currency, items } of orders) people.get(customerId)!.orders.push({ at, items: items ?? '', total: BigInt(total), currency })
  for (const message of messages) people.get(message.customerId)!.messages.push(message)
  return [...people.values()].filter(person => person.orders.length + person.messages.length > 0).sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'fa', { numeric: true }))
}

export const nameOf = ({ name, externalId, id }: Pick<Person, 'name' | 'externalId' | 'id'>) => name ?? externalId ?? id

async function sumsOf(sql: Sql, messages: readonly Message[], { until, worth }: { until: Date; worth: number | null }): Promise<Sums> {
  const flow = messages.filter(({ kind }) => kind === 'flow')
  const sent = flow.filter(({ state }) => state === 'sent')
  const journeys = [...new Set(flow.map(({ journey }) => journey ?? ''))].sort().map(journey => {
    const own = flow.filter(message => (message.journey ?? '') === journey)
    return { journey, sent: countOf(own, 'sent'), held: own.filter(({ holds }) => holds.length > 0).length, dropped: countOf(own, 'dropped') }
  })
  const [counts] = await sql<{ later: number; answers: number; cases: number; points: string }>(
    `SELECT (SELECT count(*)::int FROM "outbox" WHERE "class" IN ('flow', 'bulk') AND "state" IN ('planned', 'held') AND "dueAt" >= $1::timestamptz) AS "later",
       (SELECT count(*)::int FROM "answers") AS "answers", (SELECT count(*)::int FROM "cases") AS "cases",
       (SELECT COALESCE(sum("points"), 0)::text FROM "points_entries" WHERE "points" > 0 AND "kind" IN ('earn', 'bonus')) AS "points"`,
    [until.toISOString()],
  )
  const points = BigInt(counts!.points)
  return {
    journeys, sent: sent.length, replies: messages.filter(({ kind, state }) => kind === 'reply' && state === 'sent').length,
    held: tally(flow.flatMap(({ holds }) => [...new Set(holds.map(({ reason }) => reason))])),
    dropped: tally(flow.flatMap(({ state, reason }) => (state === 'dropped' ? [reason ?? ''] : []))),
    waiting: countOf(flow, 'held'), later: counts!.later, most: mostOf(sent), mostPrompting: mostOf(sent.filter(({ purpose }) => purpose !== 'transactional')),
    coupons: await couponsOf(sql),
    points: worth === null ? null : { points, toman: (points * BigInt(worth)) / 1_000n }, answers: counts!.answers, cases: counts!.cases,
  }
}

const countOf = (messages: readonly Message[], state: Message['state']) => messages.filter(message => message.state === state).length

function tally(reasons: readonly string[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason))
}

/** `sent`: earliest first. */
function mostOf(sent: readonly Message[]): Sums['most'] {
  const most: Sums['most'] = { count: 0, customerId: null }
  const recent = new Map<string, number[]>()
  for (const { customerId, sentAt } of sent) {
    const at = sentAt!.getTime()
    const window = [...(recent.get(customerId) ?? []), at].filter(earlier => earlier > at - 30 * DAY)
    recent.set(customerId, window)
    if (window.length > most.count) Object.assign(most, { count: window.length, customerId })
  }
  return most
}

type CouponRow = Omit<Terms, 'ceiling' | 'amount' | 'minimum'> & { offer: string; worth: string; ceiling: string | null; amount: string | null; minimum: string; basket: string }

/** The usual basket is the mean of the customer's orders, raised to what the coupon needs at least. */
async function couponsOf(sql: Sql): Promise<CouponSum[]> {
  const rows = await sql<CouponRow>(
    `SELECT f."name" AS "offer", f."kind", f."percent", k."worth"::text AS "worth", f."ceiling"::text AS "ceiling", COALESCE(k."amount", f."amount")::text AS "amount", f."minimum"::text AS "minimum",
       COALESCE((SELECT round(avg(${TOMAN})) FROM "orders" o WHERE o."customerId" = k."customerId" AND o."status" NOT IN ('cancelled', 'refunded')), 0)::text AS "basket"
     FROM "coupons" k JOIN "offers" f ON f."id" = k."offerId" WHERE k."state" <> 'cancelled' ORDER BY f."name"`,
  )
  const sums = new Map<string, CouponSum>()
  for (const { offer, kind, percent, worth, ceiling, amount, minimum, basket } of rows) {
    const sum = sums.get(offer) ?? { offer, given: 0, worst: 0n, redeemed: 0n }
    const terms = { kind, percent, ceiling: ceiling === null ? null : BigInt(ceiling), amount: amount === null ? null : BigInt(amount), minimum: BigInt(minimum) }
    const total = BigInt(basket) > terms.minimum ? BigInt(basket) : terms.minimum
    sums.set(offer, { offer, given: sum.given + 1, worst: sum.worst + BigInt(worth), redeemed: sum.redeemed + costOf(terms, total) })
  }
  return [...sums.values()]
}

