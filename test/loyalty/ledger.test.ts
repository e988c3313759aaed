import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY, stillClock, type MovableClock } from '../../src/clock.ts'
import { activateDue, balanceOf, bonus, correct, expireDue, expireOf, followOrder, giveBack, owed, spend } from '../../src/loyalty/ledger.ts'
import { earnedFor, lapsedLevels, refreshLevel } from '../../src/loyalty/levels.ts'
import { redeemReward, rewardsFor } from '../../src/loyalty/rewards.ts'
import { invited, referralCode, rewardReferral } from '../../src/loyalty/referral.ts'
import { lockCustomer } from '../../src/store/lock-customer.ts'
import type { Store, Tx } from '../../src/store/store.ts'
import { shipped } from '../journeys/shipped.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

const rules = shipped.loyalty
const WORTH = 1_000
let store: Store
let clock: MovableClock
let sara: string
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  clock = stillClock('2026-01-10T10:00:00+03:30')
  sara = await person('sara')
})
afterAll(() => store.close())

const inTx = <T>(run: (parts: { tx: Tx; clock: MovableClock }) => Promise<T>) => store.transaction(tx => run({ tx, clock }))
const passes = (days: number) => clock.moveTo(new Date(clock.now().getTime() + days * DAY))
const person = async (name: string, more: object = {}) => (await store.db.customer.create({ data: { name, externalId: name, createdAt: clock.now(), ...more } })).id

let orders = 0
async function buys(toman: number, { status = 'paid', shipping = 0, currency = 'IRT', on = true, ...more } = {} as { status?: string; shipping?: number; currency?: string; on?: boolean; deliveredAt?: Date; history?: boolean }) {
  const order = await store.db.order.create({
    data: { externalId: `o${++orders}`, customerId: sara, status, placedAt: clock.now(), currency, total: BigInt(toman), shipping: BigInt(shipping), source: 'test', receivedAt: clock.now(), ...more },
  })
  await inTx(parts => followOrder(parts, order, rules, on))
  return order
}
async function becomes(id: string, change: object) {
  const order = await store.db.order.update({ where: { id }, data: change })
  await inTx(parts => followOrder(parts, order, rules, true))
}
const refund = (id: string, amount: number) => becomes(id, { refunds: [{ amount, at: clock.now().toISOString() }] })
const balance = () => inTx(({ tx }) => balanceOf(tx, sara))
const redeem = (key: string, rewardId = 'discount') =>
  inTx(async parts => {
    await lockCustomer(parts.tx, sara)
    return await redeemReward(parts, { customerId: sara, rewardId, key, rules, worth: WORTH, zone: 'Asia/Tehran' })
  })

describe('an order', () => {
  test('earns on payment, on goods without shipping, once; usable 14 days after the purchase', async () => {
    const order = await buys(300_000, { shipping: 50_000 })
    await becomes(order.id, { status: 'shipped' })
    expect(await balance()).toMatchObject({ active: 0n, pending: 20_000n })
    passes(13)
    await inTx(parts => activateDue(parts, rules))
    expect(await balance()).toMatchObject({ active: 0n, pending: 20_000n })
    passes(1)
    await inTx(parts => activateDue(parts, rules))
    await inTx(parts => activateDue(parts, rules))
    expect(await balance()).toMatchObject({ active: 20_000n, pending: 0n, expiring: { points: 20_000n, at: new Date('2027-01-24T06:30:00.000Z') } })
  })

  test('… or 7 days after delivery', async () => {
    await buys(250_000, { status: 'delivered', deliveredAt: new Date(clock.now().getTime() + 2 * DAY) })
    passes(8)
    await inTx(parts => activateDue(parts, rules))
    expect(await balance()).toMatchObject({ active: 0n })
    passes(1)
    await inTx(parts => activateDue(parts, rules))
    expect(await balance()).toMatchObject({ active: 20_000n })
  })

  test.each([['not paid', { status: 'placed' }], ['history', { history: true }], ['another currency', { currency: 'EUR' }], ['points are off', { on: false }]])('earns nothing: %s', async (_, how) => {
    await buys(250_000, how)
    expect(await balance()).toMatchObject({ active: 0n, pending: 0n })
  })

  test('too small to earn, and refunded: nothing, at once', async () => {
    const order = await buys(12)
    await refund(order.id, 11)
    expect(await balance()).toMatchObject({ active: 0n, pending: 0n })
  })

  test('in rial', async () => {
    await buys(1_000_000, { currency: 'IRR' })
    expect(await balance()).toMatchObject({ pending: 10_000n })
  })

  test('a refund takes back in proportion, before and after; twice told is once', async () => {
    const order = await buys(250_000)
    await refund(order.id, 125_000)
    await refund(order.id, 125_000)
    expect(await balance()).toMatchObject({ pending: 10_000n })
    passes(14)
    await inTx(parts => activateDue(parts, rules))
    expect(await balance()).toMatchObject({ active: 10_000n, pending: 0n })
    await becomes(order.id, { status: 'cancelled' })
    expect(await balance()).toMatchObject({ active: 0n, pending: 0n })
  })

  test('spent, then refunded: below nothing, and it says so', async () => {
    const order = await buys(250_000)
    passes(14)
    await inTx(parts => activateDue(parts, rules))
    expect(await redeem('k')).toMatchObject({ choice: { points: 20_000n, worth: 20_000n }, coupon: { amount: 20_000n } })
    await becomes(order.id, { status: 'refunded' })
    expect(await balance()).toMatchObject({ active: -20_000n })
    expect(await inTx(parts => rewardsFor(parts, sara, rules, WORTH))).toEqual([])
  })
})

