import type { AgendaBackend } from 'agenda'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { databaseClock } from '../../src/clock.ts'
import { startAgenda } from '../../src/schedule/agenda.ts'
import { registerJobs, type RecurringJob } from '../../src/schedule/recurring.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, silent } from '../support/store.ts'

/** What the service needs of Agenda, wherever it keeps its jobs. */
export function agendaContract(open: () => Promise<{ store: Store; backend(): AgendaBackend; close(): Promise<void> }>) {
  let opened: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    opened = await open()
  })
  beforeEach(() => emptyStore(opened.store))
  afterAll(() => opened.close())

  /** A job that is due now, whatever its cron says. */
  async function dueJob(name: string, run: () => Promise<void> = async () => {}) {
    const { store } = opened
    const runs: Date[] = []
    const job: RecurringJob = {
      name, cron: '0 3 * * *', zone: 'Asia/Tehran', time: 'machine',
      async run(now) {
        runs.push(now)
        await run()
      },
    }
    const parts = { store, clock: await databaseClock(store.now), log: silent }
    await registerJobs(parts, [job])
    return { job, runs, parts, makeDue: () => store.db.sql(`UPDATE "recurring_jobs" SET "nextDue" = now() - interval '1 minute' WHERE "name" = $1`, [name]) }
  }

  test('a job missed while the service was down is caught up at start, once', async () => {
    const { job, runs, parts, makeDue } = await dueJob('missed')
    await makeDue()
    const agenda = await startAgenda(parts, opened.backend(), [job], { processEveryMs: 50 })
    await agenda.stop()
    const again = await startAgenda(parts, opened.backend(), [job], { processEveryMs: 50 })
    await again.stop()
    expect(runs.length).toBe(1)
  })

  test('two services that start together run it once', async () => {
    const { job, runs, parts, makeDue } = await dueJob('both')
    await makeDue()
    const agendas = await Promise.all([startAgenda(parts, opened.backend(), [job]), startAgenda(parts, opened.backend(), [job])])
    await Promise.all(agendas.map(agenda => agenda.stop()))
    expect(runs.length).toBe(1)
  })

  test('it ticks', async () => {
    const { job, runs, parts, makeDue } = await dueJob('ticks')
    const agenda = await startAgenda(parts, opened.backend(), [job], { processEveryMs: 50, tick: '* * * * * *' })
    await makeDue()
    for (let n = 0; n < 100 && runs.length === 0; n++) await new Promise(done => setTimeout(done, 100))
    await agenda.stop()
    expect(runs.length).toBeGreaterThan(0)
  })

  test('a job that fails is written down, and due again at its next tick', async () => {
    const { job, parts, makeDue } = await dueJob('fails', async () => {
      throw new Error('no')
    })
    await makeDue()
    const agenda = await startAgenda(parts, opened.backend(), [job])
    await agenda.stop()
    const row = await opened.store.db.recurringJob.findUniqueOrThrow({ where: { name: 'fails' } })
    expect(row.lastError).toBe('no')
    expect(row.nextDue > (await opened.store.now())).toBe(true)
  })
}
