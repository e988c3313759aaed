/** The one way in for orders: the API, imports, hooks, staff and the replay all come through here. */
import { ensureLink } from '../shop/links.ts'
import type { OrderInput } from '../shop/order-input.ts'
import { saveOrder } from '../shop/save-order.ts'
import { followLoyalty } from './loyalty.ts'
import { begin, stopOnNewOrder, stopOrder } from './enroll.ts'
import { useCodes } from './offers.ts'
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
  if (!saved.ignored) {
    const order = await tx.order.findUniqueOrThrow({ where: { id: orderId }, include: { customer: { select: { timeZone: true } } } })
    const isOver = order.status === 'cancelled' || order.status === 'refunded'
    const { timeZone } = order.customer
    const occasion = { customerId, subject: orderId, order, timeZone }
    if (saved.events.includes('taken')) {
      await stopOnNewOrder(parts, customerId, orderId)
      await begin(parts, 'order-taken', { ...occasion, anchorAt: order.placedAt })
      const bought = await tx.order.count({ where: { customerId, status: { notIn: ['cancelled', 'refunded'] }, disowned: false } })
      if (bought > 1) await begin(parts, 'bought-again', { ...occasion, anchorAt: order.placedAt })
    }
    if (saved.events.includes('cancelled')) await stopOrder(parts, orderId)
    if (saved.events.includes('delivered') && !isOver) await orderDelivered(parts, orderId)
    const now = parts.clock.now()
    // Each is news once: the track's own key sees to that.
    if (!order.history && !isOver && order.status === 'shipped') await begin(parts, 'order-shipped', { ...occasion, anchorAt: order.shippedAt && order.shippedAt < now ? order.shippedAt : now })
    if (!order.history && !isOver && order.deliveredAt) await begin(parts, 'order-delivered', { ...occasion, anchorAt: order.deliveredAt })
    await useCodes(parts, order)
    await followLoyalty(parts, order)
  }
  const link = await ensureLink(parts, { customerId, orderId, source: 'order' })
  return { id: orderId, customerId, created, payload: link.payload, short: link.short }
}
