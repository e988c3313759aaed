/**
 * What comes in is a row before it is acknowledged, and is handled once, in order per chat, in one transaction per row.
 *
 *   new → done. A row whose handling throws is tried again a few times and then failed: visible, and out of the way of the next.
 *
 * A copy of a row is nothing new (unique on channel, account, key). If the process dies in between, the sweep finds the row.
 */
import type { App } from '../app.ts'
import type { Incoming } from '../channel.ts'
import { scrub } from '../log.ts'
import { cleanDeep } from '../text/normalise.ts'
import { handleIncoming } from './handle-incoming.ts'

export type Inbox = ReturnType<typeof createInbox>

/** After so many failures a row is failed. */
export const TRIES = 5

export function createInbox(app: App) {
  const { store, log } = app
  /** Chats that are being worked on here; the value says whether something came meanwhile. */
  const working = new Map<string, Promise<void>>()

  const work = (chat: ChatKey) => {
    const name = `${chat.channel}|${chat.account}|${chat.chatId}`
    const mine = (working.get(name) ?? Promise.resolve()).then(() => drain(app, chat)).catch(error => log.error({ err: error }, 'handling a chat broke off'))
    working.set(name, mine)
    void mine.finally(() => {
      if (working.get(name) === mine) working.delete(name)
    })
    return mine
  }

  return {
    /** Resolves when the row is stored; handling goes on by itself. */
    async receive(incoming: Incoming): Promise<void> {
      const body = cleanDeep(incoming)
      const rows = await store.db.sql(
        `INSERT INTO "inbox" ("channel", "account", "key", "chatId", "body", "at") VALUES ($1, $2, $3, $4, $5::jsonb, $6::timestamptz)
         ON CONFLICT ("channel", "account", "key") DO NOTHING RETURNING "id"::text AS "id"`,
        [body.channel, body.account, body.key, body.chatId, JSON.stringify(body), app.clock.now().toISOString()],
      )
      if (rows.length > 0) void work({ channel: body.channel, account: body.account, chatId: body.chatId })
    },

    /** Takes up rows that were left: after a start, or after the process that stored them died. */
    async sweep(): Promise<void> {
      const chats = await store.db.sql<ChatKey>(
        `SELECT DISTINCT "channel", "account", "chatId" FROM "inbox" WHERE "state" = 'new' LIMIT 1000`,
      )
      await Promise.all(chats.map(work))
    },

    /** Resolves when nothing that came in here is left to do. */
    async settle(): Promise<void> {
      while (working.size > 0) await Promise.all(working.values())
    },
  }
}

type ChatKey = { channel: string; account: string; chatId: string }

/** Handles the chat's new rows, oldest first, until none is left or another worker has the chat. */
async function drain(app: App, chat: ChatKey): Promise<void> {
  for (;;) {
    let id: string | null = null
    try {
      const found = await app.store.transaction(async tx => {
        // One worker at a time in one chat; the other's rows are its own.
        await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended($1, 7))::text`, [`inbox|${chat.channel}|${chat.account}|${chat.chatId}`])
        const row = await tx.inboxMessage.findFirst({ where: { ...chat, state: 'new' }, orderBy: { id: 'asc' } })
        if (!row) return false
        id = String(row.id)
        await handleIncoming(app, tx, { id, at: row.at, incoming: row.body as unknown as Incoming })
        await tx.inboxMessage.update({ where: { id: row.id }, data: { state: 'done' } })
        return true
      })
      if (!found) return
      app.wakeLoop()
    } catch (error) {
      if (id === null) throw error
      await recordFailure(app, id, error)
    }
  }
}

async function recordFailure(app: App, id: string, error: unknown) {
  const text = scrub(error instanceof Error ? error.message : String(error)).slice(0, 300)
  const row = await app.store.db.inboxMessage.update({ where: { id: BigInt(id) }, data: { attempts: { increment: 1 }, error: text } })
  const failed = row.attempts >= TRIES
  if (failed) await app.store.db.inboxMessage.update({ where: { id: BigInt(id) }, data: { state: 'failed' } })
  app.log.error({ err: error, inboxId: id, attempts: row.attempts, failed }, 'an incoming message could not be handled')
}
