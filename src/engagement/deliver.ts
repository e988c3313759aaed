/**
 * The last metres of every message: gate, mark, send, outcome.
 *
 *   1. In one transaction, with the customers locked: read the facts, decide, write "about to send" (or hold, or drop).
 *   2. Send, outside of any transaction. From here on only an answer of the platform tells what happened.
 *   3. Record the outcome. What is not known is uncertain, and a person decides.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import type { ChannelName, Outgoing } from '../channel.ts'
import { OutcomeUnknown, RecipientGone, Refused, TryLater } from '../errors.ts'
import { scrub } from '../log.ts'
import type { ClaimedRow } from '../schedule/claim.ts'
import type { Pacing } from '../schedule/pacing.ts'
import { monotonic } from '../clock.ts'
import type { Sql, Tx } from '../store/store.ts'
import { chatGone } from './addresses.ts'
import { compose } from './compose.ts'
import { readDue, type DueRow } from './facts.ts'
import { createFinisher } from './finish.ts'
import { gate } from './gate.ts'
import { haltBulk } from './halt.ts'
import { writeMarks, type Mark } from './marks.ts'
import type { Chat } from './parts.ts'
import { questionSent } from './react.ts'
import { tellWhatWouldGo } from './shadow.ts'

export type DeliverParts = App & {
  pacing: Pacing
  /** A wake's time has come (the end of a burst): writes rows instead of sending. */
  onWake(tx: Tx, row: { id: string; customerId: string | null; to: Chat }): Promise<void>
}

type Send = { row: DueRow; to: Chat; outgoing: Outgoing; questionId: string | null }

/** `fire` of the dispatch loop. It rejects only while nothing of the group has left: what follows the marks never throws. */
export function createDeliver(app: DeliverParts) {
  const finisher = createFinisher(app)
  const inTurn = createTurns(app.pacing)

  return {
    async fire(claimed: ClaimedRow[]): Promise<void> {
      const isPlain = claimed.every(row => row.decided && row.kind === 'message')
      const sends = isPlain
        ? await app.store.sqlTransaction(sql => markAll(app, sql, null, claimed))
        : await app.store.transaction(tx => markAll(app, tx.sql, tx, claimed))
      if (claimed.some(row => row.kind === 'wake')) app.wakeLoop()
      // From here on nothing may be given back: whatever goes wrong with one message is that message's outcome.
      await Promise.all(
        sends.map(send => sendOne(app, { finisher, inTurn }, send).catch(error => app.log.error({ err: error, outboxId: send.row.id }, 'an outcome was lost; the mark stands'))),
      )
    },
    /** Resolves when every outcome so far is recorded. */
    flush: () => finisher.flush(),
  }
}

/** Decides on the rows, writes what was decided, and returns what is to be sent. */
async function markAll(app: DeliverParts, sql: Sql, tx: Tx | null, claimed: ClaimedRow[]): Promise<Send[]> {
  const now = app.clock.now()
  const marks: Mark[] = []
  const sends: Send[] = []
  for (const row of await readDue(sql, claimed, app.workerId, app.config.shop.zone, now)) {
    if (row.kind === 'wake') {
      await app.onWake(tx!, { id: row.id, customerId: row.customerId, to: chatOf(row) })
      marks.push({ id: row.id, as: 'done' })
      continue
    }
    if (row.behind) {
      marks.push({ id: row.id, as: 'later', at: new Date(now.getTime() + 200) })
      continue
    }
    // Broadcasts, replies and staff's words are decided; a journey says what it says when it goes.
    const composed = row.content ? { is: 'content' as const, outgoing: row.content as Outgoing, questionId: row.questionId } : null
    const verdict = gate(row, app.scenarios.policy, app.config.shop.zone, now)
    if (verdict.verdict === 'drop') marks.push({ id: row.id, as: 'dropped', reason: verdict.reason })
    else if (verdict.verdict === 'hold') marks.push({ id: row.id, as: 'held', reason: verdict.reason, at: verdict.until })
    else {
      const content = composed ?? (await compose({ tx: tx!, clock: app.clock, scenarios: app.scenarios, config: app.config }, row))
      if (content.is === 'drop') marks.push({ id: row.id, as: 'dropped', reason: content.reason })
      else if (content.is === 'redate') marks.push({ id: row.id, as: 'redated', at: content.dueAt })
      else {
        if (row.shadow && (row.class === 'flow' || row.class === 'bulk')) {
          await tellWhatWouldGo(sql, app, { id: row.id, customerId: row.customerId, outgoing: content.outgoing })
          marks.push({ id: row.id, as: 'dropped', reason: 'discarded' })
          continue
        }
        const to = chatOf(row)
        // One budget for all of the group: the next one is gated with this one counted.
        row.number?.sentAt.push(now)
        marks.push({ id: row.id, as: 'sending', to, composed: row.content ? null : content.outgoing, questionId: content.questionId })
        sends.push({ row, to, outgoing: content.outgoing, questionId: content.questionId })
      }
    }
  }
  const marked = await writeMarks(sql, app.workerId, marks, now)
  return sends.filter(send => marked.has(send.row.id))
}

