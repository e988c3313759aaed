import { setTimeout as sleepFor } from 'node:timers/promises'
import { monotonic, SECOND } from '../clock.ts'
import { scrub } from '../log.ts'
import { claim, postpone, release, type ClaimedRow, type Lane } from './claim.ts'
import type { LoopParts } from './loop.ts'
import { createReady } from './ready.ts'

const AHEAD_MS = 1_500
const LOOK_EVERY_MS = SECOND
const PAUSE_MS = 4
/** Rows of the slow lane that may wait here for their slot: what goes in about two seconds. Others could send them meanwhile. */
const AHEAD_SECONDS = 2
const LEAST_AHEAD = 20
const FIRST_AHEAD = 100

/** Claims rows of one lane, waits for each one's instant, and fires what is ready. At most `capacity` are held here at once. */
export function createLane(parts: LoopParts, name: Lane, capacity: number, mostGroups: number) {
  const { store, clock, workerId, pacing, log } = parts
  const waiting = new Map<ClaimedRow, NodeJS.Timeout>()
  const ready = createReady({ pacing, bulk: name === 'rest', mostGroups })
  let held = 0
  let ahead = name === 'rest' ? FIRST_AHEAD : capacity
  /** Per channel, so that one that hangs stops no other. */
  const heldOf = counter()
  let running = false
  let poked = false
  let looking: Promise<void> = Promise.resolve()
  let sleep: { timer: NodeJS.Timeout; end(): void } | undefined
  let pumpTimer: NodeJS.Timeout | undefined
  const idlers: (() => void)[] = []

  const full = () => (name === 'replies' ? heldOf.atLeast(capacity) : [])
  const room = () => capacity * (1 + full().length) - held
  const roomAhead = () => (name === 'replies' ? room() : Math.min(room(), ahead - ready.size - waiting.size))
  const isHalfEmpty = () => roomAhead() > Math.min(capacity, ahead) / 2

  const take = async (upTo: Date, limit: number): Promise<number> => {
    const rows = await claim(store.db.sql, name, workerId, upTo, limit, full(), parts.notReady?.())
    held += rows.length
    if (name === 'rest' && rows.length > 0) ahead = Math.min(capacity, ...rows.map(row => aheadFor(pacing.perSecond(row.channel ?? ''))))
    for (const row of rows) {
      heldOf.add(row.channel, 1)
      const delay = row.nextTryAt.getTime() - clock.now().getTime()
      if (delay <= 0) ready.add(row)
      else waiting.set(row, setTimeout(() => due(row), delay))
    }
    pump()
    return rows.length
  }

  const due = (row: ClaimedRow) => {
    waiting.delete(row)
    // Timers fire up to a millisecond early; nothing goes before its instant.
    const early = row.nextTryAt.getTime() - clock.now().getTime()
    if (early > 0) {
      waiting.set(row, setTimeout(() => due(row), early))
      return
    }
    ready.add(row)
    pump()
  }

  const pump = () => {
    clearTimeout(pumpTimer)
    pumpTimer = undefined
    while (ready.size > 0) {
      const { group, wait } = ready.next(monotonic())
      if (group.length === 0) {
        if (Number.isFinite(wait)) pumpTimer = setTimeout(pump, Math.max(1, Math.ceil(wait)))
        break
      }
      void launch(group)
    }
    if (held === waiting.size) for (const done of idlers.splice(0)) done()
    if (running && poked && full().length === 0 && isHalfEmpty()) sleep?.end()
  }

  const launch = async (group: ClaimedRow[]) => {
    const { channel } = group[0]!
    try {
      await parts.fire(group)
    } catch (error) {
      log.error({ err: error, rows: group.map(row => row.id) }, 'a group broke off')
      await giveBack(group, scrub(error instanceof Error ? error.message : String(error)).slice(0, 300))
    }
    heldOf.add(channel, -group.length)
    held -= group.length
    ready.over(group)
    pump()
  }

  // While the database is away nothing can be given back, and nothing else can be done either.
  const giveBack = async (group: ClaimedRow[], reason: string) => {
    for (;;) {
      try {
        return await postpone(store.db.sql, workerId, group.map(row => row.id), reason, clock.now())
      } catch {
        await sleepFor(250)
      }
    }
  }

  const look = async () => {
    while (running) {
      poked = false
      let took = 0
      try {
        if (roomAhead() > 0) took = await take(new Date(clock.now().getTime() + AHEAD_MS), roomAhead())
      } catch (error) {
        log.error({ err: error }, 'claiming failed')
      }
      // Full: wait until half of it is done. Otherwise: until somebody wakes us, or the next look.
      const isFull = !isHalfEmpty()
      if (!isFull && (poked || took > 0)) {
        // Woken while looking, by many small things at once: one look answers them all.
        if (took === 0) await sleepFor(PAUSE_MS)
        continue
      }
      // Room in a channel that is full now wakes us too.
      if (isFull || full().length > 0) poked = true
      await new Promise<void>(end => {
        sleep = { timer: setTimeout(end, LOOK_EVERY_MS), end }
      })
      clearTimeout(sleep?.timer)
      sleep = undefined
    }
  }

  return {
    start() {
      running = true
      looking = look()
    },
    wake() {
      poked = true
      sleep?.end()
    },
    /** Claims what is due by now, and hurries rows whose instant has passed since they were claimed (the clock was moved). */
    async takeDue(): Promise<number> {
      for (const [row, timer] of waiting) {
        if (row.nextTryAt > clock.now()) continue
        clearTimeout(timer)
        due(row)
      }
      const inFlight = held - waiting.size
      return inFlight + (room() > 0 ? await take(clock.now(), room()) : 0)
    },
    /** Resolves when nothing due is in flight. */
    async idle(): Promise<void> {
      while (held - waiting.size > 0) {
        await new Promise<void>(done => {
          idlers.push(done)
          setTimeout(done, 20)
        })
      }
    },
    async stop() {
      running = false
      sleep?.end()
      await looking
      const back = [...waiting.keys(), ...ready.empty()]
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
      held -= back.length
      for (const row of back) heldOf.add(row.channel, -1)
      await release(store.db.sql, workerId, back.map(row => row.id))
      await this.idle()
      clearTimeout(pumpTimer)
    },
  }
}

const aheadFor = (perSecond: number) => Math.max(LEAST_AHEAD, Math.ceil(AHEAD_SECONDS * perSecond))

/** Counts by channel; null counts as one too. */
function counter() {
  const counts = new Map<string, number>()
  const of = (channel: string | null) => counts.get(channel ?? '') ?? 0
  return {
    of,
    add: (channel: string | null, n: number) => void counts.set(channel ?? '', of(channel) + n),
    atLeast: (n: number) => [...counts].filter(([, count]) => count >= n).map(([channel]) => channel),
  }
}

