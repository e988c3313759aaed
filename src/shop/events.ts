/** Our own inbound webhooks: { type: 'order' | 'cart' | 'product', data: what the API takes }. Pure. */
import { toldCart, toldOrder, toldProduct, type Told } from './told.ts'

export function readEvent(payload: unknown): Told {
  const { type, data } = (payload ?? {}) as { type?: unknown; data?: unknown }
  if (type === 'order') return toldOrder((data ?? {}) as Record<string, unknown>)
  if (type === 'cart') return toldCart(data)
  if (type === 'product') return toldProduct(data)
  return { is: 'unclear', why: 'type: expected order, cart or product' }
}
