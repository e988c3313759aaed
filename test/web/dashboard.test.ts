import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handleDeliveries } from '../../src/engagement/take-delivery.ts'
import { storeDelivery } from '../../src/shop/deliveries.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { buys, login } from './dashboard-staff.ts'
import { openSite, type Site } from './site.ts'

let store: Store
let site: Site
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  site = await openSite(store)
})
afterEach(() => site.close())
afterAll(() => store.close())

const PAGES = ['', '/answers', '/answers/counts', '/cases', '/cases/ready', '/customers', '/journeys', '/journeys/after-purchase', '/journeys/after-purchase/steps/day-14', '/journeys/win-back', '/offers', '/offers/new', '/connections', '/audience', '/audience/rebuy', '/audience/customers?segment=group:once', '/audience?try=category:%22', '/audience?try=all', '/points', '/points?worth=1000', '/doors', '/doors?source=bag-2', '/channels', '/settings', '/figures/reach?part=denominator']

async function opensCase(customerId: string) {
  const now = site.clock.now()
  return await store.db.case.create({ data: { customerId, kind: 'complaint', reason: 'bad', openedAt: now, answerBy: now, entries: { create: { from: 'customer', text: 'پاره شد <script>', at: now } } } })
}

describe('who may come in', () => {
  test('nobody without a session, and not after leaving', async () => {
    expect((await site.get('/dashboard')).headers.get('location')).toBe('/login')
    expect((await site.get('/dashboard/answers.csv')).status).toBe(303)
    const negar = await login(site, store, 'manager')
    expect((await negar.get('')).status).toBe(200)
    expect((await negar.leave()).headers.get('set-cookie')).toMatch(/bazgasht_staff=;/)
  })

  test('support works with answers, cases and customers; figures and journeys are for managers', async () => {
    const sina = await login(site, store, 'support')
    expect((await sina.get('/answers')).status).toBe(200)
    for (const path of ['/offers', '/connections', '/audience', '/audience/customers?segment=all', '/points', '/points/sheet.csv', '/journeys', '/journeys/after-purchase', '/journeys/after-purchase/steps/day-14', '/offers/new', '/offers/x', '/doors', '/settings', '/figures/reach?part=denominator']) expect([path, (await sina.get(path)).status]).toEqual([path, 403])
    expect((await sina.post('/journeys/win-back/on', { on: 'yes' }, '/cases')).status).toBe(403)
    expect(site.app.scenarios.journeys.find(one => one.journey === 'win-back')!.on).toBe(false)
  })

  test('a form without the session’s seal, or from another site, changes nothing', async () => {
    const negar = await login(site, store, 'manager')
    expect((await negar.post('/journeys/win-back/on', { on: 'yes', seal: 'x' })).status).toBe(403)
    expect(await store.db.journeyEdit.count()).toBe(0)
  })
})

