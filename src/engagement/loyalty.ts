/** What follows from points: orders earn them, they become usable, run out, and lift people to levels. */
import { activateDue, bonus, expireDue, followOrder } from '../loyalty/ledger.ts'
import { lapsedLevels, refreshLevel } from '../loyalty/levels.ts'
import { rewardReferral } from '../loyalty/referral.ts'
import { readLoyalty } from '../loyalty/settings.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Order } from '../store/store.ts'
import { begin } from './enroll.ts'
import type { Parts } from './parts.ts'

/** An order came or changed; its customer's row is locked. */
export async function followLoyalty(parts: Parts, order: Order): Promise<void> {
  const loyalty = await readLoyalty(parts.tx)
  if (loyalty) await followOrder(parts, order, parts.scenarios.loyalty, loyalty.on)
}

/** Hourly: return windows that passed, points whose year is over, levels, friends who bought for good. */
export async function tickLoyalty(parts: Parts): Promise<void> {
  const { tx, scenarios } = parts
  const loyalty = await readLoyalty(tx)
  if (!loyalty) return
  const rules = scenarios.loyalty
  const active = await activateDue(parts, rules)
  await expireDue(parts)
  const rewarded = await rewardFriends(parts)
  const concerned = [...new Set([...active.map(({ customerId }) => customerId), ...rewarded, ...(await lapsedLevels(parts))])].sort()
  for (const customerId of concerned) await levelOf(parts, customerId)
}

/** A bonus with what it may lift somebody to. false: it was booked before. */
export async function giveBonus(parts: Parts, entry: Parameters<typeof bonus>[2]): Promise<boolean> {
  const given = await bonus(parts, parts.scenarios.loyalty, entry)
  if (given) await levelOf(parts, entry.customerId)
  return given
}

async function levelOf(parts: Parts, customerId: string): Promise<void> {
  await lockCustomer(parts.tx, customerId)
  const change = await refreshLevel(parts, customerId, parts.scenarios.loyalty)
  const now = parts.clock.now()
  if (change?.up) await begin(parts, 'level-reached', { customerId, subject: `level/${change.to.id}/${now.toISOString().slice(0, 10)}`, anchorAt: now, about: { level: change.to.id } })
}

/** Friends whose first paid order can no longer be returned. Returns whom it brought points. */
async function rewardFriends({ tx, clock, scenarios }: Parts): Promise<string[]> {
  const { returnWindow } = scenarios.loyalty
  const due = await tx.sql<{ friendId: string }>(
    `SELECT DISTINCT r."friendId" FROM "referrals" r JOIN "orders" o ON o."customerId" = r."friendId"
     WHERE r."state" = 'invited' AND NOT o."history" AND o."status" IN ('paid', 'shipped', 'delivered')
       AND COALESCE(o."deliveredAt" + ($2 || ' milliseconds')::interval, o."placedAt" + ($3 || ' milliseconds')::interval) <= $1::timestamptz ORDER BY 1 LIMIT 200`,
    [clock.now().toISOString(), returnWindow.afterDelivery, returnWindow.afterPurchase],
  )
  const whom: string[] = []
  for (const { friendId } of due) {
    await lockCustomer(tx, friendId)
    const done = await rewardReferral({ tx, clock }, friendId, scenarios.loyalty)
    if (done) whom.push(friendId, done.referrerId)
  }
  return whom
}

/** The hour of the next thing that happens to points by itself; null: nothing. */
export async function nextLoyaltyWork({ sql }: Pick<Parts['tx'], 'sql'>, rules: Parts['scenarios']['loyalty']): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }>(
    `SELECT min("at") AS "at" FROM (
       SELECT min(COALESCE(o."deliveredAt" + ($1 || ' milliseconds')::interval, o."placedAt" + ($2 || ' milliseconds')::interval)) AS "at"
       FROM "points_entries" e JOIN "orders" o ON o."id" = e."orderId" WHERE e."account" = 'pending' AND NOT EXISTS (SELECT 1 FROM "points_entries" x WHERE x."key" = 'activate/' || o."id") AND o."status" NOT IN ('cancelled', 'refunded')
       UNION ALL SELECT min("expiresAt") FROM "points_entries" e WHERE "account" = 'active' AND "points" > 0
         AND NOT EXISTS (SELECT 1 FROM "points_entries" x WHERE x."customerId" = e."customerId" AND x."kind" = 'expire' AND x."at" >= e."expiresAt")
       UNION ALL SELECT min("until") FROM "member_levels") AS t`,
    [rules.returnWindow.afterDelivery, rules.returnWindow.afterPurchase],
  )
  return row?.at ?? null
}
