/** Amounts as shop systems write them ("12.50", 21.989999999999998), into the integers of ours. Pure. */
import { minorUnits } from './read-cell.ts'

/** Iranian plugins of WooCommerce count in thousands too: https://wordpress.org/plugins/persian-woocommerce/ */
const THOUSANDS: Record<string, string> = { IRHT: 'IRT', IRHR: 'IRR' }

/** The currency as ours names it, and by how many places the point moves. null: no currency. */
export function unitsOf(currency: string): { currency: string; places: number } | null {
  const thousand = THOUSANDS[currency]
  if (thousand) return { currency: thousand, places: 3 }
  return /^[A-Z]{3}$/.test(currency) ? { currency, places: minorUnits(currency) } : null
}

/** Moves the point `places` to the right and rounds half away from zero. null: not a number. Digits, not floats: 1.005 is 101 cents. */
export function toUnits(amount: string | number | null | undefined, places: number): number | null {
  const match = /^\s*(-?)(\d{0,15})(?:\.(\d*))?\s*$/.exec(typeof amount === 'number' ? decimalOf(amount) : (amount ?? ''))
  if (!match || (match[2] === '' && !match[3])) return null
  const [, sign, whole, fraction = ''] = match
  const units = BigInt((whole || '0') + fraction.padEnd(places, '0').slice(0, places)) + ((fraction[places] ?? '0') >= '5' ? 1n : 0n)
  const result = Number(units) * (sign ? -1 : 1)
  return Number.isSafeInteger(result) ? result : null
}

/** The way back, for what we tell the shop: 1250 with two places is "12.50". */
export function fromUnits(amount: bigint, places: number): string {
  const digits = amount.toString().padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

// A float that was a price: its error stands far behind the tenth decimal.
const decimalOf = (amount: number) => (Number.isFinite(amount) && Math.abs(amount) < 1e15 ? amount.toFixed(10) : '')
