import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hookRoutes } from '../../../src/web/hooks/index.ts'
import type { Store } from '../../../src/store/store.ts'
import { openShop, type ShopOptions } from '../../support/shop.ts'

export const WOO_SECRET = 'woo-secret-0123456789'
export const SHOPIFY_SECRET = 'shopify-secret-0123456789'
export const EVENTS_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
export const NOW = '2026-03-21T10:00:00+03:30'

/** A payload of test/fixtures (each names its source), with what the test is about changed. */
export function fixture(name: string, changes: Record<string, unknown> = {}) {
  const { payload } = JSON.parse(readFileSync(`test/fixtures/${name}.json`, 'utf8')) as { payload: Record<string, unknown> }
  return { ...payload, ...changes }
}

/** A shop whose systems call us, as they see it. */
export async function openHooks(store: Store, options: ShopOptions = {}) {
  const shop = await openShop(store, {
    now: NOW, ...options,
    env: { WOOCOMMERCE_WEBHOOK_SECRET: WOO_SECRET, SHOPIFY_WEBHOOK_SECRET: SHOPIFY_SECRET, WEBHOOK_SECRET: EVENTS_SECRET, PUBLIC_URL: 'https://bot.example', ...options.env },
  })
  const hooks = hookRoutes(shop.app)
  const post = async (path: string, body: string, headers: Record<string, string>) => {
    const response = await hooks.request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
    await hooks.settle()
    return response.status
  }
  const hmac = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('base64')
  return {
    ...shop,
    post,
    woo: (topic: string, payload: unknown, secret = WOO_SECRET) => {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
      return post('/woocommerce', body, { 'x-wc-webhook-topic': topic, 'x-wc-webhook-signature': hmac(secret, body) })
    },
    shopify: (topic: string, payload: unknown, { secret = SHOPIFY_SECRET, id = 'w-1' } = {}) => {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
      return post('/shopify', body, { 'x-shopify-topic': topic, 'x-shopify-webhook-id': id, 'x-shopify-hmac-sha256': hmac(secret, body) })
    },
    orders: () => store.db.order.findMany({ include: { items: true, customer: true }, orderBy: { externalId: 'asc' } }),
    deliveries: () => store.db.delivery.findMany({ orderBy: { receivedMachineAt: 'asc' } }),
  }
}
