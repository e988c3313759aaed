/**
 * The ledger of points: rows are only added, and the sum of an account is its balance. Points earned stand in `pending` until the
 * goods can no longer be returned; then as much leaves `pending` as comes into `active`. Every row has a key, so that nothing is booked
 * twice. Whoever books has locked the customer's row.
 */
import type { Clock } from '../clock.ts'
import type { LoyaltyRules } from '../journeys/templates.ts'
import type { Order, PointsEntry, Tx } from '../store/store.ts'
import { toToman } from '../text/money.ts'
import { expired, pointsFor, takenBack } from './points.ts'

type Parts = { tx: Tx; clock: Clock }
export type Kind = 'earn' | 'activate' | 'spend' | 'return' | 'expire' | 'refund' | 'bonus' | 'correct'
type Booking = { customerId: string; points: bigint; kind: Kind; key: string; orderId?: string; couponId?: string; expiresAt?: Date | null; reason?: string; by?: string }

/** false: that key was booked before, and nothing was added. */
async function book({ tx, clock }: Parts, account: 'pending' | 'active', entry: Booking): Promise<boolean> {
  const { count } = await tx.pointsEntry.createMany({ data: [{ ...entry, account, at: clock.now() }], skipDuplicates: true })
  return count === 1
}

export type Balance = {
  active: bigint
  pending: bigint
  /** The earliest day on which something runs out, and how much of what is there now. */
  expiring: { points: bigint; at: Date } | null
}

export async function balanceOf(tx: Pick<Tx, 'pointsEntry'>, customerId: string): Promise<Balance> {
  const entries = await tx.pointsEntry.findMany({ where: { customerId }, select: { account: true, points: true, expiresAt: true } })
  const sum = (account: string) => entries.reduce((total, entry) => (entry.account === account ? total + entry.points : total), 0n)
  const { ins, outs } = flows(entries)
  const ends = [...new Set(ins.flatMap(({ expiresAt }) => (expiresAt ? [expiresAt.getTime()] : [])))].sort((a, b) => a - b)
  const first = ends.map(at => ({ at: new Date(at), points: expired(ins, outs, new Date(at)) })).find(({ points }) => points > 0n)
  return { active: sum('active'), pending: sum('pending'), expiring: first ?? null }
}

/** What came into the active account, and what left it. A correction downwards and a refund leave; what is given back comes in anew. */
function flows(entries: readonly { account: string; points: bigint; expiresAt: Date | null }[]) {
  const active = entries.filter(entry => entry.account === 'active')
  return { ins: active.filter(entry => entry.points > 0n), outs: active.reduce((sum, entry) => (entry.points < 0n ? sum - entry.points : sum), 0n) }
}

/** Goods after discount, without shipping; null: another currency than toman or rial earns nothing. */
export function goodsOf(order: Pick<Order, 'total' | 'shipping' | 'currency'>): bigint | null {
  return toToman(order.total - order.shipping > 0n ? order.total - order.shipping : 0n, order.currency)
}

const refundsOf = (order: Pick<Order, 'refunds' | 'currency'>) =>
  (order.refunds as { amount: number }[]).reduce((sum, { amount }) => sum + (toToman(amount, order.currency) ?? 0n), 0n)

const PAID = ['paid', 'shipped', 'delivered']
const OVER = ['cancelled', 'refunded']

/**
 * Brings an order's points to what it earns now: on first payment they are earned, on a refund taken back in proportion, on a
 * cancellation altogether. Called whenever the order changed; twice is once.
 */
