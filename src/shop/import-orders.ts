import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Sql, Store } from '../store/store.ts'
import { identify, lockIdentities, type Known } from './identity.ts'
import { withoutForgotten } from './forgotten.ts'
import { insertItems } from './insert-items.ts'
import type { CustomerInput, OrderInput } from './order-input.ts'

/** One transaction each: long enough to be quick, short enough that nobody waits for it. */
const BATCH = 500

/**
 * Stores past orders, thousands a second. They are history: counted, never followed up. An order that is known already stays as
 * it is, so that the same file twice changes nothing; consents are not touched. Customers get what was not known of them.
 */
export async function importOrders(
  { store, clock }: { store: Pick<Store, 'sqlTransaction'>; clock: Clock },
  orders: readonly OrderInput[],
  { source, progress = () => {} }: { source: string; progress?: (done: number, total: number) => void },
): Promise<{ created: number; known: number; newCustomers: number }> {
  const result = { created: 0, known: 0, newCustomers: 0 }
  for (let from = 0; from < orders.length; from += BATCH) {
    const batch = orders.slice(from, from + BATCH)
    const { created, newCustomers } = await store.sqlTransaction(async sql => importBatch(sql, await withoutForgotten(sql, batch), clock.now(), source))
    result.created += created
    result.known += batch.length - created
    result.newCustomers += newCustomers
    progress(from + batch.length, orders.length)
  }
  return result
}

type Details = { name: string | null; email: string | null; city: string | null }
type Row = Known & Details & { isNew: boolean; changed: boolean }

async function importBatch(
  sql: Sql,
  batch: readonly OrderInput[],
  now: Date,
  source: string,
): Promise<{ created: number; newCustomers: number }> {
  await lockIdentities(sql, 'all')
  const stored = await sql<{ externalId: string }>('SELECT "externalId" FROM orders WHERE "externalId" = ANY($1::text[])', [
    batch.map(order => order.externalId),
  ])
  const seen = new Set(stored.map(row => row.externalId))
  const orders = batch.filter(order => !seen.has(order.externalId)).map(order => ({ ...order, id: randomUUID() }))
  if (orders.length === 0) return { created: 0, newCustomers: 0 }

  const people = await customersOf(
    sql,
    orders.map(order => order.customer),
  )
  const rows = orders.map(order => ({ order, customerId: people.find(order.customer).id }))
  await insertCustomers(
    sql,
    people.all.filter(one => one.isNew),
    now,
  )
  await completeCustomers(
    sql,
    people.all.filter(one => one.changed && !one.isNew),
  )
  const joined = await sql<{ id: string; into: string }>(`SELECT id, "joinedIntoId" AS "into" FROM customers WHERE id = ANY($1::text[]) AND "joinedIntoId" IS NOT NULL`, [rows.map(row => row.customerId)])
  const into = new Map(joined.map(row => [row.id, row.into]))
  for (const row of rows) row.customerId = into.get(row.customerId) ?? row.customerId
  await insertOrders(sql, rows, now, source)
  await insertItems(
    sql,
    orders.map(order => ({ orderId: order.id, items: order.items })),
  )
  return { created: orders.length, newCustomers: people.all.filter(one => one.isNew).length }
}

const newcomer = (): Row => ({
  id: randomUUID(),
  externalId: null,
  phone: null,
  phoneShared: false,
  name: null,
  email: null,
  city: null,
  isNew: true,
  changed: false,
})

