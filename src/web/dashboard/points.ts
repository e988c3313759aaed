import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { sayAmount, sayShare } from '../../figures/words.ts'
import { localDate } from '../../journeys/local-time.ts'
import { monthsLater, owed } from '../../loyalty/ledger.ts'
import { worthOf } from '../../loyalty/points.ts'
import { correctBalance, costLately, LARGEST_BONUS, listLedger, pointsSheet, standingOf } from '../../loyalty/program.ts'
import { readLoyalty, switchLoyalty, type Loyalty } from '../../loyalty/settings.ts'
import { findCustomer } from '../../shop/find-customer.ts'
import { record } from '../../staff/members.ts'
import { latinDigits } from '../../text/digits.ts'
import { clean } from '../../text/normalise.ts'
import { csvAnswer } from '../csv-answer.ts'
import type { Html } from '../html.ts'
import { empty, framed, more, show, type Env, type View } from './frame.ts'

const LIMIT = 50

const whole = z.string().max(20).transform(text => latinDigits(text).replace(/[\s,٬]/g, '')).pipe(z.string().regex(/^\d+$/).transform(Number))
const worth = whole.pipe(z.int().min(1).max(1_000_000))
const onForm = z.object({ worth })
const correctionForm = z.object({
  who: z.string().transform(text => latinDigits(clean(text)).trim()).pipe(z.string().min(1).max(64)),
  way: z.enum(['plus', 'minus']),
  points: whole.pipe(z.int().min(1).max(LARGEST_BONUS)),
  reason: z.string().transform(text => clean(text).trim()).pipe(z.string().min(2).max(200)),
  once: z.uuid(),
})
const query = z.object({ worth: worth.optional().catch(undefined), who: z.string().regex(/^[\w-]{36}$/).optional().catch(undefined), after: z.string().regex(/^\d{1,18}$/).optional().catch(undefined) })
type Asked = z.infer<typeof query> & { problem?: string; said?: Record<string, unknown> }

export function pointsRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/points', async c => show(c, await pointsPage(c.get('view'), query.parse(c.req.query()))))
  routes.get('/points/sheet.csv', async c => csvAnswer(c, `points-${localDate(app.clock.now(), app.config.shop.zone)}.csv`, pointsSheet({ sql: app.store.db.sql, clock: app.clock }, await readLoyalty(app.store.db))))
  const switched = async ({ member }: View, to: number | null) =>
    await app.store.transaction(async tx => {
      await switchLoyalty(tx, to)
      await record({ tx, clock: app.clock }, member.id, 'points', to === null ? 'off' : `on, 1000 points = ${to} toman`)
    })
  routes.post('/points/on', async c => {
    const [view, form] = [c.get('view'), onForm.safeParse(c.get('form'))]
    if (!form.success) return show(c, await pointsPage(view, { problem: view.say('worth-bad'), said: c.get('form') }), 400)
    await switched(view, form.data.worth)
    return c.redirect('/dashboard/points', 303)
  })
  routes.post('/points/off', async c => {
    await switched(c.get('view'), null)
    return c.redirect('/dashboard/points', 303)
  })
  routes.post('/points/correct', async c => {
    const [view, form] = [c.get('view'), correctionForm.safeParse(c.get('form'))]
    const refused = async (why: string) => show(c, await pointsPage(view, { problem: view.say(why), said: c.get('form') }), 400)
    if (!form.success) return await refused('correction-bad')
    const { who, way, points, reason, once } = form.data
    const done = await app.store.transaction(async tx => {
      const customer = await findCustomer({ tx }, who)
      if (!customer) return false
      await correctBalance({ tx, clock: app.clock }, app.scenarios.loyalty, { customerId: customer.id, points: BigInt(way === 'minus' ? -points : points), reason, by: view.member.id, once })
      await record({ tx, clock: app.clock }, view.member.id, 'points', `${customer.id} ${way === 'minus' ? '-' : '+'}${points}`)
      return true
    })
    return done ? c.redirect('/dashboard/points', 303) : await refused('nobody-found')
  })
  return routes
}

/** On or off and what it costs, what is owed to whom, and everything that was booked. */
export async function pointsPage(view: View, asked: Asked): Promise<Html> {
  const { app, say } = view
  const known = await readLoyalty(app.store.db)
  return framed(view, 'points', say('page-points'), html`
${asked.problem ? html`<p class="problem" role="alert">${asked.problem}</p>` : ''}
${await state(view, known, asked)}
${known ? html`${await owing(view, known)}${await standing(view)}${correction(view, asked)}` : ''}
${await ledger(view, asked.after ?? null, known !== null)}`)
}

