/**
 * Recurring jobs. Each has a row with its own `nextDue`, so that a tick missed while the service was down is caught up once, and
 * two workers never run the same one. Agenda (agenda.ts) and the demo's walk call the same `runIfDue`.
 */
import { Cron } from 'croner'
import type { Clock } from '../clock.ts'
import { scrub, type Log } from '../log.ts'
import type { Store } from '../store/store.ts'

export type RecurringJob = {
  name: string
  /** Five fields, in `zone`. None runs more often than hourly but those of machine time. */
  cron: string
  zone: string
  /** business: walked by the demo's clock too. machine: watchdog, backup, clean-up; always the database's now(). */
  time: 'business' | 'machine'
  /** Idempotent: after a crash in the middle it runs again. */
  run(now: Date): Promise<void>
  /** Before this instant a run finds nothing to do (null: nothing at all is waiting); a walk leaves such runs out. */
  nextWork?(): Promise<Date | null>
}

type Parts = { store: Pick<Store, 'db' | 'now'>; clock: Clock; log: Log }

/** A job that died in the middle is taken up again after so long. */
const LEASE_MINUTES = 5

/** Writes the rows of jobs that have none yet. Their first time is the next tick. */
export async function registerJobs({ store, clock }: Parts, jobs: RecurringJob[]): Promise<void> {
  for (const job of jobs) {
    const now = job.time === 'business' ? clock.now() : await store.now()
    await store.db.sql(`INSERT INTO "recurring_jobs" ("name", "nextDue") VALUES ($1, $2::timestamptz) ON CONFLICT DO NOTHING`, [
      job.name,
      nextTick(job, now).toISOString(),
    ])
  }
}

/** Runs the job if its time has come and nobody else is at it. Never throws: a failure is logged, shown, and tried again at the next tick. */
export async function runIfDue({ store, clock, log }: Parts, job: RecurringJob): Promise<boolean> {
  const now = job.time === 'business' ? clock.now() : await store.now()
  const claimed = await store.db.sql(
    `UPDATE "recurring_jobs" SET "leaseUntil" = now() + interval '${LEASE_MINUTES} minutes'
     WHERE "name" = $1 AND "nextDue" <= $2::timestamptz AND ("leaseUntil" IS NULL OR "leaseUntil" < now()) RETURNING "name"`,
    [job.name, now.toISOString()],
  )
  if (claimed.length === 0) return false
  let problem: string | null = null
  try {
    await job.run(now)
  } catch (error) {
    log.error({ err: error, job: job.name }, 'a recurring job failed')
    problem = error instanceof Error ? scrub(error.message).slice(0, 300) : 'unknown'
  }
  await store.db.sql(
    `UPDATE "recurring_jobs" SET "nextDue" = $2::timestamptz, "leaseUntil" = NULL, "lastRunAt" = $3::timestamptz, "lastError" = $4 WHERE "name" = $1`,
    [job.name, nextTick(job, now).toISOString(), now.toISOString(), problem],
  )
  return true
}

/**
 * The first of the jobs that has something to do, and when; null: none by `until`, where something else happens that may change it.
 * Only jobs with a time by then are asked. `times` keeps each job's next one from call to call; empty at first: one may have been missed.
 */
export async function nextRun(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  jobs: readonly RecurringJob[],
  until: Date,
  times: Map<string, Date>,
): Promise<{ job: RecurringJob; at: Date } | null> {
  const now = clock.now()
  const asked = jobs.filter(({ name }) => (times.get(name) ?? now) <= until)
  if (asked.length === 0) return null
  const rows = await store.db.sql<{ name: string; nextDue: Date }>(`SELECT "name", "nextDue" FROM "recurring_jobs" WHERE "name" = ANY($1::text[])`, [asked.map(job => job.name)])
  const runs: { job: RecurringJob; at: Date }[] = []
  for (const job of asked) {
    const nextDue = rows.find(row => row.name === job.name)?.nextDue
    const work = job.nextWork ? await job.nextWork() : nextDue
    const at = nextDue && work ? (work > nextDue ? nextTick(job, new Date(work.getTime() - 1)) : nextDue) : null
    if (at && at <= until) runs.push({ job, at })
    if (!at || at > now) times.set(job.name, later(times.get(job.name), now) ?? nextTick(job, now))
  }
  return runs.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null
}

const later = (at: Date | undefined, now: Date) => (at && at > now ? at : undefined)

/** Strictly after `after`. In a DST gap the first valid instant after; in an overlap once. */
export function nextTick({ cron, zone }: Pick<RecurringJob, 'cron' | 'zone'>, after: Date): Date {
  const next = new Cron(cron, { timezone: zone, paused: true }).nextRun(after)
  if (!next) throw new Error(`the cron "${cron}" never comes`)
  return next
}
