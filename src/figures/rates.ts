/**
 * The four rates that are all called "return rate" elsewhere. S: customers active at `from`; E: active at `to`; N: first purchase in
 * between. Active: bought within the shop's window before that instant.
 */
import { figure, type Figure } from './figure.ts'
import { monthBounds, monthName, type Period } from './period.ts'
import { instantBit, slicesBetween, type Purchases } from './purchases.ts'

export type Rates = {
  retentionByCount: Figure & { start: number; end: number; new: number }
  retentionByIdentity: Figure
  /** The two above say different things: somebody new left again, or somebody of long ago came back. */
  differ: boolean
  periodReturn: Figure
  repeatCustomers: Figure
  monthlyBuyers: Figure
}
export type MonthRates = { month: string; from: Date; to: Date } & Rates

/** The instants at which `readPurchases` has to cut for this. */
export function boundsOf(period: Period): Date[] {
  return [period.before, period.from, period.to, ...monthBounds(period.to, 1, period.zone, period.calendar)]
}

export function ratesOf(purchases: Purchases, period: Pick<Period, 'before' | 'from' | 'to' | 'zone' | 'calendar'>): Rates {
  const { from, to, before } = period
  const [atFrom, atTo] = [instantBit(purchases, from), instantBit(purchases, to)]
  const start = sum(purchases.active, ({ mask }) => (mask & atFrom) !== 0)
  const end = sum(purchases.active, ({ mask }) => (mask & atTo) !== 0)
  const both = sum(purchases.active, ({ mask }) => (mask & atFrom) !== 0 && (mask & atTo) !== 0)
  const now = slicesBetween(purchases, from, to)
  const earlier = slicesBetween(purchases, before, from)
  const ever = slicesBetween(purchases, null, to)
  const fresh = sum(purchases.bought, ({ first }) => (now & (1 << first)) !== 0)
  const buyers = sum(purchases.bought, ({ first }) => (ever & (1 << first)) !== 0)
  const month = monthBounds(to, 1, period.zone, period.calendar)[0]!
  const inMonth = slicesBetween(purchases, month, to)
  return {
    retentionByCount: { ...figure('retention-by-count', end - fresh, start, period), start, end, new: fresh },
    retentionByIdentity: figure('retention-by-identity', both, start, period),
    differ: start > 0 && end - fresh !== both,
    periodReturn: figure('period-return', sum(purchases.bought, ({ mask }) => (mask & earlier) !== 0 && (mask & now) !== 0), sum(purchases.bought, ({ mask }) => (mask & earlier) !== 0), period),
    repeatCustomers: figure('repeat-customers', sum(purchases.second, ({ slice }) => (ever & (1 << slice)) !== 0), buyers, period),
    monthlyBuyers: figure('monthly-buyers', sum(purchases.bought, ({ mask }) => (mask & inMonth) !== 0), buyers, { from: month, to }),
  }
}

/** The same month by month, for a line; the bounds have to hold one month more than are wanted. The last may have just begun. */
export function monthlyRates(purchases: Purchases, months: readonly Date[], { zone, calendar }: Pick<Period, 'zone' | 'calendar'>): MonthRates[] {
  return months.slice(2).map((to, n) => {
    const [before, from] = [months[n]!, months[n + 1]!]
    return { month: monthName(from, zone, calendar), from, to, ...ratesOf(purchases, { before, from, to, zone, calendar }) }
  })
}

function sum<Row extends { customers: number }>(rows: readonly Row[], counts: (row: Row) => boolean): number {
  return rows.reduce((total, row) => (counts(row) ? total + row.customers : total), 0)
}
