import { TEXTS } from './advance.ts'
import type { Problem } from './problem.ts'
import type { AskStep, Reaction, Step } from './schema.ts'

/** A track as far as it can be read; null: a step that cannot. */
export type LooseTrack = { selling: boolean; startsOn?: unknown; steps: Map<string, Step | null> }
/** Texts that steps say, with who says them first and the labels that they need. Filled by checkTrack. */
export type SaidTexts = Map<string, { by: string; labels: Set<string> }>

/** What is wrong with a track beyond the form of its steps. */
export function checkTrack(file: string, track: string, strand: LooseTrack, said: SaidTexts): Problem[] {
  const problems: Problem[] = []
  for (const [name, step] of strand.steps) {
    if (!step) continue
    const complaints = [...checkPurpose(step, strand), ...checkWhen(step), ...checkTargets(step, strand), ...(step.kind === 'ask' ? checkAsk(step) : [])]
    problems.push(...complaints.map(({ at, ...complaint }) => ({ file, step: `${track}/${name}${at ? `, ${at}` : ''}`, ...complaint })))
    for (const { text, labels } of textsOf(name, step)) {
      const known = said.get(text) ?? { by: `${track}/${name}`, labels: new Set() }
      said.set(text, known)
      for (const label of labels) known.labels.add(label)
    }
  }
  // A step that cannot be read may lead anywhere.
  if ([...strand.steps.values()].every(step => step !== null))
    problems.push(...checkShape(strand).map(({ at, ...complaint }) => ({ file, step: at ? `${track}/${at}` : track, ...complaint })))
  return problems
}

type Complaint = { at?: string; found: string; expected: string; mend: string }

function checkPurpose(step: Step, { selling }: LooseTrack): Complaint[] {
  if (step.purpose !== 'marketing' || selling) return []
  const expected = 'marketing only in a track with selling: true, which waits while a case is open'
  return [{ found: 'purpose: marketing', expected, mend: 'move it to such a track' }]
}

function checkWhen({ when }: Step): Complaint[] {
  if (when?.after === undefined || (when.day === 0 && when.at === undefined && when.afterDelivery === undefined)) return []
  return [{ found: `after: ${when.after} beside a day`, expected: 'when: { day: 0, after: … }: so long after the anchor', mend: 'choose one of the two' }]
}

/** Every "go" leads to a step that waits to be gone to. */
function checkTargets(step: Step, { steps }: LooseTrack): Complaint[] {
  return goesOf(step).flatMap((go): Complaint[] => {
    const target = steps.get(go)
    const found = `go: ${go}`
    if (target === undefined)
      return [{ found, expected: `a step of this track (${[...steps.keys()].join(', ')})`, mend: 'correct the name, or write that step' }]
    if (target?.when)
      return [{ found: `${found}, a step with its own "when"`, expected: 'a step without it: this one would be sent twice', mend: 'remove one' }]
    if (target?.kind === 'branch')
      return [{ found: `${found}, a branch`, expected: 'a step that says or asks something', mend: 'go to one of its steps' }]
    if (target && step.kind === 'ask' && target.kind !== 'ask')
      return [{ found: `${found}, which asks nothing`, expected: 'a question', mend: 'name its text in "say" instead' }]
    if (target && step.kind === 'branch' && target.purpose !== step.purpose) {
      const expected = 'the same purpose: the row is sent under that of the branch'
      return [{ found: `purpose: ${step.purpose}, going to ${go} with ${target.purpose}`, expected, mend: 'give both the same' }]
    }
    return []
  })
}

function checkAsk(step: AskStep): Complaint[] {
  const values = step.choices.map(choice => choice.value)
  const complaints: Complaint[] = []
  const complain = (found: string, expected: string, mend: string) => complaints.push({ found, expected, mend })
  for (const value of new Set(values.filter((one, i) => values.indexOf(one) !== i)))
    complain(`the choice "${value}" twice`, 'each choice once', 'remove one')
  for (const value of values)
    if (!step.on[value] && !step.on['*'])
      complain(`nothing under "on" for the choice "${value}"`, 'what follows each choice', `add ${value}: to "on", or '*': for all others`)
  for (const on of Object.keys(step.on))
    if (on !== '*' && on !== 'words' && !values.includes(on))
      complain(`"${on}" under "on"`, `one of the choices (${[...values, 'words', '*'].join(', ')})`, 'correct the name, or add the choice')
  if (step.words === 'answer' && !step.on['words'] && !step.on['*'])
    complain('words: answer, but nothing under "on" for words', 'what follows free text', 'add words: to "on"')
  if (step.words === 'note' && step.on['words'])
    complain('"words" under "on", but words: note', 'words: answer', 'write words: answer, or remove it from "on"')
  if (step.words === 'note' && values.length === 0)
    complain('no choices and words: note', 'a way to answer', 'add choices, or write words: answer')
  const scores = step.choices.map(choice => choice.score)
  const top = step.scale === 'nps' ? 10 : 5
  const lowest = step.scale === 'nps' ? 0 : 1
  if (scores.some(score => score !== undefined) && scores.some((score, i) => score === undefined || score > top || score < lowest || (i > 0 && score >= (scores[i - 1] ?? 0))))
    complain(`scores ${scores.map(score => score ?? 'none').join(', ')}`, `a score from ${top} to ${lowest} for each choice or none, best first`, `order them from ${top} down`)
  for (const [on, reaction] of Object.entries(step.on)) complaints.push(...checkReaction(`on ${on}`, reaction))
  return complaints
}

