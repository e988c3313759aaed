import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { importOrdersCommand } from '../../src/cli/import.ts'
import { importCustomersCommand, importPointsCommand, importProductsCommand } from '../../src/cli/import-rest.ts'
import { forgetCustomer } from '../../src/engagement/forget.ts'
import { balanceOf } from '../../src/loyalty/ledger.ts'
import type { Store } from '../../src/store/store.ts'
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
const write = (text: string) => writeFileSync(join(folder, 'file.csv'), text)

describe('customers', () => {
  const file = 'کد مشتری;نام;نام خانوادگی;موبایل;شهر;تاریخ تولد\n۷۷;سارا;کریمی;۰۹۱۲۱۲۳۴۵۶۷;تهران;1369/01/01\n78;رضا;;abc;;\n;;;;قم;\n79;مینا;;09351234567;;\n'

  test('are taken with their birthdays by either calendar, and nobody is written to', async () => {
    write(file)
    const result = await shell.run(importCustomersCommand, ['file.csv'])
    expect(result).toMatchObject({ code: 0, out: '2 new customers, 0 were known already; no messages planned. 2 problems.' })
    expect(result.err).toEqual(['line 3: phone: expected a phone number such as 09121234567 or +989121234567', 'line 4: the customer number or the phone is empty'])
    expect(result.progress).toEqual([[2, 2]])
    expect(await store.db.customer.findMany({ orderBy: { externalId: 'asc' } })).toMatchObject([{ externalId: '77', name: 'سارا کریمی', phone: '+989121234567', city: 'تهران', birthday: '1990-03-21', joinedAt: null }, { externalId: '79' }])
    expect(await store.db.outboxMessage.count()).toBe(0)
    expect((await shell.run(importCustomersCommand, ['file.csv'])).out).toMatch(/^0 new customers, 2 were known/)
  })

  test('--check shows what each column is taken for and the first rows, and stores nothing', async () => {
    write(file)
    const { out, code } = await shell.run(importCustomersCommand, ['file.csv'], { check: true })
    expect(out).toMatch(/phone +"موبایل" +۰۹۱۲۱۲۳۴۵۶۷ \| abc \| —/)
    expect(out).toMatch(/2 rows can be taken, 2 problems; nothing was stored\.$/)
    expect(code).toBe(1)
    expect(await store.db.customer.count()).toBe(0)
  })

  test('who asked to be deleted stays deleted', async () => {
    write('customer id,phone\n77,09121234567\n')
    await shell.run(importCustomersCommand, ['file.csv'])
    const { id } = (await store.db.customer.findFirst())!
    await store.transaction(tx => forgetCustomer({ tx, clock: shell.clock }, id))
    expect((await shell.run(importCustomersCommand, ['file.csv'])).out).toContain('1 had asked to be deleted and were left out')
    expect(await store.db.customer.findMany()).toMatchObject([{ externalId: null, phone: null }])
  })
})

test('products are taken, and the same code again replaces', async () => {
  write('sku,name,price,stock,consumable,discreet\na,کرم,"۲۵۰٬۰۰۰",4,بله,\nb,شامپو,abc,,,\nc,عطر,1000,,maybe,yes\n')
  const first = await shell.run(importProductsCommand, ['file.csv'])
  expect(first.out).toBe('1 new products, 0 replaced. 2 problems.')
  expect(first.err).toEqual([expect.stringMatching(/^line 3: price: expected a whole number/), 'line 4: consumable: expected true or false'])
  expect(await store.db.product.findMany()).toMatchObject([{ sku: 'a', name: 'کرم', price: 250_000n, stock: 4, consumable: true, discreet: false }])
  expect((await shell.run(importProductsCommand, ['file.csv'])).out).toMatch(/^0 new products, 1 replaced/)
})

test('opening balances are booked once for each customer, however often the file is read', async () => {
  write('customer id,phone,امتیاز\n77,09121234567,"12,000"\n78,,0\n79,,many\n')
  const first = await shell.run(importPointsCommand, ['file.csv'])
  expect(first.out).toBe('1 opening balances booked, 1 had one already or had nothing; no messages planned. 1 problems.')
  expect(first.err).toEqual(['line 4: points: expected a whole number of at least 0'])
  const { id } = (await store.db.customer.findUnique({ where: { externalId: '77' } }))!
  expect((await balanceOf(store.db, id)).active).toBe(12_000n)
  await shell.run(importPointsCommand, ['file.csv'])
  expect((await balanceOf(store.db, id)).active).toBe(12_000n)
  expect(await store.db.pointsEntry.findMany()).toMatchObject([{ key: `opening/${id}`, kind: 'correct', reason: 'opening balance', by: 'import' }])
})

test('a file without the needed column says which, and by which names', async () => {
  write('name,price\nx,1\n')
  await expect(shell.run(importProductsCommand, ['file.csv'])).rejects.toThrow(/no column says the product code: name it one of sku/)
})

test('orders say what is used up and bought again', async () => {
  write('order,date,item,price,مصرفی\n1,1404/12/01,کرم,1000,بله\n1,1404/12/01,عطر,1000,\n')
  expect((await shell.run(importOrdersCommand, ['file.csv'])).err).toEqual([])
  expect((await store.db.orderItem.findMany({ orderBy: { position: 'asc' } })).map(({ consumable }) => consumable)).toEqual([true, false])
})
