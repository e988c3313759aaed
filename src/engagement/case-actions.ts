/** What support does with a case, and what that sets free. */
import type { App } from '../app.ts'
import { addToCase, closeCase } from '../support/cases.ts'
import type { Tx } from '../store/store.ts'
import type { Clock } from '../clock.ts'
import { queueStaff, releaseHeld } from './outbox.ts'
import { localeOf } from './subject.ts'

/** A person answers: the words go to the customer as they are, on the channel last used. `by`: who wrote it. */
export async function replyToCase(app: App, caseId: string, text: string, by: string): Promise<'done' | 'not-found' | 'closed'> {
  const result = await app.store.transaction(async tx => {
    const parts = { tx, clock: app.clock }
    const found = await tx.case.findUnique({ where: { id: caseId }, include: { customer: true } })
    if (!found) return 'not-found'
    if (found.state !== 'open') return 'closed'
    const entry = await addToCase(parts, caseId, { from: 'support', text })
    await queueStaff(parts, {
      key: `case/${caseId}/${entry.id}`, customerId: found.customerId, orderId: found.orderId,
      outgoing: { text, locale: localeOf(found.customer, app.config) },
    })
    return 'done'
  })
  if (result === 'done') app.wakeLoop()
  app.log.info({ caseId, by, result }, 'reply to a case')
  return result
}

/** Closes a case; what waited for it goes on, its grace counted from now. Sends nothing. */
export async function closeCaseAndResume(app: App, caseId: string, by: string): Promise<'done' | 'not-found' | 'closed'> {
  const result = await app.store.transaction(async tx => {
    const exists = await tx.case.findUnique({ where: { id: caseId }, select: { id: true } })
    if (!exists) return 'not-found'
    const closed = await closeCase({ tx, clock: app.clock }, caseId, by)
    if (!closed) return 'closed'
    // The second "not yet" opened it, and with it the waiting for arrival ends.
    if (closed.kind === 'delivery' && closed.orderId)
      await tx.question.updateMany({ where: { orderId: closed.orderId, question: 'arrived', state: 'open', answer: { value: 'not-yet' } }, data: { state: 'closed', closedAt: app.clock.now() } })
    await resumeSelling({ tx, clock: app.clock }, closed.customerId)
    return 'done'
  })
  if (result === 'done') app.wakeLoop()
  return result
}

/** Selling goes on when no case of the customer is open any more. */
export async function resumeSelling(parts: { tx: Tx; clock: Clock }, customerId: string): Promise<void> {
  const open = await parts.tx.case.count({ where: { customerId, state: 'open' } })
  if (open > 0) return
  await releaseHeld(parts, { customerId }, ['open-case', 'not-arrived'], true)
}
