/** Everything together, in few statements over sets: what the dashboard, the API, the command line and the staff bot show. */
import type { Audience } from '../journeys/templates.ts'
import { owed } from '../loyalty/ledger.ts'
import { worthOf } from '../loyalty/points.ts'
import { readLoyalty } from '../loyalty/settings.ts'
import type { Sql, Store } from '../store/store.ts'
import { monthCohorts, type Cohort } from './cohorts.ts'
import { readEffects, type Effect } from './effect.ts'
import { readFeedback, type Feedback } from './feedback.ts'
import { forecastOf, type Forecast } from './forecast.ts'
import { readOffers, type OfferResult } from './offers.ts'
import { ordersOf, readOrderFacts, type Orders } from './orders.ts'
import { monthBounds, monthsAfter, type Period } from './period.ts'
import { boundsOf, monthlyRates, ratesOf, type MonthRates, type Rates } from './rates.ts'
import { readPurchases, sortedBounds, type Purchases } from './purchases.ts'
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

type Parts = { now: Date; audience: Audience }

/**
 * Reach, points and journeys are as they are `now`; the rest is of the period, or of everything up to its end. Inside a transaction that
 * is open already.
 */
export async function overview({ sql, ...parts }: Parts & { sql: Sql }, period: Period): Promise<Overview> {
  return together(parts, period, await readBought(sql, parts, period), await readRest(sql, parts, period))
}

/** The same from outside, in two transactions side by side: what a million orders tell takes as long as all the rest. */
export async function readOverview(store: Pick<Store, 'sqlTransaction'>, parts: Parts, period: Period): Promise<Overview> {
  const [bought, rest] = await Promise.all([store.sqlTransaction(sql => readBought(sql, parts, period)), store.sqlTransaction(sql => readRest(sql, parts, period))])
  return together(parts, period, bought, rest)
}

// Compiling such statements takes longer than running them, and their sorts fit into memory. Holds to the end of the transaction.
const tune = (sql: Sql) => sql(`SELECT set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`)
const monthsOf = ({ to, zone, calendar }: Period) => monthBounds(to, MONTHS + 1, zone, calendar)

async function readBought(sql: Sql, { audience }: Parts, period: Period) {
  await tune(sql)
  return await readPurchases({ sql }, sortedBounds([...boundsOf(period), ...monthsOf(period)]), audience.away.cycleDays)
}

async function readRest(sql: Sql, { now, audience }: Parts, period: Period) {
  await tune(sql)
  return {
    reach: await readReach({ sql }, now),
    facts: await readOrderFacts({ sql }, period),
    feedback: await readFeedback({ sql }, period, audience),
    journeys: await readEffects({ sql, now }),
    offers: await readOffers({ sql }, period),
    points: await readPoints({ sql }, now),
  }
}

function together({ audience }: Parts, period: Period, purchases: Purchases, { facts, ...rest }: Awaited<ReturnType<typeof readRest>>): Overview {
  const months = monthsOf(period)
  const rates = ratesOf(purchases, period)
  return {
    period: { from: period.from, to: period.to, month: period.month }, activeDays: audience.away.cycleDays, rates,
    months: monthlyRates(purchases, months, period),
    cohorts: monthCohorts(purchases, months, period),
    orders: ordersOf(purchases, facts, period, rates),
    forecast: forecastOf(purchases, months, period, monthsAfter(period.to, period.zone, period.calendar)),
    ...rest,
  }
}

async function readPoints({ sql }: { sql: Sql }, now: Date): Promise<Overview['points']> {
  const loyalty = await readLoyalty({ sql })
  if (!loyalty) return null
  const { active, pending } = await owed({ tx: { sql } }, now)
  return { active: Number(active), pending: Number(pending), owedToman: Number(worthOf(active, loyalty.worth)) }
}
