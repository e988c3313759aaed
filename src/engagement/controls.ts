/** What managers switch while the service runs: everything off, a rehearsal, a journey paused, calm days, the days and hours of work. */
import { z } from 'zod'
import type { Policy } from '../journeys/load.ts'
import type { Sql } from '../store/store.ts'

const date = z.string().regex(/^\d{4}-\d\d-\d\d$/)
export const controlsSchema = z.object({
  /** Nothing but replies and staff's own words leaves. */
  stopAll: z.boolean().default(false),
  /** Rehearsal: what is due goes to the managers instead. */
  shadow: z.boolean().default(false),
  /** Coupons may be given: the shop's till knows our codes. */
  offersOn: z.boolean().default(false),
  /** 'after-purchase', or one step of it: 'after-purchase/day-14'. */
  paused: z.array(z.string()).default([]),
  /** Nothing is sold, nobody works. Gregorian. */
  calmDays: z.array(date).default([]),
  /** Nobody works. */
  closedDays: z.array(date).default([]),
  /** Other hours than the week's: Ramadan, the end of the year. */
  hoursOn: z.record(date, z.tuple([z.string(), z.string()])).default({}),
})
export type Controls = z.infer<typeof controlsSchema>

const KEY = 'controls'

export async function readControls({ sql }: { sql: Sql }): Promise<Controls> {
  const [row] = await sql<{ value: unknown }>(`SELECT "value" FROM "settings" WHERE "key" = $1`, [KEY])
  return controlsSchema.parse(row?.value ?? {})
}

/** One change after another: two managers at once both count. */
export async function changeControls({ sql }: { sql: Sql }, change: (now: Controls) => Partial<Controls>): Promise<Controls> {
  await sql(`SELECT pg_advisory_xact_lock(hashtext('bazgasht/controls'))::text`)
  const now = await readControls({ sql })
  const next = { ...now, ...change(now) }
  await sql(`INSERT INTO "settings" ("key", "value") VALUES ($1, $2::jsonb) ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value"`, [KEY, JSON.stringify(next)])
  return next
}

/** The shop's policy with what managers laid over it. */
export function policyOn(policy: Policy, { calmDays, closedDays, hoursOn }: Controls): Policy {
  return { ...policy, calmDays: [...policy.calmDays, ...calmDays], closedDays: [...(policy.closedDays ?? []), ...closedDays], hoursOn: { ...policy.hoursOn, ...hoursOn } }
}

export function isPaused({ paused, stopAll }: Controls, journey: string | null, step: string | null): boolean {
  return stopAll || (journey !== null && (paused.includes(journey) || paused.includes(`${journey}/${step}`)))
}
