import { controlsSchema, readControls } from '../../src/engagement/controls.ts'
import { beforeEach, describe, expect, test } from 'vitest'
import { HOUR } from '../../src/clock.ts'
import { layEdits } from '../../src/engagement/edit-journey.ts'
import { tellOfSilence } from '../../src/engagement/silence.ts'
import { spendLogin } from '../../src/staff/login.ts'
import { findMember, invite } from '../../src/staff/members.ts'
import { member, staffScenes } from './member.ts'
import type { Shop } from '../support/shop.ts'

const here = staffScenes()
let shop: Shop
let boss: Awaited<ReturnType<typeof member>>
beforeEach(async () => {
  shop = await here.open({ policy: { questionsPerHour: 1000 } })
  boss = await member(shop, 'مدیر', 'manager')
})

const step = async (customer: { plan(): Promise<{ step: string; state: string; reason: string | null; dueAt: Date }[]> }, name: string) => (await customer.plan()).find(row => row.step === name)!

describe('stopping and going on', () => {
  test('a paused message waits with its reason, the others go; resumed, it goes', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await boss.says('/pause')
    await boss.taps('day-3')
    boss.hears(/after-purchase\/day-3.? نگه داشته شد/)
    await shop.passes('3d 1h')
    expect(await step(sara, 'day-3')).toMatchObject({ state: 'held', reason: 'paused' })
    await boss.taps('ادامه بده')
    await shop.settles()
    expect(await step(sara, 'day-3')).toMatchObject({ state: 'sent' })
  })

  test('/stopall: nothing but replies leaves until undone', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await boss.says('/stopall')
    sara.news()
    await shop.passes('3d 1h')
    expect(sara.news()).toEqual([])
    await sara.says('سفارش‌هام')
    sara.hears('کفش دویدن')
    sara.news()
    await boss.taps('ادامه بده')
    await shop.settles()
    sara.hears('ممنون که از دوان خرید کردید')
  })

  test('a calm day sells nothing and works nobody; the next day does', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await shop.passes('14d')
    // Day 14 has gone; the next selling day is day 30.
    await shop.passes('15d 20h')
    await boss.says('/calm today')
    boss.hears('روز آرام')
    await boss.says('/calm tomorrow')
    await shop.passes('8h')
    expect(await step(sara, 'day-30')).toMatchObject({ state: 'held', reason: 'calm-day' })
    await shop.passes('2d')
    expect(await step(sara, 'day-30')).toMatchObject({ state: 'sent' })
  })

  test('closed days and other hours move what customers are promised', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await boss.says('/closed today')
    await boss.says('/hours tomorrow 11:00-15:00')
    boss.hears('۱۱:۰۰ تا ۱۵:۰۰')
    await sara.says('آدم')
    sara.hears(/تا فردا ساعت ۱۳/)
    await boss.says('/open 1405-01-02')
    boss.hears('روزهای عادی')
    await boss.says('/hours tomorrow 15:00-11:00')
    boss.hears('این‌طور بنویسید')
  })

  test('rehearsal: what is due goes to the manager, and nothing to the customer, until /live', async () => {
    await boss.says('/shadow')
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    sara.news()
    boss.news()
    await shop.passes('3d 1h')
    expect(sara.news()).toEqual([])
    expect(boss.news()).toEqual([expect.stringMatching(/\(تمرین\) این برای سارا می‌رفت:\n.*ممنون که از دوان/s)])
    await boss.says('/live')
    const reza = await shop.customer('رضا')
    await reza.buys('running-shoes')
    await shop.passes('3d 1h')
    reza.hears('ممنون که از دوان')
  })
})

