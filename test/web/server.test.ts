import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { takeOrder } from '../../src/engagement/take-order.ts'
import { DAY } from '../../src/clock.ts'
import { orderInput } from '../../src/shop/order-input.ts'
import type { Store } from '../../src/store/store.ts'
import { createServer } from '../../src/web/server.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { openSite, type Site } from './site.ts'

let store: Store
let site: Site
beforeAll(async () => {
  store = await openTestStore()
  site = await openSite(store)
})
afterAll(async () => {
  await site.close()
  await store.close()
})
beforeEach(async () => {
  await emptyStore(store)
  site.clock.moveTo(new Date('2026-11-23T10:00:00+03:30'))
})

const order = async (customer: object = {}) => {
  const input = orderInput.parse({
    externalId: 'o-1', status: 'paid', placedAt: site.clock.now().toISOString(), currency: 'IRT', total: 2_480_000,
    items: [{ sku: 'RUN', name: 'کفش دویدن', quantity: 1, unitPrice: 2_480_000 }],
    customer: { externalId: 'c-1', name: 'سارا', phone: '09121234567', ...customer },
  })
  return store.transaction(tx => takeOrder({ ...site.app, tx }, input, { source: 'test' }))
}

test('the service and its database answer', async () => {
  const response = await site.get('/healthz')
  expect([response.status, await response.json()]).toEqual([200, { ok: true, database: 'answers' }])
})

test('ready means: migrated, and the loop runs', async () => {
  expect((await site.get('/readyz')).status).toBe(200)
  site.loop.runs = false
  expect([(await site.get('/readyz')).status, (await site.get('/healthz')).status]).toEqual([503, 200])
  site.loop.runs = true
})

test('a database that is away is said so, not waited for', async () => {
  const away = { ...store, now: () => Promise.reject(new Error('away')) }
  expect((await createServer({ ...site.app, store: away }, { loopRuns: () => true }).request('/healthz')).status).toBe(503)
})

test('pages carry a strict policy; only the chat may stand in a frame', async () => {
  for (const path of ['/', '/chat', '/healthz', '/j/nothing22', '/assets/client.js', '/nowhere']) {
    const { headers } = await site.get(path, { accept: 'text/html' })
    const policy = headers.get('content-security-policy')!
    expect(policy, path).toMatch(/default-src 'none'; script-src 'self'; style-src 'self'/)
    expect(policy).not.toMatch(/unsafe/)
    expect(policy.includes("frame-ancestors 'none'"), path).toBe(path !== '/chat')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test('no page holds a script or a style of its own', async () => {
  const { payload, short } = await order()
  for (const path of ['/', `/chat?start=${payload}`, `/j/${short}`, '/j/nothing22', '/nowhere']) {
    const text = await (await site.get(path, { accept: 'text/html' })).text()
    expect(text, path).not.toMatch(/<script(?![^>]*(?:src=|type="application\/json"))|<style|\sstyle=|\son[a-z]+=/)
  }
})

test('the page speaks the shop\'s language, or the one asked for', async () => {
  expect(await (await site.get('/chat')).text()).toMatch(/<html lang="fa" dir="rtl">/)
  expect(await (await site.get('/chat?lang=en')).text()).toMatch(/<html lang="en" dir="ltr">/)
})

test('what stands in an address never becomes part of a page', async () => {
  const text = await (await site.get('/chat?start=%3C/script%3E%3Cscript%3Ealert(1)&lang=%22%3E%3Cb%3E')).text()
  expect(text).not.toContain('alert(1)')
  expect(text).toContain('"start":null')
})

test('a personal link is a page with the doors, and looking at it changes nothing', async () => {
  const { short, payload } = await order()
  const before = await store.db.link.findMany()
  const response = await site.get(`/j/${short}`)
  const text = await response.text()
  expect(response.status).toBe(200)
  expect(text).toContain(`/chat?lang=fa&amp;start=${payload}#go`)
  expect(text).toContain('<meta name="robots" content="noindex, nofollow">')
  await site.get(`/chat?start=${payload}`)
  await site.server.request(`/j/${short}`, { method: 'HEAD' })
  expect(await store.db.link.findMany()).toEqual(before)
  expect(await store.db.inboxMessage.count()).toBe(0)
})

test('the page of a link tells a stranger nothing of the order or the person', async () => {
  const { short } = await order()
  expect(await (await site.get(`/j/${short}`)).text()).not.toMatch(/سارا|کفش|0912|2480000/)
})

test('it speaks the customer\'s language, and is found however it is typed', async () => {
  const { short } = await order({ locale: 'en' })
  expect(await (await site.get(`/j/${short.toUpperCase()}`)).text()).toContain('Here in the browser')
})

test('an unknown link and one that has expired say so kindly', async () => {
  const { short } = await order()
  site.clock.moveTo(new Date(site.clock.now().getTime() + 61 * DAY))
  for (const name of [short, 'nothing22', '%3Cb%3E']) {
    const response = await site.get(`/j/${name}`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('این لینک دیگه باز نمی‌شه')
  }
})

test('a body over 1 MiB is refused everywhere', async () => {
  for (const path of ['/chat/messages', '/api/v1/orders', '/hooks/telegram', '/nowhere']) {
    const response = await site.server.request(path, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1), headers: { authorization: `Bearer ${'k'.repeat(24)}` } })
    expect(response.status, path).toBe(413)
  }
})

test('a hook of a channel that is off is not there, and the web chat has none', async () => {
  for (const name of ['telegram', 'webchat', 'constructor']) expect((await site.server.request(`/hooks/${name}`, { method: 'POST', body: '{}' })).status).toBe(404)
})

test('a bug is a plain 500: no stack, no words of the error', async () => {
  const broken = createServer({ ...site.app, clock: { now: () => { throw new Error('secret 09121234567') } } }, { loopRuns: () => true })
  const response = await broken.request(`/j/${(await order()).short}`)
  expect(response.status).toBe(500)
  expect(await response.text()).not.toMatch(/secret|0912|\.ts/)
})

test('outside the demo its endpoints do not exist, and the front page is a plain one', async () => {
  const headers = { authorization: `Bearer ${'k'.repeat(24)}` }
  for (const path of ['/demo/state', '/demo/clock']) expect((await site.get(path, headers)).status, path).toBe(404)
  for (const path of ['/demo/clock', '/demo/open', '/demo/again', '/demo/language'])
    expect((await site.server.request(path, { method: 'POST', body: '{}', headers })).status, path).toBe(404)
  expect(await (await site.get('/')).text()).toContain('بازگشت روشنه')
})

test('an unchanged file is not sent twice', async () => {
  const first = await site.get('/assets/chat.css')
  expect((await site.get('/assets/chat.css', { 'if-none-match': first.headers.get('etag')! })).status).toBe(304)
})

test('the widget may be loaded by the shop\'s own pages', async () => {
  const response = await site.get('/widget.js')
  expect(response.headers.get('content-type')).toMatch(/^text\/javascript/)
  expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
})

test('through the site a link opens the chat: posted once, welcomed once', async () => {
  const { payload, customerId } = await order()
  const post = (cookie = '') =>
    site.server.request('http://localhost/chat/session', {
      method: 'POST', body: JSON.stringify({ start: payload }),
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', ...(cookie && { cookie }) },
    })
  const cookie = (await post()).headers.get('set-cookie')!.split(';')[0]!
  await post(cookie)
  await site.service.settle()
  expect(await store.db.inboxMessage.count()).toBe(1)
  expect(await store.db.address.findMany({ select: { customerId: true, channel: true } })).toEqual([{ customerId, channel: 'webchat' }])
})
