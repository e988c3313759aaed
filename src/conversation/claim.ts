/** «می‌خوام»: one of an offer for me, or the kind word when there is none. */
import { closeMessages, couponMessage, promised } from '../engagement/offers.ts'
import { menuToken } from '../engagement/tokens.ts'
import { claimOffer } from '../offers/claim.ts'
import { sayTime } from '../text/dates.ts'
import { digits } from '../text/digits.ts'
import { label, say, sayText, words, type Known } from './hearing.ts'

/** false: there is no such offer. */
export async function claim(h: Known, offerId: string | null): Promise<boolean> {
  if (!offerId) return false
  const { tx, customer, locale } = h
  const result = await claimOffer(h, offerId, customer.id)
  if ('coupon' in result) {
    const { coupon, offer, again } = result
    await promised(h, result)
    await tx.offerWait.deleteMany({ where: { offerId, customerId: customer.id } })
    await say(h, couponMessage(h, customer, locale, { coupon, offer }, again ? 'coupon-again' : 'coupon'), { always: true })
    const { left } = await tx.offer.findUniqueOrThrow({ where: { id: offerId }, select: { left: true } })
    if (!again && left === 0) await closeMessages(h, offerId)
    return true
  }
  const { refused } = result
  const offer = await tx.offer.findUnique({ where: { id: offerId } })
  if (!offer || offer.state === 'draft') return false
  if (refused === 'sold-out') {
    const quantity = offer.quantity === null ? '' : digits(locale, offer.quantity)
    await say(h, {
      text: words(h, 'claim-sold-out', { quantity, quantityKnown: quantity ? 'yes' : 'no' }),
      choices: [{ token: menuToken('wait', offerId), label: label(h, 'claim-sold-out', 'yes') }, { token: menuToken('wait-no'), label: label(h, 'claim-sold-out', 'no') }],
    })
  } else if (refused === 'not-yet') {
    const start = offer.startsAt ? sayTime(locale, offer.startsAt, h.clock.now(), customer.timeZone ?? h.config.shop.zone) : ''
    await sayText(h, 'claim-not-yet', { start, startKnown: start ? 'yes' : 'no' })
  } else await sayText(h, refused === 'had-it' ? 'claim-had-it' : 'claim-expired')
  return true
}

/** Wants to hear when one comes free. */
export async function waitFor(h: Known, offerId: string | null): Promise<boolean> {
  const offer = offerId ? await h.tx.offer.findUnique({ where: { id: offerId } }) : null
  if (!offer || offer.state === 'draft') return false
  await h.tx.offerWait.createMany({ data: [{ offerId: offer.id, customerId: h.customer.id, at: h.clock.now() }], skipDuplicates: true })
  await sayText(h, 'wait-yes')
  return true
}
