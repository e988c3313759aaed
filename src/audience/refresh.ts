import { DAY, HOUR, type Clock } from '../clock.ts'
import type { Sql } from '../store/store.ts'
import { refreshBestHours } from './best-hour.ts'
import { refreshRebuy } from './rebuy.ts'
import { refreshScores, refreshStats, touchedSince } from './stats.ts'
import { refreshTogether } from './together.ts'

const KEY = 'audience'
/** Everything anew so often, whatever was touched: records that were joined or parted leave nothing behind. */
const WHOLE_EVERY = 7 * DAY
/** More customers than this are quicker counted all together. */
const MANY = 50_000

/** Nightly: buyers whose orders were touched since the last run, and what is learned from all of them. Returns how many buyers were counted anew; null: all. */
export async function refreshAudience({ sql, clock }: { sql: Sql; clock: Clock }, shopZone: string): Promise<number | null> {
  const now = clock.now()
  const [row] = await sql<{ value: { at: string; wholeAt: string } }>(`SELECT "value" FROM "settings" WHERE "key" = $1`, [KEY])
  const isWhole = !row || now.getTime() - Date.parse(row.value.wholeAt) >= WHOLE_EVERY
  const touched = isWhole ? null : await touchedSince({ sql }, new Date(Date.parse(row.value.at) - HOUR))
  const customers = touched && touched.length > MANY ? null : touched
  if (customers === null || customers.length > 0) {
    await refreshStats({ sql, clock }, customers)
    await refreshScores({ sql })
    await refreshRebuy({ sql })
    await refreshTogether({ sql, clock })
  }
  await refreshBestHours({ sql, clock }, shopZone)
  const value = { at: now.toISOString(), wholeAt: customers === null ? now.toISOString() : row!.value.wholeAt }
  await sql(`INSERT INTO "settings" ("key", "value") VALUES ($1, $2::jsonb) ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value"`, [KEY, JSON.stringify(value)])
  return customers?.length ?? null
}
