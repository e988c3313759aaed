/** A message to a segment: a draft, a rehearsal by the gate itself, rows for everybody it may reach, and taking back what has not gone. */
import type { Outgoing } from '../channel.ts'
import { DAY } from '../clock.ts'
import type { Sql } from '../store/store.ts'
import { readSegment, segmentWhere } from './audience.ts'
import { readDue } from './facts.ts'
import { gate } from './gate.ts'
import { dropRows } from './outbox.ts'
import type { Parts } from './parts.ts'

/** What has not gone by then is no news any more. */
const GRACE_MS = 3 * DAY
const AT_ONCE = 500

const insertSql = (where: string) =>
  `INSERT INTO "outbox" ("key", "class", "customerId", "purpose", "content", "dueAt", "nextTryAt", "graceFrom", "graceMs", "claimedBy")
   SELECT 'broadcast/' || $2 || '/' || c."id", 'bulk', c."id", 'marketing', $3::jsonb || jsonb_build_object('locale', COALESCE(c."locale", $4)), $5::timestamptz, $5::timestamptz, $5::timestamptz, ${GRACE_MS}, $6
   FROM "customers" c WHERE c."joinedAt" <= $1::timestamptz AND (${where}) ON CONFLICT DO NOTHING`

type Draft = { id: string; text: string; segment: string }

/** The rows of everybody in the segment, in one statement: a hundred thousand take about a second. Returns how many. */
async function writeRows({ tx, clock, config, scenarios }: Parts, { id, text, segment }: Draft, dueAt: Date, claimedBy: string | null): Promise<number> {
  const read = await readSegment(tx, segment)
  if (!('condition' in read)) return 0
  const content: Omit<Outgoing, 'locale'> = { text }
  const parameters: unknown[] = [clock.now().toISOString(), id, JSON.stringify(content), config.shop.locale, dueAt.toISOString(), claimedBy]
  const where = segmentWhere({ scenarios }, read.condition, parameters)
  // Counted in the database: the ids of a hundred thousand rows are of no use here.
  const [row] = await tx.sql<{ n: number }>(`WITH written AS (${insertSql(where)} RETURNING 1) SELECT count(*)::int AS "n" FROM written`, parameters)
  return row!.n
}

export type Rehearsal = { would: number; held: Record<string, number>; dropped: Record<string, number> }

/** What would happen if it went now. */
export function rehearse(parts: Parts, draft: Draft): Promise<Rehearsal> {
  return rehearseRows(parts, `broadcast/${draft.id}/`, me => writeRows(parts, draft, parts.clock.now(), me))
}

/** The rows that `write` writes (claimed by `me`, their keys beginning with `prefix`) are gated by the gate itself, and rolled back. */
export async function rehearseRows({ tx, clock, scenarios, config }: Parts, prefix: string, write: (me: string) => Promise<unknown>): Promise<Rehearsal> {
  const result: Rehearsal = { would: 0, held: {}, dropped: {} }
  const now = clock.now()
  const me = `rehearsal/${prefix}`
  await tx.sql('SAVEPOINT "rehearsal"')
  await write(me)
  const rows = await tx.sql<{ id: string; customerId: string }>(`SELECT "id"::text AS "id", "customerId" FROM "outbox" WHERE "claimedBy" = $1 AND starts_with("key", $2)`, [me, prefix])
  for (let at = 0; at < rows.length; at += AT_ONCE)
    for (const row of await readDue(tx.sql, rows.slice(at, at + AT_ONCE), me, config.shop.zone, now)) {
      const verdict = gate(row, scenarios.policy, config.shop.zone, now)
      if (verdict.verdict === 'send') result.would++
      else if (verdict.verdict === 'hold') result.held[verdict.reason] = (result.held[verdict.reason] ?? 0) + 1
      else result.dropped[verdict.reason] = (result.dropped[verdict.reason] ?? 0) + 1
    }
  await tx.sql('ROLLBACK TO SAVEPOINT "rehearsal"')
  return result
}

/** Once: a second call changes nothing. Returns how many rows were written; null when it is no draft any more. */
export async function confirmBroadcast(parts: Parts, id: string, dueAt: Date): Promise<number | null> {
  const { count } = await parts.tx.broadcast.updateMany({ where: { id, state: 'draft' }, data: { state: 'confirmed', dueAt } })
  if (count === 0) return null
  const draft = await parts.tx.broadcast.findUniqueOrThrow({ where: { id } })
  return await writeRows(parts, draft, dueAt, null)
}

/** What has not left never does. Returns how many. */
export async function undoBroadcast({ tx }: Pick<Parts, 'tx'>, id: string): Promise<number> {
  await tx.broadcast.updateMany({ where: { id, state: { in: ['draft', 'confirmed'] } }, data: { state: 'undone' } })
  return await dropRows({ tx }, { class: 'bulk', key: { startsWith: `broadcast/${id}/` } }, 'discarded')
}

/** Rows by state. */
export async function progressOf({ sql }: { sql: Sql }, id: string): Promise<{ state: string; reason: string | null; n: number }[]> {
  return await sql(
    `SELECT "state", "reason", count(*)::int AS "n" FROM "outbox" WHERE "class" = 'bulk' AND starts_with("key", $1) GROUP BY 1, 2 ORDER BY 1, 2`,
    [`broadcast/${id}/`],
  )
}
