import { Hono } from 'hono'
import { html } from 'hono/html'
import type { App } from '../../app.ts'
import { listEndpoints, listOutgoing } from '../../engagement/outgoing.ts'
import { handleDelivery } from '../../engagement/take-delivery.ts'
import { listDeliveries, retryDelivery } from '../../shop/deliveries.ts'
import { snippets } from '../../shop/snippets.ts'
import type { Html } from '../html.ts'
import { empty, framed, show, type Env, type View } from './frame.ts'

const NEWEST = 50

export function connectionsRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/connections', async c => show(c, await connectionsPage(c.get('view'))))
  routes.post('/connections/:id/retry', async c => {
    const id = c.req.param('id')
    if ((await retryDelivery(app.store, id)) === 'retried') await handleDelivery(app, id)
    return c.redirect('/dashboard/connections', 303)
  })
  return routes
}

/** What the shop's own systems sent and what became of it, what we told them, and the lines to copy into the shop. */
export async function connectionsPage(view: View): Promise<Html> {
  const { app, say } = view
  const failed = await listDeliveries(app.store, { state: 'failed' }, { limit: NEWEST })
  const rows = await listDeliveries(app.store, {}, { limit: NEWEST })
  const endpoints = await listEndpoints(app.store)
  const sent = await listOutgoing(app.store, {}, { limit: NEWEST })
  return framed(view, 'connections', say('page-connections'), html`
${failed.length === 0 ? '' : html`<section><h2>${say('deliveries-failed')}</h2><ul class="cards">${failed.map(row => html`<li class="alarm"><p class="meta">${row.source} · ${row.topic} · ${view.time(row.receivedAt)}</p><p dir="auto">${row.reason ?? ''}</p>${row.kept ? html`<form method="post" action="/dashboard/connections/${row.id}/retry">${view.seal}<button class="button" type="submit">${say('retry')}</button></form>` : ''}</li>`)}</ul></section>`}
<section><h2>${say('deliveries')}</h2>${rows.length === 0 ? empty(say('no-deliveries')) : html`<div class="wide" tabindex="0" role="region" aria-label="${say('deliveries')}"><table><thead><tr><th scope="col">${say('when')}</th><th scope="col">${say('from')}</th><th scope="col">${say('state')}</th><th scope="col">${say('about')}</th></tr></thead><tbody>${rows.map(row => html`<tr><th scope="row">${view.time(row.receivedAt)}</th><td>${row.source} · ${row.topic}</td><td>${view.named('delivery', row.state)}</td><td dir="auto">${row.about ?? row.reason ?? ''}</td></tr>`)}</tbody></table></div>`}</section>
<section><h2>${say('outgoing')}</h2>${endpoints.map(one => html`<p>${one.name}: ${say(one.disabledAt ? 'endpoint-off' : one.failingSince ? 'endpoint-fails' : 'endpoint-on')}</p>`)}${sent.length === 0 ? empty(say('no-outgoing')) : html`<div class="wide" tabindex="0" role="region" aria-label="${say('outgoing')}"><table><tbody>${sent.map(row => html`<tr><th scope="row">${view.time(row.at)}</th><td>${row.type}</td><td>${view.named('sending', row.state)}</td></tr>`)}</tbody></table></div>`}</section>
<section><h2>${say('snippets')}</h2>${snippets(app.config).map(one => html`<h3>${one.title}</h3><pre dir="ltr" tabindex="0"><code>${one.code}</code></pre>`)}</section>`)
}
