import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cohortsBy, type Cohort } from '../../src/figures/cohorts.ts'
import { overview } from '../../src/figures/overview.ts'
import { periodBetween } from '../../src/figures/period.ts'
import type { Store } from '../../src/store/store.ts'
import { shipped } from '../journeys/shipped.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { day, writeShop } from './shop.ts'

let store: Store
let shop: ReturnType<typeof writeShop>
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  shop = writeShop(store)
})
afterAll(() => store.close())

const read = (from: Date, to: Date) => overview({ sql: store.db.sql, now: to, audience: shipped.audience }, periodBetween(from, to, 'UTC', 'gregorian'))

/** Without the months that are not over. */
const known = ({ key, customers, again }: Cohort) => ({ key, customers, again: again.filter(month => month !== null) })

test('orders by hand', async () => {
  // a: days 0, 10, 40. b: 5, 35. c: 45. Gaps 10, 30, 30: quartiles 20, 30, 30. Of 3 customers 2 have a second order, of 2 one a third, of 1 none.
  // Days 31 to 59: orders of a (40), b (35), c (45), a million each; two of the three were repeat purchases. Days 3 to 31: b (5), a (10).
  await shop.people({ a: [0, 10, 40], b: [5, 35] })
  await shop.person('c')
  await shop.order('c', day(45), { currency: 'IRR', total: 10_000_000n })
  const { orders, rates } = await read(day(31), day(59))
  expect(orders.again).toEqual([
    { order: 1, numerator: 2, denominator: 3, value: 2 / 3 },
    { order: 2, numerator: 1, denominator: 2, value: 0.5 },
    { order: 3, numerator: 0, denominator: 1, value: 0 },
  ])
  expect(orders.gaps).toEqual({ count: 3, lowDays: 20, medianDays: 30, highDays: 30 })
  expect(orders.basket).toEqual({ now: { orders: 3, toman: 3_000_000, averageToman: 1_000_000 }, before: { orders: 2, toman: 2_000_000, averageToman: 1_000_000 } })
  expect(orders.repeatRevenue).toEqual({ numerator: 2_000_000, denominator: 3_000_000, value: 2 / 3 })
  // 6 million of 3 customers. At 30 days only a and b are old enough: a 2, b 1 (its second came on its 30th day): 1.5 million each.
  expect(orders.lifetime).toEqual({ customers: 3, averageToman: 2_000_000, byAge: [{ days: 30, customers: 2, averageToman: 1_500_000 }, { days: 90, customers: 0, averageToman: null }, { days: 180, customers: 0, averageToman: null }, { days: 365, customers: 0, averageToman: null }] })
  expect(rates.retentionByIdentity).toMatchObject({ numerator: 2, denominator: 2 })
  expect(orders.keeping).toEqual({ discountToman: 0, customers: 2, perCustomerToman: 0 })
})

test('cohorts by hand: by month, product and offer', async () => {
  // January: a, b, c; of these a and b bought in February, a in March. February: d, not again.
  await shop.people({ a: [0, 40, 70], b: [5, 35], c: [20], d: [45] })
  await store.db.order.updateMany({ where: { customerId: { in: ['a', 'c'] } }, data: { coupons: ['SPRING'] } })
  for (const order of await store.db.order.findMany()) await store.db.orderItem.create({ data: { orderId: order.id, position: 0, sku: order.customerId === 'd' ? 'sock' : 'shoe', name: order.customerId === 'd' ? 'sock' : 'shoe', quantity: 1, unitPrice: 1n } })
  const { cohorts } = await read(day(59), day(90))
  expect(cohorts.slice(-3).map(known)).toEqual([
    { key: '2026-01', customers: 3, again: [{ of: 3, customers: 2 }, { of: 3, customers: 1 }] },
    { key: '2026-02', customers: 1, again: [{ of: 1, customers: 0 }] },
    { key: '2026-03', customers: 0, again: [] },
  ])
  // Own months of thirty days, by day 90. a: 40 is its second, 70 its third. b: 35 − 5 = 30 is its second. All three are through two; a alone through three.
  const [shoe, sock] = (await cohortsBy(store.db, 'product', day(90))).map(known)
  expect(shoe).toEqual({ key: 'shoe', customers: 3, again: [{ of: 3, customers: 0 }, { of: 3, customers: 2 }, { of: 1, customers: 1 }] })
  expect(sock).toEqual({ key: 'sock', customers: 1, again: [{ of: 1, customers: 0 }] })
  expect((await cohortsBy(store.db, 'offer', day(90))).map(known)).toEqual([{ key: 'SPRING', customers: 2, again: [{ of: 2, customers: 0 }, { of: 2, customers: 1 }, { of: 1, customers: 1 }] }])
})

