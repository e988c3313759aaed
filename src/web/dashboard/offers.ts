import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { changeControls, readControls } from '../../engagement/controls.ts'
import { createDraft, dropDraft, hoursOf, launchDraft, lookAtDraft, watchOffer, worstOfJourneys } from '../../engagement/offer-draft.ts'
import { withdrawOffer } from '../../engagement/offers.ts'
import { readOfferResults } from '../../figures/offers.ts'
import { figureTexts, sayAmount } from '../../figures/words.ts'
import { showCode } from '../../offers/code.ts'
import { describeOffer } from '../../offers/describe.ts'
import { checkDraft } from '../../offers/draft.ts'
import { worstCaseOf } from '../../offers/launch.ts'
import { record } from '../../staff/members.ts'
import type { Offer, Tx } from '../../store/store.ts'
import type { Html } from '../html.ts'
import { empty, framed, more, show, type Env, type View } from './frame.ts'
import { quote } from './journey-graph.ts'
import { offerForm, offerFormPage, typedOf } from './offer-form.ts'

const LIMIT = 30
const CODES = 50
const onForm = z.object({ on: z.enum(['yes', 'no']) })

export function offersRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  const idOf = (c: Context<Env>) => (c.req.param('id') ?? '').slice(0, 64)
  /** Does it with what it writes down, in one transaction. */
  const act = async <T>(c: Context<Env>, what: string, about: string, run: (parts: App & { tx: Tx }) => Promise<T | null>): Promise<T | null> => {
    const done = await app.store.transaction(async tx => {
      const found = await run({ ...app, tx })
      if (found !== null) await record({ tx, clock: app.clock }, c.get('view').member.id, what, about)
      return found
    })
    app.wakeLoop()
    return done
  }
  routes.get('/offers', async c => show(c, await offersPage(c.get('view'), c.req.query())))
  routes.post('/offers/codes', async c => {
    const form = onForm.safeParse(c.get('form'))
    if (!form.success) return show(c, null)
    await act(c, 'offers', form.data.on === 'yes' ? 'on' : 'off', ({ tx }) => changeControls(tx, () => ({ offersOn: form.data.on === 'yes' })))
    return c.redirect('/dashboard/offers', 303)
  })
  routes.get('/offers/new', async c => {
    const from = c.req.query('from')?.slice(0, 64)
    const draft = from ? await app.store.db.offer.findUnique({ where: { id: from } }) : null
    return show(c, await offerFormPage(c.get('view'), draft ? typedOf(draft) : {}, draft?.state === 'draft' ? draft.id : ''))
  })
  routes.post('/offers/new', async c => {
    const view = c.get('view')
    const typed = Object.fromEntries(Object.entries(c.get('form')).map(([name, value]) => [name, String(value).slice(0, 300)]))
    const again = async (problem: string) => show(c, await offerFormPage(view, typed, typed.from ?? '', problem), 400)
    const form = offerForm.safeParse(typed)
    if (!form.success) return await again(view.say('offer-problem-unknown', { field: view.named('field', String(form.error.issues[0]?.path[0] ?? '')) }))
    const { from, ...draft } = form.data
    const wrong = checkDraft(draft)
    if (wrong) return await again(view.say(`offer-problem-${wrong.problem}`, { field: wrong.word }))
    const made = await app.store.transaction(async tx => {
      const found = await createDraft({ ...app, tx }, draft, view.member.id)
      if (!('offer' in found)) return found
      await dropDraft({ tx }, from)
      await record({ tx, clock: app.clock }, view.member.id, 'draft offer', found.offer.id)
      return found
    })
    if ('segment' in made) return await again(view.say('offer-problem-segment', made.segment))
    if ('unreal' in made) return await again(sayUnreal(view, made.unreal))
    return c.redirect(`/dashboard/offers/${made.offer.id}`, 303)
  })
  routes.get('/offers/:id', async c => show(c, await offerPage(c.get('view'), idOf(c), c.req.query())))
  routes.post('/offers/:id/launch', async c => {
    const id = idOf(c)
    const rows = await act(c, 'launch', id, parts => launchDraft(parts, id))
    return rows === null ? show(c, await offerPage(c.get('view'), id, {}, c.get('view').say('offer-no-draft')), 409) : c.redirect(`/dashboard/offers/${id}`, 303)
  })
  routes.post('/offers/:id/drop', async c => {
    const id = idOf(c)
    await act(c, 'drop offer', id, async parts => ((await dropDraft(parts, id)) ? true : null))
    return c.redirect('/dashboard/offers', 303)
  })
  routes.post('/offers/:id/stop', async c => {
    const id = idOf(c)
    await act(c, 'stop offer', id, parts => withdrawOffer(parts, id, `stopped by ${c.get('view').member.name}`))
    return c.redirect(`/dashboard/offers/${id}`, 303)
  })
  return routes
}

