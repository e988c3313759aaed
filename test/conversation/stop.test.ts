import { describe, expect, test } from 'vitest'
import { scenes, writes } from './scene.ts'

const scene = scenes()
const labels = (message: { choices?: { label: string }[] } | undefined) => message?.choices?.map(choice => choice.label)

describe('a stop word', () => {
  test('ends offers and questions on all channels at once, keeps order news, and is kept as proof', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('لغو۱۱')
    sara.hears('چشم. از همین الان هیچ پیشنهادی از ما نمی‌گیرید')
    sara.hears('منظورتون لغو سفارش بود؟')
    expect(labels(sara.chat.heard.at(-1))).toEqual(['خبر سفارش هم نیاد', 'اشتباه شد، برگردونید', 'بله، سفارش رو لغو کنید'])
    expect((await sara.plan()).filter(row => row.state !== 'sent').map(row => `${row.step} ${row.state} ${row.reason}`)).toEqual(['day-3', 'checkup', 'day-14', 'day-30'].map(step => `${step} dropped stopped`))
    expect(await scene.store.db.customer.findFirst()).toMatchObject({ mayTransactional: true, mayFeedback: false, mayMarketing: false })
    expect(await scene.store.db.consent.findMany({ where: { granted: false } })).toMatchObject([{ words: 'لغو۱۱', source: 'word', channel: 'telegram' }, { words: 'لغو۱۱' }])
  })

  test('said by mistake is undone: as it was before, and what was still to come is planned again', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا', { offers: false })
    await sara.buys('running-shoes')
    await sara.says('stop')
    await sara.taps('اشتباه شد، برگردونید')
    sara.hears('برگشت به حالت قبل')
    expect(await scene.store.db.customer.findFirst()).toMatchObject({ mayTransactional: true, mayFeedback: true, mayMarketing: false })
    expect((await sara.plan()).filter(row => row.state === 'planned').map(row => row.step)).toEqual(['day-3', 'checkup'])
  })

  test('order news end only on a tap of their own', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('بسه')
    await sara.taps('خبر سفارش هم نیاد')
    sara.hears('دیگه هیچ پیامی نمی‌فرستم')
    expect(await scene.store.db.customer.findFirst()).toMatchObject({ mayTransactional: false })
    await sara.says('شروع')
    expect(await scene.store.db.customer.findFirst()).toMatchObject({ mayTransactional: true, mayFeedback: true, mayMarketing: false })
    sara.hears('تخفیف‌ها و پیشنهادها رو هم بفرستم؟')
  })

  test('that meant the order opens a case', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا')
    const { id } = await sara.buys('running-shoes')
    await sara.says('لغو')
    await sara.taps('بله، سفارش رو لغو کنید')
    sara.hears(/درخواست لغو سفارش ثبت شد، پرونده‌ی ۱\. نگار از پشتیبانی تا .+ خبرش رو می‌ده/)
    expect(await sara.cases()).toMatchObject([{ kind: 'cancel', orderId: id }])
    const reza = await shop.customer('رضا')
    await reza.buys('running-shoes')
    await reza.does({ kind: 'choice', token: `m:cancel-order:${id}` })
    reza.hears('این دکمه دیگه کار نمی‌کنه')
    expect(await reza.cases()).toEqual([])
  })

  test('«نه» is an answer, and a start or another order brings nothing back', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop)
    await sara.says('نه')
    expect(await sara.answers()).toMatchObject([{ value: 'not-yet' }])
    await sara.says('نفرستید')
    await sara.starts()
    await sara.buys('running-shoes')
    expect(await scene.store.db.customer.findFirst()).toMatchObject({ mayFeedback: false, mayMarketing: false })
  })
})

describe('settings', () => {
  test('show what is on, and switch it', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('تنظیم پیام‌ها')
    sara.hears('پیشنهادها: می‌آد. پرسیدن نظرتون: می‌آد. خبر سفارش: می‌آد.')
    await sara.taps('پیشنهاد نفرستید')
    sara.hears('پیشنهادی نمی‌فرستم')
    await sara.says('settings')
    await sara.taps('نظرم رو نپرسید')
    expect(await scene.store.db.customer.findFirst()).toMatchObject({ mayFeedback: false, mayMarketing: false, mayTransactional: true })
    await sara.says('تنظیمات')
    await sara.taps('English')
    sara.hears("All right, English from now on.")
    await sara.says('my points')
    sara.hears('has no points yet')
    await sara.says('فارسی')
    sara.hears('از این به بعد فارسی می‌نویسم')
  })
})

