import { createTexts, type Texts } from '../text/fluent.ts'
import { TEXTS } from './advance.ts'
import { readYaml, schemaProblems, show, stepOf, type Problem } from './problem.ts'
import { journeySchema, stepSchema, type AskStep, type Journey, type Reaction, type Step } from './schema.ts'
import { TEXT_ARGUMENTS } from './text-arguments.ts'
import { versionOf } from './version.ts'

export type JourneySources = { yaml: string; fa: string; en: string }

/** A journey, or everything that is wrong with it. `folder` is its folder's name, which the journey carries too. */
export function readJourney(folder: string, sources: JourneySources): { journey: Journey | null; problems: Problem[] } {
  const file = `${folder}/journey.yaml`
  const { data, problems } = readYaml(sources.yaml, file)
  const texts = createTexts({ fa: sources.fa, en: sources.en }, folder)
  for (const problem of texts.problems) problems.push(textProblem(problem))
  if (data === undefined) return { journey: null, problems }

  const parsed = journeySchema.safeParse(data)
  if (!parsed.success) problems.push(...schemaProblems(parsed.error, data, file, placeInJourney))
  const id = (data as { journey?: unknown } | null)?.journey
  if (typeof id === 'string' && id !== folder)
    problems.push({ file, step: 'journey', found: show(id), expected: `the name of its folder, "${folder}"`, mend: 'rename one of the two' })

  const said = new Map<string, Said>()
  for (const [track, strand] of looseTracks(data)) problems.push(...checkTrack(file, track, strand, said))
  problems.push(...checkTexts(folder, texts, said))
  if (!parsed.success || problems.length > 0) return { journey: null, problems }
  const content = { ...parsed.data, texts: { fa: sources.fa, en: sources.en } }
  return { journey: { ...content, version: versionOf(content) }, problems }
}

/** A text that a step says, and the labels it needs. */
type Said = { by: string; labels: Set<string> }
type LooseTrack = { selling: boolean; steps: Map<string, Step | null> }

/** What can be read of the tracks even when parts are wrong, so that everything is said at once. null: a step that cannot be read. */
function looseTracks(data: unknown): [string, LooseTrack][] {
  return entries(entry(data, 'tracks')).map(([name, track]) => {
    const steps = entries(entry(track, 'steps')).map(([step, raw]): [string, Step | null] => {
      const parsed = stepSchema.safeParse(raw)
      return [step, parsed.success ? parsed.data : null]
    })
    return [name, { selling: entry(track, 'selling') === true, steps: new Map(steps) }]
  })
}

function checkTrack(file: string, track: string, strand: LooseTrack, said: Map<string, Said>): Problem[] {
  const problems: Problem[] = []
  const { steps } = strand
  const names = [...steps.keys()].join(', ')
  const reached = new Set<string>()
  const complain = (step: string, found: string, expected: string, mend: string) => problems.push({ file, step: `${track}/${step}`, found, expected, mend })
  const says = (step: string, text: string, ...labels: string[]) => {
    const known = said.get(text) ?? { by: `${track}/${step}`, labels: new Set() }
    for (const label of labels) known.labels.add(label)
    said.set(text, known)
  }
  const goes = (from: string, to: string) => {
    reached.add(to)
    const target = steps.get(to)
    if (target === undefined) complain(from, `go: ${to}`, `a step of this track (${names})`, 'correct the name, or write that step')
    else if (target?.when) complain(from, `go: ${to}, a step with its own "when"`, 'a step without "when": it would be sent twice', 'remove one of the two')
    else if (target?.kind === 'branch') complain(from, `go: ${to}, a branch`, 'a step that says or asks something', 'go to one of its steps')
    return target
  }
  const react = (step: string, on: string, reaction: Reaction) => {
    const place = `${step}, on ${on}`
    if (reaction.go !== undefined) {
      const target = goes(step, reaction.go)
      if (target && target.kind !== 'ask') complain(place, `go: ${reaction.go}, which asks nothing`, 'a question', 'name it in "say" instead')
      if (reaction.say !== undefined) complain(place, '"say" and "go" together', 'one message for one answer', 'write lead instead of say: it opens the next question')
      if (reaction.end) complain(place, '"end" and "go" together', 'one of the two', 'remove one')
    } else {
      if (reaction.say === undefined) complain(place, 'neither "say" nor "go"', 'an answer to the customer', 'add say: with the name of a text, or go: with the next question')
      if (reaction.lead !== undefined) complain(place, '"lead" without "go"', 'a question that it opens', 'write say instead of lead')
    }
    if (reaction.lead !== undefined) says(step, reaction.lead)
    if (reaction.say !== undefined) says(step, reaction.say, ...(reaction.person ? ['person'] : []))
    if (reaction.openCase) says(step, TEXTS.takenBack)
    if (reaction.again) {
      if (!/^\d+d$/.test(reaction.again.after)) complain(place, `again after ${reaction.again.after}`, 'whole days', 'write for example 3d')
      says(step, TEXTS.againOf(step))
      react(step, `${on} again`, reaction.again.then)
    }
  }

  for (const [name, step] of steps) {
    if (!step) continue
    if (step.purpose === 'marketing' && !strand.selling)
      complain(name, 'purpose: marketing', 'marketing only in a track with selling: true, which waits while a case is open', 'move it to such a track')
    if (step.kind === 'send') says(name, step.text)
    if (step.kind === 'branch') {
      if (!step.when) complain(name, 'a branch without "when"', 'an instant at which it decides', 'add when: { day: … }')
      for (const go of [...step.if.map(one => one.go), step.else]) {
        const target = goes(name, go)
        if (target && target.purpose !== step.purpose)
          complain(name, `purpose: ${step.purpose}, going to ${go} with ${target.purpose}`, 'the same purpose: the row is sent under the one of the branch', 'give both the same')
      }
    }
    if (step.kind === 'ask') {
      says(name, name, ...step.choices.map(choice => choice.value))
      for (const text of [TEXTS.reminderOf(name), TEXTS.noted, TEXTS.changed]) says(name, text)
      for (const problem of checkAsk(step)) complain(name, ...problem)
      for (const [on, reaction] of Object.entries(step.on)) react(name, on, reaction)
    }
  }

  const unreadable = [...steps.values()].some(step => step === null)
  if (!unreadable) {
    for (const [name, step] of steps)
      if (step && !step.when && !reached.has(name) && !(step.kind === 'branch'))
        complain(name, 'no "when", and no step that goes to it', 'a way to reach it', 'give it when: { day: … }, or name it in a "go"')
    for (const name of circles(steps)) complain(name, `a circle: its answers lead back to ${name}`, 'questions that come to an end', 'change one "go"')
    const timed = [...steps.values()].some(step => step?.when)
    if (!timed) problems.push({ file, step: track, found: 'no step with "when"', expected: 'at least one: nothing would ever be sent', mend: 'give the first step when: { day: … }' })
  }
  return problems
}

