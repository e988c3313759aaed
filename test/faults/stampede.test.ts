import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openPostgres } from '../../src/store/open.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { silent } from '../support/store.ts'
import { FULL } from './service.ts'

const UNITS = 10
const PEOPLE = FULL ? 1_000 : 300

describe.skipIf(noPostgres())(`F16: a stampede for the last ${UNITS} (${noPostgres() ?? 'on PostgreSQL'})`, () => {
  let server: PostgresServer
  const claimers: ChildProcess[] = []
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterEach(() => {
    for (const claimer of claimers.splice(0)) claimer.kill('SIGKILL')
  })
  afterAll(() => server?.stop())

  /** `acked`: customers who were told that they have one. */
  function startClaimer(offer: string, acked: string[], pace: number) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/faults/claimer.ts'], {
      env: { ...process.env, DATABASE_URL: server.url, OFFER: offer, AT_ONCE: '20', PACE: String(pace) },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    claimers.push(child)
    let done = false
    createInterface({ input: child.stdout! }).on('line', line => {
      if (line.startsWith('ack ')) acked.push(line.slice(4))
      if (line === 'done') done = true
    })
    return { child, over: once(child, 'close'), isDone: () => done }
  }

  test.each(FULL ? [0, 1, 2, 3, 4] : [0, 1])('killed in the middle and asked again by two at once: exactly ten, one each, none left, nobody told in vain (%i)', async round => {
    const store = await openPostgres(server.url, { log: silent, command: 'test' })
    try {
      await store.db.sql(`INSERT INTO "customers" ("id", "createdAt") SELECT 'p' || n, now() FROM generate_series(1, ${PEOPLE}) AS n ON CONFLICT DO NOTHING`)
      const now = await store.now()
      const { id } = await store.db.offer.create({
        data: { name: `round ${round}`, source: 'campaign', kind: 'percent', percent: 20, ceiling: 200_000n, quantity: UNITS, left: UNITS, state: 'live', startsAt: now, endsAt: new Date(now.getTime() + 48 * 3_600_000), createdAt: now },
      })
      const acked: string[] = []
      const first = startClaimer(id, acked, 4)
      await expect.poll(() => acked.length, { timeout: 60_000, interval: 2 }).toBeGreaterThan(2)
      first.child.kill('SIGKILL')
      await first.over
      const others = [startClaimer(id, acked, 0), startClaimer(id, acked, 0)]
      await Promise.all(others.map(({ over }) => over))
      expect(others.every(({ isDone }) => isDone())).toBe(true)
      const coupons = await store.db.coupon.findMany({ where: { offerId: id } })
      expect(coupons).toHaveLength(UNITS)
      expect(new Set(coupons.map(({ customerId }) => customerId)).size).toBe(UNITS)
      expect(new Set(acked)).toEqual(new Set(coupons.map(({ customerId }) => customerId)))
      expect(await store.db.offer.findUniqueOrThrow({ where: { id } })).toMatchObject({ left: 0, committed: 2_000_000n })
    } finally {
      await store.close()
    }
  })
})
