/** Who somebody is as a buyer, kept beside the orders by recurring jobs. Everything is computed in SQL. */
import type { Clock } from '../clock.ts'
import type { Sql } from '../store/store.ts'

type Parts = { sql: Sql; clock: Clock }

/** Orders that count: not cancelled, not refunded, not disowned. Aliased "o". */
export const COUNTS = `o."status" NOT IN ('cancelled', 'refunded') AND NOT o."disowned"`
/** Whole toman; other currencies as they are. */
export const TOMAN = `CASE o."currency" WHEN 'IRR' THEN o."total" / 10 ELSE o."total" END`

/**
 * Brings customer_stats up to date: number of orders, amount, first and last order, and the usual gap (the median of the days between
 * two orders, from three orders on). `changedSince` null: everybody; else only whose customer row was touched by an order since
 * (orders."receivedAt", or a status that changed: counted again whenever the stored numbers differ).
 */
export async function refreshStats({ sql }: Parts, customers: readonly string[] | null): Promise<void> {
  const only = customers === null ? '' : `AND o."customerId" = ANY($1::text[])`
  const parameters = customers === null ? [] : [customers]
  await sql(
    `WITH counted AS (
       SELECT o."customerId", o."placedAt" AS at, ${TOMAN} AS toman,
         extract(epoch FROM o."placedAt" - lag(o."placedAt") OVER (PARTITION BY o."customerId" ORDER BY o."placedAt")) / 86400.0 AS gap
       FROM "orders" o WHERE ${COUNTS} ${only}),
     per AS (
       SELECT "customerId", count(*)::int AS orders, sum(toman)::bigint AS spent, min(at) AS "firstAt", max(at) AS "lastAt",
         CASE WHEN count(*) >= 3 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FILTER (WHERE gap IS NOT NULL) END AS gap
       FROM counted GROUP BY 1)
     INSERT INTO "customer_stats" ("customerId", "orders", "spent", "firstAt", "lastAt", "gapDays", "r", "f", "m")
     SELECT "customerId", orders, spent, "firstAt", "lastAt", gap, 1, LEAST(orders, 5), 1 FROM per
     ON CONFLICT ("customerId") DO UPDATE SET "orders" = EXCLUDED."orders", "spent" = EXCLUDED."spent", "firstAt" = EXCLUDED."firstAt",
       "lastAt" = EXCLUDED."lastAt", "gapDays" = EXCLUDED."gapDays", "f" = EXCLUDED."f"
     WHERE ("customer_stats"."orders", "customer_stats"."spent", "customer_stats"."lastAt", "customer_stats"."firstAt", "customer_stats"."gapDays")
       IS DISTINCT FROM (EXCLUDED."orders", EXCLUDED."spent", EXCLUDED."lastAt", EXCLUDED."firstAt", EXCLUDED."gapDays")`,
    parameters,
  )
  await sql(
    `DELETE FROM "customer_stats" s WHERE ${customers === null ? 'TRUE' : `s."customerId" = ANY($1::text[])`}
       AND NOT EXISTS (SELECT 1 FROM "orders" o WHERE o."customerId" = s."customerId" AND ${COUNTS})`,
    parameters,
  )
}

/**
 * RFM scores, 1 to 5, 5 is best (Hughes, Strategic Database Marketing): quintiles of recency and of money among all buyers;
 * frequency as the number of orders, at most 5, because most buyers of a shop have one and quintiles of ones say nothing.
 */
export async function refreshScores({ sql }: Pick<Parts, 'sql'>): Promise<void> {
  await sql(
    `WITH ranked AS (
       SELECT "customerId", ntile(5) OVER (ORDER BY "lastAt", "customerId") AS r, ntile(5) OVER (ORDER BY "spent", "customerId") AS m FROM "customer_stats")
     UPDATE "customer_stats" s SET "r" = ranked.r, "m" = ranked.m FROM ranked
     WHERE ranked."customerId" = s."customerId" AND (s."r", s."m") IS DISTINCT FROM (ranked.r::smallint, ranked.m::smallint)`,
  )
}

/** Whose orders came or changed since: touched customers, for an incremental run. */
export async function touchedSince({ sql }: Pick<Parts, 'sql'>, since: Date): Promise<string[]> {
  const rows = await sql<{ customerId: string }>(`SELECT DISTINCT "customerId" FROM "orders" WHERE "touchedAt" >= $1::timestamptz`, [since.toISOString()])
  return rows.map(({ customerId }) => customerId)
}
