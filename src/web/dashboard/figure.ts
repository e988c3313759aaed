import { Hono } from 'hono'
import { html } from 'hono/html'
import { FIGURES, type FigureName } from '../../figures/figure.ts'
import { listFigure, partsOf, type Part } from '../../figures/lists.ts'
import { monthAsked } from '../../figures/month-page.ts'
import { figureWords } from '../../figures/words.ts'
import type { Html } from '../html.ts'
import { empty, framed, more, show, type Env, type View } from './frame.ts'

const LIMIT = 50

export const figureRoutes = () => new Hono<Env>().get('/figures/:name', async c => show(c, await figurePage(c.get('view'), c.req.param('name'), c.req.query())))

/** The very customers behind a number. null: there is no such figure, part or month. */
export async function figurePage(view: View, name: string, { part, month = '', after }: Record<string, string | undefined>): Promise<Html | null> {
  const { app, locale, now, zone, say, number } = view
  if (!FIGURES.some(one => one === name)) return null
  const figure = name as FigureName
  const period = monthAsked(month, { locale, now, zone })
  if (!period || !partsOf(figure).some(one => one === part)) return null
  const rows = await listFigure({ sql: app.store.db.sql, activeDays: app.scenarios.audience.away.cycleDays }, figure, part as Part, period, { limit: LIMIT + 1, after: after ?? null })
  const shown = rows.slice(0, LIMIT)
  const list = html`<div class="wide" tabindex="0" role="region" aria-label="${say('customers')}"><table><thead><tr><th scope="col">${say('name')}</th><th scope="col">${say('orders')}</th><th scope="col">${say('last-order')}</th></tr></thead>
<tbody>${shown.map(row => html`<tr><th scope="row"><a href="/dashboard/customers/${row.customerId}">${row.name ?? row.externalId ?? say('nameless')}</a></th><td>${number(row.orders)}</td><td>${row.lastOrderAt ? view.date(row.lastOrderAt) : '—'}</td></tr>`)}</tbody></table></div>`
  return framed(view, 'overview', `${figureWords(locale, figure).name}: ${say(`part-${part}`)}`, html`<p>${figureWords(locale, figure).formula}</p>${shown.length === 0 ? empty(say('nobody')) : list}${more(view, `/dashboard/figures/${figure}`, { part, month }, rows.length > LIMIT ? shown.at(-1)!.id : null)}`)
}
