/** What managers change about a journey, laid over its files: day, wall time, comparison group, and the words of a step. Pure. */
import { createTexts } from '../text/fluent.ts'
import type { Journey, Step } from './schema.ts'
import { journeySchema } from './schema.ts'
import { versionOf } from './version.ts'

export const EDIT_FIELDS = ['day', 'at', 'holdOut', 'fa', 'en'] as const
/** on: the whole journey, whose step is written '*'. */
export type EditField = (typeof EDIT_FIELDS)[number] | 'on'
export type Edit = { step: string; field: EditField; value: string | number | boolean }

/** The journey as it is walked: another content, another version. */
export function applyEdits(base: Journey, edits: readonly Edit[]): Journey {
  if (edits.length === 0) return base
  const { version: _, ...content } = structuredClone(base)
  for (const { step, field, value } of edits) {
    if (field === 'on') content.on = value === true
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

export function stepOf({ tracks }: Pick<Journey, 'tracks'>, name: string): Step | null {
  for (const { steps } of Object.values(tracks)) if (steps[name]) return steps[name]
  return null
}

/** The message that a step says: an ask's has the step's own name. */
export const textOf = (name: string, step: Step) => (step.kind === 'send' ? step.text : name)

/** The value of one Fluent message; its labels (attributes) stay. */
function replaceMessage(source: string, id: string, value: string): string {
  const lines = source.split('\n')
  const from = lines.findIndex(line => new RegExp(`^${id}[ \\t]*=`).test(line))
  if (from === -1) return source
  const ends = lines.findIndex((line, at) => at > from && /^\S/.test(line))
  const block = lines.slice(from + 1, ends === -1 ? undefined : ends)
  const attributes = block.findIndex(line => /^\s+\.[\w-]+[ \t]*=/.test(line))
  const kept = attributes === -1 ? [] : block.slice(attributes)
  // A line that begins like a sign of Fluent's is a line of words all the same.
  const written = value.split('\n').map(line => `    ${line.trim().replace(/^[.*[}]/, sign => `{ "${sign}" }`)}`)
  return [...lines.slice(0, from), `${id} =`, ...written, ...kept, ...(ends === -1 ? [''] : lines.slice(ends))].join('\n')
}
