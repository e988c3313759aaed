import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/clock.ts'
import { offerJourneys } from '../../src/engagement/offer-journeys.ts'
import { takeOrder } from '../../src/engagement/take-order.ts'
import { readLoyalty } from '../../src/loyalty/settings.ts'
import { saveProduct } from '../../src/shop/save-product.ts'
import { orderInput } from '../../src/shop/order-input.ts'
import { member, staffScenes } from './member.ts'
import type { Shop } from '../support/shop.ts'

const here = staffScenes()
let shop: Shop
let boss: Awaited<ReturnType<typeof member>>
const open = async (options = {}) => {
  shop = await here.open({ policy: { questionsPerHour: 1000 }, ...options })
  boss = await member(shop, 'مدیر', 'manager')
}
const plain = () => boss.chat.heard.at(-1)!.text.replace(/[\u2066-\u2069]/g, '')

describe('points', () => {
  beforeEach(() => open({ offersOn: false }))

  test('are off until their worth is set and last month’s cost was read', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes', { toman: 2_500_000 })
    await boss.says('/points')
    expect(plain()).toContain('امتیازها خاموشه')
    await boss.says('/points worth ۱۰۰۰')
    expect(plain()).toContain('۱ خرید ۳۰ روز گذشته ۲۵۰٬۰۰۰ امتیاز می‌شد، یعنی ۲۵۰ هزار تومان از ۲ میلیون و ۵۰۰ هزار تومان فروش (۱۰٫۰ درصد)')
    expect(await readLoyalty(shop.store.db)).toBeNull()
    await boss.taps('روشنش کن')
    expect(await readLoyalty(shop.store.db)).toEqual({ on: true, worth: 1_000 })
    await sara.buys('socks', { toman: 250_000 })
    await sara.says('امتیاز')
    sara.hears(/۲۰٬۰۰۰.? امتیاز در راهه/)
    await boss.says('/points')
    expect(plain()).toContain('۲۰٬۰۰۰ در راهه')
    await boss.says('/points off')
    await sara.buys('socks', { toman: 250_000 })
    expect(await shop.store.db.pointsEntry.count()).toBe(1)
  })

  test('a correction has a reason and an author; the sheet lists what is owed', async () => {
    const sara = await shop.customer('سارا', { phone: '09121234567' })
    await sara.buys('running-shoes')
    await boss.says('/points on 1000')
    await boss.says('/points 09121234567 +5000 سفارش فراموش‌شده')
    expect(plain()).toContain('سارا الان ۵٬۰۰۰ امتیاز داره')
    expect(await shop.store.db.pointsEntry.findFirstOrThrow()).toMatchObject({ kind: 'correct', points: 5_000n, reason: 'سفارش فراموش‌شده', by: expect.any(String) })
    await boss.says('/points 09121234567 +5000')
    expect(plain()).toContain('/points worth 1000')
    await boss.says('/points sheet')
    expect(boss.chat.heard.at(-1)!.file!.text).toMatch(/c-سارا,سارا,.*5000,5000,0,0,/)
    const reza = await member(shop, 'رضا', 'support')
    await reza.says('/points 09121234567 +5000 برای من')
    expect(await shop.store.db.pointsEntry.count()).toBe(1)
  })
})

describe('an apology that is booked', () => {
  async function withCase() {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('مشکل دارم')
    const { number } = (await sara.cases())[0]!
    sara.news()
    return { sara, number }
  }

  test('points: booked first, then said, once', async () => {
    await open({ worth: 1_000, on: ['apology'] })
    const { sara, number } = await withCase()
    await boss.says(`/sorry ${number} 50000`)
    expect(plain()).toContain('مشتری پیامش رو می‌گیره')
    await shop.settles()
    expect(sara.news().join('\n').replace(/[\u2066-\u2069]/g, '')).toContain('این رو براتون ثبت کردیم: ۵۰٬۰۰۰ امتیاز')
    await boss.says(`/sorry ${number} 50000`)
    expect(plain()).toContain('قبلاً ثبت شده')
    expect(await shop.store.db.pointsEntry.findMany({ where: { kind: 'bonus' } })).toMatchObject([{ kind: 'bonus', points: 50_000n }])
    expect(await shop.store.db.pledge.findFirstOrThrow({ where: { kind: 'compensation' } })).toMatchObject({ state: 'kept' })
  })

  test('a code; and while the journey is off, that nobody was told', async () => {
    await open()
    const { sara, number } = await withCase()
    await boss.says(`/sorry ${number} win-back`)
    expect(plain()).toContain('apology خاموشه')
    expect(await shop.store.db.coupon.findMany({ where: { customerId: sara.id } })).toMatchObject([{ state: 'granted', key: `sorry/${number}` }])
    await boss.says('/sorry 999999 50000')
    expect(plain()).toContain('این‌طور بنویسید')
  })
})

