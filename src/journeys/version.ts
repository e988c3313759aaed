import { createHash } from 'node:crypto'
import { journeySchema, type Journey } from './schema.ts'

type Content = Omit<Journey, 'version'>

/** Names a journey by its content: the same data and texts have the same version on every machine, whatever the order of keys. */
export function versionOf(content: Content): string {
  return createHash('sha256').update(canonical(content)).digest('hex').slice(0, 16)
}

/** A version as it was stored, for the enrollments that began on it. Throws when the row is not a journey: that is a bug. */
export function reviveJourney(stored: unknown): Journey {
  const { version: _, texts, ...data } = stored as Journey
  const content = { ...journeySchema.parse(data), texts: { fa: String(texts.fa), en: String(texts.en) } }
  return { ...content, version: versionOf(content) }
}

/** JSON with sorted keys; arrays keep their order, because choices and conditions have one. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
