import { DAY } from '../clock.ts'
import { durationMs } from './duration.ts'
import { addLocalDays, atLocal, localTime, parseWallTime } from './local-time.ts'
import type { Journey, Purpose, Step, When } from './schema.ts'

export type PlanFacts = {
  /** The anchor: when the order was placed, the cart left, the case closed, the birthday. */
  placedAt: Date
  deliveredAt: Date | null
  /** The customer's zone, else the shop's. */
  zone: string
  /** 'HH:MM': replaces the wall time on the same local date (never that of day 0, which follows the sale at once). */
  learnedHour?: string | undefined
}

export type PlannedStep = {
  track: string
  step: string
  purpose: Purpose
  dueAt: Date
  graceMs: number
  /** Its first message is a question: it counts as the start of a survey. */
  startsSurvey: boolean
}

/** Every timed step of the journey with its instant, earliest first: what enrolling writes, and what a late delivery date moves. */
export function plan(journey: Journey, facts: PlanFacts, defaultGraceMs = 2 * DAY): PlannedStep[] {
  const planned: PlannedStep[] = []
  for (const [track, { steps, selling }] of Object.entries(journey.tracks))
    for (const [step, definition] of Object.entries(steps)) {
      if (!definition.when) continue
      planned.push({
        track,
        step,
        purpose: definition.purpose,
        dueAt: dueAt(definition.when, facts),
        graceMs: definition.grace ? durationMs(definition.grace) : defaultGraceMs,
        // "Will you buy it again?" is no survey: those ask for an opinion, and have a cool-down of their own.
        startsSurvey: !selling && asks(definition, steps),
      })
    }
  return planned.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}

/** Day N at the anchor's wall time, or so long after delivery, whichever is later. A hour learned of the customer replaces `at` too. */
export function dueAt(when: When, facts: PlanFacts): Date {
  if (when.after !== undefined) return new Date(facts.placedAt.getTime() + durationMs(when.after))
  const hour = facts.learnedHour ?? when.at
  const isAtOnce = when.day === 0 && when.at === undefined
  const onDay = isAtOnce ? new Date(facts.placedAt) : onLocalDay(facts.placedAt, when.day, { ...facts, learnedHour: hour })
  const afterDelivery = afterDeliveryAt(when, facts.deliveredAt)
  return afterDelivery && afterDelivery > onDay ? afterDelivery : onDay
}

/** Before this instant the step is too early, if its delivery is known; else null. */
export function afterDeliveryAt(when: When, deliveredAt: Date | null): Date | null {
  return when.afterDelivery && deliveredAt ? new Date(deliveredAt.getTime() + durationMs(when.afterDelivery)) : null
}

/** `days` after the local date of `from`, at the plan's wall time: the learned one, else the order's. */
export function onLocalDay(from: Date, days: number, facts: PlanFacts): Date {
  if (from === facts.placedAt && facts.learnedHour === undefined) return addLocalDays(from, days, facts.zone)
  const { year, month, day } = localTime(from, facts.zone)
  const { hour, minute, second, millisecond } = localTime(facts.placedAt, facts.zone)
  const time = facts.learnedHour === undefined ? { hour, minute, second, millisecond } : parseWallTime(facts.learnedHour)
  return atLocal({ year, month, day: day + days, ...time }, facts.zone)
}

function asks(step: Step, steps: Record<string, Step>): boolean {
  if (step.kind !== 'branch') return step.kind === 'ask'
  return [step.else, ...step.if.map(({ go }) => go)].some(go => steps[go]?.kind === 'ask')
}
