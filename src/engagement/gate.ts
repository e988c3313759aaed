/**
 * May this message go to this person now? The only place where consent, purpose, quiet hours, caps, gap, open cases and
 * reachability are decided; every sender passes through it, last, when its slot is granted. Pure.
 */
import { createHash } from 'node:crypto'
import { DAY, HOUR, MINUTE } from '../clock.ts'
import type { Policy } from '../journeys/load.ts'
import { isWithin, localDate, nextLocal } from '../journeys/local-time.ts'
import type { Purpose } from '../journeys/schema.ts'
import { policyOn, type Controls } from './controls.ts'
import type { DroppedReason, HeldReason } from './reasons.ts'

export type Verdict =
  | { verdict: 'send' }
  /** `until` null: waits for an event. */
  | { verdict: 'hold'; until: Date | null; reason: HeldReason }
  | { verdict: 'drop'; reason: DroppedReason }

/** What the gate knows of a row, read in the transaction that would mark it. */
export type GateFacts = {
  class: 'reply' | 'flow' | 'bulk' | 'staff'
  purpose: Purpose
  graceFrom: Date
  graceMs: number
  startsSurvey: boolean
  selling: boolean
  uncounted: boolean
  /** When the incoming message came that this answers. */
  causedAt: Date | null
  customer: {
    id: string
    zone: string
    may: Record<Purpose, boolean | null>
  } | null
  /** ok: there is a chat to write to; gone: there was one; none: never was. */
  address: 'ok' | 'gone' | 'none'
  hasOpenCase: boolean
  /** The customer said "not yet" about this order, and nothing has changed that since. */
  notArrived: boolean
  /** Unsolicited messages of the last 30 days, newest first. */
  recent: { purpose: Purpose; sentAt: Date; startsSurvey: boolean; uncounted: boolean }[]
  /** Only for what goes to a number with a budget (WhatsApp): its unasked messages of the last day, oldest first, and since when it is ours. */
  number: { sentAt: Date[]; since: Date } | null
  /** A manager has stopped this journey, this step, or everything. */
  paused: boolean
  /** What managers laid over the policy; null: nothing. */
  controls: Controls | null
  /** Shop-wide survey starts in the last hour, oldest first. */
  questionsThisHour: Date[]
}

/** What a WhatsApp number may send unasked. `perDay`: from this age on. Nobody publishes the true limits; these stay far below what got numbers banned. */
export const NUMBER_BUDGET = {
  perHour: 80,
  perDay: [[Number.NEGATIVE_INFINITY, 20], [3 * DAY, 50], [7 * DAY, 120], [14 * DAY, 300], [30 * DAY, 800]] as [number, number][],
}

/** A new number is warmed up: so many a day, by its age. */
export const dayBudget = (since: Date, now: Date): number => NUMBER_BUDGET.perDay.findLast(([from]) => now.getTime() - since.getTime() >= from)![1]

const REPLY_FRESH_MS = 10 * MINUTE
const SEND: Verdict = { verdict: 'send' }

export function gate(facts: GateFacts, policy: Policy, shopZone: string, now: Date): Verdict {
  if (facts.class === 'staff') return SEND
  if (facts.class === 'reply') return gateReply(facts, policy, shopZone, now)
  if (facts.controls) policy = policyOn(policy, facts.controls)

  const { customer, purpose } = facts
  if (customer?.may[purpose] === false) return { verdict: 'drop', reason: 'stopped' }
  const sells = facts.selling || purpose === 'marketing'
  // No end of grace while a case is open: it is counted anew from its closing.
  if (!(sells && facts.hasOpenCase) && now.getTime() > facts.graceFrom.getTime() + facts.graceMs) return { verdict: 'drop', reason: 'too-late' }
  if (facts.paused) return { verdict: 'hold', until: null, reason: 'paused' }
  if (facts.address === 'none') return { verdict: 'hold', until: null, reason: 'no-address' }
  if (facts.address === 'gone') return { verdict: 'hold', until: null, reason: 'unreachable' }
  if (customer && customer.may[purpose] !== true) return { verdict: 'hold', until: null, reason: 'no-consent' }
  if (sells && facts.hasOpenCase) return { verdict: 'hold', until: null, reason: 'open-case' }
  if (sells && facts.notArrived) return { verdict: 'hold', until: null, reason: 'not-arrived' }

  const zone = customer?.zone ?? shopZone
  const waits = [
    sells ? untilNoCalmDay(policy, zone, now) : null,
    untilGap(facts, policy),
    untilCaps(facts, policy, zone, now),
    untilCoolDown(facts, policy),
    untilSupportFree(facts, policy),
    untilNumberMay(facts, now),
  ].filter(wait => wait !== null && wait.until > now) as { until: Date; reason: HeldReason }[]
  waits.sort((a, b) => b.until.getTime() - a.until.getTime())
  const longest = waits[0]
  const at = longest?.until ?? now
  const quiet = untilMorning(policy, zone, at, customer?.id ?? '')
  if (longest) return { verdict: 'hold', until: quiet ?? at, reason: longest.reason }
  if (quiet) return { verdict: 'hold', until: quiet, reason: 'quiet-hours' }
  return SEND
}

