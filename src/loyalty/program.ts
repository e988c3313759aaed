/** The programme as its managers see it: what it would cost, what it owes, who has how much, and corrections. */
import { DAY, type Clock } from '../clock.ts'
import type { LoyaltyRules, Reward } from '../journeys/templates.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Db, Sql, Tx } from '../store/store.ts'
import { BOM, csvLines } from '../text/csv.ts'
import { balanceOf, correct, goodsOf, monthsLater } from './ledger.ts'
import { pointsFor, worthOf } from './points.ts'
import type { Loyalty } from './settings.ts'

/** The most that a person may give or take at once. */
export const LARGEST_BONUS = 10_000_000
const COST_DAYS = 30

/** What the orders of the last thirty days would have earned, and what that is worth. Amounts in toman; share of the sales, null: there were none. */
export async function costLately({ tx, clock }: { tx: Pick<Tx, 'order'>; clock: Clock }, rules: LoyaltyRules, worth: number): Promise<{ orders: number; points: bigint; cost: bigint; sales: bigint; share: number | null }> {
  const orders = await tx.order.findMany({
    where: { placedAt: { gt: new Date(clock.now().getTime() - COST_DAYS * DAY) }, status: { in: ['paid', 'shipped', 'delivered'] } },
    select: { total: true, shipping: true, currency: true },
  })
  const points = orders.reduce((sum, order) => sum + pointsFor(goodsOf(order) ?? 0n, rules), 0n)
  const sales = orders.reduce((sum, order) => sum + (goodsOf(order) ?? 0n), 0n)
  const cost = worthOf(points, worth)
  return { orders: orders.length, points, cost, sales, share: sales === 0n ? null : Number((cost * 1000n) / sales) / 1000 }
}

const SHEET = ['customer', 'name', 'phone', 'points', 'worth (toman)', 'on the way', 'expire within a month', 'level']
type SheetLine = { id: string; name: string | null; externalId: string | null; phone: string | null; active: string; pending: string; expiring: string; level: string | null }

/** What the shop owes, customer by customer, and what of it runs out next month; as CSV, a page at a time. */
export async function* pointsSheet({ sql, clock }: { sql: Sql; clock: Clock }, known: Loyalty | null, pageSize = 1_000): AsyncGenerator<string> {
  yield BOM + csvLines([SHEET])
  const next = monthsLater(clock.now(), 1).toISOString()
  let after: string | null = ''
  while (after !== null) {
    const rows: SheetLine[] = await sql<SheetLine>(
      `SELECT c."id", c."name", c."externalId", c."phone", p.active::text AS "active", p.pending::text AS "pending", GREATEST(LEAST(p.expiring, p.active), 0)::text AS "expiring", l."level"
       FROM (SELECT "customerId", COALESCE(sum("points") FILTER (WHERE "account" = 'active'), 0) AS active, COALESCE(sum("points") FILTER (WHERE "account" = 'pending'), 0) AS pending,
           COALESCE(sum("points") FILTER (WHERE "account" = 'active' AND ("points" < 0 OR "expiresAt" <= $1::timestamptz)), 0) AS expiring
         FROM "points_entries" WHERE "customerId" > $2 GROUP BY 1) p
       JOIN "customers" c ON c."id" = p."customerId" LEFT JOIN "member_levels" l ON l."customerId" = c."id" WHERE p.active <> 0 OR p.pending <> 0 ORDER BY c."id" LIMIT $3::int`,
      [next, after, pageSize],
    )
    if (rows.length > 0) yield csvLines(rows.map(row => [row.externalId, row.name, row.phone, row.active, known ? String(worthOf(BigInt(row.active), known.worth)) : '', row.pending, row.expiring, row.level]))
    after = rows.length < pageSize ? null : rows.at(-1)!.id
  }
}

/**
 * A correction of one balance, upwards or downwards, with its reason; `once`: the same form sent twice is one. Returns what the customer
 * has then; null: nothing, or more than a person may give or take at once.
 */
export async function correctBalance(
  { tx, clock }: { tx: Tx; clock: Clock }, rules: LoyaltyRules, { customerId, points, reason, by, once }: { customerId: string; points: bigint; reason: string; by: string; once: string },
): Promise<bigint | null> {
  if (points === 0n || points > BigInt(LARGEST_BONUS) || points < -BigInt(LARGEST_BONUS)) return null
  await lockCustomer(tx, customerId)
  await correct({ tx, clock }, rules, { customerId, points, key: `correct/${by}/${once}`, reason, by })
  return (await balanceOf(tx, customerId)).active
}

export type LedgerLine = { id: string; at: Date; customerId: string; customerName: string | null; account: string; points: string; kind: string; reason: string | null; by: string | null }

/** Everybody's, the newest first; `after`: the last id of the page before. `by`: the name of whoever of the staff booked it. */
export async function listLedger({ sql }: { sql: Sql }, { limit, after }: { limit: number; after: string | null }): Promise<LedgerLine[]> {
  return await sql<LedgerLine>(
    `SELECT e."id"::text AS "id", e."at", e."customerId", c."name" AS "customerName", e."account", e."points"::text AS "points", e."kind", e."reason", s."name" AS "by"
     FROM "points_entries" e JOIN "customers" c ON c."id" = e."customerId" LEFT JOIN "staff" s ON s."id" = e."by"
     WHERE $1::bigint IS NULL OR e."id" < $1::bigint ORDER BY e."id" DESC LIMIT $2::int`,
    [after, limit],
  )
}

export type Standing = {
  levels: { id: string; members: number }[]
  /** `left` null: as many as are wanted. */
  rewards: { reward: Reward; left: number | null; given: number }[]
  referrals: { invited: number; rewarded: number; refused: number }
}

/** How many have reached which level, what is left of each reward and how often it was had, and what became of friends who were brought. */
export async function standingOf({ sql }: Pick<Db, 'sql'>, rules: LoyaltyRules): Promise<Standing> {
  const levels = await sql<{ level: string; n: number }>(`SELECT "level", count(*)::int AS "n" FROM "member_levels" GROUP BY 1`)
  const stock = await sql<{ reward: string; left: number }>(`SELECT "reward", "left" FROM "reward_stock"`)
  const given = await sql<{ offerId: string; n: number }>(`SELECT "offerId", count(*)::int AS "n" FROM "coupons" WHERE "offerId" = ANY($1::text[]) GROUP BY 1`, [rules.rewards.map(({ id }) => `points-${id}`)])
  const referrals = await sql<{ state: string; n: number }>(`SELECT "state", count(*)::int AS "n" FROM "referrals" GROUP BY 1`)
  const of = (state: string) => referrals.find(row => row.state === state)?.n ?? 0
  return {
    levels: rules.levels.map(({ id }) => ({ id, members: levels.find(row => row.level === id)?.n ?? 0 })),
    rewards: rules.rewards.map(reward => ({ reward, left: stock.find(row => row.reward === reward.id)?.left ?? reward.stock ?? null, given: given.find(row => row.offerId === `points-${reward.id}`)?.n ?? 0 })),
    referrals: { invited: of('invited'), rewarded: of('rewarded'), refused: of('refused') },
  }
}
