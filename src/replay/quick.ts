/** What makes a walk of months quick enough, and changes nothing of what happens on it. */
import type { Clock } from '../clock.ts'
import { nextTick, type RecurringJob } from '../schedule/recurring.ts'
import { hot } from '../store/hot.ts'
import type { Db, Sql, Store } from '../store/store.ts'

/** So often a statement outside of transactions is planned anew, before it is kept. */
const PLANNED_ANEW = 20

/**
 * The same store; what it is asked again and again outside of transactions (what is due, what the jobs have to do) is planned once
 * instead of thousands of times: of most of these statements, planning is the greater part.
 */
export function planOnce(store: Store): Store {
  const seen = new Map<string, number>()
  const sql: Sql = (text, params) => {
    const times = (seen.get(text) ?? 0) + 1
    seen.set(text, times)
    if (times === PLANNED_ANEW) hot(text)
    return store.db.sql(text, params)
  }
  const db = new Proxy(store.db, { get: (target, name) => (name === 'sql' ? sql : Reflect.get(target, name)) }) as Db
  return { ...store, db }
}

/**
 * Asks a job what it has to do only when it could be run: when one of its times comes before the next message and before the end of
 * the walk (`goal`). Otherwise the walk stops at that one first, and asks again from there. Changes the jobs.
 */
export function askInTime(jobs: readonly RecurringJob[], { store, clock, goal }: { store: Store; clock: Clock; goal(): Date }): void {
  const asked = jobs.filter(job => job.time === 'business' && job.nextWork)
  let horizon = new Date(0)
  const ticks = new Map<RecurringJob, Date>()
  const tickOf = (job: RecurringJob) => {
    const known = ticks.get(job)
    if (known && known > clock.now()) return known
    const tick = nextTick(job, clock.now())
    ticks.set(job, tick)
    return tick
  }
  for (const [n, job] of asked.entries()) {
    const nextWork = job.nextWork!
    job.nextWork = async () => {
      // The walk asks all of them in their order, once for each instant.
      if (n === 0) horizon = await nextStop(store.db.sql, goal())
      return tickOf(job) <= horizon ? await nextWork() : null
    }
  }
}

async function nextStop(sql: Sql, goal: Date): Promise<Date> {
  const [row] = await sql<{ at: Date | null }>(`SELECT min("nextTryAt") AS "at" FROM "outbox" WHERE "state" IN ('planned', 'held')`)
  return row?.at && row.at < goal ? row.at : goal
}
