/** Sends our events as standard webhooks (https://www.standardwebhooks.com), each until it arrives or its time is over. Machine time throughout. */
import { createHash } from 'node:crypto'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../clock.ts'
import type { Db } from '../store/store.ts'
import { signStandard } from '../text/sign.ts'

/** Waits between the tries: two days and a half in all, as the standard recommends. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR]
/** An address at which nothing arrived for so long is given up, until the service starts again. */
const GIVEN_UP_AFTER_DAYS = 5
const TIMEOUT = 15 * SECOND
const BATCH = 50
const AT_ONCE = 10
const KEPT_DAYS = 30

type Sender = Pick<App, 'store' | 'config' | 'log'>
type Row = { id: string; endpoint: string; type: string; at: Date; payload: Record<string, unknown>; attempts: number }

/** The name that stands for an address in rows, lists and logs: its path may be a secret. */
export const endpointName = (url: string): string => `${new URL(url).host} (${createHash('sha256').update(url).digest('hex').slice(0, 6)})`

/** At start: events are written for these addresses from now on, and for those that were given up, again. */
export async function declareEndpoints({ db }: { db: Db }, { outgoing }: Pick<Config, 'outgoing'>): Promise<void> {
  const names = (outgoing?.urls ?? []).map(endpointName)
  await db.sql(`DELETE FROM "outgoing_endpoints" WHERE "name" <> ALL($1::text[])`, [names])
  await db.sql(`INSERT INTO "outgoing_endpoints" ("name") SELECT unnest($1::text[]) ON CONFLICT ("name") DO UPDATE SET "disabledMachineAt" = NULL, "failingSinceMachineAt" = NULL`, [names])
}

/** Sends what is due. Two workers never send the same at once; what one of them died over is sent again, with the same id. Returns how many arrived. */
export async function sendOutgoing(app: Sender, send: typeof fetch = fetch): Promise<number> {
  let arrived = 0
  for (let rows = await claim(app.store.db); rows.length > 0; rows = rows.length === BATCH ? await claim(app.store.db) : []) {
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const results = await Promise.all(rows.slice(from, from + AT_ONCE).map(row => sendOne(app, row, send)))
      arrived += results.filter(Boolean).length
    }
  }
  await giveUp(app)
  return arrived
}

async function claim(db: Db): Promise<Row[]> {
  return await db.sql<Row>(
    `UPDATE "outgoing_events" SET "leaseUntil" = now() + interval '2 minutes', "attempts" = "attempts" + 1 WHERE "id" IN (
       SELECT "id" FROM "outgoing_events" WHERE "state" = 'waiting' AND "nextTryMachineAt" <= now() AND ("leaseUntil" IS NULL OR "leaseUntil" < now())
       ORDER BY "nextTryMachineAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
     RETURNING "id", "endpoint", "type", "at", "payload", "attempts"`,
  )
}

async function sendOne({ store, config }: Sender, row: Row, send: typeof fetch): Promise<boolean> {
  const { db } = store
  const url = config.outgoing?.urls.find(candidate => endpointName(candidate) === row.endpoint)
  if (!url || !config.outgoing) {
    await db.sql(`UPDATE "outgoing_events" SET "state" = 'failed', "error" = 'the address is no longer in OUTGOING_WEBHOOK_URL', "leaseUntil" = NULL, "nextTryMachineAt" = NULL WHERE "id" = $1`, [row.id])
    return false
  }
  const words = config.outgoing.words ? await wordsOf(db, row) : {}
  const body = JSON.stringify({ type: row.type, timestamp: row.at.toISOString(), data: { ...row.payload, ...words } })
  const { status, error } = await post(send, url, config.outgoing.secret, `msg_${row.id}`, body, await store.now())
  if (status !== null && status >= 200 && status < 300) {
    await db.sql(`UPDATE "outgoing_events" SET "state" = 'sent', "status" = $2, "error" = NULL, "leaseUntil" = NULL, "nextTryMachineAt" = NULL, "sentMachineAt" = now() WHERE "id" = $1`, [row.id, status])
    await db.sql(`UPDATE "outgoing_endpoints" SET "failingSinceMachineAt" = NULL WHERE "name" = $1`, [row.endpoint])
    return true
  }
  const wait = WAITS[row.attempts - 1]
  await db.sql(
    `UPDATE "outgoing_events" SET "status" = $2, "error" = $3, "leaseUntil" = NULL, "state" = CASE WHEN $4::bigint IS NULL THEN 'failed' ELSE 'waiting' END,
       "nextTryMachineAt" = now() + $4::bigint * interval '1 millisecond' WHERE "id" = $1`,
    [row.id, status, error, wait ?? null],
  )
  // 410: whoever was there says that nobody will be again.
  await db.sql(`UPDATE "outgoing_endpoints" SET "failingSinceMachineAt" = COALESCE("failingSinceMachineAt", now()), "disabledMachineAt" = CASE WHEN $2 THEN now() ELSE "disabledMachineAt" END WHERE "name" = $1`, [row.endpoint, status === 410])
  return false
}

