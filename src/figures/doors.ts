/** By which ways customers came: links that were given out and opened, and who has a chat since. */
import type { Sql } from '../store/store.ts'

export type DoorCount = { source: string | null; made: number; opened: number; customers: number }

/** The busiest first. Who came by several ways counts at each. */
export async function countDoors({ sql }: { sql: Sql }, most: number): Promise<DoorCount[]> {
  return await sql<DoorCount>(
    `SELECT COALESCE(a."source", l."source") AS "source", COALESCE(l."made", 0) AS "made", COALESCE(l."opened", 0) AS "opened", COALESCE(a."customers", 0) AS "customers"
     FROM (SELECT "source", count(DISTINCT "customerId")::int AS "customers" FROM "addresses" GROUP BY 1) a
     FULL JOIN (SELECT "source", count(*)::int AS "made", count("usedAt")::int AS "opened" FROM "links" GROUP BY 1) l ON l."source" = a."source"
     ORDER BY 4 DESC, 2 DESC, 1 LIMIT $1`,
    [most],
  )
}
