/** An offer of a manager's, from a draft to its end: what it can cost at worst, whether its discount is real, and when it is over. */
import { DAY, HOUR, type Clock } from '../clock.ts'
import type { Offer, Tx } from '../store/store.ts'
import { worstCase } from './worth.ts'

type Parts = { tx: Tx; clock: Clock }

/** null: it has neither a quantity nor a budget, and can cost without end. */
export function worstCaseOf(offer: Offer): bigint | null {
  const all = offer.quantity === null ? null : BigInt(offer.quantity) * worstCase(offer)
  const bounds = [all, offer.budget].filter(bound => bound !== null)
  return bounds.length === 0 ? null : bounds.reduce((a, b) => (a < b ? a : b))
}

export type Unreal = { name: string; offerPrice: bigint; paid: bigint }

/**
 * A discount is real when its price is below the median price paid in the last 30 days. Looks at every product that it is about
 * (one, or all that were sold and have a price); null: real, or nothing was sold that could say otherwise.
 */
export async function unrealDiscount({ tx, clock }: Parts, offer: Offer): Promise<Unreal | null> {
  if (offer.kind !== 'percent' && offer.kind !== 'amount') return null
  const rows = await tx.sql<{ name: string; price: string; paid: string }>(
    `SELECT p."name", p."price"::text AS "price", floor(percentile_cont(0.5) WITHIN GROUP (ORDER BY i."unitPrice"))::bigint::text AS "paid"
     FROM "products" p JOIN "order_items" i ON i."sku" = p."sku" JOIN "orders" o ON o."id" = i."orderId"
     WHERE o."placedAt" > $1::timestamptz AND o."placedAt" <= $2::timestamptz AND o."status" NOT IN ('cancelled', 'refunded') AND ($3::text IS NULL OR p."sku" = $3)
     GROUP BY p."sku", p."name", p."price" ORDER BY count(*) DESC LIMIT 200`,
    [new Date(clock.now().getTime() - 30 * DAY).toISOString(), clock.now().toISOString(), offer.sku],
  )
  for (const { name, price, paid } of rows) {
    const off = offer.kind === 'amount' ? (offer.amount ?? 0n) : (BigInt(price) * BigInt(offer.percent ?? 0)) / 100n
    const offerPrice = BigInt(price) - (offer.kind === 'percent' && offer.ceiling !== null && off > offer.ceiling ? offer.ceiling : off)
    if (offerPrice >= BigInt(paid)) return { name, offerPrice, paid: BigInt(paid) }
  }
  return null
}

/** From now on it can be had. `endsAt` of an offer by the hour counts from this instant, to the second. false: it is no draft any more. */
export async function launchOffer({ tx, clock }: Parts, id: string, { hours, startsAt }: { hours: number; startsAt?: Date | undefined }): Promise<boolean> {
  const now = clock.now()
  const from = startsAt ?? now
  const { count } = await tx.offer.updateMany({
    where: { id, state: 'draft' },
    data: { state: 'live', launchedAt: now, startsAt: from, endsAt: new Date(from.getTime() + hours * HOUR) },
  })
  return count === 1
}

/** No further claim; codes given stay good until their end. false: it was not live. */
export async function stopOffer({ tx }: Pick<Parts, 'tx'>, id: string, reason: string): Promise<boolean> {
  const { count } = await tx.offer.updateMany({ where: { id, state: { in: ['draft', 'live'] } }, data: { state: 'stopped', endReason: reason } })
  return count === 1
}

/** Offers whose time is over. */
export async function endOffers({ tx, clock }: Parts): Promise<void> {
  await tx.offer.updateMany({ where: { state: 'live', endsAt: { lt: clock.now() } }, data: { state: 'over', endReason: 'time' } })
}
