/**
 * How many customers of old will buy in the months to come. The method is as plain as can be: the mean of the last three whole months;
 * and how far it was off is what it would have been off in the months we know, at the same distance. Pure.
 */
import type { Period } from './period.ts'
import { monthName } from './period.ts'
import { slicesBetween, type Purchases } from './purchases.ts'

/** `low` to `high`: two root mean squares of past errors to either side, about 95 of a hundred. */
export type Forecast = { method: 'mean-of-three'; months: { month: string; customers: number; low: number; high: number }[]; history: { month: string; customers: number }[]; errors: number }

export const WHOLE_MONTHS = 9
const WINDOW = 3
const AHEAD = 3

/** null: fewer than WHOLE_MONTHS whole months with purchases before them. `months`: as for monthlyRates. */
export function forecastOf(purchases: Purchases, months: readonly Date[], { zone, calendar, to }: Pick<Period, 'zone' | 'calendar' | 'to'>, nextMonths: readonly Date[]): Forecast | null {
  const history = months.slice(1).map((end, n) => ({ month: monthName(months[n]!, zone, calendar), end, customers: returning(purchases, months[n]!, end) }))
  // The last has just begun, unless it ends where the next one begins.
  if (to < nextMonths[0]!) history.pop()
  const from = history.findIndex(({ customers }) => customers > 0)
  const known = from < 0 ? [] : history.slice(from)
  if (known.length < WHOLE_MONTHS) return null
  const values = known.map(({ customers }) => customers)
  const customers = meanBefore(values, values.length)
  const starts = to < nextMonths[0]! ? [months.at(-2)!, ...nextMonths] : nextMonths
  return {
    method: 'mean-of-three',
    months: starts.slice(0, AHEAD).map((start, n) => {
      const off = 2 * rootMeanSquare(errorsAt(values, n))
      return { month: monthName(start, zone, calendar), customers: Math.round(customers), low: Math.max(0, Math.floor(customers - off)), high: Math.ceil(customers + off) }
    }),
    history: known.map(({ month, customers }) => ({ month, customers })),
    errors: errorsAt(values, 0).length,
  }
}

/** Bought in the month, and at some time before it. */
function returning(purchases: Purchases, from: Date, to: Date): number {
  const month = slicesBetween(purchases, from, to)
  return purchases.bought.reduce((sum, { mask, first, customers }) => ((mask & month) !== 0 && (month & (1 << first)) === 0 ? sum + customers : sum), 0)
}

const meanBefore = (values: readonly number[], at: number) => values.slice(at - WINDOW, at).reduce((sum, value) => sum + value, 0) / WINDOW
/** What the method would have been off, so many months further than the next. */
const errorsAt = (values: readonly number[], further: number) => values.flatMap((value, at) => (at - further >= WINDOW ? [value - meanBefore(values, at - further)] : []))
const rootMeanSquare = (errors: readonly number[]) => (errors.length === 0 ? 0 : Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length))