export async function followOrder({ tx, clock }: Parts, order: Order, rules: LoyaltyRules, isOn: boolean): Promise<void> {
  const goods = goodsOf(order)
  if (goods === null || order.history) return
  const entries = await tx.pointsEntry.findMany({ where: { orderId: order.id, kind: { in: ['earn', 'activate', 'refund'] } } })
  const earned = entries.filter(entry => entry.kind === 'earn').reduce((sum, entry) => sum + entry.points, 0n)
  if (entries.length === 0) {
    if (!isOn || !PAID.includes(order.status)) return
    const points = pointsFor(goods, rules)
    if (points <= 0n) return
    await book({ tx, clock }, 'pending', { customerId: order.customerId, points, kind: 'earn', key: `earn/${order.id}`, orderId: order.id })
    // Told late: a part of it was refunded already.
    if (refundsOf(order) > 0n) await followOrder({ tx, clock }, order, rules, isOn)
    return
  }
  const back = OVER.includes(order.status) ? earned : takenBack(earned, goods > 0n ? goods : 1n, refundsOf(order))
  const taken = -entries.filter(entry => entry.kind === 'refund').reduce((sum, entry) => sum + entry.points, 0n)
  if (back <= taken) return
  const isActive = entries.some(entry => entry.kind === 'activate')
  const refunds = entries.filter(entry => entry.kind === 'refund').length
  await book({ tx, clock }, isActive ? 'active' : 'pending', {
    customerId: order.customerId, points: taken - back, kind: 'refund', key: `refund/${order.id}/${refunds}`, orderId: order.id,
  })
}

/** Orders whose return window has passed: what is pending becomes usable. The window: after delivery, else after the purchase. */
export async function activateDue({ tx, clock }: Parts, rules: LoyaltyRules, limit = 500): Promise<{ customerId: string; orderId: string; points: bigint }[]> {
  const now = clock.now()
  const due = await tx.sql<{ id: string; customerId: string; points: string }>(
    `SELECT o."id", o."customerId", sum(e."points")::text AS "points"
     FROM "points_entries" e JOIN "orders" o ON o."id" = e."orderId"
     WHERE e."account" = 'pending' AND COALESCE(o."deliveredAt" + ($2 || ' milliseconds')::interval, o."placedAt" + ($3 || ' milliseconds')::interval) <= $1::timestamptz
     GROUP BY o."id" HAVING sum(e."points") > 0 ORDER BY o."customerId" LIMIT ${limit}`,
    [now.toISOString(), rules.returnWindow.afterDelivery, rules.returnWindow.afterPurchase],
  )
  const done: { customerId: string; orderId: string; points: bigint }[] = []
  for (const { id, customerId, points } of due) {
    await tx.sql(`UPDATE customers SET revision = revision + 1 WHERE id = $1`, [customerId])
    const row = { customerId, orderId: id, kind: 'activate' as const }
    if (!(await book({ tx, clock }, 'pending', { ...row, points: -BigInt(points), key: `activate/${id}/out` }))) continue
    await book({ tx, clock }, 'active', { ...row, points: BigInt(points), key: `activate/${id}`, expiresAt: monthsLater(now, rules.expiresAfterMonths) })
    done.push({ customerId, orderId: id, points: BigInt(points) })
  }
  return done
}

/** Points that nobody bought for: a thank-you, an apology, a referral. Usable at once. false: booked before. */
export async function bonus({ tx, clock }: Parts, rules: LoyaltyRules, entry: { customerId: string; points: bigint; key: string; reason: string; by?: string; expiresAt?: Date }): Promise<boolean> {
  return await book({ tx, clock }, 'active', { ...entry, kind: 'bonus', expiresAt: entry.expiresAt ?? monthsLater(clock.now(), rules.expiresAfterMonths) })
}

/** A correction by staff, with its reason. */
export async function correct({ tx, clock }: Parts, rules: LoyaltyRules, entry: { customerId: string; points: bigint; key: string; reason: string; by: string }): Promise<boolean> {
  return await book({ tx, clock }, 'active', { ...entry, kind: 'correct', expiresAt: entry.points > 0n ? monthsLater(clock.now(), rules.expiresAfterMonths) : null })
}

/** false: there are not as many, and nothing is booked. What has run out by now is not there, though no job has looked yet. */
export async function spend({ tx, clock }: Parts, entry: { customerId: string; points: bigint; key: string; couponId?: string; reason: string }): Promise<boolean> {
  if (entry.points <= 0n) return false
  await expireOf({ tx, clock }, entry.customerId)
  const { active } = await balanceOf(tx, entry.customerId)
  if (active < entry.points) return false
  return await book({ tx, clock }, 'active', { ...entry, points: -entry.points, kind: 'spend' })
}

