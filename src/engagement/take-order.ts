/** The one way in for orders: the API, imports, hooks, staff and the replay all come through here. */
import { ensureLink } from '../shop/links.ts'
import type { OrderInput } from '../shop/order-input.ts'
import { saveOrder } from '../shop/save-order.ts'
import { enroll, stopOnNewOrder, stopOrder } from './enroll.ts'
import type { Parts } from './parts.ts'
import { recordShopConsents } from './shop-consents.ts'
import { orderDelivered } from './react.ts'

/**
 * Stores an order and does what follows: a plan on first sight, or changes to the one there is. `history`: an import, never
 * followed up. After the commit, call `app.wakeLoop()`. `payload` and `short` are the customer's personal link.
 */
export async function takeOrder(
  parts: Parts,
  input: OrderInput,
  { source, history = false }: { source: string; history?: boolean },
): Promise<{ id: string; customerId: string; created: boolean; payload: string; short: string }> {
  const { tx } = parts
  const saved = await saveOrder(parts, input, { source, history })
  const { orderId, customerId, created } = saved
  if (input.customer.consents && !saved.ignored) await recordShopConsents(parts, customerId, input.customer.consents)
  if (saved.events.includes('taken')) {
    const order = await tx.order.findUniqueOrThrow({ where: { id: orderId }, include: { customer: { select: { timeZone: true } } } })
    await stopOnNewOrder(parts, customerId, orderId)
    await enroll(parts, { orderId, customerId, placedAt: order.placedAt, deliveredAt: order.deliveredAt, timeZone: order.customer.timeZone })
  }
  if (saved.events.includes('cancelled')) await stopOrder(parts, orderId)
  if (saved.events.includes('delivered') && !saved.events.includes('cancelled')) await orderDelivered(parts, orderId)
  const link = await ensureLink(parts, { customerId, orderId, source: 'order' })
  return { id: orderId, customerId, created, payload: link.payload, short: link.short }
}
