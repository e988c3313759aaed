/** What journeys do to one customer together. Pure: told before anything is switched on. */
import { DAY } from '../clock.ts'
import { durationMs } from './duration.ts'
import type { Policy } from './load.ts'
import type { Journey, Purpose, Trigger } from './schema.ts'

/** Triggers that happen at the same instant for one order. */
const SAME_INSTANT: readonly (readonly Trigger[])[] = [['order-taken', 'bought-again']]
const WINDOW_DAYS = 60

type Timed = { journey: string; step: string; trigger: Trigger; day: number; purpose: Purpose; asks: boolean }

/** Two messages that sell, of two journeys, planned for the same day of the same order or occasion. */
export type Collision = { day: number; steps: [string, string] }

/** Of all the given journeys, whether they are on or not. */
export function collisions(journeys: readonly Journey[]): Collision[] {
  const selling = journeys.flatMap(timed).filter(({ purpose }) => purpose === 'marketing')
  return selling.flatMap((one, at) =>
    selling
      .slice(at + 1)
      .filter(other => other.journey !== one.journey && other.day === one.day && meet(one.trigger, other.trigger))
      .map((other): Collision => ({ day: one.day, steps: [`${one.journey}/${one.step}`, `${other.journey}/${other.step}`] })),
  )
}

export type Load = Record<Purpose, number> & { /** What the caps let through of what sells. */ marketingLets: number; reminders: number }

/** What one customer could get in 60 days in sum, if everything began on one day: one order, and each occasion once. */
export function loadOf(journeys: readonly Journey[], { caps }: Policy): Load {
  const inWindow = journeys.flatMap(timed).filter(({ day }) => day <= WINDOW_DAYS)
  const count = (purpose: Purpose) => inWindow.filter(step => step.purpose === purpose).length
  const marketing = count('marketing')
  const most = Math.min(caps.marketingPerDay * WINDOW_DAYS, Math.ceil(WINDOW_DAYS / 7) * caps.marketingPer7Days, Math.ceil(WINDOW_DAYS / 30) * caps.marketingPer30Days)
  return { transactional: count('transactional'), feedback: count('feedback'), marketing, marketingLets: Math.min(marketing, most), reminders: inWindow.filter(({ asks }) => asks).length }
}

function timed({ journey, startsOn, tracks }: Journey): Timed[] {
  return Object.values(tracks).flatMap(track =>
    Object.entries(track.steps).flatMap(([step, definition]): Timed[] =>
      definition.when
        ? [{
            journey, step, trigger: track.startsOn ?? startsOn, purpose: definition.purpose, asks: definition.kind !== 'send' && (definition.kind === 'branch' || definition.remind),
            day: definition.when.day + (definition.when.after ? Math.floor(durationMs(definition.when.after) / DAY) : 0),
          }]
        : [],
    ),
  )
}

const meet = (a: Trigger, b: Trigger) => a === b || SAME_INSTANT.some(same => same.includes(a) && same.includes(b))
