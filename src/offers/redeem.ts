/** Using a code at the till. */
import type { Clock } from '../clock.ts'
import type { Coupon, Offer, Tx } from '../store/store.ts'
import { tellOutside } from '../store/outgoing.ts'
import { readCode } from './code.ts'
import { costOf, discountOn } from './worth.ts'

/** Why a code is refused: a closed list, published in the API. */
export const REFUSALS = ['sold-out', 'expired', 'not-yet', 'used', 'other-customer', 'below-minimum', 'not-stackable'] as const
export type CodeRefusal = (typeof REFUSALS)[number]

/** `total`: goods before this discount. `customerExternalId`: who stands at the till, as the shop calls them. */
export type AtTheTill = { orderExternalId: string; total: bigint; customerExternalId?: string | undefined; customerId?: string | undefined; /** What all codes of an order may take off, in percent of its goods. */ mostPercent: number }
export type Redemption =
  | { ok: true; coupon: Coupon; offer: Offer; discount: bigint; again: boolean }
  | { ok: false; refused: CodeRefusal; coupon: Coupon; offer: Offer }
  | { ok: false; refused: 'unknown' }

type Parts = { tx: Tx; clock: Clock }

/** What the code would do for this order; changes nothing. */
export async function checkCode(parts: Parts, code: string, till: AtTheTill): Promise<Redemption> {
  return await look(parts, code, till, false)
}

/** Uses the code for this order. The same redemption again answers the same; two at once are one. */
export async function redeemCode({ tx, clock }: Parts, code: string, till: AtTheTill): Promise<Redemption> {
  const found = await look({ tx, clock }, code, till, true)
  if (!found.ok || found.again) return found
  const { coupon, offer, discount } = found
  const cost = costOf(termsOf(coupon, offer), till.total)
  await tx.coupon.update({
    where: { id: coupon.id },
    data: { state: 'redeemed', redeemedAt: clock.now(), orderExternalId: till.orderExternalId, total: till.total, discount },
  })
  await tx.sql(
    `UPDATE "offers" SET "spent" = "spent" + $2::bigint, "committed" = "committed" - $3::bigint + $2::bigint,
       "state" = CASE WHEN "source" = 'campaign' AND "spent" + $2::bigint >= "budget" THEN 'over' ELSE "state" END,
       "endReason" = CASE WHEN "source" = 'campaign' AND "spent" + $2::bigint >= "budget" THEN 'budget' ELSE "endReason" END
     WHERE "id" = $1`,
    [offer.id, String(cost), String(coupon.worth)],
  )
  await tellOutside(tx, {
    type: 'coupon.redeemed', key: `${coupon.id}/${till.orderExternalId}`, customerId: coupon.customerId, at: clock.now(),
    data: { couponId: coupon.id, offerId: offer.id, offer: offer.name, orderExternalId: till.orderExternalId, total: Number(till.total), discount: Number(discount) },
  })
  return found
}

async function look({ tx, clock }: Parts, text: string, till: AtTheTill, lock: boolean): Promise<Redemption> {
  const code = readCode(text)
  if (code && lock) await tx.sql(`SELECT 1 FROM "coupons" WHERE "code" = $1 FOR UPDATE`, [code])
  const found = code ? await tx.coupon.findUnique({ where: { code }, include: { offer: true, customer: { select: { externalId: true } } } }) : null
  if (!found) return { ok: false, refused: 'unknown' }
  const { offer, customer, ...coupon } = found
  const refuse = (refused: CodeRefusal) => ({ ok: false as const, refused, coupon, offer })
  if (coupon.state === 'redeemed')
    return coupon.orderExternalId === till.orderExternalId ? { ok: true, coupon, offer, discount: coupon.discount!, again: true } : refuse('used')
  const now = clock.now()
  if (coupon.state !== 'granted' || now > coupon.expiresAt) return refuse('expired')
  // A customer known only from a chat has no number of the shop's yet: who holds the code is who it was given to.
  const isTheirs = till.customerId !== undefined ? till.customerId === coupon.customerId : till.customerExternalId === undefined || till.customerExternalId === customer.externalId
  if (!isTheirs && customer.externalId !== null) return refuse('other-customer')
  if (till.total < offer.minimum) return refuse('below-minimum')
  const discount = discountOn(termsOf(coupon, offer), till.total)
  const beside = await tx.coupon.findMany({ where: { orderExternalId: till.orderExternalId, state: 'redeemed' }, include: { offer: { select: { stacks: true } } } })
  if (!offer.stacks && beside.some(other => !other.offer.stacks)) return refuse('not-stackable')
  // One code alone is what was promised; more of them only as far as the shop lets them go together.
  const together = beside.reduce((sum, other) => sum + (other.discount ?? 0n), discount)
  if (beside.length > 0 && together * 100n > till.total * BigInt(till.mostPercent)) return refuse('not-stackable')
  return { ok: true, coupon, offer, discount, again: false }
}

export const termsOf = (coupon: Pick<Coupon, 'amount'>, offer: Offer) => ({ ...offer, amount: coupon.amount ?? offer.amount })

/** An order that used codes was cancelled: they can be used again, if there is still time. */
export async function giveCodesBack({ tx, clock }: Parts, orderExternalId: string): Promise<void> {
  const used = await tx.coupon.findMany({ where: { orderExternalId, state: 'redeemed' }, include: { offer: true } })
  for (const coupon of used) {
    const cost = costOf(termsOf(coupon, coupon.offer), coupon.total ?? 0n)
    const over = clock.now() > coupon.expiresAt
    await tx.coupon.update({
      where: { id: coupon.id },
      data: { state: over ? 'expired' : 'granted', redeemedAt: null, orderExternalId: null, total: null, discount: null },
    })
    await tx.sql(`UPDATE "offers" SET "spent" = "spent" - $2::bigint, "committed" = "committed" - $2::bigint + $3::bigint WHERE "id" = $1`, [
      coupon.offerId, String(cost), String(over ? 0n : coupon.worth),
    ])
  }
}
