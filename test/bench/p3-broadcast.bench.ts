/** P3: accepting a broadcast, beside the bare INSERT … SELECT of the same rows and beside Prisma's createMany. */
import pg from 'pg'
import { monotonic } from '../../src/clock.ts'
import { shippedFolder } from '../../src/config.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import { confirmBroadcast } from '../../src/engagement/broadcast.ts'
import type { Store } from '../../src/store/store.ts'
import { median, noonClock, quick, report, ROUNDS, withPostgres, withStore } from './common.ts'

const PEOPLE = quick ? 10_000 : 100_000
const scenarios = loadScenarios(shippedFolder('scenarios'))
const config = { publicUrl: 'http://localhost:3000', shop: { name: 'دوان', agent: 'نگار', currency: 'IRT' as const, zone: 'Asia/Tehran', locale: 'fa' as const } }

const ways = {
  async ours(store: Store) {
    const clock = await noonClock(store)
    const { id } = await store.db.broadcast.create({ data: { text: 'سلام', segment: 'all', by: 'bench', createdAt: clock.now() } })
    const rows = await store.transaction(tx => confirmBroadcast({ tx, clock, config, scenarios }, id, clock.now()))
    if (rows !== PEOPLE) throw new Error(`${rows} rows`)
  },
  async bare(_: Store, url: string) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(
      `INSERT INTO "outbox" ("key", "class", "customerId", "purpose", "content", "dueAt", "nextTryAt", "graceFrom", "graceMs")
       SELECT 'broadcast/bare/' || "id", 'bulk', "id", 'marketing', '{"text": "سلام", "locale": "fa"}'::jsonb, now(), now(), now(), 259200000 FROM "customers"`,
    )
    await client.end()
  },
  async createMany(store: Store) {
    const people = await store.db.customer.findMany({ select: { id: true } })
    const now = await store.now()
    for (let at = 0; at < people.length; at += 1_000)
      await store.db.outboxMessage.createMany({
        data: people.slice(at, at + 1_000).map(({ id }) => ({ key: `broadcast/many/${id}`, class: 'bulk', customerId: id, purpose: 'marketing', content: { text: 'سلام', locale: 'fa' }, dueAt: now, nextTryAt: now, graceFrom: now, graceMs: 259_200_000n })),
      })
  },
}

await withPostgres(async server => {
  await withStore(server, plant, { keep: 'people' })
  const seconds: Record<'ours' | 'bare' | 'createMany', number[]> = { ours: [], bare: [], createMany: [] }
  for (let round = 0; round < ROUNDS; round++)
    for (const way of ['bare', 'ours', 'createMany'] as const)
      await withStore(server, async (store, url) => void seconds[way].push(await timed(() => ways[way](store, url))), { template: 'people' })
  const [ours, bare, many] = [median(seconds.ours), median(seconds.bare), median(seconds.createMany)]
  const how = `${PEOPLE} customers, PostgreSQL, median of ${ROUNDS}`
  report({ figure: 'P3 accepting a broadcast, beside INSERT … SELECT', value: PEOPLE / ours, unit: 'rows/s', ratio: bare / ours, goal: '≥ 0.7 × the bare INSERT … SELECT', reached: bare / ours >= 0.7, how })
  report({ figure: 'P3 the same, beside createMany', value: ours, unit: 's', ratio: many / ours, goal: '≥ 10 × createMany', reached: many / ours >= 10, how })
})

async function timed(run: () => Promise<void>): Promise<number> {
  const from = monotonic()
  await run()
  return (monotonic() - from) / 1000
}

async function plant(store: Store) {
  await store.db.sql(`INSERT INTO "customers" ("id", "createdAt", "joinedAt", "mayMarketing") SELECT gen_random_uuid()::text, '2026-01-01', '2026-01-01', true FROM generate_series(1, ${PEOPLE})`)
  await store.db.sql('VACUUM ANALYZE')
}