test('a year later it runs out, the oldest first; what was told before is what goes', async () => {
  await inTx(parts => bonus(parts, rules, { customerId: sara, points: 100n, key: 'a', reason: 'test' }))
  passes(30)
  await inTx(parts => bonus(parts, rules, { customerId: sara, points: 50n, key: 'b', reason: 'test' }))
  await inTx(parts => spend(parts, { customerId: sara, points: 60n, key: 's', reason: 'test' }))
  expect((await balance()).expiring).toEqual({ points: 40n, at: new Date('2027-01-10T06:30:00.000Z') })
  clock.moveTo(new Date('2027-01-10T06:30:00.000Z'))
  expect(await inTx(parts => spend(parts, { customerId: sara, points: 60n, key: 's2', reason: 'no job has looked yet' }))).toBe(false)
  await inTx(parts => expireDue(parts))
  await inTx(parts => expireDue(parts))
  expect(await balance()).toMatchObject({ active: 50n })
})

test('the ledger is append-only; only whose it is may change', async () => {
  await inTx(parts => bonus(parts, rules, { customerId: sara, points: 100n, key: 'a', reason: 'test' }))
  await expect(store.db.sql(`UPDATE "points_entries" SET "points" = 200`)).rejects.toThrow('never changed')
  await expect(store.db.sql(`DELETE FROM "points_entries"`)).rejects.toThrow('never changed')
  const mina = await person('mina')
  await store.db.sql(`UPDATE "points_entries" SET "customerId" = $1`, [mina])
  expect(await inTx(({ tx }) => balanceOf(tx, mina))).toMatchObject({ active: 100n })
})

test('a correction has its reason; what the shop owes is the sum of all', async () => {
  await inTx(parts => correct(parts, rules, { customerId: sara, points: 500n, key: 'c1', reason: 'forgotten order', by: 'm' }))
  await inTx(parts => correct(parts, rules, { customerId: sara, points: -200n, key: 'c2', reason: 'typed wrong', by: 'm' }))
  const mina = await person('mina')
  await inTx(parts => bonus(parts, rules, { customerId: mina, points: 70n, key: 'b', reason: 'test', expiresAt: new Date(clock.now().getTime() + 10 * DAY) }))
  expect(await inTx(({ tx }) => owed({ tx }, new Date(clock.now().getTime() + 30 * DAY)))).toEqual({ active: 370n, pending: 0n, expiring: 70n, members: 2 })
})

