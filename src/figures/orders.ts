/** How often, how soon and for how much people buy again. Amounts in whole toman (else minor units). */
import { COUNTS } from '../audience/stats.ts'
import type { Sql } from '../store/store.ts'
import type { Period } from './period.ts'
import { MOST_ORDERS, slicesBetween, type Purchases } from './purchases.ts'
import type { Rates } from './rates.ts'

type Share = { numerator: number; denominator: number; value: number | null }
export type Basket = { orders: number; toman: number; averageToman: number | null }
export type Orders = {
  /** P(order k + 1 | order k): of `denominator` customers with k orders or more, `numerator` have one more. */
  again: ({ order: number } & Share)[]
  /** Days between two orders of one customer; null: nobody has two. */
  gaps: { count: number; lowDays: number; medianDays: number; highDays: number } | null
  basket: { now: Basket; before: Basket }
  /** Mean revenue of a customer so far; at an age only of those who are that old. */
  lifetime: { customers: number; averageToman: number | null; byAge: { days: number; customers: number; averageToman: number | null }[] }
  /** Of the period's revenue in toman, what came from orders that were not their customer's first. */
  repeatRevenue: Share
  /** What keeping costs (S66): discounts of codes used in the period, for each old customer who is still active. */
  keeping: { discountToman: number; customers: number; perCustomerToman: number | null }
  /** S67, and nothing but arithmetic: if five of a hundred customers more had stayed and had bought as the others did. */
  whatIf: { points: 5; customers: number; toman: number } | null
}

/** What the purchases do not tell. */
export type OrderFacts = Pick<Orders, 'gaps'> & { discountToman: number }

export async function readOrderFacts({ sql }: { sql: Sql }, { from, to }: Period): Promise<OrderFacts> {
  const [gaps] = await sql<{ count: number; days: number[] | null }>(
    `SELECT count(gap)::int AS "count", percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY gap) AS "days" FROM (
       SELECT date_part('epoch', o."placedAt" - lag(o."placedAt") OVER (PARTITION BY o."customerId" ORDER BY o."placedAt")) / 86400 AS gap
       FROM "orders" o WHERE ${COUNTS} AND o."placedAt" < $1::timestamptz) AS g WHERE gap IS NOT NULL`,
    [to.toISOString()],
  )
  const [given] = await sql<{ toman: string }>(
    `SELECT COALESCE(sum("discount"), 0)::text AS "toman" FROM "coupons" WHERE "state" = 'redeemed' AND "redeemedAt" >= $1::timestamptz AND "redeemedAt" < $2::timestamptz`,
    [from.toISOString(), to.toISOString()],
  )
  return { gaps: gaps?.days ? { count: gaps.count, lowDays: gaps.days[0]!, medianDays: gaps.days[1]!, highDays: gaps.days[2]! } : null, discountToman: Number(given!.toman) }
}

export function ordersOf(purchases: Purchases, { gaps, discountToman }: OrderFacts, period: Period, rates: Rates): Orders {
  const now = basketOf(purchases, period.from, period.to)
  const { numerator: retained, denominator: start } = rates.retentionByIdentity
  const buyers = purchases.bought.reduce((sum, row) => ((row.mask & slicesBetween(purchases, period.from, period.to)) !== 0 ? sum + row.customers : sum), 0)
  const more = Math.round(start * 0.05)
  return {
    again: againOf(purchases),
    gaps,
    basket: { now: now.basket, before: basketOf(purchases, period.before, period.from).basket },
    lifetime: {
      customers: purchases.lifetime.customers, averageToman: mean(purchases.lifetime.toman, purchases.lifetime.customers),
      byAge: purchases.lifetime.byAge.map(({ days, customers, toman }) => ({ days, customers, averageToman: mean(toman, customers) })),
    },
    repeatRevenue: share(now.repeatToman, now.basket.toman),
    keeping: { discountToman, customers: retained, perCustomerToman: mean(discountToman, retained) },
    whatIf: more === 0 || buyers === 0 ? null : { points: 5, customers: more, toman: more * mean(now.basket.toman, buyers)! },
  }
}

function againOf({ counts }: Purchases): Orders['again'] {
  const atLeast = (orders: number) => counts.reduce((sum, row) => (row.orders >= orders ? sum + row.customers : sum), 0)
  return Array.from({ length: MOST_ORDERS }, (_, n) => ({ order: n + 1, ...share(atLeast(n + 2), atLeast(n + 1)) })).filter(({ denominator }) => denominator > 0)
}

function basketOf(purchases: Purchases, from: Date, to: Date): { basket: Basket; repeatToman: number } {
  const mask = slicesBetween(purchases, from, to)
  const sales = purchases.sales.filter(({ slice }) => (mask & (1 << slice)) !== 0)
  const sum = (key: 'orders' | 'toman' | 'repeatToman') => sales.reduce((total, row) => total + row[key], 0)
  return { basket: { orders: sum('orders'), toman: sum('toman'), averageToman: mean(sum('toman'), sum('orders')) }, repeatToman: sum('repeatToman') }
}

const mean = (sum: number, count: number) => (count === 0 ? null : Math.round(sum / count))
const share = (numerator: number, denominator: number): Share => ({ numerator, denominator, value: denominator === 0 ? null : numerator / denominator })
