/** A journey, or one step of it, waits until somebody says otherwise: 'win-back', 'after-purchase/day-14'. */
import { changeControls } from './controls.ts'
import { releaseHeld } from './outbox.ts'
import type { Parts } from './parts.ts'

export async function pausePlace({ tx }: Pick<Parts, 'tx'>, place: string): Promise<void> {
  await changeControls(tx, now => ({ paused: [...new Set([...now.paused, place])] }))
}

/** One place; null: everything that was stopped. What was held goes on. */
export async function resumePlace({ tx, clock }: Pick<Parts, 'tx' | 'clock'>, place: string | null): Promise<void> {
  await changeControls(tx, now => (place ? { paused: now.paused.filter(other => other !== place) } : { paused: [], stopAll: false }))
  await releaseHeld({ tx, clock }, { class: { in: ['flow', 'bulk'] } }, ['paused'])
}
