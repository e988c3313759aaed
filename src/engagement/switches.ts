/** What managers switch for the whole shop, in the bot and on the dashboard alike: stopping and going on, rehearsal, days and hours. */
import { DAY, type Clock } from '../clock.ts'
import { localDate } from '../journeys/local-time.ts'
import type { Scenarios } from '../journeys/load.ts'
import { gregorian } from '../journeys/policy.ts'
import type { Tx } from '../store/store.ts'
import { changeControls } from './controls.ts'
import { releaseHeld } from './outbox.ts'

type Parts = { tx: Tx; clock: Clock }

const DAYS_AT_ONCE = 120

/** A journey, or one step of it, by name; steps may be named without their journey. */
export function findPlace({ journeys }: Pick<Scenarios, 'journeys'>, asked: string): string | null {
  for (const { journey, tracks } of journeys) {
    if (asked === journey) return journey
    for (const { steps } of Object.values(tracks)) for (const step of Object.keys(steps)) if (asked === step || asked === `${journey}/${step}`) return `${journey}/${step}`
  }
  return null
}

export async function pausePlace({ tx }: Pick<Parts, 'tx'>, place: string): Promise<void> {
  await changeControls(tx, now => ({ paused: [...new Set([...now.paused, place])] }))
}

/** One place, or (null) everything that was stopped. */
export async function resumeSending({ tx, clock }: Parts, place: string | null): Promise<void> {
  await changeControls(tx, now => (place ? { paused: now.paused.filter(other => other !== place) } : { paused: [], stopAll: false }))
  await releaseHeld({ tx, clock }, { class: { in: ['flow', 'bulk'] } }, ['paused'])
}

export async function stopSending({ tx }: Pick<Parts, 'tx'>): Promise<void> {
  await changeControls(tx, () => ({ stopAll: true }))
}

export async function rehearse({ tx }: Pick<Parts, 'tx'>, shadow: boolean): Promise<void> {
  await changeControls(tx, () => ({ shadow }))
}

/** 'today', 'tomorrow', a date of either calendar, or two with '..' between them → Gregorian dates. null: not understood. */
export function readDays(asked: string, { now, zone }: { now: Date; zone: string }): string[] | null {
  const words: Record<string, number> = { today: 0, امروز: 0, tomorrow: 1, فردا: 1 }
  if (Object.hasOwn(words, asked)) return [localDate(new Date(now.getTime() + words[asked]! * DAY), zone)]
  const [from, to = from] = asked.split(/\.\.|…/).map(part => gregorian(part.trim().replaceAll('/', '-')))
  if (!from || !to || from > to) return null
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < DAYS_AT_ONCE; at += DAY) days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

/** '10:00', '15:00' → hours of a working day. null: not understood, or they end before they begin. */
export function readHours(from: string | undefined, to: string | undefined): [string, string] | null {
  const isTime = (text: string | undefined): text is string => /^([01]\d|2[0-3]):[0-5]\d$/.test(text ?? '')
  return isTime(from) && isTime(to) && from < to ? [from, to] : null
}

/** calmDays: nothing is sold and nobody works. closedDays: nobody works. */
export async function markDays({ tx }: Pick<Parts, 'tx'>, list: 'calmDays' | 'closedDays', days: readonly string[]): Promise<void> {
  await changeControls(tx, now => ({ [list]: [...new Set([...now[list], ...days])].sort() }))
}

export async function setHours({ tx }: Pick<Parts, 'tx'>, days: readonly string[], hours: [string, string]): Promise<void> {
  await changeControls(tx, now => ({ hoursOn: { ...now.hoursOn, ...Object.fromEntries(days.map(day => [day, hours])) } }))
}

/** Takes calm days, closed days and other hours back. */
export async function openDays({ tx, clock }: Parts, days: readonly string[]): Promise<void> {
  const gone = new Set(days)
  await changeControls(tx, now => ({
    calmDays: now.calmDays.filter(day => !gone.has(day)), closedDays: now.closedDays.filter(day => !gone.has(day)),
    hoursOn: Object.fromEntries(Object.entries(now.hoursOn).filter(([day]) => !gone.has(day))),
  }))
  await releaseHeld({ tx, clock }, {}, ['calm-day'])
}
