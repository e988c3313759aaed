import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HOUR } from '../../src/clock.ts'
import { claimOffer } from '../../src/offers/claim.ts'
import { invite, acceptInvitation } from '../../src/staff/members.ts'
import type { Store } from '../../src/store/store.ts'
import { orderBody } from '../shop/order.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { openApi } from './site.ts'

let store: Store
let api: ReturnType<typeof openApi>
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  api = openApi(store)
})
afterAll(() => store.close())

async function coupon(externalId = 'c-1', terms: object = {}) {
  const now = api.clock.now()
  const customer = await store.db.customer.upsert({ where: { externalId }, create: { externalId, createdAt: now }, update: {} })
  const { id } = await store.db.offer.create({
    data: { name: 'حراج', source: 'campaign', kind: 'percent', percent: 10, ceiling: 200_000n, quantity: 10, left: 10, state: 'live', startsAt: now, endsAt: new Date(now.getTime() + 48 * HOUR), createdAt: now, ...terms },
  })
  const result = await store.transaction(tx => claimOffer({ tx, clock: api.clock }, id, customer.id))
  if (!('coupon' in result)) throw new Error(result.refused)
  return result.coupon.code
}
const till = (more: object = {}) => ({ orderExternalId: 'o-1', total: 1_000_000, customerExternalId: 'c-1', ...more })
const check = (code: string, body: object = till()) => api.post(`/coupons/${encodeURIComponent(code)}/check`, body)
const redeem = (code: string, body: object = till()) => api.post(`/coupons/${encodeURIComponent(code)}/redeem`, body)

