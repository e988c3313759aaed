import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { listOutgoing } from '../../engagement/outgoing.ts'
import { handleDelivery } from '../../engagement/take-delivery.ts'
import { DELIVERY_STATES, listDeliveries, retryDelivery } from '../../shop/deliveries.ts'
import { storable } from './customers.ts'
import { toPage, withCursor } from './paging.ts'
import { conflict, notFound } from './problems.ts'
import { delivery, ends, outgoingEvent, pageOf } from './shapes.ts'

const place = z.object({ at: z.string().max(40), id: z.string().max(40) })

/** What the shop's own systems sent, and what we sent them. */
export function deliveries(app: App, api: OpenAPIHono): void {
  const list = createRoute({
    method: 'get',
    path: '/deliveries',
    tags: ['Webhooks'],
    summary: 'What the shop’s systems sent, newest first',
    description: 'done: it became an order, a product …; ignored: nothing for us; failed: it could not be understood, and waits for a person.',
    request: { query: withCursor(place).extend({ state: z.enum(DELIVERY_STATES, `one of ${DELIVERY_STATES.join(', ')}`).optional(), source: z.enum(['woocommerce', 'shopify', 'events'], 'one of woocommerce, shopify, events').optional() }) },
    responses: ends({ 200: pageOf(delivery) }),
  })
  api.openapi(list, async c => {
    const { limit, cursor, state, source } = c.req.valid('query')
    const rows = await listDeliveries(app.store, { state, source }, { limit: limit + 1, after: cursor })
    const view = (row: (typeof rows)[number]) => ({ ...row, receivedAt: row.receivedAt.toISOString(), handledAt: row.handledAt?.toISOString() ?? null })
    return c.json(toPage(rows, limit, view, row => ({ at: row.receivedAt.toISOString(), id: row.id })), 200)
  })

  const retry = createRoute({
    method: 'post',
    path: '/deliveries/{id}/retry',
    tags: ['Webhooks'],
    summary: 'Handle a failed delivery once more',
    request: { params: z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) }) },
    responses: ends({ 200: z.object({ id: z.string(), result: z.literal('done') }) }, 404, 409),
  })
  api.openapi(retry, async c => {
    const { id } = c.req.valid('param')
    const result = storable(id) ? await retryDelivery(app.store, id) : 'not-found'
    if (result === 'not-found') return notFound(c, 'delivery')
    if (result !== 'retried') return conflict(c, result === 'gone' ? 'its body is no longer kept' : 'only failed deliveries are tried again')
    await handleDelivery(app, id)
    return c.json({ id, result: 'done' as const }, 200)
  })

  const out = createRoute({
    method: 'get',
    path: '/outgoing',
    tags: ['Webhooks'],
    summary: 'Our events that went to your systems, newest first',
    request: { query: withCursor(place).extend({ state: z.enum(['waiting', 'sent', 'failed'], 'one of waiting, sent, failed').optional() }) },
    responses: ends({ 200: pageOf(outgoingEvent) }),
  })
  api.openapi(out, async c => {
    const { limit, cursor, state } = c.req.valid('query')
    const rows = await listOutgoing(app.store, { state }, { limit: limit + 1, after: cursor })
    const view = (row: (typeof rows)[number]) => ({ ...row, at: row.at.toISOString(), nextTryAt: row.nextTryAt?.toISOString() ?? null, sentAt: row.sentAt?.toISOString() ?? null })
    return c.json(toPage(rows, limit, view, row => ({ at: row.at.toISOString(), id: row.id })), 200)
  })
}
