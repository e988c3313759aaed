import { Hono } from 'hono'
import { html } from 'hono/html'
import type { App } from '../../app.ts'
import { CHANNEL_NAMES, type Locale } from '../../channel.ts'
import { sourceOfDoor } from '../../shop/doors.ts'
import { findLink } from '../../shop/links.ts'
import { orderOfDoor } from '../../shop/order-door.ts'
import { page, type Html } from '../html.ts'
import { pageWords } from '../words.ts'

const words = pageWords('join')

/** /j/<short>: all the doors of a personal link; /j/at-<place>: those for everybody. Previews fetch it, so it changes nothing and says nothing of the order. */
export function joinRoutes({ store, clock, config, channels }: Pick<App, 'store' | 'clock' | 'config' | 'channels'>): Hono {
  const routes = new Hono()
  const invitationOf = async (payload: string) => {
    const referrer = /^r-[\w-]{8,24}$/.test(payload) ? await store.db.customer.findUnique({ where: { referralCode: payload.slice(2) }, select: { id: true } }) : null
    return referrer && { payload, customerId: referrer.id, usedAt: null, expiresAt: new Date(clock.now().getTime() + 1) }
  }
  routes.get('/:short', async c => {
    const short = c.req.param('short')
    if (sourceOfDoor(short)) return c.html(doorsPage(config.shop.locale, short, 'door-title'))
    // A friend's invitation is a door too: its payload is what stands in the address.
    const number = orderOfDoor(short, config.woocommerce?.webhookSecret)
    const order = number === null ? null : await store.db.order.findUnique({ where: { externalId: number }, select: { id: true, disowned: true } })
    if (number !== null && !order) return c.html(soon(config.shop, short), 404)
    const link = order && !order.disowned ? await store.db.link.findFirst({ where: { orderId: order.id, source: { not: 'label' } }, orderBy: { createdAt: 'desc' } }) : short.startsWith('r-') ? await invitationOf(short) : await findLink(store.db, { short })
    if (!link || (!link.usedAt && link.expiresAt <= clock.now())) return c.html(gone(config.shop, channels.has('webchat')), 404)
    const customer = await store.db.customer.findUnique({ where: { id: link.customerId }, select: { locale: true } })
    const locale: Locale = customer?.locale === 'en' || customer?.locale === 'fa' ? customer.locale : config.shop.locale
    return c.html(doorsPage(locale, link.payload, 'title'))
  })
  const doorsPage = (locale: Locale, payload: string, title: 'title' | 'door-title') => {
    const doors = CHANNEL_NAMES.flatMap(name => {
      // Here, a tap on the door was the person's: #go tells the page so, and no server ever sees it.
      const url = name === 'webchat' ? (channels.has(name) ? `/chat?lang=${locale}&start=${payload}#go` : null) : channels.get(name)?.link(payload)
      return url ? [{ name, url }] : []
    })
    return small(
      locale,
      words.format(locale, title, { shop: config.shop.name }),
      html`<p>${words.format(locale, 'intro')}</p>
<nav>${doors.map(({ name, url }, index) => html`<a class="button door ${index === 0 ? 'bright' : ''}" href="${url}" rel="nofollow">${words.format(locale, name)}</a>`)}</nav>
<p class="small">${words.format(locale, 'note')}</p>`,
    )
  }
  return routes
}

/** The shop's page was quicker than its message about the order. */
function soon({ locale }: App['config']['shop'], short: string): Html {
  return small(locale, words.format(locale, 'soon-title'), html`<p>${words.format(locale, 'soon')}</p>
<nav><a class="button bright" href="/j/${short}">${words.format(locale, 'soon-again')}</a></nav>`)
}

function gone({ name: shop, locale }: App['config']['shop'], chat: boolean): Html {
  return small(
    locale,
    words.format(locale, 'gone-title'),
    html`<p>${words.format(locale, 'gone')}</p>
${chat ? html`<nav><a class="button bright" href="/chat?lang=${locale}">${words.format(locale, 'gone-chat', { shop })}</a></nav>` : ''}`,
  )
}

function small(locale: Locale, title: string, body: Html): Html {
  return page({ locale, title, kind: 'small-page', styles: ['theme.css', 'page.css'], body: html`<main class="card"><h1>${title}</h1>${body}</main>` })
}
