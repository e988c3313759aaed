import { beforeEach, describe, expect, test } from 'vitest'
import { member, staffScenes } from './member.ts'
import type { Shop } from '../support/shop.ts'

const here = staffScenes()
let shop: Shop
beforeEach(async () => (shop = await here.open({ policy: { questionsPerHour: 1000 } })))

/** A customer who is unhappy, and the number of their case. */
async function unhappy(name: string, words?: string) {
  const customer = await here.asked(shop, name, { delivered: true })
  await customer.taps('بده 🙁')
  if (words) {
    await customer.says(words)
    await shop.passes('20s')
  }
  return { customer, number: (await customer.cases())[0]!.number }
}

describe('a case and who has it', () => {
  test('two who ask for the next at once get two different ones; what one has, another cannot answer', async () => {
    const [one, two] = [await member(shop, 'یک', 'support'), await member(shop, 'دو', 'support')]
    const [first, second] = [await unhappy('سارا'), await unhappy('رضا')]
    await Promise.all([one.says('/next'), two.says('/next')])
    const claimed = await shop.store.db.case.findMany({ orderBy: { number: 'asc' } })
    expect(new Set(claimed.map(({ claimedBy }) => claimedBy)).size).toBe(2)
    const staff = await shop.store.db.staff.findMany()
    const owner = staff.find(({ id }) => id === claimed[0]!.claimedBy)!
    const other = owner.name === 'یک' ? two : one
    await other.says(`/reply ${first.number} سلام`)
    other.hears(`دست ${owner.name}`)
    await shop.passes('20s')
    expect(first.customer.chat.heard.some(({ text }) => text === 'سلام')).toBe(false)
    expect(second.number).not.toBe(first.number)
  })

  test('handed over, the words that were still being written are nobody’s answer any more', async () => {
    const [one, two] = [await member(shop, 'یک', 'support'), await member(shop, 'دو', 'support')]
    const { customer, number } = await unhappy('سارا')
    await one.says(`/reply ${number}`)
    await one.says(`/hand ${number}`)
    await two.says(`/claim ${number}`)
    customer.news()
    await one.says('جواب قدیمی')
    one.hears(/دست .?دو/)
    await shop.passes('20s')
    expect(customer.news()).toEqual([])
  })

  test('twenty who claim one case: one has it', async () => {
    const team = await Promise.all(Array.from({ length: 6 }, (_, n) => member(shop, `نفر ${n}`, 'support')))
    const { number } = await unhappy('سارا')
    await Promise.all(team.map(person => person.says(`/claim ${number}`)))
    expect(team.filter(person => person.chat.heard.at(-1)!.text.includes('دست'))).toHaveLength(5)
  })

  test('the case of a colleague who left goes back into the queue, and its customer is heard by the others', async () => {
    const boss = await member(shop, 'مدیر', 'manager')
    const [gone, stays] = [await member(shop, 'رفته', 'support'), await member(shop, 'مانده', 'support')]
    const { customer, number } = await unhappy('سارا')
    await gone.says(`/claim ${number}`)
    stays.news()
    await customer.says('هنوز منتظرم')
    await shop.passes('20s')
    expect(stays.news()).toEqual([])
    await boss.says('/staff')
    await boss.taps('گرفتن دسترسی رفته')
    await customer.says('کسی نیست جواب بده')
    await shop.passes('20s')
    expect(stays.news().join()).toContain('کسی نیست جواب بده')
    await stays.says('/next')
    stays.hears('کسی نیست جواب بده')
  })

  test('health comes first, then anger, what has not arrived, what is bad', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const bad = await unhappy('بد')
    const angry = await shop.customer('عصبانی')
    await angry.buys('running-shoes')
    await angry.says('کلاهبردارید، ازتون شکایت می‌کنم')
    await shop.passes('20s')
    const sick = await shop.customer('بیمار')
    await sick.buys('running-shoes')
    await sick.says('بچه‌م آلرژی گرفت و کهیر زده')
    const order: number[] = []
    for (let n = 0; n < 3; n++) {
      await negar.says('/next')
      order.push((await shop.store.db.case.findFirstOrThrow({ where: { claimedBy: { not: null } }, orderBy: { claimedAt: 'desc' } })).number)
      await shop.passes('1s')
    }
    expect(order).toEqual([(await sick.cases())[0]!.number, (await angry.cases())[0]!.number, bad.number])
    await negar.says('/next')
    negar.hears('هیچ پرونده')
  })

  test('a reply can be taken back for ten seconds, and a line with a dot never reaches the customer', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const { customer, number } = await unhappy('سارا')
    customer.news()
    await negar.says(`/reply ${number} اشتباه نوشتم`)
    await negar.taps('برگردون')
    negar.hears('برگشت')
    await negar.says(`/reply ${number} .با انبار صحبت کنم`)
    negar.hears('یادداشت')
    await shop.passes('1m')
    expect(customer.news()).toEqual([])
    await negar.says(`/case ${number}`)
    negar.hears('یادداشت: با انبار صحبت کنم')
    await negar.says(`/reply ${number} درست نوشتم`)
    await shop.passes('11s')
    customer.hears('درست نوشتم')
    await negar.does({ kind: 'choice', token: `s:undo:${number}` })
    negar.hears('دیگه دیر شد')
  })

  test('closing asks whether it is solved; "not yet" opens it again under its number, and selling waits again', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const { customer, number } = await unhappy('سارا')
    await negar.says(`/reply ${number} کفش نو فرستادیم`)
    await shop.passes('11s')
    await negar.says(`/close ${number}`)
    await shop.settles()
    customer.hears('حل شد؟')
    await customer.taps('هنوز نه')
    customer.hears('دوباره باز شد')
    expect(await customer.cases()).toMatchObject([{ number, state: 'open', repliedAt: null }])
    expect((await customer.plan()).find(row => row.step === 'day-14')).toMatchObject({ state: 'held', reason: 'open-case' })
    await negar.says(`/close ${number}`)
    await shop.settles()
    expect(await shop.store.db.outboxMessage.count({ where: { step: 'closing-question' } })).toBe(1)
  })

  test('solved: thanks, and once, where there are two doors, which of them is preferred; it is used from then on, and not while it is shut', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const { customer, number } = await unhappy('سارا')
    const now = shop.clock.now()
    const other = await shop.store.db.address.create({ data: { customerId: customer.id, channel: 'bale', account: '9', chatId: '77', joinedAt: now, lastInAt: new Date(now.getTime() - 1000) } })
    await negar.says(`/reply ${number} حل شد`)
    await shop.passes('11s')
    await negar.says(`/close ${number}`)
    await shop.settles()
    await customer.taps('بله، حل شد')
    customer.hears(/خوشحالم.*کجا بیاد/s)
    await customer.taps('بله')
    expect(await shop.store.db.customer.findUnique({ where: { id: customer.id } })).toMatchObject({ preferredChannel: 'bale' })
    await shop.store.db.address.update({ where: { id: other.id }, data: { state: 'gone' } })
    await negar.says(`/reopen ${number}`)
    await negar.says(`/reply ${number} یه خبر دیگه`)
    await shop.passes('11s')
    customer.hears('یه خبر دیگه')
  })

  test('while a person handles it, talk joins the case and the bot is silent; taps and commands are answered', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const { customer, number } = await unhappy('سارا')
    await negar.says(`/reply ${number} الان پیگیری می‌کنم`)
    await shop.passes('11s')
    customer.news()
    for (const words of ['ممنون', 'سلام', 'یه چیز دیگه هم هست', 'اصلاً راضی نیستم']) await customer.says(words)
    await shop.passes('1m')
    expect(customer.news()).toEqual([])
    await customer.says('سفارش‌هام')
    customer.hears('کفش دویدن')
    const entries = await shop.store.db.caseEntry.findMany({ where: { from: 'customer' }, orderBy: { id: 'asc' } })
    expect(entries.map(({ text }) => text)).toEqual(expect.arrayContaining(['ممنون', 'سلام', 'یه چیز دیگه هم هست', 'اصلاً راضی نیستم']))
  })

  test('a promise that passes without an answer is told to the managers, once; an answer in time is not', async () => {
    const boss = await member(shop, 'مدیر', 'manager')
    const negar = await member(shop, 'نگار', 'support')
    const late = await unhappy('سارا')
    const intime = await unhappy('رضا')
    await negar.says(`/reply ${intime.number} سلام`)
    await shop.passes('11s')
    boss.news()
    await shop.passes('1d')
    const told = boss.news().filter(text => text.includes('گذشت'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('سارا')
    expect(late.number).not.toBe(intime.number)
  })

  test('a reminder comes on its day, of either calendar, and a day that has passed is refused', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const { number } = await unhappy('سارا')
    await negar.says(`/remind ${number} ۱۴۰۰-۰۱-۰۱ 10:00 زنگ`)
    negar.hears('روز و ساعت')
    await negar.says(`/remind ${number} 1405-01-20 10:00 زنگ بزنم`)
    negar.hears('یادتون می‌ندازم')
    negar.news()
    await shop.passes('30d')
    expect(negar.news().filter(text => text.includes('یادآوری'))).toEqual([expect.stringContaining('زنگ بزنم')])
  })
})