describe('the menu', () => {
  test('where is my order: what is known, with the code to copy, and somebody to look into it', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes', { status: 'shipped', shippedAt: shop.clock.now().toISOString(), trackingCode: 'RB123456789IR' })
    await sara.says('سفارشم کجاست؟')
    sara.hears('کفش دویدن: امروز'.slice(0, 9))
    const message = sara.chat.heard.at(-1)!
    expect(message.text.split('\n').at(-1)).toBe('RB123456789IR')
    expect(message.code).toEqual({ value: 'RB123456789IR', copyLabel: 'کپی کد' })
    await sara.taps('پیگیری کنید')
    sara.hears(/نگار از پشتیبانی تا .+ همین‌جا جواب می‌ده؛ شماره‌ی پرونده: ۱/)
  })

  test('points say that they come later', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('امتیاز و کدهام')
    sara.hears('امتیاز هنوز در دوان راه نیفتاده')
  })

  test('a person, and a problem, always work; no human name where the shop gave none', async () => {
    const shop = await scene.open({ env: { AGENT_NAME: '' } })
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('آدم')
    sara.hears(/^همکارم از پشتیبانی تا امروز ساعت \S+ همین‌جا جواب می‌ده/)
    await sara.says('یه مشکلی دارم')
    sara.hears('بنویسید چی شده')
    expect(await sara.cases()).toHaveLength(1)
  })

  test('the promised time lies within working hours', async () => {
    const shop = await scene.open({ now: '2026-03-26T20:00:00+03:30' })
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('پشتیبان')
    sara.hears(/شنبه/)
  })

  test('greeting, thanks, «رباتی؟», and never the same sentence twice', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    expect(await writes(shop, sara, 'سلام')).toEqual(['سلام سارا، وقتتون به‌خیر 🌱 چه کمکی از دستم برمی‌آد؟'])
    expect(labels(sara.chat.heard.at(-1))).toEqual(['سفارشم کجاست', 'امتیاز و کدهام', 'یه مشکلی دارم', 'صحبت با پشتیبان', 'تنظیم پیام‌ها'])
    expect(await writes(shop, sara, 'مرسی، دستتون درد نکنه')).toEqual(['خواهش می‌کنم 🙏'])
    expect(labels(sara.chat.heard.at(-1))).toBeUndefined()
    await sara.says('رباتی؟')
    sara.hears('بله، دستیار خودکارم؛ بخواید نگار رو صدا می‌زنم.')
    expect(await writes(shop, sara, 'فلان و بهمان')).toEqual([expect.stringMatching('این رو درست متوجه نشدم')])
    expect(await writes(shop, sara, 'فلان و بهمان')).toEqual([expect.stringMatching('سپردمش به همکارم')])
    expect(await writes(shop, sara, '😍')).toEqual([])
  })
})

describe('anger and safety', () => {
  test('anger: a case, a person, a time; no survey', async () => {
    const shop = await scene.open()
    const sara = await scene.asked(shop)
    const [reply] = await writes(shop, sara, 'شما کلاهبردارید، میرم پلیس فتا')
    expect(reply).toMatch(/حق دارید ناراحت باشید\.\nپرونده‌ی ۱ باز شد و نگار از پشتیبانی تا /)
    expect(await sara.cases()).toMatchObject([{ kind: 'complaint', urgent: true }])
    expect((await sara.plan()).filter(row => row.role === 'reminder').every(row => row.state === 'dropped')).toBe(true)
    await sara.says('رسید')
    expect(await scene.store.db.question.findMany()).toMatchObject([{ state: 'closed' }])
  })

  test('safety is answered at once, urgently; selling and asking end', async () => {
    const shop = await scene.open()
    const sara = await shop.customer('سارا')
    await sara.buys('cosmetics', { item: 'کرم' })
    await sara.says('سلام')
    await sara.says('پوستم قرمز شد و سوزش داره')
    sara.hears('لطفاً دیگه ازش استفاده نکنید')
    expect(await sara.cases()).toMatchObject([{ kind: 'safety', urgent: true }])
    expect((await sara.plan()).filter(row => row.state === 'planned' || row.state === 'held')).toEqual([])
    expect(await scene.store.db.customer.findFirst()).toMatchObject({ mayFeedback: true })
  })
})
