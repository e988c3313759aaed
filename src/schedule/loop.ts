/**
 * The dispatch loop. It knows nothing of what a row says: it claims due rows a little ahead, waits for each one's instant and
 * for its pacing slot, and hands it to `fire`. Two lanes run side by side, so that replies never stand behind bulk.
 *
 *   claimed → waiting (a timer until its instant) → ready (until the chat is free and a slot is granted) → fired → done
 *
 * One row of a customer at a time, in the order of their instants. If this process dies, others reap what it held.
 */
import { monotonic, SECOND, type Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { buryOthers, goodbye, heartbeat, reap, type ClaimedRow } from './claim.ts'
import { createLane } from './lane.ts'
import type { Pacing } from './pacing.ts'

export type LoopParts = {
  store: Store
  clock: Clock
  log: Log
  workerId: string
  pacing: Pacing
  /** Marks, sends and records the rows; they are of different customers, and all decided or a single one. Never rejects. */
  fire(rows: ClaimedRow[]): Promise<void>
  /** Channels that this process cannot send on now: their rows wait, or another worker takes them. */
  notReady?(): string[]
  /** Each second: read the pauses that other workers were told, look after leases. */
  everySecond?(): Promise<void>
}

export type Loop = ReturnType<typeof createLoop>

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
  /** Handles what is due by now to its recorded outcome; what comes of it is for the next round. Works whether started or not; `giveUpAt` is monotonic. */
  const round = async (giveUpAt = Number.POSITIVE_INFINITY): Promise<number> => {
    const found = await Promise.all(lanes.map(lane => lane.takeDue()))
    await Promise.race([Promise.all(lanes.map(lane => lane.idle())), until(giveUpAt)])
    return found.reduce((sum, count) => sum + count, 0)
  }

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

    round,

    /** Handles everything that is due by now, and what comes of it. */
    async settle(): Promise<void> {
      while ((await round()) > 0);
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

function until(at: number): Promise<void> {
  if (!Number.isFinite(at)) return new Promise(() => {})
  return new Promise(done => setTimeout(done, Math.max(0, at - monotonic())).unref())
}