describe('answers that are quick to give', () => {
  test('a ready answer is written by a manager, filled in, and sent by its button', async () => {
    const boss = await member(shop, 'مدیر', 'manager')
    const negar = await member(shop, 'نگار', 'support')
    await negar.says('/ready ارسال = سلام')
    negar.hears('مدیر می‌نویسه')
    await boss.says('/ready ارسال = سلام {name}، {item} سفارش {order} امروز می‌ره. {agent}')
    const { customer, number } = await unhappy('سارا')
    await negar.says(`/reply ${number}`)
    await negar.taps('ارسال')
    await shop.passes('11s')
    customer.hears(/^سلام سارا، کفش دویدن سفارش سارا-1 امروز می‌ره\. نگار$/)
  })

  test('a photo from support reaches the customer as a picture with a link, and can be taken back', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const { customer, number } = await unhappy('سارا')
    await negar.says(`/reply ${number}`)
    await negar.sends('photo', 'این مدل رو می‌خواید؟')
    negar.hears('ده ثانیه')
    await shop.passes('11s')
    customer.hears('این مدل رو می‌خواید؟')
    const said = customer.chat.heard.at(-1)!
    expect(said.image).toMatch(/\/media\/[\w-]+\?until=\d+&seal=/)
    expect(said.links).toEqual([{ url: said.image, label: 'دیدن' }])
    expect(await shop.store.db.media.findMany()).toMatchObject([{ kind: 'photo', customerId: customer.id, state: 'wanted' }])
  })

  test('after-sales has kinds: by button and by words; an exchange is asked for its size', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.says('یه مشکلی دارم')
    await sara.taps('تعویض سایز یا رنگ')
    sara.hears('چه سایز')
    await sara.says('۴۱ مشکی')
    await shop.passes('20s')
    expect(await sara.cases()).toMatchObject([{ kind: 'exchange' }])
    await negar.says('/next')
    negar.hears(/تعویض.*۴۱ مشکی/s)
    const reza = await shop.customer('رضا')
    await reza.buys('running-shoes')
    await reza.says('گارانتی این چطوریه؟')
    await shop.passes('20s')
    expect(await reza.cases()).toMatchObject([{ kind: 'warranty' }])
    await reza.does({ kind: 'choice', token: `m:kind:${(await sara.cases())[0]!.number}-complaint` })
    expect(await sara.cases()).toMatchObject([{ kind: 'exchange' }])
  })
})

