import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { stopMessages } from '../../src/engagement/consent.ts'
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

test('a new order is 201 with the customer’s doors, the same again 200 with the same ones', async () => {
  const first = await api.post('/orders', orderBody())
  expect(first.status).toBe(201)
  expect(first.body).toEqual({
    id: expect.any(String),
    customerId: expect.any(String),
    links: {
      join: expect.stringMatching(/^https:\/\/bot\.example\/j\/[2-9a-z]{8}$/),
      telegram: expect.stringMatching(/start=[\w-]{22}$/),
      bale: null,
      whatsapp: null,
      webchat: null,
    },
  })
  const second = await api.post('/orders', orderBody({ status: 'shipped' }))
  expect(second).toMatchObject({ status: 200, body: first.body })
})

test('the same order a hundred times at once makes one order and one plan', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => api.post('/orders', orderBody())))
  const statuses = answers.map(answer => answer.status)
  expect(statuses.filter(status => status === 201)).toHaveLength(1)
  expect(statuses.filter(status => status === 200)).toHaveLength(99)
  expect(new Set(answers.map(answer => JSON.stringify(answer.body))).size).toBe(1)
  const messages = (await api.get(`/customers/${answers[0]!.body.customerId}/messages`)).body.items
  const keys = messages.map((message: { key: string }) => message.key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(messages.map((message: { step: string }) => message.step)).toHaveLength(
    new Set(messages.map((message: { step: string }) => message.step)).size,
  )
  expect(await store.db.order.count()).toBe(1)
})

test('bad input is refused with every problem, its path and what was found, and nothing is stored', async () => {
  const answer = await api.post(
    '/orders',
    orderBody({ placedAt: '2026-03-23T09:00:00Z', total: '12', items: [{ sku: 'a', name: 'b'.repeat(400), quantity: 0, unitPrice: 1 }] }),
  )
  expect(answer.status).toBe(400)
  expect(answer.body.issues).toEqual([
    { path: 'placedAt', found: '"2026-03-23T09:00:00Z"', expected: 'an instant not more than a day ahead' },
    { path: 'items.0.name', found: `"${'b'.repeat(60)}…" (400 characters)`, expected: 'a text of 1 to 300 characters' },
    { path: 'items.0.quantity', found: '0', expected: 'a whole number from 1 to 100000' },
    { path: 'total', found: '"12"', expected: expect.stringContaining('a whole number') },
  ])
  expect(await store.db.order.count()).toBe(0)
})

test('what is missing is found to be nothing', async () => {
  const { body } = await api.post('/orders', {})
  expect(body.issues.map((issue: { path: string }) => issue.path)).toEqual([
    'externalId',
    'customer',
    'status',
    'placedAt',
    'currency',
    'items',
    'total',
  ])
  expect(body.issues.every((issue: { found: string }) => issue.found === 'nothing')).toBe(true)
})

test('a body that is not JSON, or not an object, or not said to be JSON, is a 400 of the same shape', async () => {
  for (const body of ['{ "externalId": ', '', '[]', 'null', '"x"', '['.repeat(200_000), '\u0000']) {
    const answer = await api.post('/orders', body)
    expect(answer.status, body.slice(0, 20)).toBe(400)
    expect(answer.body.issues).toHaveLength(1)
  }
  expect(await api.post('/orders', 'externalId=1', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
    status: 400,
    body: { issues: [{ path: 'content-type' }] },
  })
})

test('more than 1 MiB is refused', async () => {
  expect((await api.post('/orders', orderBody({ trackingCode: 'x'.repeat(1024 * 1024) }))).status).toBe(413)
})

test('only the key opens the door, and without a key nothing does', async () => {
  for (const authorization of ['', 'Bearer ', 'Bearer wrong', `Basic ${Buffer.from('a:b').toString('base64')}`, 'Bearer undefined'])
    expect((await api.post('/orders', orderBody(), { authorization })).status, authorization).toBe(401)
  const open = openApi(store, {})
  expect((await open.post('/orders', orderBody(), { authorization: 'Bearer undefined' })).status).toBe(401)
  expect(await store.db.order.count()).toBe(0)
})

test('attacks in any field are words or refused, never an error', async () => {
  const attacks: unknown[] = [
    `'; DROP TABLE orders; --`,
    '" OR 1=1',
    { $ne: null },
    { $where: '1' },
    [],
    [['a']],
    '\u0000',
    '\ud800',
    '${7*7}',
    '__proto__',
    1e400,
    -1,
    true,
    'x'.repeat(5_000),
    '\u202eabc',
  ]
  const base = orderBody() as Record<string, unknown>
  for (const attack of attacks) {
    for (const field of [...Object.keys(base), 'updatedAt', 'coupons', 'refunds', 'trackingCode', '__proto__'])
      expect([200, 201, 400], `${field} ${JSON.stringify(attack)}`).toContain(
        (
          await api.post(
            '/orders',
            JSON.parse(`{ ${JSON.stringify(base).slice(1, -1)}, ${JSON.stringify(field)}: ${JSON.stringify(attack)} }`),
          )
        ).status,
      )
    for (const field of ['externalId', 'name', 'phone', 'email', 'city', 'locale', 'timeZone', 'birthday', 'consents'])
      expect([200, 201, 400], `customer.${field} ${JSON.stringify(attack)}`).toContain(
        (await api.post('/orders', orderBody({ customer: { [field]: attack } }))).status,
      )
  }
  expect(api.logged.filter(line => line.includes('an API request failed'))).toEqual([])
  expect((await api.get('/cases')).status).toBe(200)
})

test('names and numbers of customers stay out of the log', async () => {
  await api.post('/orders', orderBody({ customer: { name: 'Planted Name', phone: '09121112233' } }))
  await api.post('/orders', orderBody({ customer: { name: 'Planted Name', phone: '09121112233x' } }))
  const broken = openApi({ ...store, transaction: () => Promise.reject(new Error('Planted Name +989121112233')) })
  expect((await broken.post('/orders', orderBody())).status).toBe(500)
  expect(broken.logged).toHaveLength(1)
  for (const line of [...api.logged, ...broken.logged]) expect(line).not.toMatch(/Planted|9121112233|a-key-of/)
})

test('consent given in the shop is kept with its proof, and brings back nothing that was stopped', async () => {
  const consents = [{ purpose: 'marketing', at: '2026-03-01T10:00:00Z', source: 'checkout', words: 'پیشنهادها را بفرستید' }]
  const { customerId } = (await api.post('/orders', orderBody({ customer: { externalId: 'c-1', consents } }))).body
  expect((await api.get(`/customers/${customerId}`)).body.consents).toEqual({ transactional: null, feedback: null, marketing: true })
  expect(await store.db.consent.findMany({ select: { purpose: true, granted: true, source: true, words: true } })).toEqual([
    { purpose: 'marketing', granted: true, source: 'shop', words: 'پیشنهادها را بفرستید' },
  ])
  await store.transaction(tx => stopMessages({ tx, clock: api.clock }, { customerId, channel: 'telegram', words: 'لغو' }))
  await api.post(
    '/orders',
    orderBody({ externalId: '1002', customer: { externalId: 'c-1', consents: [{ ...consents[0], at: '2026-03-21T06:00:00Z' }] } }),
  )
  expect((await api.get(`/customers/${customerId}`)).body.consents).toEqual({ transactional: null, feedback: false, marketing: false })
})
