import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { stillClock } from '../../src/clock.ts'
import { importOrders } from '../../src/shop/import-orders.ts'
import { saveOrder } from '../../src/shop/save-order.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { order } from './order.ts'

let store: Store
const clock = stillClock('2026-03-21T10:00:00+03:30')
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  clock.moveTo(new Date('2026-03-21T10:00:00+03:30'))
})
afterAll(() => store.close())

const save = (changes: Record<string, unknown> = {}, how: { history?: boolean } = {}) =>
  store.transaction(tx => saveOrder({ tx, clock }, order(changes), { source: 'api', ...how }))

test('the same order twice is one order, with its last items', async () => {
  const first = await save()
  expect(first).toMatchObject({ created: true, events: ['taken'] })
  const second = await save({ items: [{ sku: 'b', name: 'جوراب', quantity: 2, unitPrice: 90_000 }], total: 180_000 })
  expect(second).toMatchObject({ orderId: first.orderId, customerId: first.customerId, created: false, events: ['changed'] })
  expect(await store.db.orderItem.findMany({ select: { sku: true, quantity: true } })).toEqual([{ sku: 'b', quantity: 2 }])
  expect((await store.db.order.findFirstOrThrow()).total).toBe(180_000n)
})

test('twenty copies at once make one order and one customer', async () => {
  const saved = await Promise.all(Array.from({ length: 20 }, () => save()))
  expect(saved.filter(one => one.created)).toHaveLength(1)
  expect(await store.db.customer.count()).toBe(1)
})

test('what an update does not mention keeps its value', async () => {
  await save({ customer: { externalId: 'c-1', name: 'سارا', city: 'تبریز' }, shippedAt: '2026-03-21T09:30:00Z', trackingCode: 'T1' })
  await save({ customer: { externalId: 'c-1', email: 'sara@example.com' } })
  expect(await store.db.customer.findFirstOrThrow()).toMatchObject({ name: 'سارا', city: 'تبریز', email: 'sara@example.com' })
  expect(await store.db.order.findFirstOrThrow()).toMatchObject({ trackingCode: 'T1', shippedAt: new Date('2026-03-21T09:30:00Z') })
})

test('an update older than the stored one changes nothing, and the first placedAt stays', async () => {
  await save({ updatedAt: '2026-03-21T09:00:00Z' })
  expect(await save({ updatedAt: '2026-03-21T08:00:00Z', status: 'cancelled' })).toMatchObject({ ignored: true, events: [] })
  await save({ placedAt: '2026-03-25T09:00:00Z', status: 'shipped' })
  expect(await store.db.order.findFirstOrThrow()).toMatchObject({ status: 'shipped', placedAt: new Date('2026-03-21T05:30:00Z') })
})

test('delivered without a date means now; cancelling is told once', async () => {
  await save()
  clock.moveTo(new Date('2026-03-24T10:00:00Z'))
  expect((await save({ status: 'delivered' })).events).toEqual(['delivered'])
  clock.moveTo(new Date('2026-03-25T10:00:00Z'))
  expect((await save({ status: 'delivered' })).events).toEqual(['changed'])
  expect((await store.db.order.findFirstOrThrow()).deliveredAt).toEqual(new Date('2026-03-24T10:00:00Z'))
  expect((await save({ status: 'cancelled' })).events).toEqual(['cancelled'])
  expect((await save({ status: 'refunded' })).events).toEqual(['changed'])
})

test('history and orders cancelled from the start are stored and start nothing', async () => {
  expect(await save({ placedAt: '2026-03-13T09:00:00Z' })).toMatchObject({ created: true, events: [] })
  expect(await save({ externalId: '2', status: 'cancelled' })).toMatchObject({ created: true, events: [] })
  expect(await save({ externalId: '3' }, { history: true })).toMatchObject({ created: true, events: [] })
  expect(await store.db.order.count({ where: { history: true } })).toBe(2)
})

test('the shop’s id, else the phone, says who it is', async () => {
  const phone = '09121234567'
  const { customerId } = await save({ customer: { phone } })
  expect((await save({ externalId: '2', customer: { phone: '+989121234567' } })).customerId).toBe(customerId)
  expect((await save({ externalId: '3', customer: { externalId: 'c-9', phone } })).customerId).toBe(customerId)
  expect((await save({ externalId: '4', customer: { externalId: 'c-9' } })).customerId).toBe(customerId)
  expect((await save({ externalId: '5', customer: { phone } })).customerId).toBe(customerId)
})

test('one phone under two ids is two customers, flagged', async () => {
  const first = await save({ customer: { externalId: 'a', phone: '09121234567' } })
  const second = await save({ externalId: '2', customer: { externalId: 'b', phone: '09121234567' } })
  expect(second.customerId).not.toBe(first.customerId)
  expect(await store.db.customer.findMany({ select: { phoneShared: true } })).toEqual([{ phoneShared: true }, { phoneShared: true }])
})

test('a customer without id and phone belongs to this order only', async () => {
  const first = await save({ customer: { name: 'سارا' } })
  const second = await save({ externalId: '2', customer: { name: 'سارا' } })
  expect(second.customerId).not.toBe(first.customerId)
  expect((await save({ customer: { name: 'سارا' } })).customerId).toBe(first.customerId)
})

test('an order stays with its customer, and another person’s details stay off the first one', async () => {
  const { customerId } = await save({ customer: { externalId: 'a', name: 'سارا' } })
  expect((await save({ customer: { externalId: 'b', name: 'مریم' } })).customerId).toBe(customerId)
  expect(await store.db.customer.findMany({ select: { name: true } })).toEqual([{ name: 'سارا' }])
})

test('first orders of new customers that arrive together, and an import of the same people beside them, make each customer once', async () => {
  const people = Array.from({ length: 6 }, (_, n) => ({ phone: `0912000000${n}`, ...(n % 2 === 0 ? { externalId: `c-${n}` } : {}) }))
  const live = people.flatMap((customer, n) => [1, 2, 3].map(k => save({ externalId: `live-${n}-${k}`, customer })))
  const past = people.map((customer, n) => order({ externalId: `past-${n}`, customer, placedAt: '2024-01-02T09:00:00Z' }))
  const imports = [importOrders({ store, clock }, past, { source: 'csv' }), importOrders({ store, clock }, past, { source: 'csv' })]
  await Promise.all([...live, ...imports])
  expect((await Promise.all(imports)).map(result => result.created).sort()).toEqual([0, 6])
  expect(await store.db.customer.count()).toBe(6)
  expect(await store.db.customer.count({ where: { phoneShared: true } })).toBe(0)
  expect(await store.db.order.count()).toBe(24)
})

test('a phone that turns out to be somebody else’s is flagged and joins nobody', async () => {
  const first = await save({ customer: { phone: '09120000001' } })
  const second = await save({ externalId: '2', customer: {} })
  expect((await save({ externalId: '2', customer: { phone: '09120000001' } })).customerId).toBe(second.customerId)
  expect(second.customerId).not.toBe(first.customerId)
  expect(await store.db.customer.findMany({ select: { phone: true, phoneShared: true } })).toEqual([
    { phone: '+989120000001', phoneShared: true },
    { phone: '+989120000001', phoneShared: true },
  ])
})
