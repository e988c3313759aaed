import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { declareTills, syncCoupons } from '../../src/engagement/shop-coupons.ts'
import { pollShops } from '../../src/engagement/poll-shop.ts'
import { handleDeliveries } from '../../src/engagement/take-delivery.ts'
import { claimOffer } from '../../src/offers/claim.ts'
import { examineShop } from '../../src/staff/doctor-shop.ts'
import { storeDelivery } from '../../src/shop/deliveries.ts'
import { labelWoo } from '../../src/shop/woocommerce/read.ts'
import type { Store } from '../../src/store/store.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { fixture } from '../web/hooks/site.ts'

const WOO = { WOOCOMMERCE_URL: 'https://shop.example', WOOCOMMERCE_KEY: `ck_${'a'.repeat(40)}`, WOOCOMMERCE_SECRET: `cs_${'b'.repeat(40)}` }
const SHOPIFY = { SHOPIFY_SHOP: 'shop.myshopify.com', SHOPIFY_TOKEN: 'shpat_0123456789012345' }
let store: Store
let shop: Shop
beforeAll(async () => void (store = await openTestStore()))
beforeEach(() => emptyStore(store))
afterEach(() => shop.close())
afterAll(() => store.close())

async function open(env: Record<string, string>, now = '2026-03-21T10:00:00Z') {
  shop = await openShop(store, { now, env })
  await declareTills({ store, config: shop.app.config })
}

type Call = { method: string; url: URL; body: unknown; headers: Record<string, string> }

/** A shop's API: `answer` says what it says. */
function system(answer: (call: Call) => { status: number; body?: unknown; headers?: Record<string, string> } | Error) {
  const calls: Call[] = []
  const send = async (url: unknown, init: { method?: string; body?: string; headers?: Record<string, string> } = {}) => {
    const call = { method: init.method ?? 'GET', url: new URL(String(url)), body: init.body ? JSON.parse(init.body) : undefined, headers: init.headers ?? {} }
    calls.push(call)
    const said = answer(call)
    if (said instanceof Error) throw said
    return new Response(said.body === undefined ? null : JSON.stringify(said.body), { status: said.status, ...(said.headers ? { headers: said.headers } : {}) })
  }
  return { calls, send: send as typeof fetch }
}

describe('asking WooCommerce what changed', () => {
  const orders = () => fixture('woocommerce/orders') as unknown as Record<string, unknown>[]
  beforeEach(() => open(WOO, '2017-03-22T19:40:00Z'))
  const list = () => Object.values(orders())

  test('finds an order that no webhook told of, and stores nothing that one did', async () => {
    const [first] = list()
    await storeDelivery(store, { source: 'woocommerce', topic: 'order.created', ...labelWoo('order.created', first), body: JSON.stringify(first) })
    await handleDeliveries(shop.app)
    const woo = system(() => ({ status: 200, body: list() }))
    expect(await pollShops(shop.app, woo.send)).toBe(1)
    expect((await store.db.order.findMany({ orderBy: { externalId: 'asc' } })).map(({ externalId, status }) => [externalId, status])).toEqual([['723', 'paid'], ['727', 'paid']])
    expect(await pollShops(shop.app, woo.send)).toBe(0)
    expect(woo.calls[0]!.headers.authorization).toBe(`Basic ${Buffer.from(`${WOO.WOOCOMMERCE_KEY}:${WOO.WOOCOMMERCE_SECRET}`).toString('base64')}`)
    expect(woo.calls[1]!.url.searchParams.get('dates_are_gmt')).toBe('true')
  })

  test('asks from where it ended, by the clock of the shop', async () => {
    await store.db.setting.create({ data: { key: 'poll/woocommerce', value: { since: '2017-03-20T00:00:00.000Z' } } })
    const woo = system(() => ({ status: 200, body: list() }))
    await pollShops(shop.app, woo.send)
    await pollShops(shop.app, woo.send)
    expect(woo.calls.map(({ url }) => url.searchParams.get('modified_after'))).toEqual(['2017-03-19T23:58:00', '2017-03-22T19:26:08'])
  })

  test('reads every page', async () => {
    const [first] = list()
    const woo = system(({ url }) => ({ status: 200, body: url.searchParams.get('page') === '1' ? Array.from({ length: 100 }, (_, n) => ({ ...first, id: n + 1, number: String(n + 1) })) : [] }))
    expect(await pollShops(shop.app, woo.send)).toBe(100)
    expect(woo.calls).toHaveLength(2)
  })

  test.each([
    ['a refusal', { status: 401, body: { code: 'woocommerce_rest_cannot_view', message: 'secret words' } }, /WooCommerce answered 401 \(woocommerce_rest_cannot_view\): its key has no right/],
    ['a page of a firewall', { status: 200, body: '<html>' }, /WooCommerce answered 200/],
    ['no answer', Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } }), /shop\.example did not answer: ENOTFOUND/],
  ])('%s is told without secrets, and the next run asks for the same again', async (_, answer, says) => {
    await store.db.setting.create({ data: { key: 'poll/woocommerce', value: { since: '2017-03-20T00:00:00.000Z' } } })
    await expect(pollShops(shop.app, system(() => answer).send)).rejects.toThrow(says)
    await expect(pollShops(shop.app, system(() => answer).send)).rejects.not.toThrow(/ck_|cs_|secret words/)
    expect((await store.db.setting.findUnique({ where: { key: 'poll/woocommerce' } }))!.value).toEqual({ since: '2017-03-20T00:00:00.000Z' })
  })
})