/** Everybody whom these orders may mean, by the same rules as one order at a time (identity.ts). */
async function customersOf(sql: Sql, inputs: readonly CustomerInput[]) {
  const externalIds = inputs.flatMap(input => input.externalId ?? [])
  const phones = inputs.flatMap(input => input.phone ?? [])
  const known = await sql<Known & Details>(
    `SELECT id, "externalId", phone, "phoneShared", name, email, city FROM customers WHERE "externalId" = ANY($1::text[])
     UNION SELECT id, "externalId", phone, "phoneShared", name, email, city FROM customers WHERE phone = ANY($2::text[])`,
    [externalIds, phones],
  )
  const all: Row[] = []
  const byExternalId = new Map<string, Row>()
  const byPhone = new Map<string, Row[]>()
  const file = (row: Row) => {
    if (row.externalId) byExternalId.set(row.externalId, row)
    if (row.phone && !byPhone.get(row.phone)?.includes(row)) byPhone.set(row.phone, [...(byPhone.get(row.phone) ?? []), row])
  }
  for (const one of known) {
    const row: Row = { ...one, isNew: false, changed: false }
    all.push(row)
    file(row)
  }
  const find = (input: CustomerInput): Row => {
    const samePhone = (input.phone && byPhone.get(input.phone)) || []
    const { customer, shares } = identify(input, {
      byExternalId: input.externalId ? byExternalId.get(input.externalId) : undefined,
      byPhone: samePhone,
    })
    const row = (customer as Row | null) ?? newcomer()
    if (!customer) all.push(row)
    // Another person with this phone: both are flagged, neither is changed otherwise.
    const others = shares ? samePhone.filter(one => one !== row) : []
    for (const one of others.length > 0 && row.phone !== input.phone ? [row, ...others] : [])
      Object.assign(one, { phoneShared: true, changed: true })
    for (const key of ['externalId', 'phone', 'name', 'email', 'city'] as const) {
      if (input[key] && !row[key]) Object.assign(row, { [key]: input[key], changed: true })
    }
    file(row)
    return row
  }
  return { all, find }
}

async function insertCustomers(sql: Sql, rows: readonly Row[], now: Date): Promise<void> {
  if (rows.length === 0) return
  await sql(
    `INSERT INTO customers (id, "externalId", phone, "phoneShared", name, email, city, "createdAt")
     SELECT *, $8::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::text[], $7::text[])`,
    [...columns(rows), now.toISOString()],
  )
}

/** Fills what was empty; what is known stays. */
async function completeCustomers(sql: Sql, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await sql(
    `UPDATE customers c SET "externalId" = coalesce(c."externalId", n."externalId"), phone = coalesce(c.phone, n.phone),
       "phoneShared" = n."phoneShared", name = coalesce(c.name, n.name), email = coalesce(c.email, n.email), city = coalesce(c.city, n.city)
     FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::text[], $7::text[])
       AS n(id, "externalId", phone, "phoneShared", name, email, city)
     WHERE c.id = n.id`,
    columns(rows),
  )
}

function columns(rows: readonly Row[]) {
  return [
    rows.map(row => row.id),
    rows.map(row => row.externalId ?? null),
    rows.map(row => row.phone ?? null),
    rows.map(row => row.phoneShared),
    rows.map(row => row.name ?? null),
    rows.map(row => row.email ?? null),
    rows.map(row => row.city ?? null),
  ]
}

async function insertOrders(
  sql: Sql,
  rows: readonly { order: OrderInput & { id: string }; customerId: string }[],
  now: Date,
  source: string,
): Promise<void> {
  const column = <T>(read: (order: OrderInput & { id: string }) => T) => rows.map(row => read(row.order))
  await sql(
    `INSERT INTO orders (id, "externalId", "customerId", status, "placedAt", "deliveredAt", "trackingCode", currency, total, discount, shipping,
       coupons, refunds, history, disowned, source, "receivedAt", "touchedAt")
     SELECT id, "externalId", "customerId", status, "placedAt", "deliveredAt", "trackingCode", currency, total, discount, shipping,
            ARRAY(SELECT jsonb_array_elements_text(coupons)), '[]', true, false, $13, $14::timestamptz, $14::timestamptz
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[],
                 $9::bigint[], $10::bigint[], $11::bigint[], $12::jsonb[])
       AS n(id, "externalId", "customerId", status, "placedAt", "deliveredAt", "trackingCode", currency, total, discount, shipping, coupons)`,
    [
      column(order => order.id),
      column(order => order.externalId),
      rows.map(row => row.customerId),
      column(order => order.status),
      column(order => order.placedAt.toISOString()),
      column(order => order.deliveredAt?.toISOString() ?? null),
      column(order => order.trackingCode ?? null),
      column(order => order.currency),
      column(order => String(order.total)),
      column(order => String(order.discount ?? 0)),
      column(order => String(order.shipping ?? 0)),
      column(order => JSON.stringify(order.coupons ?? [])),
      source,
      now.toISOString(),
    ],
  )
}
