import type { Sql } from '../store/store.ts'

export type Known = { id: string; externalId: string | null; phone: string | null; phoneShared: boolean }
export type IdentityKeys = { externalId?: string | undefined; phone?: string | undefined }

/**
 * Who is the same person: the shop's id; else the phone; else a customer of this order only. A customer known by phone alone is taken
 * over when the shop's id arrives. The same phone under another id is another person: `shares` says that staff should look.
 */
export function identify(
  keys: IdentityKeys,
  known: { byExternalId: Known | undefined; byPhone: readonly Known[] },
): { customer: Known | null; shares: boolean } {
  const shares = known.byPhone.length > 0
  const nameless = known.byPhone.find(one => one.externalId === null) ?? null
  if (keys.externalId !== undefined) return { customer: known.byExternalId ?? nameless, shares }
  if (nameless) return { customer: nameless, shares }
  return { customer: known.byPhone.length === 1 ? known.byPhone[0]! : null, shares }
}

/**
 * Two orders of one new customer that arrive together make one customer: every writer of orders holds its identity keys, and the
 * import, which has too many, holds them all. Ends with the transaction.
 */
export async function lockIdentities(sql: Sql, keys: readonly string[] | 'all'): Promise<void> {
  // Cast: a void result cannot be read through every driver.
  if (keys === 'all') await sql(`SELECT pg_advisory_xact_lock(hashtextextended('identities', 0))::text AS done`)
  else {
    await sql(`SELECT pg_advisory_xact_lock_shared(hashtextextended('identities', 0))::text AS done`)
    // In one order for everybody, so that two writers never wait for each other in a circle.
    await sql(
      `SELECT pg_advisory_xact_lock(number)::text AS done
       FROM (SELECT DISTINCT hashtextextended(key, 0) AS number FROM unnest($1::text[]) AS key ORDER BY 1) AS numbers`,
      [keys],
    )
  }
}
