import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPostgres, openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { startBotApi, type BotApi } from '../support/bot-api.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { emptyStore, silent } from '../support/store.ts'
import { expectClosed, plant, untilSettled } from './ledger.ts'
import { FULL, killAll, startService, temporaryFolder, until } from './service.ts'

/** Two lanes of a worker, eight groups of fifty: more cannot be on its way when it is killed. */
const MOST_IN_FLIGHT = 400

let api: BotApi
let folder: ReturnType<typeof temporaryFolder>
beforeEach(async () => {
  api = await startBotApi({ limits: null, anyChat: true, keepCalls: false })
  api.fail({ delayMs: 40, chance: 1 })
  folder = temporaryFolder()
})
afterEach(async ({ task }) => {
  killAll(task.result?.state === 'fail')
  await api.close()
  folder.remove()
})

describe.skipIf(noPostgres())(`on PostgreSQL (${noPostgres() ?? 'found'})`, () => {
  let server: PostgresServer
  let store: Store
  beforeAll(async () => {
    server = await startPostgres()
    store = await openPostgres(server.url, { log: silent, command: 'test' })
  })
  beforeEach(() => emptyStore(store))
  afterAll(async () => {
    await store?.close()
    server?.stop()
  })
  const worker = (env: Record<string, string> = {}) => startService({ databaseUrl: server.url, dataDir: folder.path, api, env })

  const slowly = { TELEGRAM_RATE: '150' }

  const kills = FULL ? 20 : 3
  test(`F1: of two workers one is killed in the middle of a broadcast, ${kills} times: nothing twice, nothing lost`, async () => {
    const people = FULL ? 5_000 : 1_000
    const workers = [worker(slowly), worker(slowly)]
    await Promise.all(workers.map(each => each.ready))
    await plant(store, people)
    for (let kill = 0; kill < kills; kill++) {
      const before = api.sent.length
      await until(() => api.sent.length > before + 20)
      await sleep(Math.random() * 500)
      const victim = kill % 2
      await workers[victim]!.kill()
      workers[victim] = worker(slowly)
      // Whoever is left, or comes back, goes on.
      const after = api.sent.length
      await until(() => api.sent.length > after || api.sent.length >= people - MOST_IN_FLIGHT)
    }
    await untilSettled(store)
    const { uncertain } = await expectClosed(store, api.sent, people)
    expect(uncertain).toBeLessThanOrEqual(kills * MOST_IN_FLIGHT)
  })

  test('F2: the server restarts, crashes, and is away for a while in the middle of a broadcast: the workers live, and the ledger closes', async () => {
    const people = FULL ? 5_000 : 900
    const workers = [worker({ TELEGRAM_RATE: '60' }), worker({ TELEGRAM_RATE: '60' })]
    await Promise.all(workers.map(each => each.ready))
    await plant(store, people)
    for (const fault of FULL ? [...restarts, ...restarts, ...restarts, ...restarts, ...restarts, away(30_000)] : [...restarts, away(4_000)]) {
      const before = api.sent.length
      await until(() => api.sent.length > before + 20)
      await fault()
      const after = api.sent.length
      await until(() => api.sent.length > after, 20_000)
    }
    await untilSettled(store)
    expect(workers.map(each => each.isRunning())).toEqual([true, true])
    const { uncertain } = await expectClosed(store, api.sent, people)
    // Nobody died: whoever sent a message wrote down what became of it as soon as there was somewhere to write.
    expect(uncertain).toBe(0)
  })

  test('F2: a server that is not there when the service starts: it waits, and begins when the server comes', async () => {
    await plant(store, 20)
    server.down('fast')
    const early = worker()
    await sleep(3_000)
    expect(early.isRunning()).toBe(true)
    expect(api.sent).toEqual([])
    server.up()
    await early.ready
    await untilSettled(store)
    expect(await expectClosed(store, api.sent, 20)).toMatchObject({ sent: 20 })
  })

  const restarts = [async () => server.restart('fast'), async () => server.restart('immediate')]
  const away = (ms: number) => async () => {
    server.down('fast')
    await sleep(ms)
    server.up()
  }
})

describe('on the embedded database', () => {
  test(`F1: killed in the middle of a broadcast and started again, ${FULL ? 10 : 2} times: nothing twice, nothing lost`, async () => {
    const people = FULL ? 3_000 : 500
    const open = () =>
      openStore({ databaseUrl: undefined, dataDir: folder.path, log: silent, onLost: () => {}, kind: 'real', command: 'test' })
    const before = await open()
    await plant(before, people)
    await before.close()

    const worker = () => startService({ dataDir: folder.path, api, env: { TELEGRAM_RATE: '100' } })
    let service = worker()
    const kills = FULL ? 10 : 2
    for (let kill = 0; kill < kills; kill++) {
      const sofar = api.sent.length
      await until(() => api.sent.length > sofar + 20)
      await sleep(Math.random() * 300)
      await service.kill()
      service = worker()
    }
    await service.ready
    await until(() => api.sent.length >= people - kills * MOST_IN_FLIGHT)
    await quiet()
    expect((await service.stop()).code).toBe(0)

    const after = await open()
    await expectClosed(after, api.sent, people).finally(() => after.close())
  })
})

/** Until nothing has been sent for a while: the rows of a process that died are taken over after four seconds. */
async function quiet() {
  for (let count = -1; count !== api.sent.length; ) {
    count = api.sent.length
    await sleep(6_000)
  }
}
