/** When something is bought again: learned per product from the shop's own orders (S11). */
import type { Sql } from '../store/store.ts'
import { COUNTS } from './stats.ts'

/** Longer than this is no rhythm, but a return. */
const LONGEST_GAP_DAYS = 400
const SURE_FROM = 20
const SOME_FROM = 5

/** The median gap between two orders of one customer with the same product, and the middle half of all such gaps. Same-day orders are one. */
export async function refreshRebuy({ sql }: { sql: Sql }): Promise<void> {
  await sql(
    `WITH bought AS (
       SELECT DISTINCT i."sku", o."customerId", o."placedAt"::date AS day FROM "orders" o JOIN "order_items" i ON i."orderId" = o."id" WHERE ${COUNTS}),
     gaps AS (SELECT "sku", day - lag(day) OVER (PARTITION BY "sku", "customerId" ORDER BY day) AS gap FROM bought),
     learned AS (
       SELECT "sku", percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS days, percentile_cont(0.25) WITHIN GROUP (ORDER BY gap) AS low,
         percentile_cont(0.75) WITHIN GROUP (ORDER BY gap) AS high, count(*)::int AS gaps
       FROM gaps WHERE gap BETWEEN 1 AND ${LONGEST_GAP_DAYS} GROUP BY 1)
     INSERT INTO "rebuy_intervals" ("sku", "days", "low", "high", "gaps") SELECT "sku", days, low, high, gaps FROM learned
     ON CONFLICT ("sku") DO UPDATE SET "days" = EXCLUDED."days", "low" = EXCLUDED."low", "high" = EXCLUDED."high", "gaps" = EXCLUDED."gaps"
     WHERE ("rebuy_intervals"."days", "rebuy_intervals"."gaps") IS DISTINCT FROM (EXCLUDED."days", EXCLUDED."gaps")`,
  )
}

export type Interval = { days: number; sure: 'yes' | 'some' | 'no' }

/**
 * How long somebody has enough of it. yes: 20 gaps or more, and the middle half no wider than the median itself. some: 5 gaps or
 * more. no: too little is known, and the fallback is taken.
 */
export function intervalOf(row: { days: number; low: number; high: number; gaps: number } | null, fallbackDays: number): Interval {
  if (!row || row.gaps < SOME_FROM) return { days: fallbackDays, sure: 'no' }
  return { days: row.days, sure: row.gaps >= SURE_FROM && row.high - row.low <= row.days ? 'yes' : 'some' }
}

/** The same in SQL, over a row "r" that may be missing; `fallback` is a parameter's name. */
export const intervalSql = (fallback: string) => `CASE WHEN r."gaps" >= ${SOME_FROM} THEN r."days" ELSE ${fallback}::float8 END`

export type Rebuy = { sku: string; name: string; interval: Interval; low: number; high: number; gaps: number }

/** What is bought again, the best known first. `after`: what the page before ended with. */
export async function listRebuy({ sql }: { sql: Sql }, fallbackDays: number, { limit, after }: { limit: number; after: { gaps: number; sku: string } | null }): Promise<Rebuy[]> {
  const rows = await sql<{ sku: string; name: string | null; days: number; low: number; high: number; gaps: number }>(
    `SELECT r.*, COALESCE(p."name", (SELECT i."name" FROM "order_items" i WHERE i."sku" = r."sku" ORDER BY i."id" DESC LIMIT 1)) AS "name" FROM "rebuy_intervals" r LEFT JOIN "products" p ON p."sku" = r."sku"
     WHERE $1::int IS NULL OR r."gaps" < $1::int OR r."gaps" = $1::int AND r."sku" > $2 ORDER BY r."gaps" DESC, r."sku" LIMIT $3::int`,
    [after?.gaps ?? null, after?.sku ?? '', limit],
  )
  return rows.map(row => ({ sku: row.sku, name: row.name ?? row.sku, interval: intervalOf(row, fallbackDays), low: row.low, high: row.high, gaps: row.gaps }))
}
