import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { declareEndpoints, listEndpoints, listOutgoing, sendOutgoing } from '../../src/engagement/outgoing.ts'
import { forgetCustomer } from '../../src/engagement/forget.ts'
import type { Store } from '../../src/store/store.ts'
import { tellOutside } from '../../src/store/outgoing.ts'
import { verifyStandard } from '../../src/text/sign.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
const env = { OUTGOING_WEBHOOK_URL: 'https://crm.example/secret-path', OUTGOING_WEBHOOK_SECRET: SECRET }
let store: Store
let shop: Shop
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  await open()
})
afterEach(() => shop.close())
afterAll(() => store.close())

async function open(more: Record<string, string> = {}) {
  shop = await openShop(store, { env: { ...env, ...more } })
  await declareEndpoints(store, shop.app.config)
}

/** A server that answers with these, one after the other; the last again and again. */
function peer(...answers: (number | Error)[]) {
  const heard: { url: string; headers: Record<string, string>; body: string }[] = []
  const send = async (url: unknown, init?: { headers?: unknown; body?: unknown }) => {
    heard.push({ url: String(url), headers: init!.headers as Record<string, string>, body: String(init!.body) })
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!
    if (answer instanceof Error) throw answer
    return new Response(null, { status: answer })
  }
  return { heard, send: send as typeof fetch, read: () => heard.map(({ body }) => JSON.parse(body)) }
}
const due = () => store.db.sql(`UPDATE "outgoing_events" SET "nextTryMachineAt" = now() WHERE "state" = 'waiting'`)

async function saraIsUnhappy() {
  const sara = await shop.customer('sara')
  await sara.buys('shoes', { status: 'delivered' })
  await shop.passes('8d')
  await sara.taps('بده 🙁')
  return sara
}

test('an answer and the case that it opens go out, signed, with ids and values and without words', async () => {
  const sara = await saraIsUnhappy()
  const crm = peer(204)
  expect(await sendOutgoing(shop.app, crm.send)).toBe(2)
  expect(crm.read()).toEqual(
    expect.arrayContaining([
      { type: 'answer.given', timestamp: expect.any(String), data: expect.objectContaining({ customerId: sara.id, customerExternalId: 'c-sara', orderExternalId: 'sara-1', question: 'satisfied', value: 'bad', score: 2, late: false }) },
      { type: 'case.opened', timestamp: expect.any(String), data: expect.objectContaining({ customerId: sara.id, number: 1, kind: 'complaint' }) },
    ]),
  )
  for (const { headers, body, url } of crm.heard) {
    expect(url).toBe('https://crm.example/secret-path')
    expect(verifyStandard(SECRET, { id: headers['webhook-id']!, timestamp: headers['webhook-timestamp']!, signatures: headers['webhook-signature']!, body }, Number(headers['webhook-timestamp']))).toBe(true)
  }
  expect(await sendOutgoing(shop.app, crm.send)).toBe(0)
})

test('what customers wrote goes along only where the shop wants it', async () => {
  const sara = await saraIsUnhappy()
  await store.db.answer.updateMany({ where: { customerId: sara.id }, data: { words: 'تنگ بود' } })
  const crm = peer(500)
  await sendOutgoing(shop.app, crm.send)
  expect(JSON.stringify(crm.read())).not.toContain('تنگ بود')
  await shop.close()
  await open({ OUTGOING_WEBHOOK_WORDS: 'on' })
  await due()
  await sendOutgoing(shop.app, crm.send)
  expect(JSON.stringify(crm.read())).toContain('تنگ بود')
})

test('what does not arrive is tried again with the same id, later each time, and its log says why', async () => {
  await saraIsUnhappy()
  const crm = peer(503, Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }), 200)
  await sendOutgoing(shop.app, crm.send)
  expect((await listOutgoing(store, {}, { limit: 10 })).map(({ state, attempts, status, error }) => ({ state, attempts, status, error }))).toEqual(
    expect.arrayContaining([
      { state: 'waiting', attempts: 1, status: 503, error: 'answered 503, expected 2xx' },
      { state: 'waiting', attempts: 1, status: null, error: 'ECONNREFUSED' },
    ]),
  )
  expect(await sendOutgoing(shop.app, crm.send)).toBe(0)
  await due()
  expect(await sendOutgoing(shop.app, crm.send)).toBe(2)
  expect(new Set(crm.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
  expect(await listEndpoints(store)).toMatchObject([{ name: expect.stringMatching(/^crm\.example \(/), failingSince: null }])
})

test('after the last try it has failed, and is not tried for ever', async () => {
  await saraIsUnhappy()
  const crm = peer(500)
  for (let n = 0; n < 12; n++) {
    await due()
    await sendOutgoing(shop.app, crm.send)
  }
  expect((await listOutgoing(store, { state: 'failed' }, { limit: 10 })).map(({ attempts }) => attempts)).toEqual([9, 9])
})

test('an address that fails for days is given up, and listened to again after a start', async () => {
  await saraIsUnhappy()
  const crm = peer(500)
  await sendOutgoing(shop.app, crm.send)
  await store.db.sql(`UPDATE "outgoing_endpoints" SET "failingSinceMachineAt" = now() - interval '6 days'`)
  await sendOutgoing(shop.app, crm.send)
  expect(await listEndpoints(store)).toMatchObject([{ disabledAt: expect.any(Date) }])
  expect((await listOutgoing(store, {}, { limit: 10 })).every(({ state }) => state === 'failed')).toBe(true)
  await declareEndpoints(store, shop.app.config)
  expect(await listEndpoints(store)).toMatchObject([{ disabledAt: null, failingSince: null }])
})

test('an event is written once for each address, and none without one', async () => {
  const { id: customerId } = await store.db.customer.create({ data: { createdAt: shop.clock.now() } })
  const tell = () => store.transaction(tx => tellOutside(tx, { type: 'customer.away', key: 'k', customerId, at: shop.clock.now(), data: {} }))
  await tell()
  await tell()
  expect(await store.db.outgoingEvent.count()).toBe(1)
  await declareEndpoints(store, { outgoing: undefined })
  await store.db.outgoingEvent.deleteMany()
  await tell()
  expect(await store.db.outgoingEvent.count()).toBe(0)
})

test('of somebody who asks to be deleted nothing waits to go out', async () => {
  const sara = await saraIsUnhappy()
  await store.transaction(tx => forgetCustomer({ tx, clock: shop.clock }, sara.id))
  expect(await store.db.outgoingEvent.count()).toBe(0)
})
