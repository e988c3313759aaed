/** Every journey that ships, beside after-purchase, as its customers live it: each branch, and what must not happen. */
import { afterEach, describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/clock.ts'
import { takeCart } from '../../src/engagement/take-cart.ts'
import { cartInput } from '../../src/shop/cart-input.ts'
import { saveProduct } from '../../src/shop/save-product.ts'
import type { Customer, Shop, ShopOptions } from '../support/shop.ts'
import { member, staffScenes } from '../staff/member.ts'

const here = staffScenes()
let shop: Shop
/** After-purchase is out of the way: only the journeys that a story is about speak. */
async function open(on: string[], options: ShopOptions = {}) {
  shop = await here.open({ now: '2026-03-22T10:00:00+03:30', on, worth: 1_000, policy: { questionsPerHour: 1_000 }, ...options })
  shop.scenarios.journeys.find(({ journey }) => journey === 'after-purchase')!.on = on.includes('after-purchase')
  return shop
}
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
const news = (one: Customer) => one.news().map(plain)
const CODE = /[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}/
const product = (sku: string, more: object = {}) => shop.store.transaction(tx => saveProduct({ tx, clock: shop.clock }, { sku, name: sku, category: sku, price: 100_000, ...more }))
const of = async (one: Customer, journey: string) => (await shop.store.db.outboxMessage.findMany({ where: { customerId: one.id, journey, class: 'flow' }, orderBy: { id: 'asc' } })).map(({ step, state, reason }) => `${step} ${state}${reason ? ` ${reason}` : ''}`)
/** Who buys again and again, so many days apart; the last time today. */
async function buysEach(one: Customer, days: number, times: number, sku = 'running-shoes', more: object = {}) {
  for (let n = times - 1; n >= 0; n--) await one.buys(sku, { placedAt: new Date(shop.clock.now().getTime() - n * days * DAY), toman: 400_000, ...more })
  one.news()
}
afterEach(() => void (shop = undefined as never))

describe('order-updates', () => {
  test('it has left, with its code; an offer two hours later; it was delivered; each once', async () => {
    await open(['order-updates'])
    const sara = await shop.customer('سارا')
    await sara.buys('tea', { externalId: 'o' })
    news(sara)
    const shipped = { externalId: 'o', status: 'shipped', shippedAt: shop.clock.now().toISOString(), trackingCode: '24680' }
    await sara.buys('tea', shipped)
    await sara.buys('tea', shipped)
    expect(news(sara)).toEqual(['سلام سارا، سفارشتون فرستاده شد 🌱 کد رهگیری پست:\n24680'])
    expect(sara.chat.heard.at(-1)!.code).toEqual({ value: '24680', copyLabel: 'کپی کد' })
    await shop.passes('3h')
    expect(news(sara)).toEqual([expect.stringMatching(/توی راهه 🌱 این هم از طرف ما: ۳۰ هزار تومان تخفیف برای خرید از ۵۰۰ هزار تومان به بالا\n.*[2-9A-Z]{3}-/)])
    await shop.passes('2d')
    await sara.buys('tea', { ...shipped, status: 'delivered', deliveredAt: shop.clock.now().toISOString() })
    expect(news(sara)[0]).toMatch(/^سلام سارا، سفارشتون تحویل داده شد/)
  })

  test('an advertisement below the news only for who wants offers and has nothing open', async () => {
    await open(['order-updates'], { related: [{ category: 'running-shoes', products: [{ name: { fa: 'جوراب دویدن', en: 'running socks' } }] }] })
    const [wants, not] = [await shop.customer('سارا'), await shop.customer('مینا', { offers: false })]
    for (const one of [wants, not]) await one.buys('tea')
    for (const one of [wants, not]) await one.buys('running-shoes', { status: 'shipped', shippedAt: shop.clock.now().toISOString() })
    expect(news(wants).at(-1)).toContain('شاید کنارش به کارتون بیاد: جوراب دویدن')
    expect(news(not).at(-1)).not.toContain('جوراب')
    await shop.passes('3h')
    expect(await of(not, 'order-updates')).toEqual(['shipped sent', 'on-the-way dropped stopped'])
  })

  test('what the customer told us is no news to them', async () => {
    await open(['order-updates', 'after-purchase'])
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes', { placedAt: new Date(shop.clock.now().getTime() - 7 * DAY + HOUR) })
    await shop.passes('2h')
    await sara.taps('بله، رسید')
    await shop.passes('1h')
    expect(await of(sara, 'order-updates')).toEqual(['delivered dropped answered'])
  })

  test('in English', async () => {
    await open(['order-updates'])
    const ann = await shop.customer('Ann', { locale: 'en' })
    await ann.buys('tea', { status: 'shipped', shippedAt: shop.clock.now().toISOString() })
    expect(news(ann).some(text => /^Hi Ann, your order (is on its way|has left|was sent)/.test(text))).toBe(true)
  })
})

describe('how-to', () => {
  test('the evening after delivery, for what was bought; nothing where there is nothing to say', async () => {
    await open(['how-to'])
    shop.scenarios.howTo.push({ category: 'running-shoes', title: { fa: 'چطور کفش رو تمیز کنیم', en: 'How to clean shoes' }, text: { fa: 'با آب ولرم.', en: 'With lukewarm water.' }, url: 'https://shop.example/care' })
    const [sara, mina] = [await shop.customer('سارا'), await shop.customer('مینا')]
    await sara.buys('running-shoes', { status: 'delivered', deliveredAt: shop.clock.now().toISOString() })
    await mina.buys('tea', { status: 'delivered', deliveredAt: shop.clock.now().toISOString() })
    news(sara)
    await shop.passes('1d 9h')
    expect(news(sara)).toEqual(['سلام سارا، یه راهنمای کوتاه برای کفش دویدن 🌱\nچطور کفش رو تمیز کنیم\nبا آب ولرم.\nسؤالی بود همین‌جا بنویسید.'])
    expect(sara.chat.heard.at(-1)!.links).toEqual([{ url: 'https://shop.example/care', label: 'بیشتر بخونید' }])
    expect(await of(mina, 'how-to')).toEqual(['how-to dropped nothing-related'])
    shop.scenarios.howTo.pop()
  })
})

describe('cross-sell', () => {
  const phones = async () => {
    await open(['cross-sell'], { related: [] })
    for (let n = 0; n < 4; n++) {
      const other = await shop.customer(`o${n}`, { joined: false })
      await other.buys('phone', { placedAt: new Date(shop.clock.now().getTime() - 3 * DAY) })
      await other.buys('case', { placedAt: new Date(shop.clock.now().getTime() - 2 * DAY) })
      await other.buys('toy', { placedAt: new Date(shop.clock.now().getTime() - 2 * DAY) })
    }
    for (let n = 0; n < 8; n++) await (await shop.customer(`t${n}`, { joined: false })).buys('tea')
    await product('case')
    await product('toy', { discreet: true })
    const sara = await shop.customer('سارا')
    await sara.buys('phone')
    news(sara)
    return sara
  }

  test('day 21: what buyers of the same things buy, with a code; never what is discreet', async () => {
    const sara = await phones()
    await shop.passes('22d')
    const [said] = news(sara)
    expect(said).toContain('case')
    expect(said).toMatch(CODE)
    expect(said).not.toContain('toy')
  })

  test('sold out meanwhile: nothing; a second order ends it', async () => {
    const sara = await phones()
    await product('case', { stock: 0 })
    await shop.passes('22d')
    expect(await of(sara, 'cross-sell')).toEqual(['goes-with dropped nothing-related'])
    await sara.buys('phone')
    await sara.buys('case')
    expect((await of(sara, 'cross-sell')).slice(1)).toEqual(['goes-with dropped bought-again', 'goes-with planned'])
  })
})

describe('replenishment', () => {
  const gels = { consumable: true, url: 'https://shop.example/gel' }
  async function asked(more: object = {}, { days = 30 } = {}) {
    await open(['replenishment'])
    await product('gel', { ...gels, ...more })
    const sara = await shop.customer('سارا')
    await sara.buys('gel', { toman: 400_000 })
    news(sara)
    await shop.passes(`${days - 2}d 2h`)
    return sara
  }

  test('three days before thirty are over, while the shop’s orders tell nothing better', async () => {
    const sara = await asked()
    expect(news(sara)).toEqual(['gel این روزها تموم نشده؟'])
  })

  test('else by the rhythm of the shop’s own orders', async () => {
    await open(['replenishment'])
    await product('gel', gels)
    for (let n = 0; n < 3; n++) await buysEach(await shop.customer(`o${n}`, { joined: false }), 50, 3, 'gel')
    const sara = await shop.customer('سارا')
    await sara.buys('gel', { toman: 400_000 })
    news(sara)
    await shop.passes('46d')
    expect(news(sara)).toEqual([])
    await shop.passes('2d 2h')
    expect(news(sara)).toEqual(['gel این روزها تموم نشده؟'])
  })

  test('the same again: a code and the product’s page', async () => {
    const sara = await asked()
    await sara.taps('همون رو می‌خوام')
    expect(news(sara).at(-1)).toMatch(CODE)
    expect(sara.chat.heard.at(-1)!.links).toEqual([{ url: 'https://shop.example/gel', label: 'خرید با این کد' }])
  })

  test('… without a page a person arranges it', async () => {
    await open(['replenishment'])
    await product('gel', { consumable: true })
    const sara = await shop.customer('سارا')
    await sara.buys('gel')
    await shop.passes('28d 2h')
    await sara.taps('همون رو می‌خوام')
    sara.hears(/سپردمش به همکارم .?نگار/)
    expect(await sara.cases()).toMatchObject([{ kind: 'question', state: 'open' }])
  })

  test('… with no code to give, plainly', async () => {
    await open(['replenishment'], { offersOn: false })
    await product('gel', gels)
    const sara = await shop.customer('سارا')
    await sara.buys('gel')
    await shop.passes('28d 2h')
    await sara.taps('همون رو می‌خوام')
    sara.hears('دوباره سفارشش بدید')
  })

  test('still have: asked again in ten days, twice, and then not any more', async () => {
    const sara = await asked()
    await sara.taps('هنوز دارم')
    sara.hears('ده روز دیگه')
    for (const _ of [1, 2]) {
      await shop.passes('10d 2h')
      sara.hears('گفته بودم دوباره می‌پرسم')
      await sara.taps('هنوز دارم')
    }
    sara.hears('باشه، دیگه نمی‌پرسم')
    news(sara)
    await shop.passes('40d')
    expect(news(sara)).toEqual([])
  })

  test('no more: never again of this product, also after another purchase of something else', async () => {
    const sara = await asked()
    await sara.taps('دیگه نمی‌زنم')
    sara.hears('دیگه درباره‌ی')
    await sara.buys('gel', { externalId: 'again', toman: 400_000 })
    news(sara)
    await shop.passes('60d')
    expect(news(sara)).toEqual([])
  })

  test.each([['sold out', { stock: 0 }], ['discreet', { discreet: true }], ['never to be recommended', { neverRecommend: true }], ['no consumable', { consumable: false }]])('%s: nothing', async (_, more) => {
    expect(news(await asked(more))).toEqual([])
  })
})

describe('cart-reminder', () => {
  const cart = (who: string, more: object = {}) =>
    shop.store.transaction(tx => takeCart({ ...shop.app, tx }, cartInput.parse({
      externalId: `cart-${who}`, customer: { externalId: `c-${who}` }, items: [{ sku: 'tea', name: 'چای', quantity: 1, unitPrice: 1 }], total: 1, currency: 'IRT', url: 'https://shop.example/cart', state: 'open', updatedAt: shop.clock.now().toISOString(), ...more,
    })))
  async function visitor() {
    await open(['cart-reminder'])
    const sara = await shop.customer('سارا')
    await sara.buys('tea', { placedAt: new Date(shop.clock.now().getTime() - 5 * DAY) })
    news(sara)
    await cart('سارا')
    return sara
  }

  test('an hour later without a discount, a day later with one; then silence', async () => {
    const sara = await visitor()
    await shop.passes('59m')
    expect(news(sara)).toEqual([])
    await shop.passes('2m')
    const [first] = news(sara)
    expect(first).toContain('خریدتون نیمه‌کاره موند')
    expect(first).not.toMatch(CODE)
    expect(sara.chat.heard.at(-1)!.links).toEqual([{ url: 'https://shop.example/cart', label: 'ادامه‌ی خرید' }])
    await shop.passes('1d')
    expect(news(sara)[0]).toMatch(CODE)
    await shop.passes('10d')
    expect(news(sara)).toEqual([])
  })

  test.each<[string, (sara: Customer) => Promise<unknown>, string]>([
    ['a purchase', sara => sara.buys('tea'), 'bought-again'],
    ['any reply', sara => sara.says('بعداً می‌خرم'), 'answered'],
    ['the cart was bought', () => cart('سارا', { state: 'bought' }), 'bought-again'],
    ['the cart was emptied', () => cart('سارا', { state: 'emptied' }), 'discarded'],
  ])('%s ends it', async (_, happens, reason) => {
    const sara = await visitor()
    await shop.passes('2h')
    shop.clock.moveTo(new Date(shop.clock.now().getTime() + 1000))
    await happens(sara)
    expect(await of(sara, 'cart-reminder')).toEqual(['first sent', `second dropped ${reason}`])
  })

  test('each change of the cart starts the hour anew', async () => {
    const sara = await visitor()
    await shop.passes('50m')
    await cart('سارا')
    await shop.passes('50m')
    expect(news(sara)).toEqual([])
    await shop.passes('15m')
    expect(news(sara)).toHaveLength(1)
  })

  test('a visitor who never bought is reminded too; who never opened the chat is not', async () => {
    await open(['cart-reminder'])
    await cart('هیچ‌کس')
    const { customerId } = await cart('تازه')
    expect(await shop.store.db.outboxMessage.count({ where: { customerId } })).toBe(0)
  })
})

describe('the second purchase, the best customers, those who came back', () => {
  test('bought once: a discount when day 30 is past, once; a second order ends it', async () => {
    await open(['second-purchase'])
    const [sara, mina] = [await shop.customer('سارا'), await shop.customer('مینا')]
    for (const one of [sara, mina]) await one.buys('tea')
    news(sara)
    await shop.passes('20d')
    await mina.buys('tea')
    news(mina)
    await shop.passes('27d')
    expect(news(sara)[0]).toMatch(CODE)
    expect(news(mina)).toEqual([])
    await shop.passes('60d')
    expect(news(sara)).toEqual([])
  })

  test('vip: the high spenders, twice a year, and not a word of what they spent', async () => {
    await open(['vip'])
    shop.scenarios.audience.highSpenders = { spentToman: 5_000_000 }
    const [rich, other] = [await shop.customer('سارا'), await shop.customer('مینا')]
    await rich.buys('tea', { toman: 5_000_000 })
    await other.buys('tea', { toman: 500_000 })
    news(rich)
    news(other)
    await shop.passes('2d')
    const [said] = news(rich)
    expect(said).toMatch(/ممنون که همیشه همراه ما هستید 🙏 این هم برای تشکر: ارسال رایگان/)
    expect(said).not.toMatch(/میلیون|۵/)
    expect(news(other)).toEqual([])
    await shop.passes('100d')
    expect(news(rich)).toEqual([])
  })

  test('repeat-buyer: points as a gift the day after a second order; with points off, nothing', async () => {
    await open(['repeat-buyer'])
    const sara = await shop.customer('سارا')
    await sara.buys('tea', { toman: 50_000 })
    await sara.buys('tea', { toman: 50_000 })
    news(sara)
    await shop.passes('2d')
    expect(news(sara)[0]).toContain('۵٬۰۰۰ امتیاز')
    expect(await shop.store.db.pointsEntry.findMany()).toMatchObject([{ kind: 'bonus', points: 5_000n, reason: 'repeat-buyer' }])
  })
})

describe('days of their own', () => {
  test('a birthday by the reader’s calendar, in the morning, once a year', async () => {
    await open(['birthday'])
    const sara = await shop.customer('سارا')
    await sara.buys('tea', { customer: undefined })
    await shop.store.db.customer.update({ where: { id: sara.id }, data: { birthday: '1990-03-26' } })
    news(sara)
    await shop.passes('5d')
    expect(news(sara)[0]).toMatch(/۵۰ هزار تومان تخفیف/)
    await shop.passes('30d')
    expect(news(sara)).toEqual([])
  })

  test('an anniversary of the first purchase', async () => {
    await open(['anniversary'])
    const sara = await shop.customer('سارا')
    await sara.buys('tea', { placedAt: new Date('2024-03-25T12:00:00+03:30') })
    await sara.buys('tea', { placedAt: new Date(shop.clock.now().getTime() - 3 * DAY) })
    news(sara)
    await shop.passes('5d')
    expect(news(sara)[0]).toMatch(/۲.* سال/s)
  })

  test('points about to run out are told in time; a level is told when it is reached', async () => {
    await open(['points-expiring', 'level-reached'])
    const sara = await shop.customer('سارا')
    await sara.buys('tea', { toman: 6_000_000, status: 'delivered', deliveredAt: shop.clock.now().toISOString() })
    news(sara)
    await shop.passes('8d')
    expect(news(sara)[0]).toMatch(/به سطح نقره‌ای رسیدید 🌱\nاز این به بعد ارسال رایگان دارید/)
    await shop.passes('352d')
    expect(news(sara).at(-1)).toMatch(/۶۰۰٬۰۰۰ امتیاز دارید که تا .* اعتبار داره/)
  })

  test('referral: three days after "love it" a link; the friend comes, buys, and both have points, once', async () => {
    await open(['referral', 'after-purchase'])
    const sara = await shop.customer('سارا', { phone: '09121111111' })
    await sara.buys('running-shoes', { status: 'delivered', deliveredAt: new Date(shop.clock.now().getTime() - 3 * DAY).toISOString(), placedAt: new Date(shop.clock.now().getTime() - 7 * DAY + HOUR) })
    await shop.passes('2h')
    await sara.taps('عالیه 😍')
    await shop.passes('4d')
    const link = /\/j\/(r-[\w-]+)/.exec(sara.chat.heard.map(({ text }) => text).join('\n'))![1]!
    const friend = await shop.customer('دوست', { joined: false })
    await friend.starts(link)
    friend.hears(/از طرف دوستتون اومدید/)
    await friend.sharesContact('+989122222222')
    await friend.buys('tea', { status: 'delivered', deliveredAt: shop.clock.now().toISOString(), customer: { phone: '09122222222' } })
    await shop.store.db.customer.updateMany({ where: { externalId: 'c-دوست' }, data: { phone: '+989122222222' } })
    const chat = await shop.store.db.referral.findFirstOrThrow()
    await shop.store.db.order.updateMany({ where: { customer: { externalId: 'c-دوست' } }, data: { customerId: chat.friendId } })
    await shop.passes('9d')
    expect((await shop.store.db.pointsEntry.findMany({ where: { kind: 'bonus', reason: 'referral' } })).map(({ customerId, points }) => [customerId, points])).toEqual([[sara.id, 50_000n], [chat.friendId, 50_000n]])
    await sara.starts(link)
    sara.hears('این لینک مال دوست‌هاتونه')
  })
})

describe('win-back', () => {
  /** Bought a hundred days ago, and is asked now. */
  async function away(options: ShopOptions = {}) {
    await open(['win-back'], options)
    const sara = await shop.customer('سارا')
    await sara.buys('tea')
    news(sara)
    await shop.passes('91d 2h')
    return sara
  }

  test('asks first: why did you stay away?', async () => {
    const sara = await away()
    expect(news(sara)).toEqual(['سلام سارا، چند وقته خبری ازتون نیست و جاتون خالیه 🌱 اگه جایی کم گذاشتیم، دوست داریم بدونیم. چی شد؟'])
    expect(sara.chat.heard.at(-1)!.choices!.map(({ label }) => label)).toEqual(['قیمت‌ها بالا بود', 'از جنس راضی نبودم', 'ارسال یا پشتیبانی', 'یادم رفته بود', 'چیز دیگه‌ای', 'دیگه پیام نفرستید'])
  })

  test.each<[string, RegExp, (sara: Customer) => Promise<void>]>([
    ['قیمت‌ها بالا بود', /۱۵٪ تخفیف، تا سقف ۳۰۰ هزار تومان\n[2-9A-Z]{3}-/, async sara => void expect(await shop.store.db.coupon.count({ where: { customerId: sara.id, state: 'granted' } })).toBe(1)],
    ['از جنس راضی نبودم', /پرونده‌ی .* باز شد و نگار/, async sara => void expect(await sara.cases()).toMatchObject([{ kind: 'exchange', state: 'open' }])],
    ['ارسال یا پشتیبانی', /^نگار هستم، مدیر پشتیبانی دوان\. بابت اون تجربه عذر می‌خوام/, async sara => void expect(await sara.cases()).toMatchObject([{ kind: 'complaint', state: 'open' }])],
    ['یادم رفته بود', /^پیش می‌آد 🙂/, async () => {}],
    ['دیگه پیام نفرستید', /^چشم\. از همین الان هیچ پیشنهادی/, async sara => void expect(await shop.store.db.customer.findUniqueOrThrow({ where: { id: sara.id } })).toMatchObject({ mayMarketing: false, mayFeedback: true })],
  ])('«%s»', async (label, hears, then) => {
    const sara = await away()
    await sara.taps(label)
    expect(plain(sara.chat.heard.at(-1)!.text)).toMatch(hears)
    await then(sara)
    expect(await sara.answers()).toMatchObject([{ question: 'why-away' }])
    news(sara)
    await shop.passes('60d')
    expect(news(sara)).toEqual([])
  })

  test('«چیز دیگه‌ای»: in their own words, to colleagues word for word; so are words typed at once', async () => {
    const sara = await away()
    await sara.taps('چیز دیگه‌ای')
    sara.hears('چی شد؟ همین‌جا بنویسید')
    await sara.says('رفتم یه شهر دیگه')
    await shop.passes('20s')
    sara.hears('حرفتون عیناً به همکارهام می‌رسه')
    expect((await sara.answers()).map(({ words, value }) => words ?? value)).toEqual(['other', 'رفتم یه شهر دیگه'])
  })

  test('a mis-tap on "no more messages" is taken back: offers are allowed again', async () => {
    const sara = await away()
    await sara.taps('دیگه پیام نفرستید')
    await sara.taps('تغییر')
    await sara.taps('یادم رفته بود')
    expect(await shop.store.db.customer.findUniqueOrThrow({ where: { id: sara.id } })).toMatchObject({ mayMarketing: true })
  })

  test('no code left to give: the answer is thanked for, and nothing is promised', async () => {
    const sara = await away({ offersOn: false })
    await sara.taps('قیمت‌ها بالا بود')
    sara.hears('ممنون که گفتید؛ به همکارهام می‌رسونم.')
  })

  test('silence: once more in other words, a last offer on day 21, and then nothing: three in all', async () => {
    const sara = await away()
    await shop.passes('200d')
    const said = news(sara)
    expect(said).toHaveLength(3)
    expect(said[1]).toContain('فقط همین یه بار دوباره می‌پرسم')
    expect(said[2]).toMatch(/این آخرین پیام ما در این باره‌ست[^]*[2-9A-Z]{3}-/)
  })

  test('a purchase ends it', async () => {
    const sara = await away()
    await sara.buys('tea')
    news(sara)
    await shop.passes('30d')
    expect(news(sara)).toEqual([])
    expect(await of(sara, 'win-back')).toContain('last dropped bought-again')
  })

  test('away is judged by one’s own rhythm, not by one number for all', async () => {
    await open(['win-back'])
    const [monthly, quarterly] = [await shop.customer('سارا'), await shop.customer('مینا')]
    await buysEach(monthly, 30, 4)
    await buysEach(quarterly, 90, 4)
    await shop.passes('59d')
    expect([news(monthly), news(quarterly)]).toEqual([[], []])
    await shop.passes('3d')
    expect([news(monthly).length, news(quarterly).length]).toEqual([1, 0])
    await shop.passes('110d')
    expect(news(quarterly)).toEqual([])
    await shop.passes('15d')
    expect(news(quarterly).length).toBeGreaterThan(0)
  })

  test('nobody is told "we miss you" in the first fourteen days', async () => {
    await open(['win-back'])
    const sara = await shop.customer('سارا')
    await sara.buys('tea', { placedAt: new Date(shop.clock.now().getTime() - 100 * DAY) })
    news(sara)
    await shop.passes('13d')
    expect(news(sara)).toEqual([])
    await shop.passes('2d 2h')
    expect(news(sara)).toHaveLength(1)
  })
})

describe('what is asked beside orders', () => {
  async function half() {
    await open(['member-survey'])
    const sara = await shop.customer('سارا')
    await sara.buys('tea')
    news(sara)
    await shop.passes('185d 2h')
    return sara
  }

  test('member-survey: a number typed or tapped, each opening of its own, then why', async () => {
    const sara = await half()
    expect(news(sara)[0]).toMatch(/۶ ماهه که با ما هستید[^]*از ۰ تا ۱۰/)
    await sara.says('۹')
    await shop.passes('20s')
    expect(news(sara).at(-1)).toMatch(/خوشحال شدم! چی باعث شد این عدد رو بدید/)
    await sara.says('بسته‌بندی‌تون')
    await shop.passes('20s')
    expect(await sara.answers()).toMatchObject([{ question: 'nps', value: 'n9', score: null }, { question: 'nps-reason', words: 'بسته‌بندی‌تون' }])
    await shop.passes('185d')
  })

  test('… humble below seven; ten is the top; eleven is asked about', async () => {
    const sara = await half()
    await sara.says('۱۱')
    sara.hears(/۱۱.? توی این فهرست نیست|از .?۰.? تا .?۱۰/)
    await sara.taps('۳')
    expect(news(sara).at(-1)).toMatch(/^ممنون که رک گفتید/)
    await sara.taps('دلیل خاصی نداره')
    sara.hears('ممنون که وقت گذاشتید')
  })

  async function helped(how: string) {
    await open(['after-support'])
    const boss = await member(shop, 'مدیر', 'manager')
    const sara = await shop.customer('سارا')
    await sara.buys('tea')
    await sara.says('مشکل دارم')
    const { number } = (await sara.cases())[0]!
    await boss.says(`/reply ${number} سلام، درستش کردیم`)
    await shop.passes('1m')
    await boss.says(`/close ${number}`)
    news(sara)
    await shop.passes('2d')
    expect(news(sara).at(-1)).toContain('از کمکمون راضی بودید؟')
    await sara.taps(how)
    return sara
  }

  test.each([['عالی بود 😍', 'به همکارهام می‌گم'], ['معمولی بود 😐', 'چی باید بهتر می‌بود'], ['خیلی بد بود 😞', 'متأسفم که کمکمون خوب نبود']])('after-support: «%s»', async (label, hears) => {
    const sara = await helped(label)
    sara.hears(hears)
    if (hears.includes('متأسفم')) expect((await sara.cases()).filter(({ state }) => state === 'open')).toHaveLength(1)
  })

  test.each([['بله، با اسم', 'name'], ['بله، بدون اسم', 'anonymous'], ['نه', 'no']])('public-review: «%s»', async (label, value) => {
    await open(['public-review', 'after-purchase'])
    const sara = await here.asked(shop, 'سارا', { delivered: true })
    await sara.taps('عالیه 😍')
    await shop.passes('8d 4h')
    sara.hears('اجازه می‌دید نظرتون رو')
    await sara.taps(label)
    if (value !== 'no') {
      sara.hears('یکی دو جمله بنویسید')
      await sara.says('سبک و راحت')
      await shop.passes('20s')
      sara.hears('همون‌طور که نوشتید ثبت شد')
    } else sara.hears('جایی نشون نمی‌دیم')
    expect((await sara.answers()).filter(({ question }) => question.startsWith('review')).map(({ value, words }) => words ?? value)).toEqual(value === 'no' ? ['no'] : [value, 'سبک و راحت'])
  })

  test('apology with a code, in English', async () => {
    await open(['apology'])
    const boss = await member(shop, 'مدیر', 'manager')
    const ann = await shop.customer('Ann', { locale: 'en' })
    await ann.buys('tea')
    await ann.says('I have a problem')
    await boss.says(`/sorry ${(await ann.cases())[0]!.number} win-back`)
    await shop.settles()
    expect(news(ann).at(-1)).toMatch(/15% off, up to 300,000 toman[^]*[2-9A-Z]{3}-/)
  })
})

describe('what holds for all that sells', () => {
  const quiet = async (options: ShopOptions = {}, about = {}) => {
    await open(['second-purchase'], options)
    const sara = await shop.customer('سارا', about)
    await sara.buys('tea')
    news(sara)
    return sara
  }

  test('waits while a case is open, and goes when it is closed', async () => {
    const sara = await quiet()
    await shop.passes('44d')
    await sara.says('مشکل دارم')
    await shop.passes('3d')
    expect(await of(sara, 'second-purchase')).toEqual(['see-you-again held open-case'])
  })

  test('a stop word ends it', async () => {
    const sara = await quiet()
    await sara.says('لغو')
    await shop.passes('60d')
    expect(await of(sara, 'second-purchase')).toEqual([])
  })

  test('codes are off: no-offer', async () => {
    const off = await quiet({ offersOn: false })
    await shop.passes('50d')
    expect(await of(off, 'second-purchase')).toEqual(['see-you-again dropped no-offer'])
  })

  test('the month’s budget is gone: no-offer', async () => {
    const poor = await quiet()
    shop.scenarios.offers['second-purchase']!.budgetToman = 1
    await shop.passes('50d')
    expect(await of(poor, 'second-purchase')).toEqual(['see-you-again dropped no-offer'])
  })

  test('a code that a journey gave is used by the order that carries it, once', async () => {
    const sara = await quiet()
    await shop.passes('47d')
    const { value: code } = sara.chat.heard.at(-1)!.code!
    await sara.buys('tea', { toman: 1_000_000, coupons: [code] })
    expect(await shop.store.db.coupon.findFirstOrThrow()).toMatchObject({ state: 'redeemed', discount: 100_000n })
    await sara.buys('tea', { toman: 1_000_000, coupons: [code] })
    expect(await shop.store.db.offer.findFirstOrThrow()).toMatchObject({ spent: 100_000n })
  })

  test('one in ten is kept from it, the same ones for ever, and walks the same path unsent', async () => {
    await open(['second-purchase'], { holdOut: true, policy: { caps: { marketingPerDay: 9, marketingPer7Days: 9, marketingPer30Days: 9, promptingPerDay: 9, unsolicitedPer30Days: 99 } } })
    shop.scenarios.offers['second-purchase']!.budgetToman = 1_000_000_000
    const people: Customer[] = []
    for (let n = 0; n < 60; n++) {
      const one = await shop.customer(`p${n}`)
      await one.buys('tea')
      people.push(one)
    }
    await shop.passes('50d')
    const rows = await shop.store.db.outboxMessage.findMany({ where: { journey: 'second-purchase' }, include: { customer: { select: { id: true } } } })
    const held = rows.filter(({ state, reason }) => state === 'dropped' && reason === 'held-out')
    expect(rows.map(({ state, reason }) => `${state} ${reason}`).filter(one => one !== 'sent null' && one !== 'dropped held-out')).toEqual([])
    expect(rows).toHaveLength(60)
    expect(rows.filter(({ state }) => state === 'sent').length + held.length).toBe(60)
    expect(held.length).toBeLessThan(20)
    expect((await shop.store.db.enrollment.findMany({ where: { journey: 'second-purchase', heldOut: true } })).map(({ customerId }) => customerId).sort()).toEqual(held.map(({ customerId }) => customerId!).sort())
  })
})
