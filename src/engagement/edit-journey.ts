/** Managers' edits: stored, applied to what is open in the same transaction, and laid over the files in every worker. */
import { applyEdits, type Change, type Edit, type EditField } from '../journeys/edits.ts'
import { plan } from '../journeys/due.ts'
import type { Scenarios } from '../journeys/load.ts'
import type { Journey } from '../journeys/schema.ts'
import type { Sql } from '../store/store.ts'
import type { Parts } from './parts.ts'
import { UNSENT } from './outbox.ts'

/** The journeys as the files say, by the scenarios they belong to. */
const files = new WeakMap<Scenarios, Journey[]>()
const stamps = new WeakMap<Scenarios, string>()

export function fileOf(scenarios: Scenarios, journey: string): Journey | undefined {
  return (files.get(scenarios) ?? scenarios.journeys).find(candidate => candidate.journey === journey)
}

async function editsOf({ sql }: { sql: Sql }): Promise<(Edit & { journey: string })[]> {
  return await sql(`SELECT "journey", "step", "field", "value" FROM "journey_edits" ORDER BY "journey", "step", "field"`)
}

/** Each second, and at start: what any worker's managers changed. Cheap while nothing did. */
export async function layEdits({ sql }: { sql: Sql }, scenarios: Scenarios): Promise<void> {
  const [row] = await sql<{ stamp: string }>(`SELECT concat(count(*), ' ', max("at")) AS "stamp" FROM "journey_edits"`)
  if (stamps.get(scenarios) === row!.stamp) return
  const base = files.get(scenarios) ?? scenarios.journeys
  files.set(scenarios, base)
  const edits = await editsOf({ sql })
  scenarios.journeys = base.map(journey => applyEdits(journey, edits.filter(edit => edit.journey === journey.journey)))
  stamps.set(scenarios, row!.stamp)
}

/** The journey as managers have it now, and with `more` edits that are only thought of (`value` null: without that one). */
export async function editedJourney({ tx, scenarios }: { tx: { sql: Sql }; scenarios: Scenarios }, journey: string, more: readonly Change[] = []): Promise<Journey> {
  const edits = (await editsOf(tx)).filter(edit => edit.journey === journey && !more.some(({ step, field }) => step === edit.step && field === edit.field))
  return applyEdits(fileOf(scenarios, journey)!, [...edits, ...more.flatMap(({ value, ...edit }) => (value === null ? [] : [{ ...edit, value }]))])
}

/** `value` null: back to what the file says. `field` null: the whole step back. Found to be usable before (edits.ts). */
export async function editStep(parts: Parts, { journey, step, field, value, by }: { journey: string; step: string; field: EditField | null; value: string | number | boolean | null; by: string }): Promise<void> {
  const { tx, clock, scenarios, config } = parts
  await tx.sql(`SELECT pg_advisory_xact_lock(hashtext('bazgasht/journey-edits'))::text`)
  const base = fileOf(scenarios, journey)!
  const current = applyEdits(base, (await editsOf(tx)).filter(edit => edit.journey === journey))
  if (field === null || value === null) await tx.journeyEdit.deleteMany({ where: { journey, step, ...(field ? { field } : {}) } })
  else {
    const row = { value, by, at: clock.now() }
    await tx.journeyEdit.upsert({ where: { journey_step_field: { journey, step, field } }, create: { journey, step, field, ...row }, update: row })
  }
  const next = applyEdits(base, (await editsOf(tx)).filter(edit => edit.journey === journey))
  await tx.journeyVersion.createMany({ data: [{ hash: next.version, journey, content: next, loadedAt: clock.now() }], skipDuplicates: true })
  // Only wait, hour, words and comparison change: whoever walks the version before walks on in this one.
  await tx.enrollment.updateMany({ where: { journey, state: 'active', version: { in: [base.version, current.version] } }, data: { version: next.version } })
  const open = await tx.outboxMessage.findMany({ where: { journey, step, role: 'step', state: { in: UNSENT } }, select: { id: true, state: true, orderId: true, enrollmentId: true, dueAt: true, reason: true, customer: { select: { timeZone: true } } } })
  for (const row of open) {
    const order = row.orderId ? await tx.order.findUnique({ where: { id: row.orderId }, select: { placedAt: true, deliveredAt: true } }) : null
    const begun = row.enrollmentId ? await tx.enrollment.findUnique({ where: { id: row.enrollmentId }, select: { anchorAt: true } }) : null
    const anchorAt = begun?.anchorAt ?? order?.placedAt
    const planned = anchorAt && plan(next, { placedAt: anchorAt, deliveredAt: order?.deliveredAt ?? null, zone: row.customer?.timeZone ?? config.shop.zone }).find(candidate => candidate.step === step)
    if (!planned || planned.dueAt.getTime() === row.dueAt.getTime()) continue
    const waits = row.state === 'held' && row.reason !== 'quiet-hours' && row.reason !== 'cap' && row.reason !== 'gap'
    await tx.outboxMessage.update({ where: { id: row.id }, data: { dueAt: planned.dueAt, graceFrom: planned.dueAt, ...(waits ? {} : { state: 'planned', reason: null, nextTryAt: planned.dueAt }), claimedBy: null, leaseUntil: null } })
  }
}
