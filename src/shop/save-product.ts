import type { Clock } from '../clock.ts'
import type { Tx } from '../store/store.ts'
import type { ProductInput } from './cart-input.ts'

/** What is not mentioned is as if it had never been said: a product is told whole. Returns whether it is new. */
export async function saveProduct({ tx, clock }: { tx: Tx; clock: Clock }, { sku, ...input }: ProductInput): Promise<boolean> {
  const row = {
    name: input.name, category: input.category ?? null, price: BigInt(input.price), stock: input.stock ?? null, url: input.url ?? null, image: input.image ?? null,
    consumable: input.consumable ?? false, neverRecommend: input.neverRecommend ?? false, discreet: input.discreet ?? false, updatedAt: clock.now(),
  }
  const known = await tx.product.count({ where: { sku } })
  await tx.product.upsert({ where: { sku }, create: { sku, ...row }, update: row })
  return known === 0
}