describe('changing a journey', () => {
  test('another day moves what has not gone, and back', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    const before = (await step(sara, 'day-14')).dueAt
    await boss.says('/edit day-14 day 10')
    boss.hears(/day-14.? عوض شد/)
    expect((before.getTime() - (await step(sara, 'day-14')).dueAt.getTime()) / 86_400_000).toBe(4)
    await boss.says('/edit day-14 at 18:30')
    expect((await step(sara, 'day-14')).dueAt.toISOString()).toMatch(/T15:00:00/)
    await boss.taps('مثل اول')
    expect((await step(sara, 'day-14')).dueAt).toEqual(before)
  })

  test('other words are shown as a customer gets them, go out as shown, and those who began before get them too', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await boss.says('/edit day-3 fa سلام، از { $shop } ممنونیم که ما رو انتخاب کردید 🌱')
    boss.hears('سلام، از دوان ممنونیم که ما رو انتخاب کردید 🌱')
    await layEdits(shop.store.db, shop.scenarios)
    await shop.passes('3d 1h')
    sara.hears('سلام، از دوان ممنونیم که ما رو انتخاب کردید 🌱')
    const reza = await shop.customer('رضا')
    await reza.buys('running-shoes')
    await shop.passes('3d 1h')
    reza.hears('سلام، از دوان ممنونیم')
    await boss.says('/journey after-purchase')
    boss.hears(/day-3.? · روز ۳ .?✏️/)
  })

  test.each([
    ['/edit day-14 day 1000', 'این مقدار نمی‌شه'],
    ['/edit day-14 at 25:00', 'این مقدار نمی‌شه'],
    ['/edit satisfied day 3', 'روز خودش رو نداره'],
    ['/edit day-3 fa سلام { $password }', 'پر نمی‌شه'],
    ['/edit day-3 fa سلام { $shop', 'پر نمی‌شه'],
    ['/edit nothing day 3', 'این‌طور بنویسید'],
  ])('%s is refused, and nothing is half stored', async (words, complaint) => {
    await boss.says(words)
    boss.hears(complaint)
    expect(await shop.store.db.journeyEdit.count()).toBe(0)
  })

  test('a comparison group never gets it, and the row says so', async () => {
    const { scenarios } = shop
    await boss.says('/edit day-3 holdOut 50')
    await layEdits(shop.store.db, scenarios)
    const people = await Promise.all(['یک', 'دو', 'سه', 'چهار', 'پنج', 'شش', 'هفت', 'هشت', 'نه', 'ده'].map(name => shop.customer(name)))
    for (const person of people) await person.buys('running-shoes')
    await shop.passes('3d 1h')
    const rows = await Promise.all(people.map(person => step(person, 'day-3')))
    const out = rows.filter(row => row.reason === 'held-out').length
    expect(out).toBeGreaterThan(0)
    expect(out).toBeLessThan(10)
    expect(rows.filter(row => row.state === 'sent')).toHaveLength(10 - out)
  })
})

describe('a message to many', () => {
  test('draft, whom, what the gate says, the word that sends it, progress', async () => {
    const yes = await shop.customer('بله')
    const no = await shop.customer('نه', { offers: false })
    const busy = await shop.customer('پرونده')
    for (const person of [yes, no, busy]) await person.buys('running-shoes')
    await busy.says('شکایت دارم، خیلی بد بود')
    await shop.passes('1h')
    await boss.says('/send کفش‌های تازه رسید 🌱')
    boss.hears('کفش‌های تازه رسید 🌱')
    await boss.taps('همه‌ی مشتری‌ها')
    boss.hears(/به ۱ نفر می‌رسه/)
    boss.hears(/۱ نفر بعداً: پرونده‌ی باز داره/)
    boss.hears(/۱ نفر نمی‌گیرن: گفت نفرستید/)
    expect(await shop.store.db.outboxMessage.count({ where: { class: 'bulk' } })).toBe(0)
    for (const person of [yes, no, busy]) person.news()
    await boss.taps('همین حالا بفرست')
    await shop.settles()
    expect([yes.news(), no.news(), busy.news()]).toEqual([['کفش‌های تازه رسید 🌱'], [], []])
    await boss.taps('کجاست؟')
    boss.hears(/۱ · رفت/)
    await boss.taps('همین حالا بفرست')
    await shop.settles()
    expect(yes.news()).toEqual([])
  })

  test('what has not gone is taken back', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await boss.says('/send all سلام')
    await boss.taps('صبح ساعت ۱۰')
    await boss.taps('نرفته‌ها رو برگردون')
    boss.hears('۱ پیام')
    sara.news()
    await shop.passes('2d')
    expect(sara.news()).toEqual([])
  })

  test('who bought lately, who has not for long', async () => {
    const old = await shop.customer('قدیمی')
    await old.buys('running-shoes')
    await shop.passes('100d')
    const fresh = await shop.customer('تازه')
    await fresh.buys('running-shoes')
    for (const person of [old, fresh]) person.news()
    await boss.says('/send away-90 دلمون تنگ شده')
    await boss.taps('همین حالا بفرست')
    await shop.settles()
    expect([old.news(), fresh.news()]).toEqual([['دلمون تنگ شده'], []])
  })
})