test('Shopify is asked page by page, and its token goes nowhere else', async () => {
  await open(SHOPIFY, '2022-01-01T00:10:00Z')
  const order = fixture('shopify/order-cancelled', { cancelled_at: null, financial_status: 'paid' })
  const shopify = system(({ url }) =>
    url.searchParams.get('page_info')
      ? { status: 200, body: { orders: [] }, headers: { link: '<https://evil.example/orders.json?page_info=3>; rel="next"' } }
      : { status: 200, body: { orders: [order] }, headers: { link: '<https://shop.myshopify.com/admin/api/2025-10/orders.json?page_info=2>; rel="next"' } },
  )
  expect(await pollShops(shop.app, shopify.send)).toBe(1)
  expect(await store.db.order.findMany()).toMatchObject([{ externalId: '9999', total: 40_495n }])
  expect(shopify.calls.map(({ url }) => url.host)).toEqual(['shop.myshopify.com', 'shop.myshopify.com'])
})

async function grant(terms: Record<string, unknown> = {}) {
  const now = shop.clock.now()
  const { id: customerId } = await store.db.customer.create({ data: { createdAt: now } })
  const { id } = await store.db.offer.create({ data: { name: 'حراج', source: 'campaign', kind: 'percent', percent: 10, ceiling: 200_000n, state: 'live', startsAt: now, endsAt: new Date('2026-03-23T10:00:00Z'), createdAt: now, ...terms } })
  const result = await store.transaction(tx => claimOffer({ tx, clock: shop.clock }, id, customerId))
  if (!('coupon' in result)) throw new Error(result.refused)
  return result.coupon
}
const rows = () => store.db.shopCoupon.findMany()
const shown = (code: string) => `${code.slice(0, 3)}-${code.slice(3, 6)}-${code.slice(6)}`

describe('a code in WooCommerce', () => {
  const created = { ...fixture('woocommerce/coupon'), id: 719 }

  test('is wanted with the coupon, made once, and ended when it ends here', async () => {
    await open(WOO)
    const coupon = await grant({ minimum: 500_000n })
    expect(await rows()).toMatchObject([{ couponId: coupon.id, system: 'woocommerce', state: 'wanted' }])
    const woo = system(({ method }) => ({ status: method === 'POST' ? 201 : 200, body: created }))
    expect(await syncCoupons(shop.app, woo.send)).toBe(1)
    expect(await syncCoupons(shop.app, woo.send)).toBe(0)
    expect(woo.calls).toMatchObject([{
      method: 'POST', url: { pathname: '/wp-json/wc/v3/coupons' },
      body: {
        code: shown(coupon.code), discount_type: 'percent', amount: '10', individual_use: true, usage_limit: 1, minimum_amount: '500000', free_shipping: false, date_expires_gmt: '2026-03-23T10:00:00',
        meta_data: [{ key: 'bazgasht_ceiling', value: '200000' }],
      },
    }])
    expect(await rows()).toMatchObject([{ state: 'made', externalId: '719', error: null }])

    await store.db.coupon.update({ where: { id: coupon.id }, data: { state: 'cancelled' } })
    await syncCoupons(shop.app, woo.send)
    expect(woo.calls[1]).toMatchObject({ method: 'DELETE', url: { pathname: '/wp-json/wc/v3/coupons/719', search: '?force=true' } })
    expect(await rows()).toMatchObject([{ state: 'gone' }])
  })

  test('that the shop has already is made', async () => {
    await open(WOO)
    await grant()
    await syncCoupons(shop.app, system(() => ({ status: 400, body: { code: 'woocommerce_rest_coupon_code_already_exists' } })).send)
    expect(await rows()).toMatchObject([{ state: 'made', externalId: null }])
  })

  test('is tried again when the shop does not answer, and its row says why it waits', async () => {
    await open(WOO)
    await grant()
    await syncCoupons(shop.app, system(() => ({ status: 503 })).send)
    expect(await rows()).toMatchObject([{ state: 'wanted', attempts: 1, error: 'WooCommerce answered 503' }])
    await store.db.sql(`UPDATE "shop_coupons" SET "nextTryMachineAt" = now()`)
    await syncCoupons(shop.app, system(() => ({ status: 201, body: created })).send)
    expect(await rows()).toMatchObject([{ state: 'made' }])
  })

  test.each([
    ['IRT', '50000'], ['IRR', '500000'], ['IRHT', '50.000'], ['IRHR', '500.000'],
  ])('an amount of 50,000 toman is told in %s as %s', async (currency, amount) => {
    await open({ ...WOO, WOOCOMMERCE_CURRENCY: currency })
    await grant({ kind: 'amount', percent: null, ceiling: null, amount: 50_000n, stacks: true })
    const woo = system(() => ({ status: 201, body: created }))
    await syncCoupons(shop.app, woo.send)
    expect(woo.calls[0]!.body).toMatchObject({ discount_type: 'fixed_cart', amount, individual_use: false })
  })

  test('of one product is for that product only', async () => {
    await open(WOO)
    await grant({ sku: 'RUN 41' })
    const woo = system(({ url }) => (url.pathname.endsWith('/products') ? { status: 200, body: [{ id: 93 }] } : { status: 201, body: created }))
    await syncCoupons(shop.app, woo.send)
    expect(woo.calls[0]!.url.searchParams.get('sku')).toBe('RUN 41')
    expect(woo.calls[1]!.body).toMatchObject({ product_ids: [93] })
  })

  test('a gift is no code at a till, and without a connected shop nothing is wanted', async () => {
    await open(WOO)
    await grant({ kind: 'gift', gift: 'ماگ', percent: null })
    await declareTills({ store, config: { ...shop.app.config, woocommerce: undefined } })
    await grant()
    expect(await rows()).toEqual([])
  })
})

