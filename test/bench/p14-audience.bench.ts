/** Who is who, computed from a million orders: everything that the nightly job does, the whole and then a day's worth. */
import { monotonic, stillClock } from '../../src/clock.ts'
import { refreshBestHours } from '../../src/audience/best-hour.ts'
import { refreshRebuy } from '../../src/audience/rebuy.ts'
import { refreshAudience } from '../../src/audience/refresh.ts'
import { refreshScores, refreshStats } from '../../src/audience/stats.ts'
import { refreshTogether } from '../../src/audience/together.ts'
import type { Store } from '../../src/store/store.ts'
import { quick, report, withPostgres, withStore } from './common.ts'

const ORDERS = quick ? 20_000 : 1_000_000
const PEOPLE = ORDERS / 5
const SKUS = 2_000
const NOW = '2026-11-28T04:30:00+03:30'

await withPostgres(server =>
  withStore(server, async store => {
    await plant(store)
    const clock = stillClock(NOW)
    const { sql } = store.db
    const parts: [string, () => Promise<void>][] = [
      ['orders, amounts, gaps', () => refreshStats({ sql, clock }, null)],
      ['scores', () => refreshScores({ sql })],
      ['re-buy intervals', () => refreshRebuy({ sql })],
      ['bought together', () => refreshTogether({ sql, clock })],
      ['best hours', () => refreshBestHours({ sql, clock }, 'Asia/Tehran')],
    ]
    const each: string[] = []
    let whole = 0
    for (const [name, run] of parts) {
      const seconds = await timed(run)
      whole += seconds
      each.push(`${name} ${seconds.toFixed(1)} s`)
    }
    const how = `${ORDERS} orders of ${PEOPLE} customers, ${SKUS} products, PostgreSQL, one run: ${each.join(', ')}`
    report({ figure: 'P14 the audience, all of it', value: whole, unit: 's', goal: '< 60 s', reached: whole < 60, how })
    await refreshAudience({ sql, clock }, 'Asia/Tehran')
    await sql(`UPDATE "orders" SET "touchedAt" = $1::timestamptz WHERE "id" IN (SELECT "id" FROM "orders" LIMIT ${ORDERS / 1_000})`, [NOW])
    const day = await timed(async () => void (await refreshAudience({ sql, clock }, 'Asia/Tehran')))
    report({ figure: 'P14 after a day with a thousandth of them touched', value: day, unit: 's', goal: null, reached: null, how })
  }),
)

async function timed(run: () => Promise<void>): Promise<number> {
  const from = monotonic()
  await run()
  return (monotonic() - from) / 1000
}

/** Each customer has a rhythm and a liking; one or two items an order; amounts are spread. */
async function plant({ db }: Store) {
  await db.sql(`INSERT INTO "customers" ("id", "createdAt", "joinedAt") SELECT 'c' || n, '2024-01-01', '2024-01-01' FROM generate_series(1, ${PEOPLE}) AS n`)
  await db.sql(
    `INSERT INTO "orders" ("id", "externalId", "customerId", "status", "placedAt", "currency", "total", "source", "receivedAt", "touchedAt")
     SELECT 'o' || n, 'o' || n, 'c' || (1 + floor(power(random(), 2) * ${PEOPLE}))::int, CASE WHEN n % 50 = 0 THEN 'cancelled' ELSE 'delivered' END,
       '${NOW}'::timestamptz - random() * interval '700 days', 'IRT', (1 + floor(random() * 50)) * 100000, 'bench', '2024-01-01', '2024-01-01' FROM generate_series(1, ${ORDERS}) AS n`,
  )
  await db.sql(
    `INSERT INTO "order_items" ("orderId", "position", "sku", "name", "category", "quantity", "unitPrice", "consumable")
     SELECT o."id", p, 's' || s, 's' || s, 'k' || (s % 40), 1, 100000, s % 4 = 0
     FROM "orders" o CROSS JOIN generate_series(0, 1) AS p
     CROSS JOIN LATERAL (SELECT ((hashtext(o."customerId") & 1023) + floor(random() * 40 + p * 7)::int) % ${SKUS} AS s WHERE o."id" IS NOT NULL) AS pick
     WHERE p = 0 OR right(o."id", 1) IN ('1', '2', '3')`,
  )
  await db.sql('VACUUM ANALYZE')
}
