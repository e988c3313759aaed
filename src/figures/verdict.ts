/** One sentence about a comparison, and when there will be one. Pure. */
import { DAY } from '../clock.ts'
import type { Group } from './effect.ts'
import { neededHeldOut, type Difference } from './newcombe.ts'

/** `expectedAt`: when there should be enough to see a difference as large as SEEN of the base; null: not within ten years, or nothing to reckon with. */
export type Verdict =
  | { is: 'earned' | 'lost' }
  | { is: 'no-difference-yet' | 'not-enough-data' | 'no-comparison'; expectedAt: Date | null }

/** Fewer than so many in a group, or so few buyers in both together, say nothing. */
const LEAST = 20
const LEAST_BUYERS = 5
/** A quarter more than without it is worth waiting for. */
const SEEN = 0.25
/** Of a hold-out that is only thought of. */
const USUAL_SHARE = 0.1
const FAR = 3650

/** `perDay`: customers who begin it, of both groups; `days`: how long the outcome is waited for. */
export function verdictOf({ treated, heldOut, difference, perDay, days }: { treated: Group; heldOut: Group | null; difference: Difference | null; perDay: number; days: number }, now: Date): Verdict {
  if (!heldOut) return { is: 'no-comparison', expectedAt: expectedAt({ base: shareOf(treated), share: USUAL_SHARE, perDay, days, have: 0 }, now) }
  const size = { treated: treated.customers + treated.waiting, heldOut: heldOut.customers + heldOut.waiting }
  const share = size.heldOut / Math.max(1, size.treated + size.heldOut)
  const base = heldOut.bought > 0 ? shareOf(heldOut) : shareOf(treated)
  const when = expectedAt({ base, share, perDay, days, have: size.heldOut }, now)
  const enough = difference && Math.min(treated.customers, heldOut.customers) >= LEAST && treated.bought + heldOut.bought >= LEAST_BUYERS
  if (!enough) return { is: 'not-enough-data', expectedAt: when }
  if (difference.low > 0) return { is: 'earned' }
  if (difference.high < 0) return { is: 'lost' }
  return { is: 'no-difference-yet', expectedAt: when }
}

/**
 * When a hold-out of `share` of those who begin is expected to answer (newcombe's `neededHeldOut`, 80 % power): `base`: the share that
 * buys without it; `have`: held out already. null: never, as far as can be told.
 */
export function expectedAt({ base, share, perDay, days, have }: { base: number; share: number; perDay: number; days: number; have: number }, now: Date): Date | null {
  if (base <= 0 || base >= 1 || share <= 0 || share >= 1 || perDay <= 0) return null
  const needed = neededHeldOut(base, Math.min(base * (1 + SEEN), 0.999), (1 - share) / share)
  const wait = Math.ceil(Math.max(0, needed - have) / (perDay * share)) + days
  return wait > FAR ? null : new Date(now.getTime() + wait * DAY)
}

const shareOf = ({ bought, customers }: Group) => (customers === 0 ? 0 : bought / customers)
