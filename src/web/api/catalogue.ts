import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { takeCart } from '../../engagement/take-cart.ts'
import { cartInput, productInput } from '../../shop/cart-input.ts'
import { saveProduct } from '../../shop/save-product.ts'
import { ends, savedCart, savedProduct } from './shapes.ts'

/** Carts and products. */
export function catalogue(app: App, api: OpenAPIHono): void {
  // A schema made before the OpenAPI library was loaded knows nothing of it: `extend` makes a new one, whoever imported what first.
  const cart = createRoute({
    method: 'post',
    path: '/carts',
    tags: ['Carts and products'],
    summary: 'Tell us of a cart',
    description: 'Again for every change. open: whoever opened a chat is reminded an hour after the last change, and once more after a day, unless they buy, empty it or write. bought and emptied end it.',
    request: { body: { required: true, content: { 'application/json': { schema: cartInput.extend({}).openapi('Cart') } } } },
    responses: ends({ 200: savedCart, 201: savedCart }, 413),
  })
  api.openapi(cart, async c => {
    const input = c.req.valid('json')
    const { id, customerId, created } = await app.store.transaction(tx => takeCart({ ...app, tx }, input))
    app.wakeLoop()
    return c.json({ id, customerId }, created ? 201 : 200)
  })

  const product = createRoute({
    method: 'post',
    path: '/products',
    tags: ['Carts and products'],
    summary: 'Tell us of a product',
    description: 'The same sku again replaces it. Read whenever something is recommended: a product that is sold out, discreet or not to be recommended is not.',
    request: { body: { required: true, content: { 'application/json': { schema: productInput.extend({}).openapi('Product') } } } },
    responses: ends({ 200: savedProduct, 201: savedProduct }, 413),
  })
  api.openapi(product, async c => {
    const input = c.req.valid('json')
    const created = await app.store.transaction(tx => saveProduct({ tx, clock: app.clock }, input))
    return c.json({ sku: input.sku }, created ? 201 : 200)
  })
}
