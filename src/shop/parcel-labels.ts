/** What stands on a parcel's label: the order's number, for whom, and a personal door of its own, so that its way in is known as `label`. */
import { DAY, type Clock } from '../clock.ts'
import type { Sql, Store } from '../store/store.ts'
import { showName } from '../text/show-name.ts'
import { makeLinks } from './links.ts'

export type Label = { number: string; name: string; short: string }
type Row = { id: string; number: string; customerId: string; name: string | null; short: string | null }

/** So many labels are made at once, the newest orders first. */
export const MOST_LABELS = 1_000

/** One order by its number, whoever it is; or the orders of the last days whose customers have no chat yet and did not say stop. */
export async function parcelLabels(
  { store, clock }: { store: Pick<Store, 'sqlTransaction'>; clock: Clock },
  which: { number: string } | { withinDays: number },
): Promise<Label[]> {
  const now = clock.now()
  return await store.sqlTransaction(async sql => {
    const rows = await ordersOf(sql, which, now)
    const made = await makeLinks(sql, { for: rows.filter(row => !row.short).map(({ id, customerId }) => ({ customerId, orderId: id })), source: 'label', now })
    return rows.map(({ id, number, name, short }) => ({ number, name: showName(name) ?? showName(name, 'en') ?? '', short: short ?? made.get(id)! }))
  })
}

async function ordersOf(sql: Sql, which: { number: string } | { withinDays: number }, now: Date): Promise<Row[]> {
  const [where, value] = 'number' in which
    ? ['o."externalId" = $2', which.number]
    : [`o."placedAt" > $2::timestamptz AND c."mayTransactional" IS NOT FALSE AND c."mayFeedback" IS NOT FALSE AND NOT EXISTS (SELECT 1 FROM addresses a WHERE a."customerId" = c.id)`,
       new Date(now.getTime() - which.withinDays * DAY).toISOString()]
  return await sql<Row>(
    `SELECT o.id, o."externalId" AS number, o."customerId", c.name, l.short
     FROM orders o JOIN customers c ON c.id = o."customerId"
     LEFT JOIN LATERAL (SELECT short FROM links WHERE "orderId" = o.id AND source = 'label' AND "usedAt" IS NULL AND "expiresAt" > $1::timestamptz ORDER BY "createdAt" DESC LIMIT 1) l ON true
     WHERE NOT o.disowned AND o.status NOT IN ('cancelled', 'refunded') AND ${where}
     ORDER BY o."placedAt" DESC, o.id DESC LIMIT ${MOST_LABELS}`,
    [now.toISOString(), value],
  )
}
