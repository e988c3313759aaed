/**
 * Agenda runs the recurring jobs: on our PostgreSQL tables, or in MongoDB when there is one. It ticks each of them every minute;
 * whether a job is due, and that it runs once, its own row says (recurring.ts): a tick that was missed is caught up (Agenda moves
 * it to the next), local times are right in every zone (its cron parser loops on Lord Howe's half hour), and the demo's clock
 * may stand elsewhere. What the settings guard against: numbers for intervals ('500 ms' parses to NaN), one name per schedule, a
 * short lock with touch (the default of ten minutes runs long jobs twice), the schema in our migrations, listeners on
 * everything that emits 'error'. Without backoff: a failed job is due again at its next time.
 */
import { Agenda, type AgendaBackend } from 'agenda'
import { MongoBackend } from '@agendajs/mongo-backend'
import { PostgresBackend } from '@agendajs/postgres-backend'
import { SECOND } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { runIfDue, type RecurringJob } from './recurring.ts'
import type { Clock } from '../clock.ts'

const LOCK_MS = 15 * SECOND
const STOP_MS = 5 * SECOND

export type Ticker = { stop(): Promise<void> }

/** Where Agenda keeps its jobs. On the embedded database LISTEN does not cross its one connection, so nothing is notified there. */
export function agendaBackend(store: Pick<Store, 'kind' | 'agendaPool'>, mongodbUrl: string | undefined): AgendaBackend {
  if (mongodbUrl) return new MongoBackend({ address: mongodbUrl })
  return new PostgresBackend({ pool: store.agendaPool, ensureSchema: false, disableNotifications: store.kind === 'embedded' })
}

/** Catches up what was missed, then ticks until stopped. */
export async function startAgenda(
  parts: { store: Store; clock: Clock; log: Log },
  backend: AgendaBackend,
  jobs: RecurringJob[],
  { processEveryMs = 5 * SECOND, tick = '* * * * *' } = {},
): Promise<Ticker> {
  const { log } = parts
  const agenda = new Agenda({
    backend,
    processEvery: processEveryMs,
    defaultConcurrency: 1,
    maxConcurrency: 4,
    defaultLockLimit: 1,
    lockLimit: 8,
    defaultLockLifetime: LOCK_MS,
    removeOnComplete: true,
  })
  agenda.on('error', (error: Error) => log.error({ err: error }, 'Agenda lost its database'))
  const channel = backend.notificationChannel as { on?(event: string, listener: (error: Error) => void): void } | undefined
  channel?.on?.('error', error => log.warn({ err: error }, "Agenda's notifications broke off"))

  for (const job of jobs) {
    agenda.define(job.name, async ticked => {
      const touch = setInterval(() => void ticked.touch().catch(() => {}), LOCK_MS / 3)
      try {
        await runIfDue(parts, job)
      } finally {
        clearInterval(touch)
      }
    })
  }
  for (const job of jobs) await runIfDue(parts, job)
  await agenda.start()
  for (const job of jobs) await agenda.every(tick, job.name, undefined, { timezone: 'UTC', skipImmediate: true })

  return {
    async stop() {
      await agenda.drain(STOP_MS)
      // drain leaves what it had locked but not begun; stop unlocks it.
      await agenda.stop()
    },
  }
}
