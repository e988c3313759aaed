import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, stillClock, type MovableClock } from '../../src/clock.ts'
import { claimOffer, expireCoupons } from '../../src/offers/claim.ts'
import { newCode, readCode, showCode } from '../../src/offers/code.ts'
import { readOffer } from '../../src/offers/draft.ts'
import { launchOffer, stopOffer, unrealDiscount, worstCaseOf } from '../../src/offers/launch.ts'
import { checkCode, giveCodesBack, redeemCode } from '../../src/offers/redeem.ts'
import { grantFromTemplate } from '../../src/offers/templates.ts'
import { discountOn, worstCase } from '../../src/offers/worth.ts'
import type { Offer, Store, Tx } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

let store: Store
let clock: MovableClock
const NOW = '2026-11-28T10:00:00+03:30'
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  clock = stillClock(NOW)
})
afterAll(() => store.close())

const inTx = <T>(run: (parts: { tx: Tx; clock: MovableClock }) => Promise<T>) => store.transaction(tx => run({ tx, clock }))
const later = (ms: number) => clock.moveTo(new Date(clock.now().getTime() + ms))

async function person(name: string, externalId: string | null = name): Promise<string> {
  return (await store.db.customer.create({ data: { name, externalId, createdAt: clock.now() } })).id
}

async function offer(terms: Partial<Offer> = {}, hours = 48): Promise<string> {
  const { id } = await store.db.offer.create({
    data: { name: 'حراج', source: 'campaign', kind: 'percent', percent: 20, ceiling: 200_000n, quantity: 10, left: terms.quantity ?? 10, createdAt: clock.now(), ...terms } as never,
  })
  await inTx(parts => launchOffer(parts, id, { hours, startsAt: terms.startsAt ?? undefined }))
  return id
}
const claim = (offerId: string, customerId: string) => inTx(parts => claimOffer(parts, offerId, customerId))
const refusalOf = async (offerId: string, customerId: string) => {
  const result = await claim(offerId, customerId)
  return 'refused' in result ? result.refused : 'had'
}

describe('codes', () => {
  test('are nine characters without look-alikes, from more than 2^40', () => {
    for (let n = 0; n < 500; n++) expect(newCode()).toMatch(/^[2-9A-HJKMNP-Z]{9}$/)
    expect(31 ** 9).toBeGreaterThan(2 ** 40)
    expect(showCode('7KQM4X9TP')).toBe('7KQ-M4X-9TP')
  })
  test.each(['7KQ-M4X-9TP', '7kq m4x 9tp', '۷kq-m۴x-۹tp', ' 7KQM4X9TP\n', '7KQ–M4X–9TP'])('%s is read', text => expect(readCode(text)).toBe('7KQM4X9TP'))
  test.each(['', '7KQ-M4X-9T', '7KQ-M4X-9TPP', '0KQ-M4X-9TP', "7KQ-M4X-9T'", 'THANKS10', '💥'.repeat(9)])('%s is none', text => expect(readCode(text)).toBeNull())
})

describe('what it takes off', () => {
  const terms = (more: object) => ({ kind: 'percent', percent: 10, ceiling: 200_000n, amount: null, minimum: 0n, ...more })
  test.each([
    [terms({}), 2_480_000n, 200_000n],
    [terms({}), 999_999n, 99_999n],
    [terms({ kind: 'amount', amount: 50_000n }), 30_000n, 30_000n],
    [terms({ kind: 'free-shipping' }), 500_000n, 0n],
  ])('%o on %s is %s', (offered, total, off) => expect(discountOn(offered, total)).toBe(off))
  test('costs at worst its ceiling, its amount, or what shipping and gifts cost', () => {
    expect(worstCase(terms({}))).toBe(200_000n)
    expect(worstCase(terms({ kind: 'amount', amount: 50_000n }))).toBe(50_000n)
    expect(worstCase(terms({ kind: 'gift', ceiling: 80_000n }))).toBe(80_000n)
    expect(worstCase(terms({ kind: 'early-access', ceiling: 80_000n }))).toBe(0n)
  })
})

