/** F16: claims a second for an offer that everybody wants, beside the same rows in bare SQL. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { databaseClock, monotonic } from '../../src/clock.ts'
import { claimOffer } from '../../src/offers/claim.ts'
import { newCode } from '../../src/offers/code.ts'
import { lockCustomer } from '../../src/store/lock-customer.ts'
import type { Store } from '../../src/store/store.ts'
import { median, quick, report, ROUNDS, withPostgres, withStore } from './common.ts'

const PEOPLE = quick ? 300 : 2_000
const AT_ONCE = 20
const UNITS = 10

async function offerFor(store: Store): Promise<string> {
  const now = await store.now()
  const { id } = await store.db.offer.create({
    data: { name: 'stampede', source: 'campaign', kind: 'amount', amount: 1_000n, quantity: UNITS, left: UNITS, state: 'live', startsAt: new Date(now.getTime() - 1e9), endsAt: new Date(now.getTime() + 1e9), createdAt: now },
  })
  return id
}

async function all(store: Store, one: (customerId: string) => Promise<void>): Promise<number> {
  const people = (await store.db.customer.findMany({ select: { id: true } })).map(({ id }) => id)
  const from = monotonic()
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let id = people.pop(); id !== undefined; id = people.pop()) await one(id)
  }))
  return PEOPLE / ((monotonic() - from) / 1000)
}

const ways = {
  async ours(store: Store) {
    const clock = await databaseClock(store.now)
    const id = await offerFor(store)
    const rate = await all(store, customerId => store.transaction(async tx => {
      await lockCustomer(tx, customerId)
      await claimOffer({ tx, clock }, id, customerId)
    }))
    if ((await store.db.coupon.count()) !== UNITS) throw new Error(`${await store.db.coupon.count()} were given`)
    return rate
  },
  /** The least that has to happen: lock, claim, decrement, or leave nothing behind; ten connections, as the service has. */
  async bare(store: Store, url: string) {
    const id = await offerFor(store)
    const pool = new pg.Pool({ connectionString: url, max: 10 })
    pool.on('error', () => {})
    const rate = await all(store, async customerId => {
      const client = await pool.connect()
      await client.query('BEGIN')
      await client.query('UPDATE customers SET revision = revision + 1 WHERE id = $1', [customerId])
      const key = `claim/${id}/${customerId}/0`
      await client.query(`INSERT INTO coupons (id, code, "offerId", "customerId", key, worth, "grantedAt", "expiresAt") VALUES ($1, $2, $3, $4, $5, 1000, now(), now()) ON CONFLICT DO NOTHING`, [randomUUID(), newCode(), id, customerId, key])
      const taken = await client.query(`UPDATE offers SET "left" = "left" - 1 WHERE id = $1 AND "left" > 0`, [id])
      await client.query(taken.rowCount ? 'COMMIT' : 'ROLLBACK')
      client.release()
    })
    await pool.end()
    return rate
  },
}

await withPostgres(async server => {
  await withStore(server, store => store.db.sql(`INSERT INTO "customers" ("id", "createdAt") SELECT gen_random_uuid()::text, now() FROM generate_series(1, ${PEOPLE})`).then(() => {}), { keep: 'people' })
  const rates: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
  for (let round = 0; round < ROUNDS; round++)
    for (const way of ['bare', 'ours'] as const) await withStore(server, async (store, url) => void rates[way].push(await ways[way](store, url)), { template: 'people' })
  const [ours, bare] = [median(rates.ours), median(rates.bare)]
  report({ figure: 'P13 claims of the last ten units', value: ours, unit: 'claims/s', ratio: ours / bare, goal: '≥ 0.5 × bare SQL', reached: ours / bare >= 0.5, how: `${PEOPLE} people, ${AT_ONCE} at once, PostgreSQL, median of ${ROUNDS}` })
})
