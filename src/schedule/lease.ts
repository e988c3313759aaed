/** Something only one process may do at a time (long polling, a WhatsApp session). Machine time: the database's now(). */
import type { Sql } from '../store/store.ts'

const LEASE_SECONDS = 10

/** Takes or renews the lease; false while another holds it. Renew each second or so. */
export async function holdLease(sql: Sql, name: string, owner: string): Promise<boolean> {
  const rows = await sql(
    `INSERT INTO "leases" ("name", "owner", "leaseUntil") VALUES ($1, $2, now() + interval '${LEASE_SECONDS} seconds')
     ON CONFLICT ("name") DO UPDATE SET "owner" = EXCLUDED."owner", "leaseUntil" = EXCLUDED."leaseUntil"
     WHERE "leases"."owner" = EXCLUDED."owner" OR "leases"."leaseUntil" < now() RETURNING "name"`,
    [name, owner],
  )
  return rows.length === 1
}

export async function giveUpLease(sql: Sql, name: string, owner: string): Promise<void> {
  await sql(`DELETE FROM "leases" WHERE "name" = $1 AND "owner" = $2`, [name, owner])
}
