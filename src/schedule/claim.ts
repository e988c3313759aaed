/** The table of due messages: claim, give back, reap. Hot SQL; due by business time, everything about workers by the database's now(). */
import type { Sql } from '../store/store.ts'

export type Lane = 'replies' | 'rest'
const CLASSES = { replies: "('reply', 'staff')", rest: "('flow', 'bulk')" }

export type ClaimedRow = {
  id: string
  class: 'reply' | 'flow' | 'bulk' | 'staff'
  kind: 'message' | 'wake'
  customerId: string | null
  /** Where it will go, as far as is known before the gate looks; null: nobody to send to, or no address. */
  channel: string | null
  account: string | null
  chatId: string | null
  /** Its text is decided: it may go in a group. */
  decided: boolean
  nextTryAt: Date
}

/** A worker that was not heard of for so long is dead; what it held is taken over. */
export const DEAD_AFTER_SECONDS = 4
/** Backstop: no claim lives longer, even under a living worker. */
const CLAIM_MINUTES = 2

/** Of the address at which the customer of a row is best reached. */
const best = (what: string, row: string) => `SELECT ${what} FROM "addresses" a WHERE a."customerId" = ${row}."customerId" AND a."state" = 'ok'
  ORDER BY a."channel" = (SELECT c."preferredChannel" FROM "customers" c WHERE c."id" = ${row}."customerId") DESC NULLS LAST, a."lastInAt" DESC LIMIT 1`
const BEST_CHANNEL = best('a."channel"', '"outbox"')
/** The likely address of a row that names none, for pacing only: the gate looks again when the slot is granted. */
const PLACE = best(`json_build_object('channel', a."channel", 'account', a."account", 'chatId', a."chatId")`, 'o')

/**
 * Claims up to `limit` rows of a lane that are due before `upTo` (business time), oldest first. Rows that name one of the
 * `full` channels, or would go to one that is `notReady`, are left. Two workers never hold the same row.
 */
export async function claim(sql: Sql, lane: Lane, workerId: string, upTo: Date, limit: number, full: string[] = [], notReady: string[] = []): Promise<ClaimedRow[]> {
  const named = full.length > 0 ? ` AND COALESCE("channel", '') <> ALL($3::text[])` : ''
  // Rows without an address of their own go where the customer is best reached: asked only while some channel is away.
  const reachable = notReady.length > 0 ? ` AND COALESCE("channel", (${BEST_CHANNEL}), '') <> ALL($${full.length > 0 ? 4 : 3}::text[])` : ''
  const rows = await sql<ClaimedRow & { place: Pick<ClaimedRow, 'channel' | 'account' | 'chatId'> | null }>(
    `UPDATE "outbox" o SET "claimedBy" = $1, "leaseUntil" = now() + interval '${CLAIM_MINUTES} minutes'
     WHERE o."id" = ANY(ARRAY(
       SELECT "id" FROM "outbox"
       WHERE "state" IN ('planned', 'held') AND "claimedBy" IS NULL AND "class" IN ${CLASSES[lane]} AND "nextTryAt" <= $2::timestamptz${named}${reachable}
       ORDER BY "nextTryAt", "id" LIMIT ${limit} FOR UPDATE SKIP LOCKED))
     RETURNING o."id"::text AS "id", o."class", o."kind", o."customerId", o."channel", o."account", o."chatId",
       o."content" IS NOT NULL AS "decided", o."nextTryAt", CASE WHEN o."chatId" IS NULL AND o."customerId" IS NOT NULL THEN (${PLACE}) END AS "place"`,
    [workerId, upTo.toISOString(), ...(full.length > 0 ? [full] : []), ...(notReady.length > 0 ? [notReady] : [])],
  )
  return rows.map(({ place, ...row }) => ({ ...row, ...place })).sort((a, b) => a.nextTryAt.getTime() - b.nextTryAt.getTime() || Number(a.id) - Number(b.id))
}

/** Gives claims back, to be taken again at once (`nextTryAt` stays) or not before an instant. */
export async function release(sql: Sql, workerId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await sql(
    `UPDATE "outbox" SET "claimedBy" = NULL, "leaseUntil" = NULL
     WHERE "id" = ANY($2::bigint[]) AND "claimedBy" = $1 AND "state" IN ('planned', 'held')`,
    [workerId, ids],
  )
}

