/** A platform has had enough of us: nothing unasked goes out of that account for a day, and managers are told once. */
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../store/store.ts'
import { tellManagers } from './alert-staff.ts'

const HOURS = 24

export async function haltBulk(parts: { tx: Tx; clock: Clock; config: Pick<Config, 'shop'> }, bot: { channel: string; account: string }, reason: string): Promise<void> {
  const [began] = await parts.tx.sql<{ at: Date }>(
    `INSERT INTO "pauses" ("channel", "account", "chatId", "leaseUntil", "reason") VALUES ($1, $2, '', now() + interval '${HOURS} hours', $3)
     ON CONFLICT ("channel", "account", "chatId") DO UPDATE SET "leaseUntil" = EXCLUDED."leaseUntil", "reason" = EXCLUDED."reason"
       WHERE "pauses"."leaseUntil" < now() + interval '1 hour'
     RETURNING now() AS "at"`,
    [bot.channel, bot.account, reason],
  )
  // Already halted: whoever refuses the ones that were on their way says nothing new.
  if (began) await tellManagers(parts, { key: `halt/${bot.channel}/${bot.account}/${began.at.toISOString()}`, text: 'staff-bulk-halted', args: { channel: bot.channel, reason } })
}
