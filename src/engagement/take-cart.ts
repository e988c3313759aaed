/** A cart that was left, bought or emptied: the one way in. */
import type { CartInput } from '../shop/cart-input.ts'
import { customerOf } from '../shop/save-order.ts'
import { begin, stopSubject } from './enroll.ts'
import { UNSENT } from './outbox.ts'
import type { Parts } from './parts.ts'

/** Each change starts the hour anew; bought or emptied ends it. Only customers who opened a chat are reminded. After the commit, call `app.wakeLoop()`. */
export async function takeCart(parts: Parts, input: CartInput): Promise<{ id: string; customerId: string; created: boolean }> {
  const { tx, clock } = parts
  const customerId = await customerOf(parts, input.customer, [`cart:${input.externalId}`])
  const updatedAt = input.updatedAt ?? clock.now()
  const stored = await tx.cart.findUnique({ where: { externalId: input.externalId } })
  if (stored && stored.updatedAt > updatedAt) return { id: stored.id, customerId: stored.customerId, created: false }
  const row = { state: input.state, items: JSON.parse(JSON.stringify(input.items)) as object[], total: BigInt(input.total), currency: input.currency, url: input.url ?? null, updatedAt }
  const cart = await tx.cart.upsert({ where: { externalId: input.externalId }, create: { externalId: input.externalId, customerId, ...row }, update: row })
  const subject = { customerId: cart.customerId, subject: cart.id }
  if (input.state !== 'open' || input.items.length === 0) {
    await stopSubject(parts, subject, input.state === 'bought' ? 'bought-again' : 'discarded')
    return { id: cart.id, customerId: cart.customerId, created: !stored }
  }
  const { joinedAt } = await tx.customer.findUniqueOrThrow({ where: { id: cart.customerId }, select: { joinedAt: true } })
  // Told late, by a night's import: nobody is reminded of what was left days ago.
  if (!joinedAt || clock.now().getTime() - updatedAt.getTime() > parts.scenarios.policy.graceMs) return { id: cart.id, customerId: cart.customerId, created: !stored }
  const first = input.items[0]!
  const begun = await begin(parts, 'cart-left', { ...subject, anchorAt: updatedAt, about: { item: first.name, sku: first.sku, ...(input.url ? { url: input.url } : {}) } })
  if (begun === 0) await moveReminders(parts, subject, updatedAt)
  return { id: cart.id, customerId: cart.customerId, created: !stored }
}

/** The cart lives on: what was to remind of it counts from the last change. */
async function moveReminders({ tx }: Parts, subject: { customerId: string; subject: string }, at: Date): Promise<void> {
  for (const { id, anchorAt } of await tx.enrollment.findMany({ where: { ...subject, state: 'active' }, select: { id: true, anchorAt: true } })) {
    const laterMs = anchorAt ? at.getTime() - anchorAt.getTime() : 0
    if (laterMs <= 0) continue
    await tx.enrollment.update({ where: { id }, data: { anchorAt: at } })
    for (const row of await tx.outboxMessage.findMany({ where: { enrollmentId: id, state: { in: UNSENT }, role: 'step' }, select: { id: true, dueAt: true } })) {
      const dueAt = new Date(row.dueAt.getTime() + laterMs)
      await tx.outboxMessage.update({ where: { id: row.id }, data: { dueAt, graceFrom: dueAt, nextTryAt: dueAt, state: 'planned', reason: null, claimedBy: null, leaseUntil: null } })
    }
  }
}
