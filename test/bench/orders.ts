/** Customers who bought something now, joined by their link and agreed to offers. */
import { takeOrder } from '../../src/engagement/take-order.ts'
import { linkChat } from '../../src/engagement/addresses.ts'
import { setConsent } from '../../src/engagement/consent.ts'
import { orderInput } from '../../src/shop/order-input.ts'
import type { Store } from '../../src/store/store.ts'
import type { openService } from './service.ts'

export async function plantOrders(store: Store, service: Awaited<ReturnType<typeof openService>>, customers: number): Promise<void> {
  const { clock, app } = service
  for (let n = 0; n < customers; n++)
    await store.transaction(async tx => {
      const parts = { ...app, tx }
      const input = orderInput.parse({
        externalId: `order-${n}`, status: 'paid', placedAt: clock.now().toISOString(), currency: 'IRT', total: 2_500_000,
        items: [{ sku: 'shoe', name: 'کفش دویدن', category: 'running-shoes', quantity: 1, unitPrice: 2_500_000 }],
        customer: { externalId: `c-${n}`, name: 'سارا' },
      })
      const { customerId } = await takeOrder(parts, input, { source: 'bench' })
      await linkChat(parts, { customerId, chat: { channel: 'telegram', account: '1', chatId: `chat-${n}` }, trust: 'full', source: null })
      await setConsent(parts, { customerId, purposes: ['marketing'], granted: true, source: 'choice', channel: 'telegram', words: 'بله' })
    })
  await service.settle()
}