describe('rewards', () => {
  const have = (points: number) => inTx(parts => bonus(parts, rules, { customerId: sara, points: BigInt(points), key: `have/${points}`, reason: 'test' }))

  test('what can be had, the dearest first; a level may be needed', async () => {
    await have(160_000)
    expect((await inTx(parts => rewardsFor(parts, sara, rules, WORTH))).map(({ reward, points }) => [reward.id, points])).toEqual([['discount', 160_000n], ['early-access', 100_000n], ['free-shipping', 50_000n]])
    await store.db.memberLevel.create({ data: { customerId: sara, level: 'silver', since: clock.now(), until: clock.now() } })
    expect((await inTx(parts => rewardsFor(parts, sara, rules, WORTH))).map(({ reward }) => reward.id)).toContain('call')
  })

  test('tapped a hundred times at once, it is one; nothing is spent twice', async () => {
    await have(50_000)
    const results = await Promise.all(Array.from({ length: 100 }, () => redeem('same')))
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(await balance()).toMatchObject({ active: 0n })
    expect(await store.db.coupon.count()).toBe(1)
  })

  test('a hundred different taps at once spend what there is, and no more', async () => {
    await have(250_000)
    const results = await Promise.all(Array.from({ length: 100 }, (_, n) => redeem(`tap-${n}`, 'free-shipping')))
    expect(results.filter(Boolean)).toHaveLength(5)
    expect(await balance()).toMatchObject({ active: 0n })
  })

  test('with a stock, the last one goes once', async () => {
    await have(500_000)
    const limited = { ...rules, rewards: [{ ...rules.rewards[1]!, id: 'mug', kind: 'gift' as const, stock: 2 }] }
    const take = (key: string) => inTx(parts => redeemReward(parts, { customerId: sara, rewardId: 'mug', key, rules: limited, worth: WORTH, zone: 'Asia/Tehran' }))
    expect((await Promise.all(['a', 'b', 'c'].map(take))).filter(Boolean)).toHaveLength(2)
    expect(await inTx(parts => rewardsFor(parts, sara, limited, WORTH))).toEqual([])
  })

  test('a code that runs out unused gives its points back, once', async () => {
    await have(50_000)
    const done = await redeem('x')
    await inTx(parts => giveBack(parts, rules, done!.coupon.id))
    await inTx(parts => giveBack(parts, rules, done!.coupon.id))
    expect(await balance()).toMatchObject({ active: 50_000n })
  })
})

test('a level is reached at once, holds for a year, and falls by one at most', async () => {
  const level = () => inTx(parts => refreshLevel(parts, sara, rules))
  await inTx(parts => bonus(parts, rules, { customerId: sara, points: 2_000_000n, key: 'a', reason: 'test' }))
  expect(await level()).toMatchObject({ to: { id: 'gold' }, up: true })
  await inTx(parts => spend(parts, { customerId: sara, points: 2_000_000n, key: 's', reason: 'test' }))
  expect(await level()).toBeNull()
  passes(364)
  expect(await level()).toBeNull()
  passes(2)
  expect(await inTx(parts => lapsedLevels(parts))).toEqual([sara])
  expect(await inTx(parts => earnedFor(parts, sara, rules))).toBe(0n)
  expect(await level()).toMatchObject({ from: { id: 'gold' }, to: { id: 'silver' }, up: false })
  expect(await level()).toBeNull()
})

describe('a friend', () => {
  async function brings(more: object = {}, referrer: object = {}) {
    await store.db.customer.update({ where: { id: sara }, data: referrer })
    const friend = await person('friend', more)
    const code = await inTx(({ tx }) => referralCode(tx, sara))
    expect(await inTx(parts => invited(parts, friend, code))).toBeNull()
    return friend
  }
  test('both are rewarded, once', async () => {
    const friend = await brings()
    expect(await inTx(parts => rewardReferral(parts, friend, rules))).toEqual({ referrerId: sara })
    expect(await inTx(parts => rewardReferral(parts, friend, rules))).toBeNull()
    expect([await balance(), await inTx(({ tx }) => balanceOf(tx, friend))]).toMatchObject([{ active: 50_000n }, { active: 50_000n }])
  })
  test('not oneself: the same phone, the same chat, a customer of before, the own link', async () => {
    const samePhone = await brings({ phone: '+989121234567' }, { phone: '+989121234567' })
    await inTx(parts => rewardReferral(parts, samePhone, rules))
    expect(await store.db.referral.findUniqueOrThrow({ where: { friendId: samePhone } })).toMatchObject({ state: 'refused', reason: 'same-phone' })
    const code = await inTx(({ tx }) => referralCode(tx, sara))
    expect(await inTx(parts => invited(parts, sara, code))).toBe('same-person')
    const old = await person('old')
    await store.db.order.create({ data: { externalId: 'x', customerId: old, status: 'paid', placedAt: clock.now(), currency: 'IRT', total: 1n, source: 'test', receivedAt: clock.now() } })
    expect(await inTx(parts => invited(parts, old, code))).toBe('bought-before')
    expect(await balance()).toMatchObject({ active: 0n })
  })
})

