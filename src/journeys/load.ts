import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { shippedFolder } from '../config.ts'
import { UserError } from '../errors.ts'
import { readJourney } from './check.ts'
import { offersOf } from './check-track.ts'
import { policySchema, relatedSchema } from './policy.ts'
import { readYaml, schemaProblems, show, tell, type Problem } from './problem.ts'
import type { Journey } from './schema.ts'
import { audienceSchema, howToSchema, loyaltySchema, offersSchema, type Audience, type HowTo, type LoyaltyRules, type OfferTemplate } from './templates.ts'

/** The journeys of a folder, the policy beside them, and what day 14 may recommend. */
export type Scenarios = {
  journeys: Journey[]
  policy: Policy
  related: Related[]
  /** Templates by name. */
  offers: Record<string, OfferTemplate>
  howTo: HowTo[]
  loyalty: LoyaltyRules
  audience: Audience
}

export type Policy = {
  /** Local wall times 'HH:MM'; [from, to) may cross midnight. */
  quietHours: { from: string; to: string }
  /** Releases after quiet hours are spread over so long. */
  spreadMs: number
  gapMs: number
  caps: {
    marketingPerDay: number
    marketingPer7Days: number
    marketingPer30Days: number
    /** feedback and marketing together, per local day */
    promptingPerDay: number
    /** everything unsolicited */
    unsolicitedPer30Days: number
  }
  surveyCoolDownMs: number
  /** Per shop, by what support can answer. */
  questionsPerHour: number
  graceMs: number
  /** A survey is open so long after its first question. */
  surveyOpenMs: number
  /** Answers to a question this old are passed on as words. */
  lateAnswerMs: number
  reminderAfterDays: number
  consentAskAgainMs: number
  consentAsksAtMost: number
  /** No win-back so soon after joining. */
  newcomerMs: number
  linkLifeMs: number
  /** ISO weekday (1 = Monday) → [from, to] local wall times. */
  workingHours: Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, [string, string]>>
  /** Local dates 'YYYY-MM-DD' on which nothing is sold and nobody works. */
  calmDays: string[]
  /** Local dates on which nobody works, and those with other hours than the week's. */
  closedDays?: string[]
  hoursOn?: Record<string, [string, string]>
  /** A person answers a case within so many working minutes. */
  answerWithinMs: number
  /** Codes and points together take off at most so much of an order's goods, in percent. */
  discountPerOrder: number
}

/** What may be recommended to somebody who bought from `category`. */
export type Related = { category: string; products: { name: { fa: string; en: string }; url?: string }[] }

/**
 * Reads a folder of scenarios: policy.yaml, related.yaml and one folder per journey. `overlay` is a folder whose policy.yaml and
 * related.yaml stand above those (the demo's shop has a code for day 30). Throws a UserError that lists every problem at once.
 */
export function loadScenarios(folder: string, overlay?: string): Scenarios {
  const { scenarios, problems } = readScenarios(folder, overlay)
  if (problems.length === 0 && scenarios) return scenarios
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  throw new UserError([`The scenarios in ${folder} cannot be used, ${count}:`, ...problems.map(problem => `- ${tell(problem)}`)].join('\n'))
}

/** The same, with the problems as values. */
export function readScenarios(folder: string, overlay?: string): { scenarios: Scenarios | null; problems: Problem[] } {
  if (!existsSync(folder)) {
    const expected = 'the folder with policy.yaml and the journeys'
    const mend = 'correct SCENARIOS_DIR, or remove it to use the shipped ones'
    return { scenarios: null, problems: [{ file: folder, found: 'no such folder', expected, mend }] }
  }
  const problems: Problem[] = []
  const policy = readPolicy(folder, overlay, problems)
  // A folder of one's own need not repeat what it does not change.
  const from = (file: string) => [overlay, folder, shippedFolder('scenarios')].find(place => place !== undefined && existsSync(join(place, file))) ?? folder
  const listed = <Schema extends z.ZodType>(file: string, schema: Schema) => readList(from(file), file, schema, problems)
  const related = listed('related.yaml', relatedSchema)
  const offers = listed('offers.yaml', offersSchema)
  const howTo = listed('how-to.yaml', howToSchema)
  const loyalty = listed('loyalty.yaml', loyaltySchema)
  const audience = listed('audience.yaml', audienceSchema)
  const journeys = readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && !isOverlay(join(folder, entry.name)))
    .map(entry => entry.name)
    .sort()
    .flatMap(name => readFolder(folder, name, problems))
  if (journeys.length === 0 && problems.length === 0) {
    const expected = 'at least one folder with journey.yaml, fa.ftl and en.ftl'
    problems.push({ file: folder, found: 'no journey', expected, mend: COPY })
  }
  if (offers) problems.push(...unknownOffers(journeys, Object.keys(offers)))
  const isWhole = policy && related && offers && howTo && loyalty && audience && problems.length === 0
  return { scenarios: isWhole ? { journeys, policy, related, offers, howTo, loyalty, audience } : null, problems }
}

