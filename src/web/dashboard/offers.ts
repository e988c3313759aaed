import { Hono } from 'hono'
import { html } from 'hono/html'
import type { App } from '../../app.ts'
import { withdrawOffer } from '../../engagement/offers.ts'
import { sayAmount } from '../../figures/words.ts'
import { showCode } from '../../offers/code.ts'
import { describeOffer } from '../../offers/describe.ts'
import { record } from '../../staff/members.ts'
import type { Html } from '../html.ts'
import { empty, framed, more, show, type Env, type View } from './frame.ts'

const LIMIT = 30
const CODES = 20

export function offersRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/offers', async c => show(c, await offersPage(c.get('view'), c.req.query())))
  routes.post('/offers/:id/stop', async c => {
    const view = c.get('view')
    const id = c.req.param('id')
    await app.store.transaction(async tx => {
      if ((await withdrawOffer({ ...app, tx }, id, `stopped by ${view.member.name}`)) !== null) await record({ tx, clock: app.clock }, view.member.id, 'stop offer', id)
    })
    app.wakeLoop()
    return c.redirect('/dashboard/offers', 303)
  })
  return routes
}

/** Newest first: what it is, how long, its counters and budget, what it brought, and its newest codes. */
export async function offersPage(view: View, { after }: Record<string, string | undefined>): Promise<Html> {
  const { app, say, number, locale } = view
  const rows = await app.store.db.offer.findMany({ where: after ? { id: { lt: after.slice(0, 64) } } : {}, orderBy: { id: 'desc' }, take: LIMIT + 1 })
  const shown = rows.slice(0, LIMIT)
  const counts = await app.store.db.sql<{ offerId: string; given: number; redeemed: number; discount: string; revenue: string }>(
    `SELECT "offerId", count(*)::int AS "given", count(*) FILTER (WHERE "state" = 'redeemed')::int AS "redeemed", COALESCE(sum("discount") FILTER (WHERE "state" = 'redeemed'), 0)::text AS "discount",
       COALESCE(sum("total" - "discount") FILTER (WHERE "state" = 'redeemed'), 0)::text AS "revenue" FROM "coupons" WHERE "offerId" = ANY($1::text[]) GROUP BY 1`,
    [shown.map(({ id }) => id)],
  )
  const codes = await app.store.db.coupon.findMany({ where: { offerId: { in: shown.map(({ id }) => id) } }, orderBy: { grantedAt: 'desc' }, take: CODES, include: { customer: { select: { name: true } }, offer: { select: { name: true } } } })
  const amount = (value: bigint | string | null) => sayAmount(locale, value === null ? null : Number(value))
  return framed(view, 'offers', say('page-offers'), html`${shown.length === 0 ? empty(say('no-offers')) : html`<ul class="cards">${shown.map(offer => {
    const count = counts.find(one => one.offerId === offer.id)
    return html`<li><h2>${offer.name} <span class="score">${view.named('offer-state', offer.state)}</span></h2><p>${describeOffer(locale, offer)}</p>
<p class="meta">${offer.endsAt ? `${say('offer-until', { at: view.time(offer.endsAt) })} · ` : ''}${offer.quantity === null ? '' : `${say('offer-left', { left: number(offer.left ?? 0), of: number(offer.quantity) })} · `}${say('offer-counts', { given: number(count?.given ?? 0), redeemed: number(count?.redeemed ?? 0) })}</p>
<p class="meta">${say('offer-money', { discount: amount(count?.discount ?? '0'), revenue: amount(count?.revenue ?? '0'), worst: amount(offer.committed), budget: amount(offer.budget) })}</p>
${offer.state === 'live' || offer.state === 'draft' ? html`<form method="post" action="/dashboard/offers/${offer.id}/stop">${view.seal}<button class="button" type="submit">${say('offer-stop')}</button></form>` : ''}</li>`
  })}</ul>`}
${more(view, '/dashboard/offers', {}, rows.length > LIMIT ? shown.at(-1)!.id : null)}
${codes.length === 0 ? '' : html`<section><h2>${say('codes')}</h2><div class="wide" tabindex="0" role="region" aria-label="${say('codes')}"><table><thead><tr><th scope="col">${say('code')}</th><th scope="col">${say('page-offers')}</th><th scope="col">${say('name')}</th><th scope="col">${say('state')}</th></tr></thead><tbody>${codes.map(one => html`<tr><th scope="row" dir="ltr">${showCode(one.code)}</th><td>${one.offer.name}</td><td><a href="/dashboard/customers/${one.customerId}">${one.customer.name ?? say('nameless')}</a></td><td>${view.named('event', one.state)}</td></tr>`)}</tbody></table></div></section>`}`)
}
