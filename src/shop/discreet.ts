import type { Db, Tx } from '../store/store.ts'

/** The products among these that are named in no message. */
export async function discreetOf(tx: Tx | Db, skus: readonly string[]): Promise<Set<string>> {
  if (skus.length === 0) return new Set()
  const rows = await tx.product.findMany({ where: { sku: { in: [...skus] }, discreet: true }, select: { sku: true } })
  return new Set(rows.map(({ sku }) => sku))
}
