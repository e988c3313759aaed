/** Rehearsal (S79): what would have gone to a customer goes to the managers, and nobody else. */
import type { Outgoing } from '../channel.ts'
import { DAY, type Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Sql } from '../store/store.ts'
import { product } from '../text/fluent.ts'

export async function tellWhatWouldGo(
  sql: Sql,
  { clock, config }: { clock: Clock; config: Pick<Config, 'shop'> },
  { id, customerId, outgoing }: { id: string; customerId: string | null; outgoing: Outgoing },
): Promise<void> {
  const { locale } = config.shop
  const [customer] = await sql<{ name: string | null }>(`SELECT "name" FROM "customers" WHERE "id" = $1`, [customerId])
  // Its buttons would be the customer's: they are shown as words.
  const { choices = [], ...said } = outgoing
  const buttons = choices.map(({ label }) => `[${label}]`).join(' ')
  const content: Outgoing = { ...said, text: [product.format(locale, 'staff-shadow', { name: customer?.name ?? '—' }), outgoing.text, buttons].filter(Boolean).join('\n') }
  await sql(
    `INSERT INTO "outbox" ("key", "class", "channel", "account", "chatId", "purpose", "content", "dueAt", "nextTryAt", "graceFrom", "graceMs")
     SELECT 'staff/shadow/' || $1 || '/' || s."id", 'staff', s."channel", s."account", s."chatId", 'transactional', $2::jsonb, $3::timestamptz, $3::timestamptz, $3::timestamptz, ${DAY}
     FROM "staff" s WHERE s."revokedAt" IS NULL AND s."role" = 'manager' ON CONFLICT DO NOTHING`,
    [id, JSON.stringify(content), clock.now().toISOString()],
  )
}
