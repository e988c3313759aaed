/** Off until a manager has set what a point is worth. */
import { z } from 'zod'
import type { Sql } from '../store/store.ts'

const schema = z.object({ on: z.boolean(), /** Toman for 1,000 points. */ worth: z.int().min(1).max(1_000_000) })
export type Loyalty = z.infer<typeof schema>

/** null: never set. */
export async function readLoyalty({ sql }: { sql: Sql }): Promise<Loyalty | null> {
  const [row] = await sql<{ value: unknown }>(`SELECT "value" FROM "settings" WHERE "key" = 'loyalty'`)
  return row ? schema.parse(row.value) : null
}

export async function setLoyalty({ sql }: { sql: Sql }, loyalty: Loyalty): Promise<void> {
  await sql(`INSERT INTO "settings" ("key", "value") VALUES ('loyalty', $1::jsonb) ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value"`, [JSON.stringify(schema.parse(loyalty))])
}

/** On at that worth (toman for 1,000 points); null: off, and the worth is remembered. */
export async function switchLoyalty(parts: { sql: Sql }, worth: number | null): Promise<void> {
  const known = await readLoyalty(parts)
  if (worth !== null) await setLoyalty(parts, { on: true, worth })
  else if (known) await setLoyalty(parts, { ...known, on: false })
}
