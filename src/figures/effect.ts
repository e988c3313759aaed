/**
 * What a journey does (S68, S72): customers who walked it beside those held out on the same path, everybody counted once, by the first
 * time since the hold-out began, whether a message reached them or not. The outcome is an order within `days` after day 0; only whose
 * days are over is compared.
 */
import { COUNTS, TOMAN } from '../audience/stats.ts'
import { DAY } from '../clock.ts'
import type { Sql } from '../store/store.ts'
import { differenceOf, type Difference } from './newcombe.ts'
import { expectedAt, verdictOf, type Verdict } from './verdict.ts'

export const OUTCOME_DAYS = 30

/** `bought`: with at least one order in their days; `toman`: of these orders. `waiting`: whose days are not over. */
export type Group = { customers: number; bought: number; toman: number; waiting: number }
export type Effect = {
  journey: string
  /** null: the whole journey; else only this message is held out. */
  step: string | null
  days: number
  treated: Group
  /** null: nobody was ever held out. */
  heldOut: Group | null
  /** Share of buyers, treated less held out, with its 95 % interval. */
  difference: Difference | null
  /** What the treated brought beyond what they would have brought as the held-out did; discounts are not taken off. */
  extraToman: number | null
  /** Discounts of the codes it gave that were used. */
  discountToman: number
  verdict: Verdict
}

/** When a comparison group of `share` percent, begun today, is expected to say something: by how many begin the journey and how many of them buy. null: nobody can tell. */
export async function answerExpectedAt({ sql, now }: { sql: Sql; now: Date }, journey: string, share: number): Promise<Date | null> {
  const effect = (await readEffects({ sql, now })).find(one => one.journey === journey && one.step === null)
  const [row] = await sql<{ n: number }>(`SELECT count(DISTINCT "customerId")::int AS "n" FROM "enrollments" WHERE "journey" = $1 AND "startedAt" > $2::timestamptz - interval '90 days'`, [journey, now.toISOString()])
  const { customers, bought } = effect?.treated ?? { customers: 0, bought: 0 }
  return expectedAt({ base: customers > 0 ? bought / customers : 0, share: share / 100, perDay: row!.n / 90, days: OUTCOME_DAYS, have: 0 }, now)
}

type Row = { journey: string; step: string | null; heldOut: boolean; customers: number; bought: number; toman: string; waiting: number; lately: number; since: Date | null }

