import { createHmac, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import type { App } from '../../app.ts'
import { spendLogin } from '../../staff/login.ts'
import { keyedHash } from '../../store/secret.ts'
import { page } from '../html.ts'
import { pageWords } from '../words.ts'

const words = pageWords('login')
const COOKIE = 'bazgasht_staff'
const SESSION_SECONDS = 12 * 3600

/** /login/<token>: a page with a button (previews fetch pages), and the POST behind it that spends the link. /login: who is logged in. */
export function loginRoutes({ store, clock, config }: Pick<App, 'store' | 'clock' | 'config'>): Hono {
  const routes = new Hono()
  const { locale } = config.shop
  const say = (key: string, args = {}) => words.format(locale, key, args)
  const small = (body: ReturnType<typeof html>) => page({ locale, title: say('title'), kind: 'small-page', styles: ['theme.css', 'page.css'], body: html`<main class="card"><h1>${say('title')}</h1>${body}</main>` })

  routes.get('/', async c => {
    const member = await memberOf(getCookie(c, COOKIE), store, clock.now())
    return c.html(small(html`<p>${member ? say('in', { name: member.name, role: member.role }) : say('out')}</p>`), member ? 200 : 401)
  })
  routes.get('/:token', c => c.html(small(html`<p>${say('intro')}</p><form method="post"><button class="button bright" type="submit">${say('enter')}</button></form>`)))
  routes.post('/:token', async c => {
    // Pages of ours send no referrer, and with it no Origin: the browser itself says where the button stood.
    const from = c.req.header('sec-fetch-site')
    if (from && from !== 'same-origin' && from !== 'none') return c.html(small(html`<p>${say('gone')}</p>`), 403)
    const member = await store.transaction(tx => spendLogin({ tx, clock }, c.req.param('token')))
    if (!member) return c.html(small(html`<p>${say('gone')}</p>`), 410)
    const until = Math.floor(clock.now().getTime() / 1000) + SESSION_SECONDS
    setCookie(c, COOKIE, `${member.id}.${until}.${seal(member.id, until)}`, { path: '/', httpOnly: true, sameSite: 'Strict', maxAge: SESSION_SECONDS, secure: config.publicUrl.startsWith('https:') })
    return c.redirect('/login', 303)
  })
  return routes
}

const seal = (id: string, until: number) => createHmac('sha256', keyedHash('staff sessions')).update(`${id}.${until}`).digest('base64url')

/** Revocation works at once: the row is asked each time. */
async function memberOf(cookie: string | undefined, { db }: App['store'], now: Date) {
  const [id, until, given] = cookie?.split('.') ?? []
  if (!id || !until || !given || !(Number(until) * 1000 > now.getTime())) return null
  const expected = seal(id, Number(until))
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return null
  const member = await db.staff.findUnique({ where: { id } })
  return member && !member.revokedAt ? member : null
}
