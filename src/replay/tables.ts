/** What a replay adds to its throw-away database: a note of every time a message was held, indexes for walking, everybody as joined. */
import type { Sql } from '../store/store.ts'
import { ACCOUNT } from './channel.ts'

/** An outbox row keeps its last reason only. `at`: the instant at which it was to go; the walk stands there when it is held. */
export async function noteHolds(sql: Sql): Promise<void> {
  await sql(`CREATE TABLE "replay_holds" ("id" bigserial PRIMARY KEY, "outboxId" bigint NOT NULL, "reason" text NOT NULL, "at" timestamptz, "until" timestamptz)`)
  await sql(`CREATE FUNCTION "replay_note_hold"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO "replay_holds" ("outboxId", "reason", "at", "until") VALUES (NEW."id", NEW."reason", COALESCE(OLD."nextTryAt", OLD."dueAt"), NEW."nextTryAt");
    RETURN NULL; END $$`)
  await sql(`CREATE TRIGGER "replay_holds" AFTER UPDATE ON "outbox" FOR EACH ROW
    WHEN (NEW."state" = 'held' AND NEW."reason" IS NOT NULL AND (OLD."state" <> 'held' OR OLD."reason" IS DISTINCT FROM NEW."reason" OR OLD."nextTryAt" IS DISTINCT FROM NEW."nextTryAt"))
    EXECUTE FUNCTION "replay_note_hold"()`)
}

/** A walk asks thousands of times what is due next, over a table that grows. */
export async function addIndexes(sql: Sql): Promise<void> {
  await sql(`CREATE INDEX "replay_due" ON "outbox" ("nextTryAt") WHERE "state" IN ('planned', 'held')`)
  await sql(`CREATE INDEX "replay_sending" ON "outbox" ("id") WHERE "state" = 'sending'`)
  await sql(`CREATE INDEX "replay_sent" ON "outbox" ("sentAt")`)
}

/**
 * Whoever is not yet reachable gets a chat and agrees to everything, as of the first order. Returns how many. `customerId` null: all.
 */
export async function joinAll(sql: Sql, customerId: string | null): Promise<number> {
  const joined = await sql<{ id: string }>(
    `UPDATE "customers" c SET "joinedAt" = f."at", "mayTransactional" = COALESCE("mayTransactional", true), "mayFeedback" = COALESCE("mayFeedback", true),
       "mayMarketing" = COALESCE("mayMarketing", true)
     FROM (SELECT "customerId", min("placedAt") AS "at" FROM "orders" WHERE $1::text IS NULL OR "customerId" = $1 GROUP BY 1) AS f
     WHERE f."customerId" = c."id" AND c."joinedAt" IS NULL RETURNING c."id"`,
    [customerId],
  )
  if (joined.length === 0) return 0
  const ids = joined.map(({ id }) => id)
  await sql(
    `INSERT INTO "addresses" ("id", "customerId", "channel", "account", "chatId", "source", "joinedAt", "lastInAt")
     SELECT gen_random_uuid()::text, "id", $2, $3, "id", 'replay', "joinedAt", "joinedAt" FROM "customers" WHERE "id" = ANY($1::text[])`,
    [ids, ACCOUNT.channel, ACCOUNT.account],
  )
  await sql(
    `INSERT INTO "consents" ("customerId", "purpose", "granted", "at", "source", "words")
     SELECT "id", p, true, "joinedAt", 'shop', 'replay' FROM "customers", unnest(ARRAY['transactional', 'feedback', 'marketing']) AS p WHERE "id" = ANY($1::text[])`,
    [ids],
  )
  return ids.length
}
