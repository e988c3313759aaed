/** The past's customers: who came into the chat, by which door, what they agreed to, and when they were away. Pure; always the same for the same orders. */
import { createHash } from 'node:crypto'
import { DAY } from '../../clock.ts'

const AWAY_FOR = 330 * DAY

/** Between 0 and 1, always the same for the same words. */
export const chance = (...of: string[]) => createHash('sha256').update(of.join('/')).digest().readUInt32BE(0) / 2 ** 32
export const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

export type Bought = { id: string; externalId: string; status: string; placedAt: Date; deliveredAt: Date | null; total: bigint; shipping: bigint; items: { category: string | null }[] }
export type Buyer = { id: string; externalId: string; orders: Bought[] }
export type Member = Buyer & { joinedAt: Date; feedback: boolean; marketing: boolean | null; lastInAt: Date }

/** Up to which chance each is the door. */
const SOURCES = [['order', 0.48], ['package', 0.7], ['instagram', 0.84], ['friend', 0.94], ['contact', 1]] as const
export const sourceOf = ({ externalId }: Buyer) => SOURCES.find(([, below]) => chance('source', externalId) < below)![0]
export const chatOf = ({ id }: Buyer) => `past-${id}`

/** Who wrote stop gets neither questions nor offers; of the others most want offers, some do not, some never said. */
export function memberOf(buyer: Buyer): Member {
  const joinedAt = buyer.orders[0]!.placedAt
  const feedback = chance('feedback', buyer.externalId) >= 0.13
  const wish = chance('marketing', buyer.externalId)
  return { ...buyer, joinedAt, lastInAt: joinedAt, feedback, marketing: !feedback || (wish >= 0.62 && wish < 0.75) ? false : wish < 0.62 ? true : null }
}

/** When somebody was away by their own rhythm, as the morning's scan would have found it; half a year apart at least. */
export function absences({ orders, joinedAt }: Member, away: { timesOwnGap: number; atLeastDays: number; cycleDays: number }, now: Date): { lastAt: Date; awayAt: Date; again: Date | null }[] {
  const found: { lastAt: Date; awayAt: Date; again: Date | null }[] = []
  const times = orders.filter(({ status }) => status !== 'cancelled' && status !== 'refunded').map(({ placedAt }) => placedAt)
  for (const [n, lastAt] of times.entries()) {
    const gaps = times.slice(1, n + 1).map((at, before) => (at.getTime() - times[before]!.getTime()) / DAY).sort((a, b) => a - b)
    const own = gaps.length < 2 ? away.cycleDays : ((gaps[(gaps.length - 1) >> 1]! + gaps[gaps.length >> 1]!) / 2) * away.timesOwnGap
    const awayAt = after(lastAt, Math.max(away.atLeastDays, own) * DAY)
    const again = times[n + 1] ?? null
    const before = found.at(-1)
    if (awayAt > now || awayAt < after(now, -AWAY_FOR) || awayAt < after(joinedAt, 14 * DAY) || (again && again <= awayAt) || (before && awayAt < after(before.awayAt, 180 * DAY))) continue
    found.push({ lastAt, awayAt, again })
  }
  return found
}
