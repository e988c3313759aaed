/** What planned rows, and steps that are being edited, would say: for people who look at a plan. */
import type { App } from '../app.ts'
import type { Outgoing } from '../channel.ts'
import { advance } from '../journeys/advance.ts'
import { plan } from '../journeys/due.ts'
import { stepOf, textOf } from '../journeys/edits.ts'
import type { Journey } from '../journeys/schema.ts'
import type { Db, Tx } from '../store/store.ts'
import { sampleGift } from './offers.ts'
import type { Parts } from './parts.ts'
import { loadSubject, type Subject } from './subject.ts'
import { newQuestionId } from './tokens.ts'
import { sayStep } from './words.ts'

/** A step as the customer who came last would get it, in both languages, and when. null: nobody has come yet, or it says nothing. */
export async function previewStep(parts: Omit<Parts, 'tx'> & { tx: Tx | Db }, journey: Journey, name: string): Promise<{ customer: string | null; dueAt: Date | null; said: Outgoing[] } | null> {
  const newest = await parts.tx.enrollment.findFirst({ where: { journey: journey.journey }, orderBy: { startedAt: 'desc' }, select: { id: true } })
  const subject = newest && (await loadSubject(parts, newest.id))
  const step = stepOf(journey, name)
  if (!subject || !step) return null
  const track = Object.values(journey.tracks).find(({ steps }) => steps[name])!
  const { placedAt, deliveredAt, zone } = subject.facts
  const dueAt = plan(journey, { placedAt, deliveredAt, zone }).find(planned => planned.step === name)?.dueAt ?? null
  const said = (['fa', 'en'] as const).flatMap(locale => {
    if (step.kind === 'branch') return []
    const gift = step.kind === 'send' && step.offer ? sampleGift(parts, step.offer, dueAt ?? parts.clock.now()) : null
    const occasion = { ...(gift ? { gift } : {}), ...(step.kind === 'send' && step.points ? { points: step.points } : {}) }
    try {
      return [sayStep(parts, { ...subject, journey, track, locale }, { text: textOf(name, step), ...(step.kind === 'ask' ? { ask: { step: name, questionId: newQuestionId() } } : {}) }, occasion)]
    } catch {
      // This customer's order has nothing to fill in: another's will.
      return []
    }
  })
  return { customer: subject.customer.name, dueAt, said }
}

type PlannedRow = { id: bigint; enrollmentId: string | null; step: string | null; role: string; dueAt: Date }

/** Texts by row; a row that would be dropped for lack of something to say has none. Nothing is written. */
export async function preview(app: App, rows: readonly PlannedRow[]): Promise<Map<bigint, string>> {
  const subjects = new Map<string, Subject | null>()
  const texts = new Map<bigint, string>()
  for (const row of rows) {
    if (!row.enrollmentId || !row.step) continue
    if (!subjects.has(row.enrollmentId)) subjects.set(row.enrollmentId, await loadSubject({ ...app, tx: app.store.db }, row.enrollmentId))
    const subject = subjects.get(row.enrollmentId)
    if (!subject) continue
    const decision = advance(subject.journey, subject.enrollment.track, { type: row.role === 'reminder' ? 'remind' : 'due', step: row.step }, subject.facts, row.dueAt)
    const say = decision?.effects.find(effect => effect.do === 'say')
    if (!say) continue
    const ask = say.ask ? { step: say.ask, questionId: newQuestionId() } : undefined
    const gift = say.offer ? sampleGift(app, say.offer, row.dueAt) : null
    texts.set(row.id, sayStep(app, subject, { text: say.text, ...(say.lead ? { lead: say.lead } : {}), ...(ask ? { ask } : {}) }, { ...(gift ? { gift } : {}), ...(say.points ? { points: say.points } : {}) }).text)
  }
  return texts
}