describe('a code at the till', () => {
  test('checked as often as one likes, used once, and the same redemption answers the same', async () => {
    const code = await coupon()
    expect(await check(code)).toMatchObject({ status: 200, body: { discount: 100_000, redeemed: false, kind: 'percent', describes: '۱۰٪ تخفیف، تا سقف ۲۰۰ هزار تومان' } })
    const first = await redeem(code)
    expect(first).toMatchObject({ status: 200, body: { discount: 100_000, redeemed: true } })
    expect((await redeem(code)).body).toEqual(first.body)
    expect(await redeem(code, till({ orderExternalId: 'o-2' }))).toMatchObject({ status: 409, body: { error: 'used' } })
  })

  test('in rial, the discount too', async () => {
    expect((await check(await coupon(), till({ total: 10_000_000, currency: 'IRR' }))).body.discount).toBe(1_000_000)
  })

  test('as people type it', async () => {
    const code = await coupon()
    expect((await check(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `)).status).toBe(200)
  })

  test.each([
    ['other-customer', till({ customerExternalId: 'c-2' }), {}], ['below-minimum', till(), { minimum: 2_000_000n }],
  ])('%s is 409', async (error, body, terms) => {
    expect(await redeem(await coupon('c-1', terms), body)).toMatchObject({ status: 409, body: { error, issues: [] } })
  })

  test('48 hours and one second later it is over', async () => {
    const code = await coupon()
    api.clock.moveTo(new Date(api.clock.now().getTime() + 48 * HOUR))
    expect((await check(code)).status).toBe(200)
    api.clock.moveTo(new Date(api.clock.now().getTime() + 1_000))
    expect(await redeem(code)).toMatchObject({ status: 409, body: { error: 'expired' } })
  })

  test('an order that carries it uses it; a cancelled one gives it back', async () => {
    const code = await coupon('77')
    const order = (more: object = {}) => orderBody({ customer: { externalId: '77' }, coupons: [code.toLowerCase()], total: 900_000, discount: 100_000, ...more })
    await api.post('/orders', order())
    expect(await store.db.coupon.findFirstOrThrow()).toMatchObject({ state: 'redeemed', discount: 100_000n, total: 1_000_000n })
    await api.post('/orders', order({ status: 'cancelled' }))
    expect(await store.db.coupon.findFirstOrThrow()).toMatchObject({ state: 'granted', orderExternalId: null })
  })

  test('what cannot be used is said completely', async () => {
    expect(await redeem(await coupon(), { total: -1 })).toMatchObject({ status: 400, body: { issues: [{ path: 'orderExternalId' }, { path: 'total', found: '-1' }] } })
    expect((await api.post('/coupons/7KQ-M4X-9TP/redeem', till(), { authorization: '' })).status).toBe(401)
  })
})

describe('X8: nobody finds a code by trying', () => {
  test('ten misses in an hour for one customer, then 429, also for a true code; another customer is not concerned', async () => {
    const code = await coupon()
    for (let n = 0; n < 10; n++) expect((await check(`22222222${'23456789AB'[n]}`)).status).toBe(404)
    expect((await check('222222222')).status).toBe(429)
    expect((await redeem(code)).status).toBe(429)
    const other = await coupon('c-2')
    expect((await redeem(other, till({ customerExternalId: 'c-2', orderExternalId: 'o-9' }))).status).toBe(200)
  })

  test('a hundred misses of many: managers hear of it, once; nobody’s number is kept', async () => {
    const token = await store.transaction(tx => invite({ tx, clock: api.clock }, 'manager', null))
    await store.transaction(tx => acceptInvitation({ tx, clock: api.clock }, token, { channel: 'telegram', account: '1', chatId: '5' }, 'مدیر'))
    for (let n = 0; n < 120; n++) await check('222222222', till({ customerExternalId: `guesser-${n}` }))
    expect((await store.db.outboxMessage.findMany({ where: { class: 'staff' } })).filter(row => (row.content as { text: string }).text.includes('۱۰۰ کد'))).toHaveLength(1)
    expect(JSON.stringify(await store.db.codeTry.findMany())).not.toContain('guesser')
  })
})

describe('carts and products', () => {
  const cart = (more: object = {}) => ({ externalId: 'cart-1', customer: { externalId: '77', name: 'سارا' }, items: [{ sku: 'RUN', name: 'کفش', quantity: 1, unitPrice: 1 }], total: 1, currency: 'IRT', state: 'open', url: 'https://shop.example/cart', ...more })
  test('are taken, again and again; an older word changes nothing', async () => {
    const first = await api.post('/carts', cart({ updatedAt: '2026-03-21T09:00:00+03:30' }))
    expect(first.status).toBe(201)
    expect(await api.post('/carts', cart({ state: 'bought', updatedAt: '2026-03-21T09:30:00+03:30' }))).toMatchObject({ status: 200, body: first.body })
    await api.post('/carts', cart({ updatedAt: '2026-03-21T09:10:00+03:30' }))
    expect(await store.db.cart.findMany()).toMatchObject([{ state: 'bought' }])
    expect((await api.post('/carts', cart({ state: 'lost', total: 1.5 }))).body.issues.map((issue: { path: string }) => issue.path)).toEqual(['total', 'state'])
  })
  test('a product is told whole', async () => {
    const product = { sku: 'RUN', name: 'کفش', price: 2_480_000, category: 'running-shoes', stock: 3, discreet: true }
    expect((await api.post('/products', product)).status).toBe(201)
    expect((await api.post('/products', { ...product, stock: undefined, discreet: undefined })).status).toBe(200)
    expect(await store.db.product.findMany()).toMatchObject([{ sku: 'RUN', price: 2_480_000n, stock: null, discreet: false }])
    expect((await api.post('/products', { sku: '', price: -1 })).body.issues.map((issue: { path: string }) => issue.path)).toEqual(['sku', 'name', 'price'])
  })
  test('a customer is shown with group, points, codes and promises', async () => {
    const code = await coupon('77')
    await api.post('/orders', orderBody({ customer: { externalId: '77' } }))
    const { id } = await store.db.customer.findUniqueOrThrow({ where: { externalId: '77' } })
    expect((await api.get(`/customers/${id}`)).body).toMatchObject({ group: 'once', points: null, coupons: [{ code: `${code.slice(0, 3)}-${code.slice(3, 6)}-${code.slice(6)}`, state: 'granted' }], promises: [] })
  })
})
