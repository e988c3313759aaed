import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handleDeliveries } from '../../../src/engagement/take-delivery.ts'
import { storeDelivery } from '../../../src/shop/deliveries.ts'
import { labelWoo } from '../../../src/shop/woocommerce/read.ts'
import type { Store } from '../../../src/store/store.ts'
import { emptyStore, openTestStore } from '../../support/store.ts'
import { joinRoutes } from '../../../src/web/join/index.ts'
import { signOrder } from '../../../src/shop/order-door.ts'
import { fixture, openHooks, WOO_SECRET } from './site.ts'

let store: Store
let shop: Awaited<ReturnType<typeof openHooks>>
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  shop = await openHooks(store, { now: '2017-03-22T19:30:00Z' })
})
afterEach(() => shop.close())
afterAll(() => store.close())

const order = (changes: Record<string, unknown> = {}) => fixture('woocommerce/order', changes)
const billing = { first_name: 'سارا', last_name: 'کریمی', phone: '۰۹۱۲۱۲۳۴۵۶۷', country: 'IR', city: 'تهران', email: 'sara@example.com' }

describe('the door', () => {
  test('a wrong signature is 401 and stored nowhere', async () => {
    expect(await shop.woo('order.created', order(), 'another-secret-0123456789')).toBe(401)
    expect(await shop.post('/woocommerce', JSON.stringify(order()), {})).toBe(401)
    expect(await shop.deliveries()).toEqual([])
  })

  test('the unsigned hello of a new webhook gets 200 and leaves nothing', async () => {
    expect(await shop.post('/woocommerce', 'webhook_id=142', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(200)
    expect(await shop.deliveries()).toEqual([])
  })

  test('without a secret nothing listens', async () => {
    await shop.close()
    shop = await openHooks(store, { env: { WOOCOMMERCE_WEBHOOK_SECRET: '' } })
    expect(await shop.woo('order.created', order())).toBe(404)
  })

  test('what is stored cannot be read in the database', async () => {
    await shop.woo('order.created', order({ billing }))
    const [delivery] = await shop.deliveries()
    expect(Buffer.from(delivery!.body!).toString('latin1')).not.toContain('example.com')
  })
})

test('the example order of the vendor becomes an order with its plan', async () => {
  expect(await shop.woo('order.created', order({ billing, customer_id: 25 }))).toBe(200)
  const [taken] = await shop.orders()
  expect(taken).toMatchObject({
    externalId: '727', status: 'paid', currency: 'USD', total: 2935n, shipping: 1000n, discount: 0n, source: 'woocommerce', history: false, placedAt: new Date('2017-03-22T19:28:02Z'),
    items: [{ sku: '93', name: 'Woo Single #1', quantity: 2, unitPrice: 300n }, { sku: 'Bar3', name: 'Ship Your Idea – Color: Black, Size: M Test', quantity: 1, unitPrice: 1200n }],
    customer: { externalId: '25', name: 'سارا کریمی', phone: '+989121234567', city: 'تهران', email: 'sara@example.com' },
  })
  expect(await store.db.outboxMessage.count({ where: { orderId: taken!.id } })).toBeGreaterThan(3)
  expect(await shop.deliveries()).toMatchObject([{ state: 'done', about: '727', customerId: taken!.customerId }])
})

test('the same delivery again, and the next topic that says the same, is stored once', async () => {
  await shop.woo('order.created', order())
  await shop.woo('order.created', order())
  await shop.woo('order.updated', order())
  expect(await shop.deliveries()).toHaveLength(1)
})

test('an update that was overtaken changes nothing', async () => {
  await shop.woo('order.updated', order({ status: 'cancelled', date_modified_gmt: '2017-03-22T19:29:30' }))
  await shop.woo('order.created', order())
  expect(await shop.orders()).toMatchObject([{ status: 'cancelled' }])
})

test('refunds keep the time at which they were first told', async () => {
  await shop.woo('order.created', order())
  const refunds = [{ id: 726, refund: '', total: '-10.00' }]
  await shop.woo('order.updated', order({ refunds, date_modified_gmt: '2017-03-23T10:00:00' }))
  await shop.woo('order.updated', order({ refunds: [{ id: 730, refund: '', total: '-2.50' }, ...refunds], date_modified_gmt: '2017-03-24T10:00:00' }))
  const [taken] = await shop.orders()
  expect(taken!.refunds).toEqual([{ amount: 250, at: '2017-03-24T10:00:00.000Z' }, { amount: 1000, at: '2017-03-23T10:00:00.000Z' }])
})

test.each([
  ['IRT', '250000', 'IRT', 250_000n], ['IRT', '250000.00', 'IRT', 250_000n], ['IRR', '2500000', 'IRR', 2_500_000n], ['IRHT', '250', 'IRT', 250_000n], ['IRHT', '249.5', 'IRT', 249_500n],
  ['IRHR', '2500', 'IRR', 2_500_000n], ['USD', '12.50', 'USD', 1250n], ['EUR', '1.005', 'EUR', 101n], ['KWD', '1.234', 'KWD', 1234n], ['JPY', '1200', 'JPY', 1200n],
])('%s %s is %s %i', async (currency, total, ours, amount) => {
  await shop.woo('order.created', order({ currency, total }))
  expect(await shop.orders()).toMatchObject([{ currency: ours, total: amount }])
})

test.each([
  ['on-hold', 'placed'], ['processing', 'paid'], ['completed', 'paid'], ['cancelled', 'cancelled'], ['refunded', 'refunded'], ['trash', 'cancelled'], ['ارسال-شده', 'shipped'], ['packing-now', 'paid'],
])('%s is %s', async (status, ours) => {
  await shop.woo('order.created', order({ status }))
  expect(await shop.orders()).toMatchObject([{ status: ours }])
})

test.each([['paid', 'paid', null], ['shipped', 'shipped', null], ['delivered', 'delivered', new Date('2017-03-22T19:30:01Z')], ['unknown', 'paid', null]])(
  'where completed means %s, it is %s',
  async (completed, status, deliveredAt) => {
    await shop.close()
    shop = await openHooks(store, { now: '2017-03-22T19:40:00Z', env: { WOOCOMMERCE_COMPLETED: completed } })
    await shop.woo('order.updated', fixture('woocommerce/order-completed'))
    expect(await shop.orders()).toMatchObject([{ status, deliveredAt: deliveredAt && new Date(fixture('woocommerce/order-completed').date_completed_gmt + 'Z') }])
  },
)

describe('an order that nobody has paid', () => {
  test.each(['pending', 'failed', 'checkout-draft'])('%s begins nothing; paid, it does', async status => {
    await shop.woo('order.created', order({ status }))
    expect(await shop.orders()).toEqual([])
    expect(await shop.deliveries()).toMatchObject([{ state: 'ignored', reason: 'not paid yet: it is taken when it is' }])
    await shop.woo('order.updated', order({ date_modified_gmt: '2017-03-22T19:29:00' }))
    expect(await shop.orders()).toMatchObject([{ status: 'paid' }])
  })
})

describe('deleted', () => {
  test('an order is cancelled, and an update that was on its way does not bring it back', async () => {
    await shop.woo('order.created', order({ number: 'A-1042' }))
    await shop.woo('order.deleted', { id: 727 })
    await shop.woo('order.updated', order({ number: 'A-1042', date_modified_gmt: '2017-03-22T19:29:59' }))
    const orders = await shop.orders()
    expect(orders).toMatchObject([{ externalId: 'A-1042', status: 'cancelled' }])
    expect(await store.db.outboxMessage.count({ where: { orderId: orders[0]!.id, state: 'planned' } })).toBe(0)
  })

  test('one that is not known here is left alone', async () => {
    await shop.woo('order.deleted', { id: 1 })
    expect(await shop.deliveries()).toMatchObject([{ state: 'ignored', reason: 'the order is not known here' }])
  })
})

describe('products', () => {
  test('the example product of the vendor is taken; with prices in another currency than the shop counts in it is left alone', async () => {
    await shop.woo('product.updated', fixture('woocommerce/product'))
    expect(await store.db.product.findMany()).toMatchObject([{ sku: '794', name: 'Premium Quality', category: 'Clothing', price: 22n, url: 'https://example.com/product/premium-quality-19/' }])
    await shop.close()
    shop = await openHooks(store, { env: { WOOCOMMERCE_CURRENCY: 'USD' } })
    await shop.woo('product.updated', fixture('woocommerce/product', { date_modified_gmt: '2017-03-24T00:00:00' }))
    expect((await shop.deliveries())[1]).toMatchObject({ state: 'ignored', reason: expect.stringContaining('WOOCOMMERCE_CURRENCY') })
  })

  test('what the shop said of a product elsewhere stays; deleted, it is recommended no more', async () => {
    await store.db.product.create({ data: { sku: '794', name: 'x', price: 1n, consumable: true, updatedAt: shop.clock.now() } })
    await shop.woo('product.updated', fixture('woocommerce/product', { price: '150000', manage_stock: true, stock_quantity: 3 }))
    expect(await store.db.product.findMany()).toMatchObject([{ price: 150_000n, stock: 3, consumable: true }])
    await shop.woo('product.deleted', { id: 794 })
    expect(await store.db.product.findMany()).toMatchObject([{ stock: 0 }])
  })

  test('an order takes the category from the catalogue', async () => {
    await store.db.product.create({ data: { sku: 'Bar3', name: 'x', category: 'posters', price: 1n, updatedAt: shop.clock.now() } })
    await shop.woo('order.created', order())
    expect((await shop.orders())[0]!.items.map(({ category }) => category)).toEqual([null, 'posters'])
  })
})

test('a customer is updated if known, and not made otherwise', async () => {
  const customer = fixture('woocommerce/customer', { billing })
  await shop.woo('customer.created', customer)
  expect(await store.db.customer.count()).toBe(0)
  await store.db.customer.create({ data: { externalId: '25', createdAt: shop.clock.now() } })
  await shop.woo('customer.updated', { ...customer, date_modified_gmt: '2017-03-24T00:00:00' })
  expect(await store.db.customer.findMany()).toMatchObject([{ name: 'John Doe', phone: '+989121234567', city: 'تهران' }])
})

test('other topics are answered with 200 and a reason', async () => {
  expect(await shop.woo('coupon.created', fixture('woocommerce/coupon'))).toBe(200)
  expect(await shop.deliveries()).toMatchObject([{ state: 'ignored', reason: 'nothing is done with coupon.created' }])
})

test('what was stored before a crash is handled by the sweep', async () => {
  const payload = order()
  await storeDelivery(store, { source: 'woocommerce', topic: 'order.created', ...labelWoo('order.created', payload), body: JSON.stringify(payload) })
  expect(await shop.orders()).toEqual([])
  expect(await handleDeliveries(shop.app)).toBe(1)
  expect(await shop.orders()).toHaveLength(1)
})

test('what cannot be understood is kept with its reason, and names no value', async () => {
  await shop.woo('order.created', order({ line_items: 'secret words', date_created_gmt: '0912' }))
  await shop.woo('order.updated', '{ not json')
  expect(await shop.deliveries()).toMatchObject([
    { state: 'failed', reason: expect.stringMatching(/date_created_gmt: expected an instant.*line_items: /) },
    { state: 'failed', reason: 'the body is not JSON' },
  ])
  expect(JSON.stringify((await shop.deliveries()).map(({ reason }) => reason))).not.toMatch(/secret|0912/)
})

test('a coupon of ours in the order is redeemed by it', async () => {
  const now = shop.clock.now()
  const { id: customerId } = await store.db.customer.create({ data: { externalId: '25', createdAt: now } })
  const offer = await store.db.offer.create({ data: { name: 'o', source: 'campaign', kind: 'percent', percent: 10, ceiling: 200_000n, state: 'live', createdAt: now } })
  await store.db.coupon.create({ data: { code: '7KQM4X9TP', offerId: offer.id, customerId, key: 'k', worth: 200_000n, grantedAt: now, expiresAt: new Date('2018-01-01') } })
  await shop.woo('order.created', order({ customer_id: 25, currency: 'IRT', total: '900000', discount_total: '100000', shipping_total: '0', coupon_lines: [{ id: 1, code: '7kq-m4x-9tp', discount: '100000' }] }))
  expect(await store.db.coupon.findMany()).toMatchObject([{ state: 'redeemed', orderExternalId: '727', discount: 100_000n }])
})

test('the link that the shop’s own page signs opens the doors of the order as soon as it is here', async () => {
  const doors = joinRoutes(shop.app)
  const address = `/o-727-${signOrder('727', WOO_SECRET)}`
  const early = await doors.request(address)
  expect([early.status, await early.text()]).toEqual([404, expect.stringContaining('داره به دستمون می‌رسه')])
  await shop.woo('order.created', order())
  const open = await doors.request(address)
  const { payload } = (await store.db.link.findFirst())!
  expect([open.status, await open.text()]).toEqual([200, expect.stringContaining(payload)])
  expect((await doors.request(`/o-727-${'0'.repeat(20)}`)).status).toBe(404)
  expect(await store.db.link.count()).toBe(1)
})
