/** Asks the shop's systems what changed, because webhooks get lost: WooCommerce tells each thing once, and ends a webhook that failed five times. */
import type { App } from '../app.ts'
import { DAY, MINUTE } from '../clock.ts'
import { asking } from '../shop/ask.ts'
import { storeDelivery, type NewDelivery, type Source } from '../shop/deliveries.ts'
import { shopifyApi } from '../shop/shopify/api.ts'
import { labelShopify } from '../shop/shopify/read.ts'
import { wooApi } from '../shop/woocommerce/api.ts'
import { labelWoo } from '../shop/woocommerce/read.ts'
import { handleDeliveries } from './take-delivery.ts'

/** Asked again from a little earlier: two changes of one second, and clocks that disagree. What was told before is not stored again. */
const OVERLAP = 2 * MINUTE

type Poller = Pick<App, 'store' | 'clock' | 'scenarios' | 'config' | 'log' | 'wakeLoop'>
type Order = Record<string, unknown>
type System = { source: Source; pages(since: Date): AsyncGenerator<Order[]>; changedAt(order: Order): unknown; delivery(order: Order): Omit<NewDelivery, 'source' | 'body'> }

/** Fetches what changed since the last time, through the same store as webhooks. Returns how many nobody had told of. Throws if a system does not answer: the next run asks again. */
export async function pollShops(app: Poller, send: typeof fetch = fetch): Promise<number> {
  const { woocommerce, shopify } = app.config
  const ask = asking(send)
  const systems: System[] = [
    ...(woocommerce?.api
      ? [{
          source: 'woocommerce' as const, pages: (since: Date) => wooApi(woocommerce.api!, ask).changedOrders(since), changedAt: (order: Order) => (typeof order.date_modified_gmt === 'string' ? `${order.date_modified_gmt}Z` : null),
          delivery: (order: Order) => ({ topic: 'order.updated', ...labelWoo('order.updated', order) }),
        }]
      : []),
    ...(shopify?.api
      ? [{
          source: 'shopify' as const, pages: (since: Date) => shopifyApi(shopify.api!, ask).changedOrders(since), changedAt: (order: Order) => order.updated_at,
          delivery: (order: Order) => ({ topic: 'orders/updated', ...labelShopify('orders/updated', order, undefined) }),
        }]
      : []),
  ]
  let found = 0
  const problems: string[] = []
  for (const system of systems) {
    try {
      found += await pollOne(app, system)
    } catch (error) {
      problems.push((error as Error).message)
    }
  }
  if (found > 0) await handleDeliveries(app)
  if (problems.length > 0) throw new Error(problems.join('; '))
  return found
}

async function pollOne({ store }: Poller, { source, pages, changedAt, delivery }: System): Promise<number> {
  const key = `poll/${source}`
  const stored = await store.db.setting.findUnique({ where: { key } })
  // Connected just now: yesterday's orders are news, older ones come by import.
  const since = stored ? new Date((stored.value as { since: string }).since) : new Date((await store.now()).getTime() - DAY)
  let newest = since.getTime()
  let found = 0
  for await (const orders of pages(new Date(since.getTime() - OVERLAP))) {
    for (const order of orders) {
      if ((await storeDelivery(store, { source, ...delivery(order), body: JSON.stringify(order) })) !== null) found += 1
      const at = changedAt(order)
      const changed = typeof at === 'string' ? new Date(at).getTime() : NaN
      if (changed > newest) newest = changed
    }
  }
  // Only when the last page was read: by the shop's own clock, which is the one that it compares with.
  const value = { since: new Date(newest).toISOString() }
  await store.db.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
  return found
}
