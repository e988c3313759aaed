/** What each offer brought in a period. There is no group that was kept from an offer, so nothing is said of what it earned. */
import type { Sql } from '../store/store.ts'
import type { Period } from './period.ts'

/** `given`: coupons handed out in the period; the rest: those used in it. Amounts in whole toman (else minor units). */
export type OfferResult = { offer: string; source: string; given: number; redeemed: number; discountToman: number; revenueToman: number; comparison: null }

/** The same of single offers, from their beginning until now, by id. */
export async function readOfferResults({ sql }: { sql: Sql }, ids: readonly string[]): Promise<Map<string, Pick<OfferResult, 'given' | 'redeemed' | 'discountToman' | 'revenueToman'>>> {
  const rows = await sql<{ id: string; given: number; redeemed: number; discount: string; revenue: string }>(
    `SELECT "offerId" AS "id", count(*)::int AS "given", count(*) FILTER (WHERE used)::int AS "redeemed", COALESCE(sum("discount") FILTER (WHERE used), 0)::text AS "discount",
       COALESCE(sum("total" - "discount") FILTER (WHERE used), 0)::text AS "revenue"
     FROM "coupons" CROSS JOIN LATERAL (SELECT "state" = 'redeemed' AS used) AS u WHERE "offerId" = ANY($1::text[]) GROUP BY 1`,
    [ids],
  )
  return new Map(rows.map(({ id, given, redeemed, discount, revenue }) => [id, { given, redeemed, discountToman: Number(discount), revenueToman: Number(revenue) }]))
}

export async function readOffers({ sql }: { sql: Sql }, { from, to }: Period): Promise<OfferResult[]> {
  const within = (column: string) => `k."${column}" >= $1::timestamptz AND k."${column}" < $2::timestamptz`
  const rows = await sql<{ offer: string; source: string; given: number; redeemed: number; discount: string; revenue: string }>(
    `SELECT x."name" AS "offer", x."source", count(*) FILTER (WHERE ${within('grantedAt')})::int AS "given", count(*) FILTER (WHERE used)::int AS "redeemed",
       COALESCE(sum(k."discount") FILTER (WHERE used), 0)::text AS "discount", COALESCE(sum(k."total" - k."discount") FILTER (WHERE used), 0)::text AS "revenue"
     FROM "coupons" k JOIN "offers" x ON x."id" = k."offerId" CROSS JOIN LATERAL (SELECT k."state" = 'redeemed' AND ${within('redeemedAt')} AS used) AS u
     WHERE (${within('grantedAt')}) OR used GROUP BY 1, 2 ORDER BY 4 DESC, 3 DESC, 1`,
    [from.toISOString(), to.toISOString()],
  )
  return rows.map(({ discount, revenue, ...row }) => ({ ...row, discountToman: Number(discount), revenueToman: Number(revenue), comparison: null }))
}
