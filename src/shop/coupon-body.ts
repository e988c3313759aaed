/** A coupon of ours in the words of each shop system. Pure. */
import { showCode } from '../offers/code.ts'
import type { Coupon, Offer } from '../store/store.ts'
import { fromUnits, unitsOf } from './decimal.ts'

export type ShopCode = { coupon: Pick<Coupon, 'code' | 'amount' | 'grantedAt' | 'expiresAt'>; offer: Pick<Offer, 'name' | 'kind' | 'percent' | 'ceiling' | 'amount' | 'minimum' | 'stacks'> }

/**
 * POST /wc/v3/coupons. WooCommerce knows no ceiling of a percentage: it goes along as `bazgasht_ceiling`, for the snippet that
 * keeps it (`bazgasht snippets`). `products`: the shop's ids, for an offer of one product.
 */
export function wooCoupon({ coupon, offer }: ShopCode, currency: string, products: number[] = []): Record<string, unknown> {
  const isPercent = offer.kind === 'percent'
  return {
    code: showCode(coupon.code),
    description: offer.name,
    discount_type: isPercent ? 'percent' : 'fixed_cart',
    amount: isPercent ? String(offer.percent ?? 0) : offer.kind === 'amount' ? inUnits(coupon.amount ?? offer.amount ?? 0n, currency) : '0',
    free_shipping: offer.kind === 'free-shipping',
    individual_use: !offer.stacks,
    usage_limit: 1,
    date_expires_gmt: coupon.expiresAt.toISOString().slice(0, 19),
    ...(offer.minimum > 0n ? { minimum_amount: inUnits(offer.minimum, currency) } : {}),
    ...(products.length > 0 ? { product_ids: products } : {}),
    ...(isPercent && offer.ceiling !== null ? { meta_data: [{ key: 'bazgasht_ceiling', value: inUnits(offer.ceiling, currency) }] } : {}),
  }
}

/** DiscountCodeBasicInput, or DiscountCodeFreeShippingInput. Shopify knows no ceiling of a percentage either, and nothing can add it. */
export function shopifyDiscount({ coupon, offer }: ShopCode, currency: string): Record<string, unknown> {
  const { stacks } = offer
  const gets =
    offer.kind === 'percent'
      ? { percentage: (offer.percent ?? 0) / 100 }
      : { discountAmount: { amount: inUnits(coupon.amount ?? offer.amount ?? 0n, currency), appliesOnEachItem: false } }
  return {
    title: `${offer.name} ${showCode(coupon.code)}`,
    code: showCode(coupon.code),
    startsAt: coupon.grantedAt.toISOString(),
    endsAt: coupon.expiresAt.toISOString(),
    usageLimit: 1,
    appliesOncePerCustomer: true,
    customerSelection: { all: true },
    ...(offer.minimum > 0n ? { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: inUnits(offer.minimum, currency) } } } : {}),
    ...(offer.kind === 'free-shipping'
      ? { destination: { all: true }, combinesWith: { orderDiscounts: stacks, productDiscounts: stacks } }
      : { customerGets: { value: gets, items: { all: true } }, combinesWith: { orderDiscounts: stacks, productDiscounts: stacks, shippingDiscounts: stacks } }),
  }
}

/** Offers count in toman: rial is ten to one; other currencies are minor units already. */
function inUnits(amount: bigint, currency: string): string {
  const units = unitsOf(currency) ?? { currency, places: 2 }
  return fromUnits(units.currency === 'IRR' ? amount * 10n : amount, units.places)
}
