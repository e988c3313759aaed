import { DAY, HOUR, MINUTE } from '../clock.ts'

const UNITS = { m: MINUTE, h: HOUR, d: DAY }

/** '30m', '48h', '2d' → milliseconds. The text has passed the schema. */
export function durationMs(text: string): number {
  return Number(text.slice(0, -1)) * UNITS[text.at(-1) as keyof typeof UNITS]
}

/** '3d' → 3: whole calendar days. */
export function durationDays(text: string): number {
  return durationMs(text) / DAY
}
