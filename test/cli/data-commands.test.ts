import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, copyFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { exportAnswersCommand } from '../../src/cli/export.ts'
import { importOrdersCommand } from '../../src/cli/import.ts'
import { linksCommand } from '../../src/cli/links.ts'
import { staffInviteCommand } from '../../src/cli/staff.ts'
import { stopMessages } from '../../src/engagement/consent.ts'
import { takeOrder } from '../../src/engagement/take-order.ts'
import type { Store } from '../../src/store/store.ts'
import { order } from '../shop/order.ts'
import { allRows } from '../support/rows.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { openShell } from './call.ts'

let store: Store
let folder: string
let shell: ReturnType<typeof openShell>
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  folder = mkdtempSync(join(tmpdir(), 'bazgasht-'))
  shell = openShell(store, folder)
  return () => rmSync(folder, { recursive: true })
})
afterAll(() => store.close())

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const importFile = (name: string, options = {}) => shell.run(importOrdersCommand, [name], options)

test('a year of a real shop goes in once, plans nothing, and twice changes nothing', async () => {
  copyFileSync(join(import.meta.dirname, '../fixtures/cdnow.csv'), join(folder, 'cdnow.csv'))
  const first = await importFile('cdnow.csv', { currency: 'USD' })
  expect(first).toMatchObject({
    code: 0,
    err: [],
    out: expect.stringMatching(
      /^1500 orders of \d+ new customers stored as history, 0 were known already, 0 problems; no messages planned\.$/,
    ),
  })
  expect(first.progress.at(-1)).toEqual([1500, 1500])
  const rows = await allRows(store)
  expect(rows.outbox).toEqual([])
  expect(rows.enrollments).toEqual([])
  expect(await store.db.order.findUniqueOrThrow({ where: { externalId: '00004-1' } })).toMatchObject({
    total: 2933n,
    currency: 'USD',
    history: true,
  })
  const second = await importFile('cdnow.csv', { currency: 'USD' })
  expect(second.out).toMatch(/^0 orders of 0 new customers stored as history, 1500 were known/)
  expect(await allRows(store)).toEqual(rows)
})

test('bad rows are listed and skipped, the others stored', async () => {
  write('orders.csv', 'order,date,phone,total\n1,2026-01-02,09121234567,5\n2,never,,5\n3,2026-01-03,09121234567,7\n')
  const { code, out, err } = await importFile('orders.csv')
  expect(err).toEqual(['line 3: "date" is "never", expected a date such as 2026-03-21 or 1405/01/01'])
  expect(out).toBe('2 orders of 1 new customers stored as history, 0 were known already, 1 problems; no messages planned.')
  expect(code).toBe(0)
})

test('an import meets the customers who are there, fills in what was missing and leaves live orders alone', async () => {
  const { app } = shell
  const taken = await store.transaction(tx =>
    takeOrder({ ...app, tx }, order({ externalId: 'live', customer: { phone: '09121234567', name: 'سارا' } }), { source: 'api' }),
  )
  const planned = (await allRows(store)).outbox
  expect(planned!.length).toBeGreaterThan(3)
  write(
    'orders.csv',
    'order,date,phone,name,city,customer id,total\nlive,2026-03-21,09121234567,,,,1\nold,2024-01-02,09121234567,مریم,شیراز,c-7,5\n',
  )
  await importFile('orders.csv')
  expect(await store.db.customer.findMany({ select: { id: true, name: true, city: true, externalId: true } })).toEqual([
    { id: taken.customerId, name: 'سارا', city: 'شیراز', externalId: 'c-7' },
  ])
  expect(await store.db.order.findUniqueOrThrow({ where: { externalId: 'live' } })).toMatchObject({ total: 2_500_000n, history: false })
  expect((await allRows(store)).outbox).toEqual(planned)
})

test('a stop survives an import, and who stopped is not invited', async () => {
  const { app, clock } = shell
  write('orders.csv', 'order,date,phone,total\n1,2024-01-02,09121234567,5\n')
  await importFile('orders.csv')
  const { id } = await store.db.customer.findFirstOrThrow()
  await store.transaction(tx => stopMessages({ tx, clock: app.clock }, { customerId: id, channel: 'telegram', words: 'لغو' }))
  const before = await allRows(store)
  write('more.csv', 'order,date,phone,total\n1,2024-01-02,09121234567,5\n2,2024-02-02,09121234567,5\n')
  await importFile('more.csv')
  const after = await allRows(store)
  expect(after.consents).toEqual(before.consents)
  expect(await store.db.customer.findFirstOrThrow()).toMatchObject({ mayMarketing: false, mayFeedback: false })
  clock.moveTo(new Date('2026-03-22T10:00:00Z'))
  expect((await shell.run(linksCommand, ['links.csv'])).out).toContain('0 links')
})

