import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { overview } from '../../src/figures/overview.ts'
import { monthPeriod, periodBetween } from '../../src/figures/period.ts'
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

const between = (from: number, to: number) => periodBetween(day(from), day(to), 'UTC', 'gregorian')
const read = (from: number, to: number, activeDays = 30) => overview({ sql: store.db.sql, now: day(to), audience: { ...shipped.audience, away: { ...shipped.audience.away, cycleDays: activeDays } } }, between(from, to))
const many = (count: number, name: string, days: number[]) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`${name}${n}`, days]))

describe('periods', () => {
  test('a month of either calendar begins at midnight in the shop’s zone', () => {
    expect(monthPeriod('1405-07', 'Asia/Tehran')).toMatchObject({ from: new Date('2026-09-22T20:30:00Z'), to: new Date('2026-10-22T20:30:00Z'), before: new Date('2026-08-22T20:30:00Z'), calendar: 'jalali' })
    expect(monthPeriod('2026-01', 'Europe/Berlin')).toMatchObject({ from: new Date('2025-12-31T23:00:00Z'), before: new Date('2025-11-30T23:00:00Z'), to: new Date('2026-01-31T23:00:00Z'), calendar: 'gregorian' })
    expect(monthPeriod('1405-12', 'Asia/Tehran')!.to).toEqual(monthPeriod('1406-01', 'Asia/Tehran')!.from)
  })

  test.each(['1405-13', '1405-00', '1405', '2026-1', 'last month', ''])('%j is no month', text => expect(monthPeriod(text, 'UTC')).toBeNull())
})

describe('the worked numbers', () => {
  // 20 bought shortly before day 100 and again before day 200. 5 bought first on day 110; 4 of them again on day 190. Window: 30 days.
  // S = 20, N = 5, E = 20 + 4 = 24: (24 − 5) ÷ 20 = 95 % by count, 20 ÷ 20 = 100 % by identity.
  test('20 customers, 5 new, 24 at the end: 95 % by count and 100 % by identity, and they differ', async () => {
    await shop.people({ ...many(20, 'old', [95, 180]), ...many(4, 'new', [110, 190]), lost: [110] })
    const { rates } = await read(100, 200)
    expect(rates.retentionByCount).toMatchObject({ start: 20, new: 5, end: 24, numerator: 19, denominator: 20, value: 0.95, formula: '(E − N) / S' })
    expect(rates.retentionByIdentity).toMatchObject({ numerator: 20, denominator: 20, value: 1 })
    expect(rates.differ).toBe(true)
  })

  test('1,000 buyers of a month, 250 of them again in the next: 25 %', async () => {
    await shop.people({ ...many(750, 'once', [10]), ...many(250, 'again', [10, 40]), ...many(30, 'other', [45]) })
    expect((await read(31, 62)).rates.periodReturn).toMatchObject({ numerator: 250, denominator: 1000, value: 0.25 })
  })

  test('nobody there at the start: no share, neither nought nor anything else', async () => {
    await shop.people({ first: [150] })
    const { rates } = await read(100, 200)
    expect(rates.retentionByCount).toMatchObject({ denominator: 0, value: null })
    expect(rates.retentionByIdentity.value).toBeNull()
    expect(rates.periodReturn.value).toBeNull()
    expect(rates.differ).toBe(false)
  })
})

test('repeat customers and monthly buyers, by hand', async () => {
  // By day 90 (1 April): a has 3 orders, b 2, c 1, d 1: 2 of 4 with two or more. In March (days 59 to 90) a and d bought: 2 of 4. e comes later.
  await shop.people({ a: [5, 40, 70], b: [6, 50], c: [7], d: [80], e: [95] })
  const { rates, months } = await read(59, 90)
  expect(rates.repeatCustomers).toMatchObject({ numerator: 2, denominator: 4, value: 0.5 })
  expect(rates.monthlyBuyers).toMatchObject({ numerator: 2, denominator: 4, period: { from: day(59), to: day(90) } })
  expect(months).toHaveLength(12)
  expect(months.at(-1)).toMatchObject({ month: '2026-03', ...rates })
  // February (days 31 to 59): a and b of the three of January came again.
  expect(months.at(-2)).toMatchObject({ month: '2026-02', periodReturn: { numerator: 2, denominator: 3 } })
})

test('what was cancelled, refunded or disowned was not bought; the edges: `from` is in, `to` is not', async () => {
  await shop.people({ a: [31, 59] })
  for (const id of ['b', 'c', 'd']) await shop.person(id)
  await shop.order('b', day(40), { status: 'cancelled' })
  await shop.order('c', day(40), { status: 'refunded' })
  await shop.order('d', day(40), { disowned: true })
  expect((await read(31, 59)).rates).toMatchObject({ monthlyBuyers: { numerator: 1, denominator: 1 }, repeatCustomers: { numerator: 0, denominator: 1 } })
  expect((await read(59, 90)).rates).toMatchObject({ monthlyBuyers: { numerator: 1 }, repeatCustomers: { numerator: 1 } })
})

test('reach: who has a chat that is open, by channel, door and consent; a joined record is nobody of its own', async () => {
  await shop.person('a', { mayTransactional: true, mayFeedback: true, mayMarketing: true })
  await shop.person('b', { mayTransactional: true, mayFeedback: true })
  await shop.person('c', { mayMarketing: true })
  await shop.person('d')
  await shop.person('e', { joinedIntoId: 'a' })
  const at = day(0)
  const address = (customerId: string, channel: string, source: string | null, state = 'ok') =>
    store.db.address.create({ data: { customerId, channel, account: '1', chatId: `${customerId}${channel}`, source, state, joinedAt: at, lastInAt: at } })
  await address('a', 'telegram', 'sms')
  await address('a', 'webchat', 'sms')
  await address('b', 'telegram', null)
  await address('c', 'telegram', 'qr', 'gone')
  expect((await read(0, 31)).reach).toMatchObject({
    numerator: 2, denominator: 4, value: 0.5, consents: { transactional: 2, feedback: 2, marketing: 1 },
    channels: [{ channel: 'telegram', customers: 2 }, { channel: 'webchat', customers: 1 }],
    sources: [{ source: 'sms', customers: 1 }, { source: null, customers: 1 }],
  })
})
