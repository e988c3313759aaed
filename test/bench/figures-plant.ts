/** A shop of two years for the figures: orders, chats, questions with answers, journeys with a hold-out. */
import { cohortsBy } from '../../src/figures/cohorts.ts'
import { readEffects } from '../../src/figures/effect.ts'
import { readFeedback } from '../../src/figures/feedback.ts'
import { readOverview } from '../../src/figures/overview.ts'
import { monthBounds, monthPeriod } from '../../src/figures/period.ts'
import { boundsOf } from '../../src/figures/rates.ts'
import { readPurchases, sortedBounds } from '../../src/figures/purchases.ts'
import { readReach } from '../../src/figures/reach.ts'
import { shippedFolder } from '../../src/config.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import type { Store } from '../../src/store/store.ts'

const NOW = '2026-11-28T04:30:00+03:30'

export function figureCosts(store: Store, orders: number) {
  const { db } = store
  const people = orders / 5
  const { sql } = db
  const { audience } = loadScenarios(shippedFolder('scenarios'))
  const now = new Date(NOW)
  const period = monthPeriod('1405-08', 'Asia/Tehran')!
  const bounds = sortedBounds([...boundsOf(period), ...monthBounds(period.to, 13, period.zone, period.calendar)])
  const runs: [string, () => Promise<unknown>][] = [
    ['purchases', () => readPurchases({ sql }, bounds, audience.away.cycleDays)],
    ['reach', () => readReach({ sql }, now)],
    ['feedback', () => readFeedback({ sql }, period, audience)],
    ['journeys', () => readEffects({ sql, now })],
    ['cohorts by product (asked for by itself)', () => cohortsBy({ sql }, 'product', period.to)],
    ['overview', () => readOverview(store, { now, audience }, period)],
  ]
  return { runs, plant: () => plant(db.sql, orders, people) }
}

async function plant(sql: Store['db']['sql'], orders: number, people: number) {
  await sql(`INSERT INTO "customers" ("id", "createdAt", "joinedAt", "mayTransactional", "mayFeedback", "mayMarketing") SELECT 'c' || n, '2024-01-01', '2024-01-01', true, true, n % 2 = 0 FROM generate_series(1, ${people}) AS n`)
  await sql(`INSERT INTO "addresses" ("id", "customerId", "channel", "account", "chatId", "source", "joinedAt", "lastInAt") SELECT 'a' || n, 'c' || n, CASE WHEN n % 3 = 0 THEN 'webchat' ELSE 'telegram' END, '1', 'c' || n, CASE n % 4 WHEN 0 THEN 'qr' ELSE 'sms' END, '2024-01-01', '2024-01-01' FROM generate_series(1, ${people / 2}) AS n`)
  await sql(
    `INSERT INTO "orders" ("id", "externalId", "customerId", "status", "placedAt", "currency", "total", "source", "receivedAt", "touchedAt")
     SELECT 'o' || n, 'o' || n, 'c' || (1 + floor(power(random(), 2) * ${people}))::int, CASE WHEN n % 50 = 0 THEN 'cancelled' ELSE 'delivered' END,
       '${NOW}'::timestamptz - random() * interval '700 days', 'IRT', (1 + floor(random() * 50)) * 100000, 'bench', '2024-01-01', '2024-01-01' FROM generate_series(1, ${orders}) AS n`,
  )
  await sql(`INSERT INTO "order_items" ("orderId", "position", "sku", "name", "quantity", "unitPrice") SELECT 'o' || n, 0, 's' || n % 2000, 's' || n % 2000, 1, 100000 FROM generate_series(1, ${orders}) AS n`)
  await sql(`INSERT INTO "enrollments" ("id", "customerId", "journey", "version", "track", "subject", "startedAt", "anchorAt", "heldOut") SELECT 'e' || n, 'c' || (1 + n % ${people}), CASE n % 2 WHEN 0 THEN 'win-back' ELSE 'after-purchase' END, 'v', 't', 's' || n, at, at, n % 2 = 0 AND (n / 2) % 10 = 0
     FROM generate_series(1, ${people / 2}) AS n CROSS JOIN LATERAL (SELECT '${NOW}'::timestamptz - random() * interval '200 days' AS at WHERE n > 0) AS t`)
  await sql(`INSERT INTO "questions" ("id", "enrollmentId", "customerId", "journey", "step", "question", "askedAt") SELECT 'q' || e."id", e."id", e."customerId", e."journey", 'ask', CASE e."journey" WHEN 'win-back' THEN 'why-away' ELSE 'satisfied' END, e."startedAt" FROM "enrollments" e`)
  await sql(`INSERT INTO "answers" ("id", "questionId", "customerId", "question", "value", "score", "channel", "at") SELECT 'a' || q."id", q."id", q."customerId", q."question", CASE q."question" WHEN 'satisfied' THEN 'good' ELSE (ARRAY['price', 'forgot', 'other'])[1 + length(q."id") % 3] END, CASE q."question" WHEN 'satisfied' THEN 4 END, 'telegram', q."askedAt" FROM "questions" q WHERE right(q."id", 1) IN ('0', '1', '2', '4')`)
  await sql(`INSERT INTO "customer_stats" ("customerId", "orders", "spent", "firstAt", "lastAt", "r", "f", "m") SELECT "customerId", count(*), sum("total"), min("placedAt"), max("placedAt"), 1, 1, 1 FROM "orders" GROUP BY 1`)
  await sql('VACUUM ANALYZE')
}