test('where there are no buttons, the number of the list is the button; while a reply is written it is words', async () => {
  const negar = await member(shop, 'نگار', 'support')
  const { customer, number } = await unhappy('سارا')
  await negar.says(`/case ${number}`)
  await negar.says('۱')
  negar.hears('بنویسید؛ عیناً')
  await negar.says('۱')
  await shop.passes('11s')
  customer.hears(/^۱$/)
})

describe('many at once', () => {
  test('forty unhappy customers are two messages to support, not forty', async () => {
    const negar = await member(shop, 'نگار', 'support')
    negar.news()
    for (let n = 0; n < 12; n++) {
      const customer = await shop.customer(`مشتری ${n}`)
      await customer.buys('running-shoes')
      await customer.says('خیلی بد بود، پاره شد')
    }
    await shop.passes('1m')
    expect(negar.news()).toHaveLength(1)
    await shop.passes('10m')
    expect(negar.news()).toEqual([expect.stringContaining('۱۲ پرونده منتظر جوابه: ۱۲ شکایت')])
    const angry = await shop.customer('عصبانی')
    await angry.buys('running-shoes')
    await angry.says('کلاهبردارید، ازتون شکایت می‌کنم')
    await shop.passes('20s')
    expect(negar.news()).toHaveLength(1)
  })

  test('what many mention gets one answer, previewed, sent to each one by one', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const people = []
    for (let n = 0; n < 4; n++) people.push(await unhappy(`مشتری ${n}`, n < 3 ? 'سایز کوچک بود' : 'رنگش رفت'))
    negar.news()
    await negar.says('/alike')
    negar.hears(/۳ پرونده از ۴ تا از «سایز» می‌گن/)
    await negar.says('/all سایز سایز درست رو فردا می‌فرستیم')
    negar.hears('۳ پرونده')
    for (const { customer } of people) customer.news()
    await shop.passes('30s')
    expect(people.flatMap(({ customer }) => customer.news())).toEqual([])
    await negar.says('/all سایز اشتباه نوشتم')
    await negar.taps('نفرست')
    negar.hears('۰ پیام')
    await negar.taps('بفرست')
    negar.hears('پیش‌نویس نیست')
    await negar.says('/all سایز سایز درست رو فردا می‌فرستیم')
    await negar.taps('بفرست')
    await shop.passes('30s')
    expect(people.map(({ customer }) => customer.news())).toEqual([['سایز درست رو فردا می‌فرستیم'], ['سایز درست رو فردا می‌فرستیم'], ['سایز درست رو فردا می‌فرستیم'], []])
    await negar.taps('بفرست')
    negar.hears('پیش‌نویس نیست')
  })
})

