/** The shop's own systems, for the doctor: do they tell us, do we reach them, and is anything waiting for a person? */
import type { Config } from '../config.ts'
import { listEndpoints } from '../engagement/outgoing.ts'
import { asking, refusalOf } from '../shop/ask.ts'
import { shopifyApi } from '../shop/shopify/api.ts'
import { wooApi } from '../shop/woocommerce/api.ts'
import type { Db, Tx } from '../store/store.ts'

type Add = (what: string, ok: boolean, says: string, mend: string) => void

/** `asks`: the systems too, over the network. Adds nothing for what is not connected. */
export async function examineShop({ config, db, asks, send = fetch }: { config: Config; db: Db | Tx; asks: boolean; send?: typeof fetch }, add: Add): Promise<void> {
  const { woocommerce, shopify, outgoing, webhookSecret } = config
  const [rows] = await db.sql<{ failed: number; coupons: number; heard: { source: string; at: Date }[] | null; poll: string | null }>(
    `SELECT (SELECT count(*)::int FROM "deliveries" WHERE "state" = 'failed' AND "body" IS NOT NULL) AS "failed", (SELECT count(*)::int FROM "shop_coupons" WHERE "state" = 'failed') AS "coupons",
       (SELECT jsonb_agg(jsonb_build_object('source', "source", 'at', "at")) FROM (SELECT "source", max("receivedMachineAt") AS "at" FROM "deliveries" GROUP BY 1) AS t) AS "heard",
       (SELECT "lastError" FROM "recurring_jobs" WHERE "name" = 'poll-shop') AS "poll"`,
  )
  const { failed, coupons, heard, poll } = rows!
  const last = (source: string) => heard?.find(row => row.source === source)?.at
  const hears = (name: string, source: string, where: string) => add(`${name}, webhooks`, last(source) !== undefined, last(source) ? `last ${new Date(last(source)!).toISOString()}` : 'nothing has come yet', where)

  if (woocommerce?.webhookSecret) {
    hears('WooCommerce', 'woocommerce', `in WooCommerce, Settings, Advanced, Webhooks: topic Order updated, address ${config.publicUrl}/hooks/woocommerce, the same secret; is it "Active"?`)
    add('WooCommerce, "completed"', woocommerce.completed !== 'unknown', woocommerce.completed, 'set WOOCOMMERCE_COMPLETED in .env to what that state means in your shop: paid, shipped or delivered; unknown means that customers are asked whether it arrived')
  }
  if (shopify?.webhookSecret) hears('Shopify', 'shopify', `in Shopify, Settings, Notifications, Webhooks: Order creation and Order update, JSON, ${config.publicUrl}/hooks/shopify`)
  if (webhookSecret) hears('other systems', 'events', `have them call ${config.publicUrl}/hooks/events with the secret of WEBHOOK_SECRET`)
  if (woocommerce?.api || shopify?.api) add('asking the shop', poll === null, poll ?? 'works', 'the line says what the shop answered; look at the address and the key in .env')
  add('deliveries put aside', failed === 0, `${failed}`, 'GET /api/v1/deliveries?state=failed says why each was not understood; mended, POST /api/v1/deliveries/ID/retry')
  if (woocommerce?.api || shopify?.api) add('codes in the shop', coupons === 0, coupons === 0 ? 'all made' : `${coupons} could not be made`, 'the log says what the shop answered; such a code does not work in its checkout')
  if (outgoing)
    for (const { name, failingSince, disabledAt } of await listEndpoints({ db: db as Db }))
      add(`events to ${name}`, failingSince === null, disabledAt ? `given up ${disabledAt.toISOString()}` : failingSince ? `nothing has arrived since ${failingSince.toISOString()}` : 'arrive', 'GET /api/v1/outgoing?state=failed says what it answered; correct OUTGOING_WEBHOOK_URL, and start again')
  if (!asks) return
  if (woocommerce?.api) await askWoo(woocommerce.api, woocommerce.currency, send, add)
  if (shopify?.api) await askShopify(shopify.api, send, add)
}

async function askWoo(api: NonNullable<NonNullable<Config['woocommerce']>['api']>, ours: string, send: typeof fetch, add: Add): Promise<void> {
  const mend = 'WOOCOMMERCE_URL is the address of the shop’s front page, with https; the key is made in WooCommerce, Settings, Advanced, REST API, with Read/Write'
  try {
    const answer = await wooApi(api, asking(send)).call('data/currencies/current')
    const { code } = (answer.body ?? {}) as { code?: unknown }
    if (answer.status !== 200 || typeof code !== 'string') return add('WooCommerce, REST API', false, refusalOf('WooCommerce', answer), mend)
    add('WooCommerce, REST API', true, 'answers', mend)
    add('WooCommerce, currency', code === ours, `${code} there, ${ours} here`, `set WOOCOMMERCE_CURRENCY=${code} in .env: prices and codes would be wrong by a factor`)
  } catch (error) {
    add('WooCommerce, REST API', false, (error as Error).message, mend)
  }
}

async function askShopify(api: NonNullable<NonNullable<Config['shopify']>['api']>, send: typeof fetch, add: Add): Promise<void> {
  const mend = 'the token is shown once, when the app is installed: it needs read_orders, read_customers and write_discounts'
  try {
    await shopifyApi(api, asking(send)).graphql('{ shop { currencyCode } }', {})
    add('Shopify, Admin API', true, 'answers', mend)
  } catch (error) {
    add('Shopify, Admin API', false, (error as Error).message, mend)
  }
}
