import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { learnedHour, refreshBestHours } from '../../src/audience/best-hour.ts'
import { groupOf } from '../../src/audience/groups.ts'
import { intervalOf, refreshRebuy } from '../../src/audience/rebuy.ts'
import { refreshAudience } from '../../src/audience/refresh.ts'
import { countSegment, isInSegment } from '../../src/audience/segment.ts'
import { refreshScores, refreshStats } from '../../src/audience/stats.ts'
import { recommend, refreshTogether, unmetCategories } from '../../src/audience/together.ts'
import { DAY, HOUR, stillClock, type MovableClock } from '../../src/clock.ts'
import { parseSegment } from '../../src/journeys/segment.ts'
import type { Store } from '../../src/store/store.ts'
import { shipped } from '../journeys/shipped.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

const audience = { ...shipped.audience, highSpenders: { spentToman: 5_000_000 } }
let store: Store
let clock: MovableClock
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  clock = stillClock('2026-11-28T10:00:00+03:30')
})
afterAll(() => store.close())

const person = async (id: string, more: object = {}) => void (await store.db.customer.create({ data: { id, name: id, createdAt: clock.now(), joinedAt: clock.now(), ...more } }))
let orders = 0
/** `skus`: 'sku' or 'sku/category'. */
async function bought(customerId: string, daysAgo: number, toman = 1_000_000, skus = ['run/shoes'], more: object = {}) {
  const at = new Date(clock.now().getTime() - daysAgo * DAY)
  await store.db.order.create({
    data: {
      externalId: `o${++orders}`, customerId, status: 'paid', placedAt: at, currency: 'IRT', total: BigInt(toman), source: 'test', receivedAt: at, touchedAt: clock.now(), ...more,
      items: { create: skus.map((written, position) => ({ position, sku: written.split('/')[0]!, name: written, category: written.split('/')[1] ?? null, quantity: 1, unitPrice: 1n })) },
    },
  })
}
const stats = () => store.db.customerStats.findMany({ orderBy: { customerId: 'asc' } })
const whole = async () => {
  await refreshStats({ sql: store.db.sql, clock }, null)
  await refreshScores({ sql: store.db.sql })
}
const isIn = async (text: string, customerId: string) => {
  const parsed = parseSegment(text)
  return 'condition' in parsed ? await isInSegment({ sql: store.db.sql, clock, audience }, parsed.condition, customerId) : null
}

describe('RFM for everybody', () => {
  test('numbers by hand: orders, amount in toman, first, last, the median gap; cancelled and disowned orders count nowhere', async () => {
    for (const id of ['sara', 'mina', 'reza']) await person(id)
    for (const days of [100, 70, 30, 10]) await bought('sara', days, 1_000_000)
    await bought('sara', 1, 9_000_000, ['run'], { status: 'cancelled' })
    await bought('sara', 1, 9_000_000, ['run'], { disowned: true })
    await bought('mina', 20, 5_000_000, ['run'], { currency: 'IRR' })
    await whole()
    expect(await stats()).toMatchObject([
      { customerId: 'mina', orders: 1, spent: 500_000n, gapDays: null, f: 1 },
      { customerId: 'sara', orders: 4, spent: 4_000_000n, gapDays: 30, f: 4, firstAt: new Date(clock.now().getTime() - 100 * DAY), lastAt: new Date(clock.now().getTime() - 10 * DAY) },
    ])
  })

  test('recency and money in fifths, 5 is best; frequency as it is, at most 5', async () => {
    for (let n = 1; n <= 10; n++) {
      await person(`p${n}`)
      for (let times = 0; times < (n === 10 ? 7 : 1); times++) await bought(`p${n}`, n * 10 + times, n * 1_000_000)
    }
    await whole()
    const of = Object.fromEntries((await stats()).map(({ customerId, r, f, m }) => [customerId, [r, f, m]]))
    expect([of['p1'], of['p5'], of['p10']]).toEqual([[5, 1, 1], [3, 1, 3], [1, 5, 5]])
  })

  test('a night’s worth gives what everything anew would, whatever happened', async () => {
    const step = fc.record({ who: fc.nat(4), days: fc.nat(300), toman: fc.integer({ min: 1, max: 90 }), cancels: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 4 }), { minLength: 1, maxLength: 3 }), async nights => {
        await emptyStore(store)
        clock = stillClock('2026-11-28T10:00:00+03:30')
        for (let n = 0; n < 5; n++) await person(`p${n}`)
        for (const night of nights) {
          for (const { who, days, toman, cancels } of night) {
            await bought(`p${who}`, days, toman * 100_000)
            const oldest = cancels ? await store.db.order.findFirst({ where: { customerId: `p${who}`, status: 'paid' }, orderBy: { placedAt: 'asc' } }) : null
            if (oldest) await store.db.order.update({ where: { id: oldest.id }, data: { status: 'cancelled', touchedAt: clock.now() } })
          }
          await refreshAudience({ sql: store.db.sql, clock }, 'Asia/Tehran')
          clock.moveTo(new Date(clock.now().getTime() + DAY))
        }
        const step_ = await stats()
        await whole()
        expect(step_).toEqual(await stats())
      }),
      { numRuns: 15 },
    )
  }, 60_000)
})