function checkAsk(step: AskStep): [string, string, string][] {
  const problems: [string, string, string][] = []
  const values = step.choices.map(choice => choice.value)
  const twice = values.filter((value, i) => values.indexOf(value) !== i)
  for (const value of new Set(twice)) problems.push([`the choice "${value}" twice`, 'each choice once', 'remove one'])
  for (const value of values)
    if (!step.on[value] && !step.on['*']) problems.push([`nothing under "on" for the choice "${value}"`, 'what follows each choice', `add ${value}: to "on", or '*': for all others`])
  for (const on of Object.keys(step.on))
    if (on !== '*' && on !== 'words' && !values.includes(on)) problems.push([`"${on}" under "on"`, `one of the choices (${[...values, 'words', '*'].join(', ')})`, 'correct the name, or add the choice'])
  if (step.words === 'answer' && !step.on['words'] && !step.on['*']) problems.push(['words: answer, but nothing under "on" for words', 'what follows free text', 'add words: to "on"'])
  if (step.words === 'note' && step.on['words']) problems.push(['"words" under "on", but words: note', 'words: answer', 'write words: answer, or remove it from "on"'])
  const scores = step.choices.map(choice => choice.score)
  if (scores.some(Boolean) && scores.some((score, i) => score === undefined || (i > 0 && score >= (scores[i - 1] ?? 0))))
    problems.push([`scores ${scores.map(score => score ?? 'none').join(', ')}`, 'a score for each choice or for none, best first', 'order them from 5 down'])
  if (step.choices.length === 0 && step.words === 'note') problems.push(['no choices and words: note', 'a way to answer', 'add choices, or write words: answer'])
  return problems
}

/** Steps on a circle of "go". */
function circles(steps: Map<string, Step | null>): string[] {
  const next = (name: string) => {
    const step = steps.get(name)
    if (step?.kind === 'branch') return [step.else, ...step.if.map(one => one.go)]
    return step?.kind === 'ask' ? Object.values(step.on).flatMap(goesOf) : []
  }
  return [...steps.keys()].filter(start => {
    const seen = new Set<string>()
    const todo = next(start)
    while (todo.length > 0) {
      const name = todo.pop()!
      if (name === start) return true
      if (seen.has(name)) continue
      seen.add(name)
      todo.push(...next(name))
    }
    return false
  })
}

const goesOf = (reaction: Reaction): string[] => [...(reaction.go === undefined ? [] : [reaction.go]), ...(reaction.again ? goesOf(reaction.again.then) : [])]

function checkTexts(folder: string, texts: Texts, said: Map<string, Said>): Problem[] {
  const problems: Problem[] = []
  for (const locale of ['fa', 'en'] as const) {
    const other = locale === 'fa' ? 'en' : 'fa'
    const file = `${folder}/${locale}.ftl`
    for (const [text, { by, labels }] of said)
      for (const label of [undefined, ...labels]) {
        // Missing in this language alone: createTexts has said so.
        if (texts.has(locale, text, label) || texts.has(other, text, label)) continue
        const name = label === undefined ? text : `${text}.${label}`
        const line = label === undefined ? `${text} = …` : `.${label} = … under ${text}`
        problems.push({ file, step: by, found: `no words for "${name}"`, expected: label === undefined ? 'the text that this step says' : 'a label for each choice', mend: `write ${line}` })
      }
    for (const key of texts.keys(locale).filter(name => !name.includes('.')))
      for (const variable of texts.variables(locale, key))
        if (!TEXT_ARGUMENTS.includes(variable))
          problems.push({ file, ...stepOf(said.get(key)?.by), found: `$${variable} in "${key}"`, expected: `one of ${TEXT_ARGUMENTS.map(name => `$${name}`).join(' ')}`, mend: 'correct the name' })
  }
  return problems
}

/** createTexts says whole sentences: 'folder/fa.ftl: what: mend'. */
function textProblem(sentence: string): Problem {
  const [file = '', found = sentence, ...mend] = sentence.split(': ')
  return { file, found, expected: 'the same texts, readable, in fa.ftl and en.ftl', mend: mend.join(': ') || 'correct it' }
}

function placeInJourney(path: string[]): string | undefined {
  if (path[0] !== 'tracks') return path.length > 1 ? path.join('/') : undefined
  const [, track, , step, ...rest] = path
  const inside = rest.length > 1 ? `, ${rest.slice(0, -1).join(' ')}` : ''
  return step === undefined ? track : `${track}/${step}${inside}`
}

const entry = (value: unknown, key: string): unknown => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined)
const entries = (value: unknown): [string, unknown][] => (value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [])
