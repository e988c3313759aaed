/** Nobody finds codes by trying: ten misses an hour for one account, and an alarm when many accounts miss. Machine time. */
import type { Sql } from '../store/store.ts'
import { keyedHash } from '../store/secret.ts'

const TRIES_PER_HOUR = 10
/** Misses of all accounts in one hour, after which managers are told. */
export const ALARM_AT = 100

/** false: too many misses of this account in this hour. Ask before looking a code up. */
export async function mayTry({ sql }: { sql: Sql }, who: string): Promise<boolean> {
  const [row] = await sql<{ tries: number }>(`SELECT "tries" FROM "code_tries" WHERE "who" = $1 AND "hourMachineAt" = date_trunc('hour', now())`, [hashed(who)])
  return (row?.tries ?? 0) < TRIES_PER_HOUR
}

/** A code that was not known. Returns how many misses all accounts had in this hour. */
export async function missed({ sql }: { sql: Sql }, who: string): Promise<number> {
  await sql(
    `INSERT INTO "code_tries" ("who", "hourMachineAt", "tries") VALUES ($1, date_trunc('hour', now()), 1)
     ON CONFLICT ("who", "hourMachineAt") DO UPDATE SET "tries" = "code_tries"."tries" + 1`,
    [hashed(who)],
  )
  const [row] = await sql<{ n: number }>(`SELECT COALESCE(sum("tries"), 0)::int AS "n" FROM "code_tries" WHERE "hourMachineAt" = date_trunc('hour', now())`)
  return row!.n
}

/** Not the account's own name: it may be a phone number. */
const hashed = (who: string) => keyedHash(`code-try/${who}`)
