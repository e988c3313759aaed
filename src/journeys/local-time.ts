/**
 * Wall clocks of people. Instants are Dates; local times are plain numbers; the zone's rules come from Intl.
 * A wall time that a zone skips (spring) is the first instant after the gap; one that it shows twice (autumn) is the first.
 */
import { DAY } from '../clock.ts'
import type { Policy } from './load.ts'

export type LocalDay = { year: number; month: number; day: number }
export type LocalTime = LocalDay & { hour: number; minute: number; second: number; millisecond: number; weekday: Weekday }
/** ISO: 1 is Monday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7
/** Overflow is carried: day 32 is the first of the next month. */
export type LocalParts = LocalDay & { hour?: number; minute?: number; second?: number; millisecond?: number }

/** What clocks in `zone` show at that instant. */
export function localTime(at: Date, zone: string): LocalTime {
  return fields(at.getTime() + offset(at.getTime(), zone))
}

/** The instant at which clocks in `zone` show this. */
export function atLocal(parts: LocalParts, zone: string): Date {
  const instants = instantsShowing(wallOf(parts), zone)
  return new Date(instants[0]!)
}

/** The same wall time n calendar days later (earlier, when n is negative). */
export function addLocalDays(at: Date, days: number, zone: string): Date {
  const now = localTime(at, zone)
  return days === 0 ? new Date(at) : atLocal({ ...now, day: now.day + days }, zone)
}

/** The first instant after `at` whose wall time is 'HH:MM'; when the clock is set back, that may be the second showing of today's. */
export function nextLocal(at: Date, wallTime: string, zone: string): Date {
  const now = localTime(at, zone)
  const time = parseWallTime(wallTime)
  for (let days = 0; ; days += 1)
    for (const instant of instantsShowing(wallOf({ year: now.year, month: now.month, day: now.day + days, ...time }), zone))
      if (instant > at.getTime()) return new Date(instant)
}

/** 'YYYY-MM-DD' (Gregorian) of that instant in `zone`. */
export function localDate(at: Date, zone: string): string {
  return new Date(at.getTime() + offset(at.getTime(), zone)).toISOString().slice(0, 10)
}

/** 'HH:MM' of that instant in `zone`. */
export function wallTime(at: Date, zone: string): string {
  return new Date(at.getTime() + offset(at.getTime(), zone)).toISOString().slice(11, 16)
}

/** Whether the wall time lies in [from, to), which may cross midnight; from = to is never. */
export function isWithin(hours: { from: string; to: string }, at: Date, zone: string): boolean {
  const now = localTime(at, zone)
  const minutes = now.hour * 60 + now.minute
  const from = minutesOf(hours.from)
  const to = minutesOf(hours.to)
  return from <= to ? from <= minutes && minutes < to : minutes >= from || minutes < to
}

/** When [from, to) ends: not before `at`, and outside; `at` itself when it is outside already. */
export function endOf(hours: { from: string; to: string }, at: Date, zone: string): Date {
  if (!isWithin(hours, at, zone)) return new Date(at)
  let end = nextLocal(at, hours.to, zone)
  // Clocks set back into the quiet hours just as they end: the second showing counts too.
  while (isWithin(hours, end, zone)) end = nextLocal(end, hours.to, zone)
  return end
}

/** When so much working time has passed after `from`: only working hours count, calm and closed days do not. */
export function workingTimeAfter(policy: Pick<Policy, 'workingHours' | 'calmDays' | 'closedDays' | 'hoursOn'>, from: Date, ms: number, zone: string): Date {
  const start = localTime(from, zone)
  let left = ms
  for (let days = 0; days < 400; days += 1) {
    const day = fields(wallOf({ year: start.year, month: start.month, day: start.day + days }))
    const date = dateOf(day)
    const hours = policy.hoursOn?.[date] ?? policy.workingHours[day.weekday]
    if (!hours || policy.calmDays.includes(date) || policy.closedDays?.includes(date)) continue
    const opens = Math.max(atLocal({ ...dayOf(day), ...parseWallTime(hours[0]) }, zone).getTime(), from.getTime())
    const closes = atLocal({ ...dayOf(day), ...parseWallTime(hours[1]) }, zone).getTime()
    if (closes <= opens) continue
    if (left <= closes - opens) return new Date(opens + left)
    left -= closes - opens
  }
  // Nobody ever works: say something rather than hang.
  return new Date(from.getTime() + ms)
}

/** 'HH:MM' → its parts. */
export function parseWallTime(text: string): { hour: number; minute: number } {
  const minutes = minutesOf(text)
  return { hour: Math.floor(minutes / 60), minute: minutes % 60 }
}

const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
const dayOf = ({ year, month, day }: LocalDay): LocalDay => ({ year, month, day })
const dateOf = (day: LocalDay) => new Date(wallOf(day)).toISOString().slice(0, 10)

/** A wall time as if it were UTC, in milliseconds: arithmetic on calendars without a zone. */
const wallOf = (parts: LocalParts) =>
  Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0, parts.millisecond ?? 0)

function fields(wall: number): LocalTime {
  const date = new Date(wall)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    weekday: (date.getUTCDay() || 7) as Weekday,
  }
}

/** One instant, two in an overlap (earlier first), or the end of the gap. */
function instantsShowing(wall: number, zone: string): number[] {
  const before = offset(wall - DAY, zone)
  const after = offset(wall + DAY, zone)
  if (before === after) return [wall - before]
  const valid = [wall - before, wall - after].filter((instant, i) => offset(instant, zone) === (i === 0 ? before : after))
  return valid.length > 0 ? valid.sort((a, b) => a - b) : [transitionBetween(wall - after, wall - before, zone)]
}

/** The first instant in (low, high] whose offset is the one of `high`. */
function transitionBetween(low: number, high: number, zone: string): number {
  const offsetAfter = offset(high, zone)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offset(middle, zone) === offsetAfter) high = middle
    else low = middle
  }
  return high
}

type Zone = { format: Intl.DateTimeFormat; offsets: Map<number, number | null> }
const zones = new Map<string, Zone>()
const REMEMBERED = 4_000

/** Milliseconds that clocks in `zone` are ahead of UTC. Asking Intl is slow, so a whole UTC day without a change is remembered. */
function offset(at: number, name: string): number {
  let zone = zones.get(name)
  if (!zone) zones.set(name, (zone = { format: formatOf(name), offsets: new Map() }))
  const day = Math.floor(at / DAY)
  let known = zone.offsets.get(day)
  if (known === undefined) {
    const start = readOffset(day * DAY, zone.format)
    known = start === readOffset((day + 1) * DAY, zone.format) ? start : null
    if (zone.offsets.size >= REMEMBERED) zone.offsets.clear()
    zone.offsets.set(day, known)
  }
  return known ?? readOffset(at, zone.format)
}

function readOffset(at: number, format: Intl.DateTimeFormat): number {
  const read: Record<string, number> = {}
  for (const part of format.formatToParts(at)) read[part.type] = Number(part.value)
  const wall = Date.UTC(read['year']!, read['month']! - 1, read['day']!, read['hour']!, read['minute']!, read['second']!)
  return wall - Math.floor(at / 1000) * 1000
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const two = '2-digit'
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  })
}
