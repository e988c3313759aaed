import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import type { ChannelName } from '../../channel.ts'
import { takeOrder } from '../../engagement/take-order.ts'
import { orderInputAt } from '../../shop/order-input.ts'
import { ends, savedOrder } from './shapes.ts'

export function orders(app: App, api: OpenAPIHono): void {
  const schema = orderInputAt(() => app.clock.now()).openapi('Order')
  const route = createRoute({
    method: 'post',
    path: '/orders',
    tags: ['Orders'],
    summary: 'Tell us of an order',
    description:
      'Again for every change. The same externalId is the same order: items and amounts are replaced, absent dates and customer fields ' +
      'keep their values, an update with an older updatedAt is ignored. A new order starts its follow-up once; cancelled or refunded ends it.',
    request: { body: { required: true, content: { 'application/json': { schema } } } },
    responses: ends({ 200: savedOrder, 201: savedOrder }, 413),
  })
  api.openapi(route, async c => {
    const input = c.req.valid('json')
    const order = await app.store.transaction(tx =>
      takeOrder({ tx, clock: app.clock, scenarios: app.scenarios, config: app.config }, input, { source: 'api' }),
    )
    app.wakeLoop()
    const { id, customerId, created, payload, short } = order
    return c.json({ id, customerId, links: doors(app, payload, short) }, created ? 201 : 200)
  })
}

function doors(app: App, payload: string, short: string) {
  const door = (name: ChannelName) => app.channels.get(name)?.link(payload) ?? null
  return {
    join: `${app.config.publicUrl}/j/${short}`,
    telegram: door('telegram'),
    bale: door('bale'),
    whatsapp: door('whatsapp'),
    webchat: door('webchat'),
  }
}
