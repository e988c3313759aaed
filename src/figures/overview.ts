/** Everything together, in few statements over sets: what the dashboard, the API, the command line and the staff bot show. */
import type { Sql } from '../store/store.ts'
import { monthBounds, type Period } from './period.ts'
import { boundsOf, monthlyRates, ratesOf, type MonthRates, type Rates } from './rates.ts'
import { readPurchases, sortedBounds } from './purchases.ts'
import { readReach, type Reach } from './reach.ts'

const MONTHS = 12

export type Overview = {
  period: { from: Date; to: Date; month: string | null }
  /** The window of "active", in days. */
  activeDays: number
  reach: Reach
  rates: Rates
  /** The last twelve months, earliest first. */
  months: MonthRates[]
}

/** `activeDays`: the trade's cycle (audience.yaml, away.cycleDays). */
export async function overview({ sql, now, activeDays }: { sql: Sql; now: Date; activeDays: number }, period: Period): Promise<Overview> {
  const months = monthBounds(period.to, MONTHS + 1, period.zone, period.calendar)
  const purchases = await readPurchases({ sql }, sortedBounds([...boundsOf(period), ...months]), activeDays)
  const reach = await readReach({ sql }, now)
  return {
    period: { from: period.from, to: period.to, month: period.month }, activeDays, reach,
    rates: ratesOf(purchases, period), months: monthlyRates(purchases, months, period),
  }
}