describe('journeys', () => {
  beforeEach(() => open())

  test('one is seen as it would be said, and switched; what begins afterwards is sent', async () => {
    await boss.says('/journey order-updates')
    expect(plain()).toMatch(/order-updates · خاموش/)
    await boss.taps('روشنش کن')
    expect(plain()).toContain('order-updates روشن شد')
    await shop.service.start()
    await expect.poll(() => shop.app.scenarios.journeys.find(({ journey }) => journey === 'order-updates')!.on, { timeout: 5_000 }).toBe(true)
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes', { externalId: 'x', status: 'shipped', shippedAt: shop.clock.now().toISOString(), trackingCode: '24680' })
    await shop.settles()
    await expect.poll(() => sara.chat.heard.some(({ text }) => text.includes('24680')), { timeout: 5_000 }).toBe(true)
    await boss.taps('خاموشش کن')
    expect(plain()).toContain('order-updates خاموش شد')
  })

  test('when the data suffices, managers are offered one; one a week, each once', async () => {
    const offer = () => shop.store.transaction(tx => offerJourneys({ ...shop.app, tx }))
    expect(await offer()).toBeNull()
    for (let n = 0; n < 30; n++)
      await shop.store.transaction(tx => takeOrder({ ...shop.app, tx }, orderInput.parse({
        externalId: `o${n}`, status: 'paid', placedAt: shop.clock.now().toISOString(), currency: 'IRT', total: 1_000, items: [{ sku: 'x', name: 'x', quantity: 1, unitPrice: 1_000 }], customer: { externalId: `c${n % 10}` },
      }), { source: 'test' }))
    const first = await offer()
    expect(first).not.toBeNull()
    await shop.settles()
    expect(plain()).toContain(`داده‌ها برای مسیر «${first}» کافیه`)
    expect(await offer()).toBeNull()
    shop.clock.moveTo(new Date(shop.clock.now().getTime() + 8 * DAY))
    expect(await offer()).not.toBe(first)
  })
})

describe('segments', () => {
  test('are counted, named, used by /send, and gone', async () => {
    await open()
    const [sara, mina] = [await shop.customer('سارا'), await shop.customer('مینا')]
    await sara.buys('running-shoes', { toman: 6_000_000 })
    await mina.buys('socks', { toman: 100_000 })
    await boss.says('/segments category:running-shoes spent>=5m')
    expect(plain()).toContain('۱ نفر، ۱ نفر پیشنهاد می‌گیرن')
    await boss.says('/segments دونده‌ها = category:running-shoes')
    expect(plain()).toContain('گروه دونده‌ها ثبت شد')
    await boss.says('/segments دونده‌ها = category:')
    expect(plain()).toContain('رو نفهمیدم')
    sara.news()
    mina.news()
    await boss.says('/send دونده‌ها | کفش‌های تازه رسید')
    expect(plain()).toContain('به ۱ نفر می‌رسه')
    await boss.taps('همین حالا بفرست')
    await shop.settles()
    expect([sara.news(), mina.news()]).toEqual([['کفش‌های تازه رسید'], []])
    await boss.says('/segments دونده‌ها delete')
    expect(plain()).toContain('گروه پاک شد')
    await boss.says('/send group:rich | سلام')
    expect(plain()).toContain('رو نفهمیدم')
  })
})

describe('promises and discretion', () => {
  beforeEach(() => open())

  test('a delivery that was promised and did not come is flagged to the managers, once; one that came is kept', async () => {
    const [sara, mina] = [await shop.customer('سارا'), await shop.customer('مینا')]
    const shipped = { status: 'shipped', shippedAt: new Date(shop.clock.now().getTime() - HOUR).toISOString() }
    await sara.buys('running-shoes', { externalId: 's1', ...shipped })
    await mina.buys('running-shoes', { externalId: 'm1', ...shipped })
    await shop.passes('4d')
    expect(await shop.store.db.pledge.count({ where: { kind: 'delivery', state: 'open' } })).toBe(2)
    await mina.buys('running-shoes', { externalId: 'm1', status: 'delivered', deliveredAt: shop.clock.now().toISOString() })
    await shop.passes('3d')
    expect((await shop.store.db.pledge.findMany({ where: { kind: 'delivery' }, orderBy: { what: 'asc' } })).map(({ what, state }) => [what, state])).toEqual([['m1', 'kept'], ['s1', 'broken']])
    expect(boss.chat.heard.filter(({ text }) => text.includes('قولی که ماند'))).toHaveLength(1)
  })

  test('what is discreet is "your order", in every message', async () => {
    await shop.store.transaction(tx => saveProduct({ tx, clock: shop.clock }, { sku: 'running-shoes', name: 'کفش دویدن', price: 1, discreet: true }))
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('سفارشم کجاست')
    await shop.passes('8d')
    const texts = sara.chat.heard.map(({ text }) => text).join('\n')
    expect(texts).not.toContain('کفش دویدن')
    expect(texts).toContain('سفارشتون به دستتون رسید؟')
  })
})
