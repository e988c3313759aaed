import { randomBytes, randomInt } from 'node:crypto'
import { DAY, type Clock } from '../clock.ts'
import type { Db, Sql, Tx } from '../store/store.ts'

export const LINK_LIFE = 60 * DAY
/** Nothing that looks like something else when it is read from paper: no 0, o, 1, i, l. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz'

/** The customer's personal door of this kind: the same one while it is unused and has not expired, else a new one. */
export async function ensureLink(
  { tx, clock }: { tx: Tx; clock: Clock },
  { customerId, orderId = null, source }: { customerId: string; orderId?: string | null; source: string },
): Promise<{ payload: string; short: string }> {
  const now = clock.now()
  const waiting = await tx.link.findFirst({
    where: { customerId, orderId, source, usedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: 'desc' },
    select: { payload: true, short: true },
  })
  if (waiting) return waiting
  const link = newLink()
  await tx.link.create({ data: { ...link, customerId, orderId, source, createdAt: now, expiresAt: new Date(now.getTime() + LINK_LIFE) } })
  return link
}

/** 128 random bits for the machine, 39 for the eye. */
export function newLink(): { payload: string; short: string } {
  return {
    payload: randomBytes(16).toString('base64url'),
    short: Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  }
}

/** Many at once, all of them new: the short form by the order, or by the customer where no order is meant. */
export async function makeLinks(sql: Sql, { for: wanted, source, now }: { for: readonly { customerId: string; orderId: string | null }[]; source: string; now: Date }): Promise<Map<string, string>> {
  const made = new Map<string, string>()
  const idOf = (one: { customerId: string; orderId: string | null }) => one.orderId ?? one.customerId
  let missing = wanted
  // Again only for those whose random letters somebody else has already: once in a few billion.
  while (missing.length > 0) {
    const links = missing.map(() => newLink())
    const rows = await sql<{ customerId: string; orderId: string | null; short: string }>(
      `INSERT INTO links (id, short, payload, "customerId", "orderId", source, "createdAt", "expiresAt")
       SELECT payload, short, payload, "customerId", "orderId", $5, $6::timestamptz, $7::timestamptz
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS n(short, payload, "customerId", "orderId")
       ON CONFLICT DO NOTHING RETURNING "customerId", "orderId", short`,
      [
        links.map(link => link.short), links.map(link => link.payload), missing.map(one => one.customerId), missing.map(one => one.orderId),
        source, now.toISOString(), new Date(now.getTime() + LINK_LIFE).toISOString(),
      ],
    )
    for (const row of rows) made.set(idOf(row), row.short)
    missing = missing.filter(one => !made.has(idOf(one)))
  }
  return made
}

/** By its payload or by the short form, as people type it. Changes nothing. */
export async function findLink(db: Db | Tx, door: { payload: string } | { short: string }) {
  const where = 'payload' in door ? door : { short: door.short.toLowerCase() }
  const given = Object.values(where)[0]!
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(given)) return null
  return await db.link.findUnique({ where })
}

/**
 * Spends a link for the chat `by`. spent: its first use. again: the same chat once more. other-chat: somebody used it before;
 * the phone number has to match. The first to come wins, however many come at once.
 */
export async function spendLink(
  { tx, clock }: { tx: Tx; clock: Clock },
  { payload, by }: { payload: string; by: string },
): Promise<
  | {
      result: 'spent' | 'again' | 'other-chat' | 'expired'
      customerId: string
      orderId: string | null
      linkId: string
      short: string
      source: string
    }
  | { result: 'unknown' }
> {
  const link = await findLink(tx, { payload })
  if (!link) return { result: 'unknown' }
  const about = { customerId: link.customerId, orderId: link.orderId, linkId: link.id, short: link.short, source: link.source }
  if (link.usedBy === by) return { result: 'again', ...about }
  const now = clock.now()
  if (!link.usedBy && link.expiresAt <= now) return { result: 'expired', ...about }
  const { count } = await tx.link.updateMany({ where: { id: link.id, usedBy: null }, data: { usedAt: now, usedBy: by } })
  return { result: count === 1 ? 'spent' : 'other-chat', ...about }
}
