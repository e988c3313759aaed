import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { handleDeliveries } from '../../src/engagement/take-delivery.ts'
import { storeDelivery } from '../../src/shop/deliveries.ts'
import type { Store } from '../../src/store/store.ts'
import { orderBody } from '../shop/order.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { openApi } from './site.ts'

let store: Store
let api: ReturnType<typeof openApi>
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  api = openApi(store)
})
afterAll(() => store.close())

const arrives = async (key: string, data: unknown, type = 'order') => {
  await storeDelivery(store, { source: 'events', topic: type, key, subject: null, body: JSON.stringify({ type, data }) })
  await handleDeliveries(api.app)
}

test('what could not be understood is listed with its reason; mended, it is tried again', async () => {
  await arrives('a', orderBody())
  await arrives('b', orderBody({ externalId: '1002', placedAt: '2026-04-21T10:00:00+03:30' }))
  const { body } = await api.get('/deliveries?state=failed')
  expect(body).toEqual({
    items: [{ id: expect.any(String), source: 'events', topic: 'order', about: null, customerId: null, state: 'failed', reason: 'placedAt: expected an instant not more than a day ahead', attempts: 1, receivedAt: expect.any(String), handledAt: expect.any(String), kept: true }],
    next: null,
  })
  api.clock.moveTo(new Date('2026-04-21T10:00:00+03:30'))
  expect((await api.post(`/deliveries/${body.items[0].id}/retry`)).status).toBe(200)
  expect((await api.get('/deliveries?state=failed')).body.items).toEqual([])
  expect(await store.db.order.count()).toBe(2)
})

test('only failed ones are tried again', async () => {
  await arrives('a', orderBody())
  const [{ id }] = (await api.get('/deliveries')).body.items
  expect((await api.post(`/deliveries/${id}/retry`)).status).toBe(409)
  expect((await api.post('/deliveries/none/retry')).status).toBe(404)
})

test('the list goes on page by page', async () => {
  for (const n of [1, 2, 3]) await arrives(`k${n}`, {}, 'unknown')
  const first = (await api.get('/deliveries?limit=2')).body
  const second = (await api.get(`/deliveries?limit=2&cursor=${first.next}`)).body
  expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).toHaveLength(3)
  expect(new Set([...first.items, ...second.items].map(({ id }: { id: string }) => id)).size).toBe(3)
  expect(second.next).toBeNull()
  expect((await api.get('/outgoing')).body).toEqual({ items: [], next: null })
})