describe('an offer as it is typed', () => {
  test('with everything', () => {
    expect(readOffer('۲۰٪ max 200k x10 48h early 24h hold 12h min 300000 budget 2m sku RUN-41 stacks for category:shoes spent>=1m | حراج کفش')).toEqual({
      draft: {
        kind: 'percent', percent: 20, ceiling: 200_000, amount: null, gift: null, minimum: 300_000, quantity: 10, each: 1, budget: 2_000_000, hours: 48, earlyHours: 24, holdHours: 12, sku: 'RUN-41', stacks: true,
        audience: 'category:shoes spent>=1m', title: 'حراج کفش',
      },
    })
  })
  test.each([
    ['x10 | نام', 'what'], ['20% x10 | نام', 'ceiling'], ['free-shipping x10 | نام', 'cost'], ['20% max 1k | نام', 'bound'], ['20% max 1k x0 | نام', 'bound'], ['20% max 1k x10 6h | نام', 'hours'],
    ['20% max 1k x10', 'title'], ['20% max 1k x10 whatever | نام', 'unknown'], ['120% max 1k x10 | نام', 'what'], ['20% max 1k x10 early soon | نام', 'hours'],
  ])('%s: %s', (text, problem) => expect(readOffer(text)).toMatchObject({ problem }))
})

describe('having one', () => {
  test('of ten there are ten; the eleventh hears that they are gone; the same person has the same one', async () => {
    const id = await offer()
    const people = await Promise.all(Array.from({ length: 12 }, (_, n) => person(`p${n}`)))
    const first = await claim(id, people[0]!)
    expect(first).toMatchObject({ again: false, coupon: { worth: 200_000n, expiresAt: new Date(clock.now().getTime() + 48 * HOUR) } })
    expect(await claim(id, people[0]!)).toMatchObject({ again: true, coupon: { code: 'coupon' in first ? first.coupon.code : '' } })
    for (const one of people.slice(1, 10)) expect(await refusalOf(id, one)).toBe('had')
    expect(await refusalOf(id, people[10]!)).toBe('sold-out')
    expect(await refusalOf(id, people[11]!)).toBe('sold-out')
    expect(await store.db.coupon.count()).toBe(10)
    expect(await store.db.offer.findUniqueOrThrow({ where: { id } })).toMatchObject({ left: 0, committed: 2_000_000n })
  })

  test('two hundred at once: ten', async () => {
    const id = await offer()
    const people = await Promise.all(Array.from({ length: 200 }, (_, n) => person(`p${n}`)))
    const results = await Promise.all(people.map(one => refusalOf(id, one)))
    expect(results.filter(result => result === 'had')).toHaveLength(10)
    expect(new Set((await store.db.coupon.findMany()).map(({ customerId }) => customerId)).size).toBe(10)
  })

  test('48 hours: at the last second yes, one second later no', async () => {
    const id = await offer()
    const [sara, mina] = [await person('sara'), await person('mina')]
    later(48 * HOUR)
    expect(await refusalOf(id, sara)).toBe('had')
    later(1_000)
    expect(await refusalOf(id, mina)).toBe('expired')
  })

  test('existing customers 24 hours before the rest, to the second', async () => {
    const begins = new Date(clock.now().getTime() + 30 * HOUR)
    const id = await offer({ startsAt: begins, earlyHours: 24 })
    const [old, fresh] = [await person('old'), await person('new')]
    await store.db.order.create({ data: { externalId: '1', customerId: old, status: 'paid', placedAt: clock.now(), currency: 'IRT', total: 1n, source: 'test', receivedAt: clock.now() } })
    clock.moveTo(new Date(begins.getTime() - 24 * HOUR - 1_000))
    expect(await refusalOf(id, old)).toBe('not-yet')
    later(1_000)
    expect([await refusalOf(id, old), await refusalOf(id, fresh)]).toEqual(['had', 'not-yet'])
    clock.moveTo(new Date(begins.getTime() - 1_000))
    expect(await refusalOf(id, fresh)).toBe('not-yet')
    later(1_000)
    expect(await refusalOf(id, fresh)).toBe('had')
  })

  test('unused within its time it goes back, and whoever let it go may have it anew', async () => {
    const id = await offer({ quantity: 1, holdHours: 12 })
    const [sara, mina] = [await person('sara'), await person('mina')]
    expect(await refusalOf(id, sara)).toBe('had')
    expect(await refusalOf(id, mina)).toBe('sold-out')
    later(12 * HOUR + 1)
    expect(await inTx(parts => expireCoupons(parts))).toMatchObject({ freed: [id] })
    expect(await store.db.offer.findUniqueOrThrow({ where: { id } })).toMatchObject({ left: 1, committed: 0n })
    expect([await refusalOf(id, mina), await refusalOf(id, sara)]).toEqual(['had', 'sold-out'])
  })

  test('nothing beyond the budget, even at worst; what comes back may be had again', async () => {
    const id = await offer({ quantity: null, left: null, budget: 500_000n })
    const people = await Promise.all(['a', 'b', 'c'].map(name => person(name)))
    expect(await Promise.all(people.map(one => refusalOf(id, one)))).toEqual(expect.arrayContaining(['had', 'had', 'sold-out']))
    expect((await store.db.offer.findUniqueOrThrow({ where: { id } })).committed).toBe(400_000n)
  })

  test('not a draft, not a stopped one', async () => {
    const draft = await store.db.offer.create({ data: { name: 'x', source: 'campaign', kind: 'amount', amount: 1n, createdAt: clock.now() } })
    const live = await offer()
    await inTx(parts => stopOffer(parts, live, 'test'))
    const sara = await person('sara')
    expect([await refusalOf(draft.id, sara), await refusalOf(live, sara), await refusalOf('nowhere', sara)]).toEqual(['expired', 'expired', 'expired'])
  })
})

