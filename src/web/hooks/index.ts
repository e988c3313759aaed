/** Where the shop's own systems call: what is signed is stored, answered at once, and handled from the store. */
import { Hono, type Context } from 'hono'
import type { App } from '../../app.ts'
import { handleDelivery } from '../../engagement/take-delivery.ts'
import { storeDelivery, type NewDelivery } from '../../shop/deliveries.ts'
import { labelShopify } from '../../shop/shopify/read.ts'
import { labelWoo } from '../../shop/woocommerce/read.ts'
import { hmacBase64, sameText, verifyStandard } from '../../text/sign.ts'

/** `settle` waits for what is being handled: for tests, and nobody else has to. */
export function hookRoutes(app: App): Hono & { settle(): Promise<void> } {
  const hooks = new Hono()
  let working: Promise<unknown> = Promise.resolve()

  const keep = async (c: Context, delivery: NewDelivery) => {
    const id = await storeDelivery(app.store, delivery)
    if (id) working = working.then(() => handleDelivery(app, id)).catch(error => app.log.error({ err: error }, 'a delivery waits for the next minute'))
    return c.json({ ok: true })
  }
  const off = (c: Context, mend: string) => c.json({ error: `nothing listens here: ${mend}` }, 404)
  const refused = (c: Context, where: string) => {
    app.log.warn({ hook: where }, 'a webhook with a wrong signature was refused: the secrets may differ')
    return c.json({ error: 'the signature does not fit the body: the secret here and there must be the same' }, 401)
  }

  hooks.post('/woocommerce', async c => {
    const secret = app.config.woocommerce?.webhookSecret
    if (!secret) return off(c, 'set WOOCOMMERCE_WEBHOOK_SECRET')
    const raw = await rawBody(c)
    const signature = c.req.header('x-wc-webhook-signature')
    // Saved in WooCommerce, a webhook first says hello, unsigned: `webhook_id=7`. Without 200 it is switched off at once.
    if (!signature && /^webhook_id=\d+$/.test(raw.toString())) return c.json({ ok: true })
    if (!signature || !sameText(signature, hmacBase64(secret, raw))) return refused(c, 'woocommerce')
    const body = raw.toString()
    const topic = c.req.header('x-wc-webhook-topic') ?? 'order.updated'
    return await keep(c, { source: 'woocommerce', topic, ...labelWoo(topic, parsed(body)), body })
  })

  hooks.post('/shopify', async c => {
    const secret = app.config.shopify?.webhookSecret
    if (!secret) return off(c, 'set SHOPIFY_WEBHOOK_SECRET')
    const raw = await rawBody(c)
    if (!sameText(c.req.header('x-shopify-hmac-sha256') ?? '', hmacBase64(secret, raw))) return refused(c, 'shopify')
    const body = raw.toString()
    const topic = c.req.header('x-shopify-topic') ?? 'orders/updated'
    return await keep(c, { source: 'shopify', topic, ...labelShopify(topic, parsed(body), c.req.header('x-shopify-webhook-id')), body })
  })

  hooks.post('/events', async c => {
    const secret = app.config.webhookSecret
    if (!secret) return off(c, 'set WEBHOOK_SECRET')
    const body = (await rawBody(c)).toString()
    const id = c.req.header('webhook-id') ?? ''
    const given = { id, timestamp: c.req.header('webhook-timestamp') ?? '', signatures: c.req.header('webhook-signature') ?? '', body }
    if (!verifyStandard(secret, given, Math.floor((await app.store.now()).getTime() / 1000))) return refused(c, 'events')
    const { type } = (parsed(body) ?? {}) as { type?: unknown }
    return await keep(c, { source: 'events', topic: typeof type === 'string' ? type : 'unknown', key: id, subject: null, body })
  })

  return Object.assign(hooks, {
    settle: async () => {
      await working
    },
  })
}

const rawBody = async (c: Context) => Buffer.from(await c.req.arrayBuffer())

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
