/** The same month, by every door: the API, the terminal, and the staff bot. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reportCommand } from '../../src/cli/report.ts'
import { setLoyalty } from '../../src/loyalty/settings.ts'
import type { Store } from '../../src/store/store.ts'
import { openShell } from '../cli/call.ts'
import { member } from '../staff/member.ts'
import { openShop } from '../support/shop.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { openApi } from '../web-api/site.ts'
import { writeShop } from './shop.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(() => emptyStore(store))
afterAll(() => store.close())

const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
/** Esfand 1404 is 20 February to 21 March 2026. Both bought in Bahman, sara again in Esfand. */
async function twoMonths() {
  const shop = writeShop(store)
  await shop.people({ sara: [], reza: [] })
  for (const [id, at] of [['sara', '2026-02-01'], ['reza', '2026-02-02'], ['sara', '2026-03-01']] as const) await shop.order(id, new Date(`${at}T10:00:00Z`))
}

describe('the API', () => {
  test('figures of a month, each with its words, and the customers behind them, page by page', async () => {
    const api = openApi(store)
    await twoMonths()
    const { status, body } = await api.get('/figures?month=1404-12')
    expect(status).toBe(200)
    expect(body.period).toMatchObject({ month: '1404-12', from: '2026-02-19T20:30:00.000Z' })
    expect(body.rates.periodReturn).toMatchObject({ numerator: 1, denominator: 2, value: 0.5, words: { name: 'نرخ برگشت دوره' } })
    expect(body.reach).toMatchObject({ numerator: 0, denominator: 2 })
    const first = (await api.get('/figures/period-return/customers?part=denominator&month=1404-12&limit=1')).body
    const second = (await api.get(`/figures/period-return/customers?part=denominator&month=1404-12&limit=1&cursor=${first.next}`)).body
    expect([...first.items, ...second.items]).toMatchObject([{ customerId: 'reza', orders: 1 }, { customerId: 'sara', orders: 2 }])
    expect(second.next).toBeNull()
    expect((await api.get('/figures/cohorts?by=product')).body).toEqual({ items: [] })
    expect((await api.get('/figures')).status).toBe(200)
  })

  test('what cannot be used is a 400 that names it', async () => {
    const api = openApi(store)
    for (const [path, issue] of [
      ['/figures?month=1405-13', 'month'], ['/figures?month=1420-01', 'month'], ['/figures?from=yesterday', 'from'], ['/figures?from=2026-03-01T00:00:00Z&to=2026-02-01T00:00:00Z', 'from'],
      ['/figures/cohorts?by=colour', 'by'], ['/figures/return-rate/customers?part=numerator', 'name'], ['/figures/reach/customers?part=all', 'part'], ['/figures/reach/customers?part=end', 'part'],
      ['/figures/retention-by-count/customers?part=numerator', 'part'], ['/figures/reach/customers?part=numerator&cursor=nonsense', 'cursor'],
    ])
      expect((await api.get(path!)).body.issues, path).toMatchObject([{ path: issue }])
  })
})

describe('bazgasht report', () => {
  test('prints the month in the shop’s language, points owed in toman', async () => {
    const shell = openShell(store, '/nowhere')
    await twoMonths()
    await setLoyalty(store.db, { on: true, worth: 1000 })
    await store.db.pointsEntry.create({ data: { customerId: 'sara', account: 'active', points: 20_000n, kind: 'bonus', key: 'k', at: new Date('2026-03-01') } })
    const { code, out } = await shell.run(reportCommand, [], { month: '1404-12' })
    expect(code).toBe(0)
    const page = plain(out)
    expect(page).toContain('گزارش اسفند ۱۴۰۴')
    expect(page).toContain('دسترسی: ۰ نفر از ۲ مشتری (۰٪)')
    expect(page).toContain('نرخ برگشت دوره: ۵۰٪ (۱ از ۲)')
    expect(page).toContain('امتیاز مشتری‌ها: ۲۰٬۰۰۰، یعنی ۲۰ هزار تومان بدهی')
    expect(page).toContain('هنوز هیچ مسیری شروع نشده')
    await expect(shell.run(reportCommand, [], { month: '1405-13' })).rejects.toThrow(/1405-07 or 2026-10/)
  })

  test('a shop without an order is told what to do, not nought percent', async () => {
    const { out } = await openShell(store, '/nowhere').run(reportCommand, [])
    expect(plain(out)).toContain('هنوز خریدی ثبت نشده')
    expect(plain(out)).toContain('دسترسی: ۰ نفر از ۰ مشتری (—)')
  })
})

test('in the staff bot managers get the page, support the week', async () => {
  const shop = await openShop(store, { now: '2026-03-25T10:00:00+03:30' })
  await twoMonths()
  const boss = await member(shop, 'مدیر', 'manager')
  await boss.says('/report month')
  boss.hears('گزارش اسفند ۱۴۰۴')
  await boss.says('/report 1404-13')
  boss.hears('کدوم ماه؟')
  await boss.says('/report')
  boss.hears('هفت روز گذشته')
  const negar = await member(shop, 'نگار', 'support')
  await negar.says('/report month')
  negar.hears('فقط مدیر')
})
