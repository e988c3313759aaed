/** Shopify's Admin API, as far as we use it: https://shopify.dev/docs/api/admin */
import { refusalOf, type Ask } from '../ask.ts'

export type ShopifyApi = { url: string; token: string }

const VERSION = '2025-10'

export function shopifyApi({ url, token }: ShopifyApi, ask: Ask) {
  const headers = { 'x-shopify-access-token': token }
  return {
    /** Orders that changed after an instant, page by page, as the webhooks tell them. */
    async *changedOrders(since: Date): AsyncGenerator<Record<string, unknown>[]> {
      const query = new URLSearchParams({ status: 'any', updated_at_min: since.toISOString(), order: 'updated_at asc', limit: '250' })
      let next: string | undefined = `${url}/admin/api/${VERSION}/orders.json?${query.toString()}`
      while (next) {
        const answer = await ask(next, { headers })
        const { orders } = (answer.body ?? {}) as { orders?: unknown }
        if (answer.status !== 200 || !Array.isArray(orders)) throw new Error(refusalOf('Shopify', answer))
        yield orders as Record<string, unknown>[]
        const following: string | undefined = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
        // The token goes to the shop alone, whatever a page says.
        next = following && new URL(following).origin === new URL(url).origin ? following : undefined
      }
    },
    /** Throws when the answer is no data. */
    async graphql(query: string, variables: Record<string, unknown>): Promise<Record<string, unknown>> {
      const answer = await ask(`${url}/admin/api/${VERSION}/graphql.json`, { method: 'POST', headers, body: { query, variables } })
      const { data, errors } = (answer.body ?? {}) as { data?: unknown; errors?: { extensions?: { code?: unknown } }[] }
      if (answer.status !== 200) throw new Error(refusalOf('Shopify', answer))
      if (!data || errors) throw new Error(`Shopify refused: ${String(errors?.[0]?.extensions?.code ?? 'no data')}`)
      return data as Record<string, unknown>
    },
  }
}
