import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { orderBody } from '../shop/order.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { openApi } from './site.ts'

let store: Store
let api: ReturnType<typeof openApi>
let customerId: string
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  api = openApi(store)
  customerId = (await api.post('/orders', orderBody())).body.customerId
})
afterAll(() => store.close())

const said = (n: number, changes = {}) => ({
  customerId,
  question: 'satisfied',
  value: 'good',
  score: 4,
  channel: 'webchat',
  at: new Date(Date.UTC(2026, 2, 1, 0, 0, n)),
  ...changes,
})

test('a customer is read back, an unknown one is 404', async () => {
  expect((await api.get(`/customers/${customerId}`)).body).toMatchObject({
    id: customerId,
    externalId: 'c-1',
    name: 'سارا',
    phone: '+989121234567',
    phoneShared: false,
    joinedAt: null,
    consents: { transactional: null, feedback: null, marketing: null },
    addresses: [],
    orders: [{ externalId: '1001', total: 2_500_000 }],
    openCases: [],
  })
  for (const id of ['nobody', '%00', "'%20OR%201=1", 'x'.repeat(300), '..%2f..']) {
    expect((await api.get(`/customers/${id}`)).status, id).toBe(404)
    expect((await api.get(`/customers/${id}/messages`)).status, id).toBe(404)
  }
})

test('right after an order its whole plan is listed, each with its time and a preview', async () => {
  const { items, next } = (await api.get(`/customers/${customerId}/messages`)).body
  expect(next).toBeNull()
  expect(Object.keys(items[0])).toEqual([
    'id',
    'key',
    'class',
    'journey',
    'step',
    'purpose',
    'channel',
    'orderId',
    'state',
    'reason',
    'dueAt',
    'nextTryAt',
    'sentAt',
    'text',
    'attempts',
  ])
  expect(items.map((item: { dueAt: string }) => item.dueAt)).toEqual(items.map((item: { dueAt: string }) => item.dueAt).sort())
  expect(items).toHaveLength(5)
  for (const item of items)
    expect(item).toMatchObject({ class: 'flow', journey: 'after-purchase', state: 'planned', sentAt: null, attempts: 0 })
  expect(items[1].text).toContain('سارا')
})

test('a list is read page by page, nothing twice and nothing left out', async () => {
  const whole = (await api.get(`/customers/${customerId}/messages`)).body.items.map((item: { id: string }) => item.id)
  const read: string[] = []
  let cursor = ''
  do {
    const { items, next } = (await api.get(`/customers/${customerId}/messages?limit=2${cursor}`)).body
    read.push(...items.map((item: { id: string }) => item.id))
    cursor = next === null ? '' : `&cursor=${next}`
  } while (cursor)
  expect(read).toEqual(whole)
})

test('a wrong cursor, limit or filter is a 400 with its name', async () => {
  for (const [query, path] of [
    ['cursor=nonsense', 'cursor'],
    ['limit=0', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=WzFd', 'cursor'],
    ['score=9', 'score'],
    ['from=yesterday', 'from'],
    ['question=%00', 'question'],
  ])
    expect((await api.get(`/answers?${query}`)).body.issues, query).toMatchObject([{ path }])
  expect((await api.get('/messages?state=lost')).status).toBe(400)
})

test('answers come newest first, filtered and paged, and the file holds the same', async () => {
  await store.db.answer.createMany({
    data: [said(1), said(2, { question: 'free', value: null, score: null, words: '=1+1' }), said(3), said(3), said(4, { late: true })],
  })
  const { items } = (await api.get('/answers')).body
  expect(Object.keys(items[0])).toEqual([
    'id',
    'at',
    'customerId',
    'customerName',
    'orderId',
    'orderExternalId',
    'journey',
    'question',
    'value',
    'score',
    'words',
    'channel',
    'late',
  ])
  expect(items[0]).toMatchObject({ customerName: 'سارا', late: true, at: '2026-03-01T00:00:04.000Z' })
  const paged: string[] = []
  let cursor = ''
  do {
    const page = (await api.get(`/answers?limit=1${cursor}`)).body
    paged.push(...page.items.map((item: { id: string }) => item.id))
    cursor = page.next === null ? '' : `&cursor=${page.next}`
  } while (cursor)
  expect(paged).toEqual(items.map((item: { id: string }) => item.id))
  expect((await api.get('/answers?question=free')).body.items).toHaveLength(1)
  expect((await api.get(`/answers?from=${encodeURIComponent('2026-03-01T03:30:03+03:30')}&score=4`)).body.items).toHaveLength(3)
  const csv = await api.get('/answers.csv')
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.text.split('\r\n')).toHaveLength(7)
  expect(csv.text).toContain(`,'=1+1,`)
})