describe('at the till', () => {
  const at = (more: object = {}) => ({ orderExternalId: 'o-1', total: 1_000_000n, customerExternalId: 'sara', mostPercent: 30, ...more })
  const said = async (code: string, till = at()) => {
    const result = await inTx(parts => redeemCode(parts, code, till))
    return result.ok ? `${result.discount}${result.again ? ' again' : ''}` : result.refused
  }
  async function coupon(terms: Partial<Offer> = {}, hours = 48) {
    const offerId = await offer(terms, hours)
    const customerId = (await store.db.customer.findUnique({ where: { externalId: 'sara' } }))?.id ?? (await person('sara'))
    const result = await claim(offerId, customerId)
    if (!('coupon' in result)) throw new Error(result.refused)
    return { ...result.coupon, offerId }
  }

  test('a check changes nothing; a redemption counts once, and the same one answers the same', async () => {
    const { code, offerId } = await coupon()
    expect(await inTx(parts => checkCode(parts, code, at()))).toMatchObject({ ok: true, discount: 200_000n, again: false })
    expect((await store.db.coupon.findFirstOrThrow()).state).toBe('granted')
    expect([await said(code), await said(code), await said(showCode(code).toLowerCase())]).toEqual(['200000', '200000 again', '200000 again'])
    expect(await said(code, at({ orderExternalId: 'o-2' }))).toBe('used')
    expect(await store.db.offer.findUniqueOrThrow({ where: { id: offerId } })).toMatchObject({ spent: 200_000n, committed: 200_000n })
  })

  test('a hundred tills at once: one', async () => {
    const { code } = await coupon()
    const results = await Promise.all(Array.from({ length: 100 }, (_, n) => said(code, at({ orderExternalId: `o-${n}` }))))
    expect(results.filter(result => result === '200000')).toHaveLength(1)
    expect(results.filter(result => result === 'used')).toHaveLength(99)
  })

  test('each reason by its name', async () => {
    const { code } = await coupon({ minimum: 500_000n })
    expect(await said('222222222')).toBe('unknown')
    expect(await said("'; DROP TABLE coupons; --")).toBe('unknown')
    expect(await said(code, at({ customerExternalId: 'mina' }))).toBe('other-customer')
    expect(await said(code, at({ total: 499_999n }))).toBe('below-minimum')
    const second = await coupon({ name: 'دومی' })
    expect(await said(code)).toBe('200000')
    expect(await said(second.code)).toBe('not-stackable')
    const third = await coupon({ name: 'سومی', stacks: true })
    // Beside the first it may stand, but both together would be 40 % of the order.
    expect(await said(third.code)).toBe('not-stackable')
    later(48 * HOUR)
    expect(await said(second.code, at({ orderExternalId: 'o-9' }))).toBe('200000')
    later(1_000)
    expect(await said(third.code, at({ orderExternalId: 'o-10' }))).toBe('expired')
  })

  test('what may stand beside others does, as far as all together stay within the order’s limit', async () => {
    const first = await coupon()
    const points = await coupon({ name: 'امتیاز', kind: 'amount', percent: null, amount: 90_000n, ceiling: null, stacks: true })
    expect([await said(first.code), await said(points.code)]).toEqual(['200000', '90000'])
    const more = await coupon({ name: 'باز هم', kind: 'amount', percent: null, amount: 20_000n, ceiling: null, stacks: true })
    expect(await said(more.code)).toBe('not-stackable')
  })

  test('somebody known only from a chat has no number of the shop yet: the code is theirs', async () => {
    const id = await offer()
    const stranger = await person('chat', null)
    const result = await claim(id, stranger)
    expect(await said('coupon' in result ? result.coupon.code : '', at({ customerExternalId: 'whoever' }))).toBe('200000')
  })

  test('a cancelled order gives its code back, while there is time', async () => {
    const { code, offerId } = await coupon()
    await said(code)
    await inTx(parts => giveCodesBack(parts, 'o-1'))
    expect(await store.db.offer.findUniqueOrThrow({ where: { id: offerId } })).toMatchObject({ spent: 0n, committed: 200_000n })
    expect(await said(code, at({ orderExternalId: 'o-2' }))).toBe('200000')
  })

  test('what was spent ends a campaign when its budget is gone', async () => {
    const { code, offerId } = await coupon({ quantity: null, left: null, budget: 200_000n })
    await said(code)
    expect(await store.db.offer.findUniqueOrThrow({ where: { id: offerId } })).toMatchObject({ state: 'over', endReason: 'budget' })
  })
})

