/** One customer from the first hello to the manager's file, over real adapters: WhatsApp (Baileys) and the staff bot (Telegraf). */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createStaffBot } from '../../bots/staff/index.ts'
import { stillClock } from '../../src/clock.ts'
import { parseConfig } from '../../src/config.ts'
import { keepVersions } from '../../src/engagement/enroll.ts'
import { takeOrder } from '../../src/engagement/take-order.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import { registerJobs } from '../../src/schedule/recurring.ts'
import { createService } from '../../src/service.ts'
import { orderInput } from '../../src/shop/order-input.ts'
import { invite } from '../../src/staff/members.ts'
import { sealedRows } from '../../src/store/sealed-rows.ts'
import type { Store } from '../../src/store/store.ts'
import { openWhatsapp, pair } from '../bots/whatsapp/pair.ts'
import { startBotApi, type BotApi } from '../support/bot-api.ts'
import { durationMs } from '../support/shop.ts'
import { emptyStore, openTestStore, silent } from '../support/store.ts'
import { startWhatsappServer, type WhatsappServer } from '../support/whatsapp/server.ts'

const SARA = '989121234567'
const COUSIN = '989351112233'

let store: Store
let phones: WhatsappServer
let telegram: BotApi
let service: ReturnType<typeof createService>
const clock = stillClock('2026-03-22T10:00:00+03:30')

beforeAll(async () => void (store = await openTestStore()))
afterAll(() => store.close())
beforeEach(async () => {
  await emptyStore(store)
  phones = await startWhatsappServer()
  // The clock stands still between two acts: a second's pause would never end.
  telegram = await startBotApi({ limits: { perSecond: 1000, perChatPerSecond: 1000, chatBurst: 1000 } })
  const rows = sealedRows(store, Buffer.alloc(32, 7))
  await pair(phones, rows)
  const config = parseConfig({ DEMO: '0', SHOP_NAME: 'دوان', AGENT_NAME: 'نگار', API_KEY: 'k'.repeat(24) })
  const scenarios = loadScenarios(config.scenariosDir, `${config.scenariosDir}/demo`)
  const channels = [openWhatsapp(phones, rows), createStaffBot({ token: telegram.token, apiRoot: telegram.apiRoot, log: silent, backoffMs: 10 })]
  service = createService({ config, store, clock, scenarios, channels, log: silent, workerId: randomUUID(), ratesOf: () => null })
  await store.transaction(tx => keepVersions({ tx, clock, scenarios }))
  await registerJobs({ store, clock, log: silent }, service.jobs)
  await service.start()
  await expect.poll(() => channels[0]!.ready!(), { timeout: 8_000 }).toBe(true)
})
afterEach(async () => {
  await service.stop()
  await telegram.close()
  await phones.close()
})

const passes = (time: string) => service.walk({ to: new Date(clock.now().getTime() + durationMs(time)) })
const heardBy = (number: string) => phones.sent.filter(message => message.number === number).map(({ message }) => message.extendedTextMessage?.text ?? message.conversation ?? '')
/** Among the last two: news of the order and an answer may cross. */
const hears = (number: string, words: RegExp) => expect.poll(() => heardBy(number).slice(-2).some(text => words.test(text)), { timeout: 8_000 }).toBe(true)
const row = (step: string) => store.db.outboxMessage.findFirstOrThrow({ where: { step, role: 'step' } })

/** Everything that came in is handled, and everything that it caused is sent. */
async function settles() {
  await new Promise(done => setTimeout(done, 150))
  await service.settle()
}

async function joinsAsStaff(name: string, id: number, role: 'manager' | 'support') {
  const person = telegram.user(id, { name, locale: 'fa' })
  person.start(await store.transaction(tx => invite({ tx, clock }, role, null)))
  await expect.poll(() => person.sees().at(-1)?.text ?? '', { timeout: 5_000 }).toContain('فروشگاه')
  return person
}