describe('the shop', () => {
  test('a purchase by hand begins a plan like any other', async () => {
    await boss.says('/sale ۰۹۱۲۱۲۳۴۵۶۷ ۲٬۵۰۰٬۰۰۰ کفش دویدن | سارا')
    boss.hears(/ثبت شد: کفش دویدن.*\/j\//s)
    const order = await shop.store.db.order.findFirstOrThrow({ include: { customer: true, items: true } })
    expect(order).toMatchObject({ total: 2_500_000n, customer: { phone: '+989121234567', name: 'سارا' }, items: [{ name: 'کفش دویدن' }] })
    expect(await shop.store.db.outboxMessage.count({ where: { orderId: order.id, class: 'flow' } })).toBe(5)
    await boss.says('/sale 123 کفش')
    boss.hears('این‌طور بنویسید')
  })

  test('/doctor says what wants mending, and how', async () => {
    await boss.says('/doctor')
    boss.hears(/public address: .*localhost.*PUBLIC_URL/s)
    expect(boss.chat.heard.at(-1)!.text).not.toContain('shop name')
  })

  test('reach says how many, where, and what they agreed to', async () => {
    await (await shop.customer('سارا')).buys('running-shoes')
    await (await shop.customer('رضا', { joined: false })).buys('running-shoes')
    await boss.says('/reach')
    boss.hears(/از ۲ مشتری به ۱ نفر دسترسی داریم \(۵۰٪\)/)
  })

  test('a login link works once, for five minutes, and not for who was revoked', async () => {
    const token = async () => {
      await boss.says('/login')
      return /\/login\/([\w-]+)/.exec(boss.chat.heard.at(-1)!.text)![1]!
    }
    const spend = (link: string) => shop.store.transaction(tx => spendLogin({ tx, clock: shop.clock }, link))
    const first = await token()
    expect((await Promise.all([spend(first), spend(first)])).filter(Boolean)).toHaveLength(1)
    const second = await token()
    await shop.passes('6m')
    expect(await spend(second)).toBeNull()
    const third = await token()
    await shop.store.db.staff.updateMany({ data: { revokedAt: shop.clock.now() } })
    expect(await spend(third)).toBeNull()
  })
})

describe('the customer’s own data', () => {
  test('shown, and deleted when asked twice; the next import neither knows nor writes', async () => {
    const sara = await shop.customer('سارا', { phone: '+989121234567' })
    await sara.buys('running-shoes')
    await sara.says('اطلاعات من')
    await sara.taps('بفرستید ببینم')
    sara.hears('سارا')
    expect(JSON.parse(sara.chat.heard.at(-1)!.file!.text)).toMatchObject({ customer: { phone: '+989121234567' } })
    const { id } = sara
    await sara.says('حذف اطلاعات من')
    await sara.taps('پاکش کنید')
    expect(await shop.store.db.customer.findUnique({ where: { id } })).toMatchObject({ name: 'سارا' })
    await sara.taps('بله، پاک کنید')
    sara.hears('پاک شد')
    expect(await shop.store.db.customer.findUnique({ where: { id } })).toMatchObject({ name: null, phone: null, externalId: null, mayMarketing: false })
    expect(await shop.store.db.address.count({ where: { customerId: id } })).toBe(0)
    expect(await shop.store.db.order.count({ where: { customerId: id } })).toBe(1)
    expect(JSON.stringify(await shop.store.db.forgotten.findMany())).not.toContain('912')
    sara.news()
    await sara.buys('running-shoes', { externalId: 'later' })
    await shop.passes('30d')
    expect(sara.news()).toEqual([])
    expect(await shop.store.db.customer.count({ where: { phone: '+989121234567' } })).toBe(0)
  })
})

describe('one person in two records', () => {
  const snapshot = async () => {
    const tables = ['addresses', 'orders', 'enrollments', 'questions', 'answers', 'cases', 'outbox', 'links', 'consents']
    const rows: Record<string, unknown> = {}
    for (const table of tables) rows[table] = await shop.store.db.sql(`SELECT "id"::text, "customerId" FROM "${table}" WHERE "customerId" IS NOT NULL ORDER BY 1`)
    const customers = await shop.store.db.customer.findMany({ orderBy: { id: 'asc' }, omit: { revision: true } })
    return { rows, customers }
  }

  test('joined by a manager, everything is one; taken apart, each has what was theirs, to the row', async () => {
    const sara = await here.asked(shop, 'سارا', { delivered: true, phone: '+989121234567' })
    await sara.taps('بده 🙁')
    const other = await shop.customer('سارا قدیم', { phone: '+989351112233', offers: false })
    await other.buys('running-shoes', { externalId: '2000' })
    const before = await snapshot()
    await boss.says('/join 09121234567 09351112233')
    boss.hears('رفت زیر')
    expect(await shop.store.db.order.count({ where: { customerId: sara.id } })).toBe(2)
    expect(await shop.store.db.customer.findUnique({ where: { id: sara.id } })).toMatchObject({ mayMarketing: false })
    // The shop's next order under the old number belongs to the one that is left.
    const next = await other.buys('running-shoes', { externalId: '2001' })
    expect(next.customerId).toBe(sara.id)
    await boss.says('/join 09121234567 09351112233')
    boss.hears('یک نفرن')
    await boss.taps('جدا کن')
    const after = await snapshot()
    const own = (from: typeof before) => Object.fromEntries(Object.entries(from.rows).map(([table, rows]) => [table, (rows as { id: string }[]).filter(({ id }) => (before.rows[table] as { id: string }[]).some(row => row.id === id))]))
    expect(own(after)).toEqual(before.rows)
    expect(after.customers).toEqual(before.customers)
    await boss.does({ kind: 'choice', token: boss.chat.heard.toReversed().find(message => message.choices?.some(({ label }) => label === 'جدا کن'))!.choices![0]!.token })
    boss.hears('قبلاً برگشته')
  })

  test('whoever writes from the number of the record that was taken in is the one person; forgotten, both records are', async () => {
    const sara = await here.asked(shop, 'سارا', { delivered: true, phone: '+989121234567' })
    await sara.taps('بده 🙁')
    const other = await shop.customer('سارا قدیم', { joined: false, phone: '+989351112233' })
    await other.buys('running-shoes', { externalId: '2000' })
    await boss.says('/join 09121234567 09351112233')
    const phone = await shop.customer('گوشی دوم')
    await phone.sharesContact('+989351112233')
    expect(await shop.store.db.address.findFirst({ where: { chatId: phone.chat.id } })).toMatchObject({ customerId: sara.id })
    await sara.says('حذف اطلاعات من')
    await sara.taps('پاکش کنید')
    await sara.taps('بله، پاک کنید')
    const left = JSON.stringify([await shop.store.db.customer.findMany(), await shop.store.db.customerJoin.findMany(), await shop.store.db.outboxMessage.findMany({ where: { class: 'staff' }, select: { content: true } })])
    expect(left).not.toMatch(/سارا|9121234567|9351112233/)
    expect(await shop.store.db.forgotten.count()).toBe(4)
  })

  test('a visitor who shares the own number becomes the customer whom the shop knows; somebody else’s contact changes nothing', async () => {
    const known = await shop.customer('سارا', { joined: false, phone: '+989121234567' })
    await known.buys('running-shoes', { externalId: '1042' })
    const visitor = await shop.customer('مهمان')
    const now = shop.clock.now()
    const fresh = await shop.store.db.customer.create({ data: { createdAt: now, joinedAt: now } })
    await shop.store.db.address.create({ data: { customerId: fresh.id, channel: 'telegram', account: '123456', chatId: visitor.chat.id, joinedAt: now, lastInAt: now } })
    await visitor.sharesContact('+989121234567', false)
    expect(await shop.store.db.customerJoin.count()).toBe(0)
    await visitor.sharesContact('+989121234567')
    expect(await shop.store.db.address.findMany()).toMatchObject([{ customerId: known.id }])
    expect(await shop.store.db.customerJoin.findMany()).toMatchObject([{ why: 'contact', intoId: known.id, fromId: fresh.id }])
  })
})

describe('hostile hands', () => {
  test('an invitation that has expired, a chat id of another channel, buttons that were never ours', async () => {
    const late = await shop.store.transaction(tx => invite({ tx, clock: shop.clock }, 'manager', null))
    await shop.passes('3d')
    const stranger = await shop.customer('غریبه')
    await stranger.starts(late)
    expect(await shop.store.db.staff.count()).toBe(1)
    // The manager's chat id, on another channel and in another bot, is nobody.
    const [staff] = await shop.store.db.staff.findMany()
    for (const chat of [{ channel: 'bale', account: staff!.account, chatId: staff!.chatId }, { channel: 'telegram', account: '999', chatId: staff!.chatId }])
      expect(await shop.store.transaction(tx => findMember(tx, chat as never))).toBeNull()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    for (const token of ['s:stopall', `s:revoke:${staff!.id}`, 's:confirm:0198c0de-0000-7000-8000-000000000000', 's:sendall:x', 's:next', 's:undoedit:day-3', 'm:solved:1-no', 'm:data:gone:x', 'm:channel:whatsapp'])
      await sara.does({ kind: 'choice', token })
    expect(await readControls(shop.store.db)).toEqual({ ...controlsSchema.parse({}), offersOn: true })
    expect(await shop.store.db.staff.count({ where: { revokedAt: null } })).toBe(1)
    expect(await shop.store.db.customer.findUnique({ where: { id: sara.id } })).toMatchObject({ preferredChannel: null, name: 'سارا' })
  })

  test('support cannot do what managers can, by words or by buttons', async () => {
    const negar = await member(shop, 'نگار', 'support')
    for (const words of ['/stopall', '/send سلام', '/edit day-3 day 5', '/shadow', '/sale 09121234567 1000 x', '/invite manager', '/pause day-3', '/join 1 2', '/reach']) {
      await negar.says(words)
      negar.hears('این کارها')
    }
    for (const token of ['s:stopall', 's:live', 's:pause:day-3', 's:recall:x']) await negar.does({ kind: 'choice', token })
    expect(await readControls(shop.store.db)).toEqual({ ...controlsSchema.parse({}), offersOn: true })
    expect(await shop.store.db.journeyEdit.count()).toBe(0)
  })
})

describe('silence', () => {
  const told = async () => (await shop.store.db.outboxMessage.findMany({ where: { key: { startsWith: 'staff/silent/' } } })).map(({ key, channel }) => `${key.split('/')[2]} → ${channel}`).sort()
  const withSilence = (ms: number, answers = false) => {
    let silent = ms
    return { ...shop.app, channels: new Map([['telegram' as const, { ...shop.channel, silentMs: () => silent, describe: async () => (answers ? ((silent = 0), { username: 'x', name: 'x' }) : { problem: 'ECONNREFUSED' }) }]]) } as never
  }

  test('a bot that hears nothing of its platform for two hours is told on another channel, once a day', async () => {
    const now = shop.clock.now()
    await shop.store.db.staff.create({ data: { name: 'دوم', role: 'manager', channel: 'bale', account: '9', chatId: '9', joinedAt: now } })
    await tellOfSilence(withSilence(HOUR))
    await tellOfSilence(withSilence(3 * HOUR, true))
    expect(await told()).toEqual([])
    await tellOfSilence(withSilence(3 * HOUR))
    await tellOfSilence(withSilence(3 * HOUR))
    expect(await told()).toEqual(['telegram → bale'])
  })

  test('a shop whose orders stop at an hour when they always came', async () => {
    const weeks = [7, 14, 21, 28]
    for (const days of weeks.slice(0, 3)) for (let n = 0; n < 3; n++) await order(`w${days}-${n}`, days)
    await tellOfSilence(withSilence(0))
    expect(await told()).toEqual([])
    for (let n = 0; n < 3; n++) await order(`w28-${n}`, 28)
    await tellOfSilence(withSilence(0))
    expect(await told()).toEqual(['shop → telegram'])
  })

  async function order(externalId: string, daysAgo: number) {
    const at = new Date(shop.clock.now().getTime() - daysAgo * 24 * HOUR - HOUR)
    const { id } = (await shop.store.db.customer.findFirst()) ?? (await shop.store.db.customer.create({ data: { createdAt: at } }))
    await shop.store.db.order.create({ data: { externalId, customerId: id, status: 'paid', placedAt: at, currency: 'IRT', total: 1n, source: 'test', receivedAt: at } })
  }
})
