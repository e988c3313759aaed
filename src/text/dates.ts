/** Days and times as people say them. Persian dates are Jalali, through Intl; the zone is always named. */
import type { Locale } from '../channel.ts'
import { digits } from './digits.ts'

type Parts = { weekday: string; day: string; month: string; year: string; hour: number; minute: number }

/** «شنبه ۱۴ آذر», "Saturday 5 December"; «امروز» and «فردا»; the year only if it is another one than today's. */
export function sayDay(locale: Locale, at: Date, now: Date, zone: string): string {
  const away = daysBetween(now, at, zone)
  if (away === 0) return locale === 'fa' ? 'امروز' : 'today'
  if (away === 1) return locale === 'fa' ? 'فردا' : 'tomorrow'
  return sayDate(locale, at, now, zone)
}

/** The same with the time: «شنبه ۱۴ آذر ساعت ۲۱», «فردا ساعت ۹:۳۰», "Saturday 5 December 9 pm", "11 am tomorrow". */
export function sayTime(locale: Locale, at: Date, now: Date, zone: string): string {
  const { hour, minute } = partsOf(locale, at, zone)
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`
  const day = sayDay(locale, at, now, zone)
  if (locale === 'fa') return `${day} ساعت ${digits(locale, `${hour}${minutes}`)}`
  const clock = `${hour % 12 || 12}${minutes} ${hour < 12 ? 'am' : 'pm'}`
  return day === 'today' || day === 'tomorrow' ? `${clock} ${day}` : `${day} ${clock}`
}

/** Never «امروز» or «فردا»: for texts that may be read another day than they were written. */
export function sayDate(locale: Locale, at: Date, now: Date, zone: string): string {
  const { weekday, day, month, year } = partsOf(locale, at, zone)
  const said = `${weekday} ${day} ${month}`
  return year === partsOf(locale, now, zone).year ? said : `${said} ${year}`
}

/** «دوشنبه», "Monday". */
export function sayWeekday(locale: Locale, at: Date, zone: string): string {
  return partsOf(locale, at, zone).weekday
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsOf(locale: Locale, at: Date, zone: string): Parts {
  const key = `${locale} ${zone}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale === 'fa' ? 'fa-IR-u-ca-persian-nu-latn' : 'en-GB-u-ca-gregory-nu-latn', {
      timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23',
    })
    formats.set(key, format)
  }
  const found: Record<string, string> = {}
  for (const part of format.formatToParts(at)) found[part.type] = part.value
  const number = (name: string) => digits(locale, found[name]!.replace(/\D/g, ''))
  return { weekday: found.weekday!, day: number('day'), month: found.month!, year: number('year'), hour: Number(found.hour), minute: Number(found.minute) }
}

function daysBetween(from: Date, to: Date, zone: string): number {
  const midnight = (at: Date) => {
    const [year, month, day] = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at).split('-').map(Number)
    return Date.UTC(year!, month! - 1, day!)
  }
  return Math.round((midnight(to) - midnight(from)) / 86_400_000)
}
