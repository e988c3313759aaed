/** The session is a lease: one worker has it, another takes over when it is gone, and rows that wait for it are left alone meanwhile. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Whatsapp } from '../../../bots/whatsapp/index.ts'
import { parseConfig } from '../../../src/config.ts'
import { databaseClock } from '../../../src/clock.ts'
import { loadScenarios } from '../../../src/journeys/load.ts'
import { createService } from '../../../src/service.ts'
import { sealedRows } from '../../../src/store/sealed-rows.ts'
import type { Store } from '../../../src/store/store.ts'
import { emptyStore, openTestStore, silent } from '../../support/store.ts'
import { startWhatsappServer, type WhatsappServer } from '../../support/whatsapp/server.ts'
import { openWhatsapp, pair } from './pair.ts'

const SARA = '989121234567'
let store: Store
let server: WhatsappServer
beforeAll(async () => {
  store = await openTestStore()
  await emptyStore(store)
  server = await startWhatsappServer()
})
afterAll(async () => {
  await server.close()
  await store.close()
})

test('another worker takes the session over, sends what waited, and nothing goes twice', { timeout: 60_000 }, async () => {
  const rows = sealedRows(store, Buffer.alloc(32, 7))
  await pair(server, rows)
  // What the database holds cannot be read there, nor under another secret.
  const stored = await store.db.sql<{ name: string; value: Uint8Array }>(`SELECT "name", "value" FROM "sealed_rows"`)
  expect(stored.length).toBeGreaterThan(3)
  expect(stored.map(({ value }) => Buffer.from(value).toString('latin1')).join()).not.toMatch(/private|Buffer|noiseKey/)
  await expect(sealedRows(store, Buffer.alloc(32, 8)).get([stored[0]!.name])).rejects.toThrow('another SECRET_KEY')

  const config = parseConfig({ DEMO: '0', API_KEY: 'k'.repeat(24) })
  const clock = await databaseClock(store.now)
  const worker = () => {
    const channel = openWhatsapp(server, rows)
    return { channel, service: createService({ config, store, clock, scenarios: loadScenarios(config.scenariosDir), channels: [channel], log: silent, workerId: randomUUID(), ratesOf: () => null }) }
  }
  const [first, second] = [worker(), worker()]
  const stands = (channel: Whatsapp) => expect.poll(() => channel.ready(), { timeout: 15_000 }).toBe(true)
  await first.service.start()
  await stands(first.channel)
  await second.service.start()
  await new Promise(done => setTimeout(done, 1_500))
  expect(second.channel.ready()).toBe(false)

  // The first one hangs: its lease runs out.
  await store.db.sql(`UPDATE "leases" SET "owner" = 'somebody who died', "leaseUntil" = now() - interval '1 second'`)
  await expect.poll(() => Number(first.channel.ready()) + Number(second.channel.ready()), { timeout: 15_000 }).toBe(1)
  const [has, waits] = second.channel.ready() ? [second, first] : [first, second]
  await has.service.stop()

  const now = clock.now()
  const customer = await store.db.customer.create({ data: { createdAt: now, joinedAt: now } })
  await store.db.address.create({ data: { customerId: customer.id, channel: 'whatsapp', account: has.channel.account, chatId: `${SARA}@s.whatsapp.net`, joinedAt: now, lastInAt: now } })
  await store.db.outboxMessage.createMany({ data: [1, 2, 3].map(n => ({ key: `staff/test/${n}`, class: 'staff', customerId: customer.id, channel: 'whatsapp', account: has.channel.account, chatId: `${SARA}@s.whatsapp.net`, purpose: 'transactional', content: { text: `پیام ${n}`, locale: 'fa' }, dueAt: now, nextTryAt: now, graceFrom: now, graceMs: 3_600_000n })) })
  await stands(waits.channel)
  await expect.poll(() => server.sent.filter(({ number }) => number === SARA).length, { timeout: 10_000 }).toBe(3)
  await new Promise(done => setTimeout(done, 1_500))
  expect(server.sent.filter(({ number }) => number === SARA).map(({ message }) => message.extendedTextMessage?.text).sort()).toEqual(['پیام 1', 'پیام 2', 'پیام 3'])
  expect(await store.db.outboxMessage.count({ where: { state: { in: ['uncertain', 'failed'] } } })).toBe(0)
  await waits.service.stop()
})