describe('what support reads', () => {
  test('the answers as a file in the chat, with the same filters', async () => {
    const negar = await member(shop, 'نگار', 'support')
    await unhappy('سارا', '=cmd|بد بود')
    const happy = await here.asked(shop, 'رضا', { delivered: true })
    await happy.taps('عالیه 😍')
    await negar.says('/export bad')
    const file = negar.chat.heard.at(-1)!.file!
    expect(file.name).toMatch(/^answers-2026-.*\.csv$/)
    expect(file.text.split('\n').filter(line => line.includes('سارا'))).toHaveLength(1)
    expect(file.text).not.toContain('رضا')
  })

  test('bad answers are told to who asked for it, and the day comes at its hour', async () => {
    const negar = await member(shop, 'نگار', 'support')
    await negar.says('/notices')
    await negar.taps('جواب‌های بد رو خبر بده')
    await negar.says('/notices digest 20')
    negar.hears('هر روز ساعت ۲۰')
    const sara = await here.asked(shop, 'سارا', { delivered: true })
    negar.news()
    await sara.taps('بده 🙁')
    expect(negar.news().some(text => text.includes('ناراضی بود: ۲ از ۵'))).toBe(true)
    await shop.passes('1d')
    expect(negar.news().filter(text => text.includes('روزی که گذشت'))).toEqual([expect.stringContaining('۱ ناراضی')])
  })

  test('the one record: orders, messages, answers, case, notes, in their order', async () => {
    const negar = await member(shop, 'نگار', 'support')
    const { number } = await unhappy('سارا')
    await negar.says(`/note ${number} مشتری خوب ماست`)
    await negar.does({ kind: 'choice', token: `s:record:${number}` })
    const text = negar.chat.heard.at(-1)!.text
    for (const part of ['سفارش', 'فرستادیم', 'جواب', 'پرونده باز شد', 'یادداشت: نگار · مشتری خوب ماست']) expect(text).toContain(part)
    expect(text.indexOf('سفارش')).toBeLessThan(text.indexOf('یادداشت'))
  })
})