/** After so many failures to prepare a row it is failed: visible, and out of the way of the others. */
const TRIES = 20

/**
 * Rows whose preparation threw go back, each a little later than the last time; what cannot be prepared at all is failed. They
 * were not sent: the mark had not been written, or was rolled back, or the answer to its COMMIT was lost ("sending", or, when
 * another worker thought us dead meanwhile, "uncertain").
 */
export async function postpone(sql: Sql, workerId: string, ids: string[], reason: string, now: Date): Promise<void> {
  await sql(
    `UPDATE "outbox" SET "claimedBy" = NULL, "leaseUntil" = NULL, "attempts" = "attempts" + 1, "error" = $3,
       "state" = CASE WHEN "attempts" + 1 >= ${TRIES} THEN 'failed' WHEN "state" IN ('sending', 'uncertain') THEN 'planned' ELSE "state" END,
       "sentAt" = CASE WHEN "state" NOT IN ('sending', 'uncertain') THEN "sentAt" END,
       "nextTryAt" = CASE WHEN "attempts" + 1 >= ${TRIES} THEN NULL ELSE $4::timestamptz + interval '1 second' * power(2, least("attempts", 12)) END
     WHERE "id" = ANY($2::bigint[]) AND "claimedBy" = $1 AND "state" IN ('planned', 'held', 'sending', 'uncertain')`,
    [workerId, ids, reason, now.toISOString()],
  )
}

/** Says that this worker lives, and counts the living. */
export async function heartbeat(sql: Sql, workerId: string): Promise<number> {
  const [row] = await sql<{ alive: number }>(
    `WITH me AS (
       INSERT INTO "workers" ("id") VALUES ($1) ON CONFLICT ("id") DO UPDATE SET "seenMachineAt" = now() RETURNING 1)
     SELECT (1 + (SELECT count(*) FROM "workers" WHERE "id" <> $1 AND "seenMachineAt" > now() - interval '${DEAD_AFTER_SECONDS} seconds'))::int AS "alive" FROM me`,
    [workerId],
  )
  return row!.alive
}

/**
 * Takes over from the dead: their claims are free again, their marks are uncertain (the message may have gone out; a machine
 * never repeats it). Returns how many rows were freed and how many are uncertain now.
 */
export async function reap(sql: Sql): Promise<{ freed: number; uncertain: number }> {
  const living = `SELECT "id" FROM "workers" WHERE "seenMachineAt" > now() - interval '${DEAD_AFTER_SECONDS} seconds'`
  const freed = await sql(
    `UPDATE "outbox" SET "claimedBy" = NULL, "leaseUntil" = NULL
     WHERE "leaseUntil" IS NOT NULL AND "claimedBy" IS NOT NULL AND "state" IN ('planned', 'held') AND ("claimedBy" NOT IN (${living}) OR "leaseUntil" < now())
     RETURNING "id"::text`,
  )
  const uncertain = await sql(
    `UPDATE "outbox" SET "state" = 'uncertain', "error" = 'the process died between "about to send" and the answer'
     WHERE "leaseUntil" IS NOT NULL AND "claimedBy" IS NOT NULL AND "state" = 'sending' AND ("claimedBy" NOT IN (${living}) OR "leaseUntil" < now())
     RETURNING "id"::text`,
  )
  await sql(`DELETE FROM "workers" WHERE "seenMachineAt" < now() - interval '1 day'`)
  return { freed: freed.length, uncertain: uncertain.length }
}

/** On the embedded database there is one process: whoever else is written down is dead. */
export async function buryOthers(sql: Sql, workerId: string): Promise<void> {
  await sql(`DELETE FROM "workers" WHERE "id" <> $1`, [workerId])
}

/** A stopping worker says goodbye, so that nobody waits for its silence. */
export async function goodbye(sql: Sql, workerId: string): Promise<void> {
  await sql(
    `UPDATE "outbox" SET "claimedBy" = NULL, "leaseUntil" = NULL WHERE "leaseUntil" IS NOT NULL AND "claimedBy" = $1 AND "state" IN ('planned', 'held')`,
    [workerId],
  )
  await sql(`DELETE FROM "workers" WHERE "id" = $1`, [workerId])
}