function chatOf({ to }: DueRow): Chat {
  return { channel: to!.channel as ChannelName, account: to!.account, chatId: to!.chatId }
}

type Means = { finisher: ReturnType<typeof createFinisher>; inTurn: ReturnType<typeof createTurns> }

async function sendOne(app: DeliverParts, { finisher, inTurn }: Means, send: Send): Promise<void> {
  const { row, to, outgoing } = send
  const channel = app.channels.get(to.channel)
  try {
    if (!channel) throw new TryLater(60_000, `the channel ${to.channel} is off`)
    const transmit = async () => (await channel.send(to.chatId, outgoing, row.id)).messageId
    const messageId = await (row.class === 'flow' || row.class === 'bulk' ? inTurn(to, transmit) : transmit())
    const outcome = { id: row.id, state: 'sent' as const, messageId }
    if (send.questionId === null) await finisher.finish(outcome)
    else await finisher.finishWith(outcome, tx => questionSent({ ...app, tx }, { questionId: send.questionId!, role: row.role, sentAt: app.clock.now() }))
  } catch (error) {
    await recordFailure(app, finisher, send, error)
  }
}

/** Bulk of one bot leaves one after another, as the pacing lets it; what is on its way is not waited for. */
function createTurns(pacing: Pacing) {
  const lastOf = new Map<string, Promise<unknown>>()
  return async (to: Chat, transmit: () => Promise<string>): Promise<string> => {
    const bot = `${to.channel}|${to.account}`
    const leaving = (lastOf.get(bot) ?? Promise.resolve()).then(async () => {
      for (;;) {
        const { waitMs, landed } = pacing.leave(to.channel, to.account, monotonic())
        if (waitMs === 0) return landed
        await sleep(Math.ceil(waitMs))
      }
    })
    lastOf.set(bot, leaving)
    const landed = await leaving
    return await transmit().finally(() => landed(monotonic()))
  }
}

async function recordFailure(app: DeliverParts, finisher: ReturnType<typeof createFinisher>, { row, to }: Send, error: unknown) {
  const reason = scrub(error instanceof Error ? error.message : String(error)).slice(0, 300)
  if (error instanceof TryLater) {
    if (error.bulk) await pauseBulk(app, to, error.afterMs, reason).catch(lost => app.log.warn({ err: lost }, 'other workers could not be told to wait'))
    await finisher.finish({ id: row.id, state: 'planned', error: reason, nextTryAt: new Date(app.clock.now().getTime() + error.afterMs) })
  } else if (error instanceof RecipientGone) {
    await finisher.finishWith({ id: row.id, state: 'failed', error: reason }, tx => chatGone({ tx }, to, reason))
  } else if (error instanceof Refused && error.halt) {
    await finisher.finishWith({ id: row.id, state: 'failed', error: reason }, tx => haltBulk({ ...app, tx }, to, reason))
  } else if (error instanceof Refused) {
    await finisher.finish({ id: row.id, state: 'failed', error: reason })
  } else {
    if (!(error instanceof OutcomeUnknown)) app.log.error({ err: error, outboxId: row.id }, 'a channel threw what it must not')
    await finisher.finish({ id: row.id, state: 'uncertain', error: reason })
  }
}

/** The platform told this bot to slow down: its bulk waits, here at once, in other workers as soon as they read the row. */
async function pauseBulk(app: DeliverParts, to: Chat, afterMs: number, reason: string) {
  app.pacing.pause(to.channel, to.account, '', monotonic() + afterMs)
  await app.store.db.sql(
    `INSERT INTO "pauses" ("channel", "account", "chatId", "leaseUntil", "reason") VALUES ($1, $2, '', now() + ($3 || ' milliseconds')::interval, $4)
     ON CONFLICT ("channel", "account", "chatId") DO UPDATE SET "leaseUntil" = GREATEST("pauses"."leaseUntil", EXCLUDED."leaseUntil"), "reason" = EXCLUDED."reason"`,
    [to.channel, to.account, Math.ceil(afterMs), reason],
  )
}

/** Each second: what other workers were told. */
export async function readPauses(sql: Sql, pacing: Pacing): Promise<void> {
  const rows = await sql<{ channel: string; account: string; chatId: string; ms: number }>(
    `SELECT "channel", "account", "chatId", (extract(epoch FROM "leaseUntil" - now()) * 1000)::float8 AS "ms" FROM "pauses" WHERE "leaseUntil" > now()`,
  )
  for (const row of rows) pacing.pause(row.channel, row.account, row.chatId, monotonic() + row.ms)
}
