import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { isWithin, nextLocal } from '../../journeys/local-time.ts'
import { CHAT_COOKIE, chatRows } from '../../store/chat-rows.ts'
import type { Walk } from '../../schedule/walk.ts'
import { ensureLink } from '../../shop/links.ts'
import { requireKey } from '../api/auth.ts'
import { assets } from '../assets.ts'
import { clockRoutes } from './clock.ts'
import { demoPage } from './page.ts'
import { loginLink } from '../../staff/login.ts'
import { invite, terminalManager } from '../../staff/members.ts'
import { bringPast } from './past.ts'
import { buyAgain, currentDemo, dressShop, speak, startDemo, type Demo } from './seed.ts'
import { demoState } from './state.ts'

const MORNING = '10:00'
const NIGHT = { from: '20:00', to: '09:00' }
const wish = z.object({ locale: z.enum(['fa', 'en']).optional() })

/** The demo's page and endpoints; mounted only in demo mode. */
export function demoRoutes(app: App, walk: Walk): Hono {
  const routes = new Hono()
  const rows = chatRows(app.store)
  const { config } = app
  dressShop(config, config.shop.locale)
  // After a restart: the language it was left in.
  currentDemo(app).then(
    demo => demo && dressShop(config, demo.locale),
    (error: unknown) => app.log.warn({ err: error }, 'demo: could not read where it was left'),
  )

  const begin = async (locale: Demo['locale']) => {
    const now = app.clock.now()
    if (isWithin(NIGHT, now, config.shop.zone)) await walk({ to: nextLocal(now, MORNING, config.shop.zone) })
    return startDemo(app, locale)
  }

  routes.get('/', async c => {
    const demo = await currentDemo(app)
    return c.html(demoPage(app, demo?.locale ?? config.shop.locale), 200, { 'cache-control': 'no-store' })
  })
  routes.route('/assets', assets(['demo/demo.css', 'demo/demo.js']))

  routes.use('/demo/*', requireKey(config.apiKey))
  routes.route('/demo/clock', clockRoutes(app, walk))

  routes.get('/demo/state', async c => {
    const demo = await currentDemo(app)
    return demo ? c.json(await demoState(app, demo)) : c.json({ error: 'the demo has not begun: POST /demo/open' }, 404)
  })

  /** Gives this browser the customer's chat, or the link that opens it. */
  routes.post('/demo/open', async c => {
    const demo = (await currentDemo(app)) ?? (await begin(config.shop.locale))
    const address = await app.store.db.address.findFirst({ where: { customerId: demo.customerId, channel: 'webchat' } })
    const cookie = getCookie(c, CHAT_COOKIE)
    const chatId = cookie ? await rows.findSession(cookie, false) : null
    if (address && address.chatId === chatId) return c.json({ start: null })
    const token = randomBytes(32).toString('base64url')
    setCookie(c, CHAT_COOKIE, address ? token : '', { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: address ? 90 * 24 * 3600 : 0, secure: config.publicUrl.startsWith('https:') })
    if (address) {
      await rows.openSession(token, address.chatId)
      return c.json({ start: null })
    }
    const link = await app.store.transaction(tx => ensureLink({ tx, clock: app.clock }, { customerId: demo.customerId, orderId: demo.orderId, source: 'order' }))
    return c.json({ start: link.payload })
  })

  /** The customer comes back with the code. */
  routes.post('/demo/buy', async c => {
    const demo = await currentDemo(app)
    const bought = demo !== null && (await buyAgain(app, demo))
    return bought ? c.json({ ok: true }) : c.json({ error: 'there is no unused code' }, 409)
  })

  /** A door for the manager: whoever opens it in another browser is one. */
  routes.post('/demo/manager', async c => {
    const payload = await app.store.transaction(tx => invite({ tx, clock: app.clock }, 'manager', null))
    const demo = await currentDemo(app)
    return c.json({ link: `${config.publicUrl}/chat?lang=${demo?.locale ?? config.shop.locale}&start=${payload}#go` })
  })

  /** The dashboard, with a year of purchases behind it. */
  routes.post('/demo/dashboard', async c => {
    await bringPast(app)
    const token = await app.store.transaction(async tx => loginLink({ tx, clock: app.clock }, (await terminalManager({ tx, clock: app.clock }, app.config.shop.agent)).id))
    return c.json({ link: `/login/${token}` })
  })

  /** Another customer buys today. */
  routes.post('/demo/again', async c => {
    const { locale } = wish.parse(await c.req.json().catch(() => ({})))
    const demo = await currentDemo(app)
    await begin(locale ?? demo?.locale ?? config.shop.locale)
    return c.json({ ok: true })
  })

  /** The other language: from the beginning while nothing has been said, else from here on. */
  routes.post('/demo/language', async c => {
    const { locale } = wish.parse(await c.req.json().catch(() => ({})))
    const demo = await currentDemo(app)
    if (!locale || !demo || locale === demo.locale) return c.json({ ok: true })
    const said = await app.store.db.inboxMessage.count({ where: { chatId: { in: await chatsOf(app, demo) }, body: { path: ['kind'], not: 'start' } } })
    await (said === 0 ? begin(locale) : speak(app, demo, locale))
    return c.json({ ok: true })
  })
  return routes
}

async function chatsOf({ store }: App, { customerId }: Demo): Promise<string[]> {
  return (await store.db.address.findMany({ where: { customerId }, select: { chatId: true } })).map(address => address.chatId)
}