/** What was spent on a coupon that ran out unused comes back, once. */
export async function giveBack({ tx, clock }: Parts, rules: LoyaltyRules, couponId: string): Promise<bigint> {
  const spent = await tx.pointsEntry.findFirst({ where: { couponId, kind: 'spend' } })
  if (!spent) return 0n
  const row = { customerId: spent.customerId, points: -spent.points, kind: 'return' as const, key: `return/${couponId}`, couponId, expiresAt: monthsLater(clock.now(), rules.expiresAfterMonths) }
  return (await book({ tx, clock }, 'active', row)) ? -spent.points : 0n
}

/** Takes out what has run out. Returns how much. */
export async function expireOf({ tx, clock }: Parts, customerId: string): Promise<bigint> {
  const entries = await tx.pointsEntry.findMany({ where: { customerId, account: 'active' }, select: { account: true, points: true, expiresAt: true } })
  const { ins, outs } = flows(entries)
  const points = expired(ins, outs, clock.now())
  if (points > 0n) await book({ tx, clock }, 'active', { customerId, points: -points, kind: 'expire', key: `expire/${customerId}/${entries.length}` })
  return points
}

/** Daily: everybody of whom something ran out. */
export async function expireDue({ tx, clock }: Parts): Promise<void> {
  const who = await tx.sql<{ customerId: string }>(
    `SELECT "customerId" FROM "points_entries" WHERE "account" = 'active' GROUP BY "customerId"
     HAVING sum("points") > 0 AND sum(CASE WHEN "points" > 0 AND "expiresAt" <= $1::timestamptz THEN "points" WHEN "points" < 0 THEN "points" ELSE 0 END) > 0 ORDER BY 1`,
    [clock.now().toISOString()],
  )
  for (const { customerId } of who) {
    await tx.sql(`UPDATE customers SET revision = revision + 1 WHERE id = $1`, [customerId])
    await expireOf({ tx, clock }, customerId)
  }
}

/** The newest first: what "where from?" lists. */
export async function entriesOf(tx: Pick<Tx, 'pointsEntry'>, customerId: string, limit: number): Promise<PointsEntry[]> {
  // An activation moves what was listed when it was earned.
  return await tx.pointsEntry.findMany({ where: { customerId, kind: { not: 'activate' } }, orderBy: { id: 'desc' }, take: limit })
}

/** What the shop owes: points on hand and on the way, and what runs out until an instant, of all customers. */
export async function owed({ tx }: { tx: Pick<Tx, 'sql'> }, until: Date): Promise<{ active: bigint; pending: bigint; expiring: bigint; members: number }> {
  const [row] = await tx.sql<{ active: string; pending: string; expiring: string; members: number }>(
    `WITH per AS (
       SELECT "customerId", sum("points") FILTER (WHERE "account" = 'active') AS active, sum("points") FILTER (WHERE "account" = 'pending') AS pending,
         sum(CASE WHEN "account" = 'active' AND ("points" < 0 OR "expiresAt" <= $1::timestamptz) THEN "points" ELSE 0 END) AS expiring
       FROM "points_entries" GROUP BY 1)
     SELECT COALESCE(sum(GREATEST(active, 0)), 0)::text AS "active", COALESCE(sum(GREATEST(pending, 0)), 0)::text AS "pending",
       COALESCE(sum(GREATEST(LEAST(expiring, active), 0)), 0)::text AS "expiring", count(*) FILTER (WHERE active > 0 OR pending > 0)::int AS "members" FROM per`,
    [until.toISOString()],
  )
  return { active: BigInt(row!.active), pending: BigInt(row!.pending), expiring: BigInt(row!.expiring), members: row!.members }
}

export function monthsLater(at: Date, months: number): Date {
  const later = new Date(at)
  const day = later.getUTCDate()
  later.setUTCMonth(later.getUTCMonth() + months, 1)
  later.setUTCDate(Math.min(day, new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate()))
  return later
}
