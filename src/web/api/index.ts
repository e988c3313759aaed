import { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { App } from '../../app.ts'
import { assets } from '../assets.ts'
import { answers } from './answers.ts'
import { requireKey } from './auth.ts'
import { cases } from './cases.ts'
import { catalogue } from './catalogue.ts'
import { coupons } from './coupons.ts'
import { customers } from './customers.ts'
import { deliveries } from './deliveries.ts'
import { docsPage, type ApiDocument } from './docs.ts'
import { figures } from './figures.ts'
import { messages } from './messages.ts'
import { orders } from './orders.ts'
import { notFound, onError, refuseInvalid, tooLarge } from './problems.ts'

const LARGEST_BODY = 1024 * 1024

/** The API and its documentation, ready to be mounted at the root of the site. */
export function apiRoutes(app: App): Hono {
  const api = createApi(app)
  const site = new Hono()
  site.route('/api/v1', api)
  // The stylesheet stands beside the page's other assets.
  site.route('/assets', assets(['api/docs.css']))
  site.get('/api/docs', c => c.html(docsPage(openApiDocument(api) as ApiDocument)))
  return site
}

/** Everything under /api/v1. The document is open, the rest needs the key. */
export function createApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseInvalid })
  api.onError(onError(app.log))
  api.get('/openapi.json', c => c.json(openApiDocument(api)))
  api.use('*', requireKey(app.config.apiKey))
  api.use('*', bodyLimit({ maxSize: LARGEST_BODY, onError: tooLarge }))
  orders(app, api)
  catalogue(app, api)
  coupons(app, api)
  customers(app, api)
  messages(app, api)
  answers(app, api)
  cases(app, api)
  figures(app, api)
  deliveries(app, api)
  api.all('*', c => notFound(c, 'this address of the API'))
  return api
}

/** OpenAPI 3.1, made of the very schemas that check the requests. */
export function openApiDocument(api: OpenAPIHono) {
  if (!api.openAPIRegistry.definitions.some(one => one.type === 'component' && one.name === 'key'))
    api.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer', description: 'The value of API_KEY' })
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Bazgasht',
      version: '1',
      description:
        'Tell it of orders; it follows them up and keeps the answers. Instants are ISO 8601 with offset. Money is an integer: ' +
        'toman (IRT) and rial (IRR) in whole units, other currencies in minor units. Lists are { items, next }: pass next as ?cursor= ' +
        'for the page after.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }],
    tags: ['Orders', 'Carts and products', 'Coupons', 'Customers', 'Messages', 'Answers', 'Cases', 'Figures', 'Webhooks'].map(name => ({ name })),
  })
}
