/** An offer in words, for customers: «۱۰٪ تخفیف، تا سقف ۲۰۰ هزار تومان». Every percentage says its ceiling. */
import type { Locale } from '../channel.ts'
import { percent } from '../text/digits.ts'
import { product } from '../text/fluent.ts'
import { money } from '../text/money.ts'

type Described = { kind: string; percent: number | null; ceiling: bigint | null; amount: bigint | null; gift: string | null; minimum?: bigint }

export function describeOffer(locale: Locale, offer: Described): string {
  const what = product.format(locale, `offer-${offer.kind}`, {
    percent: percent(locale, offer.percent ?? 0),
    ceiling: offer.ceiling === null ? '' : money(locale, offer.ceiling), ceilingKnown: offer.kind === 'percent' && offer.ceiling !== null ? 'yes' : 'no',
    amount: money(locale, offer.amount ?? 0n), gift: giftName(locale, offer.gift),
  })
  const minimum = offer.minimum ?? 0n
  return minimum > 0n ? product.format(locale, 'offer-from', { what, minimum: money(locale, minimum) }) : what
}

/** { fa, en } as templates write it, or the words of a manager. */
function giftName(locale: Locale, gift: string | null): string {
  if (gift === null) return ''
  try {
    const names = JSON.parse(gift) as Partial<Record<Locale, string>>
    return names[locale] ?? gift
  } catch {
    return gift
  }
}
