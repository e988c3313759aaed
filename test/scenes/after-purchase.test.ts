import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeCaseAndResume, replyToCase } from '../../src/engagement/case-actions.ts'
import type { Store } from '../../src/store/store.ts'
import { openShop, type Shop, type ShopOptions } from '../support/shop.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

let store: Store
let shop: Shop
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(() => emptyStore(store))
afterEach(() => shop.close())
afterAll(() => store.close())
const open = async (options?: ShopOptions) => (shop = await openShop(store, options))

const states = (plan: { step: string; role: string; state: string; reason: string | null }[]) =>
  Object.fromEntries(plan.filter(row => row.role === 'step').map(row => [row.step, row.reason ? `${row.state}: ${row.reason}` : row.state]))

describe('the plan', () => {
  test('right after an order its rows stand there, on their days at the hour of the purchase', async () => {
    await open({ now: '2026-03-21T18:40:00+03:30' })
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    const plan = await sara.plan()
    expect(plan.map(row => [row.step, row.dueAt.toISOString()])).toEqual([
      ['receipt', '2026-03-21T15:10:00.000Z'],
      ['day-3', '2026-03-24T15:10:00.000Z'],
      ['checkup', '2026-03-28T15:10:00.000Z'],
      ['day-14', '2026-04-04T15:10:00.000Z'],
      ['day-30', '2026-04-20T15:10:00.000Z'],
    ])
    expect(states(plan)).toEqual({ receipt: 'sent', 'day-3': 'planned', checkup: 'planned', 'day-14': 'planned', 'day-30': 'planned' })
  })

  test('a month with a happy customer', async () => {
    await open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await shop.passes('3d')
    sara.hears('ممنون که از دوان خرید کردید')
    await shop.passes('4d')
    sara.hears('به دستتون رسید؟')
    await sara.taps('بله، رسید')
    sara.hears('راضی هستید؟')
    await sara.taps('عالیه 😍')
    sara.hears('خوشحال شدم! ارسالش مشکلی داشت؟')
    await sara.taps('نه، خوب بود')
    sara.hears('اگه قرار باشه یه چیز رو عوض کنیم')
    await sara.says('بندش زود باز می‌شه')
    await shop.passes('15s')
    sara.hears('حرفتون عیناً به همکارهام می‌رسه')
    await shop.passes('7d')
    await shop.passes('16d')
    sara.hears('۱۰٪ تخفیف')
    expect(states(await sara.plan())).toEqual({ receipt: 'sent', 'day-3': 'sent', checkup: 'sent', 'day-14': 'sent', 'day-30': 'sent' })
    const answers = await sara.answers()
    expect(answers.map(({ question, value, score, words }) => ({ question, value, score, words }))).toEqual([
      { question: 'arrived', value: 'yes', score: null, words: null },
      { question: 'satisfied', value: 'great', score: 5, words: null },
      { question: 'shipping', value: 'fine', score: null, words: null },
      { question: 'change', value: null, score: null, words: 'بندش زود باز می‌شه' },
    ])
  })

  test('without a yes to offers, day 14 and 30 are held and then dropped, and everything else goes', async () => {
    await open()
    const sara = await shop.customer('سارا', { offers: null })
    await sara.buys('running-shoes')
    await shop.passes('14d 1h')
    expect(states(await sara.plan())['day-14']).toBe('held: no-consent')
    await shop.passes('25d')
    expect(states(await sara.plan())).toMatchObject({ 'day-3': 'sent', checkup: 'sent', 'day-14': 'dropped: too-late', 'day-30': 'dropped: too-late' })
  })

  test('another order stops the selling of the first and leaves its survey alone', async () => {
    await open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await shop.passes('7d')
    sara.hears('به دستتون رسید؟')
    await sara.buys('running-shoes')
    const selling = (await sara.plan()).filter(row => row.step === 'day-14' || row.step === 'day-30')
    expect(selling.map(row => [row.step, row.state, row.reason])).toEqual([
      ['day-14', 'dropped', 'bought-again'],
      ['day-14', 'planned', null],
      ['day-30', 'dropped', 'bought-again'],
      ['day-30', 'planned', null],
    ])
    await sara.taps('بله، رسید')
    sara.hears('راضی هستید؟')
  })

  test('a cancelled order drops what was planned for it', async () => {
    await open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await sara.buys('running-shoes', { externalId: 'سارا-1', status: 'cancelled' })
    expect(states(await sara.plan())).toMatchObject({ 'day-3': 'dropped: order-cancelled', checkup: 'dropped: order-cancelled', 'day-30': 'dropped: order-cancelled' })
  })

  test('who never opens the chat is written to never, and everything says why', async () => {
    await open()
    const sara = await shop.customer('سارا', { joined: false })
    await sara.buys('running-shoes')
    await shop.passes('4d')
    expect(states(await sara.plan())).toMatchObject({ receipt: 'held: no-address', 'day-3': 'held: no-address' })
    await shop.passes('40d')
    expect(sara.chat.heard).toEqual([])
    expect(new Set((await sara.plan()).map(row => row.reason))).toEqual(new Set(['too-late']))
  })

  test('nothing goes at night', async () => {
    await open({ now: '2026-03-21T23:10:00+03:30' })
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await shop.passes('45d')
    const sent = await store.db.outboxMessage.findMany({ where: { class: 'flow', state: 'sent' } })
    expect(sent.length).toBeGreaterThanOrEqual(4)
    for (const row of sent) {
      const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tehran', hour: 'numeric', hourCycle: 'h23' }).format(row.sentAt!))
      expect(hour).toBeGreaterThanOrEqual(9)
      expect(hour).toBeLessThan(21)
    }
  })
})

