import { createHash } from 'node:crypto'

/** So often a statement is planned anew before a connection keeps it. */
const OFTEN = 20
/** So many are kept at most, none longer than this: a list of n values is a text of its own for each n. */
const MOST = 500
const LONGEST = 6_000
const PLANNED = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/
const names = new Map<string, string>()
let times = new Map<string, number>()

/**
 * Under which name a connection keeps the plan of a statement; '': it does not. Of most statements, planning is the greater part: reading
 * the gate's facts costs five times as much to plan as to do.
 */
export function nameOf(text: string): string {
  const known = names.get(text)
  if (known || names.size >= MOST || text.length > LONGEST || !PLANNED.test(text)) return known ?? ''
  const seen = (times.get(text) ?? 0) + 1
  if (times.size > 10 * MOST) times = new Map()
  times.set(text, seen)
  if (seen < OFTEN) return ''
  times.delete(text)
  const name = `often_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
  names.set(text, name)
  return name
}
