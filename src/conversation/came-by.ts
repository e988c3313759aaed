/** By which start somebody came into this chat: it says what a phone number is shared for, and where the door was. */
import { DAY } from '../clock.ts'
import { sourceOfDoor } from '../shop/doors.ts'
import type { Hearing } from './hearing.ts'

/** The newest start of the last day. null: nobody started. */
export async function lastStart({ tx, chat, inboxId, at }: Hearing): Promise<{ id: string; payload: string | null } | null> {
  const [row] = await tx.sql<{ id: string; payload: string | null }>(
    `SELECT "id"::text AS "id", "body"->>'payload' AS "payload" FROM "inbox" WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3
       AND "id" <= $4::bigint AND "body"->>'kind' = 'start' AND "at" > $5::timestamptz ORDER BY "inbox"."id" DESC LIMIT 1`,
    [chat.channel, chat.account, chat.chatId, inboxId, new Date(at.getTime() - DAY).toISOString()],
  )
  return row ?? null
}

/** The place of the general door that was opened here, else `otherwise`. */
export async function cameBy(h: Hearing, otherwise: string): Promise<string> {
  const payload = (await lastStart(h))?.payload
  return (payload && sourceOfDoor(payload)) || otherwise
}
