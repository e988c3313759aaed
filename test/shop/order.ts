import { orderInput, type OrderInput } from '../../src/shop/order-input.ts'

/** A valid body of POST /orders; what a test is about stands in `changes`. */
export function orderBody(changes: Record<string, unknown> = {}) {
  return {
    externalId: '1001',
    customer: { externalId: 'c-1', name: 'سارا', phone: '۰۹۱۲۱۲۳۴۵۶۷' },
    status: 'paid',
    placedAt: '2026-03-21T09:00:00+03:30',
    currency: 'IRT',
    items: [{ sku: 'shoe-40', name: 'کفش دویدن', category: 'shoes', quantity: 1, unitPrice: 2_500_000 }],
    total: 2_500_000,
    ...changes,
  }
}

export const order = (changes: Record<string, unknown> = {}): OrderInput => orderInput.parse(orderBody(changes))
