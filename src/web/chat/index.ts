import { Hono } from 'hono'
import { html } from 'hono/html'
import type { App } from '../../app.ts'
import type { Locale } from '../../channel.ts'
import { page } from '../html.ts'
import { wordsForScript } from '../words.ts'
import { chatFrame, chatWords } from './frame.ts'

/** GET /chat, the page; POST /chat/session, POST /chat/messages and GET /chat/events are the channel's. */
export function chatRoutes(app: Pick<App, 'config' | 'channels'>): Hono {
  const routes = new Hono()
  routes.get('/', c => {
    const locale = pageLocale(c.req.query('lang'), app.config.shop.locale)
    const { name: shop, zone } = app.config.shop
    const start = c.req.query('start')
    return c.html(
      page({
        locale,
        kind: 'chat-page',
        title: chatWords.format(locale, 'title', { shop }),
        styles: ['theme.css', 'chat.css'],
        scripts: ['chat.js'],
        data: {
          words: wordsForScript(chatWords, locale),
          locale,
          zone,
          known: /(?:^|;\s*)bazgasht_chat=/.test(c.req.header('cookie') ?? ''),
          start: start !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(start) ? start : null,
        },
        body: html`<main>${chatFrame(locale, shop)}</main>`,
      }),
    )
  })
  routes.all('/*', async c => (await app.channels.get('webchat')?.http?.(c.req.raw)) ?? c.json({ error: 'the web chat is off' }, 404))
  return routes
}

export function pageLocale(asked: string | undefined, otherwise: Locale): Locale {
  return asked === 'fa' || asked === 'en' ? asked : otherwise
}
