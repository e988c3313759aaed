import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Cohort } from '../../figures/cohorts.ts'
import type { Figure } from '../../figures/figure.ts'
import { partsOf } from '../../figures/lists.ts'
import { monthAsked } from '../../figures/month-page.ts'
import { readOverview, type Overview } from '../../figures/overview.ts'
import { monthBounds, monthName, type Period } from '../../figures/period.ts'
import type { MonthRates } from '../../figures/rates.ts'
import { figureTexts, figureWords, sayAmount, sayDiffer, sayEffect, sayForecast, sayMonth, sayMonthNamed, sayShare } from '../../figures/words.ts'
import type { Html } from '../html.ts'
import { lineChart } from './chart.ts'
import { framed, mayOpen, show, type Env, type View } from './frame.ts'

export const overviewRoutes = () => new Hono<Env>().get('/', async c => {
  const view = c.get('view')
  return mayOpen(view.member, 'overview') ? show(c, await overviewPage(view, c.req.query('month') ?? '')) : c.redirect('/dashboard/answers', 303)
})

/** Reach first, then what needs a person today, the rates with who stands behind them, their months, cohorts, and what journeys earned. */
export async function overviewPage(view: View, asked: string): Promise<Html | null> {
  const { app, now, locale, zone, say } = view
  const period = monthAsked(asked, { locale, now, zone })
  if (!period) return null
  const found = await readOverview(app.store, { now, audience: app.scenarios.audience }, period)
  const { rates, reach, orders, feedback } = found
  const month = period.month ?? ''
  return framed(view, 'overview', say('page-overview'), html`
${monthPicker(view, period)}
${await today(view)}
<section><h2>${say('reach')}</h2><div class="tiles">${tile(view, reach, month)}</div>
<p class="small">${say('consent', { marketing: view.number(reach.consents.marketing), feedback: view.number(reach.consents.feedback) })}</p></section>
<section><h2>${say('rates', { month: sayMonth(locale, period.from, zone, period.calendar) })}</h2>
<div class="tiles">${[rates.retentionByCount, rates.retentionByIdentity, rates.periodReturn, rates.repeatCustomers, rates.monthlyBuyers].map(one => tile(view, one, month))}</div>
<p class="small">${figureTexts.format(locale, 'active', { days: view.number(found.activeDays) })} ${sayDiffer(locale, rates) ?? ''}</p>
${months(view, found.months, period)}</section>
<section><h2>${say('cohorts')}</h2>${cohorts(view, found.cohorts)}</section>
<section><h2>${say('money')}</h2><dl class="facts">
${fact(say('basket'), `${sayAmount(locale, orders.basket.now.averageToman)} (${say('before', { value: sayAmount(locale, orders.basket.before.averageToman) })})`)}
${fact(say('lifetime'), sayAmount(locale, orders.lifetime.averageToman))}
${fact(say('repeat-revenue'), sayShare(locale, orders.repeatRevenue.value))}
${fact(say('gaps'), orders.gaps ? say('days', { n: view.number(Math.round(orders.gaps.medianDays)) }) : '—')}
${fact(say('discounts'), sayAmount(locale, orders.keeping.discountToman))}
${found.points ? fact(say('points-owed'), sayAmount(locale, found.points.owedToman)) : ''}</dl>
${again(view, found)}<p class="small">${sayForecast(locale, found.forecast, zone)}</p></section>
<section><h2>${say('said')}</h2><div class="tiles">${[feedback.satisfaction, feedback.response, feedback.completion].map(one => tile(view, one, month))}</div></section>
<section><h2>${say('journeys-earned')}</h2>${found.journeys.length === 0 ? html`<p class="empty">${say('no-journeys')}</p>` : html`<dl class="facts">${found.journeys.map(effect => fact(view.journey(effect.journey) + (effect.step ? ` / ${effect.step}` : ''), sayEffect(locale, effect, now, zone)))}</dl>`}</section>`)
}

/** What needs a person today; nothing is said of what is empty. */
async function today({ app, say, number, now }: View): Promise<Html> {
  const { db } = app.store
  const open = await db.case.count({ where: { state: 'open' } })
  const late = await db.case.count({ where: { state: 'open', repliedAt: null, answerBy: { lt: now } } })
  const uncertain = await db.outboxMessage.count({ where: { state: 'uncertain' } })
  const broken = await db.pledge.count({ where: { state: 'broken' } })
  const lines = [
    open > 0 && html`<li><a href="/dashboard/cases">${say('today-cases', { open: number(open), late: number(late) })}</a></li>`,
    uncertain > 0 && html`<li>${say('today-uncertain', { n: number(uncertain) })}</li>`,
    broken > 0 && html`<li>${say('today-promises', { n: number(broken) })}</li>`,
  ].filter(line => line !== false)
  return html`<section class="today"><h2>${say('today')}</h2>${lines.length > 0 ? html`<ul>${lines}</ul>` : html`<p class="empty">${say('today-none')}</p>`}</section>`
}

