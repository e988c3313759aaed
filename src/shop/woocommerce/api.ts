/** WooCommerce's REST API, as far as we use it: https://woocommerce.github.io/woocommerce-rest-api-docs/ */
import { refusalOf, type Ask } from '../ask.ts'

export type WooApi = { url: string; key: string; secret: string }

const PAGE = 100
/** 50,000 orders: more than any shop changes in the time that we were away. */
const MOST_PAGES = 500

export function wooApi({ url, key, secret }: WooApi, ask: Ask) {
  const headers = { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` }
  const call = async (path: string, init: { method?: string; body?: unknown } = {}) => await ask(`${url}/wp-json/wc/v3/${path}`, { ...init, headers })
  return {
    call,
    /** Orders that changed after an instant, page by page. Throws where a page is not given: what came before it stands. */
    async *changedOrders(since: Date): AsyncGenerator<Record<string, unknown>[]> {
      for (let page = 1; page <= MOST_PAGES; page++) {
        const query = new URLSearchParams({ modified_after: since.toISOString().slice(0, 19), dates_are_gmt: 'true', per_page: String(PAGE), page: String(page), orderby: 'id', order: 'asc' })
        const answer = await call(`orders?${query.toString()}`)
        if (answer.status !== 200 || !Array.isArray(answer.body)) throw new Error(refusalOf('WooCommerce', answer))
        yield answer.body as Record<string, unknown>[]
        if (answer.body.length < PAGE) return
      }
    },
  }
}
