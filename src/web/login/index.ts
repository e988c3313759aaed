import { Hono } from 'hono'
import { html } from 'hono/html'
import type { App } from '../../app.ts'
import { spendLogin } from '../../staff/login.ts'
import { page } from '../html.ts'
import { endSession, fromElsewhere, sessionOf, startSession } from '../session.ts'
import { pageWords } from '../words.ts'

const words = pageWords('login')

/** /login/<token>: a page with a button (previews fetch pages), and the POST behind it that spends the link. /login: who is logged in. */
export function loginRoutes(app: Pick<App, 'store' | 'clock' | 'config'>): Hono {
  const routes = new Hono()
  const { store, clock } = app
  const { locale } = app.config.shop
  const say = (key: string, args = {}) => words.format(locale, key, args)
  const small = (body: ReturnType<typeof html>) => page({ locale, title: say('title'), kind: 'small-page', styles: ['theme.css', 'page.css'], body: html`<main class="card"><h1>${say('title')}</h1>${body}</main>` })

  routes.get('/', async c => {
    const session = await sessionOf(c, app)
    if (!session) return c.html(small(html`<p>${say('out')}</p>`), 401)
    const { name, role } = session.member
    return c.html(small(html`<p>${say('in', { name, role })}</p><nav><a class="button bright" href="/dashboard">${say('dashboard')}</a></nav><form method="post" action="/login/out"><button class="button" type="submit">${say('leave')}</button></form>`))
  })
  routes.post('/out', c => {
    if (fromElsewhere(c)) return c.html(small(html`<p>${say('gone')}</p>`), 403)
    endSession(c)
    return c.redirect('/login', 303)
  })
  routes.get('/:token', c => c.html(small(html`<p>${say('intro')}</p><form method="post"><button class="button bright" type="submit">${say('enter')}</button></form>`)))
  routes.post('/:token', async c => {
    if (fromElsewhere(c)) return c.html(small(html`<p>${say('gone')}</p>`), 403)
    const member = await store.transaction(tx => spendLogin({ tx, clock }, c.req.param('token')))
    if (!member) return c.html(small(html`<p>${say('gone')}</p>`), 410)
    await startSession(c, app, member)
    return c.redirect('/dashboard', 303)
  })
  return routes
}