async function post(send: typeof fetch, url: string, secret: string, id: string, body: string, now: Date): Promise<{ status: number | null; error: string | null }> {
  const seconds = Math.floor(now.getTime() / 1000)
  try {
    const response = await send(url, {
      method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT),
      headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signStandard(secret, { id, seconds, body }) },
    })
    await response.body?.cancel()
    return { status: response.status, error: response.ok ? null : `answered ${response.status}, expected 2xx` }
  } catch (error) {
    return { status: null, error: troubleOf(error) }
  }
}

/** What went wrong on the way, without the address. */
export function troubleOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  return name === 'TimeoutError' ? `no answer within ${TIMEOUT / SECOND} seconds` : (cause?.code ?? 'no connection')
}

/** What the customer wrote, read when it goes: what was deleted meanwhile goes nowhere. */
async function wordsOf(db: Db, { type, payload }: Row): Promise<{ words?: string }> {
  if (type !== 'answer.given' || typeof payload.answerId !== 'string') return {}
  const answer = await db.answer.findUnique({ where: { id: payload.answerId }, select: { words: true } })
  return answer?.words ? { words: answer.words } : {}
}

async function giveUp({ store, log }: Sender): Promise<void> {
  const { sql } = store.db
  const off = await sql<{ name: string }>(
    `UPDATE "outgoing_endpoints" SET "disabledMachineAt" = now() WHERE "disabledMachineAt" IS NULL AND "failingSinceMachineAt" < now() - interval '${GIVEN_UP_AFTER_DAYS} days' RETURNING "name"`,
  )
  for (const { name } of off) log.warn({ endpoint: name }, `no event arrived there for ${GIVEN_UP_AFTER_DAYS} days: given up until the service starts again; look at its log, and correct OUTGOING_WEBHOOK_URL`)
  await sql(
    `UPDATE "outgoing_events" SET "state" = 'failed', "error" = COALESCE("error", 'the address was given up'), "nextTryMachineAt" = NULL
     WHERE "state" = 'waiting' AND "endpoint" IN (SELECT "name" FROM "outgoing_endpoints" WHERE "disabledMachineAt" IS NOT NULL)`,
  )
}

export type OutgoingState = 'waiting' | 'sent' | 'failed'
export type OutgoingRow = { id: string; endpoint: string; type: string; customerId: string | null; at: Date; state: OutgoingState; attempts: number; status: number | null; error: string | null; nextTryAt: Date | null; sentAt: Date | null }

/** The log of what went out, newest first. `after`: the last of the page before. */
export async function listOutgoing({ db }: { db: Db }, { state }: { state?: OutgoingState | undefined }, { limit, after = null }: { limit: number; after?: { at: string; id: string } | null }): Promise<OutgoingRow[]> {
  return await db.sql<OutgoingRow>(
    `SELECT "id", "endpoint", "type", "customerId", "at", "state", "attempts", "status", "error", "nextTryMachineAt" AS "nextTryAt", "sentMachineAt" AS "sentAt" FROM "outgoing_events"
     WHERE ($1::text IS NULL OR "state" = $1) AND ($2::timestamptz IS NULL OR ("at", "id") < ($2::timestamptz, $3)) ORDER BY "at" DESC, "id" DESC LIMIT $4::int`,
    [state ?? null, after?.at ?? null, after?.id ?? null, limit],
  )
}

/** The addresses, and since when nothing arrives there. */
export async function listEndpoints({ db }: { db: Db }): Promise<{ name: string; failingSince: Date | null; disabledAt: Date | null }[]> {
  return await db.sql(`SELECT "name", "failingSinceMachineAt" AS "failingSince", "disabledMachineAt" AS "disabledAt" FROM "outgoing_endpoints" ORDER BY "name"`)
}

export async function deleteOldOutgoing({ db }: { db: Db }, now: Date): Promise<void> {
  await db.sql(`DELETE FROM "outgoing_events" WHERE "state" <> 'waiting' AND "at" < $1::timestamptz`, [new Date(now.getTime() - KEPT_DAYS * DAY).toISOString()])
}