describe('a bad answer', () => {
  async function unhappy() {
    await open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await shop.passes('7d')
    await sara.taps('بله، رسید')
    return sara
  }

  test('"very bad": case, person and time in one message; days 14 and 30 wait, and come back when it is closed', async () => {
    const sara = await unhappy()
    sara.news()
    await sara.taps('خیلی بده 😞')
    const [case1] = await sara.cases()
    const news = sara.news()
    expect(news.length).toBe(1)
    expect(news[0]).toMatch(/پرونده‌ی .*نگار.* تا .*ساعت/)
    expect(states(await sara.plan())).toMatchObject({ 'day-14': 'held: open-case', 'day-30': 'held: open-case' })

    await shop.passes('10d')
    expect(states(await sara.plan())).toMatchObject({ 'day-14': 'held: open-case' })
    await replyToCase(shop.app, case1!.id, 'یه جفت تازه براتون می‌فرستیم.', 'نگار')
    await shop.settles()
    sara.hears('یه جفت تازه براتون می‌فرستیم.')
    await closeCaseAndResume(shop.app, case1!.id, 'نگار')
    await shop.passes('1d')
    expect(states(await sara.plan())).toMatchObject({ 'day-14': 'sent', 'day-30': 'planned' })
  })

  test('a mis-tap is taken back: one answer, the case closed, both values in the history, and the survey goes on', async () => {
    const sara = await unhappy()
    await sara.taps('بده 🙁')
    await sara.taps('تغییر')
    await sara.taps('خوبه 🙂')
    sara.hears('ارسالش مشکلی داشت؟')
    const satisfied = (await sara.answers()).filter(answer => answer.question === 'satisfied')
    expect(satisfied).toMatchObject([{ value: 'good', score: 4 }])
    expect(satisfied[0]!.history).toMatchObject([{ value: 'bad', score: 2 }])
    expect(await sara.cases()).toMatchObject([{ state: 'closed', closedBy: 'taken-back' }])
    expect(states(await sara.plan())).toMatchObject({ 'day-14': 'planned', 'day-30': 'planned' })
  })

  test('a second tap on the old keyboard changes nothing', async () => {
    const sara = await unhappy()
    const question = sara.chat.heard.at(-1)!
    const token = (label: string) => question.choices!.find(choice => choice.label === label)!.token
    await sara.does({ kind: 'choice', token: token('عالیه 😍'), messageId: question.messageId })
    sara.news()
    await sara.does({ kind: 'choice', token: token('خیلی بده 😞'), messageId: question.messageId })
    await sara.does({ kind: 'choice', token: token('عالیه 😍'), messageId: question.messageId })
    expect((await sara.answers()).filter(answer => answer.question === 'satisfied')).toMatchObject([{ value: 'great' }])
    expect(await sara.cases()).toEqual([])
  })
})

