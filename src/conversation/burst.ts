/**
 * People write in bursts. The first free text writes one outbox row of kind `wake`, each further one moves its due instant; when
 * it falls due, everything said since is understood together and gets one reply.
 */
import type { App } from '../app.ts'
import type { Incoming } from '../channel.ts'
import { DAY } from '../clock.ts'
import type { Chat } from '../engagement/parts.ts'
import type { Tx } from '../store/store.ts'
import { actOn } from './act.ts'
import { hearingOf, isKnown, type InboxRow, type Known } from './hearing.ts'
import { whatIsOpen } from './open.ts'
import { understand } from './understand.ts'

const WAITING = `"kind" = 'wake' AND "state" IN ('planned', 'held')`

/** The id of the chat's waiting burst. */
export async function waitingBurst(h: Known): Promise<string | null> {
  const [row] = await h.tx.sql<{ id: string }>(
    `SELECT "id"::text AS "id" FROM "outbox" WHERE "customerId" = $1 AND "channel" = $2 AND "account" = $3 AND "chatId" = $4 AND ${WAITING} ORDER BY "outbox"."id" LIMIT 1`,
    [h.customer.id, h.chat.channel, h.chat.account, h.chat.chatId],
  )
  return row?.id ?? null
}

/** This message is part of what is being said: the reply waits for the silence after it. */
export async function joinBurst(h: Known, burst: string | null): Promise<void> {
  const now = h.clock.now()
  const dueAt = new Date(now.getTime() + h.config.replyAfterSilenceMs)
  let id = burst
  if (id) await h.tx.sql(`UPDATE "outbox" SET "dueAt" = $2::timestamptz, "nextTryAt" = $2::timestamptz, "claimedBy" = NULL, "leaseUntil" = NULL WHERE "id" = $1::bigint`, [id, dueAt.toISOString()])
  else {
    const row = await h.tx.outboxMessage.create({
      data: {
        key: `reply/${h.inboxId}/burst`, class: 'reply', kind: 'wake', purpose: 'transactional', customerId: h.customer.id, ...h.chat,
        inboxId: BigInt(h.inboxId), causedAt: h.at, dueAt, nextTryAt: dueAt, graceFrom: dueAt, graceMs: 2 * DAY,
      },
      select: { id: true },
    })
    id = String(row.id)
  }
  await h.tx.sql(`UPDATE "inbox" SET "burstId" = $2::bigint WHERE "id" = $1::bigint`, [h.inboxId, id])
}

/** Something urgent came in between: the burst gets no reply of its own. Returns what had been said in it. */
export async function dropBurst(h: Known, id: string): Promise<string[]> {
  await h.tx.sql(`UPDATE "outbox" SET "state" = 'dropped', "reason" = 'answered', "nextTryAt" = NULL, "claimedBy" = NULL, "leaseUntil" = NULL WHERE "id" = $1::bigint AND ${WAITING}`, [id])
  return (await rowsOf(h.tx, id)).map(row => textOf(row.body)).filter(text => text !== '')
}

/** The silence is over. Called by the dispatch loop in its transaction, which has locked the customer. */
export async function answerBurst(app: App, tx: Tx, wake: { id: string; customerId: string | null; to: Chat }): Promise<void> {
  const rows = await rowsOf(tx, wake.id)
  const last = rows.at(-1)
  if (!last) return
  const h = await hearingOf(app, tx, last)
  if (!isKnown(h) || h.customer.id !== wake.customerId) return
  const text = rows.map(row => textOf(row.body)).filter(Boolean).join('\n')
  // A quotation anywhere in it says what all of it is about.
  const replyTo = rows.map(row => row.body.replyTo).find(Boolean)
  const incoming: Incoming = { ...h.incoming, ...(replyTo ? { replyTo } : {}) }
  const heard: Known = { ...h, incoming }
  const open = await whatIsOpen(heard)
  const meaning = understand(text, open.lists)
  const keptIn = rows.some(row => landedOf(row.body)?.questionId) ? 'question' : rows.some(row => landedOf(row.body)?.entryId) ? 'case' : 'words'
  await actOn(heard, meaning, { text, open, kept: keptIn })
}

type Body = Incoming & { landed?: { questionId?: string; entryId?: string } }

async function rowsOf(tx: Tx, burstId: string): Promise<InboxRow[]> {
  return await tx.sql(`SELECT "id"::text AS "id", "body", "at" FROM "inbox" WHERE "burstId" = $1::bigint AND "body" IS NOT NULL ORDER BY "inbox"."id"`, [burstId])
}

const landedOf = (body: Incoming) => (body as Body).landed
const textOf = (body: Incoming) => (body.kind === 'text' ? body.text : body.kind === 'other' ? (body.caption ?? '') : '')