describe('before it starts', () => {
  test('what it can cost at worst', () => {
    const terms = { kind: 'percent', percent: 20, ceiling: 200_000n, amount: null } as unknown as Offer
    expect(worstCaseOf({ ...terms, quantity: 10, budget: null })).toBe(2_000_000n)
    expect(worstCaseOf({ ...terms, quantity: 10, budget: 500_000n })).toBe(500_000n)
    expect(worstCaseOf({ ...terms, quantity: null, budget: null })).toBeNull()
  })

  test('a discount below what is mostly paid is none', async () => {
    const sara = await person('sara')
    await store.db.product.create({ data: { sku: 'RUN', name: 'کفش', price: 1_250_000n, updatedAt: clock.now() } })
    for (const [n, price] of [900_000, 1_000_000, 1_100_000].entries())
      await store.db.order.create({
        data: {
          externalId: `o${n}`, customerId: sara, status: 'paid', placedAt: new Date(clock.now().getTime() - n * DAY), currency: 'IRT', total: BigInt(price), source: 'test', receivedAt: clock.now(),
          items: { create: [{ position: 0, sku: 'RUN', name: 'کفش', quantity: 1, unitPrice: BigInt(price) }] },
        },
      })
    const draft = async (percent: number) => store.db.offer.create({ data: { name: 'x', source: 'campaign', kind: 'percent', percent, ceiling: 900_000n, createdAt: clock.now() } })
    // The price was raised first: 20 % off 1,250,000 is what people paid anyway.
    expect(await inTx(async parts => unrealDiscount(parts, await parts.tx.offer.findUniqueOrThrow({ where: { id: (await parts.tx.offer.create({ data: { name: 'x', source: 'campaign', kind: 'percent', percent: 20, ceiling: 900_000n, createdAt: clock.now() } })).id } })))).toEqual({ name: 'کفش', offerPrice: 1_000_000n, paid: 1_000_000n })
    const real = await draft(30)
    expect(await inTx(parts => unrealDiscount(parts, real))).toBeNull()
    const old = await draft(20)
    later(40 * DAY)
    expect(await inTx(parts => unrealDiscount(parts, old))).toBeNull()
  })
})

describe('what journeys give', () => {
  const template = { kind: 'percent' as const, percent: 10, ceilingToman: 200_000, minimumToman: 0, validFor: 14 * DAY, budgetToman: 400_000 }
  const grant = (customerId: string, key: string) => inTx(parts => grantFromTemplate({ ...parts, zone: 'Asia/Tehran' }, { name: 'day-30', template, customerId, key }))

  test('once for each key, within the month’s budget, until nine in the evening', async () => {
    const [sara, mina, reza] = [await person('sara'), await person('mina'), await person('reza')]
    const first = await grant(sara, 'a')
    expect(first!.coupon.expiresAt).toEqual(new Date('2026-12-12T21:00:00+03:30'))
    expect((await grant(sara, 'a'))!.coupon.code).toBe(first!.coupon.code)
    expect(await grant(mina, 'b')).not.toBeNull()
    expect(await grant(reza, 'c')).toBeNull()
    clock.moveTo(new Date('2026-12-01T10:00:00+03:30'))
    expect(await grant(reza, 'c')).not.toBeNull()
    expect((await store.db.offer.findMany()).map(({ id }) => id).sort()).toEqual(['journey-day-30-2026-11', 'journey-day-30-2026-12'])
  })
})
