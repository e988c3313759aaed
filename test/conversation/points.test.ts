import { describe, expect, test } from 'vitest'
import { bonus } from '../../src/loyalty/ledger.ts'
import { scenes } from './scene.ts'
import type { Customer, Shop } from '../support/shop.ts'

const here = scenes()
const open = (options = {}) => here.open({ worth: 1_000, ...options })
/** Bought, delivered, and the return window passed. */
async function member(shop: Shop, toman: number, about = {}): Promise<Customer> {
  const sara = await shop.customer('سارا', about)
  await sara.buys('running-shoes', { toman, status: 'delivered', deliveredAt: shop.clock.now().toISOString() })
  await shop.passes('8d')
  sara.news()
  return sara
}
const last = (sara: Customer) => sara.chat.heard.at(-1)!
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')

describe('«امتیاز»', () => {
  test('one message: how many, what they buy, what runs out, what is on the way, the next level', async () => {
    const shop = await open()
    const sara = await member(shop, 250_000)
    await sara.buys('socks', { toman: 100_000 })
    await sara.says('چند امتیاز دارم')
    expect(plain(last(sara).text)).toBe(
      '۲۰٬۰۰۰ امتیاز دارید، یعنی ۲۰ هزار تومان تخفیف برای خرید بعدی.\nاعتبار ۲۰٬۰۰۰ تاش دوشنبه ۹ فروردین ۱۴۰۶ تموم می‌شه؛ ۱۰٬۰۰۰ تا هم در راهه (از دوشنبه ۲۴ فروردین).\n۴۸۰٬۰۰۰ تای دیگه تا سطح نقره‌ای: ارسال رایگان.',
    )
    expect(last(sara).choices!.map(({ label }) => label)).toEqual(['استفاده می‌کنم', 'از کجا اومده؟', 'دعوت دوستان'])
  })

  test('in English', async () => {
    const shop = await open()
    const sara = await member(shop, 250_000, { locale: 'en' })
    await sara.says('points')
    expect(plain(last(sara).text)).toMatch(/^You have 20,000 points = 20,000 toman off your next order\.\n20,000 of them expire on /)
  })

  test('two taps and it is a real code; tapped again it is the same one; the order that carries it pays less, once', async () => {
    const shop = await open()
    const sara = await member(shop, 600_000)
    await sara.says('امتیاز')
    await sara.taps('استفاده می‌کنم')
    expect(last(sara).choices!.map(({ label }) => plain(label))).toEqual(['۶۰ هزار تومان تخفیف (۶۰٬۰۰۰ امتیاز)', 'ارسال رایگان (۵۰٬۰۰۰ امتیاز)'])
    const { token } = last(sara).choices![0]!
    await sara.taps(last(sara).choices![0]!.label)
    const { value: code } = last(sara).code!
    expect(plain(last(sara).text)).toBe(`۶۰ هزار تومان تخفیف:\n${code}\nفقط برای شماست، یک بار، تا چهارشنبه ۹ اردیبهشت ساعت ۲۱.`)
    await Promise.all(Array.from({ length: 5 }, () => sara.does({ kind: 'choice', token })))
    expect(last(sara).code!.value).toBe(code)
    expect(await shop.store.db.coupon.count()).toBe(1)
    await sara.buys('socks', { toman: 340_000, discount: 60_000, coupons: [code] })
    expect(await shop.store.db.coupon.findFirstOrThrow()).toMatchObject({ state: 'redeemed', discount: 60_000n })
    await sara.says('امتیاز')
    await sara.taps('از کجا اومده؟')
    expect(plain(last(sara).text)).toMatch(/^آخرین تغییرها:\n.*\+۳۰٬۰۰۰، خرید\n.*−۶۰٬۰۰۰، استفاده\n.*\+۶۰٬۰۰۰، خرید$/s)
  })

  test('not used in time, the points come back', async () => {
    const shop = await open()
    const sara = await member(shop, 600_000)
    await sara.says('امتیاز')
    await sara.taps('استفاده می‌کنم')
    await sara.taps(last(sara).choices![0]!.label)
    await shop.passes('32d')
    expect(await shop.store.db.coupon.findFirstOrThrow({ where: { offerId: 'points-discount' } })).toMatchObject({ state: 'expired' })
    await sara.says('امتیاز')
    sara.hears(/۶۰٬۰۰۰.? امتیاز دارید/)
    expect(await shop.store.db.pledge.findFirstOrThrow({ where: { kind: 'code', what: 'discount' } })).toMatchObject({ state: 'kept' })
  })

  test('none yet, too few, below nothing', async () => {
    const shop = await open()
    const sara = await shop.customer('سارا')
    await sara.buys('socks', { toman: 50_000 })
    await sara.says('امتیاز')
    sara.hears(/هنوز امتیازی ندارید\. هر .?۱۰۰ هزار تومان.? خرید، .?۱۰٬۰۰۰.? امتیاز/)
    await shop.store.transaction(tx => bonus({ tx, clock: shop.clock }, shop.scenarios.loyalty, { customerId: sara.id, points: 500n, key: 'x', reason: 'test' }))
    await sara.says('امتیاز')
    await sara.taps('استفاده می‌کنم')
    sara.hears(/هنوز چیزی نمی‌شه گرفت؛ از .?۱۰٬۰۰۰/)
    const rich = await shop.customer('مینا')
    await rich.buys('socks', { toman: 600_000, externalId: 'back', status: 'delivered', deliveredAt: shop.clock.now().toISOString() })
    await shop.passes('8d')
    await rich.says('امتیاز')
    await rich.taps('استفاده می‌کنم')
    await rich.taps(last(rich).choices![0]!.label)
    await rich.buys('socks', { toman: 600_000, externalId: 'back', status: 'refunded' })
    await rich.says('امتیاز')
    rich.hears(/منفی .?۶۰٬۰۰۰/)
  })

  test('a reward that is a call opens a case with a person and a time', async () => {
    const shop = await open()
    const sara = await member(shop, 2_000_000)
    await shop.store.db.memberLevel.upsert({ where: { customerId: sara.id }, create: { customerId: sara.id, level: 'silver', since: shop.clock.now(), until: shop.clock.now() }, update: { level: 'silver' } })
    await sara.says('امتیاز')
    await sara.taps('استفاده می‌کنم')
    await sara.taps(last(sara).choices!.find(({ label }) => label.includes('تماس'))!.label)
    sara.hears(/پرونده‌ی .*باز شد؛ همکارم تا/)
    expect(await sara.cases()).toMatchObject([{ kind: 'question', state: 'open' }])
  })

  test('points are off: it says so; a code there may be all the same', async () => {
    const shop = await here.open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('امتیاز')
    sara.hears('راه نیفتاده')
    await shop.passes('31d')
    await sara.says('کدهام')
    expect(plain(last(sara).text)).toMatch(/^کدهای شما:\n۱۰٪ تخفیف، تا سقف ۲۰۰ هزار تومان: [2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3} \(تا /)
  })

  test('forged: somebody else’s nonce, a reward that is not there, before there is anything', async () => {
    const shop = await open()
    const sara = await member(shop, 600_000)
    for (const token of ['m:redeem:0-nothing', 'm:redeem:0-call', 'm:redeem:x', 'm:redeem', 'm:claim:nowhere', 'm:wait:nowhere', 'm:points:whatever']) await sara.does({ kind: 'choice', token })
    expect(await shop.store.db.coupon.count()).toBe(0)
    expect(await shop.store.db.pointsEntry.count({ where: { kind: 'spend' } })).toBe(0)
  })
})
