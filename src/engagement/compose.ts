/** A planned row of a journey falls due: on today's facts, what does it say? Nothing here sends. */
import type { Outgoing } from '../channel.ts'
import { advance } from '../journeys/advance.ts'
import type { DueRow } from './facts.ts'
import type { Parts } from './parts.ts'
import { ensureQuestion } from './questions.ts'
import type { DroppedReason } from './reasons.ts'
import { isHeldOut } from './enroll.ts'
import { giftsOf, offerMessage } from './offers.ts'
import { loadSubject } from './subject.ts'
import { sayStep } from './words.ts'

export type Composed =
  | { is: 'content'; outgoing: Outgoing; questionId: string | null }
  | { is: 'drop'; reason: DroppedReason }
  | { is: 'redate'; dueAt: Date }

/** `role` tells a reminder from the step itself. */
export async function compose(parts: Parts, row: Pick<DueRow, 'id' | 'key' | 'customerId' | 'enrollmentId' | 'step' | 'offerId'> & { role: string }): Promise<Composed> {
  if (row.offerId && row.customerId) return await offerMessage(parts, { ...row, offerId: row.offerId, customerId: row.customerId })
  if (!row.enrollmentId || !row.step) return { is: 'drop', reason: 'discarded' }
  const subject = await loadSubject(parts, row.enrollmentId)
  if (!subject || subject.enrollment.state === 'stopped') return { is: 'drop', reason: 'order-cancelled' }
  const { enrollment, journey, facts } = subject
  if (enrollment.heldOut) return { is: 'drop', reason: 'held-out' }
  if (row.role === 'step' && isHeldOut(subject.track.steps[row.step]?.holdOut ?? 0, `${enrollment.customerId}/${row.step}`)) return { is: 'drop', reason: 'held-out' }
  const decision = advance(journey, enrollment.track, { type: row.role === 'reminder' ? 'remind' : 'due', step: row.step }, facts, parts.clock.now())
  if (!decision) return { is: 'drop', reason: 'answered' }
  for (const effect of decision.effects) {
    if (effect.do === 'drop') return { is: 'drop', reason: effect.reason }
    if (effect.do === 'redate') return { is: 'redate', dueAt: effect.dueAt }
    if (effect.do !== 'say') continue
    const questionId = effect.ask ? await ensureQuestion(parts.tx, subject, effect.ask) : null
    const ask = effect.ask && questionId ? { step: effect.ask, questionId } : undefined
    const given = await giftsOf(parts, subject, effect, { key: `${enrollment.id}/${row.step}`, unasked: true })
    // Its budget went between the decision and now.
    if (effect.offer && !given.gift) return { is: 'drop', reason: 'no-offer' }
    const outgoing = sayStep(parts, subject, { text: effect.text, ...(effect.lead ? { lead: effect.lead } : {}), ...(ask ? { ask } : {}) }, given)
    await parts.tx.enrollment.updateMany({ where: { id: enrollment.id }, data: { step: decision.step, revision: { increment: 1 } } })
    return { is: 'content', outgoing, questionId }
  }
  return { is: 'drop', reason: 'answered' }
}
