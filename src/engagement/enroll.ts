/** From something that happened to a plan: the enrollments of the tracks that start on it, and one row per timed step. */
import { createHash } from 'node:crypto'
import { durationMs } from '../journeys/duration.ts'
import { plan } from '../journeys/due.ts'
import type { Journey, Trigger } from '../journeys/schema.ts'
import type { Parts } from './parts.ts'
import { dropRows, queueFlow, type PlannedRow } from './outbox.ts'
import type { DroppedReason } from './reasons.ts'
import type { About } from './subject.ts'
import { isInAudience, learnedHourOf } from './audience.ts'

export type Occasion = {
  customerId: string
  /** Once per journey and track: the order's id, the cart's, 'birthday/2027'. */
  subject: string
  /** Day 0. */
  anchorAt: Date
  order?: { id: string; deliveredAt: Date | null } | null
  timeZone?: string | null
  about?: About
}

/** Writes the plans of whatever starts on this, once: a second call changes nothing. Returns how many tracks began. */
export async function begin(parts: Parts, trigger: Trigger, occasion: Occasion): Promise<number> {
  const { tx, clock, scenarios, config } = parts
  const { customerId, subject, anchorAt, order = null, about = {} } = occasion
  const journeys = scenarios.journeys.filter(journey => journey.on && Object.values(journey.tracks).some(track => (track.startsOn ?? journey.startsOn) === trigger))
  if (journeys.length === 0) return 0
  const starting: { journey: Journey; track: string; selling: boolean }[] = []
  for (const journey of journeys) {
    if (journey.audience && !(await isInAudience(parts, customerId, journey.audience))) continue
    for (const [track, { startsOn, selling }] of Object.entries(journey.tracks)) if ((startsOn ?? journey.startsOn) === trigger) starting.push({ journey, track, selling })
  }
  const wanted = starting.map(({ journey: { journey, again }, track }) => ({ journey, track, ...(again ? { OR: [{ subject }, { startedAt: { gt: new Date(clock.now().getTime() - durationMs(again)) } }] } : { subject }) }))
  const earlier = wanted.length === 0 ? [] : await tx.enrollment.findMany({ where: { customerId, OR: wanted }, select: { journey: true, track: true } })
  const fresh = starting.filter(({ journey, track }) => !earlier.some(one => one.journey === journey.journey && one.track === track))
  if (fresh.length === 0) return 0

  const { timeZone } = occasion.timeZone !== undefined ? occasion : await tx.customer.findUniqueOrThrow({ where: { id: customerId }, select: { timeZone: true } })
  const facts = { placedAt: anchorAt, deliveredAt: order?.deliveredAt ?? null, zone: timeZone ?? config.shop.zone, learnedHour: await learnedHourOf(parts, customerId) }
  const plans = new Map(fresh.map(({ journey }) => [journey, plan(journey, facts, scenarios.policy.graceMs)]))
  const begun = await tx.enrollment.createManyAndReturn({
    data: fresh.map(({ journey, track }) => ({
      customerId, journey: journey.journey, track, subject, version: journey.version, orderId: order?.id ?? null, startedAt: clock.now(), anchorAt, facts: about,
      heldOut: isHeldOut(journey.holdOut ?? 0, `${customerId}/${journey.journey}`),
    })),
    select: { id: true, journey: true, track: true },
  })
  const idOf = (journey: string, track: string) => begun.find(one => one.journey === journey && one.track === track)!.id
  const rows = fresh.flatMap(({ journey, track, selling }) =>
    plans.get(journey)!.filter(step => step.track === track).map((step): PlannedRow => ({
      enrollmentId: idOf(journey.journey, track), customerId, journey: journey.journey, step: step.step, role: 'step', n: 0, orderId: order?.id ?? null,
      purpose: step.purpose, dueAt: step.dueAt, graceMs: step.graceMs, startsSurvey: step.startsSurvey, selling,
    })))
  await queueFlow(parts, rows)
  return begun.length
}

/** The same customer is in the same group for ever. `who`: '<customer>/<journey or step>'. */
export function isHeldOut(percent: number, who: string): boolean {
  return percent > 0 && createHash('sha256').update(who).digest().readUInt32BE(0) % 100 < percent
}

/** A new order of the same customer: what the older plans wanted to sell is not sent any more. */
export async function stopOnNewOrder(parts: Parts, customerId: string, orderId: string): Promise<void> {
  await stopTracks(parts, { customerId, OR: [{ orderId: null }, { orderId: { not: orderId } }] }, 'new-order', 'bought-again')
}

/** Cancelled, refunded, or "this is not my order": every unsent row of its plan is dropped. */
export async function stopOrder(parts: Parts, orderId: string): Promise<void> {
  await stopTracks(parts, { orderId }, 'order-cancelled', 'order-cancelled')
  await parts.tx.question.updateMany({ where: { orderId, state: 'open' }, data: { state: 'closed', closedAt: parts.clock.now() } })
}

/** The customer wrote: what was only to remind is not needed any more. */
export async function stopOnReply(parts: Parts, customerId: string): Promise<void> {
  await stopTracks(parts, { customerId }, 'reply', 'answered')
}

/** The cart was bought or emptied. */
export async function stopSubject(parts: Parts, where: { customerId: string; subject: string }, reason: DroppedReason): Promise<void> {
  const { tx, clock } = parts
  const enrollments = await tx.enrollment.findMany({ where: { ...where, state: 'active' }, select: { id: true } })
  const ids = enrollments.map(({ id }) => id)
  await tx.enrollment.updateMany({ where: { id: { in: ids } }, data: { state: 'stopped', stopReason: reason, endedAt: clock.now() } })
  await dropRows(parts, { enrollmentId: { in: ids } }, reason)
}

type Stop = Journey['tracks'][string]['stopsOn'][number]

async function stopTracks(parts: Parts, where: object, on: Stop, reason: DroppedReason) {
  const { tx, clock, scenarios } = parts
  const concerned = scenarios.journeys.flatMap(({ journey, tracks }) => Object.entries(tracks).flatMap(([track, { stopsOn }]) => (stopsOn.includes(on) ? [{ journey, track }] : [])))
  if (concerned.length === 0) return
  const enrollments = await tx.enrollment.findMany({ where: { AND: [where, { OR: concerned }], state: 'active' }, select: { id: true } })
  const stopped = enrollments.map(({ id }) => id)
  if (stopped.length === 0) return
  await tx.enrollment.updateMany({ where: { id: { in: stopped } }, data: { state: 'stopped', stopReason: on, endedAt: clock.now() } })
  await dropRows(parts, { enrollmentId: { in: stopped } }, reason)
}

/** Keeps every journey version that was ever loaded: enrollments finish on theirs. Called at start. */
export async function keepVersions({ tx, clock, scenarios }: Pick<Parts, 'tx' | 'clock' | 'scenarios'>): Promise<void> {
  await tx.journeyVersion.createMany({
    data: scenarios.journeys.map(journey => ({ hash: journey.version, journey: journey.journey, content: journey, loadedAt: clock.now() })),
    skipDuplicates: true,
  })
}
