import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { App } from '../../app.ts'
import type { Locale, PairingState } from '../../channel.ts'
import { missingPage } from '../home/index.ts'
import { page, type Html } from '../html.ts'
import { qrImage } from '../qr.ts'
import { pageWords } from '../words.ts'

const words = pageWords('pair')
const REFRESH_SECONDS = '5'

/** /pair/<token>: the WhatsApp code to scan, for whoever read the address in the terminal. */
export function pairRoutes({ config, channels }: Pick<App, 'config' | 'channels'>, token: string): Hono {
  const routes = new Hono()
  const pairing = () => channels.get('whatsapp')?.pairing
  const isToken = (given: string) => given.length === token.length && timingSafeEqual(Buffer.from(given), Buffer.from(token))
  const { shop } = config

  routes.get('/:token', async c => {
    const state = pairing()?.state()
    if (!isToken(c.req.param('token')) || !state) return c.html(missingPage(shop), 404)
    const { locale } = shop
    const title = words.format(locale, 'title')
    const body = html`<main class="card"><h1>${title}</h1>${await pairingSays(locale, state)}</main>`
    c.header('refresh', REFRESH_SECONDS)
    c.header('cache-control', 'no-store')
    return c.html(page({ locale, title, kind: 'small-page', styles: ['theme.css', 'page.css'], body }))
  })
  return routes
}

/** Where the pairing stands; while it waits, the code to scan and how. */
export async function pairingSays(locale: Locale, state: PairingState): Promise<Html> {
  const say = (key: string, args = {}) => words.format(locale, key, args)
  if (state.is !== 'unpaired') return html`<p>${say(state.is, state.is === 'on' ? { number: state.number } : state.is === 'stopped' ? { why: state.why } : {})}</p>`
  return html`${await qrImage(state.qr, say('code'))}<ol><li>${say('step-1')}</li><li>${say('step-2')}</li><li>${say('step-3')}</li></ol><p class="small">${say('advice')}</p>`
}