test('a forecast needs nine whole months; it is the mean of three, and as wide as it was wrong before', async () => {
  const monthly = (from: number) => Array.from({ length: 13 - from }, (_, n) => n + from).map(month => Math.round((Date.UTC(2025, month, 10) - Date.UTC(2026, 0, 1)) / 86_400_000))
  await shop.people({ a: monthly(0), b: monthly(0), c: monthly(3) })
  // b and a come back each month from February 2025 on, c from May 2025: 2 2 2 3 3 … 3 until December; January 2026 runs, then 3.
  const { forecast } = await read(day(0), day(31))
  expect(forecast!.history.map(({ customers }) => customers)).toEqual([2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3])
  expect(forecast!.months.map(({ month, customers }) => [month, customers])).toEqual([['2026-02', 3], ['2026-03', 3], ['2026-04', 3]])
  // Nine errors of the next month: 1, 2/3, 1/3 and six of nought; twice their root mean square, √(14/81) · 2 = 0.83.
  expect(forecast).toMatchObject({ method: 'mean-of-three', errors: 9 })
  expect(forecast!.months[0]).toMatchObject({ low: 2, high: 4 })
  await emptyStore(store)
  await shop.people({ x: [-60, -30, 0, 10] })
  expect((await read(day(0), day(31))).forecast).toBeNull()
})

test('the orders of a real shop (CDNOW): every number as an independent count over arrays', async () => {
  const lines = readFileSync(join(import.meta.dirname, '../fixtures/cdnow.csv'), 'utf8').trim().split(/\r?\n/).slice(1)
  const real = lines.map(line => {
    const [id, who, date, , total] = line.split(';') as [string, string, string, string, string]
    return { id, who, at: Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6))), cents: Math.round(Number(total) * 100) }
  })
  await store.db.customer.createMany({ data: [...new Set(real.map(({ who }) => who))].map(id => ({ id, createdAt: day(0) })) })
  await store.db.order.createMany({ data: real.map(({ id, who, at, cents }) => ({ externalId: id, customerId: who, status: 'paid', placedAt: new Date(at), currency: 'USD', total: BigInt(cents), source: 'test', receivedAt: new Date(at) })) })
  const [before, from, to] = [Date.UTC(1997, 2, 1), Date.UTC(1997, 3, 1), Date.UTC(1997, 4, 1)] as const
  const window = shipped.audience.away.cycleDays * 86_400_000
  const byCustomer = new Map<string, number[]>()
  for (const { who, at } of real) if (at < to) byCustomer.set(who, [...(byCustomer.get(who) ?? []), at].sort((a, b) => a - b))
  const people = [...byCustomer.values()]
  const count = (holds: (times: number[]) => boolean) => people.filter(holds).length
  const within = (times: number[], a: number, b: number) => times.some(at => at >= a && at < b)
  const found = await overview({ sql: store.db.sql, now: new Date(to), audience: shipped.audience }, { ...periodBetween(new Date(from), new Date(to), 'UTC', 'gregorian'), before: new Date(before) })
  const active = (times: number[], at: number) => within(times, at - window, at)
  expect(found.rates.retentionByCount).toMatchObject({ start: count(times => active(times, from)), end: count(times => active(times, to)), new: count(([first]) => first! >= from) })
  expect(found.rates.retentionByIdentity.numerator).toBe(count(times => active(times, from) && active(times, to)))
  expect(found.rates.periodReturn).toMatchObject({ numerator: count(times => within(times, before, from) && within(times, from, to)), denominator: count(times => within(times, before, from)) })
  expect(found.rates.repeatCustomers).toMatchObject({ numerator: count(times => times.length > 1), denominator: people.length })
  expect(found.rates.monthlyBuyers.numerator).toBe(count(times => within(times, from, to)))
  expect(found.rates.periodReturn.numerator).toBeGreaterThan(10)
  expect(found.orders.again.slice(0, 3).map(({ numerator }) => numerator)).toEqual([2, 3, 4].map(k => count(times => times.length >= k)))
  const gaps = people.flatMap(times => times.slice(1).map((at, n) => (at - times[n]!) / 86_400_000)).sort((a, b) => a - b)
  const middle = (gaps.length - 1) / 2
  expect(found.orders.gaps).toMatchObject({ count: gaps.length, medianDays: (gaps[Math.floor(middle)]! + gaps[Math.ceil(middle)]!) / 2 })
  const sold = real.filter(({ at }) => at >= from && at < to)
  expect(found.orders.basket.now).toMatchObject({ orders: sold.length, toman: sold.reduce((sum, { cents }) => sum + cents, 0) })
  const january = people.filter(([first]) => first! < Date.UTC(1997, 1, 1))
  expect(found.cohorts.find(({ key }) => key === '1997-01')).toMatchObject({ customers: january.length, again: [1, 2, 3].map(m => ({ of: january.length, customers: january.filter(times => within(times, Date.UTC(1997, m, 1), Date.UTC(1997, m + 1, 1))).length })).concat(Array(9).fill(null) as never) })
})
