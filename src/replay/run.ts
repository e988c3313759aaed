/**
 * Runs a shop's own past through its journeys: orders before the range are imported as history, those in it come in on their day, and
 * business time walks on from day to day. The parts are those of the service; only the messenger and the database are others.
 */
import type { Config } from '../config.ts'
import { MINUTE, monotonic, stillClock } from '../clock.ts'
import { changeControls } from '../engagement/controls.ts'
import { keepVersions } from '../engagement/enroll.ts'
import { takeOrder } from '../engagement/take-order.ts'
import { UserError } from '../errors.ts'
import type { Scenarios } from '../journeys/load.ts'
import type { Log } from '../log.ts'
import { setLoyalty } from '../loyalty/settings.ts'
import { registerJobs } from '../schedule/recurring.ts'
import { createService, type Service } from '../service.ts'
import { importOrders } from '../shop/import-orders.ts'
import type { OrderInput } from '../shop/order-input.ts'
import { toToman } from '../text/money.ts'
import { createRecordingChannel, type Answers } from './channel.ts'
import { localDays } from './read-orders.ts'
import { readReport, type Report } from './report.ts'
import { addIndexes, joinAll, noteHolds } from './tables.ts'
import { withThrowAwayStore } from './throw-away.ts'

export type ReplayOptions = {
  config: Config
  /** Those that are on are replayed. */
  scenarios: Scenarios
  /** Earliest first. Those from `until` on are left out. */
  orders: readonly OrderInput[]
  from: Date
  /** Not included. */
  until: Date
  answers: Answers
  log: Log
  /** After each simulated day. */
  progress?(days: number, of: number): void
  /** Ends the run between two steps. */
  signal?: AbortSignal
}

/** `points`: what 1,000 of them are worth in toman; null: no amount in the file is toman or rial, so that neither points nor offers apply. */
export type Replayed = Report & { worth: number | null; counts: { history: number; replayed: number; left: number; customers: number }; tookMs: number }

/** Toman for 1,000 points. */
const WORTH = 1_000
/** A question is answered so long after it came, at most. */
const ANSWER_AFTER = 5 * MINUTE
/** PGlite has no autovacuum: each so many days. */
const TIDY_EVERY = 10
/** A walk gives up after half a minute; so many in a row that got nowhere are a bug, not patience. */
const STUCK = 10

export async function replay(options: ReplayOptions): Promise<Replayed> {
  const { orders, from, until, log, signal, progress = () => {} } = options
  const started = monotonic()
  return await withThrowAwayStore(async (store, folder) => {
    const config: Config = {
      ...options.config, dataDir: folder, databaseUrl: undefined, mongodbUrl: undefined, demo: false,
      telegram: undefined, bale: undefined, whatsapp: undefined, staffBot: undefined,
    }
    const { scenarios, answers } = options
    const clock = stillClock(from)
    const recorder = createRecordingChannel(answers)
    // Pacing is machine time: a month that passes in a second would wait for it.
    const service = createService({ config, store, clock, scenarios, channels: [recorder.channel], log, workerId: 'replay', ratesOf: () => null })
    const worth = orders.some(({ currency }) => toToman(0, currency) !== null) ? WORTH : null

    const history = orders.filter(({ placedAt }) => placedAt < from)
    const events = eventsOf(orders.filter(({ placedAt }) => placedAt >= from && placedAt < until), until)
    await importOrders({ store, clock }, history, { source: 'replay' })
    await store.sqlTransaction(sql => joinAll(sql, null))
    await store.transaction(async tx => {
      await keepVersions({ tx, clock, scenarios })
      await changeControls(tx, () => ({ offersOn: worth !== null }))
      if (worth !== null) await setLoyalty(tx, { on: true, worth })
    })
    await noteHolds(store.db.sql)
    await addIndexes(store.db.sql)
    await registerJobs({ store, clock, log }, service.jobs)
    await recorder.channel.start(service.handlersOf(recorder.channel))
    await store.tidyUp()

    const walkTo = createWalkTo(service, recorder.answer, answers !== 'silent', signal)
    const days = localDays(from, until, config.shop.zone)
    let next = 0
    for (const [n, { end }] of days.entries()) {
      for (; next < events.length && events[next]!.at < end; next++) {
        const { at, input } = events[next]!
        await walkTo(at)
        await store.transaction(async tx => {
          const { customerId } = await takeOrder({ ...service.app, tx }, input, { source: 'replay' })
          await joinAll(tx.sql, customerId)
        })
      }
      await walkTo(end)
      if (n % TIDY_EVERY === TIDY_EVERY - 1) await store.tidyUp()
      progress(n + 1, days.length)
    }
    await service.stop()
    const report = await readReport(store.db.sql, { until, worth })
    const replayed = orders.filter(({ placedAt }) => placedAt >= from && placedAt < until).length
    const [people] = await store.db.sql<{ n: number }>(`SELECT count(*)::int AS "n" FROM "customers"`)
    return {
      ...report, worth, tookMs: monotonic() - started,
      counts: { history: history.length, replayed, left: orders.length - history.length - replayed, customers: people!.n },
    }
  })
}

type Event = { at: Date; input: OrderInput }

/**
 * An order as the shop would have told it: paid on its day, delivered on that day, if the file knows it. When it was shipped or
 * cancelled no file tells: the former is left out, and what was cancelled in the end comes in as that and is not followed up.
 */
function eventsOf(orders: readonly OrderInput[], until: Date): Event[] {
  const events = orders.flatMap((order): Event[] => {
    const isOver = order.status === 'cancelled' || order.status === 'refunded'
    const status = isOver || order.status === 'placed' ? order.status : 'paid'
    const placed = { at: order.placedAt, input: { ...order, status, shippedAt: undefined, deliveredAt: undefined, updatedAt: undefined } }
    const { deliveredAt } = order
    if (isOver || !deliveredAt || deliveredAt >= until) return [placed]
    return [placed, { at: deliveredAt, input: { ...order, status: 'delivered', shippedAt: undefined, updatedAt: undefined } }]
  })
  return events.sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** Walks to an instant; where customers answer, it stops after each message that goes, so that answers come when they would have. */
function createWalkTo({ app, walk, settle }: Service, answer: () => Promise<number>, answering: boolean, signal: AbortSignal | undefined) {
  const { clock, store } = app
  const walkAll = async (to: Date) => {
    for (let tries = 0; tries < STUCK; tries++) {
      signal?.throwIfAborted()
      const before = clock.now()
      const { now, pending } = await walk({ to })
      if (now >= to && pending === 0) return
      if (now > before) tries = 0
    }
    throw new UserError(`the replay does not get past ${clock.now().toISOString()}: too much is due at once`)
  }
  const nextDue = async () => {
    const [row] = await store.db.sql<{ at: Date | null }>(
      `SELECT min("nextTryAt") AS "at" FROM "outbox" WHERE "state" IN ('planned', 'held') AND "claimedBy" IS NULL AND "nextTryAt" IS NOT NULL`,
    )
    return row?.at?.getTime() ?? Infinity
  }
  return async (to: Date) => {
    if (!answering) return await walkAll(to)
    do {
      const due = Math.max(await nextDue(), clock.now().getTime())
      await walkAll(new Date(Math.max(clock.now().getTime(), Math.min(to.getTime(), due + ANSWER_AFTER))))
      while ((await answer()) > 0) {
        await settle()
        await walkAll(new Date(clock.now().getTime() + MINUTE))
      }
    } while (clock.now() < to)
  }
}

