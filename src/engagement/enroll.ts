/** From an order to a plan: the enrollments of its tracks, and one row per timed step. */
import { plan } from '../journeys/due.ts'
import type { Parts } from './parts.ts'
import { dropRows, queueFlow, type PlannedRow } from './outbox.ts'

type Enrolled = { orderId: string; customerId: string; placedAt: Date; deliveredAt: Date | null; timeZone: string | null }

/** Writes the plan of an order, once: a second call changes nothing. */
export async function enroll(parts: Parts, order: Enrolled): Promise<void> {
  const { tx, clock, scenarios, config } = parts
  const now = clock.now()
  for (const journey of scenarios.journeys.filter(candidate => candidate.on && candidate.startsOn === 'order-taken')) {
    const planned = plan(journey, { placedAt: order.placedAt, deliveredAt: order.deliveredAt, zone: order.timeZone ?? config.shop.zone }, scenarios.policy.graceMs)
    for (const [track, definition] of Object.entries(journey.tracks)) {
      const subject = { customerId: order.customerId, journey: journey.journey, track, subject: order.orderId }
      const known = await tx.enrollment.findUnique({ where: { customerId_journey_track_subject: subject }, select: { id: true } })
      if (known) continue
      const { id: enrollmentId } = await tx.enrollment.create({ data: { ...subject, version: journey.version, orderId: order.orderId, startedAt: now } })
      const rows = planned
        .filter(step => step.track === track)
        .map((step): PlannedRow => ({
          enrollmentId, customerId: order.customerId, journey: journey.journey, step: step.step, role: 'step', n: 0, orderId: order.orderId,
          purpose: step.purpose, dueAt: step.dueAt, graceMs: step.graceMs, startsSurvey: step.startsSurvey, selling: definition.selling,
        }))
      await queueFlow(parts, rows)
    }
  }
}

/** A new order of the same customer: what the older plans wanted to sell is not sent any more. */
export async function stopOnNewOrder(parts: Parts, customerId: string, orderId: string): Promise<void> {
  await stopTracks(parts, { customerId, orderId: { not: orderId } }, 'new-order', 'bought-again')
}

/** Cancelled, refunded, or "this is not my order": every unsent row of its plan is dropped. */
export async function stopOrder(parts: Parts, orderId: string): Promise<void> {
  await stopTracks(parts, { orderId }, 'order-cancelled', 'order-cancelled')
  await parts.tx.question.updateMany({ where: { orderId, state: 'open' }, data: { state: 'closed', closedAt: parts.clock.now() } })
}

async function stopTracks(parts: Parts, where: object, on: 'new-order' | 'order-cancelled', reason: 'bought-again' | 'order-cancelled') {
  const { tx, clock, scenarios } = parts
  const enrollments = await tx.enrollment.findMany({ where: { ...where, state: 'active' }, select: { id: true, journey: true, track: true } })
  const stopped = enrollments
    .filter(({ journey, track }) => scenarios.journeys.find(loaded => loaded.journey === journey)?.tracks[track]?.stopsOn.includes(on))
    .map(({ id }) => id)
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
