/** What an offer takes off. Pure. Amounts in whole toman (or the minor units of the shop's other currency). */

export type Terms = {
  kind: string
  percent: number | null
  ceiling: bigint | null
  amount: bigint | null
  minimum: bigint
}

/** The most that one coupon can cost: what is counted against a budget when it is given. */
export function worstCase({ kind, ceiling, amount }: Terms): bigint {
  if (kind === 'percent') return ceiling ?? 0n
  if (kind === 'amount') return amount ?? 0n
  return kind === 'early-access' ? 0n : (ceiling ?? 0n)
}

/**
 * What it takes off a basket of `total` (goods, before this discount), rounded down to the unit. Free shipping and a gift take
 * nothing off the goods; what they cost the shop is `worstCase`.
 */
export function discountOn({ kind, percent, ceiling, amount }: Terms, total: bigint): bigint {
  if (kind === 'percent') return least((total * BigInt(percent ?? 0)) / 100n, ceiling ?? total)
  if (kind === 'amount') return least(amount ?? 0n, total)
  return 0n
}

/** What a redeemed coupon cost: its discount, or for shipping and gifts their worst case. */
export function costOf(terms: Terms, total: bigint): bigint {
  return terms.kind === 'percent' || terms.kind === 'amount' ? discountOn(terms, total) : worstCase(terms)
}

const least = (a: bigint, b: bigint) => (a < b ? a : b)