test('only an uncertain message can be resent or discarded', async () => {
  const { items } = (await api.get(`/customers/${customerId}/messages`)).body
  const [first, second] = items
  for (const action of ['resend', 'discard']) {
    expect((await api.post(`/messages/${first.id}/${action}`)).status).toBe(409)
    for (const id of ['0', '999999', 'x', '%00', '9'.repeat(30)]) expect((await api.post(`/messages/${id}/${action}`)).status, id).toBe(404)
  }
  await store.db.outboxMessage.updateMany({
    where: { id: { in: [BigInt(first.id), BigInt(second.id)] } },
    data: { state: 'uncertain', nextTryAt: null },
  })
  expect((await api.get('/messages?state=uncertain')).body.items.map((item: { id: string }) => item.id)).toEqual([first.id, second.id])
  expect((await api.post(`/messages/${first.id}/discard`)).body).toMatchObject({ id: first.id, state: 'dropped', reason: 'discarded' })
  expect((await api.post(`/messages/${second.id}/resend`)).body).toMatchObject({ id: second.id, state: 'planned' })
  expect((await api.get('/messages?state=uncertain')).body.items).toEqual([])
})

test('a case is listed, answered and closed once', async () => {
  const now = new Date()
  const { id } = await store.db.case.create({
    data: { customerId, kind: 'complaint', reason: 'satisfied: bad', openedAt: now, answerBy: now },
  })
  expect((await api.get('/cases?state=open')).body.items).toMatchObject([{ id, number: 1, customerName: 'سارا', entries: [] }])
  expect((await api.post(`/cases/${id}/reply`, { text: '  ' })).body.issues).toEqual([
    { path: 'text', found: '"  "', expected: 'a text of 1 to 3500 characters' },
  ])
  expect((await api.post(`/cases/${id}/reply`, { text: 'فردا می‌فرستیم' })).status).toBe(200)
  expect((await api.get('/cases')).body.items).toMatchObject([{ entries: [{ from: 'support', text: 'فردا می‌فرستیم' }] }])
  expect((await api.get(`/customers/${customerId}/messages`)).body.items).toContainEqual(
    expect.objectContaining({ class: 'staff', text: 'فردا می‌فرستیم' }),
  )
  expect((await api.post(`/cases/${id}/close`)).status).toBe(200)
  expect((await api.post(`/cases/${id}/close`)).status).toBe(409)
  expect((await api.post(`/cases/${id}/reply`, { text: 'x' })).status).toBe(409)
  expect((await api.post('/cases/nobody/close')).status).toBe(404)
  expect((await api.get('/cases?state=open')).body.items).toEqual([])
})

test('the document describes every endpoint and needs no key; an unknown address is 404', async () => {
  const { status, body } = await api.get('/openapi.json', { authorization: '' })
  expect(status).toBe(200)
  expect(body.openapi).toBe('3.1.0')
  expect(
    Object.entries(body.paths)
      .flatMap(([path, methods]) => Object.keys(methods as object).map(method => `${method} ${path}`))
      .sort(),
  ).toEqual([
    'get /answers',
    'get /answers.csv',
    'get /cases',
    'get /customers/{id}',
    'get /customers/{id}/messages', 'get /customers/{id}/record',
    'get /deliveries',
    'get /figures', 'get /figures/cohorts', 'get /figures/{name}/customers',
    'get /messages',
    'get /outgoing',
    'post /carts',
    'post /cases/{id}/close',
    'post /cases/{id}/reply',
    'post /coupons/{code}/check',
    'post /coupons/{code}/redeem',
    'post /deliveries/{id}/retry',
    'post /messages/{id}/discard',
    'post /messages/{id}/resend',
    'post /orders',
    'post /products',
  ])
  expect(body.components.schemas.MessageState.enum).toContain('uncertain')
  expect(body.components.schemas.Reason.enum).toContain('quiet-hours')
  expect(body.components.schemas.Order.required).toEqual(['externalId', 'customer', 'status', 'placedAt', 'currency', 'items', 'total'])
  expect((await api.get('/nothing')).status).toBe(404)
})

test('the documentation is a page without scripts', async () => {
  const { status, text } = await api.page('/api/docs')
  expect(status).toBe(200)
  expect(text).toContain('POST /api/v1/orders')
  expect(text).toContain('items[].unitPrice')
  expect(text).not.toMatch(/<script|https?:\/\/(?!localhost)[^ <]*\.js/)
  expect((await api.page('/assets/docs.css')).status).toBe(200)
})