describe('a code in Shopify', () => {
  test('is made by GraphQL, and deleted', async () => {
    await open(SHOPIFY)
    const coupon = await grant()
    const shopify = system(({ body }) => ({
      status: 200,
      body: { data: (body as { query: string }).query.includes('Delete') ? { discountCodeDelete: { deletedCodeDiscountId: 'x', userErrors: [] } } : { discountCodeBasicCreate: { codeDiscountNode: { id: 'gid://shopify/DiscountCodeNode/1' }, userErrors: [] } } },
    }))
    await syncCoupons(shop.app, shopify.send)
    expect(shopify.calls[0]).toMatchObject({ headers: { 'x-shopify-access-token': SHOPIFY.SHOPIFY_TOKEN }, body: { variables: { input: { code: shown(coupon.code), usageLimit: 1, customerGets: { value: { percentage: 0.1 } }, combinesWith: { orderDiscounts: false } } } } })
    expect(await rows()).toMatchObject([{ state: 'made', externalId: 'gid://shopify/DiscountCodeNode/1' }])
    await store.db.coupon.update({ where: { id: coupon.id }, data: { state: 'expired' } })
    await syncCoupons(shop.app, shopify.send)
    expect(await rows()).toMatchObject([{ state: 'gone' }])
  })

  test('that Shopify has already is made; a refusal waits with its reason', async () => {
    await open(SHOPIFY)
    await grant()
    await syncCoupons(shop.app, system(() => ({ status: 200, body: { data: { discountCodeBasicCreate: { codeDiscountNode: null, userErrors: [{ code: 'TAKEN', message: 'taken' }] } } } })).send)
    expect(await rows()).toMatchObject([{ state: 'made' }])
    await store.db.shopCoupon.deleteMany()
    await grant()
    await syncCoupons(shop.app, system(() => ({ status: 200, body: { errors: [{ message: 'x', extensions: { code: 'ACCESS_DENIED' } }] } })).send)
    expect(await rows()).toMatchObject([{ state: 'wanted', error: 'Shopify refused: ACCESS_DENIED' }])
  })
})

describe('the doctor', () => {
  const look = async (send: typeof fetch, asks = true) => {
    const found: { what: string; ok: boolean; says: string }[] = []
    await examineShop({ config: shop.app.config, db: store.db, asks, send }, (what, ok, says) => void found.push({ what, ok, says }))
    return found
  }
  const of = (found: { what: string }[], what: string) => found.find(one => one.what === what)

  test('finds a currency that differs, a webhook that never came, and what waits for a person', async () => {
    await open({ ...WOO, WOOCOMMERCE_WEBHOOK_SECRET: 's'.repeat(20), PUBLIC_URL: 'https://bot.example' })
    await storeDelivery(store, { source: 'events', topic: 'order', key: 'k', subject: null, body: '{}' })
    await handleDeliveries(shop.app)
    const found = await look(system(() => ({ status: 200, body: { code: 'IRHT' } })).send)
    expect(of(found, 'WooCommerce, webhooks')).toMatchObject({ ok: false, says: 'nothing has come yet' })
    expect(of(found, 'WooCommerce, currency')).toMatchObject({ ok: false, says: 'IRHT there, IRT here' })
    expect(of(found, 'WooCommerce, "completed"')).toMatchObject({ ok: false, says: 'unknown' })
    expect(of(found, 'deliveries put aside')).toMatchObject({ ok: false, says: '1' })
    expect(of(await look(system(() => ({ status: 401 })).send), 'WooCommerce, REST API')).toMatchObject({ ok: false, says: expect.stringContaining('answered 401') })
  })

  test('says nothing of what is not connected, and asks nobody unless it may', async () => {
    await open({})
    const nobody = system(() => new Error('asked'))
    expect((await look(nobody.send)).map(({ what }) => what)).toEqual(['deliveries put aside'])
    await shop.close()
    await open({ ...WOO, ...SHOPIFY })
    await look(nobody.send, false)
    expect(nobody.calls).toEqual([])
  })
})
