import { expect, test } from 'vitest'
import { together } from '../../src/cli/scenarios.ts'
import { collisions, loadOf } from '../../src/journeys/collisions.ts'
import type { Journey } from '../../src/journeys/schema.ts'
import { shipped } from './shipped.ts'

const of = (name: string) => shipped.journeys.find(({ journey }) => journey === name)!
/** The journey with a message of its own on another day. */
function moved(name: string, step: string, day: number): Journey {
  const journey = structuredClone(of(name))
  for (const { steps } of Object.values(journey.tracks)) if (steps[step]?.when) steps[step].when.day = day
  return journey
}

test('the journeys that ship do not meet on one day of one order', () => {
  expect(collisions(shipped.journeys)).toEqual([])
})

test('two that would are named, with both their messages', () => {
  const crossing = moved('cross-sell', Object.keys(of('cross-sell').tracks).flatMap(track => Object.keys(of('cross-sell').tracks[track]!.steps))[0]!, 14)
  expect(collisions([of('after-purchase'), crossing, of('birthday')])).toEqual([{ day: 14, steps: ['after-purchase/day-14', expect.stringMatching(/^cross-sell\//)] }])
  expect(together([of('after-purchase'), crossing], shipped.policy)[0]).toMatch(/^may both sell on day 14 of one order/)
})

test('what one customer could get in 60 days, and what the caps let through', () => {
  expect(loadOf([of('after-purchase')], shipped.policy)).toEqual({ transactional: 1, feedback: 2, marketing: 2, marketingLets: 2, reminders: 1 })
  expect(loadOf(shipped.journeys, shipped.policy)).toMatchObject({ marketingLets: 8 })
  expect(loadOf(shipped.journeys, shipped.policy).marketing).toBeGreaterThan(8)
})