function readFolder(folder: string, name: string, problems: Problem[]): Journey[] {
  const yaml = read(folder, `${name}/journey.yaml`, problems)
  if (yaml === null) return []
  const [fa, en] = ['fa.ftl', 'en.ftl'].map(file => read(folder, `${name}/${file}`, problems))
  // A missing file is said once, not once per text.
  const { journey, problems: found } = readJourney(name, { yaml, fa: fa ?? en ?? '', en: en ?? fa ?? '' })
  problems.push(...found)
  return journey ? [journey] : []
}

function readPolicy(folder: string, overlay: string | undefined, problems: Problem[]): Policy | null {
  const base = readData(folder, 'policy.yaml', problems)
  const above = overlay && existsSync(join(overlay, 'policy.yaml')) ? readData(overlay, 'policy.yaml', problems) : {}
  if (base === undefined || above === undefined) return null
  if (base === null || typeof base !== 'object' || Array.isArray(base)) {
    problems.push({ file: 'policy.yaml', found: show(base), expected: 'settings, one a line', mend: COPY })
    return null
  }
  const data = { ...base, ...(above as object) }
  const parsed = policySchema.safeParse(data)
  if (!parsed.success) problems.push(...schemaProblems(parsed.error, data, 'policy.yaml', path => path.join('.') || undefined))
  return parsed.data ?? null
}

/** A file of settings beside the journeys; one that may be missing is taken as empty. */
function readList<Schema extends z.ZodType>(folder: string, file: string, schema: Schema, problems: Problem[]): z.infer<Schema> | null {
  const data = existsSync(join(folder, file)) ? readData(folder, file, problems) : null
  if (data === undefined) return null
  const parsed = schema.safeParse(data)
  if (!parsed.success) problems.push(...schemaProblems(parsed.error, data, file, Array.isArray(data) ? placeInList : path => path.join('.') || undefined))
  return parsed.data ?? null
}

/** A step that gives a coupon names a template of offers.yaml. */
function unknownOffers(journeys: readonly Journey[], known: readonly string[]): Problem[] {
  return journeys.flatMap(({ journey, tracks }) =>
    Object.entries(tracks).flatMap(([track, { steps }]) =>
      Object.entries(steps).flatMap(([step, definition]) =>
        offersOf(definition)
          .filter(offer => !known.includes(offer))
          .map(offer => ({
            file: `${journey}/journey.yaml`, step: `${track}/${step}`, found: `offer: ${offer}`, expected: `a template of offers.yaml (${known.join(', ')})`,
            mend: 'correct the name, or write that template with its budget',
          })),
      ),
    ),
  )
}

/** '2.products.0.name' → 'entry 3, products 1, name': people count from one. */
function placeInList(path: string[]): string | undefined {
  const place = path.map(part => (/^\d+$/.test(part) ? String(Number(part) + 1) : part)).join(' ')
  return place === '' ? undefined : `entry ${place}`
}

function readData(folder: string, file: string, problems: Problem[]): unknown {
  const source = read(folder, file, problems)
  if (source === null) return undefined
  const { data, problems: found } = readYaml(source, file)
  problems.push(...found)
  return data
}

function read(folder: string, file: string, problems: Problem[]): string | null {
  try {
    return readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, '')
  } catch {
    problems.push({ file, found: 'nothing that can be read', expected: 'this file', mend: COPY })
    return null
  }
}

const COPY = 'copy the shipped scenarios and begin with those'

/** A folder to lay over policy and related products; not a journey. */
const isOverlay = (folder: string) =>
  !existsSync(join(folder, 'journey.yaml')) && (existsSync(join(folder, 'policy.yaml')) || existsSync(join(folder, 'related.yaml')))
