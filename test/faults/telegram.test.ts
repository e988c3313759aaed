import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Channel, Outgoing } from '../../src/channel.ts'
import { DAY } from '../../src/clock.ts'
import { queueReply } from '../../src/engagement/outbox.ts'
import type { Store } from '../../src/store/store.ts'
import { type BotApi, startBotApi } from '../support/bot-api.ts'
import { emptyStore } from '../support/store.ts'
import { databases, openInside, type Inside } from './inside.ts'
import { ACCOUNT, chatOf, expectClosed, plant, readLedger, untilSettled } from './ledger.ts'
import { FULL, until } from './service.ts'

const PEOPLE = FULL ? 2_000 : 200
const SECOND = 1_000

for (const database of databases())
  describe.skipIf(database.missing !== null)(`over ${database.name}`, () => {
  let store: Store
  let api: BotApi
  let opened: Inside[]
  const open = async (options: Partial<Parameters<typeof openInside>[0]> = {}) => {
    const service = await openInside({ store, api, ...options })
    opened.push(service)
    await service.start()
    return service
  }
  beforeAll(async () => {
    store = await database.open()
  })
  beforeEach(async () => {
    opened = []
    await emptyStore(store)
    api = await startBotApi({ limits: null, anyChat: true })
  })
  afterEach(async () => {
    await Promise.all(opened.map(service => service.stop()))
    await api?.close()
  })
  afterAll(() => database.stop())

  const sends = () => api.calls.filter(call => call.method === 'sendMessage')

  test.each([
    ['some calls', { answer: 429, retryAfter: 1, chance: 0.05, times: 4 }],
    ['all calls for a while', { answer: 429, retryAfter: 2, times: 12 }],
    ['one chat', { answer: 429, retryAfter: 1, chatId: chatOf(7), times: 2 }],
  ] as const)('F3: %s answered 429: everything waits as told, then all of it arrives once', async (_, fault) => {
    await plant(store, PEOPLE)
    api.fail(fault)
    await open({ env: { TELEGRAM_RATE: '100' } })
    await untilSettled(store)
    expect(await expectClosed(store, api.sent, PEOPLE)).toMatchObject({ sent: PEOPLE })
    const told = sends().filter(call => call.status === 429)
    expect(told.length).toBeGreaterThan(0)
    for (const { at, chatId, retryAfter } of told) {
      const over = at + retryAfter! * SECOND - 50
      const same = sends().find(call => call.chatId === chatId && call.at > at)
      expect.soft(same!.at, 'the same message').toBeGreaterThanOrEqual(over)
      // What was on its way when it was told may still arrive.
      expect.soft(sends().filter(call => call.at > at + 300 && call.at < over).length, 'bulk during the wait').toBe(0)
    }
  })

  test.skipIf(database.name !== 'PostgreSQL')('F3: one worker is told to wait: the other one waits too, as soon as it has heard', async () => {
    await plant(store, PEOPLE)
    const other = await openInside({ store, api, env: { TELEGRAM_RATE: '40' } })
    opened.push(other)
    api.fail({ answer: 429, retryAfter: 4, times: 1 })
    await open({ env: { TELEGRAM_RATE: '40' } })
    await until(() => sends().length > 0)
    await other.start()
    await untilSettled(store)
    expect(await expectClosed(store, api.sent, PEOPLE)).toMatchObject({ sent: PEOPLE })
    const told = sends().find(call => call.status === 429)!
    // Each reads the others' pauses once a second.
    expect(sends().filter(call => call.at > told.at + 1_500 && call.at < told.at + 4_000 - 50)).toEqual([])
  })

  test('F4: errors, resets and silence after Telegram took it: each is uncertain, listed, and never repeated but by a person', async () => {
    await plant(store, PEOPLE)
    const times = Math.ceil(PEOPLE * 0.02)
    api.fail({ answer: 500, accepted: true, chance: 0.1, times })
    api.fail({ answer: 502, accepted: true, chance: 0.1, times })
    api.fail({ cut: 'after', chance: 0.1, times })
    api.fail({ hang: 'after', chance: 0.1, times })
    const service = await open({ sendTimeoutMs: SECOND })
    await untilSettled(store)
    const { uncertain } = await expectClosed(store, api.sent, PEOPLE)
    expect(uncertain).toBe(4 * times)
    expect(api.sent.length).toBe(PEOPLE)

    const list = await service.request('GET', '/api/v1/messages?state=uncertain')
    expect(list.body.items.length).toBe(Math.min(50, 4 * times))
    const [first, second] = list.body.items
    expect((await service.request('POST', `/api/v1/messages/${first.id}/discard`)).status).toBe(200)
    expect((await service.request('POST', `/api/v1/messages/${second.id}/resend`)).status).toBe(200)
    await untilSettled(store)
    expect(api.sent.length).toBe(PEOPLE + 1)
    expect(await readLedger(store)).toMatchObject({ sent: PEOPLE - 4 * times + 1, dropped: 1, uncertain: 4 * times - 2 })
    expect((await service.request('POST', `/api/v1/messages/${second.id}/resend`)).status).toBe(409)
  })

  test('F5: Telegram cannot be reached for a while: everything arrives later, once, and nothing is uncertain', async () => {
    await plant(store, PEOPLE)
    await open({ env: { TELEGRAM_RATE: '100' } })
    await until(() => api.sent.length > 20)
    await api.goesDown()
    await sleep(FULL ? 10_000 : 1_000)
    const meanwhile = await readLedger(store)
    expect(meanwhile.uncertain).toBe(0)
    expect(meanwhile.planned).toBeGreaterThan(0)
    await api.goesUp()
    await untilSettled(store)
    expect(await expectClosed(store, api.sent, PEOPLE)).toMatchObject({ sent: PEOPLE, uncertain: 0 })
  })

  test('F6: who blocked us, is gone or never came is marked, and not tried again; the others get theirs', async () => {
    await plant(store, PEOPLE)
    const gone = Array.from({ length: PEOPLE / 10 }, (_, n) => n * 10)
    const endings = [
      { answer: 403, description: 'Forbidden: bot was blocked by the user' },
      { answer: 403, description: 'Forbidden: user is deactivated' },
      { answer: 400, description: 'Bad Request: chat not found' },
    ] as const
    for (const [n, person] of gone.entries()) api.fail({ ...endings[n % 3]!, chatId: chatOf(person), times: 1_000 })
    const service = await open()
    await untilSettled(store)
    expect(await expectClosed(store, api.sent, PEOPLE)).toMatchObject({ sent: PEOPLE - gone.length, failed: gone.length })
    expect(await store.db.address.count({ where: { state: 'gone' } })).toBe(gone.length)

    const before = sends().length
    service.clock.moveTo(new Date(service.clock.now().getTime() + DAY))
    await plant(store, PEOPLE, PEOPLE)
    await store.db.sql(`UPDATE "outbox" SET "key" = 'first/' || "key"`)
    await store.db.sql(`INSERT INTO "outbox" ("key", "class", "customerId", "purpose", "content", "dueAt", "nextTryAt", "graceFrom", "graceMs")
      SELECT 'second/' || "customerId", 'bulk', "customerId", 'marketing', "content", "dueAt", "dueAt", "dueAt", "graceMs" FROM "outbox" WHERE "state" = 'failed'`)
    service.app.wakeLoop()
    await until(async () => (await readLedger(store)).planned === 0)
    expect(await readLedger(store)).toMatchObject({ held: gone.length, planned: 0 })
    const chats = new Set(gone.map(chatOf))
    expect(sends().slice(before).filter(call => chats.has(call.chatId!))).toEqual([])
  })

  test('F17: Telegram hangs: the wait is bounded, the outcome is uncertain, and another channel answers meanwhile', async () => {
    const other = recording()
    const service = await open({ others: [other], sendTimeoutMs: 4_000 })
    api.fail({ hang: 'before', times: 10_000 })
    await plant(store, PEOPLE)
    // As many replies as a lane takes hang too.
    for (let n = 0; n < 100; n++) await reply(n, { channel: 'telegram', account: ACCOUNT, chatId: chatOf(n) })
    service.app.wakeLoop()
    await until(() => api.calls.filter(call => call.status === 'hang').length >= 16)
    await reply(1_000, { channel: 'webchat', account: 'web', chatId: 'anna' })
    const from = performance.now()
    service.app.wakeLoop()
    await until(() => other.heard.length > 0)
    expect(performance.now() - from).toBeLessThan(2_000)
    api.heal()
    await untilSettled(store)
    const { uncertain } = await readLedger(store)
    expect(uncertain).toBe(api.calls.filter(call => call.status === 'hang').length)
    expect(uncertain).toBeGreaterThan(0)
  })

  async function reply(n: number, to: { channel: 'telegram' | 'webchat'; account: string; chatId: string }) {
    const outgoing: Outgoing = { text: `پاسخ ${n}`, locale: 'fa' }
    await store.transaction(async tx => queueReply({ tx, clock: { now: () => new Date(performance.timeOrigin + performance.now()) } }, { customerId: null, to, inboxId: String(n + 1), n: 0, outgoing }))
  }
})

function recording() {
  const heard: string[] = []
  return {
    heard,
    name: 'webchat', account: 'web', capabilities: { choices: 'buttons', textLimit: 4096 },
    async start() {},
    async stop() {},
    link: () => null,
    async send(_: string, { text }: Outgoing) {
      heard.push(text)
      return { messageId: randomUUID() }
    },
  } satisfies Channel & { heard: string[] }
}
