/** The dashboard: pages made on the server for whoever of the staff is logged in. Each page's file holds its routes too. */
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { App } from '../../app.ts'
import { sameText } from '../../text/sign.ts'
import { fromElsewhere, sessionOf } from '../session.ts'
import { answersRoutes } from './answers.ts'
import { audienceRoutes } from './audience.ts'
import { casesRoutes } from './cases.ts'
import { channelsRoutes } from './channels.ts'
import { connectionsRoutes } from './connections.ts'
import { customersRoutes } from './customers.ts'
import { doorsRoutes } from './doors.ts'
import { figureRoutes } from './figure.ts'
import { MANAGER_PAGES, mayOpen, missing, viewOf, type Env } from './frame.ts'
import { journeysRoutes } from './journeys.ts'
import { offersRoutes } from './offers.ts'
import { overviewRoutes } from './overview.ts'
import { pointsRoutes } from './points.ts'
import { settingsRoutes } from './settings.ts'

const LANGUAGE = 'bazgasht_lang'

export function dashboardRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.use('*', async (c, next) => {
    const session = await sessionOf(c, app)
    if (!session) return c.redirect('/login', 303)
    const asked = getCookie(c, LANGUAGE)
    c.set('view', viewOf(app, { ...session, locale: asked === 'fa' || asked === 'en' ? asked : app.config.shop.locale }))
    c.header('cache-control', 'no-store')
    // PostgreSQL has no such character: nothing can be stored under it.
    if (c.req.url.includes('%00')) return c.html(missing(c.get('view')), 404)
    if (c.req.method === 'GET') return await next()
    const form = await c.req.parseBody()
    if (fromElsewhere(c) || !sameText(String(form.seal ?? ''), session.csrf)) return c.html(missing(c.get('view'), 'refused'), 403)
    c.set('form', form)
    await next()
  })
  for (const name of ['figures', ...MANAGER_PAGES])
    routes.use(`/${name}/*`, async (c, next) => (mayOpen(c.get('view').member, 'overview') ? await next() : c.html(missing(c.get('view'), 'for-managers'), 403)))
  const pages = [overviewRoutes(), figureRoutes(), answersRoutes(app), casesRoutes(app), customersRoutes(), audienceRoutes(app), journeysRoutes(app), offersRoutes(app), pointsRoutes(app), doorsRoutes(app), channelsRoutes(), connectionsRoutes(app), settingsRoutes(app)]
  for (const page of pages) routes.route('/', page)
  routes.get('/lang/:locale', c => {
    setCookie(c, LANGUAGE, c.req.param('locale') === 'en' ? 'en' : 'fa', { path: '/dashboard', httpOnly: true, sameSite: 'Strict', maxAge: 365 * 86_400, secure: app.config.publicUrl.startsWith('https:') })
    return c.redirect('/dashboard', 303)
  })
  routes.notFound(c => c.html(missing(c.get('view')), 404))
  return routes
}
