import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readLoyalty, setLoyalty } from '../../src/loyalty/settings.ts'
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

const plain = (text: string) => text.replace(/<[^>]+>/g, ' ').replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ')
const audit = async () => (await store.db.staffAudit.findMany({ orderBy: { id: 'asc' } })).map(one => `${one.action}: ${one.detail}`)

describe('points', () => {
  test('are switched on after their cost was seen, change their worth, and go off with everything kept', async () => {
    await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
    const negar = await login(site, store, 'manager')
    expect((await negar.get('/points')).text).toContain('امتیازها خاموشه')
    const seen = await negar.get('/points?worth=%DB%B1%DB%B0%DB%B0%DB%B0')
    expect(plain(seen.text)).toContain('۱ خرید ۳۰ روز گذشته ۲۵۰٬۰۰۰ امتیاز می‌گرفت: ۲۵۰ هزار تومان از ۲ میلیون و ۵۰۰ هزار تومان فروش (۱۰٪)')
    expect(await readLoyalty(store.db)).toBeNull()
    for (const worth of ['0', '-5', '1.5', 'x', '', '1000001']) expect([worth, (await negar.post('/points/on', { worth }, '/points?worth=1000')).status]).toEqual([worth, 400])
    expect(await readLoyalty(store.db)).toBeNull()
    expect((await negar.post('/points/on', { worth: '۱٬۰۰۰' }, '/points?worth=1000')).status).toBe(303)
    expect(await readLoyalty(store.db)).toEqual({ on: true, worth: 1_000 })
    expect((await negar.get('/points')).text).toContain('امتیازها روشنه')
    await negar.post('/points/on', { worth: '800' }, '/points?worth=800')
    await negar.post('/points/off', {}, '/points')
    expect(await readLoyalty(store.db)).toEqual({ on: false, worth: 800 })
    expect((await audit()).filter(line => line.startsWith('points'))).toEqual(['points: on, 1000 points = 1000 toman', 'points: on, 1000 points = 800 toman', 'points: off'])
  })

  test('a balance is corrected with a reason, once however often the form is sent; a bad form stores nothing and keeps what was typed', async () => {
    await setLoyalty(store.db, { on: true, worth: 1_000 })
    const { customerId } = await buys(site, store, '=سارا <b>', '1001', '2026-11-21T10:00:00+03:30')
    const booked = () => store.db.pointsEntry.findMany({ where: { kind: 'correct' } })
    const negar = await login(site, store, 'manager')
    expect((await negar.get(`/customers/${customerId}`)).text).toContain(`/dashboard/points?who=${customerId}#correct`)
    const form = { who: '۰۹۱۲۱۲۳۴۵۶۷', way: 'plus', points: '۵٬۰۰۰', reason: 'سفارش <b>فراموش‌شده', once: randomUUID() }
    for (const wrong of [{ points: '0' }, { points: '10000001' }, { points: '1e3' }, { reason: ' ' }, { way: 'x' }, { once: 'x' }, { who: '9999' }]) {
      const answer = await negar.post('/points/correct', { ...form, ...wrong }, '/points')
      expect([wrong, answer.status]).toEqual([wrong, 400])
      expect(await answer.text()).toContain('role="alert"')
    }
    expect(await (await negar.post('/points/correct', { ...form, points: 'x' }, '/points')).text()).toContain('value="سفارش &lt;b&gt;فراموش‌شده"')
    expect(await booked()).toEqual([])
    for (let n = 0; n < 2; n++) expect((await negar.post('/points/correct', form, '/points')).status).toBe(303)
    await negar.post('/points/correct', { ...form, who: customerId, way: 'minus', points: '1000', once: randomUUID() }, '/points')
    expect((await booked()).map(one => [one.customerId, one.points, one.reason])).toEqual([[customerId, 5_000n, form.reason], [customerId, -1_000n, form.reason]])
    const { text } = await negar.get('/points')
    expect(plain(text)).toContain('امتیاز قابل استفاده ۴٬۰۰۰ بدهی امتیاز به مشتری‌ها ۴ هزار تومان')
    expect(text).toContain('سفارش &lt;b&gt;فراموش‌شده · نگار')
    const sheet = await negar.get('/points/sheet.csv')
    expect(sheet.text.split('\r\n')[1]).toMatch(/^c-=سارا <b>,'=سارا <b>,.*,4000,4000,/)
  })

  test('bookings are read page after page, each once; levels, rewards and friends are counted', async () => {
    await setLoyalty(store.db, { on: true, worth: 1_000 })
    const { customerId } = await buys(site, store, 'سارا', '1001', '2026-11-21T10:00:00+03:30')
    await store.db.pointsEntry.createMany({ data: Array.from({ length: 60 }, (_, n) => ({ customerId, account: 'active', points: 1000n + BigInt(n), kind: 'bonus', key: `k${n}`, at: site.clock.now(), reason: `bonus ${n}` })) })
    await store.db.memberLevel.create({ data: { customerId, level: 'silver', since: site.clock.now(), until: site.clock.now() } })
    await store.db.referral.create({ data: { friendId: 'f', referrerId: customerId, at: site.clock.now() } })
    const negar = await login(site, store, 'manager')
    const first = (await negar.get('/points', 'bazgasht_lang=en')).text
    const next = (await negar.get(/href="\/dashboard(\/points\?after=\d+)"/.exec(first)![1]!, 'bazgasht_lang=en')).text
    const reasons = (text: string) => [...text.matchAll(/bonus (\d+)/g)].map(found => Number(found[1]))
    expect(new Set([...reasons(first), ...reasons(next)]).size).toBe(60)
    expect(reasons(first)).toHaveLength(50)
    expect(plain(first)).toMatch(/Silver 500,000 1 .*Friends: brought 1, rewarded 0, refused 0/)
  })
})

describe('audience', () => {
  test('a condition is counted before it is saved, saved under a name, listed, and deleted', async () => {
    await buys(site, store, 'سارا', '1', '2026-10-24T10:00:00+03:30')
    await buys(site, store, 'سارا', '2', '2026-11-20T11:00:00+03:30')
    const { customerId } = await buys(site, store, 'رضا <b>', '3', '2026-11-20T11:00:00+03:30')
    await store.db.customer.update({ where: { id: customerId }, data: { mayMarketing: true, addresses: { create: { channel: 'webchat', account: 'web', chatId: 'r', joinedAt: site.clock.now(), lastInAt: site.clock.now() } } } })
    const negar = await login(site, store, 'manager')
    const tried = await negar.get('/audience?try=orders%3E%3D%DB%B2%20or%20channel%3Awebchat')
    expect(plain(tried.text)).toContain('۲ مشتری؛ ۱ نفرشون پیشنهاد می‌گیرن.')
    expect(await store.db.segment.count()).toBe(0)
    expect((await negar.post('/audience/save', { name: 'وفادارها', definition: 'orders>=۲  or channel:webchat' }, '/audience?try=all')).status).toBe(303)
    expect(await store.db.segment.findMany()).toMatchObject([{ name: 'وفادارها', definition: 'orders>=2 or channel:webchat', by: expect.any(String) }])
    expect(plain((await negar.get('/audience')).text)).toContain('وفادارها ۲ ۱ orders&gt;=2 or channel:webchat')
    const list = (await negar.get(`/audience/customers?segment=${encodeURIComponent('وفادارها')}`)).text
    expect(list).toContain(`/dashboard/customers/${customerId}`)
    expect(plain(list)).toContain('رضا &lt;b&gt; ۱')
    await negar.post('/audience/delete', { name: 'وفادارها' }, '/audience')
    await negar.post('/audience/delete', { name: 'وفادارها' }, '/audience?try=all')
    expect(await store.db.segment.count()).toBe(0)
    expect((await audit()).filter(line => line.includes('segment'))).toEqual(['segment: وفادارها', 'delete segment: وفادارها'])
  })

  test('what cannot be read is marked where reading stopped, and said in words; nothing is saved', async () => {
    const negar = await login(site, store, 'manager')
    const marked = async (condition: string) => (await negar.get(`/audience?try=${encodeURIComponent(condition)}`, 'bazgasht_lang=en')).text
    expect(await marked('orders>=2 colour:<b> all')).toContain('orders&gt;=2 <mark>colour:&lt;b&gt;</mark> all')
    expect(plain(await marked('orders>=2 foo'))).toContain('“foo” could not be understood. One of the conditions below belongs here.')
    expect(plain(await marked('(all'))).toContain('Something is missing at the end. A closing parenthesis belongs here.')
    expect(plain(await marked('all ) all'))).toContain('Only or, or the end, may follow here.')
    expect(plain(await marked(`${'('.repeat(40)}all`))).toContain('too many parentheses')
    for (const [name, definition] of [['گروه', 'foo'], ['دو کلمه', 'all'], ['group:high', 'all'], ['', 'all'], ['گروه', '']] as const) {
      const answer = await negar.post('/audience/save', { name, definition }, '/audience?try=all')
      expect([name, definition, answer.status]).toEqual([name, definition, 400])
      expect(await answer.text()).toContain('role="alert"')
    }
    expect(await store.db.segment.count()).toBe(0)
    for (const path of ['/audience/customers', '/audience/customers?segment=foo']) expect([path, (await negar.get(path)).status]).toEqual([path, 404])
  })

  test('the customers of a segment are read page after page, as many as the count says', async () => {
    await store.db.customer.createMany({ data: Array.from({ length: 60 }, (_, n) => ({ name: `مشتری ${n}`, createdAt: site.clock.now() })) })
    const negar = await login(site, store, 'manager')
    const ids = (text: string) => [...text.matchAll(/dashboard\/customers\/([\w-]{36})/g)].map(found => found[1])
    const first = (await negar.get('/audience/customers?segment=group:visitor')).text
    const next = (await negar.get(/href="\/dashboard(\/audience\/customers\?[^"]+)" rel="next"/.exec(first)![1]!.replaceAll('&amp;', '&'))).text
    expect([ids(first).length, new Set([...ids(first), ...ids(next)]).size]).toEqual([50, 60])
    expect(plain(first)).toContain('۶۰ مشتری؛ ۰ نفرشون')
  })

  test('what is bought again is listed with how sure that is, and the hour at which the shop’s customers answer', async () => {
    await store.db.rebuyInterval.createMany({ data: [{ sku: 'gel', days: 30, low: 28, high: 33, gaps: 114 }, { sku: 'sock', days: 60, low: 20, high: 93, gaps: 12 }, { sku: 'shoe', days: 300, low: 1, high: 400, gaps: 2 }] })
    await store.db.rebuyInterval.createMany({ data: Array.from({ length: 60 }, (_, n) => ({ sku: `x_${n}`, days: 5, low: 1, high: 9, gaps: 1 })) })
    await store.db.bestHour.create({ data: { customerId: '', hour: 19, signals: 84 } })
    const negar = await login(site, store, 'manager')
    const { text } = await negar.get('/audience', 'bazgasht_lang=en')
    expect(plain(text)).toContain('gel 30 days 28 to 33 days sure, from 114 cases sock 60 days 20 to 93 days roughly, from 12 cases shoe 30 days — too few yet (2)')
    expect(plain(text)).toContain('between 19:00 and 20:00 (from 84 answers and messages)')
    const skus = new Set<string>()
    for (let path: string | undefined = '/audience/rebuy'; path; ) {
      const page: string = (await negar.get(path)).text
      for (const found of page.matchAll(/<th scope="row">([^<]+)/g)) skus.add(found[1]!)
      path = /href="\/dashboard(\/audience\/rebuy\?[^"]+)" rel="next"/.exec(page)?.[1]
    }
    expect(skus.size).toBe(63)
  })
})