describe('every page', () => {
  test.each(['fa', 'en'])('opens in %s when empty and when full, with no script and no inline style', async locale => {
    const negar = await login(site, store, 'manager')
    for (const full of [false, true]) {
      if (full) {
        const { customerId } = await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
        await opensCase(customerId)
      }
      for (const path of PAGES) {
        const { status, text } = await negar.get(path, `bazgasht_lang=${locale}`)
        expect([path, status]).toEqual([path, 200])
        expect(text).toContain(`lang="${locale}"`)
        expect(text.replaceAll(/<script (defer|type="module") src="\/assets\/[a-z.-]+"><\/script>/g, '')).not.toMatch(/<script|style="|<b>/)
        // The words of a step are edited as they are written.
        expect(text.replace(/<textarea[^]*?<\/textarea>/g, '')).not.toMatch(/\{ ?\$|undefined|\[object/)
      }
    }
  })

  test('what is not there is said to be not there', async () => {
    const negar = await login(site, store, 'manager')
    for (const path of ['/nothing', '/cases/7', '/cases/x', '/customers/nobody', '/journeys/none', '/journeys/after-purchase/steps/none', '/offers/none', '/figures/nothing?part=numerator', '/figures/reach?part=x', '/customers?q=%00', '/customers?after=%00', '/?month=9999-01'])
      expect([path, (await negar.get(path)).status]).toEqual([path, 404])
  })
})

test('the overview says reach first, and each number opens the customers behind it', async () => {
  await buys(site, store, 'سارا', '1', '2026-10-24T10:00:00+03:30')
  await buys(site, store, 'سارا', '2', '2026-11-20T11:00:00+03:30')
  const negar = await login(site, store, 'manager')
  const { text } = await negar.get('')
  expect(text.indexOf('دسترسی')).toBeLessThan(text.indexOf('نرخ'))
  expect(text).toContain('/dashboard/figures/repeat-customers?part=numerator')
  const list = await negar.get('/figures/repeat-customers?part=numerator')
  expect(list.text).toContain('سارا')
})

test('a case is answered from the page: the customer’s row is written, staff’s record too, and an empty reply is refused with words kept', async () => {
  const { customerId } = await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
  const { number, id } = await opensCase(customerId)
  const sina = await login(site, store, 'support')
  const page = await sina.get(`/cases/${number}`)
  expect(page.text).toContain('پاره شد &lt;script&gt;')
  expect((await sina.post(`/cases/${number}/reply`, { text: '  ' })).status).toBe(400)
  expect((await sina.post(`/cases/${number}/reply`, { text: 'همین امروز عوضش می‌کنیم.' })).status).toBe(303)
  const [row] = await store.db.outboxMessage.findMany({ where: { customerId, class: 'staff' } })
  expect(JSON.stringify(row!.content)).toContain('همین امروز عوضش می‌کنیم.')
  expect((await store.db.staffAudit.findMany()).map(one => one.action)).toContain('reply')
  expect((await sina.post(`/cases/${number}/close`, {}, `/cases/${number}`)).status).toBe(303)
  expect((await store.db.case.findUnique({ where: { id } }))!.state).toBe('closed')
  expect((await sina.post(`/cases/${number}/reply`, { text: 'باز هم' }, '/journeys')).status).toBe(403)
})

test('an offer is stopped from the page, once, and nobody else hears of it', async () => {
  const { customerId } = await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
  const at = site.clock.now()
  const { id } = await store.db.offer.create({ data: { name: 'آخر هفته', source: 'campaign', kind: 'percent', percent: 10, ceiling: 100_000n, state: 'live', createdAt: at, launchedAt: at, quantity: 10, left: 9 } })
  const row = { class: 'bulk', customerId, offerId: id, purpose: 'marketing', state: 'planned', dueAt: at, nextTryAt: at, graceFrom: at, graceMs: 1000 }
  await store.db.outboxMessage.create({ data: { ...row, key: 'broadcast/o/1' } })
  const negar = await login(site, store, 'manager')
  expect((await negar.get('/offers')).text).toContain('آخر هفته')
  expect((await negar.post(`/offers/${id}/stop`, {}, '/offers')).status).toBe(303)
  expect((await store.db.offer.findUniqueOrThrow({ where: { id } })).state).toBe('stopped')
  expect((await store.db.outboxMessage.findFirstOrThrow({ where: { key: 'broadcast/o/1' } })).reason).toBe('offer-over')
  await negar.post(`/offers/${id}/stop`, {}, '/journeys/after-purchase')
  expect(await store.db.staffAudit.count({ where: { action: 'stop offer' } })).toBe(1)
})

test('what the shop sent and could not be understood is shown with its reason, and tried again by a button', async () => {
  await storeDelivery(store, { source: 'events', topic: 'order', key: 'k', subject: null, body: '{"type":"order","data":{}}' })
  await handleDeliveries(site.app)
  const negar = await login(site, store, 'manager')
  const { text } = await negar.get('/connections')
  const id = /connections\/([\w-]+)\/retry/.exec(text)![1]!
  expect((await negar.post(`/connections/${id}/retry`, {}, '/connections')).status).toBe(303)
  expect((await store.db.delivery.findUniqueOrThrow({ where: { id } })).state).toBe('failed')
})

test('answers are filtered, and leave as CSV', async () => {
  const { customerId } = await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
  const at = site.clock.now()
  await store.db.answer.create({ data: { customerId, question: 'satisfied', value: 'bad', score: 2, channel: 'webchat', at } })
  await store.db.answer.create({ data: { customerId, question: 'satisfied', value: 'great', score: 5, channel: 'webchat', at } })
  const sina = await login(site, store, 'support')
  expect((await sina.get('/answers?atMost=2')).text).toContain('class="alarm"')
  expect((await sina.get('/answers?atMost=1')).text).not.toContain('class="alarm"')
  const csv = (await sina.get('/answers.csv?atMost=2')).text
  expect(csv.trim().split('\n')).toHaveLength(2)
})
