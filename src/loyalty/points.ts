/** How many points. Pure. Amounts in whole toman, points whole. */
import type { Level, LoyaltyRules } from '../journeys/templates.ts'

type Earning = Pick<LoyaltyRules, 'step' | 'points' | 'proRata'>

/** 250,000 toman at 10,000 points for each full 100,000 are 20,000 points; pro rata 25,000. */
export function pointsFor(goods: bigint, { step, points, proRata }: Earning): bigint {
  if (goods <= 0n) return 0n
  return proRata ? (goods * BigInt(points)) / BigInt(step) : (goods / BigInt(step)) * BigInt(points)
}

/** What a refund takes back, in proportion, rounded up to the customer: all refunds so far together, so that parts add up. */
export function takenBack(earned: bigint, goods: bigint, refunded: bigint): bigint {
  if (goods <= 0n || refunded <= 0n) return 0n
  const back = (earned * (refunded < goods ? refunded : goods)) / goods
  return back < earned ? back : earned
}

/** What points are worth in toman, rounded down. `worth`: toman for 1,000 points. */
export function worthOf(points: bigint, worth: number): bigint {
  return points <= 0n ? 0n : (points * BigInt(worth)) / 1000n
}

/** The highest level that so many points reach. `levels` from 0 upwards. */
export function levelFor(earned: bigint, levels: readonly Level[]): Level {
  return levels.findLast(level => earned >= BigInt(level.from)) ?? levels[0]!
}

export function nextLevel(level: Level, levels: readonly Level[]): Level | null {
  return levels[levels.findIndex(({ id }) => id === level.id) + 1] ?? null
}

/**
 * What has run out and is still there, when the oldest is spent first: everything that came in with an end up to now, less all that
 * ever went out. Never more than the balance. `outs` is positive.
 */
export function expired(ins: readonly { points: bigint; expiresAt: Date | null }[], outs: bigint, now: Date): bigint {
  const over = ins.reduce((sum, entry) => (entry.expiresAt !== null && entry.expiresAt <= now ? sum + entry.points : sum), 0n)
  const total = ins.reduce((sum, entry) => sum + entry.points, 0n)
  const left = over - outs
  const balance = total - outs
  return left <= 0n ? 0n : left < balance ? left : balance > 0n ? balance : 0n
}
