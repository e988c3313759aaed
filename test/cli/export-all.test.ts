import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { exportAllCommand } from '../../src/cli/export.ts'
import { takeOrder } from '../../src/engagement/take-order.ts'
import { storeDelivery } from '../../src/shop/deliveries.ts'
import { saveProduct } from '../../src/shop/save-product.ts'
import { loginLink } from '../../src/staff/login.ts'
import { EXPORTED } from '../../src/store/export.ts'
import type { Store } from '../../src/store/store.ts'
import { order } from '../shop/order.ts'
import { allRows } from '../support/rows.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { openShell } from './call.ts'

let store: Store
let folder: string
let shell: ReturnType<typeof openShell>
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  folder = mkdtempSync(join(tmpdir(), 'bazgasht-'))
  shell = openShell(store, folder)
  return () => rmSync(folder, { recursive: true })
})
afterAll(() => store.close())

const rowsOf = (file: string) => parse(readFileSync(join(folder, 'all', `${file}.csv`)), { bom: true, columns: true }) as Record<string, string>[]
const HOSTILE = '=HYPERLINK("http://x")\n«سارا», "و" بقیه'

async function fill() {
  const { app, clock } = shell
  const at = clock.now()
  const { customerId } = await store.transaction(tx => takeOrder({ ...app, tx }, order({ externalId: '۱۰۰۱', customer: { phone: '09121234567', name: 'سارا' } }), { source: 'api' }))
  await store.db.customer.update({ where: { id: customerId }, data: { name: HOSTILE, referralCode: 'secret-code' } })
  await store.db.answer.create({ data: { customerId, question: 'satisfied', value: 'bad', score: 2, words: HOSTILE, channel: 'webchat', at } })
  await store.db.case.create({ data: { customerId, kind: 'product', reason: 'bad', openedAt: at, answerBy: at, entries: { create: { from: 'customer', text: HOSTILE, at } } } })
  await store.db.pointsEntry.create({ data: { customerId, account: 'active', points: -9_007_199_254_740_993n, kind: 'correct', key: 'k', at, reason: '-1' } })
  await store.db.consent.create({ data: { customerId, purpose: 'marketing', granted: true, at, source: 'choice' } })
  const offer = await store.db.offer.create({ data: { name: 'آخر هفته', source: 'campaign', kind: 'percent', percent: 10, ceiling: 100_000n, state: 'live', createdAt: at } })
  await store.db.coupon.create({ data: { code: '7KQM4X9TP', offerId: offer.id, customerId, key: 'c', worth: 100_000n, grantedAt: at, expiresAt: at } })
  await store.db.outboxMessage.create({ data: { key: 'reply/1/1', class: 'reply', customerId, purpose: 'transactional', content: { text: HOSTILE, choices: [{ token: 'token-of-a-choice', label: 'x' }] }, state: 'sent', dueAt: at, graceFrom: at, graceMs: 0 } })
  const staff = await store.db.staff.create({ data: { name: 'نگار', role: 'manager', channel: 'webchat', account: 'web', chatId: 'm', joinedAt: at } })
  const token = await store.transaction(tx => loginLink({ tx, clock }, staff.id))
  await store.db.outboxMessage.create({ data: { key: 'staff/1', class: 'staff', purpose: 'transactional', content: { text: `/login/${token}` }, dueAt: at, graceFrom: at, graceMs: 0 } })
  await store.transaction(tx => saveProduct({ tx, clock }, { sku: 'shoe', name: 'کفش', price: 5 }))
  await storeDelivery(store, { source: 'events', topic: 'order', key: 'k', subject: null, body: '{"name":"سارا"}' })
  return { customerId, token }
}