/** Before it is switched on, or gets another worth: what last month would have cost. */
async function state(view: View, known: Loyalty | null, asked: Asked): Promise<Html> {
  const { app, say, number, locale } = view
  const wanted = asked.worth
  const cost = wanted === undefined ? null : await costLately({ tx: app.store.db, clock: app.clock }, app.scenarios.loyalty, wanted)
  return html`<section><h2>${say(known?.on ? 'points-are-on' : 'points-are-off')}</h2><p>${say(known ? (known.on ? 'points-worth' : 'points-were-worth') : 'points-how', { worth: sayAmount(locale, known?.worth ?? 0) })}</p>
<form class="filter" method="get"><label>${say('worth-of')} <input name="worth" inputmode="numeric" size="8" maxlength="12" required value="${typeof asked.said?.worth === 'string' ? asked.said.worth : view.digits(wanted ?? known?.worth ?? 1_000)}"></label> ${say('toman')} <button class="button" type="submit">${say('what-cost')}</button></form>
${cost ? html`<p>${say('would-cost', { worth: sayAmount(locale, wanted!), orders: number(cost.orders), points: view.number(Number(cost.points)), cost: sayAmount(locale, Number(cost.cost)), sales: sayAmount(locale, Number(cost.sales)), share: sayShare(locale, cost.share) })}</p>
<form method="post" action="/dashboard/points/on">${view.seal}<input type="hidden" name="worth" value="${wanted}"><button class="button bright" type="submit">${say(known?.on ? 'points-change' : 'points-on', { worth: sayAmount(locale, wanted!) })}</button></form>` : ''}
${known?.on ? html`<form method="post" action="/dashboard/points/off">${view.seal}<button class="button" type="submit">${say('switch-off')}</button> <span class="small">${say('points-off-means')}</span></form>` : ''}</section>`
}

async function owing({ app, say, number, locale, now }: View, { worth: each }: Loyalty): Promise<Html> {
  const { active, pending, expiring, members } = await owed({ tx: app.store.db }, monthsLater(now, 1))
  const fact = (name: string, value: string) => html`<div><dt>${say(name)}</dt><dd>${value}</dd></div>`
  return html`<section><h2>${say('owed')}</h2><dl class="facts">${fact('members', number(members))}${fact('points-active', number(Number(active)))}${fact('points-owed', sayAmount(locale, Number(worthOf(active, each))))}${fact('points-pending', number(Number(pending)))}${fact('points-expiring', number(Number(expiring)))}</dl>
<p><a class="button" href="/dashboard/points/sheet.csv" download>${say('points-sheet')}</a></p></section>`
}

async function standing({ app, say, number, locale }: View): Promise<Html> {
  const rules = app.scenarios.loyalty
  const { levels, rewards, referrals } = await standingOf(app.store.db, rules)
  const table = (title: string, heads: string[], rows: Html[]) => html`<div class="wide" tabindex="0" role="region" aria-label="${title}"><table><caption>${title}</caption><thead><tr>${heads.map(head => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
  return html`<section><h2>${say('levels-rewards')}</h2>
${table(say('levels'), [say('level'), say('level-from'), say('customers')], rules.levels.map(one => html`<tr><th scope="row">${one.name[locale]}</th><td>${number(one.from)}</td><td>${number(levels.find(row => row.id === one.id)?.members ?? 0)}</td></tr>`))}
${rewards.length === 0 ? '' : table(say('rewards'), [say('reward'), say('points'), say('reward-left'), say('reward-given')], rewards.map(({ reward, left, given }) => html`<tr><th scope="row">${reward.name[locale]}</th><td>${number(reward.points)}</td><td>${left === null ? say('no-limit') : number(left)}</td><td>${number(given)}</td></tr>`))}
<p class="small">${say('referrals', { invited: number(referrals.invited), rewarded: number(referrals.rewarded), refused: number(referrals.refused) })}</p></section>`
}

function correction({ say, seal }: View, { who, said = {} }: Asked): Html {
  const text = (name: string, otherwise = '') => (typeof said[name] === 'string' ? said[name].slice(0, 200) : otherwise)
  return html`<section id="correct"><h2>${say('correction')}</h2><form class="filter" method="post" action="/dashboard/points/correct">${seal}<input type="hidden" name="once" value="${randomUUID()}">
<label>${say('customer')} <input name="who" maxlength="64" required dir="auto" placeholder="${say('who-hint')}" value="${text('who', who ?? '')}"></label>
<label>${say('way')} <select name="way"><option value="plus">${say('way-plus')}</option><option value="minus" ${said.way === 'minus' ? 'selected' : ''}>${say('way-minus')}</option></select></label>
<label>${say('points')} <input name="points" inputmode="numeric" size="8" maxlength="20" required value="${text('points')}"></label>
<label>${say('reason')} <input name="reason" minlength="2" maxlength="200" required dir="auto" value="${text('reason')}"></label>
<button class="button" type="submit">${say('save')}</button></form></section>`
}

async function ledger(view: View, after: string | null, isKnown: boolean): Promise<Html> {
  const { app, say, number } = view
  const rows = await listLedger(app.store.db, { limit: LIMIT + 1, after })
  const shown = rows.slice(0, LIMIT)
  return html`<section><h2>${say('ledger')}</h2>${shown.length === 0 ? empty(say(isKnown ? 'no-ledger' : 'no-ledger-yet')) : html`<div class="wide" tabindex="0" role="region" aria-label="${say('ledger')}"><table><thead><tr><th scope="col">${say('when')}</th><th scope="col">${say('name')}</th><th scope="col">${say('points')}</th><th scope="col">${say('about')}</th><th scope="col">${say('reason')}</th></tr></thead>
<tbody>${shown.map(row => html`<tr><th scope="row">${view.time(row.at)}</th><td><a href="/dashboard/customers/${row.customerId}">${row.customerName ?? say('nameless')}</a></td><td dir="ltr">${Number(row.points) > 0 ? '+' : ''}${number(Number(row.points)).replace('-', '−')}</td><td>${view.named('points', row.kind)}${row.account === 'pending' ? ` · ${say('on-the-way')}` : ''}</td><td dir="auto">${[row.reason, row.by].filter(Boolean).join(' · ')}</td></tr>`)}</tbody></table></div>`}
${more(view, '/dashboard/points', {}, rows.length > LIMIT ? shown.at(-1)!.id : null)}</section>`
}
