/**
 * The dispatch loop. It knows nothing of what a row says: it claims due rows a little ahead, waits for each one's instant and
 * for its pacing slot, and hands it to `fire`. Two lanes run side by side, so that replies never stand behind bulk.
 *
 *   claimed → waiting (a timer until its instant) → ready (until the chat is free and a slot is granted) → fired → done
 *
 * One row of a customer at a time, in the order of their instants. If this process dies, others reap what it held.
 */
import { setTimeout as sleepFor } from 'node:timers/promises'
import { monotonic, SECOND, type Clock } from '../clock.ts'
import { scrub, type Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { buryOthers, claim, goodbye, heartbeat, postpone, reap, release, type ClaimedRow, type Lane } from './claim.ts'
import type { Pacing } from './pacing.ts'

export type LoopParts = {
  store: Store
  clock: Clock
  log: Log
  workerId: string
  pacing: Pacing
  /** Marks, sends and records the rows; they are of different customers, and all decided or a single one. Never rejects. */
  fire(rows: ClaimedRow[]): Promise<void>
  /** Each second: read the pauses that other workers were told, look after leases. */
  everySecond?(): Promise<void>
}

export type Loop = ReturnType<typeof createLoop>

const AHEAD_MS = 1_500
const LOOK_EVERY_MS = SECOND
const PAUSE_MS = 4
const GROUP = 50
/** Rows of the slow lane that may wait here for their slot: what goes in about two seconds. Others could send them meanwhile. */
const AHEAD_SECONDS = 2
const LEAST_AHEAD = 20
const FIRST_AHEAD = 100

export function createLoop(parts: LoopParts) {
  const lanes = [createLane(parts, 'replies', 64, 16), createLane(parts, 'rest', 1_000, 8)]
  let beat: NodeJS.Timeout | undefined
  let beating: Promise<void> = Promise.resolve()

  const live = async () => {
    try {
      const { store, pacing, workerId, log } = parts
      pacing.setShare(1 / (await heartbeat(store.db.sql, workerId)))
      pacing.forget(monotonic())
      const { freed, uncertain } = await reap(store.db.sql)
      if (freed + uncertain > 0) log.warn({ freed, uncertain }, 'took over from a worker that died')
      if (freed > 0) wake()
      await parts.everySecond?.()
    } catch (error) {
      parts.log.error({ err: error }, 'the heartbeat failed')
    }
  }
  const wake = () => lanes.forEach(lane => lane.wake())

  return {
    async start() {
      if (parts.store.kind === 'embedded') await buryOthers(parts.store.db.sql, parts.workerId)
      await live()
      lanes.forEach(lane => lane.start())
      beat = setInterval(() => {
        beating = beating.then(live)
      }, SECOND)
    },

    /** Something due was written: look now. */
    wake,

    /** Handles everything that is due by now to its recorded outcome. Works whether started or not; `giveUpAt` is monotonic. */
    async settle(giveUpAt = Number.POSITIVE_INFINITY): Promise<'settled' | 'pending'> {
      for (;;) {
        const found = await Promise.all(lanes.map(lane => lane.takeDue()))
        await Promise.race([Promise.all(lanes.map(lane => lane.idle())), until(giveUpAt)])
        if (found.every(count => count === 0)) return 'settled'
        if (monotonic() >= giveUpAt) return 'pending'
      }
    },

    /** Takes nothing new, finishes what is in flight, gives the rest back. */
    async stop() {
      clearInterval(beat)
      await Promise.all(lanes.map(lane => lane.stop()))
      await beating
      await goodbye(parts.store.db.sql, parts.workerId)
    },
  }
}

function createLane(parts: LoopParts, name: Lane, capacity: number, mostGroups: number) {
  const { store, clock, workerId, pacing, log } = parts
  const waiting = new Map<ClaimedRow, NodeJS.Timeout>()
  let ready: ClaimedRow[] = []
  const busy = new Set<string>()
  let held = 0
  let ahead = name === 'rest' ? FIRST_AHEAD : capacity
  /** Per channel, so that one that hangs stops no other. */
  const heldOf = counter()
  const groupsOf = counter()
  let running = false
  let poked = false
  let looking: Promise<void> = Promise.resolve()
  let sleep: { timer: NodeJS.Timeout; end(): void } | undefined
  let pumpTimer: NodeJS.Timeout | undefined
  const idlers: (() => void)[] = []

  const full = () => (name === 'replies' ? heldOf.atLeast(capacity) : [])
  const room = () => capacity * (1 + full().length) - held
  const roomAhead = () => (name === 'replies' ? room() : Math.min(room(), ahead - ready.length - waiting.size))
  const isHalfEmpty = () => roomAhead() > Math.min(capacity, ahead) / 2

  const take = async (upTo: Date, limit: number): Promise<number> => {
    const rows = await claim(store.db.sql, name, workerId, upTo, limit, full())
    held += rows.length
    if (name === 'rest' && rows.length > 0) ahead = Math.min(capacity, ...rows.map(row => aheadFor(pacing.perSecond(row.channel ?? ''))))
    for (const row of rows) {
      heldOf.add(row.channel, 1)
      const delay = row.nextTryAt.getTime() - clock.now().getTime()
      if (delay <= 0) ready.push(row)
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
    ready.push(row)
    pump()
  }

  const pump = () => {
    clearTimeout(pumpTimer)
    pumpTimer = undefined
    while (ready.length > 0) {
      const { group, wait } = nextGroup()
      if (group.length === 0) {
        if (Number.isFinite(wait)) pumpTimer = setTimeout(pump, Math.max(1, Math.ceil(wait)))
        break
      }
      void launch(group)
    }
    if (held === waiting.size) for (const done of idlers.splice(0)) done()
    if (running && poked && full().length === 0 && isHalfEmpty()) sleep?.end()
  }

  /** The next rows that may go now: of one channel, at most one of a customer and chat; undecided ones alone. */
  const nextGroup = () => {
    const group: ClaimedRow[] = []
    const rest: ClaimedRow[] = []
    const passed = new Set<string>()
    const now = monotonic()
    let wait = Number.POSITIVE_INFINITY
    for (let index = 0; index < ready.length; index++) {
      const row = ready[index]!
      const whose = row.customerId ?? `${row.channel}|${row.chatId}`
      const full = group.length >= GROUP || (group.length > 0 && !(row.decided && group[0]!.decided && name === 'rest'))
      if (full) {
        rest.push(...ready.slice(index))
        break
      }
      const isOther = group.length > 0 ? row.channel !== group[0]!.channel : groupsOf.of(row.channel) >= mostGroups
      if (isOther || busy.has(whose) || passed.has(whose)) {
        rest.push(row)
        continue
      }
      const pause = row.chatId === null || row.kind === 'wake' ? 0 : pacing.take({ channel: row.channel!, account: row.account!, chatId: row.chatId, bulk: name === 'rest' }, now)
      if (pause > 0) {
        wait = Math.min(wait, pause)
        passed.add(whose)
        rest.push(row)
        continue
      }
      busy.add(whose)
      group.push(row)
    }
    ready = rest
    return { group, wait }
  }

  const launch = async (group: ClaimedRow[]) => {
    const { channel } = group[0]!
    groupsOf.add(channel, 1)
    try {
      await parts.fire(group)
    } catch (error) {
      log.error({ err: error, rows: group.map(row => row.id) }, 'a group broke off')
      await giveBack(group, scrub(error instanceof Error ? error.message : String(error)).slice(0, 300))
    }
    groupsOf.add(channel, -1)
    heldOf.add(channel, -group.length)
    held -= group.length
    for (const row of group) busy.delete(row.customerId ?? `${row.channel}|${row.chatId}`)
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
      const back = [...waiting.keys(), ...ready]
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
      ready = []
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

function until(at: number): Promise<void> {
  if (!Number.isFinite(at)) return new Promise(() => {})
  return new Promise(done => setTimeout(done, Math.max(0, at - monotonic())).unref())
}
