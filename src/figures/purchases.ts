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
  /** Of each slice but the first: orders, whole toman, and of these the orders that were not their customer's first. */
  sales: { slice: number; orders: number; toman: number; repeatOrders: number; repeatToman: number }[]
  lifetime: { customers: number; toman: number; byAge: { days: number; customers: number; toman: number }[] }
}

/** `bounds`: earliest first, at most 30; orders from the last one on are left out. Active: bought within `activeDays` before that instant. */
export async function readPurchases({ sql }: { sql: Sql }, bounds: readonly Date[], activeDays: number): Promise<Purchases> {
  const to = bounds.at(-1)!
  const instants = bounds.map(at => at.toISOString())
  // Hours, not days: adding days asks the zone of the session for each row, and takes longer than everything else together.
  const hours = (days: number) => `interval '${days * 24} hours'`
  const rows = await sql<Row>(
    `WITH placed AS (
       SELECT o."customerId" AS who, o."placedAt" AS at, ${TOMAN} AS toman, first_value(o."placedAt") OVER w AS first, row_number() OVER w AS k,
         width_bucket(o."placedAt", $1::timestamptz[]) AS lo, width_bucket(o."placedAt" + $3::float8 * interval '1 hour', $1::timestamptz[]) AS hi
       FROM "orders" o WHERE ${COUNTS} AND o."placedAt" < $2::timestamptz WINDOW w AS (PARTITION BY o."customerId" ORDER BY o."placedAt")),
     people AS (
       SELECT bit_or(1 << lo) AS bought, bit_or((1 << hi) - (1 << lo)) AS active, min(lo) AS first, min(lo) FILTER (WHERE k = 2) AS second, LEAST(count(*), ${MOST_ORDERS + 1})::int AS orders,
         min(first) AS at, sum(toman) AS toman, sum(toman) FILTER (WHERE k = 1) AS begun, ${AGES.map(days => `sum(toman) FILTER (WHERE at < first + ${hours(days)}) AS age${days}`).join(', ')}
       FROM placed GROUP BY who)
     SELECT GROUPING(bought, active, second, orders) AS "sets", bought, first, active, second, orders, count(*)::int AS "customers", sum(toman)::text AS "toman", sum(begun)::text AS "begun",
       ${AGES.map(days => `count(*) FILTER (WHERE at <= $2::timestamptz - ${hours(days)})::int AS "old${days}", sum(age${days}) FILTER (WHERE at <= $2::timestamptz - ${hours(days)})::text AS "sum${days}"`).join(', ')}
     FROM people GROUP BY GROUPING SETS ((bought, first), (active), (second), (orders), ())`,
    [instants, to.toISOString(), activeDays * 24],
  )
  const sales = await sql<{ slice: number; orders: number; toman: string }>(
    `SELECT width_bucket(o."placedAt", $1::timestamptz[]) AS "slice", count(*)::int AS "orders", sum(${TOMAN})::text AS "toman" FROM "orders" o WHERE ${COUNTS} AND o."placedAt" >= $3::timestamptz AND o."placedAt" < $2::timestamptz GROUP BY 1`,
    [instants, to.toISOString(), instants[0]],
  )
  const of = (sets: number) => rows.filter(row => row.sets === sets)
  const [whole] = of(SETS.whole)
  return {
    bounds: [...bounds],
    bought: of(SETS.bought).map(({ bought, first, customers }) => ({ mask: bought, first, customers })),
    active: of(SETS.active).map(({ active, customers }) => ({ mask: active, customers })),
    second: of(SETS.second).flatMap(({ second, customers }) => (second === null ? [] : [{ slice: second, customers }])),
    counts: of(SETS.orders).map(({ orders, customers }) => ({ orders, customers })).sort((x, y) => x.orders - y.orders),
    sales: sales.map(({ slice, orders, toman }) => {
      // What is not somebody's first purchase is a repeat purchase.
      const begun = of(SETS.bought).filter(({ first }) => first === slice)
      return { slice, orders, toman: Number(toman), repeatOrders: begun.reduce((left, { customers }) => left - customers, orders), repeatToman: begun.reduce((left, row) => left - Number(row.begun), Number(toman)) }
    }),
    lifetime: {
      customers: whole?.customers ?? 0, toman: Number(whole?.toman ?? 0),
      byAge: AGES.map(days => ({ days, customers: whole?.[`old${days}`] ?? 0, toman: Number(whole?.[`sum${days}`] ?? 0) })),
    },
  }
}

type Age = (typeof AGES)[number]
type Row = { sets: number; bought: number; first: number; active: number; second: number | null; orders: number; customers: number; toman: string | null; begun: string | null } & Record<`old${Age}`, number> & Record<`sum${Age}`, string | null>
/** GROUPING's bits: 1 for each of bought, active, second, orders that is not in the set. */
const SETS = { bought: 0b0111, active: 0b1011, second: 0b1101, orders: 0b1110, whole: 0b1111 }

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
