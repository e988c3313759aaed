/** Messages whose outcome nobody knows: a person looks, and sends once more or leaves it. */
import type { App } from '../app.ts'

export async function resendUncertain(app: App, id: string): Promise<'done' | 'not-found' | 'not-uncertain'> {
  const now = app.clock.now()
  const result = await settle(app, id, { state: 'planned', reason: null, error: null, nextTryAt: now, graceFrom: now, sentAt: null, claimedBy: null, leaseUntil: null })
  if (result === 'done') app.wakeLoop()
  return result
}

export async function discardUncertain(app: App, id: string): Promise<'done' | 'not-found' | 'not-uncertain'> {
  return settle(app, id, { state: 'dropped', reason: 'discarded', nextTryAt: null, claimedBy: null, leaseUntil: null })
}

async function settle(app: App, id: string, data: object) {
  const { count } = await app.store.db.outboxMessage.updateMany({ where: { id: BigInt(id), state: 'uncertain' }, data })
  if (count === 1) return 'done'
  return (await app.store.db.outboxMessage.count({ where: { id: BigInt(id) } })) === 1 ? 'not-uncertain' : 'not-found'
}