const fact = (name: string, value: string): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`

function monthPicker({ say, locale, zone, now }: View, { calendar, month }: Period): Html {
  const starts = monthBounds(new Date(now.getTime() + 1), 13, zone, calendar).slice(0, 13).reverse()
  return html`<form class="filter" method="get"><label>${say('month')} <select name="month">${starts.filter(at => at <= now).map(at => {
    const name = monthName(at, zone, calendar)
    return html`<option value="${name}" ${name === month ? 'selected' : ''}>${sayMonth(locale, at, zone, calendar)}</option>`
  })}</select></label><button class="button" type="submit">${say('show')}</button></form>`
}

/** A number with what it was made of: each part opens the very customers behind it. */
function tile({ locale, say, number }: View, figure: Figure & { start?: number; end?: number; new?: number }, month: string): Html {
  const { name, means, formula, note } = figureWords(locale, figure.name)
  const link = (part: string, text: string) => html`<a href="/dashboard/figures/${figure.name}?part=${part}&month=${month}">${text}</a>`
  const parts = partsOf(figure.name).includes('end')
    ? html`${link('denominator', say('start', { n: number(figure.start ?? figure.denominator) }))} · ${link('end', say('end', { n: number(figure.end ?? 0) }))} · ${link('new', say('new', { n: number(figure.new ?? 0) }))}`
    : html`${link('numerator', number(figure.numerator))} ${say('of')} ${link('denominator', number(figure.denominator))}`
  return html`<article class="tile"><h3>${name}</h3><p class="value">${sayShare(locale, figure.value)}</p><p class="parts">${parts}</p><details><summary>${say('what')}</summary><p>${means}</p><p>${formula}</p>${note ? html`<p>${note}</p>` : ''}</details></article>`
}

/** The four rates, month by month. */
function months(view: View, all: MonthRates[], { calendar }: Period): Html {
  const { locale, say, zone } = view
  const shown = (['period-return', 'repeat-customers', 'monthly-buyers', 'retention-by-identity'] as const).map(each => figureWords(locale, each).name)
  return lineChart(view, {
    title: say('chart'), over: say('month'), lines: shown, say: value => sayShare(locale, value), scale: { unit: 'percent' },
    points: all.map(one => ({ name: sayMonth(locale, one.from, zone, calendar), values: [one.periodReturn, one.repeatCustomers, one.monthlyBuyers, one.retentionByIdentity].map(each => each.value) })),
  })
}

/** Share of each month's newcomers who bought again in the months after: the darker, the more. */
function cohorts({ say, locale, number, digits, zone }: View, all: Cohort[]): Html {
  const filled = all.filter(one => one.customers > 0)
  if (filled.length === 0) return html`<p class="empty">${say('no-orders')}</p>`
  const columns = Math.max(...filled.map(one => one.again.length))
  const heat = (share: number) => `heat-${share === 0 ? 0 : share < 0.05 ? 1 : share < 0.1 ? 2 : share < 0.2 ? 3 : share < 0.4 ? 4 : 5}`
  return html`<div class="wide" tabindex="0" role="region" aria-label="${say('cohorts')}"><table class="cohorts"><thead><tr><th scope="col">${say('first-bought')}</th><th scope="col">${say('customers')}</th>${Array.from({ length: columns }, (_, index) => html`<th scope="col">${say('after-months', { n: digits(index + 1) })}</th>`)}</tr></thead>
<tbody>${filled.map(one => html`<tr><th scope="row">${sayMonthNamed(locale, one.name, zone)}</th><td>${number(one.customers)}</td>${one.again.map(cell => {
    if (!cell || cell.of === 0) return html`<td></td>`
    return html`<td class="${heat(cell.customers / cell.of)}" title="${number(cell.customers)} ${say('of')} ${number(cell.of)}">${sayShare(locale, cell.customers / cell.of)}</td>`
  })}</tr>`)}</tbody></table></div>`
}

/** P(order k + 1 | order k), each with its count. */
function again({ say, locale, digits, number }: View, { orders }: Overview): Html {
  const steps = orders.again.filter(one => one.denominator > 0).slice(0, 5)
  if (steps.length === 0) return html``
  return html`<div class="wide" tabindex="0" role="region" aria-label="${say('again')}"><table><caption>${say('again')}</caption><tbody>${steps.map(one => html`<tr><th scope="row">${say('after-order', { n: digits(one.order) })}</th><td>${sayShare(locale, one.value)}</td><td>${number(one.numerator)} ${say('of')} ${number(one.denominator)}</td></tr>`)}</tbody></table></div>`
}