describe('the four groups, in their order', () => {
  test('high spenders, repeat buyers, one-time buyers, visitors; a 5,000,000 customer is not treated like a 500,000 one', async () => {
    for (const id of ['big', 'often', 'once', 'none']) await person(id)
    await bought('big', 5, 5_000_000)
    await bought('often', 5, 250_000)
    await bought('often', 50, 250_000)
    await bought('once', 5, 500_000)
    const groups = await Promise.all(['big', 'often', 'once', 'none'].map(id => groupOf(store.db, id, audience)))
    expect(groups).toEqual(['high', 'repeat', 'once', 'visitor'])
    expect([await isIn('group:high', 'big'), await isIn('group:high', 'once'), await isIn('group:once', 'big')]).toEqual([true, false, false])
  })

  test('a top share follows prices by itself', async () => {
    for (let n = 1; n <= 10; n++) {
      await person(`p${n}`)
      await bought(`p${n}`, 5, n * 1_000)
    }
    await whole()
    const top = { ...shipped.audience, highSpenders: { topPercent: 10 } }
    expect([await groupOf(store.db, 'p10', top), await groupOf(store.db, 'p8', top)]).toEqual(['high', 'once'])
  })
})

describe('segments', () => {
  beforeEach(async () => {
    await person('sara', { city: 'تهران', mayMarketing: true })
    await person('mina', { joinedAt: new Date(clock.now().getTime() - 100 * DAY) })
    await bought('sara', 10, 3_000_000, ['run/sportswear'])
    await bought('mina', 120, 400_000, ['cream/cosmetics'])
    await store.db.address.create({ data: { customerId: 'sara', channel: 'telegram', account: '1', chatId: '1', joinedAt: clock.now(), lastInAt: clock.now() } })
    await store.db.address.create({ data: { customerId: 'mina', channel: 'webchat', account: '1', chatId: '2', joinedAt: clock.now(), lastInAt: new Date(clock.now().getTime() - 60 * DAY) } })
    await store.db.memberLevel.create({ data: { customerId: 'sara', level: 'silver', since: clock.now(), until: clock.now() } })
    await store.db.answer.create({ data: { customerId: 'mina', question: 'satisfied', value: 'bad', score: 2, channel: 'webchat', at: clock.now() } })
  })

  test.each([
    ['category:sportswear', true, false], ['category:cosmetics', false, true], ['product:run', true, false], ['spent>=3000000', true, false], ['spent<500k', false, true], ['orders=1', true, true], ['orders>1', false, false],
    ['bought-30', true, false], ['away-90', false, true], ['seen-30', true, false], ['unseen-30', false, true], ['joined-30', true, false], ['level:silver', true, false], ['answered:bad', false, true], ['score<=2', false, true],
    ['channel:telegram', true, false], ['city:تهران', true, false], ['not city:تهران', false, true], ['category:sportswear or away-90', true, true], ['category:sportswear away-90', false, false], ['not (category:sportswear or away-90)', false, false],
    [`category:"x' OR '1'='1"`, false, false],
  ])('%s', async (text, sara, mina) => expect([await isIn(text, 'sara'), await isIn(text, 'mina')]).toEqual([sara, mina]))

  test('S22: a buyer of sportswear is not sent cosmetics', async () => {
    expect(await isIn('category:cosmetics', 'sara')).toBe(false)
  })

  test('are counted before they are used: all, and those who would get an offer', async () => {
    const parsed = parseSegment('all')
    expect('condition' in parsed && (await countSegment({ sql: store.db.sql, clock, audience }, parsed.condition))).toEqual({ all: 2, reachable: 1 })
  })
})

