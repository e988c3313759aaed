import { beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/clock.ts'
import { checkCode } from '../../src/offers/redeem.ts'
import { member, staffScenes } from '../staff/member.ts'
import type { Customer, Shop } from '../support/shop.ts'

const here = staffScenes()
let shop: Shop
let boss: Awaited<ReturnType<typeof member>>
beforeEach(async () => {
  // 22 November 2026, ten in the morning.
  shop = await here.open({ now: '2026-11-22T10:00:00+03:30', policy: { questionsPerHour: 1000, gapMs: 0, caps: { marketingPerDay: 50, marketingPer7Days: 50, marketingPer30Days: 50, promptingPerDay: 50, unsolicitedPer30Days: 500 } } })
  boss = await member(shop, 'مدیر', 'manager')
})

/** Customers who bought a while ago, and have nothing else to hear. */
async function crowd(size: number): Promise<Customer[]> {
  const people: Customer[] = []
  for (let n = 0; n < size; n++) {
    const one = await shop.customer(`مشتری ${n}`)
    await one.buys('running-shoes', { placedAt: new Date(shop.clock.now().getTime() - 6 * 24 * HOUR) })
    people.push(one)
  }
  await shop.store.db.outboxMessage.updateMany({ where: { class: 'flow', state: { in: ['planned', 'held'] } }, data: { state: 'dropped', reason: 'discarded', nextTryAt: null } })
  for (const one of people) one.news()
  return people
}
const TERMS = '/offer 20% max 200000 x10 48h | حراج کفش'
const launch = async (terms = TERMS) => {
  await boss.says(terms)
  await boss.taps('شروع کن')
  return await shop.store.db.offer.findFirstOrThrow({ where: { source: 'campaign' }, orderBy: { createdAt: 'desc' } })
}

describe('a manager’s offer, from the chat', () => {
  test('is shown before it starts: whom, how many, at worst how much, and the words as they will be', async () => {
    await crowd(3)
    await boss.says(TERMS)
    boss.hears(/حراج کفش.?: .?۲۰٪ تخفیف، تا سقف ۲۰۰ هزار تومان/)
    boss.hears(/۱۰.? تا، .?۴۸.? ساعت/)
    boss.hears(/بدترین حالت هزینه: .?۲ میلیون تومان/)
    boss.hears(/برای .?۳.? نفر؛ .?۳.? نفر پیشنهاد می‌گیرن/)
    boss.hears(/۱۰.? تا مونده و تا .?سه‌شنبه/)
    boss.hears(/اگه همین حالا بره به .?۳.? نفر می‌رسه/)
    expect(await shop.store.db.outboxMessage.count({ where: { class: 'bulk' } })).toBe(0)
    await boss.taps('دور بنداز')
    expect(await shop.store.db.offer.count()).toBe(0)
  })

  test.each([['/offer', 'این‌طور بنویسید'], ['/offer 20% max 200000 | حراج', 'حداکثر چقدر خرج'], ['/offer 20% x10 | حراج', 'سقف'], ['/offer 20% max 1k x10 for nobody | حراج', 'نفهمیدم'], ['/offer 20% max 1k x10 5h | حراج', '۱۲ ساعت']])('%s: says what is missing', async (text, hears) => {
    await boss.says(text)
    boss.hears(hears)
    expect(await shop.store.db.offer.count()).toBe(0)
  })

  test('is refused when its discount is none', async () => {
    const [sara] = await crowd(1)
    await sara!.buys('socks', { toman: 100_000 })
    await shop.store.db.product.create({ data: { sku: 'socks', name: 'جوراب', price: 130_000n, updatedAt: shop.clock.now() } })
    await boss.says('/offer 20% max 200000 x10 sku socks | حراج جوراب')
    boss.hears(/این تخفیف واقعی نیست/)
    expect(await shop.store.db.offer.count()).toBe(0)
  })

  test('ten units, 48 hours, two hundred taps: ten have it, the others hear it kindly and may wait; the till refuses a second after the end', async () => {
    const people = await crowd(20)
    const offer = await launch()
    await shop.passes('10m')
    for (const one of people) one.hears(/حراج کفش.?: .?۲۰٪ تخفیف/)
    // Two hundred taps: everybody ten times, all in a heap.
    for (let round = 0; round < 10; round++) for (const one of people) await shop.channel.act(one.chat.id, { kind: 'choice', token: `m:claim:${offer.id}` })
    await shop.settles()
    const coupons = await shop.store.db.coupon.findMany({ where: { offerId: offer.id } })
    expect(coupons).toHaveLength(10)
    expect(new Set(coupons.map(({ customerId }) => customerId)).size).toBe(10)
    const winners = people.filter(one => coupons.some(({ customerId }) => customerId === one.id))
    const others = people.filter(one => !winners.includes(one))
    for (const one of winners) expect(one.chat.heard.some(({ code }) => code !== undefined)).toBe(true)
    for (const one of others) one.hears(/متأسفم، هر .?۱۰.? تا تموم شد\. اگه یکی آزاد شد خبرتون کنم؟/)
    await others[0]!.taps('بله')
    others[0]!.hears('خبرتون می‌کنم')
    await boss.says('/offers')
    await boss.taps('حراج کفش')
    boss.hears(/۱۰.? نفر گرفتن، .?۰.? نفر خرج کردن، .?۱.? نفر منتظرن/)

    const at = (orderExternalId: string) => shop.store.transaction(tx => checkCode({ tx, clock: shop.clock }, coupons[0]!.code, { orderExternalId, total: 1_000_000n, mostPercent: 30 }))
    shop.clock.moveTo(coupons[0]!.expiresAt)
    expect(await at('o')).toMatchObject({ ok: true, discount: 200_000n })
    shop.clock.moveTo(new Date(coupons[0]!.expiresAt.getTime() + 1_000))
    expect(await at('o')).toMatchObject({ ok: false, refused: 'expired' })
    expect(coupons[0]!.expiresAt.getTime() - offer.launchedAt!.getTime()).toBe(48 * HOUR)
  })

  test('launched in the evening it waits for the morning, and nobody gets it with less than twelve hours left', async () => {
    const [sara, mina] = await crowd(2)
    shop.clock.moveTo(new Date('2026-11-22T22:00:00+03:30'))
    await launch('/offer 20% max 200000 x10 22h | شب‌های پاییز')
    await shop.passes('10h')
    expect([sara!.news(), mina!.news()]).toEqual([[], []])
    expect(await shop.store.db.outboxMessage.findMany({ where: { class: 'bulk' }, select: { state: true, reason: true } })).toEqual([{ state: 'held', reason: 'quiet-hours' }, { state: 'held', reason: 'quiet-hours' }])
    // Nine o'clock plus the customer's minute: eleven hours are left, or less.
    await shop.passes('3h')
    expect([sara!.news(), mina!.news()]).toEqual([[], []])
    expect(await shop.store.db.outboxMessage.findMany({ where: { class: 'bulk' }, select: { state: true, reason: true } })).toEqual([{ state: 'dropped', reason: 'offer-over' }, { state: 'dropped', reason: 'offer-over' }])
  })

  test('held overnight with time enough, it says the true rest and time in the morning', async () => {
    const [sara, mina] = await crowd(2)
    shop.clock.moveTo(new Date('2026-11-22T22:00:00+03:30'))
    const offer = await launch()
    await shop.store.db.offer.update({ where: { id: offer.id }, data: { left: 3 } })
    await shop.passes('12h 30m')
    for (const one of [sara!, mina!]) one.hears(/۳.? تا مونده و تا .?فردا ساعت .?۲۲/)
  })

  test('sold out before it was their turn: dropped, not sent', async () => {
    const [sara] = await crowd(1)
    shop.clock.moveTo(new Date('2026-11-22T22:00:00+03:30'))
    const offer = await launch()
    await shop.store.db.offer.update({ where: { id: offer.id }, data: { left: 0 } })
    await shop.passes('12h 30m')
    expect(sara!.news()).toEqual([])
    expect(await shop.store.db.outboxMessage.findFirstOrThrow({ where: { class: 'bulk' } })).toMatchObject({ state: 'dropped', reason: 'offer-over' })
  })

  test('the last one gone, what was sent to the others is edited; stopped, nothing more goes and codes stay good', async () => {
    const [sara, mina] = await crowd(2)
    const offer = await launch('/offer 20% max 200000 x1 48h | آخرین جفت')
    await shop.passes('10m')
    await sara!.taps('می‌خوام')
    sara!.hears(/۲۰٪ تخفیف/)
    await shop.settles()
    expect(mina!.chat.heard.at(-1)).toMatchObject({ replaces: expect.any(String), text: expect.stringContaining('(تموم شد)') })
    await boss.says('/offers')
    await boss.taps('آخرین جفت')
    await boss.taps('متوقفش کن')
    const { code } = await shop.store.db.coupon.findFirstOrThrow({ where: { offerId: offer.id } })
    expect(await shop.store.transaction(tx => checkCode({ tx, clock: shop.clock }, code, { orderExternalId: 'o', total: 1_000_000n, mostPercent: 30 }))).toMatchObject({ ok: true })
    await mina!.taps('می‌خوام')
    mina!.hears('مهلت این پیشنهاد تموم شده')
  })

  test('one that was let go comes free: who waits hears of it and may have it', async () => {
    const [sara, mina] = await crowd(2)
    await launch('/offer 20% max 200000 x1 48h hold 6h | آخرین جفت')
    await shop.passes('10m')
    await sara!.taps('می‌خوام')
    await mina!.taps('می‌خوام')
    await mina!.taps('بله')
    await shop.passes('7h')
    mina!.hears('یکی آزاد شد')
    await mina!.taps('می‌خوام')
    mina!.hears(/۲۰٪ تخفیف/)
    expect(mina!.chat.heard.at(-1)!.code).toBeDefined()
  })

  test('existing customers 24 hours before the rest', async () => {
    const [old] = await crowd(1)
    const fresh = await shop.customer('تازه')
    await fresh.buys('running-shoes', { status: 'paid', placedAt: new Date(shop.clock.now().getTime() - 6 * 24 * HOUR) })
    await shop.store.db.order.updateMany({ where: { customerId: fresh.id }, data: { status: 'cancelled' } })
    await shop.store.db.outboxMessage.updateMany({ where: { class: 'flow', state: { in: ['planned', 'held'] } }, data: { state: 'dropped', reason: 'discarded', nextTryAt: null } })
    fresh.news()
    await launch('/offer 20% max 200000 x10 48h early 24h | زودتر')
    await shop.passes('30m')
    old!.hears('زودتر از بقیه خبردار می‌شید')
    expect(fresh.news()).toEqual([])
    await shop.passes('24h')
    fresh.hears(/زودتر.?: .?۲۰٪ تخفیف/)
  })

  test('a stop word ends it; a case holds it', async () => {
    const [sara, mina] = await crowd(2)
    await sara!.says('لغو')
    await mina!.says('مشکل دارم')
    await launch()
    await shop.passes('30m')
    expect(await shop.store.db.outboxMessage.findMany({ where: { class: 'bulk' }, orderBy: { id: 'asc' }, select: { customerId: true, state: true, reason: true } })).toEqual(
      expect.arrayContaining([{ customerId: sara!.id, state: 'dropped', reason: 'stopped' }, { customerId: mina!.id, state: 'held', reason: 'open-case' }]),
    )
  })
})

describe('a code by hand', () => {
  test('/code tells what it takes off; used, it is used', async () => {
    const [sara] = await crowd(1)
    await launch()
    await shop.passes(`${MINUTE / 1000}s`)
    await sara!.taps('می‌خوام')
    const { code } = await shop.store.db.coupon.findFirstOrThrow()
    await boss.says(`/code ${code} 500000`)
    boss.hears(/۱۰۰ هزار تومان.? کم می‌شه/)
    await boss.taps('استفاده شد')
    boss.hears('استفاده شد')
    await boss.says(`/code ${code}`)
    boss.hears('استفاده شد')
    await boss.says('/code 222-222-222')
    boss.hears('چنین کدی نداریم')
  })
})
