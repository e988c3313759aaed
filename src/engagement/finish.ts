/** Outcomes of sends, gathered for a moment and written together. An outcome that cannot be written is tried until it can. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import type { Sql, Tx } from '../store/store.ts'

export type Outcome = { id: string; error?: string } & (
  | { state: 'sent'; messageId: string }
  | { state: 'failed' | 'uncertain' }
  /** Certain not delivered: it may go again from `nextTryAt` (business time). */
  | { state: 'planned'; nextTryAt: Date }
)

const AT_ONCE = 500
const FOLLOW_TRIES = 3

/** `finish` resolves when the outcome is recorded; one writer at a time, so that outcomes gather while it writes. */
export function createFinisher({ store, workerId, log }: Pick<App, 'store' | 'workerId' | 'log'>) {
  const waiting: { outcome: Outcome; done(): void }[] = []
  let writing: Promise<void> | undefined

  const write = async () => {
    // One turn of the event loop: sends that came back together are written together.
    await new Promise(done => setImmediate(done))
    while (waiting.length > 0) {
      const batch = waiting.splice(0, AT_ONCE)
      await untilDone(() => writeOutcomes(store.db.sql, workerId, batch.map(({ outcome }) => outcome)))
      for (const { done } of batch) done()
    }
    writing = undefined
  }

  // The message is out; only the record is missing. While the database is away there is nothing better to do than to wait:
  // if the process dies first, the mark stands, and the reaper says uncertain.
  const untilDone = async (run: () => Promise<void>) => {
    for (let pause = 50; ; pause = Math.min(pause * 2, 2_000)) {
      try {
        return await run()
      } catch (error) {
        log.warn({ err: error }, 'an outcome could not be written yet')
        await sleep(pause)
      }
    }
  }

  return {
    finish(outcome: Outcome): Promise<void> {
      return new Promise(done => {
        waiting.push({ outcome, done })
        writing ??= write()
      })
    },
    /** The outcome and what follows from it, in one transaction. If what follows cannot be done at all, the outcome stands alone. */
    async finishWith(outcome: Outcome, follow: (tx: Tx) => Promise<void>): Promise<void> {
      let faults = 0
      await untilDone(async () => {
        if (faults >= FOLLOW_TRIES) return await writeOutcomes(store.db.sql, workerId, [outcome])
        try {
          await store.transaction(async tx => {
            await writeOutcomes(tx.sql, workerId, [outcome])
            await follow(tx)
          })
        } catch (error) {
          await store.now() // throws when it is the database that is away: then it was no fault of what follows
          faults += 1
          throw error
        }
      })
    },
    async flush() {
      await writing
    },
  }
}

const FINISH = `UPDATE "outbox" o SET "state" = m."state", "messageId" = m."messageId", "error" = m."error", "nextTryAt" = m."nextTryAt",
       "sentAt" = CASE WHEN m."state" IN ('sent', 'uncertain') THEN o."sentAt" END, "claimedBy" = NULL, "leaseUntil" = NULL
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) AS m("id", "state", "messageId", "error", "nextTryAt")
     WHERE o."id" = m."id" AND o."claimedBy" = $1 AND o."state" IN ('sending', 'uncertain')`

/** Also overrules a reaper that gave up on us too early: we know better what happened. */
async function writeOutcomes(sql: Sql, workerId: string, outcomes: Outcome[]): Promise<void> {
  await sql(
    FINISH,
    [
      workerId, outcomes.map(({ id }) => id), outcomes.map(({ state }) => state),
      outcomes.map(outcome => (outcome.state === 'sent' ? outcome.messageId : null)), outcomes.map(({ error }) => error ?? null),
      outcomes.map(outcome => (outcome.state === 'planned' ? outcome.nextTryAt.toISOString() : null)),
    ],
  )
}
