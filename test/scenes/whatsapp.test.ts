import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeCaseAndResume } from '../../src/engagement/case-actions.ts'
import { NUMBER_BUDGET } from '../../src/engagement/gate.ts'
import { Refused } from '../../src/errors.ts'
import { invite } from '../../src/staff/members.ts'
import type { Store } from '../../src/store/store.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

let store: Store
let shop: Shop
beforeAll(async () => void (store = await openTestStore()))
beforeEach(async () => {
  await emptyStore(store)
  shop = await openShop(store, { channel: 'whatsapp' })
})
afterEach(() => shop.close())
afterAll(() => store.close())

const PHONE = '+989121234567'

describe('who is spoken with', () => {
  test('a cousin who writes to the number hears nothing, whatever they write', async () => {
    const cousin = await shop.customer('پسرعمو')
    for (const text of ['سلام خوبی؟', 'لغو', '۱', 'منو', 'شکایت دارم']) await cousin.says(text)
    await cousin.sends('photo')
    await shop.passes('1h')
    expect(cousin.news()).toEqual([])
  })

  test('a customer who writes from the number of the order is known, and their words are kept', async () => {
    const sara = await shop.customer('سارا', { joined: false, phone: PHONE })
    await sara.buys('running-shoes')
    await sara.does({ kind: 'text', text: 'کفش‌هام پاره شد، خیلی بد بود', ownPhone: PHONE })
    await shop.passes('1m')
    sara.hears('پرونده')
    expect(await sara.cases()).toHaveLength(1)
    expect(await store.db.address.findMany({ where: { customerId: sara.id } })).toMatchObject([{ channel: 'whatsapp', source: 'phone', trust: 'full' }])
  })

  test('a start word from a stranger is answered', async () => {
    const stranger = await shop.customer('ناشناس')
    await stranger.does({ kind: 'start', ownPhone: '+989350000000' })
    expect(stranger.news()).toHaveLength(1)
  })

  test('the hidden id and the number are two addresses of one customer', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    const hidden = shop.channel.chat('سارا، پنهان')
    await shop.channel.act(hidden.id, { kind: 'text', text: 'سفارش‌هام', also: sara.chat.id })
    await shop.service.inbox.settle()
    await shop.settles()
    expect(hidden.heard.at(-1)?.text).toContain('کفش دویدن')
    expect(new Set((await store.db.address.findMany({ where: { channel: 'whatsapp' } })).map(address => address.customerId))).toEqual(new Set([sara.id]))
  })
})

describe('a person answers on the phone', () => {
  test('the bot is silent in that chat, the record shows the reply, and selling waits until both are silent for a day', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    sara.news()
    await sara.does({ kind: 'text', text: 'سلام سارا جان، سایز ۴۰ رو براتون کنار گذاشتم', fromShop: true })
    await sara.says('دستتون درد نکنه')
    await sara.says('فقط رنگش مشکی باشه')
    await sara.says('واقعاً عصبانی‌ام')
    await shop.passes('5m')
    expect(sara.news()).toEqual([])
    const [phoneCase] = await store.db.case.findMany({ include: { entries: { orderBy: { id: 'asc' } } } })
    expect(phoneCase!.entries.map(({ from, text }) => [from, text])).toEqual([
      ['support', 'سلام سارا جان، سایز ۴۰ رو براتون کنار گذاشتم'], ['customer', 'دستتون درد نکنه'], ['customer', 'فقط رنگش مشکی باشه'], ['customer', 'واقعاً عصبانی‌ام'],
    ])
    expect((await sara.plan()).find(row => row.step === 'day-14')).toMatchObject({ state: 'held', reason: 'open-case' })
    await shop.passes('26h')
    expect(await sara.cases()).toMatchObject([{ state: 'closed', closedBy: 'silence' }])
    expect((await sara.plan()).find(row => row.step === 'day-14')).toMatchObject({ state: 'planned' })
  })

  test('stop, health and commands are still heard', async () => {
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.does({ kind: 'text', text: 'الان پیگیری می‌کنم', fromShop: true })
    sara.news()
    await sara.says('سفارش‌هام')
    sara.hears('کفش دویدن')
    await sara.says('بچه‌م آلرژی گرفت و کهیر زده')
    sara.hears('استفاده نکنید')
    await sara.says('لغو')
    expect(await store.db.customer.findUnique({ where: { id: sara.id } })).toMatchObject({ mayMarketing: false })
  })

  test('to a stranger it is a private talk', async () => {
    const cousin = await shop.customer('پسرعمو')
    await cousin.does({ kind: 'text', text: 'شب می‌بینمت', fromShop: true })
    expect(await store.db.case.count()).toBe(0)
  })
})