function gateReply(facts: GateFacts, policy: Policy, shopZone: string, now: Date): Verdict {
  if (facts.address === 'gone') return { verdict: 'hold', until: null, reason: 'unreachable' }
  const isFresh = facts.causedAt === null || now.getTime() - facts.causedAt.getTime() <= REPLY_FRESH_MS
  if (isFresh) return SEND
  const quiet = untilMorning(policy, facts.customer?.zone ?? shopZone, now, facts.customer?.id ?? '')
  return quiet ? { verdict: 'hold', until: quiet, reason: 'quiet-hours' } : SEND
}

/** The end of the quiet hours that `at` lies in, spread over the first hour by the customer; null outside of them. */
function untilMorning(policy: Policy, zone: string, at: Date, customerId: string): Date | null {
  if (!isWithin(policy.quietHours, at, zone)) return null
  return new Date(nextLocal(at, policy.quietHours.to, zone).getTime() + spread(customerId, policy.spreadMs))
}

/** The same customer always at the same place in the hour. */
function spread(customerId: string, spreadMs: number): number {
  return spreadMs === 0 ? 0 : createHash('sha256').update(customerId).digest().readUInt32BE(0) % spreadMs
}

function untilNoCalmDay(policy: Policy, zone: string, now: Date) {
  let day = now
  while (policy.calmDays.includes(localDate(day, zone))) day = nextLocal(day, '00:00', zone)
  return day === now ? null : { until: day, reason: 'calm-day' as const }
}

const isPrompting = (message: { purpose: Purpose }) => message.purpose !== 'transactional'

function untilGap(facts: GateFacts, policy: Policy) {
  if (!isPrompting(facts)) return null
  const last = facts.recent.find(isPrompting)
  return last ? { until: new Date(last.sentAt.getTime() + policy.gapMs), reason: 'gap' as const } : null
}

function untilCaps(facts: GateFacts, policy: Policy, zone: string, now: Date) {
  if (!isPrompting(facts)) return null
  const { caps } = policy
  const prompting = facts.recent.filter(message => isPrompting(message) && !message.uncounted)
  const marketing = prompting.filter(message => message.purpose === 'marketing')
  const today = localDate(now, zone)
  const isToday = (message: { sentAt: Date }) => localDate(message.sentAt, zone) === today
  const tomorrow = () => nextLocal(now, '00:00', zone)
  const untils: Date[] = []
  if (!facts.uncounted) {
    if (prompting.filter(isToday).length >= caps.promptingPerDay) untils.push(tomorrow())
    untils.push(...rolling(prompting, caps.unsolicitedPer30Days, 30 * DAY, now))
  }
  if (facts.purpose === 'marketing') {
    if (marketing.filter(isToday).length >= caps.marketingPerDay) untils.push(tomorrow())
    untils.push(...rolling(marketing, caps.marketingPer7Days, 7 * DAY, now))
    untils.push(...rolling(marketing, caps.marketingPer30Days, 30 * DAY, now))
  }
  if (untils.length === 0) return null
  return { until: new Date(Math.max(...untils.map(until => until.getTime()))), reason: 'cap' as const }
}

/** When the window of `windowMs` has room for one more, if it has none now. `messages` newest first. */
function rolling(messages: { sentAt: Date }[], most: number, windowMs: number, now: Date): Date[] {
  const inside = messages.filter(message => message.sentAt.getTime() > now.getTime() - windowMs)
  return inside.length >= most ? [new Date(inside[most - 1]!.sentAt.getTime() + windowMs)] : []
}

function untilCoolDown(facts: GateFacts, policy: Policy) {
  if (!facts.startsSurvey) return null
  const last = facts.recent.find(message => message.startsSurvey)
  return last ? { until: new Date(last.sentAt.getTime() + policy.surveyCoolDownMs), reason: 'survey-cool-down' as const } : null
}

/** A number that suddenly writes to hundreds is banned: so many an hour, and a day's budget that grows with its age. */
function untilNumberMay({ number }: GateFacts, now: Date) {
  if (!number) return null
  const perDay = dayBudget(number.since, now)
  const newestFirst = [...number.sentAt].reverse().map(sentAt => ({ sentAt }))
  const untils = [...rolling(newestFirst, NUMBER_BUDGET.perHour, HOUR, now), ...rolling(newestFirst, perDay, DAY, now)]
  return untils.length > 0 ? { until: new Date(Math.max(...untils.map(Number))), reason: 'cap' as const } : null
}

function untilSupportFree(facts: GateFacts, policy: Policy) {
  if (!facts.startsSurvey || facts.questionsThisHour.length < policy.questionsPerHour) return null
  const oldest = facts.questionsThisHour[facts.questionsThisHour.length - policy.questionsPerHour]!
  return { until: new Date(oldest.getTime() + HOUR), reason: 'support-busy' as const }
}
