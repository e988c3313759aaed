/**
 * The only place that asks the time.
 *
 * Business time (`clock.now()`: due, quiet hours, caps, grace, expiry) is the database's time in production and moves in
 * the demo and in tests. Machine time (leases, marks, heartbeats) is the database's own now(), in SQL; `monotonic()` is for
 * pacing and time-outs. The two never share a column.
 */
export type Clock = {
  /** Business time. */
  now(): Date
}

export type MovableClock = Clock & { moveTo(at: Date): void }

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Milliseconds that never jump, from an arbitrary start. */
export function monotonic(): number {
  return performance.now()
}

/** This machine's own wall clock, only to be compared with the database's. */
export function machineWallTime(): number {
  return performance.timeOrigin + performance.now()
}

/**
 * Follows the database's clock: asks it now and then, and walks with the monotonic timer in between, so that a jump of this
 * machine's clock changes nothing. `offsetMs` is how far business time stands from it (the demo moves it).
 */
export async function databaseClock(
  readDatabaseNow: () => Promise<Date>,
  offsetMs = 0,
): Promise<MovableClock & { sync(): Promise<void>; offsetMs(): number }> {
  let base = 0
  let at = 0
  const sync = async () => {
    const before = monotonic()
    const read = (await readDatabaseNow()).getTime()
    at = (before + monotonic()) / 2
    base = read
  }
  await sync()
  const databaseNow = () => base + (monotonic() - at)
  return {
    now: () => new Date(databaseNow() + offsetMs),
    moveTo: instant => {
      offsetMs = instant.getTime() - databaseNow()
    },
    offsetMs: () => offsetMs,
    sync,
  }
}

/** Stands still until it is moved: for tests. */
export function stillClock(at: Date | string): MovableClock {
  let now = new Date(at)
  return {
    now: () => new Date(now),
    moveTo: instant => {
      now = new Date(instant)
    },
  }
}

