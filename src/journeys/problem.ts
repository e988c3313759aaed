import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** Why a scenario cannot be used: one line for the person who has to mend it. */
export type Problem = {
  /** Inside the scenarios folder; with the line where it is known: 'after-purchase/journey.yaml:12'. */
  file: string
  /** track/step, or the setting's name. */
  step?: string
  found: string
  expected: string
  mend: string
}

export function tell(problem: Problem): string {
  const place = problem.step ? `${problem.file}, ${problem.step}` : problem.file
  return `${place}: found ${problem.found}, expected ${problem.expected}; ${problem.mend}`
}

/** The data of a YAML file; what is not YAML becomes a problem with its line, and no data. */
export function readYaml(source: string, file: string): { data: unknown; problems: Problem[] } {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const problems = document.errors.map(error => ({
    file: `${file}:${lines.linePos(error.pos[0]).line}`,
    found: error.message.split('\n')[0]!.slice(0, 200),
    expected: 'YAML that can be read',
    mend: error.code === 'DUPLICATE_KEY' ? 'keep one of the two' : 'correct this line: mostly it is indentation, a missing quote or a tab',
  }))
  return problems.length > 0 ? { data: undefined, problems } : { data: document.toJS(), problems }
}

/** What a schema says, each with its place. `step` names the place for people. */
export function schemaProblems(error: z.ZodError, data: unknown, file: string, step: (path: string[]) => string | undefined): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = issue.path.map(String)
    const where = (more: string[] = []) => ({ file, ...stepOf(step([...path, ...more])) })
    const key = path.at(-1) ?? 'the file'
    if (issue.code === 'unrecognized_keys') {
      const expected = 'only words that this place knows'
      const mend = 'correct its spelling or remove it'
      return issue.keys.map(unknown => ({ ...where([unknown]), found: `the unknown word "${unknown}"`, expected, mend }))
    }
    if (issue.code === 'invalid_key') {
      const mend = 'rename it, and every "go" that leads there'
      return [{ ...where(), found: `the name "${key}"`, expected: expectedOf(issue.issues[0]), mend }]
    }
    const value = valueAt(data, issue.path)
    if (value === undefined) return [{ ...where(), found: `no "${key}"`, expected: expectedOf(issue), mend: `add ${key}: …` }]
    return [{ ...where(), found: `${key}: ${show(value)}`, expected: expectedOf(issue), mend: `correct ${key}` }]
  })
}

export function show(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

export const stepOf = (step: string | undefined) => (step === undefined || step === '' ? {} : { step })

type Issue = {
  code?: string
  message: string
  expected?: unknown
  values?: unknown[]
  minimum?: unknown
  maximum?: unknown
  discriminator?: string
}

/** What zod missed, in words. */
function expectedOf(issue: unknown): string {
  const { code, message, expected, values, minimum, maximum, discriminator } = issue as Issue
  if (code === 'invalid_value' && values) return values.length === 1 ? show(values[0]) : `one of ${values.map(String).join(', ')}`
  if (code === 'invalid_type' && message.startsWith('Invalid input')) return TYPES[String(expected)] ?? String(expected)
  if (code === 'invalid_union' && discriminator === 'kind') return 'kind: send, ask or branch'
  if (code === 'too_small') return `at least ${String(minimum)}`
  if (code === 'too_big') return `at most ${String(maximum)}`
  return message.replace(/^Invalid input: expected /, '')
}

const TYPES: Record<string, string> = {
  string: 'a word',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list [ … ]',
  object: 'settings under it',
  record: 'names under it',
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  const inside = (value: unknown, key: PropertyKey) =>
    value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[key] : undefined
  return path.reduce(inside, data)
}