describe('the number is not burnt', () => {
  test('a refusal for too much ends the message, stops what nobody asked for, and tells the manager once', async () => {
    const boss = await shop.customer('مدیر')
    await boss.starts(await store.transaction(tx => invite({ tx, clock: shop.clock }, 'manager', null)))
    const [sara, ali] = [await shop.customer('سارا'), await shop.customer('علی')]
    await sara.buys('running-shoes')
    await ali.buys('running-shoes')
    boss.news()
    shop.channel.fails.push(new Refused('WhatsApp refused it: 463', true), new Refused('WhatsApp refused it: 463', true))
    await shop.passes('3d')
    expect(boss.news()).toEqual([expect.stringContaining('463')])
    const halted = await store.db.pause.findMany()
    expect(halted).toMatchObject([{ channel: 'whatsapp', chatId: '', reason: 'WhatsApp refused it: 463' }])
    expect((await store.db.outboxMessage.findMany({ where: { state: 'failed' } })).map(row => row.error)).toEqual(['WhatsApp refused it: 463', 'WhatsApp refused it: 463'])
    await sara.says('سفارش‌هام')
    sara.hears('کفش دویدن')
  })

  test('a new number writes to a few, an older one to more; the rest waits and says why', async () => {
    await store.db.setting.create({ data: { key: 'whatsapp', value: { number: '989000000001', since: shop.clock.now().toISOString() } } })
    const few = NUMBER_BUDGET.perDay[0]![1]
    const now = shop.clock.now()
    for (let n = 0; n < few + 5; n++) {
      const customer = await store.db.customer.create({ data: { createdAt: now, joinedAt: now, mayMarketing: true } })
      const chat = shop.channel.chat(`مشتری ${n}`)
      await store.db.address.create({ data: { customerId: customer.id, channel: 'whatsapp', account: shop.channel.account, chatId: chat.id, joinedAt: now, lastInAt: now } })
      await store.db.outboxMessage.create({ data: { key: `broadcast/1/${n}`, class: 'bulk', customerId: customer.id, purpose: 'marketing', content: { text: 'سلام', locale: 'fa' }, dueAt: now, nextTryAt: now, graceFrom: now, graceMs: 604_800_000n } })
    }
    await shop.settles()
    const rows = await store.db.outboxMessage.groupBy({ by: ['state', 'reason'], _count: true, orderBy: { state: 'asc' } })
    expect(rows.map(({ state, reason, _count }) => [state, reason, _count])).toEqual([['held', 'cap', 5], ['sent', null, few]])
    await shop.passes('25h')
    expect(await store.db.outboxMessage.count({ where: { state: 'sent' } })).toBe(few + 5)
  })
})

test('«لغو» with an order on its way stops offers, keeps order news, and asks about cancelling; support closes, selling stays off', async () => {
  const sara = await shop.customer('سارا')
  await sara.buys('running-shoes')
  await sara.says('لغو')
  sara.hears(/لغو/)
  const plan = await sara.plan()
  expect(plan.filter(row => row.state === 'dropped').map(row => row.reason)).toEqual(plan.filter(row => row.state === 'dropped').map(() => 'stopped'))
  expect(await store.db.customer.findUnique({ where: { id: sara.id } })).toMatchObject({ mayMarketing: false, mayFeedback: false, mayTransactional: true })
  for (const { id } of await sara.cases()) await closeCaseAndResume(shop.app, id, 'test')
  expect((await sara.plan()).some(row => row.state === 'planned' && row.step === 'day-14')).toBe(false)
})
