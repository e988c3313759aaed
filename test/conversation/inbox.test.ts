import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { App } from '../../src/app.ts'
import type { Incoming } from '../../src/channel.ts'
import { stillClock } from '../../src/clock.ts'
import { parseConfig } from '../../src/config.ts'
import { createInbox } from '../../src/conversation/inbox.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import type { Store } from '../../src/store/store.ts'
import { noPostgres, startPostgres } from '../support/postgres.ts'
import { emptyStore, openTestStore, silent } from '../support/store.ts'

const config = parseConfig({ DEMO: '0' })
const scenarios = loadScenarios(config.scenariosDir)
const appOn = (store: Store, log = silent): App => ({
  config, scenarios, store, log, clock: stillClock('2026-03-22T10:00:00+03:30'), channels: new Map(), workerId: randomUUID(), wakeLoop: () => {},
})
const message = (chatId: string, key: string, text: string): Incoming => ({ channel: 'webchat', account: 'web', key, chatId, sender: {}, kind: 'text', text })
const states = async (store: Store) => (await store.db.inboxMessage.findMany({ orderBy: { id: 'asc' } })).map(row => row.state)

describe('on the embedded database', () => {
  let store: Store
  beforeAll(async () => {
    store = await openTestStore()
  })
  beforeEach(() => emptyStore(store))
  afterAll(() => store.close())

  test('three copies of an update are one row and one reply', async () => {
    const inbox = createInbox(appOn(store))
    await Promise.all(Array.from({ length: 50 }, () => inbox.receive(message('a', 'k1', 'منو'))))
    await inbox.settle()
    expect(await store.db.inboxMessage.count()).toBe(1)
    expect(await store.db.outboxMessage.count()).toBe(1)
    await inbox.receive(message('a', 'k1', 'منو'))
    await inbox.settle()
    expect(await store.db.outboxMessage.count()).toBe(1)
  })

  test('a row is stored when receive resolves, and what was left over is taken up by a sweep', async () => {
    const died = createInbox({ ...appOn(store), store: { ...store, transaction: () => new Promise(() => {}) } })
    await died.receive(message('a', 'k1', 'منو'))
    await died.receive(message('b', 'k2', 'منو'))
    expect(await states(store)).toEqual(['new', 'new'])
    const inbox = createInbox(appOn(store))
    await inbox.sweep()
    await inbox.settle()
    expect(await states(store)).toEqual(['done', 'done'])
  })

  test('a row that cannot be handled is put aside after five tries, and the others go on', async () => {
    // A body that an older version may have left behind.
    await store.db.sql(`INSERT INTO "inbox" ("channel", "account", "key", "chatId", "body", "at") VALUES ('webchat', 'web', 'poison', 'a', '{}', now())`)
    const errors: unknown[] = []
    const inbox = createInbox(appOn(store, Object.assign(Object.create(silent), { error: (what: unknown) => errors.push(what) })))
    await inbox.receive(message('a', 'k1', 'منو'))
    await inbox.receive(message('b', 'k2', 'منو'))
    await inbox.settle()
    expect(await states(store)).toEqual(['failed', 'done', 'done'])
    expect(await store.db.inboxMessage.findFirst({ where: { key: 'poison' } })).toMatchObject({ attempts: 5, error: expect.stringMatching(/\w+Error/) })
    expect(errors).toHaveLength(5)
  })

  test('one chat that floods us is answered now and then; the others are answered', async () => {
    const inbox = createInbox(appOn(store))
    for (let i = 0; i < 60; i += 1) await inbox.receive(message('flood', `f${i}`, 'منو'))
    await inbox.receive(message('other', 'o1', 'منو'))
    await inbox.settle()
    expect(await store.db.outboxMessage.count({ where: { chatId: 'flood' } })).toBe(20)
    expect(await store.db.outboxMessage.count({ where: { chatId: 'other' } })).toBe(1)
  })
})

describe.skipIf(noPostgres())(`two workers (${noPostgres() ?? 'on PostgreSQL'})`, () => {
  let server: Awaited<ReturnType<typeof startPostgres>>
  const stores: Store[] = []
  beforeAll(async () => {
    server = await startPostgres({ fsync: 'off' })
    const { openPostgres } = await import('../../src/store/open.ts')
    for (let i = 0; i < 2; i += 1) stores.push(await openPostgres(server.url, { log: silent, command: 'test' }))
  })
  afterEach(() => emptyStore(stores[0]!))
  afterAll(async () => {
    for (const store of stores) await store.close()
    server.stop()
  })

  test('handle every row once and each chat in its order, whoever takes it up', async () => {
    const inboxes = stores.map(store => createInbox(appOn(store)))
    // A platform tells what happened in a chat one after the other, and sometimes twice, to either worker.
    const talk = async (chat: number) => {
      for (let n = 0; n < 8; n += 1) {
        const update = message(`chat-${chat}`, `${chat}-${n}`, n % 2 ? 'منو' : 'امتیازم چنده')
        await Promise.all([inboxes[n % 2]!.receive(update), inboxes[(n + 1) % 2]!.receive(update), inboxes[0]!.sweep()])
      }
    }
    await Promise.all(Array.from({ length: 10 }, (_, chat) => talk(chat)))
    await Promise.all(inboxes.map(inbox => inbox.settle()))
    for (const inbox of inboxes) {
      await inbox.sweep()
      await inbox.settle()
    }
    const rows = await stores[0]!.db.outboxMessage.findMany({ orderBy: { id: 'asc' }, select: { chatId: true, inboxId: true } })
    expect(rows).toHaveLength(80)
    expect(await stores[0]!.db.customer.count()).toBe(10)
    expect((await states(stores[0]!)).every(state => state === 'done')).toBe(true)
    for (let chat = 0; chat < 10; chat += 1) {
      const order = rows.filter(row => row.chatId === `chat-${chat}`).map(row => Number(row.inboxId))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
    }
  })
})