const sayUnreal = ({ say, locale }: View, { name, offerPrice, paid }: { name: string; offerPrice: bigint; paid: bigint }) => say('offer-unreal', { item: name, price: sayAmount(locale, Number(offerPrice)), paid: sayAmount(locale, Number(paid)) })

const button = (view: View, action: string, label: string, bright = false) => html`<form method="post" action="/dashboard/offers/${action}">${view.seal}<button class="button ${bright ? 'bright' : ''}" type="submit">${view.say(label)}</button></form>`

/** Whether journeys may give codes; then offers, newest first: what each is, how long, its counters and budget, what it brought. */
async function offersPage(view: View, { after }: Record<string, string | undefined>): Promise<Html> {
  const { app, say, locale } = view
  const { offersOn } = await readControls(app.store.db)
  const rows = await app.store.db.offer.findMany({ where: after ? { id: { lt: after.slice(0, 64) } } : {}, orderBy: { id: 'desc' }, take: LIMIT + 1 })
  const shown = rows.slice(0, LIMIT)
  const results = await readOfferResults(app.store.db, shown.map(({ id }) => id))
  return framed(view, 'offers', say('page-offers'), html`<p><a class="button bright" href="/dashboard/offers/new">${say('offer-new')}</a></p>
<section><h2>${say('codes-switch')}</h2><p>${say(offersOn ? 'codes-on' : 'codes-off', { worst: sayAmount(locale, Number(worstOfJourneys(app.scenarios))) })}</p>
<form method="post" action="/dashboard/offers/codes">${view.seal}<input type="hidden" name="on" value="${offersOn ? 'no' : 'yes'}"><button class="button" type="submit">${say(offersOn ? 'switch-off' : 'switch-on')}</button></form></section>
${shown.length === 0 ? empty(say('no-offers')) : html`<ul class="cards">${shown.map(offer => html`<li><h2><a href="/dashboard/offers/${offer.id}">${offer.name}</a> <span class="score">${view.named('offer-state', offer.state)}</span></h2>${about(view, offer, results.get(offer.id))}</li>`)}</ul>`}
${more(view, '/dashboard/offers', {}, rows.length > LIMIT ? shown.at(-1)!.id : null)}`)
}

type Result = { given: number; redeemed: number; discountToman: number; revenueToman: number }
const NOTHING: Result = { given: 0, redeemed: 0, discountToman: 0, revenueToman: 0 }

/** What it is, its time and counters, its money. */
function about(view: View, offer: Offer, { given, redeemed, discountToman, revenueToman }: Result = NOTHING): Html {
  const { say, number, locale } = view
  const amount = (value: bigint | number | null) => sayAmount(locale, value === null ? null : Number(value))
  const bound = worstCaseOf(offer)
  const time = offer.state === 'draft' ? say('offer-hours', { n: number(hoursOf(offer)) }) : offer.endsAt ? say('offer-until', { at: view.time(offer.endsAt) }) : ''
  const counters = [time, offer.quantity === null ? '' : say('offer-left', { left: number(offer.left ?? 0), of: number(offer.quantity) }), offer.state === 'draft' ? '' : say('offer-counts', { given: number(given), redeemed: number(redeemed) })].filter(Boolean)
  return html`<p>${describeOffer(locale, offer)}${offer.audience ? html` · ${say('only-for')} <bdi dir="ltr">${offer.audience}</bdi>` : ''}</p>
<p class="meta">${counters.join(' · ')}</p>
${offer.state === 'draft' ? '' : html`<p class="meta">${say('offer-money', { discount: amount(discountToman), revenue: amount(revenueToman), worst: amount(offer.committed), budget: bound === null ? say('no-budget') : amount(bound) })}</p>`}`
}

/** One offer: a draft as it would go, with its launch; a live one with its counters and its stop; then what it brought, and its codes. null: none. */
async function offerPage(view: View, id: string, { after }: Record<string, string | undefined>, problem: string | null = null): Promise<Html | null> {
  const { app, say } = view
  const offer = await app.store.db.offer.findUnique({ where: { id } })
  if (!offer) return null
  const result = (await readOfferResults(app.store.db, [id])).get(id)
  return framed(view, 'offers', offer.name, html`<p><a href="/dashboard/offers">${say('all-offers')}</a></p>
${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
<section><h2><span class="score">${view.named('offer-state', offer.state)}</span></h2>${about(view, offer, result)}
${offer.state === 'live' ? button(view, `${id}/stop`, 'offer-stop') : ''}</section>
${offer.state === 'draft' ? await look(view, offer) : html`${offer.source === 'campaign' ? await watch(view, id) : ''}${await codesOf(view, id, after)}`}`)
}

