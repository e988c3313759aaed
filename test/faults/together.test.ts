import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import pg from 'pg'
import { openPostgres } from '../../src/store/open.ts'
import { startBotApi, type BotApi } from '../support/bot-api.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { silent } from '../support/store.ts'
import { expectClosed, plant, untilSettled } from './ledger.ts'
import { FULL, killAll, startService, temporaryFolder, until } from './service.ts'

describe.skipIf(noPostgres())(`F15: workers that start together (${noPostgres() ?? 'on PostgreSQL'})`, () => {
  let server: PostgresServer
  let folder: ReturnType<typeof temporaryFolder>
  /** One Telegram for each worker: that is how we know who sent what. */
  let telegrams: BotApi[]
  beforeAll(async () => {
    folder = temporaryFolder()
    server = await startPostgres()
  })
  beforeEach(async () => {
    telegrams = await Promise.all([1, 2, 3, 4].map(() => startBotApi({ limits: null, anyChat: true, keepCalls: false })))
  })
  afterEach(async ({ task }) => {
    killAll(task.result?.state === 'fail')
    await Promise.all(telegrams.map(telegram => telegram.close()))
  })
  afterAll(() => {
    server?.stop()
    folder?.remove()
  })

  test.each(FULL ? Array.from({ length: 20 }, (_, n) => [n % 2 ? 4 : 2, n]) : [[2, 0], [4, 1]])(
    '%i workers on an empty database all come up, share the work, and send nothing twice (%i)',
    async (count, round) => {
      const databaseUrl = await newDatabase(server.url, `empty_${round}`)
      const workers = telegrams.slice(0, count).map(api => startService({ databaseUrl, dataDir: folder.path, api, env: { TELEGRAM_RATE: '200' } }))
      await Promise.all(workers.map(worker => worker.ready))
      const store = await openPostgres(databaseUrl, { log: silent, command: 'test' })
      try {
        // Until each has heard of the others.
        await until(async () => (await store.db.sql('SELECT 1 FROM "workers"')).length === count)
        await sleep(1_500)
        const people = FULL ? 5_000 : 1_200
        await plant(store, people)
        await untilSettled(store)
        const accepted = telegrams.flatMap(telegram => telegram.sent)
        expect(await expectClosed(store, accepted, people)).toMatchObject({ sent: people })
        for (const { sent } of telegrams.slice(0, count)) expect(sent.length / people).toBeGreaterThanOrEqual(0.2)
      } finally {
        await store.close()
      }
    },
  )
})

async function newDatabase(server: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  const url = new URL(server)
  url.pathname = name
  return url.href
}
