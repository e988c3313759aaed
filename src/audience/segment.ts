/** Segments in SQL: a condition over "customers" c, its values as parameters, never as text. */
import type { Clock } from '../clock.ts'
import type { Condition } from '../journeys/segment.ts'
import type { Audience } from '../journeys/templates.ts'
import type { Sql } from '../store/store.ts'
import { groupSql, ORDERS, SPENT, type Group } from './groups.ts'
import { COUNTS } from './stats.ts'

/** Values are appended to `parameters`; `now` is the place of an instant that is there already ('$1'). */
export function segmentSql(condition: Condition, parameters: unknown[], audience: Audience, now = '$1'): string {
  const value = (one: unknown, type: string) => `$${parameters.push(one)}::${type}`
  const sql = (part: Condition): string => {
    if ('all' in part) return `(${part.all.map(sql).join(' AND ')})`
    if ('any' in part) return `(${part.any.map(sql).join(' OR ')})`
    if ('not' in part) return `NOT ${sql(part.not)}`
    const order = `SELECT 1 FROM "orders" o WHERE o."customerId" = c."id" AND ${COUNTS}`
    const since = (days: number) => `${now}::timestamptz - make_interval(days => ${value(days, 'int')})`
    switch (part.is) {
      case 'everybody':
        return 'TRUE'
      case 'category': case 'product':
        return `EXISTS (SELECT 1 FROM "orders" o JOIN "order_items" i ON i."orderId" = o."id" WHERE o."customerId" = c."id" AND ${COUNTS} AND i."${part.is === 'category' ? 'category' : 'sku'}" = ${value(part.value, 'text')})`
      case 'regular':
        return `(SELECT count(DISTINCT o."id") FROM "orders" o JOIN "order_items" i ON i."orderId" = o."id" WHERE o."customerId" = c."id" AND ${COUNTS} AND i."sku" = ${value(part.value, 'text')}) >= 3`
      case 'level':
        return `EXISTS (SELECT 1 FROM "member_levels" l WHERE l."customerId" = c."id" AND l."level" = ${value(part.value, 'text')})`
      case 'answered':
        return `EXISTS (SELECT 1 FROM "answers" a WHERE a."customerId" = c."id" AND a."value" = ${value(part.value, 'text')})`
      case 'channel':
        return `EXISTS (SELECT 1 FROM "addresses" a WHERE a."customerId" = c."id" AND a."state" = 'ok' AND a."channel" = ${value(part.value, 'text')})`
      case 'city':
        return `COALESCE(c."city" = ${value(part.value, 'text')}, false)`
      case 'group':
        return groupSql(part.value as Group, audience)
      case 'spent':
        return `${SPENT} ${part.compare} ${value(part.value, 'bigint')}`
      case 'orders':
        return `${ORDERS} ${part.compare} ${value(part.value, 'int')}`
      case 'score':
        return `COALESCE((SELECT a."score" FROM "answers" a WHERE a."customerId" = c."id" AND a."question" = 'satisfied' AND a."score" IS NOT NULL ORDER BY a."at" DESC LIMIT 1) ${part.compare} ${value(part.value, 'int')}, false)`
      case 'bought':
        return `EXISTS (${order} AND o."placedAt" > ${since(part.days)})`
      case 'away':
        return `(EXISTS (${order}) AND NOT EXISTS (${order} AND o."placedAt" > ${since(part.days)}))`
      case 'seen':
        return `EXISTS (SELECT 1 FROM "addresses" a WHERE a."customerId" = c."id" AND a."lastInAt" > ${since(part.days)})`
      case 'unseen':
        return `(EXISTS (SELECT 1 FROM "addresses" a WHERE a."customerId" = c."id") AND NOT EXISTS (SELECT 1 FROM "addresses" a WHERE a."customerId" = c."id" AND a."lastInAt" > ${since(part.days)}))`
      case 'joined':
        return `COALESCE(c."joinedAt" > ${since(part.days)}, false)`
    }
  }
  return sql(condition)
}

type Parts = { sql: Sql; clock: Clock; audience: Audience }

/** How many there are, and how many of them could get an offer: a chat that lives, and a yes to offers. */
export async function countSegment({ sql, clock, audience }: Parts, condition: Condition): Promise<{ all: number; reachable: number }> {
  const parameters: unknown[] = [clock.now().toISOString()]
  const where = segmentSql(condition, parameters, audience)
  const [row] = await sql<{ all: number; reachable: number }>(
    `SELECT count(*)::int AS "all",
       (count(*) FILTER (WHERE c."mayMarketing" AND EXISTS (SELECT 1 FROM "addresses" a WHERE a."customerId" = c."id" AND a."state" = 'ok')))::int AS "reachable"
     FROM "customers" c WHERE c."joinedIntoId" IS NULL AND $1::timestamptz IS NOT NULL AND (${where})`,
    parameters,
  )
  return row!
}

export async function isInSegment({ sql, clock, audience }: Parts, condition: Condition, customerId: string): Promise<boolean> {
  const parameters: unknown[] = [clock.now().toISOString(), customerId]
  const where = segmentSql(condition, parameters, audience)
  const rows = await sql(`SELECT 1 FROM "customers" c WHERE c."id" = $2 AND $1::timestamptz IS NOT NULL AND (${where})`, parameters)
  return rows.length > 0
}
