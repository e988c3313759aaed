/** Customers by how they began, and how many of them buy again later. */
import { COUNTS } from '../audience/stats.ts'
import type { Sql } from '../store/store.ts'
import { monthName, type Period } from './period.ts'
import { slicesBetween, type Purchases } from './purchases.ts'

/** `again[m - 1]`: of `of` customers, `customers` bought in month m after the first (S70); null: that month is not over. */
export type Cohort = { key: string; name: string; customers: number; again: ({ of: number; customers: number } | null)[] }

/** By the calendar month of the first purchase, in the shop's zone. `months`: as for monthlyRates; the first is left out. */
export function monthCohorts(purchases: Purchases, months: readonly Date[], { zone, calendar }: Pick<Period, 'zone' | 'calendar'>): Cohort[] {
  const spans = months.slice(2).map((to, n) => ({ from: months[n + 1]!, mask: slicesBetween(purchases, months[n + 1]!, to) }))
  return spans.map(({ from, mask }, n) => {
    const members = purchases.bought.filter(({ first }) => (mask & (1 << first)) !== 0)
    const customers = members.reduce((sum, row) => sum + row.customers, 0)
    const again = spans.slice(n + 1).map(later => ({ of: customers, customers: members.reduce((sum, row) => ((row.mask & later.mask) !== 0 ? sum + row.customers : sum), 0) }))
    const key = monthName(from, zone, calendar)
    return { key, name: key, customers, again: [...again, ...Array<null>(spans.length - again.length).fill(null)] }
  })
}

const LARGEST = 20
const MONTHS = 12

/**
 * By the products of the first order, or by the offer whose code it used; the twenty largest. Months are thirty days of the customer's own,
 * counted from the first purchase, and each counts only those who are through it.
 */
export async function cohortsBy({ sql }: { sql: Sql }, by: 'product' | 'offer', to: Date): Promise<Cohort[]> {
  const keys = {
    product: `SELECT DISTINCT f.who, f.at, i."sku" AS key, i."name" AS name FROM firsts f JOIN "order_items" i ON i."orderId" = f.id`,
    offer: `SELECT DISTINCT f.who, f.at, COALESCE(x."name", u.code) AS key, COALESCE(x."name", u.code) AS name FROM firsts f CROSS JOIN LATERAL unnest(f.coupons) AS u(code)
       LEFT JOIN "coupons" k ON k."code" = u.code LEFT JOIN "offers" x ON x."id" = k."offerId"`,
  }
  const rows = await sql<{ key: string; name: string; customers: number; month: number; of: number; again: number }>(
    `WITH firsts AS (SELECT DISTINCT ON (o."customerId") o."customerId" AS who, o."id" AS id, o."placedAt" AS at, o."coupons" AS coupons FROM "orders" o WHERE ${COUNTS} AND o."placedAt" < $1::timestamptz
         ORDER BY o."customerId", o."placedAt", o."id"),
       keyed AS (${keys[by]}),
       largest AS (SELECT key, min(name) AS name, count(DISTINCT who) AS customers FROM keyed GROUP BY key ORDER BY 3 DESC, 1 LIMIT ${LARGEST}),
       later AS (SELECT f.who, bit_or(1 << floor(extract(epoch FROM o."placedAt" - f.at) / 2592000)::int) AS months FROM firsts f
         JOIN "orders" o ON o."customerId" = f.who AND ${COUNTS} AND o."placedAt" > f.at AND o."placedAt" < LEAST(f.at + interval '${720 * MONTHS} hours', $1::timestamptz) GROUP BY 1)
     SELECT l.key AS "key", l.name AS "name", l.customers::int AS "customers", m AS "month",
       count(DISTINCT k.who) FILTER (WHERE through)::int AS "of", count(DISTINCT k.who) FILTER (WHERE through AND (later.months >> (m - 1)) & 1 = 1)::int AS "again"
     FROM largest l JOIN keyed k ON k.key = l.key LEFT JOIN later ON later.who = k.who CROSS JOIN generate_series(1, ${MONTHS}) AS m
     CROSS JOIN LATERAL (SELECT k.at + m * interval '720 hours' <= $1::timestamptz AS through) AS t GROUP BY 1, 2, 3, 4 ORDER BY 3 DESC, 1, 4`,
    [to.toISOString()],
  )
  const cohorts = new Map<string, Cohort>()
  for (const { key, name, customers, of, again } of rows) {
    const cohort = cohorts.get(key) ?? { key, name, customers, again: [] }
    cohort.again.push(of === 0 ? null : { of, customers: again })
    cohorts.set(key, cohort)
  }
  return [...cohorts.values()]
}
