/**
 * Two shares compared. Pure. Newcombe, R. G. (1998), "Interval estimation for the difference between independent proportions: comparison
 * of eleven methods", Statistics in Medicine 17:873–890, method 10: Wilson's score limits of each share, combined; no continuity correction.
 */

/** The 97.5th percentile of the standard normal distribution: a 95 % interval. */
const Z = 1.959963984540054
/** Its 80th: 80 % power. */
const Z_POWER = 0.8416212335729143

export type Difference = { difference: number; low: number; high: number }

/** `a`/`m` less `b`/`n`, with its 95 % interval; null when a group is empty. */
export function differenceOf(a: number, m: number, b: number, n: number): Difference | null {
  if (m === 0 || n === 0) return null
  const [p, q] = [a / m, b / n]
  const [one, other] = [wilson(a, m), wilson(b, n)]
  return {
    difference: p - q,
    low: p - q - Math.hypot(p - one.low, other.high - q),
    high: p - q + Math.hypot(one.high - p, q - other.low),
  }
}

/** Wilson's score interval of one share, 95 %. */
export function wilson(x: number, n: number): { low: number; high: number } {
  const p = x / n
  const middle = (2 * n * p + Z * Z) / (2 * (n + Z * Z))
  const half = (Z * Math.sqrt(Z * Z + 4 * n * p * (1 - p))) / (2 * (n + Z * Z))
  // Floating point would put the end of 0 of n at -1e-17.
  return { low: x === 0 ? 0 : middle - half, high: x === n ? 1 : middle + half }
}

/**
 * How many have to be held out to see a difference between the shares `p` (held out) and `q` (treated) with 80 % power at the 5 %
 * level, when `ratio` times as many are treated. Fleiss (1981), Statistical Methods for Rates and Proportions, 2nd ed., formula 3.18.
 */
export function neededHeldOut(p: number, q: number, ratio: number): number {
  const mean = (p + ratio * q) / (ratio + 1)
  const root = Z * Math.sqrt((ratio + 1) * mean * (1 - mean)) + Z_POWER * Math.sqrt(ratio * p * (1 - p) + q * (1 - q))
  return Math.ceil((root * root) / (ratio * (p - q) ** 2))
}
