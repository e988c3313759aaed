import type { Tx } from './store.ts'

const LOCK = 'UPDATE customers SET revision = revision + 1 WHERE id = $1 RETURNING id'

/**
 * Locks the customer's row until the transaction ends, and counts its revision up. Whoever changes what may be sent to a
 * customer, or decides about it, does this first: the two then happen one after the other. False: there is no such customer.
 */
export async function lockCustomer(tx: Pick<Tx, 'sql'>, customerId: string): Promise<boolean> {
  const rows = await tx.sql(LOCK, [customerId])
  return rows.length > 0
}
