/** What points buy. */
import type { Clock } from '../clock.ts'
import type { LoyaltyRules, Reward } from '../journeys/templates.ts'
import { giveCoupon } from '../offers/claim.ts'
import { lastMoment } from '../offers/templates.ts'
import type { Coupon, Offer, Tx } from '../store/store.ts'
import { balanceOf, spend } from './ledger.ts'
import { worthOf } from './points.ts'

type Parts = { tx: Tx; clock: Clock }
export type Choice = { reward: Reward; points: bigint; /** Of a discount, in toman. */ worth: bigint }

/** What this customer can have now, the dearest first. `worth`: toman for 1,000 points. */
export async function rewardsFor({ tx, clock }: Parts, customerId: string, rules: LoyaltyRules, worth: number): Promise<Choice[]> {
  const { active, expiring } = await balanceOf(tx, customerId)
  const usable = expiring && expiring.at <= clock.now() ? active - expiring.points : active
  const level = (await tx.memberLevel.findUnique({ where: { customerId } }))?.level
  const rank = (id: string | undefined) => rules.levels.findIndex(one => one.id === id)
  const stock = new Map((await tx.rewardStock.findMany()).map(row => [row.reward, row.left]))
  return rules.rewards
    .filter(reward => usable >= BigInt(reward.points) && (reward.level === undefined || rank(level) >= rank(reward.level)) && (stock.get(reward.id) ?? reward.stock ?? 1) > 0)
    .map(reward => {
      const points = reward.kind === 'discount' ? (usable / BigInt(reward.points)) * BigInt(reward.points) : BigInt(reward.points)
      return { reward, points, worth: reward.kind === 'discount' ? worthOf(points, worth) : BigInt(reward.worthToman) }
    })
    .filter(choice => choice.reward.kind !== 'discount' || choice.worth > 0n)
    .sort((a, b) => (a.points < b.points ? 1 : a.points > b.points ? -1 : 0))
}

/** Points for a coupon, both or neither; the customer's row is locked. `key`: once per tap. null: not to be had (any more). */
export async function redeemReward(
  { tx, clock }: Parts,
  { customerId, rewardId, key, rules, worth, zone }: { customerId: string; rewardId: string; key: string; rules: LoyaltyRules; worth: number; zone: string },
): Promise<{ choice: Choice; coupon: Coupon; offer: Offer } | null> {
  const known = await tx.coupon.findUnique({ where: { key: `points/${key}` }, include: { offer: true } })
  if (known) return null
  const choice = (await rewardsFor({ tx, clock }, customerId, rules, worth)).find(({ reward }) => reward.id === rewardId)
  if (!choice) return null
  const { reward, points } = choice
  if (reward.stock !== undefined && !(await takeFromStock(tx, reward))) return null
  const now = clock.now()
  const id = `points-${reward.id}`
  const kind = reward.kind === 'discount' ? 'amount' : reward.kind === 'early-access' ? 'early-access' : reward.kind === 'free-shipping' ? 'free-shipping' : 'gift'
  const terms = { kind, ceiling: BigInt(reward.worthToman), gift: kind === 'gift' ? JSON.stringify(reward.name) : null }
  // Points stand beside another code: they are money already earned.
  await tx.offer.createMany({ data: [{ id, name: reward.id, source: 'points', ...terms, stacks: true, state: 'live', createdAt: now, launchedAt: now }], skipDuplicates: true })
  const offer = await tx.offer.findUniqueOrThrow({ where: { id } })
  const expiresAt = lastMoment(now.getTime() + reward.validFor, zone)
  const coupon = await giveCoupon(tx, { offer, customerId, key: `points/${key}`, now, expiresAt, ...(reward.kind === 'discount' ? { amount: choice.worth } : {}) })
  if (!coupon) return null
  if (!(await spend({ tx, clock }, { customerId, points, key: `spend/${key}`, couponId: coupon.id, reason: reward.id }))) throw new Error('points were counted twice')
  return { choice, coupon, offer }
}

/** The stock that the file names counts from the first one taken. */
async function takeFromStock(tx: Tx, reward: Reward): Promise<boolean> {
  await tx.rewardStock.createMany({ data: [{ reward: reward.id, left: reward.stock! }], skipDuplicates: true })
  const rows = await tx.sql(`UPDATE "reward_stock" SET "left" = "left" - 1 WHERE "reward" = $1 AND "left" > 0 RETURNING 1 AS "one"`, [reward.id])
  return rows.length > 0
}
