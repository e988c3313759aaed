/** The hour at which somebody answers (S17): theirs from eight signals on, else the shop's. */
import { DAY, type Clock } from '../clock.ts'
import type { Db, Sql, Tx } from '../store/store.ts'

const WINDOW_DAYS = 180
const LEAST_SIGNALS = 8
const LEAST_OF_SHOP = 30
/** Hours in which anything unasked may go at all. */
const FROM = 9
const TO = 20

/**
 * A signal is an answer or a message of the customer's in the last 180 days, in the customer's own time zone. The best hour is the one
 * with the most signals when half of each neighbour's are added: people are not punctual to the hour.
 */
export async function refreshBestHours({ sql, clock }: { sql: Sql; clock: Clock }, shopZone: string): Promise<void> {
  await sql(
    `WITH signals AS (
       SELECT a."customerId", a."at", COALESCE(c."timeZone", $2) AS zone FROM "answers" a JOIN "customers" c ON c."id" = a."customerId" WHERE a."at" > $1::timestamptz
       UNION ALL
       SELECT d."customerId", i."at", COALESCE(c."timeZone", $2) FROM "inbox" i
         JOIN "addresses" d ON d."channel" = i."channel" AND d."account" = i."account" AND d."chatId" = i."chatId"
         JOIN "customers" c ON c."id" = d."customerId" WHERE i."at" > $1::timestamptz),
     hours AS (SELECT "customerId", extract(hour FROM "at" AT TIME ZONE zone)::int AS hour FROM signals),
     both_ AS (SELECT "customerId", hour FROM hours UNION ALL SELECT '', hour FROM hours),
     counted AS (SELECT "customerId", hour, count(*) AS n FROM both_ GROUP BY 1, 2),
     totals AS (SELECT "customerId", sum(n)::int AS signals FROM counted GROUP BY 1 HAVING sum(n) >= CASE WHEN "customerId" = '' THEN ${LEAST_OF_SHOP} ELSE ${LEAST_SIGNALS} END),
     smoothed AS (
       SELECT t."customerId", t.signals, h AS hour,
         COALESCE(sum(c.n * CASE WHEN c.hour = h THEN 1.0 ELSE 0.5 END), 0) AS weight
       FROM totals t CROSS JOIN generate_series(${FROM}, ${TO}) AS h JOIN counted c ON c."customerId" = t."customerId" AND c.hour BETWEEN h - 1 AND h + 1
       GROUP BY 1, 2, 3),
     best AS (SELECT DISTINCT ON ("customerId") "customerId", hour, signals FROM smoothed WHERE weight > 0 ORDER BY "customerId", weight DESC, hour)
     INSERT INTO "best_hours" ("customerId", "hour", "signals") SELECT "customerId", hour, signals FROM best
     ON CONFLICT ("customerId") DO UPDATE SET "hour" = EXCLUDED."hour", "signals" = EXCLUDED."signals"
     WHERE ("best_hours"."hour", "best_hours"."signals") IS DISTINCT FROM (EXCLUDED."hour"::smallint, EXCLUDED."signals")`,
    [new Date(clock.now().getTime() - WINDOW_DAYS * DAY).toISOString(), shopZone],
  )
}

/** 'HH:00' at which this customer answers best, else the shop's; undefined while neither is known. */
export async function learnedHour(tx: Tx | Db, customerId: string): Promise<string | undefined> {
  const rows = await tx.bestHour.findMany({ where: { customerId: { in: [customerId, ''] } } })
  const found = rows.find(row => row.customerId === customerId) ?? rows[0]
  return found && `${String(found.hour).padStart(2, '0')}:00`
}

/** At which hour the shop's customers answer best, and from how many signals that is known; null: too few yet. */
export async function shopsHour(db: Pick<Db, 'bestHour'>): Promise<{ hour: number; signals: number } | null> {
  return await db.bestHour.findUnique({ where: { customerId: '' }, select: { hour: true, signals: true } })
}
