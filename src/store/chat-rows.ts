import { createHash } from 'node:crypto'
import type { Outgoing } from '../channel.ts'
import type { Store } from './store.ts'

/** What the web chat's page draws: our message, or what the customer did (`choice`: the token; `of`: the line whose button it was). */
export type ChatContent =
  | { by: 'shop'; message: ShownMessage }
  | { by: 'customer'; text: string; choice?: string; of?: string }

/** An Outgoing as the page shows it: the text in pieces, so that a code stands on a line of its own. */
export type ShownMessage = Pick<Outgoing, 'choices' | 'links' | 'image' | 'askPhone' | 'file' | 'locale'> & {
  parts: ({ text: string } | { code: string; copyLabel: string })[]
}

export type ChatLine = { chatId: string; seq: string; key: string; outboxId: string | null; content: ChatContent; at: Date }

/** The cookie that holds a session's token: 32 random bytes, base64url. */
export const CHAT_COOKIE = 'bazgasht_chat'

/** The web chat's rows. Of a token only its hash is stored. Sessions live in machine time: a cookie's 90 days are the browser's. */
export type ChatRows = {
  openSession(token: string, chatId: string): Promise<void>
  /** The chat behind a token, or null; `renew` starts its 90 days anew. */
  findSession(token: string, renew: boolean): Promise<string | null>
  /** Some browser can still open this chat. */
  hasSession(chatId: string): Promise<boolean>
  /** Once per key: a repeat changes nothing. */
  addLine(line: Omit<ChatLine, 'seq'>): Promise<void>
  /** Oldest first, all that came after the line of outbox id `after`; when that is null or not of this chat, the last `limit` lines. `seq`: read on from here. */
  linesAfter(chatId: string, after: string | null, limit: number): Promise<{ lines: ChatLine[]; seq: string }>
  /** What came since, for many readers in one question; `reader` is the index into `readers`. */
  newLines(readers: { chatId: string; seq: string }[]): Promise<(ChatLine & { reader: number })[]>
  /** The newest line of the chat that carries this button. */
  findChoice(chatId: string, token: string): Promise<{ key: string; outboxId: string | null; label: string } | null>
}

const LINE = `l."chatId", l.seq::text AS seq, l.key, l."outboxId"::text AS "outboxId", l.content, l.at`

export function chatRows({ db }: Pick<Store, 'db'>): ChatRows {
  return {
    async openSession(token, chatId) {
      await db.sql(`INSERT INTO chat_sessions ("tokenHash", "chatId", "expiresAt") VALUES ($1, $2, now() + interval '90 days')`, [hash(token), chatId])
    },
    async findSession(token, renew) {
      const rows = renew
        ? await db.sql<{ chatId: string }>(
            `UPDATE chat_sessions SET "expiresAt" = now() + interval '90 days' WHERE "tokenHash" = $1 AND "expiresAt" > now() RETURNING "chatId"`,
            [hash(token)],
          )
        : await db.sql<{ chatId: string }>(`SELECT "chatId" FROM chat_sessions WHERE "tokenHash" = $1 AND "expiresAt" > now()`, [hash(token)])
      return rows[0]?.chatId ?? null
    },
    async hasSession(chatId) {
      const rows = await db.sql(`SELECT 1 AS yes FROM chat_sessions WHERE "chatId" = $1 AND "expiresAt" > now() LIMIT 1`, [chatId])
      return rows.length > 0
    },
    async addLine({ chatId, key, outboxId, content, at }) {
      // The lock makes the order of seq the order of commits within a chat, so that a reader who has seen 7 will not be handed 6 later.
      await db.sql(
        `WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended('chat ' || $1, 0)))
         INSERT INTO chat_lines ("chatId", "from", key, "outboxId", content, at)
         SELECT $1, $2, $3, $4::bigint, $5::jsonb, $6::timestamptz FROM turn
         ON CONFLICT (key) DO NOTHING`,
        [chatId, content.by, key, outboxId, JSON.stringify(content), at.toISOString()],
      )
    },
    async linesAfter(chatId, after, limit) {
      const [from] = after === null ? [] : await db.sql<{ seq: string }>(`SELECT seq::text AS seq FROM chat_lines WHERE "chatId" = $1 AND "outboxId" = $2::bigint`, [chatId, after])
      const lines = from
        ? await db.sql<ChatLine>(`SELECT ${LINE} FROM chat_lines l WHERE l."chatId" = $1 AND l.seq > $2::bigint ORDER BY l.seq`, [chatId, from.seq])
        : (await db.sql<ChatLine>(`SELECT ${LINE} FROM chat_lines l WHERE l."chatId" = $1 ORDER BY l.seq DESC LIMIT $2::int`, [chatId, limit])).reverse()
      return { lines, seq: lines.at(-1)?.seq ?? from?.seq ?? '0' }
    },
    newLines: readers =>
      db.sql(
        `SELECT (r.place - 1)::int AS reader, ${LINE}
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS r(chat, seen, place)
         JOIN chat_lines l ON l."chatId" = r.chat AND l.seq > r.seen::bigint
         ORDER BY l.seq`,
        [readers.map(reader => reader.chatId), readers.map(reader => reader.seq)],
      ),
    async findChoice(chatId, token) {
      const [row] = await db.sql<{ key: string; outboxId: string | null; label: string }>(
        `SELECT l.key, l."outboxId"::text AS "outboxId", c->>'label' AS label
         FROM chat_lines l CROSS JOIN LATERAL jsonb_array_elements(l.content->'message'->'choices') AS c
         WHERE l."chatId" = $1 AND l."from" = 'shop' AND c->>'token' = $2 ORDER BY l.seq DESC LIMIT 1`,
        [chatId, token],
      )
      return row ?? null
    },
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