test('a purchase, a complaint with a photo, an answer from support, and the manager who reads it', { timeout: 60_000 }, async () => {
  const negar = await joinsAsStaff('نگار', 501, 'support')
  const boss = await joinsAsStaff('مدیر', 502, 'manager')

  // Sara buys; the shop tells us, and prints her link on the receipt.
  const input = orderInput.parse({
    externalId: '1042', status: 'paid', placedAt: clock.now().toISOString(), currency: 'IRT', total: 2_500_000,
    customer: { externalId: 'c1', name: 'سارا', phone: `+${SARA}` }, items: [{ sku: 'run', name: 'کفش دویدن', category: 'running-shoes', quantity: 1, unitPrice: 2_500_000 }],
  })
  const { payload, customerId } = await store.transaction(tx => takeOrder({ ...service.app, tx }, input, { source: 'test' }))
  expect(service.app.channels.get('whatsapp')!.link(payload)).toMatch(new RegExp(`^https://wa\\.me/\\d+\\?text=.*${payload}$`))

  // She opens it on WhatsApp and says yes to offers by the number of the list.
  await phones.say(SARA, `شروع ${payload}`, { name: 'Sara' })
  await hears(SARA, /۱\. .*\n۲\. /)
  await phones.say(SARA, '۱')
  await settles()
  expect(await store.db.customer.findUnique({ where: { id: customerId } })).toMatchObject({ mayMarketing: true })

  // A cousin of the shop's owner writes to the same number, and hears nothing.
  for (const words of ['سلام، شام میای؟', 'لغو', '۱']) await phones.say(COUSIN, words)
  await settles()

  // A week later she is asked, and is not happy: a photo with words.
  await passes('7d 1m')
  await hears(SARA, /رسید؟/)
  await phones.say(SARA, 'بله')
  await hears(SARA, /۵\. عالیه.*۱\. خیلی بده/s)
  await phones.say(SARA, '۱', { hidden: true })
  await hears(SARA, /پرونده‌ی [۰-۹]+ باز شد/)
  await phones.say(SARA, { imageMessage: { caption: 'کفی‌ش جدا شده', mimetype: 'image/jpeg' } })
  await settles()
  expect(await row('day-14')).toMatchObject({ state: 'held', reason: 'open-case' })

  // Support hears of it in the staff bot, looks, and answers from there.
  await expect.poll(() => negar.sees().map(({ text }) => text).join('\n'), { timeout: 5_000 }).toContain('کفی‌ش جدا شده')
  const { number } = await store.db.case.findFirstOrThrow()
  negar.says(`/case ${number}`)
  await expect.poll(() => negar.sees().at(-1)?.text ?? '', { timeout: 5_000 }).toMatch(/سفارش .?1042.?.*خیلی بد.*\[photo\]/s)
  negar.taps('جواب می‌دم')
  await settles()
  negar.says('سلام سارا خانم، یک جفت نو فردا می‌فرستیم.')
  await settles()
  await passes('11s')
  await hears(SARA, /^سلام سارا خانم، یک جفت نو فردا می‌فرستیم\.$/)

  // She answers, and it comes back to the same thread; the machine says nothing in between.
  const before = heardBy(SARA).length
  await phones.say(SARA, 'ممنون، منتظرم')
  await settles()
  expect(heardBy(SARA)).toHaveLength(before)
  await expect.poll(() => negar.sees().at(-1)?.text ?? '', { timeout: 5_000 }).toContain('ممنون، منتظرم')

  // The case is closed; she is asked whether it is solved, and selling goes on.
  negar.says(`/close ${number}`)
  await hears(SARA, /حل شد؟/)
  await phones.say(SARA, '1')
  await hears(SARA, /خوشحالم که حل شد/)
  expect(await row('day-14')).toMatchObject({ state: 'planned' })
  await passes('8d')
  expect(await row('day-14')).toMatchObject({ state: expect.stringMatching(/^(sent|accepted)$/) as string })

  // The manager reads the answers, and takes them home.
  boss.says('/answers bad')
  await expect.poll(() => boss.sees().at(-1)?.text ?? '', { timeout: 5_000 }).toMatch(/سارا · راضی بود؟ خیلی بد/)
  boss.says('/export')
  await expect.poll(() => telegram.calls.some(({ method }) => method === 'sendDocument'), { timeout: 5_000 }).toBe(true)

  expect(heardBy(COUSIN)).toEqual([])
  expect(await store.db.outboxMessage.count({ where: { state: { in: ['uncertain', 'failed'] } } })).toBe(0)
})

test('«لغو» on WhatsApp, with an open order and consent on Telegram too, stops offers on both at once and keeps order news', { timeout: 60_000 }, async () => {
  const input = orderInput.parse({
    externalId: '1042', status: 'paid', placedAt: clock.now().toISOString(), currency: 'IRT', total: 2_500_000,
    customer: { externalId: 'c1', name: 'سارا', phone: `+${SARA}` }, items: [{ sku: 'run', name: 'کفش دویدن', category: 'running-shoes', quantity: 1, unitPrice: 2_500_000 }],
  })
  const { payload, customerId } = await store.transaction(tx => takeOrder({ ...service.app, tx }, input, { source: 'test' }))
  await phones.say(SARA, `شروع ${payload}`)
  await hears(SARA, /۱\. /)
  await phones.say(SARA, '۱')
  await settles()
  const now = clock.now()
  await store.db.address.create({ data: { customerId, channel: 'telegram', account: '123456', chatId: '77', joinedAt: now, lastInAt: now } })
  await phones.say(SARA, 'لغو')
  await settles()
  await hears(SARA, /لغو.*سفارش/s)
  const plan = await store.db.outboxMessage.findMany({ where: { customerId, class: 'flow', purpose: { in: ['marketing', 'feedback'] }, sentAt: null } })
  expect(plan.map(({ state, reason }) => `${state}: ${reason}`)).toEqual(plan.map(() => 'dropped: stopped'))
  expect(await store.db.customer.findUnique({ where: { id: customerId } })).toMatchObject({ mayMarketing: false, mayFeedback: false, mayTransactional: true })
})