describe('not yet', () => {
  test('asks again after three days, the second one goes to a person, a later yes is the answer', async () => {
    await open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes')
    await shop.passes('7d')
    await sara.taps('هنوز نه')
    sara.hears('دوباره ازتون می‌پرسم')
    expect(states(await sara.plan())).toMatchObject({ 'day-14': 'held: not-arrived' })
    await shop.passes('3d')
    sara.hears('رسید؟')
    await sara.taps('هنوز نه')
    sara.hears('پرونده‌ی')
    expect(await sara.cases()).toMatchObject([{ kind: 'delivery', state: 'open' }])
    await sara.taps('بله، رسید')
    sara.hears('راضی هستید؟')
  })

  test('silence is reminded once, two days later, and an answer drops the reminder', async () => {
    await open()
    const [sara, reza] = [await shop.customer('سارا'), await shop.customer('رضا')]
    await sara.buys('running-shoes')
    await reza.buys('running-shoes')
    await shop.passes('7d')
    await reza.taps('هنوز نه')
    await shop.passes('2d')
    sara.hears('هنوز نمی‌دونم')
    expect((await reza.plan()).filter(row => row.role === 'reminder')).toMatchObject([{ state: 'dropped', reason: 'answered' }])
    await shop.passes('20d')
    expect((await sara.plan()).filter(row => row.role === 'reminder').length).toBe(1)
  })

  test('the shop says that it was delivered: the question is closed and the check-up follows two days later', async () => {
    await open()
    const sara = await shop.customer('سارا')
    await sara.buys('running-shoes', { externalId: 'سارا-1' })
    await shop.passes('7d')
    sara.hears('به دستتون رسید؟')
    await sara.buys('running-shoes', { externalId: 'سارا-1', status: 'delivered', deliveredAt: shop.clock.now().toISOString() })
    await shop.passes('2d')
    sara.hears('راضی هستید؟')
  })
})

describe('history is not news', () => {
  test('an order first seen after more than 7 days plans nothing', async () => {
    await open()
    const sara = await shop.customer('سارا')
    const placedAt = new Date(shop.clock.now().getTime() - 8 * 86_400_000)
    await sara.buys('running-shoes', { placedAt })
    expect(await sara.plan()).toEqual([])
  })

  test('the same order 20 times at once is one order and one plan', async () => {
    await open()
    const sara = await shop.customer('سارا', { joined: false })
    const taken = await Promise.all(Array.from({ length: 20 }, () => sara.buys('running-shoes', { externalId: 'same' })))
    expect(taken.filter(order => order.created).length).toBe(1)
    expect((await sara.plan()).length).toBe(5)
  })
})

describe('in English', () => {
  test('the same month, in the reader’s language', async () => {
    await open({ locale: 'en', env: { SHOP_NAME: 'Davan', AGENT_NAME: 'Negar' } })
    const sara = await shop.customer('Sara', { locale: 'en' })
    await sara.buys('running-shoes', { item: 'running shoes' })
    await shop.passes('7d')
    sara.hears('has your running shoes arrived?')
    await sara.taps('Yes')
    sara.hears('Happy with your running shoes?')
    await sara.taps('Very bad 😞')
    sara.hears(/Case \d+ is open and Negar from support will answer right here by/)
  })
})
