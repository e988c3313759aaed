import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import { emptyStore, openTestStore } from '../../support/store.ts'
import { fixture, openHooks } from './site.ts'

let store: Store
let shop: Awaited<ReturnType<typeof openHooks>>
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  shop = await openHooks(store, { now: '2022-01-01T00:10:00Z' })
})
afterEach(() => shop.close())
afterAll(() => store.close())

/** The vendor's example is a cancelled order: as it was before. */
const order = (changes: Record<string, unknown> = {}) => fixture('shopify/order-cancelled', { cancelled_at: null, cancel_reason: null, financial_status: 'paid', ...changes })
const person = { id: 115310627, first_name: 'John', last_name: 'Smith', email: 'john@example.com', phone: '+989121234567' }

test('a wrong signature is 401 and stored nowhere', async () => {
  expect(await shop.shopify('orders/create', order(), { secret: 'another-secret-0123456789' })).toBe(401)
  expect(await shop.post('/shopify', JSON.stringify(order()), { 'x-shopify-topic': 'orders/create' })).toBe(401)
  expect(await shop.deliveries()).toEqual([])
})

test("the vendor's example becomes an order of its buyer, not of the address that it goes to", async () => {
  expect(await shop.shopify('orders/create', order({ customer: person, discount_codes: [{ code: 'SPRING', amount: '20.00', type: 'fixed_amount' }] }))).toBe(200)
  expect(await shop.orders()).toMatchObject([
    {
      externalId: '9999', status: 'paid', currency: 'USD', total: 40_495n, discount: 2_000n, shipping: 1_000n, coupons: ['SPRING'], source: 'shopify', placedAt: new Date('2022-01-01T00:00:00Z'),
      customer: { externalId: '115310627', name: 'John Smith', phone: '+989121234567', email: 'john@example.com', city: 'Shippington', locale: 'en' },
    },
  ])
  expect((await shop.orders())[0]!.items).toMatchObject([{ sku: 'SKU2006-001', unitPrice: 8_999n }, { sku: 'LENS-PROTECT-2YR' }, { sku: 'CASE-LEATHER-PREM' }, { sku: 'SKU2006-020' }, { sku: 'SKU2006-035' }])
})

test('the example as it stands is cancelled, and begins nothing', async () => {
  await shop.shopify('orders/cancelled', fixture('shopify/order-cancelled'))
  expect(await shop.deliveries()).toMatchObject([{ state: 'ignored', reason: expect.stringContaining('not paid') }])
  await shop.shopify('orders/create', order({ updated_at: '2021-12-31T18:00:00-05:00' }))
  await shop.shopify('orders/cancelled', fixture('shopify/order-cancelled', { updated_at: '2021-12-31T19:05:00-05:00' }))
  expect(await shop.orders()).toMatchObject([{ status: 'cancelled' }])
})

test('the same moment told twice, and the same webhook again, are stored once', async () => {
  await shop.shopify('orders/create', order(), { id: 'w-1' })
  await shop.shopify('orders/paid', order(), { id: 'w-2' })
  await shop.shopify('refunds/create', fixture('shopify/refund'), { id: 'w-3' })
  await shop.shopify('refunds/create', fixture('shopify/refund'), { id: 'w-3' })
  expect(await shop.deliveries()).toHaveLength(2)
})

test('an update that was overtaken changes nothing', async () => {
  await shop.shopify('orders/cancelled', order({ cancelled_at: '2021-12-31T19:05:00-05:00', updated_at: '2021-12-31T19:05:00-05:00' }))
  await shop.shopify('orders/updated', order({ updated_at: '2021-12-31T19:04:00-05:00' }))
  expect(await shop.orders()).toMatchObject([{ status: 'cancelled' }])
})

describe('what happens to a part of an order', () => {
  beforeEach(async () => void (await shop.shopify('orders/create', order())))

  test('a parcel that left ships it, one that arrived delivers it', async () => {
    await shop.shopify('fulfillments/create', fixture('shopify/fulfillment'), { id: 'f-0' })
    expect(await shop.orders()).toMatchObject([{ status: 'paid' }])
    await shop.shopify('fulfillments/create', fixture('shopify/fulfillment', { status: 'success', tracking_number: '1Z', name: '#9999.1' }), { id: 'f-1' })
    expect(await shop.orders()).toMatchObject([{ status: 'shipped', trackingCode: '1Z', shippedAt: new Date('2022-01-01T00:00:00Z') }])
    await shop.shopify('fulfillments/update', fixture('shopify/fulfillment', { status: 'success', shipment_status: 'delivered', updated_at: '2021-12-31T19:08:00-05:00' }), { id: 'f-2' })
    expect(await shop.orders()).toMatchObject([{ status: 'delivered', deliveredAt: new Date('2022-01-01T00:08:00Z') }])
  })

  test('a refund finds the order by the id that Shopify told before', async () => {
    await shop.shopify('refunds/create', fixture('shopify/refund', { transactions: [{ kind: 'refund', status: 'success', amount: '100.00', currency: 'USD' }] }), { id: 'r-1' })
    expect((await shop.orders())[0]!.refunds).toEqual([{ amount: 10_000, at: '2022-01-01T00:00:00.000Z' }])
  })
})

test('a customer who asks Shopify to be forgotten is forgotten here', async () => {
  await shop.shopify('orders/create', order({ customer: { ...person, id: 191167 } }))
  expect(await shop.shopify('customers/redact', fixture('shopify/customers-redact'), { id: 'c-1' })).toBe(200)
  expect(await shop.orders()).toMatchObject([{ customer: { name: null, phone: null, externalId: null } }])
  expect((await shop.deliveries()).map(({ body }) => body)).toEqual([null, null])
})

test('a request for data and a shop that leaves are kept for a person to read', async () => {
  await shop.shopify('customers/data_request', fixture('shopify/customers-redact'), { id: 'd-1' })
  await shop.shopify('shop/redact', { shop_id: 1 }, { id: 'd-2' })
  expect(await shop.deliveries()).toMatchObject([{ state: 'ignored', reason: expect.stringContaining('asks for their data') }, { state: 'ignored', reason: expect.stringContaining('removed') }])
})
