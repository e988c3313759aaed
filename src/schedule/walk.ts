/**
 * Walks business time forward, instant by instant, for the demo and for tests: the clock is set to the earliest thing that is due
 * (a row of the outbox, a recurring job), that is handled to its recorded outcome, and so on up to the target.
 */
import { monotonic, SECOND, type MovableClock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import type { Loop } from './loop.ts'
import { nextRun, runIfDue, type RecurringJob } from './recurring.ts'

export type WalkParts = {
  store: Store
  clock: MovableClock
  log: Log
  loop: Pick<Loop, 'round'>
  jobs: RecurringJob[]
  /** Incoming rows are handled before anything else is. */
  settleInbox(): Promise<void>
  /** The clock was moved: keep it, so that a restart does. */
  moved?(at: Date): Promise<void>
}

/** `sent`: the customer's row that a walk to the next one sent. `pending`: rows still due when the time limit ended the walk. */
export type Walked = { now: Date; sent: { id: string } | null; pending: number }

const LIMIT_MS = 30 * SECOND

export type Walk = (goal: { to: Date } | { next: true }) => Promise<Walked>

/** Walks one after the other, never two at once. */
export function createWalk(parts: WalkParts): Walk {
  const times = new Map<string, Date>()
  let last: Promise<unknown> = Promise.resolve()
  return goal => {
    const mine = last.then(() => walk(parts, times, goal))
    last = mine.catch(() => {})
    return mine
  }
}

async function walk(parts: WalkParts, times: Map<string, Date>, goal: { to: Date } | { next: true }): Promise<Walked> {
  const { store, clock, loop, log, settleInbox, moved } = parts
  const jobs = parts.jobs.filter(job => job.time === 'business')
  const giveUpAt = monotonic() + LIMIT_MS
  const before = new Set('next' in goal ? await sentSince(store, clock.now()) : [])
  const start = clock.now()
  const stop = async (sent: { id: string } | null) => {
    await moved?.(clock.now())
    return { now: clock.now(), sent, pending: await countDue(store, clock.now()) }
  }
  for (;;) {
    await settleInbox()
    const handled = await loop.round(giveUpAt)
    await settleInbox()
    if ('next' in goal) {
      const sent = (await sentSince(store, start)).find(id => !before.has(id))
      if (sent) return await stop({ id: sent })
    }
    if (monotonic() >= giveUpAt) {
      log.warn('a walk ran out of time')
      return await stop(null)
    }
    const row = await nextRowDue(store)
    if (!row && 'next' in goal) return await stop(null)
    if (handled > 0 && row && row <= clock.now()) continue
    const until = 'to' in goal && (!row || goal.to < row) ? goal.to : row!
    const run = await nextRun(parts, jobs, until, times)
    const next = [row, run?.at ?? null].filter(at => at !== null).sort((a, b) => a.getTime() - b.getTime())[0]
    if ('to' in goal && (!next || next > goal.to)) {
      if (goal.to > clock.now()) clock.moveTo(goal.to)
      return await stop(null)
    }
    if (next && next > clock.now()) clock.moveTo(next)
    if (run && run.at <= clock.now()) await runIfDue(parts, run.job)
  }
}

async function nextRowDue(store: Store): Promise<Date | null> {
  const [row] = await store.db.sql<{ at: Date | null }>(`SELECT min("nextTryAt") AS "at" FROM "outbox" WHERE "state" IN ('planned', 'held')`)
  return row?.at ?? null
}

async function countDue(store: Store, now: Date): Promise<number> {
  const [row] = await store.db.sql<{ n: number }>(
    `SELECT count(*)::int AS "n" FROM "outbox" WHERE ("state" IN ('planned', 'held') AND "nextTryAt" <= $1::timestamptz) OR "state" = 'sending'`,
    [now.toISOString()],
  )
  return row!.n
}

async function sentSince(store: Store, at: Date): Promise<string[]> {
  const rows = await store.db.sql<{ id: string }>(
    `SELECT "id"::text FROM "outbox" WHERE "class" IN ('flow', 'bulk') AND "state" IN ('sent', 'accepted', 'delivered') AND "sentAt" >= $1::timestamptz
     ORDER BY "sentAt", "outbox"."id"`,
    [at.toISOString()],
  )
  return rows.map(row => row.id)
}
