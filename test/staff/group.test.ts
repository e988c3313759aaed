/** The team's group with a topic for each case, on the real adapter against the Bot API emulator. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTelegram } from '../../bots/telegram/index.ts'
import { stillClock } from '../../src/clock.ts'
import { parseConfig } from '../../src/config.ts'
import { takeOrder } from '../../src/engagement/take-order.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import { createService } from '../../src/service.ts'
import { orderInput } from '../../src/shop/order-input.ts'
import { invite } from '../../src/staff/members.ts'
import type { Store } from '../../src/store/store.ts'
import { startBotApi, type BotApi } from '../support/bot-api.ts'
import { emptyStore, openTestStore, silent } from '../support/store.ts'

const GROUP = -1001
let store: Store
let api: BotApi
let service: ReturnType<typeof createService>
let group: ReturnType<BotApi['group']>
const clock = stillClock('2026-03-22T10:00:00+03:30')
const config = parseConfig({ DEMO: '0', SHOP_NAME: 'دوان', AGENT_NAME: 'نگار', API_KEY: 'k'.repeat(24), REPLY_AFTER_SILENCE: '0' })
const scenarios = loadScenarios(config.scenariosDir)

beforeAll(async () => void (store = await openTestStore()))
afterAll(() => store.close())
beforeEach(async () => {
  await emptyStore(store)
  api = await startBotApi({ limits: { perSecond: 1000, perChatPerSecond: 1000, chatBurst: 1000 } })
  const channels = [createTelegram({ token: api.token, apiRoot: api.apiRoot, log: silent, backoffMs: 10 })]
  service = createService({ config, store, clock, scenarios, channels, log: silent, workerId: randomUUID(), ratesOf: () => null })
  await service.start()
  group = api.group(GROUP)
  for (const [id, name, role] of [[501, 'مدیر', 'manager'], [502, 'نگار', 'support']] as const) {
    api.user(id, { name }).start(await store.transaction(tx => invite({ tx, clock }, role, null)))
    await expect.poll(() => store.db.staff.count({ where: { chatId: String(id) } })).toBe(1)
  }
})
afterEach(async () => {
  await service.stop()
  await api.close()
})

const inGroup = () => api.sent.filter(({ chatId }) => Number(chatId) < 0)
const hears = (words: RegExp) => expect.poll(() => inGroup().at(-1)?.text ?? '', { timeout: 5_000 }).toMatch(words)
const passes = (seconds: number) => service.walk({ to: new Date(clock.now().getTime() + seconds * 1000) })

async function bound() {
  group.says(501, '/group')
  await hears(/تاپیک/)
}
async function unhappyCustomer() {
  const input = orderInput.parse({ externalId: '1042', status: 'paid', placedAt: clock.now().toISOString(), currency: 'IRT', total: 1000, customer: { externalId: 'c1', name: 'سارا', phone: '+989121234567' }, items: [{ sku: 'r', name: 'کفش', quantity: 1, unitPrice: 1000 }] })
  const { payload } = await store.transaction(tx => takeOrder({ ...service.app, tx, scenarios }, input, { source: 'test' }))
  const sara = api.user(700, { name: 'سارا' })
  sara.start(payload)
  await expect.poll(() => sara.sees().length, { timeout: 5_000 }).toBeGreaterThan(0)
  sara.says('خیلی بد بود، پاره شد')
  await expect.poll(() => sara.sees().at(-1)!.text, { timeout: 5_000 }).toMatch(/پرونده/)
  return sara
}

test('a case is a topic; what the team writes there reaches the customer, and comes back there; notes, commands, closing', { timeout: 30_000 }, async () => {
  await bound()
  const sara = await unhappyCustomer()
  await hears(/باز شد · سارا/)
  const { topic } = inGroup().at(-1)!
  expect(topic).toBeDefined()
  expect(JSON.stringify(inGroup())).not.toContain('912')

  group.says(502, 'سلام سارا، یک جفت نو می‌فرستیم', { topic: topic! })
  await hears(/ده ثانیه/)
  await passes(11)
  await expect.poll(() => sara.sees().at(-1)!.text).toBe('سلام سارا، یک جفت نو می‌فرستیم')
  group.says(502, '.با انبار صحبت شد', { topic: topic! })
  await expect.poll(() => store.db.caseEntry.count({ where: { from: 'note' } })).toBe(1)

  sara.says('ممنون، منتظر خبرتون هستم')
  await hears(/منتظر خبرتون/)
  expect(inGroup().at(-1)!.topic).toBe(topic)

  group.says(502, 'تا فردا می‌رسه', { topic: topic! })
  await hears(/ده ثانیه/)
  group.says(502, '/undo', { topic: topic! })
  await hears(/برگشت/)
  await passes(20)
  expect(sara.sees().some(({ text }) => text.includes('تا فردا می‌رسه'))).toBe(false)
  group.says(502, '/close', { topic: topic! })
  await hears(/بسته شد/)
  expect(await store.db.case.findFirst()).toMatchObject({ state: 'closed' })
})

test('strangers, anonymous admins, channels and other groups move nothing', { timeout: 30_000 }, async () => {
  const elsewhere = api.group(-2002)
  // Not a manager, and nobody at all.
  group.says(502, '/group')
  group.says(999, '/group')
  group.says(1087968824, '/group', { raw: { sender_chat: { id: GROUP, type: 'supergroup' } } })
  await api.drained()
  await service.settle()
  expect(await store.db.setting.count({ where: { key: 'staff-group' } })).toBe(0)
  await bound()
  const sara = await unhappyCustomer()
  await hears(/باز شد/)
  const { topic } = inGroup().at(-1)!
  const before = sara.sees().length
  group.says(999, 'پول بده', { topic: topic! })
  group.says(501, 'از کانال', { topic: topic!, raw: { sender_chat: { id: -5, type: 'channel' } } })
  group.says(501, 'پیام قدیمی', { topic: topic!, raw: { forward_origin: { type: 'user' } } })
  elsewhere.says(501, '/close 1', { topic: topic! })
  group.says(501, 'ناهار چی بخوریم؟')
  await api.drained()
  await service.settle()
  await passes(30)
  expect(sara.sees()).toHaveLength(before)
  expect(await store.db.case.findFirst()).toMatchObject({ state: 'open', repliedAt: null })
})

test('F7: a group that becomes another one is followed, and what was on its way arrives there, once', { timeout: 30_000 }, async () => {
  await bound()
  group.moves(-3003)
  await unhappyCustomer()
  await expect.poll(() => store.db.setting.findUnique({ where: { key: 'staff-group' } }), { timeout: 5_000 }).toMatchObject({ value: { chatId: '-3003' } })
  await passes(2)
  await expect.poll(() => api.sent.filter(({ chatId }) => chatId === '-3003').length, { timeout: 5_000 }).toBe(1)
  await passes(5)
  expect(api.sent.filter(({ chatId, text }) => Number(chatId) < 0 && text.includes('سارا'))).toHaveLength(1)
})

test('a group without topics gets it in its one thread', { timeout: 30_000 }, async () => {
  group = api.group(-4004, { noTopics: true })
  await bound()
  await unhappyCustomer()
  await hears(/باز شد · سارا/)
  expect(inGroup().at(-1)).toMatchObject({ chatId: '-4004' })
  expect(inGroup().at(-1)!.topic).toBeUndefined()
})