test('everything is written, as many rows as there are, each cell as it was; what opens a door is left out', async () => {
  const { customerId, token } = await fill()
  const links = await store.db.link.findMany()
  const { code, out, progress } = await shell.run(exportAllCommand, ['all'])
  expect(code).toBe(0)
  const all = await allRows(store)
  let total = 0
  for (const [file, { table, where }] of Object.entries(EXPORTED)) {
    const wanted = where ? (await store.db.sql(`SELECT 1 FROM "${table}" WHERE ${where}`)).length : (all[table]?.length ?? 0)
    expect([file, rowsOf(file).length]).toEqual([file, wanted])
    total += wanted
  }
  expect(out).toContain(`${total} rows in ${Object.keys(EXPORTED).length} files`)
  expect(progress.at(-1)).toEqual([total, total])
  for (const file of ['customers', 'orders', 'order-items', 'products', 'answers', 'cases', 'case-entries', 'messages', 'points', 'coupons', 'offers', 'consents', 'links', 'deliveries']) expect([file, rowsOf(file).length > 0]).toEqual([file, true])

  expect(rowsOf('customers')).toMatchObject([{ id: customerId, name: `'${HOSTILE}`, phone: "'+989121234567" }])
  expect(rowsOf('case-entries')).toMatchObject([{ text: `'${HOSTILE}` }])
  expect(rowsOf('points')).toMatchObject([{ points: '-9007199254740993', reason: "'-1", at: '2026-03-21T06:30:00.000Z' }])
  expect(rowsOf('messages').find(row => row.key === 'reply/1/1')).toMatchObject({ text: `'${HOSTILE}`, state: 'sent' })
  expect(rowsOf('deliveries')).toMatchObject([{ body: '{"name":"سارا"}' }])
  const written = readdirSync(join(folder, 'all')).map(name => readFileSync(join(folder, 'all', name), 'utf8'))
  for (const text of written) expect(text.startsWith('\ufeff')).toBe(true)
  expect(links.length).toBeGreaterThan(0)
  for (const secret of [token, 'secret-code', 'token-of-a-choice', ...links.flatMap(({ short, payload }) => [short, payload])]) expect(written.some(text => text.includes(secret))).toBe(false)
  expect([statSync(join(folder, 'all')).mode & 0o777, statSync(join(folder, 'all', 'customers.csv')).mode & 0o777]).toEqual([0o700, 0o600])
})

test('more rows than one fetch, and an empty shop', async () => {
  await store.db.customer.createMany({ data: Array.from({ length: 2_345 }, (_, n) => ({ name: `مشتری ${n}`, createdAt: shell.clock.now() })) })
  await shell.run(exportAllCommand, ['all'])
  expect(new Set(rowsOf('customers').map(row => row.id)).size).toBe(2_345)
  expect(rowsOf('orders')).toEqual([])
})

test('a folder that is there stays as it is; one that cannot be made is said to be so; what another secret sealed keeps nobody from the rest', async () => {
  mkdirSync(join(folder, 'all'))
  await expect(shell.run(exportAllCommand, ['all'])).rejects.toThrow('exists already')
  await storeDelivery(store, { source: 'events', topic: 'order', key: 'k', subject: null, body: 'x' })
  await store.db.delivery.updateMany({ data: { body: Buffer.from('sealed by another secret') } })
  rmSync(join(folder, 'all'), { recursive: true })
  await shell.run(exportAllCommand, ['all'])
  expect(rowsOf('deliveries')).toMatchObject([{ topic: 'order', body: '(sealed with another SECRET_KEY)' }])
  await expect(shell.run(exportAllCommand, ['all/customers.csv/new'])).rejects.toThrow('cannot be written (ENOTDIR)')
  expect(readdirSync(folder)).toEqual(['all'])
})

/** A column that comes later has to be looked at here: may it leave? */
test('what leaves of what could open a door', async () => {
  await shell.run(exportAllCommand, ['all'])
  const head = (file: string) => readFileSync(join(folder, 'all', `${file}.csv`), 'utf8').slice(1).split('\r\n')[0]
  expect(head('customers')).toBe('id,externalId,phone,phoneShared,name,email,city,locale,timeZone,birthday,preferredChannel,mayTransactional,mayFeedback,mayMarketing,marketingAsked,marketingAskedAt,joinedAt,createdAt,joinedIntoId')
  expect(head('links')).toBe('id,customerId,orderId,source,createdAt,expiresAt,usedAt,usedBy')
  expect(head('messages')).not.toContain('content')
  expect(Object.values(EXPORTED).map(({ table }) => table)).not.toEqual(expect.arrayContaining([expect.stringMatching(/login|session|sealed|invitation|settings|shop_coupons/)]))
})
