import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPostgres, openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { type BotApi, startBotApi } from '../support/bot-api.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { emptyStore, silent } from '../support/store.ts'
import { plant, readLedger } from './ledger.ts'
import { FULL, killAll, startService, temporaryFolder, until } from './service.ts'

const PEOPLE = FULL ? 5_000 : 1_500

let api: BotApi
let folder: ReturnType<typeof temporaryFolder>
beforeEach(async () => {
  api = await startBotApi({ limits: null, anyChat: true, keepCalls: false })
  api.fail({ delayMs: 100, chance: 1 })
  folder = temporaryFolder()
})
afterEach(async ({ task }) => {
  killAll(task.result?.state === 'fail')
  await api.close()
  folder.remove()
})

/** People write and are written to; in the middle of it the service is told to end. */
async function stopUnderLoad(worker: ReturnType<typeof startService>) {
  await until(() => api.sent.length > 50)
  for (let person = 0; person < 50; person++) api.user(8_000_000 + person).says('سلام')
  await until(() => api.sent.length > 100)
  const { code, ms } = await worker.stop()
  expect(code).toBe(0)
  expect(ms).toBeLessThan(10_000)
}

async function expectClean(store: Store) {
  const { uncertain, sending, sent, planned } = await readLedger(store)
  expect({ uncertain, sending }).toEqual({ uncertain: 0, sending: 0 })
  expect(planned).toBeGreaterThan(0)
  expect(sent).toBe(api.sent.length)
  expect(await store.db.sql('SELECT "id"::text FROM "outbox" WHERE "claimedBy" IS NOT NULL')).toEqual([])
  expect(await store.db.sql('SELECT "id" FROM "workers"')).toEqual([])
  // What was confirmed to Telegram is stored, and the next start need not wait for the lease.
  expect(await store.db.inboxMessage.count()).toBe(50 - api.receiving().pending)
  expect(await store.db.sql('SELECT "name" FROM "leases"')).toEqual([])
}

describe.skipIf(noPostgres())(`F21 on PostgreSQL (${noPostgres() ?? 'found'})`, () => {
  let server: PostgresServer
  let store: Store
  beforeAll(async () => {
    server = await startPostgres({ fsync: 'off' })
    store = await openPostgres(server.url, { log: silent, command: 'test' })
  })
  beforeEach(() => emptyStore(store))
  afterAll(async () => {
    await store?.close()
    server?.stop()
  })

  test('SIGTERM under load: exit 0 within ten seconds, nothing uncertain, nothing claimed', async () => {
    await plant(store, PEOPLE)
    await stopUnderLoad(startService({ databaseUrl: server.url, dataDir: folder.path, api, env: { TELEGRAM_RATE: '100' } }))
    await expectClean(store)
  })
})

test('F21 on the embedded database: SIGTERM under load: exit 0 within ten seconds, nothing uncertain, nothing claimed', async () => {
  const open = () => openStore({ databaseUrl: undefined, dataDir: folder.path, log: silent, onLost: () => {}, kind: 'real', command: 'test' })
  const before = await open()
  await plant(before, PEOPLE)
  await before.close()
  await stopUnderLoad(startService({ dataDir: folder.path, api, env: { TELEGRAM_RATE: '100' } }))
  const after = await open()
  await expectClean(after).finally(() => after.close())
})
