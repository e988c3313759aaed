import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY } from '../../src/clock.ts'
import { readEffects } from '../../src/figures/effect.ts'
import { readOffers } from '../../src/figures/offers.ts'
import { periodBetween } from '../../src/figures/period.ts'
import { expectedAt } from '../../src/figures/verdict.ts'
import type { Store } from '../../src/store/store.ts'
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

/** So many customers who begin a journey on that day; `bought` of them buy ten days later. */
async function walk(name: string, count: number, bought: number, { heldOut = false, on = 10, journey = 'win-back' } = {}) {
  const ids = Array.from({ length: count }, (_, n) => `${name}${n}`)
  await shop.people(Object.fromEntries(ids.map((id, n) => [id, n < bought ? [0, on + 10] : [0]])))
  await store.db.enrollment.createMany({ data: ids.map(id => ({ id: `e-${id}`, customerId: id, journey, version: 'v', track: 't', subject: 'away', startedAt: day(on), anchorAt: day(on), heldOut })) })
}
const effects = (now: number) => readEffects({ sql: store.db.sql, now: day(now) })

describe('a journey beside its hold-out', () => {
  // 56 of 70 against 48 of 80: the paper's example a, 0.0524 to 0.3339. Extra: 56 − 48 × 70 ÷ 80 = 14 orders of a million.
  test('earned: the difference, its interval, and what it brought', async () => {
    await walk('t', 70, 56)
    await walk('h', 80, 48, { heldOut: true })
    const [effect] = await effects(60)
    expect(effect).toMatchObject({ journey: 'win-back', step: null, treated: { customers: 70, bought: 56 }, heldOut: { customers: 80, bought: 48 }, extraToman: 14_000_000, discountToman: 0, verdict: { is: 'earned' } })
    expect(effect!.difference!.low).toBeCloseTo(0.0524, 4)
    expect(effect!.difference!.high).toBeCloseTo(0.3339, 4)
  })

  test('lost is said as plainly', async () => {
    await walk('t', 80, 48)
    await walk('h', 70, 56, { heldOut: true })
    expect((await effects(60))[0]!.verdict).toEqual({ is: 'lost' })
  })

  test('a handful is not enough, and it says when there will be; whose days are not over are only waiting', async () => {
    await walk('t', 60, 15, { on: 40 })
    await walk('h', 19, 4, { heldOut: true, on: 40 })
    const [effect] = await effects(60)
    expect(effect).toMatchObject({ treated: { customers: 0, waiting: 60 }, heldOut: { customers: 0, waiting: 19 }, difference: null, extraToman: null, verdict: { is: 'not-enough-data' } })
    const [later] = await effects(80)
    expect(later).toMatchObject({ treated: { customers: 60, bought: 15 }, heldOut: { customers: 19, bought: 4 }, verdict: { is: 'not-enough-data' } })
    expect((later!.verdict as { expectedAt: Date }).expectedAt.getTime()).toBeGreaterThan(day(80).getTime())
  })

  test('who began before the hold-out is compared with nobody, and a customer counts once', async () => {
    await walk('early', 30, 30, { on: 5 })
    await walk('t', 30, 15, { on: 20 })
    await walk('h', 30, 15, { heldOut: true, on: 20 })
    await store.db.enrollment.create({ data: { customerId: 't0', journey: 'win-back', version: 'v', track: 't', subject: 'again', startedAt: day(30), anchorAt: day(30) } })
    expect((await effects(70))[0]).toMatchObject({ treated: { customers: 30, bought: 15 }, heldOut: { customers: 30, bought: 15 }, verdict: { is: 'no-difference-yet' } })
  })

  test('the order that it is about is no outcome, nor a cancelled one, nor one after thirty days', async () => {
    await shop.people({ a: [], b: [], c: [], d: [] })
    const own = await shop.order('a', day(10))
    await shop.order('b', day(12), { status: 'cancelled' })
    await shop.order('c', day(41))
    await shop.order('d', day(40))
    await store.db.enrollment.createMany({ data: ['a', 'b', 'c', 'd'].map(id => ({ customerId: id, journey: 'after-purchase', version: 'v', track: 't', subject: id, orderId: id === 'a' ? own.id : null, startedAt: day(10), anchorAt: id === 'a' ? day(9) : day(10) })) })
    const [effect] = await effects(60)
    expect(effect).toMatchObject({ treated: { customers: 4, bought: 1, toman: 1_000_000 }, heldOut: null, difference: null, verdict: { is: 'no-comparison' } })
  })

  test('a single message that is held out is compared by itself', async () => {
    await shop.people({ t1: [0, 25], t2: [0], h1: [0], gone: [0, 15] })
    for (const [n, id] of ['t1', 't2', 'h1', 'gone'].entries()) {
      const { id: enrollmentId } = await store.db.enrollment.create({ data: { customerId: id, journey: 'after-purchase', version: 'v', track: 'selling', subject: id, startedAt: day(0), anchorAt: day(0), ...(id === 'gone' ? { state: 'stopped', endedAt: day(15) } : {}) } })
      await store.db.outboxMessage.create({
        data: { key: `k${n}`, class: 'flow', customerId: id, enrollmentId, journey: 'after-purchase', step: 'day-20', purpose: 'marketing', dueAt: day(20), graceFrom: day(20), graceMs: 0n, state: id.startsWith('t') ? 'sent' : 'dropped', reason: { h1: 'held-out', gone: 'bought-again' }[id] ?? null },
      })
    }
    const found = (await effects(60)).find(({ step }) => step === 'day-20')
    expect(found).toMatchObject({ treated: { customers: 2, bought: 1 }, heldOut: { customers: 1, bought: 0 }, verdict: { is: 'not-enough-data' } })
  })
})

test('when a hold-out can answer: 20 % buy anyway, ten of a hundred are held out, ten begin a day', () => {
  // A quarter more is 25 %; nine treated for each held out: 622 (newcombe.test.ts). One is held out a day: 622 days, and thirty to wait.
  const asked = { base: 0.2, share: 0.1, perDay: 10, days: 30, have: 0 }
  expect(expectedAt(asked, day(0))).toEqual(new Date(day(0).getTime() + 652 * DAY))
  expect(expectedAt({ ...asked, have: 600 }, day(0))).toEqual(day(52))
  expect(expectedAt({ ...asked, base: 0 }, day(0))).toBeNull()
  expect(expectedAt({ ...asked, perDay: 1 }, day(0))).toBeNull()
})

test('what codes cost is booked to the journey that gave them, and an offer states its result without a comparison', async () => {
  await walk('t', 2, 1)
  await store.db.offer.create({ data: { id: 'x', name: 'back', source: 'journey', kind: 'percent', percent: 10, state: 'live', createdAt: day(0) } })
  const coupon = (key: string, more: object) => store.db.coupon.create({ data: { code: key, offerId: 'x', customerId: 't0', key, worth: 100_000n, grantedAt: day(11), expiresAt: day(30), ...more } })
  await coupon('e-t0/last', { state: 'redeemed', redeemedAt: day(20), discount: 80_000n, total: 800_000n })
  await coupon('e-t0/other', {})
  expect((await effects(60))[0]).toMatchObject({ discountToman: 80_000 })
  expect(await readOffers({ sql: store.db.sql }, periodBetween(day(0), day(31), 'UTC', 'gregorian'))).toEqual([
    { offer: 'back', source: 'journey', given: 2, redeemed: 1, discountToman: 80_000, revenueToman: 720_000, comparison: null },
  ])
})
