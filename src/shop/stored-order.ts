import type { Tx } from '../store/store.ts'
import type { OrderInput, OrderStatus } from './order-input.ts'

/** An order as it was last told, so that a message about a part of it can be told as a whole; null: there is none. Says nothing of its customer. */
export async function storedOrder(tx: Tx, externalId: string): Promise<OrderInput | null> {
  const order = await tx.order.findUnique({ where: { externalId }, include: { items: { orderBy: { position: 'asc' } } } })
  if (!order) return null
  return {
    externalId, customer: {}, status: order.status as OrderStatus, placedAt: order.placedAt, currency: order.currency, total: Number(order.total), discount: Number(order.discount), shipping: Number(order.shipping),
    coupons: order.coupons, refunds: refundsOf(order.refunds),
    items: order.items.map(item => ({
      sku: item.sku, name: item.name, category: item.category ?? undefined, quantity: item.quantity, unitPrice: Number(item.unitPrice), url: item.url ?? undefined, image: item.image ?? undefined, consumable: item.consumable,
    })),
  }
}

/** A refund that was known keeps its time: some systems tell only when the order last changed. */
export async function withRefundTimes(tx: Tx, order: OrderInput): Promise<OrderInput> {
  if (!order.refunds?.length) return order
  const stored = await tx.order.findUnique({ where: { externalId: order.externalId }, select: { refunds: true } })
  const known = stored ? refundsOf(stored.refunds) : []
  return {
    ...order,
    refunds: order.refunds.map(refund => {
      const at = known.findIndex(({ amount }) => amount === refund.amount)
      return at < 0 ? refund : { ...refund, at: known.splice(at, 1)[0]!.at }
    }),
  }
}

const refundsOf = (json: unknown) => (json as { amount: number; at: string; sku?: string }[]).map(({ amount, at, sku }) => ({ amount, at: new Date(at), ...(sku ? { sku } : {}) }))
