import type { Replayed } from './run.ts'
export function timeLine(_replayed: Replayed, _facts: unknown): string {
  return ''
}
