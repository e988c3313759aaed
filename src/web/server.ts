import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import type { App } from '../app.ts'
import type { ChannelName } from '../channel.ts'
import type { Walk } from '../schedule/walk.ts'
import { apiRoutes } from './api/index.ts'
import { assets, packagedAssets } from './assets.ts'
import { chatRoutes } from './chat/index.ts'
import { dashboardRoutes } from './dashboard/index.ts'
import { demoRoutes } from './demo/index.ts'
import { healthRoutes } from './health/index.ts'
import { hookRoutes } from './hooks/index.ts'
import { homePage, missingPage } from './home/index.ts'
import { joinRoutes } from './join/index.ts'
import { loginRoutes } from './login/index.ts'
import { mediaRoutes } from './media/index.ts'
import { pairRoutes } from './pair/index.ts'
import { security } from './security.ts'

const BODY_LIMIT = 1024 * 1024
const FILES = ['icon.svg', 'font.css', 'theme.css', 'page.css', 'chat/chat.css', 'chat/client.js', 'chat/chat.js', 'dashboard/dashboard.css', 'dashboard/draw-chart.js']

export type ServerParts = {
  /** The dispatch loop of this process has started. */
  loopRuns(): boolean
  /** Moves the demo's clock; needed in demo mode only. */
  walk?: Walk
  /** The secret part of the pairing page's address. */
  pairingToken?: string
}

/** The whole site. main listens with its `fetch`. */
export function createServer(app: App, { loopRuns, walk, pairingToken }: ServerParts): Hono {
  const server = new Hono()
  const { config, channels, log } = app
  server.use(security(config.publicUrl))
  server.use(bodyLimit({ maxSize: BODY_LIMIT, onError: c => c.json({ error: 'the body is over 1 MiB', issues: [] }, 413) }))
  server.route('/', healthRoutes(app, loopRuns))
  server.route('/', apiRoutes(app))
  server.route('/assets', assets(FILES))
  server.route('/assets', packagedAssets())
  server.route('/', assets(['chat/widget.js']))
  server.route('/chat', chatRoutes(app))
  server.route('/j', joinRoutes(app))
  server.route('/login', loginRoutes(app))
  server.route('/dashboard', dashboardRoutes(app))
  server.route('/media', mediaRoutes(app))
  if (pairingToken) server.route('/pair', pairRoutes(app, pairingToken))
  server.route('/hooks', hookRoutes(app))
  server.all('/hooks/:channel', async c => {
    const channel = channels.get(c.req.param('channel') as ChannelName)
    return channel?.http && channel.name !== 'webchat' ? channel.http(c.req.raw) : c.json({ error: 'nothing listens here' }, 404)
  })
  if (config.demo && walk) server.route('/', demoRoutes(app, walk))
  else server.get('/', c => c.html(homePage(config.shop, channels.has('webchat'))))

  server.notFound(c => {
    const wantsPage = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html')
    return wantsPage ? c.html(missingPage(config.shop), 404) : c.json({ error: 'there is nothing at this address' }, 404)
  })
  server.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message || 'refused' }, error.status)
    // The route, not the path: paths hold links, which are secrets.
    log.error({ err: error, method: c.req.method, route: c.req.routePath }, 'a request failed')
    return c.json({ error: 'something went wrong on our side; it has been written to the log' }, 500)
  })
  return server
}
