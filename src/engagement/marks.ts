/** What the gate decided, written in one statement per kind. Only rows that this worker still holds are touched. */
import type { Outgoing } from '../channel.ts'
import type { Sql } from '../store/store.ts'
import type { Chat } from './parts.ts'
import type { DroppedReason, HeldReason } from './reasons.ts'

export type Mark = { id: string } & (
  /** `composed`: what it says, if the row did not hold it yet. */
  | { as: 'sending'; to: Chat; composed: Outgoing | null; questionId: string | null }
  | { as: 'held'; reason: HeldReason; at: Date | null }
  | { as: 'dropped'; reason: DroppedReason }
  /** Delivery moved it. */
  | { as: 'redated'; at: Date }
  /** Not decided; looked at again a little later. */
  | { as: 'later'; at: Date }
  /** A wake that did its work. */
  | { as: 'done' }
)

const HELD_BY_ME = `o."id" = m."id" AND o."claimedBy" = $1 AND o."state" IN ('planned', 'held')`
const FREE = `"claimedBy" = NULL, "leaseUntil" = NULL`
const SENDING = `UPDATE "outbox" o SET "state" = 'sending', "reason" = NULL, "markedMachineAt" = now(), "sentAt" = $2::timestamptz, "attempts" = o."attempts" + 1,
       "channel" = m."channel", "account" = m."account", "chatId" = m."chatId", "content" = COALESCE(o."content", m."content"),
       "questionId" = m."questionId"
     FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[]) AS m("id", "channel", "account", "chatId", "content", "questionId")
     WHERE ${HELD_BY_ME} RETURNING o."id"::text AS "id"`

/** Returns the ids that are marked "about to send". `now` is business time. */
export async function writeMarks(sql: Sql, workerId: string, marks: Mark[], now: Date): Promise<Set<string>> {
  const of = <As extends Mark['as']>(as: As) => marks.filter((mark): mark is Extract<Mark, { as: As }> => mark.as === as)

  const held = of('held')
  if (held.length > 0)
    await sql(
      `UPDATE "outbox" o SET "state" = 'held', "reason" = m."reason", "nextTryAt" = m."at", ${FREE}
       FROM unnest($2::bigint[], $3::text[], $4::timestamptz[]) AS m("id", "reason", "at") WHERE ${HELD_BY_ME}`,
      [workerId, held.map(mark => mark.id), held.map(mark => mark.reason), held.map(mark => mark.at?.toISOString() ?? null)],
    )
  const dropped = of('dropped')
  if (dropped.length > 0)
    await sql(
      `UPDATE "outbox" o SET "state" = 'dropped', "reason" = m."reason", "nextTryAt" = NULL, ${FREE}
       FROM unnest($2::bigint[], $3::text[]) AS m("id", "reason") WHERE ${HELD_BY_ME}`,
      [workerId, dropped.map(mark => mark.id), dropped.map(mark => mark.reason)],
    )
  const redated = of('redated')
  if (redated.length > 0)
    await sql(
      `UPDATE "outbox" o SET "state" = 'planned', "reason" = NULL, "dueAt" = m."at", "graceFrom" = m."at", "nextTryAt" = m."at", ${FREE}
       FROM unnest($2::bigint[], $3::timestamptz[]) AS m("id", "at") WHERE ${HELD_BY_ME}`,
      [workerId, redated.map(mark => mark.id), redated.map(mark => mark.at.toISOString())],
    )
  const later = of('later')
  if (later.length > 0)
    await sql(
      `UPDATE "outbox" o SET "nextTryAt" = m."at", ${FREE} FROM unnest($2::bigint[], $3::timestamptz[]) AS m("id", "at") WHERE ${HELD_BY_ME}`,
      [workerId, later.map(mark => mark.id), later.map(mark => mark.at.toISOString())],
    )
  const done = of('done')
  if (done.length > 0)
    await sql(
      `UPDATE "outbox" o SET "state" = 'sent', "nextTryAt" = NULL, ${FREE} FROM unnest($2::bigint[]) AS m("id") WHERE ${HELD_BY_ME}`,
      [workerId, done.map(mark => mark.id)],
    )
  const sending = of('sending')
  if (sending.length === 0) return new Set()
  const rows = await sql<{ id: string }>(
    SENDING,
    [
      workerId, now.toISOString(), sending.map(mark => mark.id), sending.map(mark => mark.to.channel), sending.map(mark => mark.to.account),
      sending.map(mark => mark.to.chatId), sending.map(mark => mark.composed && JSON.stringify(mark.composed)), sending.map(mark => mark.questionId),
    ],
  )
  return new Set(rows.map(row => row.id))
}
