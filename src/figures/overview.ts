/** Everything together, in few statements over sets: what the dashboard, the API, the command line and the staff bot show. */
import type { Audience } from '../journeys/templates.ts'
import { owed } from '../loyalty/ledger.ts'
import { worthOf } from '../loyalty/points.ts'
import { readLoyalty } from '../loyalty/settings.ts'
import type { Tx } from '../store/store.ts'
import { monthCohorts, type Cohort } from './cohorts.ts'
import { readEffects, type Effect } from './effect.ts'
import { readFeedback, type Feedback } from './feedback.ts'
import { forecastOf, type Forecast } from './forecast.ts'
import { readOffers, type OfferResult } from './offers.ts'
import { readOrders, type Orders } from './orders.ts'
import { monthBounds, monthsAfter, type Period } from './period.ts'
import { boundsOf, monthlyRates, ratesOf, type MonthRates, type Rates } from './rates.ts'
import { readPurchases, sortedBounds } from './purchases.ts'
import { readReach, type Reach } from './reach.ts'

const MONTHS = 12

export type Overview = {
  period: { from: Date; to: Date; month: string | null }
  /** The window of "active", in days (S60): the trade's cycle, audience.yaml away.cycleDays. */
  activeDays: number
  reach: Reach
  rates: Rates
  /** The last twelve months, earliest first; the last one ends where the period does. */
  months: MonthRates[]
  /** The same months: who bought first in them, and again. */
  cohorts: Cohort[]
  orders: Orders
  feedback: Feedback
  journeys: Effect[]
  offers: OfferResult[]
  /** null: points were never switched on. */
  points: { active: number; pending: number; owedToman: number } | null
  /** null: too few months. */
  forecast: Forecast | null
}

type Parts = { sql: Tx['sql']; now: Date; audience: Audience }

/** Reach, points and journeys are as they are `now`; the rest is of the period, or of everything up to its end. Quickest in a transaction. */
export async function overview({ sql, now, audience }: Parts, period: Period): Promise<Overview> {
  // Compiling such statements takes longer than running them, and their sorts fit into memory. Holds in a transaction, to its end.
  await sql(`SELECT set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`)
  const activeDays = audience.away.cycleDays
  const months = monthBounds(period.to, MONTHS + 1, period.zone, period.calendar)
  const purchases = await readPurchases({ sql }, sortedBounds([...boundsOf(period), ...months]), activeDays)
  const rates = ratesOf(purchases, period)
  return {
    period: { from: period.from, to: period.to, month: period.month }, activeDays, rates,
    reach: await readReach({ sql }, now),
    months: monthlyRates(purchases, months, period),
    cohorts: monthCohorts(purchases, months, period),
    orders: await readOrders({ sql }, purchases, period, rates),
    feedback: await readFeedback({ sql }, period, audience),
    journeys: await readEffects({ sql, now }),
    offers: await readOffers({ sql }, period),
    points: await readPoints({ sql }, now),
    forecast: forecastOf(purchases, months, period, monthsAfter(period.to, period.zone, period.calendar)),
  }
}

async function readPoints({ sql }: Pick<Parts, 'sql'>, now: Date): Promise<Overview['points']> {
  const loyalty = await readLoyalty({ sql })
  if (!loyalty) return null
  const { active, pending } = await owed({ tx: { sql } }, now)
  return { active: Number(active), pending: Number(pending), owedToman: Number(worthOf(active, loyalty.worth)) }
}
