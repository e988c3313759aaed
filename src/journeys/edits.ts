/** What managers change about a journey, laid over its files: day, wall time, comparison group, and the words of a step. Pure. */
import { createTexts } from '../text/fluent.ts'
import type { Journey, Step } from './schema.ts'
import { journeySchema } from './schema.ts'
import { versionOf } from './version.ts'

export const EDIT_FIELDS = ['day', 'at', 'holdOut', 'fa', 'en'] as const
/** The whole journey: its `on`, its `holdOut`. */
export const WHOLE = '*'
export type EditField = (typeof EDIT_FIELDS)[number] | 'on'
export type Edit = { step: string; field: EditField; value: string | number | boolean }
/** null: back to what the file says. */
export type Change = Omit<Edit, 'value'> & { value: Edit['value'] | null }
/** As a form has them: what is left empty is as the file says. */
export type Asked = Partial<Record<(typeof EDIT_FIELDS)[number], string>>

/** The journey as it is walked: another content, another version. */
export function applyEdits(base: Journey, edits: readonly Edit[]): Journey {
  if (edits.length === 0) return base
  const { version: _, ...content } = structuredClone(base)
  for (const { step, field, value } of edits) {
    if (field === 'on') content.on = value === true
    if (field === 'holdOut' && step === WHOLE) content.holdOut = Number(value)
    const found = stepOf(content, step)
    if (!found) continue
    if (field === 'fa' || field === 'en') content.texts[field] = replaceMessage(content.texts[field], textOf(step, found), String(value))
    else if (field === 'holdOut') found.holdOut = Number(value)
    else if (found.when && field === 'day') found.when.day = Number(value)
    else if (found.when && field === 'at') found.when.at = String(value)
  }
  return { ...content, version: versionOf(content) }
}

/** Why it cannot be used, for the person who wrote it; null: it can. */
export function whyNot(base: Journey, edit: Edit): 'no-such-step' | 'not-timed' | 'bad-value' | 'bad-text' | null {
  if (edit.step === WHOLE && edit.field === 'holdOut') return isShare(edit.value) && mayHoldOut(base) ? null : 'bad-value'
  const step = stepOf(base, edit.step)
  if (!step) return 'no-such-step'
  if ((edit.field === 'day' || edit.field === 'at') && !step.when) return 'not-timed'
  const edited = applyEdits(base, [edit])
  const { version: _, texts, ...data } = edited
  if (!journeySchema.safeParse(data).success) return 'bad-value'
  if (edit.field !== 'fa' && edit.field !== 'en') return null
  const before = createTexts(base.texts, base.journey)
  const after = createTexts(texts, base.journey)
  const key = textOf(edit.step, step)
  // A name that nothing fills in would break the message on the day it goes.
  const known = new Set([...before.keys('fa'), ...before.keys('en')].filter(name => !name.includes('.')).flatMap(name => before.variables('fa', name)))
  return after.problems.length > 0 || !after.has(edit.field, key) || after.variables(edit.field, key).some(name => !known.has(name)) ? 'bad-text' : null
}

/** Whom nothing is sent gets no news of an order either: only where every message is marketing. */
export const mayHoldOut = ({ tracks }: Pick<Journey, 'tracks'>): boolean => Object.values(tracks).every(({ steps }) => Object.values(steps).every(({ purpose }) => purpose === 'marketing'))

const isShare = (value: unknown) => journeySchema.shape.holdOut.safeParse(value).success

/** What of a step stands otherwise than now, told apart from what its file says; or why it cannot be. */
export function changesOf(base: Journey, now: Journey, step: string, asked: Asked): Change[] | { problem: NonNullable<ReturnType<typeof whyNot>>; field: EditField } {
  const changes: Change[] = []
  for (const field of EDIT_FIELDS) {
    const written = asked[field]?.replaceAll('\r\n', '\n').trim()
    if (written === undefined || written === (valueOf(now, step, field) ?? '')) continue
    const value = field === 'day' || field === 'holdOut' ? Number(written) : written
    const isBack = written === '' || written === (valueOf(base, step, field) ?? '')
    // An hour that stands in the file cannot be taken out of it here.
    const problem = isBack ? (written === '' && field === 'at' && valueOf(base, step, field) ? 'bad-value' : null) : whyNot(base, { step, field, value })
    if (problem) return { problem, field }
    changes.push({ step, field, value: isBack ? null : value })
  }
  return changes
}

/** As the record of what staff did has it: «after-purchase/day-14 at 18:30». The words themselves are not repeated. */
export function lineOfChange(journey: string, { step, field, value }: Change): string {
  return `${journey}/${step} ${field}${value === null ? ' default' : field === 'fa' || field === 'en' ? '' : ` ${value}`}`
}

/** What a form shows of it: the words as they are written in the file, braces and all. null: it has none. */
export function valueOf(journey: Journey, step: string, field: EditField): string | null {
  const found = stepOf(journey, step)
  const value = step === WHOLE ? (field === 'holdOut' ? journey.holdOut : null) : field === 'holdOut' ? found?.holdOut : field === 'day' || field === 'at' ? found?.when?.[field] : null
  if (value !== null && value !== undefined) return String(value)
  return found && found.kind !== 'branch' && (field === 'fa' || field === 'en') ? messageOf(journey.texts[field], textOf(step, found)) : null
}

export function stepOf({ tracks }: Pick<Journey, 'tracks'>, name: string): Step | null {
  for (const { steps } of Object.values(tracks)) if (steps[name]) return steps[name]
  return null
}

/** The message that a step says: an ask's has the step's own name. */
export const textOf = (name: string, step: Step) => (step.kind === 'send' ? step.text : name)

/** The value of one Fluent message; its labels (attributes) stay. */
function replaceMessage(source: string, id: string, value: string): string {
  const found = placeOf(source, id)
  if (!found) return source
  const { lines, from, words, ends } = found
  // A line that begins like a sign of Fluent's is a line of words all the same; inside braces it is Fluent's.
  let depth = 0
  const written = value.split('\n').map(line => {
    const plain = depth === 0 ? line.trim().replace(/^[.*[}]/, sign => `{ "${sign}" }`) : line.trim()
    depth = Math.max(0, depth + line.split('{').length - line.split('}').length)
    return `    ${plain}`
  })
  return [...lines.slice(0, from), `${id} =`, ...written, ...lines.slice(words, ends), ...(ends === lines.length ? [''] : lines.slice(ends))].join('\n')
}

/** The same as it is written, without its indentation. */
function messageOf(source: string, id: string): string | null {
  const found = placeOf(source, id)
  if (!found) return null
  const { lines, from, words } = found
  const [head = '', ...rest] = lines.slice(from, words)
  const indent = Math.min(...rest.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length))
  const first = head.slice(head.indexOf('=') + 1).trim()
  return [...(first === '' ? [] : [first]), ...rest.map(line => line.slice(Number.isFinite(indent) ? indent : 0).trimEnd())].join('\n').trim()
}

/** Where a message stands: its first line, the end of its words (its labels follow), its end. */
function placeOf(source: string, id: string): { lines: string[]; from: number; words: number; ends: number } | null {
  const lines = source.split('\n')
  const from = lines.findIndex(line => new RegExp(`^${id}[ \\t]*=`).test(line))
  if (from === -1) return null
  const after = lines.findIndex((line, at) => at > from && /^[^\s}]/.test(line))
  const ends = after === -1 ? lines.length : after
  const label = lines.findIndex((line, at) => at > from && at < ends && /^\s+\.[\w-]+[ \t]*=/.test(line))
  return { lines, from, words: label === -1 ? ends : label, ends }
}
