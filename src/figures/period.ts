/** What a figure speaks of: instants [from, to), in the shop's zone, by the calendar that its people read. */
import { toGregorian, toJalaali } from 'jalaali-js'
import type { Locale } from '../channel.ts'
import { atLocal, localTime } from '../journeys/local-time.ts'

export type Calendar = 'jalali' | 'gregorian'
/** `from` is included, `to` is not. `before`: where the period before this one begins; it ends at `from`. `month`: null unless it is one. */
export type Period = { from: Date; to: Date; before: Date; zone: string; calendar: Calendar; month: string | null }

export const calendarOf = (locale: Locale): Calendar => (locale === 'fa' ? 'jalali' : 'gregorian')

/** '1405-07' (Jalali) or '2026-10' (Gregorian), and the month before it. null: there is no such month. */
export function monthPeriod(text: string, zone: string): Period | null {
  const [, year, month] = (/^(1[345]\d\d|20\d\d)-(0[1-9]|1[0-2])$/.exec(text) ?? []).map(Number) as [number, number, number]
  if (year === undefined) return null
  const calendar: Calendar = year < 1700 ? 'jalali' : 'gregorian'
  const start = (offset: number) => monthStart({ year, month: month + offset }, calendar, zone)
  return { from: start(0), to: start(1), before: start(-1), zone, calendar, month: text }
}

/** Any two instants; the period before is as long. */
export function periodBetween(from: Date, to: Date, zone: string, calendar: Calendar): Period {
  return { from, to, before: new Date(2 * from.getTime() - to.getTime()), zone, calendar, month: null }
}

/**
 * Where months begin, earliest first, so that the last of `count` months is the one which holds the last instant before `to`; at the
 * end stands `to` itself: count + 1 instants.
 */
export function monthBounds(to: Date, count: number, zone: string, calendar: Calendar): Date[] {
  const last = monthAt(new Date(to.getTime() - 1), zone, calendar)
  return [...Array.from({ length: count }, (_, n) => monthStart({ ...last, month: last.month - count + 1 + n }, calendar, zone)), to]
}

/** Where the next four months begin after the one that holds the last instant before `to`. */
export function monthsAfter(to: Date, zone: string, calendar: Calendar): Date[] {
  const last = monthAt(new Date(to.getTime() - 1), zone, calendar)
  return [1, 2, 3, 4].map(n => monthStart({ ...last, month: last.month + n }, calendar, zone))
}

/** '1405-07' of an instant. */
export function monthName(at: Date, zone: string, calendar: Calendar): string {
  const { year, month } = monthAt(at, zone, calendar)
  return `${year}-${String(month).padStart(2, '0')}`
}

type Month = { year: number; month: number }

function monthAt(at: Date, zone: string, calendar: Calendar): Month {
  const { year, month, day } = localTime(at, zone)
  if (calendar === 'gregorian') return { year, month }
  const { jy, jm } = toJalaali(year, month, day)
  return { year: jy, month: jm }
}

/** Month 13 is the first of the next year, month 0 the last of the one before. */
function monthStart({ year, month }: Month, calendar: Calendar, zone: string): Date {
  const y = year + Math.floor((month - 1) / 12)
  const m = ((((month - 1) % 12) + 12) % 12) + 1
  if (calendar === 'gregorian') return atLocal({ year: y, month: m, day: 1 }, zone)
  const { gy, gm, gd } = toGregorian(y, m, 1)
  return atLocal({ year: gy, month: gm, day: gd }, zone)
}
