/** What customers said, as figures: satisfaction, recommendation, how many answer, and why those who left did. */
import { GROUPS, groupSql, type Group } from '../audience/groups.ts'
import { COUNTS } from '../audience/stats.ts'
import type { Audience } from '../journeys/templates.ts'
import type { Sql } from '../store/store.ts'
import { figure, type Figure } from './figure.ts'
import { monthBounds, monthName, type Period } from './period.ts'

export type Reason = { reason: string; customers: number }
export type Feedback = {
  /** CSAT: ratings of 4 and 5 among all. */
  satisfaction: Figure
  /** Net promoter score, −100 to 100: 9 and 10 less 0 to 6, of a hundred; null without an answer. Reichheld (2003). */
  nps: { promoters: number; passives: number; detractors: number; score: number | null }
  /** Of the questions put in the period, how many have an answer by now. */
  response: Figure
  /** Of the surveys of the period in which something was answered, how many were answered to their end. */
  completion: Figure
  reasons: Reason[]
  reasonsByGroup: ({ group: Group } & Reason)[]
  /** By what was in the last order before the answer; the twenty most frequent. */
  reasonsByProduct: ({ sku: string; name: string } & Reason)[]
  reasonsByMonth: ({ month: string } & Reason)[]
}

export const LEFT = 'why-away'

export async function readFeedback({ sql }: { sql: Sql }, period: Period, audience: Audience): Promise<Feedback> {
  const span = [period.from.toISOString(), period.to.toISOString()]
  const [row] = await sql<Record<'rated' | 'satisfied' | 'promoters' | 'passives' | 'detractors' | 'asked' | 'answered' | 'begun' | 'finished', number>>(
    `WITH said AS (SELECT "question", "score", CASE WHEN "question" = 'nps' AND "value" ~ '^n\\d+$' THEN substr("value", 2)::int END AS nps FROM "answers" WHERE "at" >= $1::timestamptz AND "at" < $2::timestamptz),
       put AS (SELECT q."enrollmentId" AS survey, a."value" IS NOT NULL OR a."words" IS NOT NULL AS answered FROM "questions" q LEFT JOIN "answers" a ON a."questionId" = q."id"
         WHERE q."askedAt" >= $1::timestamptz AND q."askedAt" < $2::timestamptz),
       surveys AS (SELECT survey, bool_and(answered) AS finished FROM put GROUP BY 1 HAVING bool_or(answered))
     SELECT count(*) FILTER (WHERE "question" = 'satisfied' AND "score" IS NOT NULL)::int AS "rated", count(*) FILTER (WHERE "question" = 'satisfied' AND "score" >= 4)::int AS "satisfied",
       count(*) FILTER (WHERE nps >= 9)::int AS "promoters", count(*) FILTER (WHERE nps BETWEEN 7 AND 8)::int AS "passives", count(*) FILTER (WHERE nps <= 6)::int AS "detractors",
       (SELECT count(*)::int FROM put) AS "asked", (SELECT count(*)::int FROM put WHERE answered) AS "answered",
       (SELECT count(*)::int FROM surveys) AS "begun", (SELECT count(*)::int FROM surveys WHERE finished) AS "finished" FROM said`,
    span,
  )
  const { rated, satisfied, promoters, passives, detractors, asked, answered, begun, finished } = row!
  const all = promoters + passives + detractors
  return {
    satisfaction: figure('satisfaction', satisfied, rated, period),
    nps: { promoters, passives, detractors, score: all === 0 ? null : Math.round(((promoters - detractors) / all) * 100) },
    response: figure('response', answered, asked, period),
    completion: figure('completion', finished, begun, period),
    ...(await readReasons({ sql }, span, audience)),
    reasonsByMonth: await reasonsByMonth({ sql }, period),
  }
}

async function readReasons({ sql }: { sql: Sql }, span: string[], audience: Audience): Promise<Pick<Feedback, 'reasons' | 'reasonsByGroup' | 'reasonsByProduct'>> {
  const left = `"answers" a WHERE a."question" = '${LEFT}' AND a."value" IS NOT NULL AND a."at" >= $1::timestamptz AND a."at" < $2::timestamptz`
  const reasons = await sql<Reason>(`SELECT a."value" AS "reason", count(DISTINCT a."customerId")::int AS "customers" FROM ${left} GROUP BY 1 ORDER BY 2 DESC, 1`, span)
  if (reasons.length === 0) return { reasons, reasonsByGroup: [], reasonsByProduct: [] }
  const cases = GROUPS.map(group => `WHEN ${groupSql(group, audience)} THEN '${group}'`).join(' ')
  const reasonsByGroup = await sql<{ group: Group } & Reason>(
    `SELECT CASE ${cases} END AS "group", said.value AS "reason", count(*)::int AS "customers" FROM (SELECT DISTINCT a."customerId", a."value" AS value FROM ${left}) AS said
     JOIN "customers" c ON c."id" = said."customerId" GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2`,
    span,
  )
  const reasonsByProduct = await sql<{ sku: string; name: string } & Reason>(
    `SELECT i."sku" AS "sku", min(i."name") AS "name", said.value AS "reason", count(DISTINCT said."customerId")::int AS "customers" FROM (SELECT a."customerId", a."value" AS value, a."at" FROM ${left}) AS said
     CROSS JOIN LATERAL (SELECT o."id" FROM "orders" o WHERE o."customerId" = said."customerId" AND ${COUNTS} AND o."placedAt" < said."at" ORDER BY o."placedAt" DESC LIMIT 1) AS last
     JOIN "order_items" i ON i."orderId" = last."id" GROUP BY 1, 3 ORDER BY 4 DESC, 1, 3 LIMIT 20`,
    span,
  )
  return { reasons, reasonsByGroup, reasonsByProduct }
}

async function reasonsByMonth({ sql }: { sql: Sql }, { to, zone, calendar }: Period): Promise<Feedback['reasonsByMonth']> {
  const months = monthBounds(to, 12, zone, calendar)
  const rows = await sql<{ slice: number } & Reason>(
    `SELECT said.slice AS "slice", said.value AS "reason", count(*)::int AS "customers" FROM (SELECT DISTINCT width_bucket(a."at", $1::timestamptz[]) AS slice, a."value" AS value, a."customerId" FROM "answers" a
     WHERE a."question" = '${LEFT}' AND a."value" IS NOT NULL AND a."at" >= $2::timestamptz AND a."at" < $3::timestamptz) AS said GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2`,
    [months.map(at => at.toISOString()), months[0]!.toISOString(), to.toISOString()],
  )
  return rows.map(({ slice, ...row }) => ({ month: monthName(months[slice - 1]!, zone, calendar), ...row }))
}
