/** Levels by points earned. */
import type { Clock } from '../clock.ts'
import type { Level, LoyaltyRules } from '../journeys/templates.ts'
import type { Tx } from '../store/store.ts'
import { monthsLater } from './ledger.ts'
import { levelFor } from './points.ts'

type Parts = { tx: Tx; clock: Clock }

/** Points earned by buying and brought in as a bonus within the level's months, refunds taken off; spending changes nothing. */
export async function earnedFor({ tx, clock }: Parts, customerId: string, rules: LoyaltyRules): Promise<bigint> {
  const [row] = await tx.sql<{ points: string }>(
    `SELECT COALESCE(sum("points"), 0)::text AS "points" FROM "points_entries"
     WHERE "customerId" = $1 AND "account" = 'active' AND "kind" IN ('activate', 'bonus', 'refund') AND "at" > $2::timestamptz`,
    [customerId, monthsLater(clock.now(), -rules.levelMonths).toISOString()],
  )
  return BigInt(row!.points)
}

export type LevelChange = { customerId: string; from: Level | null; to: Level; up: boolean }

/**
 * A level is reached at once. It holds for `levelMonths` from that day; then it is what was earned in the months before, but falls by
 * one level at most. null: nothing changed.
 */
export async function refreshLevel({ tx, clock }: Parts, customerId: string, rules: LoyaltyRules): Promise<LevelChange | null> {
  const now = clock.now()
  const row = await tx.memberLevel.findUnique({ where: { customerId } })
  const place = (id: string | undefined) => rules.levels.findIndex(level => level.id === id)
  const reached = levelFor(await earnedFor({ tx, clock }, customerId, rules), rules.levels)
  const from = rules.levels[place(row?.level)] ?? null
  const at = from ? place(from.id) : -1
  if (row && place(reached.id) <= at && now < row.until) return null
  const to = place(reached.id) >= at ? reached : rules.levels[at - 1]!
  await tx.memberLevel.upsert({
    where: { customerId },
    create: { customerId, level: to.id, since: now, until: monthsLater(now, rules.levelMonths) },
    update: { level: to.id, ...(to.id === from?.id ? {} : { since: now }), until: monthsLater(now, rules.levelMonths) },
  })
  if (to.id === from?.id) return null
  return { customerId, from, to, up: place(to.id) > Math.max(at, 0) }
}

/** Whose level's time is over. */
export async function lapsedLevels({ tx, clock }: Parts): Promise<string[]> {
  return (await tx.memberLevel.findMany({ where: { until: { lte: clock.now() } }, select: { customerId: true }, take: 1000 })).map(row => row.customerId)
}
