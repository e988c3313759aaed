import type { Locale } from '../channel.ts'
import { UserError } from '../errors.ts'
import { loadScenarios, readScenarios } from '../journeys/load.ts'
import { outline } from '../journeys/outline.ts'
import { tell } from '../journeys/problem.ts'

/** `scenarios check`: every problem of the folder, one line each; empty when it can be used. */
export function checkScenarios(folder: string): string[] {
  return readScenarios(folder).problems.map(tell)
}

/** `scenarios show NAME`: the journey's time line. Throws a UserError when the folder has problems or no such journey. */
export function showScenario(folder: string, name: string, locale: Locale): string {
  const { journeys } = loadScenarios(folder)
  const journey = journeys.find(candidate => candidate.journey === name)
  if (!journey) throw new UserError(`There is no journey "${name}" in ${folder}, only: ${journeys.map(one => one.journey).join(', ')}`)
  return outline(journey, locale)
}
