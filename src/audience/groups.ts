/** The four groups (S21), in their order, first match wins; judged on the orders themselves, so that a purchase of a minute ago counts. */
import type { Audience } from '../journeys/templates.ts'
import type { Sql } from '../store/store.ts'
import { COUNTS, TOMAN } from './stats.ts'

export const GROUPS = ['high', 'repeat', 'once', 'visitor'] as const
export type Group = (typeof GROUPS)[number]

/** Orders and amount of the customer "c". */
export const ORDERS = `(SELECT count(*) FROM "orders" o WHERE o."customerId" = c."id" AND ${COUNTS})`
export const SPENT = `(SELECT COALESCE(sum(${TOMAN}), 0) FROM "orders" o WHERE o."customerId" = c."id" AND ${COUNTS})`

/** From which amount somebody is a high spender, as SQL: an amount, or what the lowest of the top share has spent. */
const highFrom = ({ highSpenders }: Audience) =>
  'spentToman' in highSpenders
    ? String(highSpenders.spentToman)
    : `(SELECT COALESCE(percentile_disc(${1 - highSpenders.topPercent / 100}) WITHIN GROUP (ORDER BY "spent"), 9223372036854775807) FROM "customer_stats")`

/** A condition over "customers" c. A high spender has bought more than nothing. */
export function groupSql(group: Group, audience: Audience): string {
  const isHigh = `(${ORDERS} > 0 AND ${SPENT} >= ${highFrom(audience)})`
  if (group === 'high') return isHigh
  if (group === 'repeat') return `(${ORDERS} >= 2 AND NOT ${isHigh})`
  if (group === 'once') return `(${ORDERS} = 1 AND NOT ${isHigh})`
  return `(${ORDERS} = 0)`
}

export async function groupOf({ sql }: { sql: Sql }, customerId: string, audience: Audience): Promise<Group> {
  const [row] = await sql<Record<Group, boolean>>(
    `SELECT ${GROUPS.map(group => `${groupSql(group, audience)} AS "${group}"`).join(', ')} FROM "customers" c WHERE c."id" = $1`,
    [customerId],
  )
  return GROUPS.find(group => row?.[group]) ?? 'visitor'
}
