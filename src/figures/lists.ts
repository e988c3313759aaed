/** The very customers behind a number. Each list is as long as the number says. */
import { COUNTS } from '../audience/stats.ts'
import { DAY } from '../clock.ts'
import type { Sql } from '../store/store.ts'
import type { FigureName } from './figure.ts'
import { monthBounds, type Period } from './period.ts'

/** Beside what stands above and below the line, the parts of E − N, which is a number of nobody in particular. */
export const PARTS = ['numerator', 'denominator', 'end', 'new'] as const
export type Part = (typeof PARTS)[number]
/** `id`: of the answer or question where the figure counts those, else the customer's. */
export type Listed = { id: string; customerId: string; name: string | null; externalId: string | null; orders: number; lastOrderAt: Date | null }

/** The parts that a figure can be opened by. */
export function partsOf(name: FigureName): Part[] {
  return name === 'retention-by-count' ? ['denominator', 'end', 'new'] : ['numerator', 'denominator']
}

/** By id; `after`: the last id of the page before. A part that the figure does not have is a bug: ask partsOf. */
export async function listFigure({ sql, activeDays }: { sql: Sql; activeDays: number }, name: FigureName, part: Part, period: Period, page: { limit: number; after?: string | null }): Promise<Listed[]> {
  const { set, params } = setOf(name, part, period, activeDays)
  const [after, limit] = [`$${params.length + 1}`, `$${params.length + 2}`]
  return await sql<Listed>(
    `SELECT page.id AS "id", c."id" AS "customerId", c."name", c."externalId", (SELECT count(*)::int FROM "orders" o WHERE o."customerId" = c."id" AND ${COUNTS}) AS "orders",
       (SELECT max(o."placedAt") FROM "orders" o WHERE o."customerId" = c."id" AND ${COUNTS}) AS "lastOrderAt"
     FROM (SELECT * FROM (${set}) AS members WHERE members.id > ${after} ORDER BY members.id LIMIT ${limit}::int) AS page JOIN "customers" c ON c."id" = page.who ORDER BY page.id`,
    [...params, page.after ?? '', page.limit],
  )
}

type Members = { set: string; params: unknown[] }

/** SQL of (id, who). */
function setOf(name: FigureName, part: Part, period: Period, activeDays: number): Members {
  const params: unknown[] = []
  const at = (instant: Date) => `$${params.push(instant.toISOString())}::timestamptz`
  const bought = (from: Date | null, to: Date) => `SELECT o."customerId" AS who FROM "orders" o WHERE ${COUNTS} AND ${from ? `o."placedAt" >= ${at(from)} AND` : ''} o."placedAt" < ${at(to)}`
  const active = (to: Date) => bought(new Date(to.getTime() - activeDays * DAY), to)
  const whoIn = (...sets: string[]): Members => ({ set: `SELECT DISTINCT who AS id, who FROM (${sets.map(set => `(${set})`).join(' INTERSECT ')}) AS common`, params })
  const { before, from, to, zone, calendar } = period
  const month = monthBounds(to, 1, zone, calendar)[0]!
  const key = `${name}/${part}` as `${FigureName}/${Part}`
  switch (key) {
    case 'reach/numerator': return { set: `SELECT c."id" AS id, c."id" AS who FROM "customers" c WHERE c."joinedIntoId" IS NULL AND EXISTS (SELECT 1 FROM "addresses" a WHERE a."customerId" = c."id" AND a."state" = 'ok')`, params }
    case 'reach/denominator': return { set: `SELECT c."id" AS id, c."id" AS who FROM "customers" c WHERE c."joinedIntoId" IS NULL`, params }
    case 'retention-by-count/denominator': case 'retention-by-identity/denominator': return whoIn(active(from))
    case 'retention-by-count/end': return whoIn(active(to))
    case 'retention-by-count/new': return { set: `SELECT who AS id, who FROM (${bought(null, to)} GROUP BY 1 HAVING min(o."placedAt") >= ${at(from)}) AS fresh`, params }
    case 'retention-by-identity/numerator': return whoIn(active(from), active(to))
    case 'period-return/denominator': return whoIn(bought(before, from))
    case 'period-return/numerator': return whoIn(bought(before, from), bought(from, to))
    case 'repeat-customers/denominator': case 'monthly-buyers/denominator': return whoIn(bought(null, to))
    case 'repeat-customers/numerator': return { set: `SELECT who AS id, who FROM (${bought(null, to)} GROUP BY 1 HAVING count(*) >= 2) AS twice`, params }
    case 'monthly-buyers/numerator': return whoIn(bought(month, to))
    case 'satisfaction/numerator': case 'satisfaction/denominator':
      return { set: `SELECT a."id" AS id, a."customerId" AS who FROM "answers" a WHERE a."question" = 'satisfied' AND a."score" ${part === 'numerator' ? '>= 4' : 'IS NOT NULL'} AND a."at" >= ${at(from)} AND a."at" < ${at(to)}`, params }
    case 'response/numerator': case 'response/denominator':
      return { set: `SELECT id, who FROM (${questions(at(from), at(to))}) AS put ${part === 'numerator' ? 'WHERE answered' : ''}`, params }
    case 'completion/numerator': case 'completion/denominator':
      return { set: `SELECT survey AS id, min(who) AS who FROM (${questions(at(from), at(to))}) AS put GROUP BY 1 HAVING ${part === 'numerator' ? 'bool_and(answered)' : 'bool_or(answered)'}`, params }
    default: throw new Error(`${key} is no list`)
  }
}

const questions = (from: string, to: string) =>
  `SELECT q."id" AS id, q."enrollmentId" AS survey, q."customerId" AS who, a."value" IS NOT NULL OR a."words" IS NOT NULL AS answered FROM "questions" q LEFT JOIN "answers" a ON a."questionId" = q."id"
   WHERE q."askedAt" >= ${from} AND q."askedAt" < ${to}`
