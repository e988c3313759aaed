import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { toString as draw } from 'qrcode'
import type { App } from '../../app.ts'
import { missingPage } from '../home/index.ts'
import { page } from '../html.ts'
import { pageWords } from '../words.ts'

const words = pageWords('pair')
const REFRESH_SECONDS = '5'

/** /pair/<token>: the WhatsApp code to scan, for whoever read the address in the terminal. */
export function pairRoutes({ config, channels }: Pick<App, 'config' | 'channels'>, token: string): Hono {
  const routes = new Hono()
  const pairing = () => channels.get('whatsapp')?.pairing
  const isToken = (given: string) => given.length === token.length && timingSafeEqual(Buffer.from(given), Buffer.from(token))
  const { shop } = config

  routes.get('/:token/code.svg', async c => {
    const state = pairing()?.state()
    if (!isToken(c.req.param('token')) || state?.is !== 'unpaired') return c.notFound()
    return c.body(await draw(state.qr, { type: 'svg', margin: 2 }), 200, { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' })
  })
  routes.get('/:token', c => {
    const state = pairing()?.state()
    if (!isToken(c.req.param('token')) || !state) return c.html(missingPage(shop), 404)
    const { locale } = shop
    const say = (key: string, args = {}) => words.format(locale, key, args)
    const body = html`<main class="card"><h1>${say('title')}</h1>
${state.is === 'unpaired' ? html`<img class="code" src="/pair/${token}/code.svg" alt="${say('code')}" width="280" height="280"><ol><li>${say('step-1')}</li><li>${say('step-2')}</li><li>${say('step-3')}</li></ol><p class="small">${say('advice')}</p>` : html`<p>${say(state.is, state.is === 'on' ? { number: state.number } : state.is === 'stopped' ? { why: state.why } : {})}</p>`}
</main>`
    c.header('refresh', REFRESH_SECONDS)
    c.header('cache-control', 'no-store')
    return c.html(page({ locale, title: say('title'), kind: 'small-page', styles: ['theme.css', 'page.css'], body }))
  })
  return routes
}