/** An independent account: lots in their order, each with what is left of it. */
type Lot = { left: bigint; expiresAt: number }
type Model = { lots: Lot[]; debt: bigint }
const total = ({ lots, debt }: Model) => lots.reduce((sum, { left }) => sum + left, 0n) - debt
function takeOut(model: Model, points: bigint) {
  let left = points
  for (const lot of [...model.lots].sort((a, b) => a.expiresAt - b.expiresAt)) {
    const taken = lot.left < left ? lot.left : left
    lot.left -= taken
    left -= taken
  }
  model.debt += left
}
function putIn(model: Model, points: bigint, expiresAt: number) {
  // What is owed is paid first.
  const paid = model.debt < points ? model.debt : points
  model.debt -= paid
  model.lots.push({ left: points - paid, expiresAt })
}

test('any order of buying, refunding, redeeming and running out: the sum is the balance, and the books of an independent account agree', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('buy' as const), toman: fc.integer({ min: 0, max: 900_000 }) }),
    fc.record({ do: fc.constant('refund' as const), which: fc.nat(5), part: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ do: fc.constant('spend' as const), points: fc.integer({ min: 1, max: 60_000 }) }),
    fc.record({ do: fc.constant('bonus' as const), points: fc.integer({ min: 1, max: 30_000 }) }),
    fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 200 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async steps => {
      await emptyStore(store)
      clock = stillClock('2026-01-10T10:00:00+03:30')
      sara = await person('sara')
      const model: Model = { lots: [], debt: 0n }
      const bought: { id: string; total: number; refunded: number; at: number }[] = []
      let pending: { id: string; points: bigint; earned: bigint }[] = []
      const active = new Map<string, bigint>()
      const year = () => new Date(Date.UTC(clock.now().getUTCFullYear() + 1, clock.now().getUTCMonth(), clock.now().getUTCDate(), clock.now().getUTCHours(), clock.now().getUTCMinutes())).getTime()
      const runOut = () => {
        for (const lot of model.lots) if (lot.expiresAt <= clock.now().getTime()) lot.left = 0n
      }
      let n = 0
      for (const one of steps) {
        if (one.do === 'buy') {
          const order = await buys(one.toman)
          bought.push({ id: order.id, total: one.toman, refunded: 0, at: clock.now().getTime() })
          const points = BigInt(Math.floor(one.toman / 100_000) * 10_000)
          if (points > 0n) pending.push({ id: order.id, points, earned: points })
        } else if (one.do === 'refund') {
          const order = bought[one.which]
          if (!order || order.total === 0) continue
          order.refunded = Math.max(order.refunded, Math.floor((order.total * one.part) / 100))
          await refund(order.id, order.refunded)
          const earned = BigInt(Math.floor(order.total / 100_000) * 10_000)
          const kept = earned - (earned * BigInt(order.refunded)) / BigInt(order.total)
          const waits = pending.find(({ id }) => id === order.id)
          if (waits) waits.points = kept < waits.points ? kept : waits.points
          else if (active.has(order.id) && kept < active.get(order.id)!) {
            takeOut(model, active.get(order.id)! - kept)
            active.set(order.id, kept)
          }
        } else if (one.do === 'spend') {
          runOut()
          const can = total(model) >= BigInt(one.points)
          expect(await inTx(parts => spend(parts, { customerId: sara, points: BigInt(one.points), key: `s${n++}`, reason: 'test' }))).toBe(can)
          if (can) takeOut(model, BigInt(one.points))
        } else if (one.do === 'bonus') {
          await inTx(parts => bonus(parts, rules, { customerId: sara, points: BigInt(one.points), key: `b${n++}`, reason: 'test' }))
          putIn(model, BigInt(one.points), year())
        } else {
          passes(one.days)
          await inTx(parts => expireOf(parts, sara))
          runOut()
          await inTx(parts => activateDue(parts, rules))
          const isDue = (id: string) => clock.now().getTime() - bought.find(order => order.id === id)!.at >= 14 * DAY
          for (const { id, points } of pending.filter(({ id }) => isDue(id)))
            if (points > 0n) {
              putIn(model, points, year())
              active.set(id, points)
            }
          pending = pending.filter(({ id }) => !isDue(id))
        }
        await inTx(parts => expireOf(parts, sara))
        runOut()
        const held = await balance()
        const [sums] = await store.db.sql<{ active: string; pending: string }>(
          `SELECT COALESCE(sum("points") FILTER (WHERE "account" = 'active'), 0)::text AS "active", COALESCE(sum("points") FILTER (WHERE "account" = 'pending'), 0)::text AS "pending" FROM "points_entries"`,
        )
        expect({ active: String(held.active), pending: String(held.pending) }).toEqual(sums)
        expect(held.active).toBe(total(model))
        expect(held.pending).toBe(pending.reduce((sum, { points }) => sum + points, 0n))
      }
    }),
    { numRuns: 60 },
  )
}, 120_000)
