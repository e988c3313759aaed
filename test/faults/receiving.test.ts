import { setTimeout as sleep } from 'node:timers/promises'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostgres } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { type BotApi, type BotUser, startBotApi } from '../support/bot-api.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { silent } from '../support/store.ts'
import { confirmed, gatherCrowd, orderAt, question, scenariosForACrowd, startBalancer } from './crowd.ts'
import { FULL, killAll, startService, temporaryFolder, until, type Worker } from './service.ts'

const SECRET = 'a-secret-of-the-campaigns'

async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise(closed => server.close(closed))
  return String(port)
}

const handled = (store: Store) => until(async () => (await store.db.inboxMessage.count({ where: { state: 'new' } })) === 0)
const quiet = (store: Store) => until(async () => (await store.db.outboxMessage.count({ where: { class: 'reply', state: { in: ['planned', 'sending'] } } })) === 0)

describe.skipIf(noPostgres())(`two processes behind one webhook (${noPostgres() ?? 'on PostgreSQL'})`, () => {
  const people = FULL ? 500 : 20
  let server: PostgresServer
  let store: Store
  let api: BotApi
  let balancer: Awaited<ReturnType<typeof startBalancer>>
  let crowd: BotUser[]
  let folder: ReturnType<typeof temporaryFolder>
  beforeAll(async () => {
    folder = temporaryFolder()
    server = await startPostgres({ fsync: 'off' })
    store = await openPostgres(server.url, { log: silent, command: 'test' })
    api = await startBotApi({ limits: null, keepCalls: false })
    balancer = await startBalancer()
    const SCENARIOS_DIR = scenariosForACrowd(folder.path)
    const workers: Worker[] = []
    for (let n = 0; n < 2; n++)
      workers.push(startService({
        databaseUrl: server.url, dataDir: folder.path, api,
        env: { PORT: await freePort(), PUBLIC_URL: balancer.url, TELEGRAM_WEBHOOK_SECRET: SECRET, SCENARIOS_DIR },
      }))
    await Promise.all(workers.map(worker => worker.ready))
    balancer.to(workers.map(worker => worker.url()))
    crowd = await gatherCrowd(api, orderAt(workers[0]!.url()), people)
  })
  afterAll(async () => {
    killAll(false)
    balancer?.close()
    await api?.close()
    await store?.close()
    server?.stop()
    folder?.remove()
  })

  test('F14: 2 to 20 taps of everybody at once: one vote each, one reply each, every tap answered', async () => {
    const before = new Map(crowd.map(user => [user.chatId, heardBy(user)]))
    const taps = crowd.flatMap((user, n) => {
      const { message, token } = question(user)!
      // Half of them change their mind in the middle of it.
      return Array.from({ length: 2 + (n % 19) }, (_, tap) => user.taps(token(n % 2 && tap % 2 ? 'bad' : 'great'), message))
    })
    await confirmed(api)
    await handled(store)
    await quiet(store)
    const answers = await store.db.answer.findMany({ where: { question: 'satisfied' } })
    expect(answers.length).toBe(people)
    expect(answers.every(({ value, history }) => ['great', 'bad'].includes(value!) && (history as unknown[]).length === 0)).toBe(true)
    expect(await store.db.case.count()).toBe(answers.filter(answer => answer.value === 'bad').length)
    expect(crowd.map(user => heardBy(user) - before.get(user.chatId)!)).toEqual(crowd.map(() => 1))
    expect(new Set(api.answered.map(({ callbackId }) => callbackId))).toEqual(new Set(taps))
  })

  test('F11: every update three times, fifty at once, to both processes: one row, one reply', async () => {
    const strangers = Array.from({ length: FULL ? 5_000 : 150 }, (_, n) => api.user(6_000_000 + n))
    const before = await store.db.inboxMessage.count()
    const sent = api.sent.length
    api.deliverCopies(3)
    for (const stranger of strangers) stranger.says('کسی هست؟')
    await confirmed(api)
    api.deliverCopies(1)
    await handled(store)
    await quiet(store)
    expect((await store.db.inboxMessage.count()) - before).toBe(strangers.length)
    expect(api.sent.length - sent).toBe(strangers.length)
    expect(strangers.map(heardBy)).toEqual(strangers.map(() => 1))
  })

  test('F12: each chat’s updates shuffled, edits before their originals: the later words stand, and nothing throws', async () => {
    // Whoever is still being asked something: the next question, after a good answer.
    const asked = crowd.filter(user => question(user))
    const openBefore = asked.map(user => question(user)!)
    expect(asked.length).toBeGreaterThan(5)
    for (const [n, user] of asked.entries()) {
      const from = { id: user.id, is_bot: false, first_name: 'سارا', language_code: 'fa' }
      const chat = { id: user.id, type: 'private', first_name: 'سارا' }
      const message = { message_id: 900_000 + n, from, chat, date: 1_800_000_000 }
      const { message: question_, token } = openBefore[n]!
      const updates = [
        { message: { ...message, text: `نسخه‌ی اول ${n}` } },
        { edited_message: { ...message, text: `نسخه‌ی دوم ${n}`, edit_date: 1_800_000_001 } },
        { callback_query: { id: `shuffled-${n}`, from, chat_instance: '1', data: token('fine'), message: { chat, message_id: Number(question_.messageId), date: 0 } } },
        { message: { ...message, message_id: 950_000 + n, voice: { file_id: `voice-${n}`, file_unique_id: 'v', duration: 1 } } },
        { message: { ...message, message_id: 960_000 + n, sticker: { file_id: 's', file_unique_id: 's', type: 'regular', width: 1, height: 1, emoji: '🌸' } } },
      ]
      for (const update of shuffled(updates, n)) api.push(update)
    }
    await confirmed(api)
    await handled(store)
    await quiet(store)
    expect(await store.db.inboxMessage.findMany({ where: { state: 'failed' }, select: { error: true } })).toEqual([])
    const words = [
      ...(await store.db.answer.findMany({ where: { words: { not: null } } })).map(answer => answer.words!),
      ...(await store.db.caseEntry.findMany({ where: { from: 'customer', text: { not: null } } })).map(entry => entry.text!),
    ].join('\n')
    expect(words).not.toContain('نسخه‌ی اول')
    for (const n of asked.keys()) expect(words).toMatch(new RegExp(`نسخه‌ی دوم ${n}(?!\\d)`))
    // Whoever had been asked about shipping has answered that question, and no other.
    expect(await store.db.answer.count({ where: { question: 'shipping', value: 'fine' } })).toBe(asked.length)
  })

  test('X4, X5: without the exact secret nothing is heard, and a post that is repeated later changes nothing', async () => {
    const update = { update_id: 77_000_001, message: { message_id: 1, from: { id: 6_900_001, is_bot: false, first_name: 'x' }, chat: { id: 6_900_001, type: 'private' }, date: 1, text: 'سلام' } }
    const post = (secret: string | null) =>
      fetch(`${balancer.url}/hooks/telegram`, { method: 'POST', body: JSON.stringify(update), headers: { 'content-type': 'application/json', ...(secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret }) } }).then(({ status }) => status)
    const before = await store.db.inboxMessage.count()
    for (const forged of [null, '', SECRET.slice(0, -1), `${SECRET}x`, SECRET.toUpperCase(), `${SECRET}, ${SECRET}`]) expect(await post(forged)).toBe(401)
    expect(await store.db.inboxMessage.count()).toBe(before)
    // The true one, and again by whoever recorded it, when the first has long been handled.
    expect(await post(SECRET)).toBe(200)
    await handled(store)
    expect(await post(SECRET)).toBe(200)
    expect(await post(SECRET)).toBe(200)
    await handled(store)
    await quiet(store)
    expect(await store.db.inboxMessage.count()).toBe(before + 1)
    expect(await store.db.outboxMessage.count({ where: { chatId: '6900001' } })).toBe(1)
  })
})

