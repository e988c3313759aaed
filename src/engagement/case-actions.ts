/** What support does with a case, and what that sets free. */
import type { App } from '../app.ts'
import { addToCase, closeCase } from '../support/cases.ts'
import type { Tx } from '../store/store.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { queueStaff, releaseHeld } from './outbox.ts'
import { localeOf } from './subject.ts'

type Parts = { tx: Tx; clock: Clock; config: Pick<Config, 'shop'> }
type Ending = 'done' | 'not-found' | 'closed'

/** A person answers: the words go to the customer as they are, on the channel last used. `by`: who wrote it. */
export async function replyToCase(app: App, caseId: string, text: string, by: string): Promise<Ending> {
  const result = await app.store.transaction(tx => replyInCase({ ...app, tx }, caseId, text))
  if (result === 'done') app.wakeLoop()
  app.log.info({ caseId, by, result }, 'reply to a case')
  return result
}

/** The same inside a transaction that is under way. */
export async function replyInCase({ tx, clock, config }: Parts, caseId: string, text: string): Promise<Ending> {
  const found = await tx.case.findUnique({ where: { id: caseId }, include: { customer: true } })
  if (!found) return 'not-found'
  if (found.state !== 'open') return 'closed'
  const entry = await addToCase({ tx, clock }, caseId, { from: 'support', text })
  await queueStaff({ tx, clock }, {
    key: `case/${caseId}/${entry.id}`, customerId: found.customerId, orderId: found.orderId,
    outgoing: { text, locale: localeOf(found.customer, config) },
  })
  return 'done'
}

/** Closes a case; what waited for it goes on, its grace counted from now. Sends nothing. */
export async function closeCaseAndResume(app: App, caseId: string, by: string): Promise<Ending> {
  const result = await app.store.transaction(tx => closeAndResume({ ...app, tx }, caseId, by))
  if (result === 'done') app.wakeLoop()
  return result
}

/** The same inside a transaction that is under way. */
export async function closeAndResume({ tx, clock }: Pick<Parts, 'tx' | 'clock'>, caseId: string, by: string): Promise<Ending> {
  const exists = await tx.case.findUnique({ where: { id: caseId }, select: { id: true } })
  if (!exists) return 'not-found'
  const closed = await closeCase({ tx, clock }, caseId, by)
  if (!closed) return 'closed'
  // The second "not yet" opened it, and with it the waiting for arrival ends.
  if (closed.kind === 'delivery' && closed.orderId)
    await tx.question.updateMany({ where: { orderId: closed.orderId, question: 'arrived', state: 'open', answer: { value: 'not-yet' } }, data: { state: 'closed', closedAt: clock.now() } })
  await resumeSelling({ tx, clock }, closed.customerId)
  return 'done'
}

/** Selling goes on when no case of the customer is open any more. */
export async function resumeSelling(parts: { tx: Tx; clock: Clock }, customerId: string): Promise<void> {
  const open = await parts.tx.case.count({ where: { customerId, state: 'open' } })
  if (open > 0) return
  await releaseHeld(parts, { customerId }, ['open-case', 'not-arrived'], true)
}