test('one phone under two ids is flagged by an import too', async () => {
  write(
    'orders.csv',
    'order,date,phone,customer id\n1,2024-01-02,09121234567,a\n2,2024-01-02,09121234567,b\n3,2024-01-03,09121234567,a\n4,2024-01-03,,\n5,2024-01-03,,\n',
  )
  await importFile('orders.csv')
  expect(
    await store.db.customer.findMany({
      where: { phone: { not: null } },
      select: { externalId: true, phoneShared: true },
      orderBy: { externalId: 'asc' },
    }),
  ).toEqual([
    { externalId: 'a', phoneShared: true },
    { externalId: 'b', phoneShared: true },
  ])
  expect(await store.db.customer.count()).toBe(4)
})

test('8,000 customers with three years of orders come in twice and plan nothing', async () => {
  const lines = ['order,date,phone,item,quantity,price']
  for (let n = 0; n < 24_000; n++)
    lines.push(`o${n},${2023 + (n % 3)}-0${1 + (n % 9)}-15,0912${String(1_000_000 + (n % 8_000))},محصول ${n % 50},1,${n}`)
  write('orders.csv', lines.join('\n'))
  expect((await importFile('orders.csv')).out).toMatch(/^24000 orders of 8000 new customers/)
  expect((await importFile('orders.csv')).out).toMatch(/^0 orders of 0 new customers stored as history, 24000 were known/)
  expect(await store.db.outboxMessage.count()).toBe(0)
  expect(await store.db.orderItem.count()).toBe(24_000)
}, 120_000)

test('links are for the SMS panel: newest buyers first, one each, the same until used', async () => {
  write(
    'orders.csv',
    'order,date,phone,name\n1,2024-01-02,09121234567,سارا محمدی\n2,2026-01-02,09127654321,=cmd()\n3,2025-01-02,+49 30 901820,Anna Smith\n',
  )
  await importFile('orders.csv')
  expect((await shell.run(linksCommand, ['links.csv'])).out).toMatch(/^3 links are in .*links\.csv\.$/)
  const lines = read('links.csv').split('\r\n')
  expect(lines[0]).toBe('\ufeffphone,name,link')
  expect(lines[1]).toMatch(/^09127654321,'=cmd\(\),https:\/\/bot\.example\/j\/[2-9a-z]{8}$/)
  expect(lines[2]).toMatch(/^004930901820,Anna,https/)
  expect(lines[3]).toMatch(/^09121234567,سارا,https/)
  expect(statSync(join(folder, 'links.csv')).mode & 0o077).toBe(0)
  await expect(shell.run(linksCommand, ['links.csv'])).rejects.toThrow('exists already')
  await shell.run(linksCommand, ['again.csv'], { batch: '2' })
  expect(read('again-1.csv') + read('again-2.csv').split('\r\n').slice(1).join('\r\n')).toBe(read('links.csv'))
  expect((await shell.run(linksCommand, ['new.csv'], { within: '100' })).out).toContain('1 links')
})

test('answers are exported whole, and no cell is a formula', async () => {
  const customer = await store.db.customer.create({ data: { name: '=HYPERLINK("http://evil")', createdAt: new Date() } })
  const words = ['=1+1', '+1', '-1', '@x', '\tx', '＝1', 'خوب بود، ممنون', 'a "b"\nc']
  await store.db.answer.createMany({
    data: words.map((text, n) => ({
      customerId: customer.id,
      question: 'free',
      words: text,
      channel: 'webchat',
      at: new Date(Date.UTC(2026, 0, n + 1)),
    })),
  })
  expect((await shell.run(exportAnswersCommand, ['answers.csv'])).code).toBe(0)
  const text = read('answers.csv')
  expect(
    text.startsWith('\ufeffid,at,customerId,customerName,orderId,orderExternalId,journey,question,value,score,words,channel,late\r\n'),
  ).toBe(true)
  expect(text).not.toMatch(/(^|[,\r\n"])[=+\-@\t＝]/m)
  for (const guarded of [`'=1+1`, `'+1`, `'-1`, `'@x`, `'＝1`, 'خوب بود، ممنون', '"a ""b""\nc"', `"'=HYPERLINK(""http://evil"")"`])
    expect(text).toContain(guarded)
  expect((await shell.run(exportAnswersCommand, [])).out).toBe(text.replace(/\r\n$/, '').replace('late\r\n', 'late\n'))
})

test('staff invite gives the line for the bot, keeps its hash only, and wants a role', async () => {
  const { code, out } = await shell.run(staffInviteCommand, [], { role: 'manager' })
  expect(code).toBe(0)
  const payload = /\/start (staff-[\w-]{24})/.exec(out)?.[1]
  expect(out).toContain(`https://bot.example/chat?start=${payload}#go`)
  const [row] = await store.db.staffInvitation.findMany()
  expect(row).toMatchObject({ role: 'manager', usedAt: null })
  expect(JSON.stringify(row)).not.toContain(payload)
  await expect(shell.run(staffInviteCommand, [], { role: 'boss' })).rejects.toThrow(/--role is "boss", expected manager or support/)
})
