/**
 * What comes in. An update is a row before anybody acknowledges it; rows of one chat are handled in their order, each in one
 * transaction, whichever worker does it; a row that cannot be handled is put aside after a few tries and the others go on.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import type { Incoming } from '../channel.ts'
import type { Chat } from '../engagement/parts.ts'
import { scrub } from '../log.ts'
import { handleIncoming } from './handle-incoming.ts'
import { createStorer } from './store-incoming.ts'

export type Inbox = {
  /** Resolves when the row is stored; handling goes on behind it. A copy of an update changes nothing. */
  receive(incoming: Incoming): Promise<void>
  /** Takes up what was left unhandled: at start, and every minute. */
  sweep(): Promise<void>
  /** Resolves when everything taken up so far is handled, or has to wait for the database. */
  settle(): Promise<void>
}

/** After so many failures a row is put aside. */
const TRIES = 5
const CHATS_AT_ONCE = 8
const RETRY_MS = 50
const DATABASE_AWAY_MS = 1_000

export function createInbox(app: App): Inbox {
  const store = createStorer(app)
  const waiting = new Map<string, Chat>()
  const running = new Map<string, Promise<void>>()

  const take = (chat: Chat) => {
    waiting.set(JSON.stringify([chat.channel, chat.account, chat.chatId]), chat)
    next()
  }

  // One drain per chat at a time; a chat that gets another row meanwhile waits for its next turn.
  const next = () => {
    for (const [key, chat] of waiting) {
      if (running.size >= CHATS_AT_ONCE) return
      if (running.has(key)) continue
      waiting.delete(key)
      running.set(
        key,
        drain(app, chat)
          .catch(error => {
            app.log.warn({ err: error }, 'incoming rows wait for the database')
            setTimeout(() => take(chat), DATABASE_AWAY_MS).unref()
          })
          .finally(() => {
            running.delete(key)
            next()
          }),
      )
    }
  }

  return {
    async receive(incoming) {
      const { channel, account, chatId } = incoming
      await store(incoming)
      take({ channel, account, chatId })
    },
    async sweep() {
      const chats = await app.store.db.sql<Chat>(`SELECT DISTINCT "channel", "account", "chatId" FROM "inbox" WHERE "state" = 'new' LIMIT 10000`)
      for (const chat of chats) take(chat)
    },
    async settle() {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

/**
 * The chat's first row, locked: a second worker that takes up the same chat waits here, and then sees what the first one did.
 * `more` only tells whether there is more to do; what is stored after this look is taken up by whoever stored it.
 */
const NEXT = `SELECT i."id"::text AS "id", i."body", i."at", EXISTS (
     SELECT 1 FROM "inbox" m WHERE m."channel" = $1 AND m."account" = $2 AND m."chatId" = $3 AND m."state" = 'new' AND m."id" > i."id") AS "more"
   FROM "inbox" i
   WHERE i."channel" = $1 AND i."account" = $2 AND i."chatId" = $3 AND i."state" = 'new' ORDER BY i."id" LIMIT 1 FOR NO KEY UPDATE OF i`
const DONE = `UPDATE "inbox" SET "state" = 'done' WHERE "id" = $1::bigint`

/** Handles the chat's rows one after the other until none is left. Rejects when the database is away. */
async function drain(app: App, chat: Chat): Promise<void> {
  for (let isMore = true; isMore; ) {
    let id: string | null = null
    try {
      isMore = await app.store.transaction(async tx => {
        const [row] = await tx.sql<{ id: string; body: Incoming; at: Date; more: boolean }>(NEXT, [chat.channel, chat.account, chat.chatId])
        if (!row) return false
        id = row.id
        await handleIncoming(app, tx, row)
        await tx.sql(DONE, [row.id])
        return row.more
      })
      if (id !== null) app.wakeLoop()
    } catch (error) {
      if (id === null) throw error
      await recordFailure(app, id, error)
    }
  }
}

async function recordFailure(app: App, id: string, error: unknown): Promise<void> {
  const reason = scrub(error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500)
  const [row] = await app.store.db.sql<{ attempts: number; state: string }>(
    `UPDATE "inbox" SET "attempts" = "attempts" + 1, "error" = $2, "state" = CASE WHEN "attempts" + 1 >= ${TRIES} THEN 'failed' ELSE "state" END
     WHERE "id" = $1::bigint RETURNING "attempts", "state"`,
    [id, reason],
  )
  // A database's complaint may quote what the customer wrote: logs get the place, not the words.
  const at = error instanceof Error ? `${error.name} ${(error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line)).slice(0, 8).join('')}` : 'unknown'
  app.log.error({ at, inboxId: id, attempts: row?.attempts }, row?.state === 'failed' ? 'an incoming row is put aside' : 'an incoming row could not be handled')
  await sleep(RETRY_MS * (row?.attempts ?? 1))
}
