import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { signStandard } from '../../../src/text/sign.ts'
import { orderBody } from '../../shop/order.ts'
import { emptyStore, openTestStore } from '../../support/store.ts'
import { EVENTS_SECRET, openHooks } from './site.ts'

let store: Store
let shop: Awaited<ReturnType<typeof openHooks>>
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  shop = await openHooks(store)
})
afterEach(() => shop.close())
afterAll(() => store.close())

async function tell(payload: unknown, { id = 'msg_1', late = 0 } = {}) {
  const body = JSON.stringify(payload)
  const seconds = Math.floor((await store.now()).getTime() / 1000) - late
  return await shop.post('/events', body, { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signStandard(EVENTS_SECRET, { id, seconds, body }) })
}

test('orders, carts and products come in as the API takes them', async () => {
  expect(await tell({ type: 'order', data: orderBody() })).toBe(200)
  expect(await tell({ type: 'product', data: { sku: 'a', name: 'کفش', price: 100 } }, { id: 'msg_2' })).toBe(200)
  expect(await tell({ type: 'cart', data: { externalId: 'k', customer: { externalId: 'c-1' }, items: [], total: 0, currency: 'IRT', state: 'emptied' } }, { id: 'msg_3' })).toBe(200)
  expect([await store.db.order.count(), await store.db.product.count(), await store.db.cart.count()]).toEqual([1, 1, 1])
})

test('the same message again is taken once', async () => {
  await tell({ type: 'order', data: orderBody() })
  await tell({ type: 'order', data: orderBody() })
  expect(await shop.deliveries()).toHaveLength(1)
})

test('an old message, and one that somebody changed, are 401 and stored nowhere', async () => {
  expect(await tell({ type: 'order', data: orderBody() }, { late: 301 })).toBe(401)
  expect(await shop.post('/events', '{}', { 'webhook-id': 'm', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' })).toBe(401)
  expect(await shop.deliveries()).toEqual([])
})

test('another type is kept with its reason', async () => {
  await tell({ type: 'invoice', data: {} })
  expect(await shop.deliveries()).toMatchObject([{ state: 'failed', reason: 'type: expected order, cart or product' }])
})
