import { createTexts, type Texts } from '../text/fluent.ts'
import { checkTrack, type LooseTrack, type SaidTexts } from './check-track.ts'
import { parseSegment } from './segment.ts'
import { readYaml, schemaProblems, show, type Problem } from './problem.ts'
import type { z } from 'zod'
import { journeySchema, stepSchema, SUBJECT_OF, type Journey, type Step } from './schema.ts'
import { TEXT_ARGUMENTS } from './text-arguments.ts'
import { versionOf } from './version.ts'

export type JourneySources = { yaml: string; fa: string; en: string }

/** A journey, or everything that is wrong with it. `folder` is its folder's name, which the journey carries too. */
export function readJourney(folder: string, sources: JourneySources): { journey: Journey | null; problems: Problem[] } {
  const file = `${folder}/journey.yaml`
  const { data, problems } = readYaml(sources.yaml, file)
  const texts = createTexts({ fa: sources.fa, en: sources.en }, folder)
  problems.push(...texts.problems.map(textProblem))
  if (data === undefined) return { journey: null, problems }

  const parsed = journeySchema.safeParse(data)
  if (!parsed.success) problems.push(...schemaProblems(parsed.error, data, file, placeInJourney))
  const id = entry(data, 'journey')
  if (typeof id === 'string' && id !== folder) {
    const expected = `the name of its folder, "${folder}"`
    problems.push({ file, step: 'journey', found: show(id), expected, mend: 'rename one of the two' })
  }
  const said: SaidTexts = new Map()
  for (const [track, strand] of looseTracks(data)) problems.push(...checkTrack(file, track, strand, said))
  problems.push(...missingWords(folder, texts, said), ...unknownFacts(folder, texts))
  if (parsed.success) problems.push(...checkWhole(file, parsed.data))

  if (!parsed.success || problems.length > 0) return { journey: null, problems }
  const content = { ...parsed.data, texts: { fa: sources.fa, en: sources.en } }
  return { journey: { ...content, version: versionOf(content) }, problems }
}

/** What concerns the journey as a whole. */
function checkWhole(file: string, { subject, startsOn, holdOut, audience, tracks }: z.infer<typeof journeySchema>): Problem[] {
  const problems: Problem[] = []
  for (const [track, trigger] of [['startsOn', startsOn] as const, ...Object.entries(tracks).map(([name, one]) => [name, one.startsOn ?? startsOn] as const)])
    if (SUBJECT_OF[trigger] !== subject) {
      const expected = `a trigger that speaks of a ${subject}`
      problems.push({ file, step: track, found: `startsOn: ${trigger}, which speaks of a ${SUBJECT_OF[trigger]}`, expected, mend: 'correct subject or startsOn' })
    }
  const read = audience === undefined ? null : parseSegment(audience)
  if (read && 'problem' in read) problems.push({ file, step: 'audience', found: `${read.problem.found}, at character ${read.problem.at + 1}`, expected: read.problem.expected, mend: 'correct it; a saved segment cannot be named here' })
  const kept = Object.values(tracks).flatMap(({ steps }) => Object.values(steps)).find(step => step.purpose !== 'marketing')
  if (holdOut && kept) {
    const expected = 'a journey of marketing alone: thanks, questions, apologies and order news are kept from nobody'
    problems.push({ file, step: 'holdOut', found: `holdOut: ${holdOut} beside purpose: ${kept.purpose}`, expected, mend: 'remove holdOut, or give it to single steps' })
  }
  return problems
}

/** What can be read of the tracks even when parts are wrong, so that everything is said at once. */
function looseTracks(data: unknown): [string, LooseTrack][] {
  return entries(entry(data, 'tracks')).map(([name, track]) => {
    const steps = entries(entry(track, 'steps')).map(([step, raw]): [string, Step | null] => {
      const parsed = stepSchema.safeParse(raw)
      return [step, parsed.success ? parsed.data : null]
    })
    return [name, { selling: entry(track, 'selling') === true, steps: new Map(steps) }]
  })
}

/** Texts and labels that a step needs and neither language has; what one of them has, createTexts misses in the other. */
function missingWords(folder: string, texts: Texts, said: SaidTexts): Problem[] {
  const needed = [...said].flatMap(([text, { by, labels }]) => [
    { by, text, label: undefined, expected: 'the text that this step says', line: `${text} = …` },
    ...[...labels].map(label => ({ by, text, label, expected: 'a label for each choice', line: `.${label} = … under ${text}` })),
  ])
  return needed
    .filter(({ text, label }) => !texts.has('fa', text, label) && !texts.has('en', text, label))
    .flatMap(({ by, text, label, expected, line }) =>
      LOCALES.map(locale => {
        const found = `no words for "${label === undefined ? text : `${text}.${label}`}"`
        return { file: `${folder}/${locale}.ftl`, step: by, found, expected, mend: `write ${line}` }
      }),
    )
}

function unknownFacts(folder: string, texts: Texts): Problem[] {
  const expected = `one of ${TEXT_ARGUMENTS.map(name => `$${name}`).join(' ')}`
  return LOCALES.flatMap(locale =>
    texts
      .keys(locale)
      .filter(key => !key.includes('.'))
      .flatMap(key => texts.variables(locale, key).map(variable => ({ key, variable })))
      .filter(({ variable }) => !TEXT_ARGUMENTS.includes(variable))
      .map(({ key, variable }) => ({ file: `${folder}/${locale}.ftl`, step: key, found: `$${variable}`, expected, mend: 'correct the name' })),
  )
}

/** createTexts says whole sentences: 'folder/fa.ftl: what: mend'. */
function textProblem(sentence: string): Problem {
  const [file = '', found = sentence, ...mend] = sentence.split(': ')
  return { file, found, expected: 'the same texts, readable, in fa.ftl and en.ftl', mend: mend.join(': ') || 'correct it' }
}

/** tracks.checkup.steps.arrived.on.yes.say → 'checkup/arrived, on yes' */
function placeInJourney(path: string[]): string | undefined {
  if (path[0] !== 'tracks') return path.length > 1 ? path.join('/') : undefined
  const [, track, , step, ...rest] = path
  const inside = rest.length > 1 ? `, ${rest.slice(0, -1).join(' ')}` : ''
  return step === undefined ? track : `${track}/${step}${inside}`
}

const LOCALES = ['fa', 'en'] as const
const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value)
const entry = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined)
const entries = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : [])