describe('when something is bought again', () => {
  test('the median of all gaps, and how sure it is', async () => {
    for (let n = 0; n < 10; n++) {
      await person(`p${n}`)
      for (const days of [90, 60, 31, 31]) await bought(`p${n}`, days + n / 100, 100_000, ['gel'])
    }
    await person('x')
    await bought('x', 30, 1, ['rare'])
    await refreshRebuy({ sql: store.db.sql })
    expect(await store.db.rebuyInterval.findMany()).toMatchObject([{ sku: 'gel', gaps: 20, days: 29.5 }])
    expect(intervalOf({ days: 29.5, low: 29, high: 30, gaps: 20 }, 45)).toEqual({ days: 29.5, sure: 'yes' })
    expect(intervalOf({ days: 29.5, low: 5, high: 60, gaps: 20 }, 45)).toEqual({ days: 29.5, sure: 'some' })
    expect(intervalOf({ days: 29.5, low: 29, high: 30, gaps: 4 }, 45)).toEqual({ days: 45, sure: 'no' })
    expect(intervalOf(null, 45)).toEqual({ days: 45, sure: 'no' })
  })
})

describe('the hour at which somebody answers', () => {
  const answers = async (customerId: string, hours: number[]) => {
    for (const [n, hour] of hours.entries())
      await store.db.answer.create({ data: { customerId, question: 'x', channel: 'webchat', at: new Date(Date.parse('2026-11-20T00:00:00+03:30') + hour * HOUR - n * DAY) } })
  }
  test('eight signals tell, seven do not; neighbours count half; nights are left out', async () => {
    for (const id of ['eight', 'seven', 'night']) await person(id)
    await answers('eight', [18, 18, 19, 19, 20, 11, 11, 11])
    await answers('seven', [18, 18, 18, 18, 18, 18, 18])
    await answers('night', [2, 2, 2, 2, 2, 2, 3, 3])
    await refreshBestHours({ sql: store.db.sql, clock }, 'Asia/Tehran')
    expect([await learnedHour(store.db, 'eight'), await learnedHour(store.db, 'seven'), await learnedHour(store.db, 'night')]).toEqual(['19:00', undefined, undefined])
  })
  test('else the shop’s, from thirty signals on', async () => {
    for (const id of ['a', 'b']) await person(id)
    await answers('a', Array.from({ length: 7 }, () => 17))
    for (let n = 0; n < 4; n++) {
      await person(`c${n}`)
      await answers(`c${n}`, Array.from({ length: 6 }, () => 17))
    }
    await refreshBestHours({ sql: store.db.sql, clock }, 'Asia/Tehran')
    expect(await learnedHour(store.db, 'b')).toBe('17:00')
  })
})

describe('what goes with it', () => {
  beforeEach(async () => {
    for (let n = 0; n < 12; n++) {
      await person(`p${n}`)
      await bought(`p${n}`, 30, 1, n < 6 ? ['phone/phones', 'case/cases', 'glass/glass', 'toy/toys'] : ['tea/teas'])
    }
    await person('sara')
    await bought('sara', 2, 1, ['phone/phones'])
    for (const [sku, category, more] of [['case', 'cases', {}], ['glass', 'glass', { stock: 0 }], ['toy', 'toys', { discreet: true }], ['phone', 'phones', {}], ['tea', 'teas', {}]] as const)
      await store.db.product.create({ data: { sku, name: sku, category, price: 1n, updatedAt: clock.now(), ...more } })
    await refreshTogether({ sql: store.db.sql, clock })
  })
  const recommended = async () => (await recommend(store.db, { customerId: 'sara', bought: [{ sku: 'phone', category: 'phones' }], limit: 3 })).map(({ sku }) => sku)

  test('never sold out, discreet, not to be recommended, or had already; read anew each time', async () => {
    expect(await recommended()).toEqual(['case'])
    await store.db.product.update({ where: { sku: 'glass' }, data: { stock: 3 } })
    expect(await recommended()).toEqual(['case', 'glass'])
    await store.db.product.update({ where: { sku: 'case' }, data: { neverRecommend: true } })
    expect(await recommended()).toEqual(['glass'])
    await bought('sara', 1, 1, ['glass/glass'])
    expect(await recommended()).toEqual([])
  })
  test('categories not yet bought that buyers like this one buy (S26)', async () => {
    expect(await unmetCategories(store.db, 'sara', 5)).toEqual(['cases', 'glass', 'toys'])
  })
})