/** One answer, one message: a text, or the next question maybe opened by another text. */
function checkReaction(at: string, reaction: Reaction): Complaint[] {
  const { go, say, lead, end, again } = reaction
  const complaints: Complaint[] = []
  const complain = (found: string, expected: string, mend: string) => complaints.push({ at, found, expected, mend })
  if (go === undefined && say === undefined)
    complain('neither "say" nor "go"', 'an answer to the customer', 'add say: with the name of a text, or go: with the next question')
  if (go !== undefined && say !== undefined)
    complain('"say" and "go" together', 'one message for one answer', 'write lead instead of say: it opens the next question')
  if (go !== undefined && end) complain('"end" and "go" together', 'one of the two', 'remove one')
  if (reaction.noOffer !== undefined && reaction.offer === undefined) complain('"noOffer" without "offer"', 'an offer that may be missing', 'add offer: with the name of a template')
  if (reaction.offer !== undefined && say === undefined) complain('"offer" without "say"', 'a text that hands it over', 'add say: with the name of a text')
  if (reaction.noLink) complaints.push(...checkReaction(`${at} noLink`, reaction.noLink))
  if (go === undefined && lead !== undefined) complain('"lead" without "go"', 'a question that it opens', 'write say instead of lead')
  if (again && !/^\d+d$/.test(again.after)) complain(`again after ${again.after}`, 'whole days', 'write for example 3d')
  return again ? [...complaints, ...checkReaction(`${at} again`, again.then)] : complaints
}

/** Every step is reached, questions come to an end, and something is ever sent. */
function checkShape({ steps }: LooseTrack): Complaint[] {
  const all = [...steps] as [string, Step][]
  const reached = new Set(all.flatMap(([, step]) => goesOf(step)))
  const complaints: Complaint[] = []
  const complain = (at: string, found: string, expected: string, mend: string) => complaints.push({ at, found, expected, mend })
  for (const [name, step] of all) {
    if (!step.when && step.kind === 'branch')
      complain(name, 'a branch without "when"', 'an instant at which it decides', 'add when: { day: … }')
    else if (!step.when && !reached.has(name))
      complain(name, 'no "when", and no step that goes to it', 'a way to reach it', 'give it when: { day: … }, or name it in a "go"')
    if (leadsTo(name, step, steps))
      complain(name, `a circle: its answers lead back to ${name}`, 'questions that come to an end', 'change one "go"')
  }
  if (!all.some(([, step]) => step.when))
    complain('', 'no step with "when"', 'at least one: nothing would ever be sent', 'give the first step when: { day: … }')
  return complaints
}

function leadsTo(goal: string, from: Step, steps: LooseTrack['steps']): boolean {
  const seen = new Set<string>()
  const todo = goesOf(from)
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (name === goal) return true
    const step = steps.get(name)
    if (step && !seen.has(name)) todo.push(...goesOf(step))
    seen.add(name)
  }
  return false
}

/** The steps that this one may go on to. */
export function goesOf(step: Step): string[] {
  if (step.kind === 'branch') return [...step.if.map(one => one.go), step.else]
  return step.kind === 'ask' ? reactionsOf(step).flatMap(({ go }) => (go === undefined ? [] : [go])) : []
}

/** Templates whose coupons a step may give. */
export function offersOf(step: Step): string[] {
  if (step.kind === 'branch') return []
  const named = step.kind === 'send' ? [step.offer] : reactionsOf(step).map(({ offer }) => offer)
  return [...new Set(named.filter(offer => offer !== undefined))]
}

/** Those of a last "not yet", and those without a link, included. */
function reactionsOf(step: AskStep): Reaction[] {
  const withThen = (reaction: Reaction): Reaction[] => [reaction, ...[reaction.again?.then, reaction.noLink].flatMap(other => (other ? withThen(other) : []))]
  return Object.values(step.on).flatMap(withThen)
}

function textsOf(name: string, step: Step): { text: string; labels: string[] }[] {
  const plain = (...texts: (string | undefined)[]) => texts.flatMap(text => (text === undefined ? [] : [{ text, labels: [] }]))
  const coupon = (text: string | undefined, offer: string | undefined) => (text !== undefined && offer !== undefined ? [{ text, labels: ['copy'] }] : [])
  if (step.kind === 'send') return [...plain(step.text), ...coupon(step.text, step.offer)]
  if (step.kind === 'branch') return []
  const reactions = reactionsOf(step)
  return [
    { text: name, labels: step.choices.map(choice => choice.value) },
    ...plain(step.remind ? TEXTS.reminderOf(name) : undefined, TEXTS.noted, TEXTS.changed),
    ...plain(...reactions.flatMap(({ lead, say, noOffer }) => [lead, say, noOffer])),
    ...reactions.flatMap(({ say, offer }) => coupon(say, offer)),
    ...reactions.flatMap(({ say, person }) => (say !== undefined && person ? [{ text: say, labels: ['person'] }] : [])),
    ...plain(reactions.some(({ again }) => again) ? TEXTS.againOf(name) : undefined),
    ...plain(reactions.some(({ openCase }) => openCase) ? TEXTS.takenBack : undefined),
  ]
}
