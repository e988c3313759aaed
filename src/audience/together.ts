/** What is bought by the same people (S13, S14, S26). */
import { DAY, type Clock } from '../clock.ts'
import type { Db, Product, Sql, Tx } from '../store/store.ts'
import { COUNTS } from './stats.ts'

const WINDOW_DAYS = 365
const LEAST_TOGETHER = 3
/** Of one customer: whoever buys more is a trader, and goes with everything. */
const MOST_PER_CUSTOMER = 30
const KEPT_PER_PRODUCT = 10

/**
 * Pairs bought by at least three customers in a year, more often than chance would have it: lift = P(a and b) / (P(a) P(b)) > 1
 * (Agrawal et al. 1993). The ten best of each, by lift damped by how many it rests on.
 */
export async function refreshTogether({ sql, clock }: { sql: Sql; clock: Clock }): Promise<void> {
  for (const [kind, column] of [['sku', 'sku'], ['category', 'category']] as const)
    await sql(
      `WITH bought AS MATERIALIZED (
         SELECT "customerId", thing FROM (
           SELECT o."customerId", i."${column}" AS thing, row_number() OVER (PARTITION BY o."customerId" ORDER BY max(o."placedAt") DESC, i."${column}") AS place
           FROM "orders" o JOIN "order_items" i ON i."orderId" = o."id"
           WHERE ${COUNTS} AND o."placedAt" > $1::timestamptz AND i."${column}" IS NOT NULL GROUP BY 1, 2) AS newest
         WHERE place <= ${MOST_PER_CUSTOMER}),
       buyers AS (SELECT thing, count(*)::float8 AS n FROM bought GROUP BY 1),
       everybody AS (SELECT count(DISTINCT "customerId")::float8 AS n FROM bought),
       pairs AS (
         SELECT x.thing AS a, y.thing AS b, count(*)::int AS together FROM bought x JOIN bought y ON y."customerId" = x."customerId" AND y.thing <> x.thing
         GROUP BY 1, 2 HAVING count(*) >= ${LEAST_TOGETHER}),
       lifted AS (
         SELECT a, b, together, together * everybody.n / (ba.n * bb.n) AS lift
         FROM pairs JOIN buyers ba ON ba.thing = a JOIN buyers bb ON bb.thing = b CROSS JOIN everybody),
       best AS (
         SELECT *, row_number() OVER (PARTITION BY a ORDER BY (lift - 1) * ln(together + 1) DESC, b) AS place FROM lifted WHERE lift > 1),
       gone AS (DELETE FROM "bought_together" t WHERE t."kind" = $2 AND NOT EXISTS (SELECT 1 FROM best WHERE best.a = t."a" AND best.b = t."b" AND place <= ${KEPT_PER_PRODUCT}))
       INSERT INTO "bought_together" ("kind", "a", "b", "together", "lift") SELECT $2, a, b, together, lift FROM best WHERE place <= ${KEPT_PER_PRODUCT}
       ON CONFLICT ("kind", "a", "b") DO UPDATE SET "together" = EXCLUDED."together", "lift" = EXCLUDED."lift"`,
      [new Date(clock.now().getTime() - WINDOW_DAYS * DAY).toISOString(), kind],
    )
}

/** May be recommended at all: read whenever something is. Aliased "p". */
const SAYABLE = `(p."stock" IS NULL OR p."stock" > 0) AND NOT p."discreet" AND NOT p."neverRecommend"`

/**
 * Up to `limit` products that go with what was bought: by product first, then by category. Never sold out, discreet or not to be
 * recommended, and never what this customer has bought already.
 */
export async function recommend(
  { sql }: { sql: Sql },
  { customerId, bought, limit }: { customerId: string; bought: readonly { sku: string; category: string | null }[]; limit: number },
): Promise<Pick<Product, 'sku' | 'name' | 'url'>[]> {
  return await sql(
    `WITH had AS (SELECT DISTINCT i."sku" FROM "orders" o JOIN "order_items" i ON i."orderId" = o."id" WHERE o."customerId" = $1 AND ${COUNTS}),
     found AS (
       SELECT p."sku", p."name", p."url", 0 AS tier, t."lift" FROM "bought_together" t JOIN "products" p ON p."sku" = t."b" WHERE t."kind" = 'sku' AND t."a" = ANY($2::text[]) AND ${SAYABLE}
       UNION ALL
       SELECT p."sku", p."name", p."url", 1, t."lift" FROM "bought_together" t JOIN "products" p ON p."category" = t."b" WHERE t."kind" = 'category' AND t."a" = ANY($3::text[]) AND ${SAYABLE})
     SELECT "sku", "name", "url" FROM found WHERE "sku" NOT IN (SELECT "sku" FROM had) AND "sku" <> ALL($2::text[])
     GROUP BY 1, 2, 3 ORDER BY min(tier), max("lift") DESC, "sku" LIMIT $4::int`,
    [customerId, bought.map(({ sku }) => sku), bought.flatMap(({ category }) => category ?? []), limit],
  )
}

/** Categories that buyers like this one buy, and this one does not yet (S26); the likeliest first. */
export async function unmetCategories({ sql }: { sql: Sql }, customerId: string, limit: number): Promise<string[]> {
  const rows = await sql<{ category: string }>(
    `WITH had AS (SELECT DISTINCT i."category" FROM "orders" o JOIN "order_items" i ON i."orderId" = o."id" WHERE o."customerId" = $1 AND ${COUNTS} AND i."category" IS NOT NULL)
     SELECT t."b" AS "category" FROM "bought_together" t JOIN had ON had."category" = t."a"
     WHERE t."kind" = 'category' AND t."b" NOT IN (SELECT "category" FROM had) GROUP BY 1 ORDER BY max(t."lift") DESC, 1 LIMIT $2::int`,
    [customerId, limit],
  )
  return rows.map(({ category }) => category)
}

/** Of these products, those that may be named to somebody now. */
export async function sayable(tx: Tx | Db, skus: readonly string[]): Promise<Set<string>> {
  const closed = await tx.sql<{ sku: string }>(`SELECT p."sku" FROM "products" p WHERE p."sku" = ANY($1::text[]) AND NOT (${SAYABLE})`, [[...skus]])
  const no = new Set(closed.map(({ sku }) => sku))
  return new Set(skus.filter(sku => !no.has(sku)))
}