export async function readEffects({ sql, now }: { sql: Sql; now: Date }, days = OUTCOME_DAYS): Promise<Effect[]> {
  const rows = await sql<Row>(
    `WITH e AS (SELECT e."id", e."customerId", e."journey", e."heldOut", e."orderId", e."startedAt", e."endedAt", COALESCE(e."anchorAt", e."startedAt") AS at FROM "enrollments" e),
     since AS (SELECT "journey", min("startedAt") AS since FROM e WHERE "heldOut" GROUP BY 1),
     -- A message of its own hold-out: rows whose enrollment had not ended before they fell due.
     steps AS (SELECT x."journey", x."step", min(x."dueAt") AS since FROM "outbox" x JOIN e ON e."id" = x."enrollmentId" AND NOT e."heldOut" WHERE x."reason" = 'held-out' AND x."role" = 'step' GROUP BY 1, 2),
     subjects AS (
       SELECT DISTINCT ON (e."journey", e."customerId" COLLATE "C") e."journey", NULL::text AS step, e."customerId" AS who, e."heldOut" AS held, e.at, e."orderId" AS own, s.since, e."startedAt" AS begun
       FROM e LEFT JOIN since s USING ("journey") WHERE s.since IS NULL OR e."startedAt" >= s.since ORDER BY e."journey", e."customerId" COLLATE "C", e."startedAt")
     SELECT j."journey", j.step, j.held AS "heldOut", count(*) FILTER (WHERE over)::int AS "customers", count(*) FILTER (WHERE over AND b.n > 0)::int AS "bought",
       COALESCE(sum(b.toman) FILTER (WHERE over), 0)::text AS "toman", count(*) FILTER (WHERE NOT over)::int AS "waiting",
       count(*) FILTER (WHERE j.begun > $1::timestamptz - interval '90 days')::int AS "lately", min(j.since) AS "since"
     FROM (SELECT * FROM subjects UNION ALL SELECT * FROM (
         SELECT DISTINCT ON (x."journey", x."step", x."customerId") x."journey", x."step", x."customerId", x."reason" IS NOT DISTINCT FROM 'held-out', x."dueAt", x."orderId", s.since, x."dueAt"
         FROM "outbox" x JOIN steps s ON s."journey" = x."journey" AND s."step" = x."step" AND x."dueAt" >= s.since JOIN e ON e."id" = x."enrollmentId" AND NOT e."heldOut"
         WHERE x."role" = 'step' AND x."dueAt" <= $1::timestamptz AND (e."endedAt" IS NULL OR e."endedAt" >= x."dueAt") ORDER BY x."journey", x."step", x."customerId", x."dueAt") AS of_steps) AS j
     CROSS JOIN LATERAL (SELECT j.at + $2::float8 * interval '24 hours' <= $1::timestamptz AS over) AS o1
     CROSS JOIN LATERAL (SELECT count(*) AS n, sum(${TOMAN}) AS toman FROM "orders" o WHERE over AND o."customerId" = j.who AND ${COUNTS}
       AND o."placedAt" > j.at AND o."placedAt" <= j.at + $2::float8 * interval '24 hours' AND o."id" IS DISTINCT FROM j.own) AS b
     GROUP BY 1, 2, 3 ORDER BY 1, 2 NULLS FIRST, 3`,
    [now.toISOString(), days],
  )
  const costs = await discountsOf({ sql })
  const names = [...new Set(rows.map(({ journey, step }) => JSON.stringify([journey, step])))].map(name => JSON.parse(name) as [string, string | null])
  return names.map(([journey, step]) => {
    const of = (held: boolean) => rows.find(row => row.journey === journey && row.step === step && row.heldOut === held)
    return effectOf({ journey, step, treated: of(false), heldOut: of(true), discountToman: costs.get(step ? `${journey}/${step}` : journey) ?? 0 }, now, days)
  })
}

function effectOf({ journey, step, treated: one, heldOut: other, discountToman }: { journey: string; step: string | null; treated: Row | undefined; heldOut: Row | undefined; discountToman: number }, now: Date, days: number): Effect {
  const treated = groupOf(one)
  const heldOut = other ? groupOf(other) : null
  const difference = heldOut ? differenceOf(treated.bought, treated.customers, heldOut.bought, heldOut.customers) : null
  const extraToman = heldOut && heldOut.customers > 0 && treated.customers > 0 ? Math.round(treated.toman - (heldOut.toman * treated.customers) / heldOut.customers) : null
  // How many more begin each day: of what began in the last ninety, or since the hold-out did.
  const since = other?.since?.getTime() ?? -Infinity
  const perDay = ((one?.lately ?? 0) + (other?.lately ?? 0)) / Math.max(1, Math.min(90, (now.getTime() - since) / DAY))
  return { journey, step, days, treated, heldOut, difference, extraToman, discountToman, verdict: verdictOf({ treated, heldOut, difference, perDay, days }, now) }
}

const groupOf = (row: Row | undefined): Group => ({ customers: row?.customers ?? 0, bought: row?.bought ?? 0, toman: Number(row?.toman ?? 0), waiting: row?.waiting ?? 0 })

/** By journey, and by journey/step: a journey's coupon is keyed by its enrollment and step. */
async function discountsOf({ sql }: { sql: Sql }): Promise<Map<string, number>> {
  const rows = await sql<{ journey: string; step: string; toman: string }>(
    `SELECT e."journey", split_part(k."key", '/', 2) AS "step", sum(k."discount")::text AS "toman" FROM "coupons" k JOIN "enrollments" e ON e."id" = split_part(k."key", '/', 1)
     WHERE k."state" = 'redeemed' AND k."discount" > 0 GROUP BY 1, 2`,
  )
  const sums = new Map<string, number>()
  for (const { journey, step, toman } of rows) for (const name of [journey, `${journey}/${step}`]) sums.set(name, (sums.get(name) ?? 0) + Number(toman))
  return sums
}