describe.skipIf(noPostgres())(`two processes that poll (${noPostgres() ?? 'on PostgreSQL'})`, () => {
  const kills = FULL ? 5 : 2
  let folder: ReturnType<typeof temporaryFolder>
  let server: PostgresServer
  let store: Store
  let api: BotApi
  beforeAll(async () => {
    folder = temporaryFolder()
    server = await startPostgres({ fsync: 'off' })
    store = await openPostgres(server.url, { log: silent, command: 'test' })
    api = await startBotApi({ limits: null, keepCalls: false })
  })
  afterAll(async () => {
    killAll(false)
    await api?.close()
    await store?.close()
    server?.stop()
    folder?.remove()
  })

  test(`F13: the one that polls is killed ${kills} times while handling is slow: nobody is left without an answer, nobody gets two`, async () => {
    // Handling an update takes 200 ms.
    await store.db.sql(`CREATE FUNCTION slow() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END' LANGUAGE plpgsql`)
    await store.db.sql(`CREATE TRIGGER slow BEFORE UPDATE ON "inbox" FOR EACH ROW EXECUTE FUNCTION slow()`)
    api.fail({ delayMs: 50, chance: 1, method: 'sendMessage' })
    const worker = () => startService({ databaseUrl: server.url, dataDir: folder.path, api })
    const owners = () => store.db.sql<{ owner: string }>(`SELECT "owner" FROM "leases"`)
    const strangers: BotUser[] = []
    const write = (count: number) => {
      for (let n = 0; n < count; n++) {
        strangers.push(api.user(7_000_000 + strangers.length))
        strangers.at(-1)!.says('سلام؟')
      }
    }
    let poller = worker()
    await poller.ready
    for (let kill = 0; kill < kills; kill++) {
      await until(async () => (await owners()).length === 1 && api.receiving().polled)
      const other = worker()
      await other.ready
      const before = api.sent.length
      // More than is handled before the kill: what is stored then is the other one's to answer.
      write(60)
      await until(() => api.sent.length > before)
      await sleep(Math.random() * 300)
      await poller.kill()
      write(15)
      // The other one polls when the lease of the dead is over.
      await until(() => api.receiving().pending === 0, 40_000)
      poller = other
    }
    write(15)
    await until(() => api.receiving().pending === 0, 40_000)
    await handled(store)
    await quiet(store)
    expect((await poller.stop()).code).toBe(0)
    const uncertain = await store.db.outboxMessage.findMany({ where: { state: 'uncertain' }, select: { chatId: true } })
    const silent_ = strangers.filter(stranger => heardBy(stranger) === 0).map(stranger => stranger.chatId)
    expect(silent_.filter(chatId => !uncertain.some(row => row.chatId === chatId)), 'never answered').toEqual([])
    expect(strangers.filter(stranger => heardBy(stranger) > 1), 'answered twice').toEqual([])
    expect(uncertain.length).toBeLessThanOrEqual(kills * 16)
  })
})

const heardBy = (user: BotUser) => user.sees().length

/** The same disorder in every run. */
function shuffled<T>(items: T[], seed: number): T[] {
  const keyed = items.map((item, at) => ({ item, key: Math.imul(seed * 31 + at + 1, 2_654_435_761) >>> 0 }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}
