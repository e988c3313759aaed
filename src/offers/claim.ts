/** Having an offer: a code of one's own. Of ten there are ten, whoever asks at once. */
import { HOUR, type Clock } from '../clock.ts'
import type { Coupon, Offer, Tx } from '../store/store.ts'
import { newCode } from './code.ts'
import { wantInShops } from './shop-coupons.ts'
import { worstCase } from './worth.ts'

export type Refusal = 'sold-out' | 'not-yet' | 'expired' | 'had-it' | 'not-for-you'
export type Claimed = { coupon: Coupon; offer: Offer; again: boolean } | { refused: Refusal }
type Parts = { tx: Tx; clock: Clock }

/** Open, none left, and nothing of it is this customer's. */
const TOO_LATE = `SELECT 1 FROM "offers" o WHERE o."id" = $1 AND o."left" = 0 AND o."state" = 'live' AND (o."startsAt" IS NULL OR o."startsAt" <= $3::timestamptz)
     AND (o."endsAt" IS NULL OR o."endsAt" >= $3::timestamptz) AND NOT EXISTS (SELECT 1 FROM "coupons" c WHERE c."customerId" = $2 AND c."offerId" = $1)`

/**
 * Claims one of an offer for a customer, whose row is locked. The coupon is written first and one is taken off the count second, in
 * the same transaction: whoever finds none left leaves nothing behind. Asked again, the coupon that one has is handed out again.
 */
export async function claimOffer({ tx, clock }: Parts, offerId: string, customerId: string): Promise<Claimed> {
  // Most of a crowd comes too late: that is found out in one question.
  if ((await tx.sql(TOO_LATE, [offerId, customerId, clock.now().toISOString()])).length > 0) return { refused: 'sold-out' }
  const offer = await tx.offer.findUnique({ where: { id: offerId } })
  if (!offer || offer.state === 'draft') return { refused: 'expired' }
  const mine = await tx.coupon.findMany({ where: { offerId, customerId, state: { not: 'cancelled' } }, orderBy: { grantedAt: 'desc' } })
  const open = mine.find(coupon => coupon.state === 'granted' && coupon.expiresAt >= clock.now())
  if (open && mine.length >= offer.perCustomer) return { coupon: open, offer, again: true }
  const closed = await whyNot({ tx, clock }, offer, customerId)
  if (closed) return { refused: closed }
  // One that ran out unused went back to the others: it may be claimed anew.
  const used = mine.filter(coupon => coupon.state !== 'expired')
  if (used.length >= offer.perCustomer) return { refused: 'had-it' }

  const now = clock.now()
  const held = offer.holdHours === null ? null : new Date(now.getTime() + offer.holdHours * HOUR)
  const expiresAt = [held, offer.endsAt].filter(at => at !== null).sort((a, b) => a.getTime() - b.getTime())[0] ?? new Date(now.getTime() + 30 * 24 * HOUR)
  const coupon = await giveCoupon(tx, { offer, customerId, key: `claim/${offerId}/${customerId}/${mine.length}`, expiresAt, now })
  return coupon ? { coupon, offer, again: false } : { refused: 'sold-out' }
}

/** Why nobody, or not this customer, can have it now; null: the count decides. */
async function whyNot({ tx, clock }: Parts, offer: Offer, customerId: string): Promise<Refusal | null> {
  const now = clock.now()
  if (offer.state !== 'live' || (offer.endsAt && now > offer.endsAt)) return 'expired'
  if (offer.startsAt && now < offer.startsAt) {
    const early = new Date(offer.startsAt.getTime() - offer.earlyHours * HOUR)
    if (now < early || !(await isEarly(tx, customerId))) return 'not-yet'
  }
  return offer.left !== null && offer.left <= 0 ? 'sold-out' : null
}

/** Who bought before, or has a head start for points or by level. */
async function isEarly(tx: Tx, customerId: string): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT 1 FROM "orders" WHERE "customerId" = $1 AND "status" NOT IN ('cancelled', 'refunded') AND NOT "disowned"
     UNION ALL SELECT 1 FROM "coupons" c JOIN "offers" o ON o."id" = c."offerId" WHERE c."customerId" = $1 AND c."state" = 'granted' AND o."kind" = 'early-access' LIMIT 1`,
    [customerId],
  )
  return rows.length > 0
}

/**
 * Writes a coupon and takes it off the offer's count and budget; null when there is none left (nothing is written then). The same
 * key again gives the coupon that stands.
 */
export async function giveCoupon(
  tx: Tx,
  { offer, customerId, key, expiresAt, now, amount }: { offer: Offer; customerId: string; key: string; expiresAt: Date; now: Date; amount?: bigint },
): Promise<Coupon | null> {
  const worth = worstCase({ ...offer, amount: amount ?? offer.amount })
  for (let tries = 0; ; tries++) {
    const { count } = await tx.coupon.createMany({
      data: [{ code: newCode(), offerId: offer.id, customerId, key, worth, amount: amount ?? null, grantedAt: now, expiresAt }],
      skipDuplicates: true,
    })
    const coupon = await tx.coupon.findUnique({ where: { key } })
    if (coupon && count === 0) return coupon
    if (coupon) {
      const taken = await tx.sql(
        `UPDATE "offers" SET "left" = "left" - 1, "committed" = "committed" + $2::bigint
         WHERE "id" = $1 AND "state" = 'live' AND ("left" IS NULL OR "left" > 0) AND ("budget" IS NULL OR "committed" + $2::bigint <= "budget") RETURNING 1 AS "one"`,
        [offer.id, String(worth)],
      )
      if (taken.length > 0) {
        await wantInShops(tx, coupon.id, offer)
        return coupon
      }
      await tx.coupon.delete({ where: { id: coupon.id } })
      return null
    }
    // Neither written nor there: the code was taken, once in a great many lives.
    if (tries === 5) throw new Error('no free code was found')
  }
}

/** Coupons whose time is over: what is not used goes back to the offer. Returns the offers that have one free again, and whose coupons ended. */
export async function expireCoupons({ tx, clock }: Parts, limit = 1000): Promise<{ freed: string[]; ended: Coupon[] }> {
  const now = clock.now().toISOString()
  const rows = await tx.sql<{ id: string; offerId: string; worth: string }>(
    `UPDATE "coupons" SET "state" = 'expired' WHERE "id" IN (
       SELECT "id" FROM "coupons" WHERE "state" = 'granted' AND "expiresAt" < $1::timestamptz ORDER BY "id" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
     RETURNING "id", "offerId", "worth"::text AS "worth"`,
    [now],
  )
  const freed: string[] = []
  for (const offerId of [...new Set(rows.map(row => row.offerId))].sort()) {
    const back = rows.filter(row => row.offerId === offerId)
    const worth = back.reduce((sum, row) => sum + BigInt(row.worth), 0n)
    const [row] = await tx.sql<{ free: boolean }>(
      `UPDATE "offers" SET "committed" = "committed" - $2::bigint, "left" = "left" + $3::int WHERE "id" = $1
       RETURNING ("state" = 'live' AND "left" > 0 AND ("endsAt" IS NULL OR "endsAt" > $4::timestamptz)) AS "free"`,
      [offerId, String(worth), back.length, now],
    )
    if (row?.free) freed.push(offerId)
  }
  return { freed, ended: await tx.coupon.findMany({ where: { id: { in: rows.map(row => row.id) } } }) }
}
