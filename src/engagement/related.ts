/** What goes with an order: what the shop wrote in related.yaml first, then what its buyers buy together. */
import { recommend } from '../audience/together.ts'
import type { Db, Tx } from '../store/store.ts'
import type { Parts } from './parts.ts'

export type RelatedProduct = { name: { fa: string; en: string }; url?: string | undefined }

const MOST = 3

/** At most three, never something that was bought, sold out, discreet or never to be recommended; read anew each time. */
export async function relatedTo(
  { tx, scenarios }: Pick<Parts, 'scenarios'> & { tx: Tx | Db },
  { customerId, items }: { customerId: string; items: { sku: string; name: string; category: string | null }[] },
): Promise<RelatedProduct[]> {
  const bought = new Set(items.map(({ name }) => name))
  const written = items
    .flatMap(item => scenarios.related.filter(entry => entry.category === item.category))
    .flatMap(entry => entry.products)
    .filter(product => !bought.has(product.name.fa) && !bought.has(product.name.en))
  const known = await tx.product.findMany({ where: { name: { in: written.flatMap(({ name }) => [name.fa, name.en]) } } })
  const closed = new Set(known.filter(product => product.stock !== null && product.stock <= 0 || product.discreet || product.neverRecommend).map(({ name }) => name))
  const ours = written.filter(({ name }) => !closed.has(name.fa) && !closed.has(name.en)).slice(0, MOST)
  if (ours.length === MOST) return ours
  const learned = await recommend(tx, { customerId, bought: items, limit: MOST })
  const named = new Set(ours.flatMap(({ name }) => [name.fa, name.en]))
  return [...ours, ...learned.filter(({ name }) => !named.has(name)).map(({ name, url }) => ({ name: { fa: name, en: name }, url: url ?? undefined }))].slice(0, MOST)
}
