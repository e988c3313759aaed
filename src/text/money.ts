import type { Locale } from '../channel.ts'
import { digits, grouped } from './digits.ts'

/** «۲ میلیون و ۵۰۰ هزار تومان» for a round amount, «۲٬۴۸۵٬۰۰۰ تومان» for any other; "2,500,000 toman". Whole toman, never rial. */
export function money(locale: Locale, toman: number | bigint): string {
  const amount = BigInt(toman)
  if (locale === 'en') return `${grouped(locale, amount)} toman`
  const size = amount < 0n ? -amount : amount
  if (size === 0n || size % (size < 1_000_000n ? 1_000n : 100_000n) !== 0n) return `${grouped(locale, amount)} تومان`
  const parts: [bigint, string][] = [
    [size / 1_000_000_000n, 'میلیارد'],
    [(size / 1_000_000n) % 1_000n, 'میلیون'],
    [(size / 1_000n) % 1_000n, 'هزار'],
  ]
  const said = parts.filter(([count]) => count > 0n).map(([count, unit]) => `${digits(locale, count)} ${unit}`)
  return `${amount < 0n ? 'منفی ' : ''}${said.join(' و ')} تومان`
}

/** IRR is a tenth of a toman; IRT is toman. null: another currency. */
export function toToman(amount: number | bigint, currency: string): bigint | null {
  if (currency === 'IRT') return BigInt(amount)
  if (currency === 'IRR') return BigInt(amount) / 10n
  return null
}
