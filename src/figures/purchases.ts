/**
 * What every figure about purchases is made of: one pass over the orders in the order of the index orders_counted, one row for each way in which customers bought. Time is cut at
 * `bounds`; slice i is [bounds[i-1], bounds[i]), slice 0 all that was before. A customer's slices are a mask of bits.
 */
import { COUNTS, TOMAN } from '../audience/stats.ts'
import type { Sql } from '../store/store.ts'

/** Ages of customers, in days, at which their revenue so far is summed. */
export const AGES = [30, 90, 180, 365] as const
/** P(order k + 1 | order k) for k up to this. */
export const MOST_ORDERS = 10

export type Purchases = {
  bounds: Date[]
  /** Bit i: bought in slice i. `first`: the slice of the first purchase. */
  bought: { mask: number; first: number; customers: number }[]
  /** Bit i: active at bounds[i]. */
  active: { mask: number; customers: number }[]
  /** By the slice of the second purchase. */
  second: { slice: number; customers: number }[]
  /** Customers with exactly so many orders; the last: with that many or more. */
  counts: { orders: number; customers: number }[]
  /** Of each slice: orders, whole toman, and of these the orders that were not their customer's first. */
  sales: { slice: number; orders: number; toman: number; repeatOrders: number; repeatToman: number }[]
  lifetime: { customers: number; toman: number; byAge: { days: number; customers: number; toman: number }[] }
}

/** `bounds`: earliest first, at most 30; orders from the last one on are left out. Active: bought within `activeDays` before that instant. */
export async function readPurchases({ sql }: { sql: Sql }, bounds: readonly Date[], activeDays: number): Promise<Purchases> {
  const to = bounds.at(-1)!
  const instants = bounds.map(at => at.toISOString())
  const rows = await sql<{ kind: string; a: number; b: number; n: number; x: string }>(
    `WITH placed AS (
       SELECT o."customerId" AS who, o."placedAt" AS at, ${TOMAN} AS toman, first_value(o."placedAt") OVER w AS first, row_number() OVER w AS k,
         width_bucket(o."placedAt", $1::timestamptz[]) AS lo, width_bucket(o."placedAt" + $3::float8 * interval '1 day', $1::timestamptz[]) AS hi
       FROM "orders" o WHERE ${COUNTS} AND o."placedAt" < $2::timestamptz WINDOW w AS (PARTITION BY o."customerId" ORDER BY o."placedAt")),
     people AS MATERIALIZED (
       SELECT bit_or(1 << lo) AS bought, bit_or((1 << hi) - (1 << lo)) AS active, min(lo) AS first, min(lo) FILTER (WHERE k = 2) AS second, LEAST(count(*), ${MOST_ORDERS + 1})::int AS orders,
         min(at) AS at, sum(toman) AS toman, sum(toman) FILTER (WHERE k = 1) AS begun, ${AGES.map(days => `sum(toman) FILTER (WHERE at < first + interval '${days} days') AS age${days}`).join(', ')}
       FROM placed GROUP BY who)
     SELECT 'bought' AS kind, bought AS a, first AS b, count(*)::int AS n, sum(begun)::text AS x FROM people GROUP BY 2, 3
     UNION ALL SELECT 'active', active, 0, count(*)::int, '0' FROM people GROUP BY 2
     UNION ALL SELECT 'second', second, 0, count(*)::int, '0' FROM people WHERE second IS NOT NULL GROUP BY 2
     UNION ALL SELECT 'orders', orders, 0, count(*)::int, '0' FROM people GROUP BY 2
     UNION ALL SELECT 'lifetime', 0, 0, count(*)::int, COALESCE(sum(toman), 0)::text FROM people
     ${AGES.map(days => `UNION ALL SELECT 'age', ${days}, 0, count(*)::int, COALESCE(sum(age${days}), 0)::text FROM people WHERE at <= $2::timestamptz - interval '${days} days'`).join('\n     ')}`,
    [instants, to.toISOString(), activeDays],
  )
  const sales = await sql<{ slice: number; orders: number; toman: string }>(
    `SELECT width_bucket(o."placedAt", $1::timestamptz[]) AS "slice", count(*)::int AS "orders", sum(${TOMAN})::text AS "toman" FROM "orders" o WHERE ${COUNTS} AND o."placedAt" < $2::timestamptz GROUP BY 1`,
    [instants, to.toISOString()],
  )
  const of = (kind: string) => rows.filter(row => row.kind === kind)
  const [lifetime] = of('lifetime')
  return {
    bounds: [...bounds],
    bought: of('bought').map(({ a, b, n }) => ({ mask: a, first: b, customers: n })),
    active: of('active').map(({ a, n }) => ({ mask: a, customers: n })),
    second: of('second').map(({ a, n }) => ({ slice: a, customers: n })),
    counts: of('orders').map(({ a, n }) => ({ orders: a, customers: n })).sort((x, y) => x.orders - y.orders),
    sales: sales.map(({ slice, orders, toman }) => {
      // What is not somebody's first purchase is a repeat purchase.
      const begun = of('bought').filter(({ b }) => b === slice)
      return { slice, orders, toman: Number(toman), repeatOrders: begun.reduce((left, { n }) => left - n, orders), repeatToman: begun.reduce((left, { x }) => left - Number(x), Number(toman)) }
    }),
    lifetime: { customers: lifetime?.n ?? 0, toman: Number(lifetime?.x ?? 0), byAge: of('age').map(({ a, n, x }) => ({ days: a, customers: n, toman: Number(x) })) },
  }
}

/** The bits of the slices in [from, to); both must stand in `bounds`, `from` null: from the beginning. */
export function slicesBetween({ bounds }: Pick<Purchases, 'bounds'>, from: Date | null, to: Date): number {
  return bits(from ? indexOf(bounds, from) + 1 : 0, indexOf(bounds, to))
}

/** The bit of the instant in `active`. */
export const instantBit = ({ bounds }: Pick<Purchases, 'bounds'>, at: Date): number => 1 << indexOf(bounds, at)

/** Earliest first, each once. */
export function sortedBounds(instants: readonly Date[]): Date[] {
  return [...new Set(instants.map(at => at.getTime()))].sort((a, b) => a - b).map(at => new Date(at))
}

function indexOf(bounds: readonly Date[], at: Date): number {
  const index = bounds.findIndex(bound => bound.getTime() === at.getTime())
  if (index < 0) throw new Error(`${at.toISOString()} is not among the bounds`)
  return index
}

const bits = (first: number, last: number) => (last < first ? 0 : (1 << (last + 1)) - (1 << first))
