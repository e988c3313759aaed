/** Two records are one person: everything moves to one of them, each row remembering whose it was, so that taking it back is exact. */
import type { Clock } from '../clock.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Tx } from '../store/store.ts'

/** Tables with a customer, and how their ids are written. */
const TABLES = { addresses: 'text', orders: 'text', enrollments: 'text', questions: 'text', answers: 'text', cases: 'text', outbox: 'bigint', links: 'text', consents: 'bigint', media: 'text', carts: 'text', coupons: 'text', points_entries: 'bigint', promises: 'text', deliveries: 'text', outgoing_events: 'text' } as const
const MAY = ['mayTransactional', 'mayFeedback', 'mayMarketing'] as const
type Kept = { rows: Record<string, string[]>; may: Record<(typeof MAY)[number], boolean | null>; phone: string | null; name: string | null; joinedAt: string | null }

/** A no of either record stays a no. null: they are the same, or one of them is part of another already. */
export async function joinCustomers(
  { tx, clock }: { tx: Tx; clock: Clock },
  { intoId, fromId, why, by }: { intoId: string; fromId: string; why: 'contact' | 'staff'; by: string | null },
): Promise<string | null> {
  if (intoId === fromId) return null
  for (const id of [intoId, fromId].sort()) await lockCustomer(tx, id)
  const [into, from] = [await tx.customer.findUnique({ where: { id: intoId } }), await tx.customer.findUnique({ where: { id: fromId } })]
  if (!into || !from || into.joinedIntoId || from.joinedIntoId) return null
  const kept: Kept = { rows: {}, may: { mayTransactional: into.mayTransactional, mayFeedback: into.mayFeedback, mayMarketing: into.mayMarketing }, phone: into.phone, name: into.name, joinedAt: into.joinedAt?.toISOString() ?? null }
  for (const table of Object.keys(TABLES)) {
    const rows = await tx.sql<{ id: string }>(`UPDATE "${table}" SET "customerId" = $1 WHERE "customerId" = $2 RETURNING "id"::text AS "id"`, [intoId, fromId])
    kept.rows[table] = rows.map(({ id }) => id)
  }
  await tx.sql(`UPDATE "referrals" r SET "friendId" = $1 WHERE "friendId" = $2 AND NOT EXISTS (SELECT 1 FROM "referrals" x WHERE x."friendId" = $1)`, [intoId, fromId])
  await tx.sql(`UPDATE "orders" SET "touchedAt" = $2::timestamptz WHERE "customerId" = $1`, [intoId, clock.now().toISOString()])
  const both = (a: boolean | null, b: boolean | null) => (a === false || b === false ? false : (a ?? b))
  const joinedAt = [into.joinedAt, from.joinedAt].filter(at => at !== null).sort((a, b) => a.getTime() - b.getTime())[0] ?? null
  await tx.customer.update({
    where: { id: intoId },
    data: { ...Object.fromEntries(MAY.map(may => [may, both(into[may], from[may])])), phone: into.phone ?? from.phone, name: into.name ?? from.name, joinedAt, revision: { increment: 1 } },
  })
  await tx.customer.update({ where: { id: fromId }, data: { joinedIntoId: intoId, revision: { increment: 1 } } })
  const { id } = await tx.customerJoin.create({ data: { intoId, fromId, why, by, at: clock.now(), moved: kept } })
  return id
}

/** Every row goes back to whose it was; what came since stays where it is. false: it is undone already. */
export async function undoJoin({ tx, clock }: { tx: Tx; clock: Clock }, joinId: string): Promise<boolean> {
  const { count } = await tx.customerJoin.updateMany({ where: { id: joinId, undoneAt: null }, data: { undoneAt: clock.now() } })
  if (count === 0) return false
  const { intoId, fromId, moved, at } = await tx.customerJoin.findUniqueOrThrow({ where: { id: joinId } })
  for (const id of [intoId, fromId].sort()) await lockCustomer(tx, id)
  const kept = moved as unknown as Kept
  for (const [table, type] of Object.entries(TABLES))
    await tx.sql(`UPDATE "${table}" SET "customerId" = $1 WHERE "customerId" = $2 AND "id" = ANY($3::${type}[])`, [fromId, intoId, kept.rows[table] ?? []])
  // What was said since counts: it has its proof, later than the join.
  const since = await tx.consent.findMany({ where: { customerId: intoId, at: { gt: at } }, orderBy: { id: 'asc' } })
  const may = { ...kept.may }
  for (const { purpose, granted } of since) may[`may${purpose[0]!.toUpperCase()}${purpose.slice(1)}` as (typeof MAY)[number]] = granted
  await tx.customer.update({ where: { id: intoId }, data: { ...may, phone: kept.phone, name: kept.name, joinedAt: kept.joinedAt ? new Date(kept.joinedAt) : null, revision: { increment: 1 } } })
  await tx.customer.update({ where: { id: fromId }, data: { joinedIntoId: null, revision: { increment: 1 } } })
  return true
}
