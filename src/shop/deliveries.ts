/** What shops' systems sent us: stored as it came, before it is answered, and handled from there. Sealed, because it holds numbers. */
import { createHash, randomUUID } from 'node:crypto'
import { sealText, unsealText } from '../store/sealed-rows.ts'
import type { Db, Tx } from '../store/store.ts'

export const DELIVERY_STATES = ['new', 'done', 'ignored', 'failed'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]
export type Source = 'woocommerce' | 'shopify' | 'events'

/** `key`: the same again is the same delivery; null: the same bytes are. `subject`: the sender's id of what it is about. */
export type NewDelivery = { source: Source; topic: string; key: string | null; subject: string | null; body: string }

/** Resolves with its id once it is on disk; null: it had been stored before. */
export async function storeDelivery({ db }: { db: Db }, { source, topic, key, subject, body }: NewDelivery): Promise<string | null> {
  const id = randomUUID()
  const rows = await db.sql<{ id: string }>(
    `INSERT INTO "deliveries" ("id", "source", "topic", "key", "subject", "body") VALUES ($1, $2, $3, $4, $5, $6::bytea) ON CONFLICT ("source", "key") DO NOTHING RETURNING "id"`,
    [id, source, topic.slice(0, 100), key?.slice(0, 300) ?? createHash('sha256').update(`${topic}\n${body}`).digest('hex'), subject?.slice(0, 200) ?? null, `\\x${Buffer.from(sealText(`delivery/${id}`, body)).toString('hex')}`],
  )
  return rows[0]?.id ?? null
}

export type TakenDelivery = { id: string; source: Source; topic: string; subject: string | null; attempts: number; body: string | null; receivedAt: Date }

/** Takes a delivery that waits, for this transaction: nobody else handles it meanwhile. null: it is handled, or somebody is at it. */
export async function claimDelivery(tx: Tx, id: string): Promise<TakenDelivery | null> {
  const [row] = await tx.sql<Omit<TakenDelivery, 'body'> & { body: Uint8Array | null }>(
    `SELECT "id", "source", "topic", "subject", "attempts", "body", "receivedMachineAt" AS "receivedAt" FROM "deliveries" WHERE "id" = $1 AND "state" = 'new' FOR UPDATE SKIP LOCKED`,
    [id],
  )
  return row ? { ...row, body: row.body && unsealText(`delivery/${row.id}`, row.body) } : null
}

/** Those that wait and whose time has come, oldest first. */
export async function waitingDeliveries({ db }: { db: Db }, limit: number): Promise<string[]> {
  const rows = await db.sql<{ id: string }>(
    `SELECT "id" FROM "deliveries" WHERE "state" = 'new' AND "nextTryMachineAt" <= now() ORDER BY "receivedMachineAt", "id" LIMIT ${limit}`,
  )
  return rows.map(({ id }) => id)
}

export type Outcome = { state: Exclude<DeliveryState, 'new'>; reason?: string | undefined; about?: string | undefined; customerId?: string | undefined; /** Nothing of it may be kept. */ erase?: boolean }

export async function finishDelivery(tx: Tx, id: string, { state, reason, about, customerId, erase = false }: Outcome): Promise<void> {
  await tx.sql(
    `UPDATE "deliveries" SET "state" = $2, "reason" = $3, "about" = $4, "customerId" = $5, "body" = CASE WHEN $6 THEN NULL ELSE "body" END, "attempts" = "attempts" + 1, "handledMachineAt" = now() WHERE "id" = $1`,
    [id, state, reason?.slice(0, 500) ?? null, about?.slice(0, 200) ?? null, customerId ?? null, erase],
  )
}

const TRIES = 10

/** Something of ours broke: it is tried again, later each time; what cannot be handled at all is failed, and waits for a person. */
export async function postponeDelivery({ db }: { db: Db }, id: string): Promise<void> {
  await db.sql(
    `UPDATE "deliveries" SET "attempts" = "attempts" + 1, "reason" = 'something went wrong here; the log says what',
       "state" = CASE WHEN "attempts" + 1 >= ${TRIES} THEN 'failed' ELSE 'new' END, "handledMachineAt" = now(),
       "nextTryMachineAt" = now() + interval '30 seconds' * power(2, least("attempts", 8)) WHERE "id" = $1 AND "state" = 'new'`,
    [id],
  )
}

/** The order number, or the sku, that the sender's own id was found to mean before. */
export async function knownAs(tx: Tx, source: Source, subject: string): Promise<string | null> {
  const [row] = await tx.sql<{ about: string }>(
    `SELECT "about" FROM "deliveries" WHERE "source" = $1 AND "subject" = $2 AND "about" IS NOT NULL ORDER BY "handledMachineAt" DESC LIMIT 1`,
    [source, subject],
  )
  return row?.about ?? null
}

export type DeliveryRow = { id: string; source: Source; topic: string; about: string | null; customerId: string | null; state: DeliveryState; reason: string | null; attempts: number; receivedAt: Date; handledAt: Date | null; kept: boolean }

/** Newest first. `after`: the last of the page before. `kept`: its body is there, so that it can be tried again. */
export async function listDeliveries({ db }: { db: Db }, { state, source }: { state?: DeliveryState | undefined; source?: Source | undefined }, { limit, after = null }: { limit: number; after?: { at: string; id: string } | null }): Promise<DeliveryRow[]> {
  return await db.sql<DeliveryRow>(
    `SELECT "id", "source", "topic", "about", "customerId", "state", "reason", "attempts", "receivedMachineAt" AS "receivedAt", "handledMachineAt" AS "handledAt", "body" IS NOT NULL AS "kept" FROM "deliveries"
     WHERE ($1::text IS NULL OR "state" = $1) AND ($2::text IS NULL OR "source" = $2) AND ($3::timestamptz IS NULL OR ("receivedMachineAt", "id") < ($3::timestamptz, $4))
     ORDER BY "receivedMachineAt" DESC, "id" DESC LIMIT $5::int`,
    [state ?? null, source ?? null, after?.at ?? null, after?.id ?? null, limit],
  )
}

/** Puts a failed delivery back into the queue. */
export async function retryDelivery({ db }: { db: Db }, id: string): Promise<'retried' | 'not-failed' | 'gone' | 'not-found'> {
  const [row] = await db.sql<{ state: string; kept: boolean }>(`SELECT "state", "body" IS NOT NULL AS "kept" FROM "deliveries" WHERE "id" = $1`, [id])
  if (!row) return 'not-found'
  if (row.state !== 'failed') return 'not-failed'
  if (!row.kept) return 'gone'
  const again = await db.sql(`UPDATE "deliveries" SET "state" = 'new', "attempts" = 0, "nextTryMachineAt" = now() WHERE "id" = $1 AND "state" = 'failed' RETURNING 1`, [id])
  return again.length > 0 ? 'retried' : 'not-failed'
}

/** What was handled keeps its body for 30 days, what could not be understood for 90; the row itself, which knows doubles, a year. */
export async function deleteOldDeliveries({ db }: { db: Db }): Promise<void> {
  await db.sql(
    `UPDATE "deliveries" SET "body" = NULL WHERE "body" IS NOT NULL AND "state" <> 'new' AND "receivedMachineAt" < now() - CASE WHEN "state" = 'failed' THEN interval '90 days' ELSE interval '30 days' END`,
  )
  await db.sql(`DELETE FROM "deliveries" WHERE "state" <> 'new' AND "receivedMachineAt" < now() - interval '400 days'`)
}
