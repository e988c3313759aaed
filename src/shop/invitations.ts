import { DAY, type Clock } from '../clock.ts'
import type { Sql, Store } from '../store/store.ts'
import { BOM, csvLines } from '../text/csv.ts'
import { showName } from '../text/show-name.ts'
import { makeLinks } from './links.ts'
import { dialled } from './phone.ts'

export type Invitation = { phone: string; name: string; short: string }
type Candidate = { id: string; phone: string; name: string | null; short: string | null }

const BATCH = 1_000

/**
 * A personal link for every customer who has a phone and no chat with us yet, who bought last first; one for each phone. Nobody
 * who said stop is among them. Sends nothing: the shop's own SMS panel does.
 */
export async function invitations(
  { store, clock }: { store: Pick<Store, 'sqlTransaction'>; clock: Clock },
  { withinDays, progress = () => {} }: { withinDays?: number | undefined; progress?: (done: number, total: number) => void },
): Promise<Invitation[]> {
  const since = withinDays === undefined ? null : new Date(clock.now().getTime() - withinDays * DAY)
  const people = await store.sqlTransaction(sql => candidates(sql, since, clock.now()))
  const list: Invitation[] = []
  for (let from = 0; from < people.length; from += BATCH) {
    const batch = people.slice(from, from + BATCH)
    const made = await store.sqlTransaction(sql =>
      makeLinks(sql, { for: batch.filter(one => !one.short).map(({ id }) => ({ customerId: id, orderId: null })), source: 'list', now: clock.now() }),
    )
    for (const { id, phone, name, short } of batch)
      list.push({ phone: dialled(phone), name: showName(name) ?? showName(name, 'en') ?? '', short: short ?? made.get(id)! })
    progress(from + batch.length, people.length)
  }
  return list
}

async function candidates(sql: Sql, since: Date | null, now: Date): Promise<Candidate[]> {
  const rows = await sql<Candidate>(
    `SELECT c.id, c.phone, c.name, l.short
     FROM customers c
     LEFT JOIN LATERAL (SELECT max(o."placedAt") AS at FROM orders o WHERE o."customerId" = c.id) bought ON true
     LEFT JOIN LATERAL (SELECT short FROM links
                        WHERE "customerId" = c.id AND "orderId" IS NULL AND "usedAt" IS NULL AND "expiresAt" > $1::timestamptz
                        ORDER BY "createdAt" DESC LIMIT 1) l ON true
     WHERE c.phone IS NOT NULL AND c."mayTransactional" IS NOT FALSE AND c."mayFeedback" IS NOT FALSE
       AND NOT EXISTS (SELECT 1 FROM addresses a WHERE a."customerId" = c.id)
       AND ($2::timestamptz IS NULL OR bought.at >= $2::timestamptz)
     ORDER BY bought.at DESC NULLS LAST, c.id`,
    [now.toISOString(), since?.toISOString() ?? null],
  )
  const phones = new Set<string>()
  return rows.filter(({ phone }) => !phones.has(phone) && phones.add(phone))
}

/** The file for an SMS panel. */
export function* invitationsCsv(list: readonly Invitation[], publicUrl: string): Generator<string> {
  yield BOM + csvLines([['phone', 'name', 'link']])
  for (let from = 0; from < list.length; from += BATCH) yield csvLines(list.slice(from, from + BATCH).map(one => [one.phone, one.name, `${publicUrl}/j/${one.short}`]))
}