/** What would happen if it were launched now. */
async function look(view: View, offer: Offer): Promise<Html> {
  const { app, say, number, locale } = view
  const { worst, all, reachable, unreal, rehearsal, sample } = await app.store.transaction(tx => lookAtDraft({ ...app, tx }, offer))
  const reasons = (key: string, counts: Record<string, number>) => Object.entries(counts).map(([reason, n]) => html`<li>${say(key, { n: number(n), why: view.named('why', reason) })}</li>`)
  return html`<section class="look"><h2>${say('offer-look')}</h2>
<dl class="facts"><div><dt>${say('offer-worst')}</dt><dd>${sayAmount(locale, Number(worst))}</dd></div>
<div><dt>${say('offer-for')}</dt><dd>${say('offer-reach', { all: number(all), reachable: number(reachable) })}</dd></div>
${offer.earlyHours > 0 ? html`<div><dt>${say('field-early')}</dt><dd>${number(offer.earlyHours)}</dd></div>` : ''}
<div><dt>${say('offer-real')}</dt><dd>${unreal ? html`<span class="problem">${sayUnreal(view, unreal)}</span>` : say('offer-is-real')}</dd></div></dl>
<ul><li>${say('offer-would', { n: number(rehearsal.would) })}</li>${reasons('offer-held', rehearsal.held)}${reasons('offer-dropped', rehearsal.dropped)}</ul>
<h3>${say('look-title')}</h3>${sample ? quote(sample.locale, sample.text, sample.choices?.map(({ label }) => label)) : html`<p class="empty">${say('offer-no-sample')}</p>`}
<div class="filter">${unreal ? '' : button(view, `${offer.id}/launch`, 'offer-launch', true)}<a class="button" href="/dashboard/offers/new?from=${offer.id}">${say('change')}</a>${button(view, `${offer.id}/drop`, 'offer-drop')}</div></section>`
}

async function watch(view: View, id: string): Promise<Html> {
  const { app, say, number } = view
  const counts = await watchOffer({ tx: app.store.db }, id)
  return html`<section><h2>${say('offer-progress')}</h2><div class="tiles counters">${(['sent', 'ahead', 'dropped', 'claimed', 'redeemed', 'waiting'] as const).map(name => html`<div class="tile"><h3>${say(`progress-${name}`)}</h3><p class="value">${number(counts[name])}</p></div>`)}</div>
<p class="small">${figureTexts.format(view.locale, 'no-comparison')} ${say('offer-no-comparison')}</p></section>`
}

/** Every code that was given, newest first. */
async function codesOf(view: View, offerId: string, after: string | undefined): Promise<Html> {
  const { app, say } = view
  const rows = await app.store.db.coupon.findMany({ where: { offerId, ...(after ? { id: { lt: after.slice(0, 64) } } : {}) }, orderBy: { id: 'desc' }, take: CODES + 1, include: { customer: { select: { name: true } } } })
  const shown = rows.slice(0, CODES)
  return html`<section><h2>${say('codes')}</h2>${shown.length === 0 ? empty(say('no-codes')) : html`<div class="wide" tabindex="0" role="region" aria-label="${say('codes')}"><table><thead><tr><th scope="col">${say('code')}</th><th scope="col">${say('name')}</th><th scope="col">${say('state')}</th><th scope="col">${say('when')}</th><th scope="col">${say('code-order')}</th></tr></thead>
<tbody>${shown.map(one => html`<tr><th scope="row" dir="ltr">${showCode(one.code)}</th><td><a href="/dashboard/customers/${one.customerId}">${one.customer.name ?? say('nameless')}</a></td><td>${view.named('event', one.state)}</td><td>${view.time(one.redeemedAt ?? one.grantedAt)}</td><td>${one.orderExternalId ? html`<bdi>${one.orderExternalId}</bdi> · ${sayAmount(view.locale, one.discount === null ? null : Number(one.discount))}` : '—'}</td></tr>`)}</tbody></table></div>`}
${more(view, `/dashboard/offers/${offerId}`, {}, rows.length > CODES ? shown.at(-1)!.id : null)}</section>`
}
