import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND, stillClock } from '../../src/clock.ts'
import { localTime } from '../../src/journeys/local-time.ts'
import { registerJobs, runIfDue, type RecurringJob } from '../../src/schedule/recurring.ts'
import { openPostgres, openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { type BotApi, startBotApi } from '../support/bot-api.ts'
import { openDispatch, plantBroadcast } from '../support/dispatch.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { emptyStore, openTestStore, silent } from '../support/store.ts'
import { ACCOUNT, chatOf, expectClosed, plant, readLedger, untilSettled } from './ledger.ts'
import { FULL, killAll, startService, temporaryFolder, until } from './service.ts'

const JUMPS = [11 * MINUTE, -HOUR, DAY, 0].join(',')
const PEOPLE = FULL ? 1_000 : 200

describe('F8: the clocks of the machines jump', () => {
  let api: BotApi
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(async () => {
    api = await startBotApi({ limits: null, anyChat: true, keepCalls: false })
    folder = temporaryFolder()
  })
  afterEach(async ({ task }) => {
    killAll(task.result?.state === 'fail')
    await api.close()
    folder.remove()
  })

  /** A tenth is due at once, the rest in a while. */
  async function plantInTwo(store: Store, later: Date) {
    await plant(store, PEOPLE / 10)
    await plantBroadcast(store, { people: PEOPLE - PEOPLE / 10, first: PEOPLE / 10, dueAt: later, account: ACCOUNT, chats: '7000' })
  }

  function expectPunctual(later: Date) {
    const atOnce = new Set(Array.from({ length: PEOPLE / 10 }, (_, n) => chatOf(n)))
    const tooEarly = api.sent.filter(({ chatId, at }) => !atOnce.has(chatId) && at < later.getTime() - SECOND)
    expect(tooEarly).toEqual([])
  }

  describe.skipIf(noPostgres())(`on PostgreSQL (${noPostgres() ?? 'found'})`, () => {
    let server: PostgresServer
    let store: Store
    beforeAll(async () => {
      server = await startPostgres({ fsync: 'off' })
      store = await openPostgres(server.url, { log: silent, command: 'test' })
    })
    afterAll(async () => {
      await store?.close()
      server?.stop()
    })

    test('one worker jumps to and fro, one is an hour behind: nothing twice, nothing early, no claim taken away', async () => {
      const workers = [JUMPS, String(-HOUR)].map(CLOCK_JUMPS =>
        startService({ databaseUrl: server.url, dataDir: folder.path, api, env: { CLOCK_JUMPS, TELEGRAM_RATE: '30' }, imports: ['test/faults/clock-jumps.mjs'] }),
      )
      await Promise.all(workers.map(worker => worker.ready))
      const later = new Date((await store.now()).getTime() + 8 * SECOND)
      await plantInTwo(store, later)
      await untilSettled(store)
      expect(await expectClosed(store, api.sent, PEOPLE)).toMatchObject({ sent: PEOPLE })
      expectPunctual(later)
    })
  })

  test('on the embedded database, whose clock is the machine’s and jumps with it: nothing twice, nothing lost', async () => {
    const open = () => openStore({ databaseUrl: undefined, dataDir: folder.path, log: silent, onLost: () => {}, kind: 'real', command: 'test' })
    const before = await open()
    await plant(before, PEOPLE)
    await before.close()
    const service = startService({ dataDir: folder.path, api, env: { CLOCK_JUMPS: JUMPS, TELEGRAM_RATE: '30' }, imports: ['test/faults/clock-jumps.mjs'] })
    await service.ready
    await until(() => api.sent.length >= PEOPLE)
    expect((await service.stop()).code).toBe(0)
    const after = await open()
    await expectClosed(after, api.sent, PEOPLE).finally(() => after.close())
  })
})

describe('F9, F10: recurring jobs and due messages over changes of the clock, and over times when nobody was there', () => {
  let store: Store
  beforeAll(async () => {
    store = await openTestStore('')
  })
  beforeEach(() => emptyStore(store))
  afterAll(() => store.close())

  test.each(['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'])('F9: %s: at 02:30 and at 09:00 each local day has one run, through a year', async zone => {
    for (const [hour, minute] of [[2, 30], [9, 0]] as const) {
      const clock = stillClock('2026-01-01T00:00:00Z')
      const runs: Date[] = []
      const job: RecurringJob = { name: `daily-${hour}`, cron: `${minute} ${hour} * * *`, zone, time: 'business', run: async now => void runs.push(now) }
      await registerJobs({ store, clock, log: silent }, [job])
      // From one due instant to the next, as a walk does; around the changes of the clock nothing is skipped or doubled.
      while (clock.now() < new Date('2027-01-01T00:00:00Z')) {
        const [row] = await store.db.sql<{ nextDue: Date }>(`SELECT "nextDue" FROM "recurring_jobs" WHERE "name" = $1`, [job.name])
        clock.moveTo(row!.nextDue)
        await runIfDue({ store, clock, log: silent }, job)
        await runIfDue({ store, clock, log: silent }, job)
      }
      const days = runs.map(at => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at))
      expect(new Set(days).size).toBe(days.length)
      expect(days.length).toBeGreaterThanOrEqual(365)
      const odd = runs.map(at => localTime(at, zone)).filter(local => local.hour !== hour || local.minute !== minute)
      // Only on the day whose 02:30 does not exist: the first instant after the gap, or as far into the day as it would have been.
      expect(odd.length).toBeLessThanOrEqual(1)
      for (const local of odd) expect([`${local.hour}:${local.minute}`]).toContainEqual(expect.stringMatching(/^3:(0|30)$/))
    }
  })

  test('F10: a job whose time passed while nobody ran it runs once, late, and then at its next time', async () => {
    const clock = stillClock('2026-03-21T11:55:00Z')
    const runs: string[] = []
    const job: RecurringJob = { name: 'noon', cron: '0 12 * * *', zone: 'UTC', time: 'business', run: async now => void runs.push(now.toISOString()) }
    const tick = () => runIfDue({ store, clock, log: silent }, job)
    await registerJobs({ store, clock, log: silent }, [job])
    await tick()
    clock.moveTo(new Date('2026-03-23T12:10:00Z'))
    // A start after two missed days; and another start right after it.
    await registerJobs({ store, clock, log: silent }, [job])
    for (let n = 0; n < 3; n++) await tick()
    expect(runs).toEqual(['2026-03-23T12:10:00.000Z'])
    clock.moveTo(new Date('2026-03-24T12:00:00Z'))
    await tick()
    expect(runs).toEqual(['2026-03-23T12:10:00.000Z', '2026-03-24T12:00:00.000Z'])
  })

  test('F10: a message whose time passed goes late, once; one whose grace has passed too is dropped, and says so', async () => {
    const sent: string[] = []
    const channel = {
      name: 'telegram' as const, account: '1', capabilities: { choices: 'buttons' as const, textLimit: 4096 },
      async start() {},
      async stop() {},
      link: () => null,
      async send(chatId: string) {
        sent.push(chatId)
        return { messageId: String(sent.length) }
      },
    }
    const now = new Date('2026-03-21T12:00:00+03:30')
    await plantBroadcast(store, { people: 1, dueAt: new Date(now.getTime() - 10 * MINUTE) })
    await plantBroadcast(store, { people: 1, first: 1, dueAt: new Date(now.getTime() - 49 * HOUR) })
    const { loop } = openDispatch({ store, channel, clock: stillClock(now) })
    await loop.settle()
    expect(sent).toEqual(['chat-0'])
    expect(await readLedger(store)).toMatchObject({ sent: 1, dropped: 1, planned: 0 })
    expect(await store.db.outboxMessage.findFirst({ where: { state: 'dropped' } })).toMatchObject({ reason: 'too-late' })
  })
})
