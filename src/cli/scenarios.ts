import { join } from 'node:path'
import type { Locale } from '../channel.ts'
import { UserError } from '../errors.ts'
import { collisions, loadOf } from '../journeys/collisions.ts'
import { loadScenarios, readScenarios, type Policy } from '../journeys/load.ts'
import type { Journey } from '../journeys/schema.ts'
import { outline } from '../journeys/outline.ts'
import { tell } from '../journeys/problem.ts'
import type { Command } from './command.ts'

export const scenariosCheckCommand: Command = {
  name: 'scenarios check',
  summary: 'say whether the journeys and the policy can be used',
  needs: 'config',
  async run({ config, out, err }) {
    const problems = checkScenarios(config.scenariosDir)
    if (problems.length === 0) {
      const { journeys, policy } = loadScenarios(config.scenariosDir)
      out(`${config.scenariosDir} can be used: ${journeys.map(({ journey, on }) => `${journey} (${on ? 'on' : 'off'})`).join(', ')}`)
      for (const line of together(journeys, policy)) out(line)
      return 0
    }
    for (const problem of problems) err(problem)
    err(problems.length === 1 ? 'One problem.' : `${problems.length} problems.`)
    return 1
  },
}

export const scenariosShowCommand: Command = {
  name: 'scenarios show',
  summary: "draw a journey's time line, with its words",
  arguments: '<name>',
  options: [{ flags: '--language <fa|en>', summary: "the words' language; the shop's own when it is left out" }],
  needs: 'config',
  async run({ config, args, options, out }) {
    out(showScenario(config.scenariosDir, args[0]!, localeOf(options.language) ?? config.shop.locale))
    return 0
  },
}

/** What the journeys do to one customer together: those that are on, and all of them. */
export function together(journeys: readonly Journey[], policy: Policy): string[] {
  const clashes = collisions(journeys).map(({ day, steps: [one, other] }) => `may both sell on day ${day} of one order or occasion: ${one} and ${other} (the gate lets one go that day, the other waits)`)
  const sum = (name: string, some: readonly Journey[]) => {
    const { transactional, feedback, marketing, marketingLets, reminders } = loadOf(some, policy)
    return `${name}: one customer could get ${transactional} news, ${feedback} questions and thanks, ${reminders} reminders and ${marketing} offers in 60 days; the caps let ${marketingLets} offers through`
  }
  return [...clashes, sum('those that are on', journeys.filter(({ on }) => on)), sum('all of them', journeys)]
}

/** Every problem of the folder, what the demo lays over it included, one line each; empty when it can be used. */
export function checkScenarios(folder: string): string[] {
  const problems = [readScenarios(folder), readScenarios(folder, join(folder, 'demo'))].flatMap(read => read.problems.map(tell))
  return [...new Set(problems)]
}

/** The journey's time line. Throws a UserError when the folder has problems or no such journey. */
export function showScenario(folder: string, name: string, locale: Locale): string {
  const { journeys } = loadScenarios(folder)
  const journey = journeys.find(candidate => candidate.journey === name)
  if (!journey) throw new UserError(`There is no journey "${name}" in ${folder}, only: ${journeys.map(one => one.journey).join(', ')}`)
  return outline(journey, locale)
}

function localeOf(option: string | boolean | undefined): Locale | null {
  if (option === undefined) return null
  if (option === 'fa' || option === 'en') return option
  throw new UserError(`--language is "${option}", expected fa or en`)
}
