/** The shop's own segments, and the four groups that are there from the start: kept, counted, and the very customers of each. */
import type { Clock } from '../clock.ts'
import { parseSegment, printSegment, type Condition, type Parsed } from '../journeys/segment.ts'
import type { Audience } from '../journeys/templates.ts'
import type { Db, Sql, Tx } from '../store/store.ts'
import { GROUPS } from './groups.ts'
import { segmentSql } from './segment.ts'
import { COUNTS } from './stats.ts'

export const BUILT_IN = GROUPS.map(group => `group:${group}`)
const NAME = /^[\p{L}\d][\p{L}\d‌-]{0,29}$/u

/** By name; `after`: the last name of the page before. */
export async function listSegments(db: Pick<Db | Tx, 'segment'>, { limit, after = '' }: { limit: number; after?: string }): Promise<{ name: string; definition: string }[]> {
  return await db.segment.findMany({ where: { name: { gt: after } }, orderBy: { name: 'asc' }, take: limit, select: { name: true, definition: true } })
}

/** Under a new name, or in place of what had it. 'name': it cannot be one (a single word, and not itself a condition). */
export async function saveSegment({ tx, clock }: { tx: Tx; clock: Clock }, { name, definition, by }: { name: string; definition: string; by: string }): Promise<{ saved: Condition; definition: string } | { problem: 'name' } | Exclude<Parsed, { condition: Condition }>> {
  const read = parseSegment(definition)
  if (!NAME.test(name) || 'condition' in parseSegment(name)) return { problem: 'name' }
  if (!('condition' in read)) return read
  const row = { definition: printSegment(read.condition), by, at: clock.now() }
  await tx.segment.upsert({ where: { name }, create: { name, ...row }, update: row })
  return { saved: read.condition, definition: row.definition }
}

/** false: there is none of that name. */
export async function deleteSegment(tx: Pick<Tx, 'segment'>, name: string): Promise<boolean> {
  return (await tx.segment.deleteMany({ where: { name } })).count > 0
}

export type SegmentCustomer = { id: string; name: string | null; externalId: string | null; orders: number; lastAt: Date | null; reachable: boolean }

/** By id; `after`: the last id of the page before. As many in all as countSegment says. */
export async function listCustomersOf({ sql, clock, audience }: { sql: Sql; clock: Clock; audience: Audience }, condition: Condition, { limit, after }: { limit: number; after: string | null }): Promise<SegmentCustomer[]> {
  const parameters: unknown[] = [clock.now().toISOString(), after ?? '', limit]
  const where = segmentSql(condition, parameters, audience)
  return await sql<SegmentCustomer>(
    `SELECT page.*, (SELECT count(*)::int FROM "orders" o WHERE o."customerId" = page."id" AND ${COUNTS}) AS "orders", (SELECT max(o."placedAt") FROM "orders" o WHERE o."customerId" = page."id" AND ${COUNTS}) AS "lastAt"
     FROM (SELECT c."id", c."name", c."externalId", COALESCE(c."mayMarketing" AND EXISTS (SELECT 1 FROM "addresses" a WHERE a."customerId" = c."id" AND a."state" = 'ok'), false) AS "reachable"
       FROM "customers" c WHERE c."joinedIntoId" IS NULL AND $1::timestamptz IS NOT NULL AND c."id" > $2 AND (${where}) ORDER BY c."id" LIMIT $3::int) AS page ORDER BY page."id"`,
    parameters,
  )
}
