import { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { shopsHour } from '../../audience/best-hour.ts'
import { listRebuy, type Rebuy } from '../../audience/rebuy.ts'
import { countSegment } from '../../audience/segment.ts'
import { BUILT_IN, deleteSegment, listCustomersOf, listSegments, saveSegment } from '../../audience/segments.ts'
import { readSegment } from '../../engagement/audience.ts'
import { sayAmount } from '../../figures/words.ts'
import { parseSegment, type Parsed } from '../../journeys/segment.ts'
import { record } from '../../staff/members.ts'
import { percent } from '../../text/digits.ts'
import { clean } from '../../text/normalise.ts'
import type { Html } from '../html.ts'
import { empty, framed, more, show, type Env, type View } from './frame.ts'

const LIMIT = 50
const SEGMENTS = 20
const REBUY_SHOWN = 10

const words = (most: number) => z.string().transform(text => clean(text).trim()).pipe(z.string().min(1).max(most))
const query = z.object({ try: words(500).optional().catch(undefined), after: z.string().max(60).optional().catch(undefined) })
const listQuery = z.object({ segment: words(500), after: z.string().regex(/^[\w-]{1,64}$/).optional().catch(undefined) })
const rebuyQuery = z.object({ after: z.string().max(120).regex(/^\d{1,9}_./).optional().catch(undefined) })
const saveForm = z.object({ name: words(60), definition: words(500) })
const deleteForm = z.object({ name: words(60) })
type Asked = { try?: string | undefined; after?: string | undefined; problem?: string; name?: string }

export function audienceRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/audience', async c => show(c, await audiencePage(c.get('view'), query.parse(c.req.query()))))
  routes.get('/audience/customers', async c => show(c, await customersOfPage(c.get('view'), c.req.query())))
  routes.get('/audience/rebuy', async c => show(c, await rebuyPage(c.get('view'), rebuyQuery.parse(c.req.query()).after)))
  routes.post('/audience/save', async c => {
    const [view, form] = [c.get('view'), saveForm.safeParse(c.get('form'))]
    const typed = { try: String(c.get('form').definition ?? '').slice(0, 500), name: String(c.get('form').name ?? '').slice(0, 60) }
    if (!form.success) return show(c, await audiencePage(view, { ...typed, problem: view.say('segment-name-bad') }), 400)
    const done = await app.store.transaction(async tx => {
      const result = await saveSegment({ tx, clock: app.clock }, { ...form.data, by: view.member.id })
      if ('saved' in result) await record({ tx, clock: app.clock }, view.member.id, 'segment', form.data.name)
      return result
    })
    // What could not be read is marked by the form itself.
    if (!('saved' in done)) return show(c, await audiencePage(view, { ...typed, ...(done.problem === 'name' ? { problem: view.say('segment-name-bad') } : {}) }), 400)
    return c.redirect('/dashboard/audience', 303)
  })
  routes.post('/audience/delete', async c => {
    const [view, form] = [c.get('view'), deleteForm.safeParse(c.get('form'))]
    if (!form.success) return show(c, null)
    await app.store.transaction(async tx => {
      if (await deleteSegment(tx, form.data.name)) await record({ tx, clock: app.clock }, view.member.id, 'delete segment', form.data.name)
    })
    return c.redirect('/dashboard/audience', 303)
  })
  return routes
}

/** Who there is: the four groups, the shop's own segments, a place to try a condition; and what was learned of their rhythm. */
export async function audiencePage(view: View, asked: Asked): Promise<Html> {
  const { app, say, digits, number } = view
  const saved = await listSegments(app.store.db, { limit: SEGMENTS + 1, ...(asked.after ? { after: asked.after } : {}) })
  const shown = saved.slice(0, SEGMENTS)
  const groups = await Promise.all(BUILT_IN.map(async definition => ({ definition, ...(await counted(view, definition)) })))
  const own = await Promise.all(shown.map(async one => ({ ...one, ...(await counted(view, one.definition)) })))
  const hour = await shopsHour(app.store.db)
  const { away } = app.scenarios.audience
  const counts = (one: { definition: string; all: number; reachable: number }) => html`<td><a href="${listOf(one.definition)}">${number(one.all)}</a></td><td>${number(one.reachable)}</td>`
  const heads = html`<th scope="col">${say('all-of-them')}</th><th scope="col">${say('reachable')}</th>`
  return framed(view, 'audience', say('page-audience'), html`
<section><h2>${say('groups')}</h2><div class="wide" tabindex="0" role="region" aria-label="${say('groups')}"><table><thead><tr><th scope="col">${say('group')}</th>${heads}</tr></thead>
<tbody>${groups.map(one => html`<tr><th scope="row">${named(view, one.definition)}</th>${counts(one)}</tr>`)}</tbody></table></div>
<ul class="small">${BUILT_IN.map(definition => html`<li>${named(view, definition)}: ${threshold(view, definition)}</li>`)}<li>${say('away-means', { times: digits(String(away.timesOwnGap)), least: digits(away.atLeastDays), cycle: digits(away.cycleDays) })}</li></ul></section>
${await tried(view, asked)}
<section><h2>${say('segments')}</h2>${shown.length === 0 ? empty(say('no-segments')) : html`<div class="wide" tabindex="0" role="region" aria-label="${say('segments')}"><table><thead><tr><th scope="col">${say('name')}</th>${heads}<th scope="col">${say('condition')}</th><td></td></tr></thead>
<tbody>${own.map(one => html`<tr><th scope="row">${one.name}</th>${counts(one)}<td><a href="/dashboard/audience?${new URLSearchParams({ try: one.definition }).toString()}#try"><bdi dir="ltr">${one.definition}</bdi></a></td><td><form method="post" action="/dashboard/audience/delete">${view.seal}<input type="hidden" name="name" value="${one.name}"><button class="button" type="submit" aria-label="${say('delete-segment', { name: one.name })}">${say('delete')}</button></form></td></tr>`)}</tbody></table></div>`}
${more(view, '/dashboard/audience', {}, saved.length > SEGMENTS ? shown.at(-1)!.name : null)}</section>
<section><h2>${say('rhythm')}</h2><p>${hour ? say('best-hour', { hour: digits(hour.hour), next: digits(hour.hour + 1), n: number(hour.signals) }) : say('no-best-hour')}</p>
${await rebuyTable(view, null, REBUY_SHOWN, '/dashboard/audience/rebuy')}</section>`)
}

const listOf = (segment: string) => `/dashboard/audience/customers?${new URLSearchParams({ segment }).toString()}`
const named = ({ say }: View, definition: string) => (BUILT_IN.includes(definition) ? say(definition.replace(':', '-')) : definition)

async function counted({ app }: View, definition: string): Promise<{ all: number; reachable: number }> {
  const read = parseSegment(definition)
  return 'condition' in read ? await countSegment({ sql: app.store.db.sql, clock: app.clock, audience: app.scenarios.audience }, read.condition) : { all: 0, reachable: 0 }
}

/** Which buyers a group holds, in words. */
function threshold({ app, say, locale }: View, definition: string): string {
  const { highSpenders } = app.scenarios.audience
  if (definition !== 'group:high') return say(`${definition.replace(':', '-')}-means`)
  return 'spentToman' in highSpenders ? say('group-high-amount', { amount: sayAmount(locale, highSpenders.spentToman) }) : say('group-high-share', { share: percent(locale, highSpenders.topPercent) })
}

/** A condition, counted before anything is saved; or where reading it stopped. */
async function tried(view: View, asked: Asked): Promise<Html> {
  const { say, number } = view
  const read = asked.try ? parseSegment(asked.try) : null
  const count = read && 'condition' in read ? await counted(view, asked.try!) : null
  return html`<section id="try"><h2>${say('try-condition')}</h2>${asked.problem ? html`<p class="problem" role="alert">${asked.problem}</p>` : ''}
<form class="filter" method="get" action="/dashboard/audience#try"><label class="grows">${say('condition')} <input name="try" maxlength="500" required dir="ltr" spellcheck="false" placeholder="category:shoes spent>=5m not away-90" value="${asked.try ?? ''}"></label><button class="button" type="submit">${say('count')}</button></form>
${read && 'problem' in read ? unread(view, asked.try!, read.problem) : ''}
${count ? html`<p>${say('counted', { all: number(count.all), reachable: number(count.reachable) })} <a href="${listOf(asked.try!)}">${say('show-them')}</a></p>
<form class="filter" method="post" action="/dashboard/audience/save">${view.seal}<input type="hidden" name="definition" value="${asked.try}"><label>${say('save-as')} <input name="name" maxlength="30" required dir="auto" value="${asked.name ?? ''}"></label><button class="button bright" type="submit">${say('save')}</button></form>` : ''}
<details><summary>${say('conditions')}</summary><p>${say('conditions-join')}</p><dl class="facts">${TERMS.map(([term, key]) => html`<div><dt><code dir="ltr">${term}</code></dt><dd>${say(`term-${key}`)}</dd></div>`)}</dl></details></section>`
}

const TERMS = [
  ['category:shoes', 'category'], ['product:SKU', 'product'], ['regular:SKU', 'regular'], ['spent>=5m', 'spent'], ['orders>=2', 'orders'], ['bought-90', 'bought'], ['away-90', 'away'], ['joined-30', 'joined'],
  ['seen-30', 'seen'], ['unseen-30', 'unseen'], ['answered:bad', 'answered'], ['score<=2', 'score'], ['level:silver', 'level'], ['channel:telegram', 'channel'], ['city:تهران', 'city'], ['group:high', 'group'], ['all', 'all'],
] as const

/** What was typed, with a mark where it stops making sense. */
function unread({ say }: View, typed: string, { at, found, expected }: Extract<Parsed, { problem: unknown }>['problem']): Html {
  const isEnd = at >= typed.length
  const why = expected.startsWith('all,') ? 'expected-term' : expected.includes(')') ? 'expected-close' : expected.startsWith('or') ? 'expected-or' : 'expected-simpler'
  return html`<div class="problem" role="alert"><p dir="ltr"><code>${typed.slice(0, at)}<mark>${isEnd ? '…' : typed.slice(at, at + found.length)}</mark>${isEnd ? '' : typed.slice(at + found.length)}</code></p><p>${say(isEnd ? 'stops-end' : 'stops-at', { found })} ${say(why)}</p></div>`
}

/** The very customers of a segment, by its name or as it is typed. null: it cannot be read. */
export async function customersOfPage(view: View, asked: Record<string, string>): Promise<Html | null> {
  const { app, say, number } = view
  const form = listQuery.safeParse(asked)
  const read = form.success ? await readSegment(app.store.db, form.data.segment) : null
  if (!form.success || !read || !('condition' in read)) return null
  const { segment, after } = form.data
  const parts = { sql: app.store.db.sql, clock: app.clock, audience: app.scenarios.audience }
  const { all, reachable } = await countSegment(parts, read.condition)
  const rows = await listCustomersOf(parts, read.condition, { limit: LIMIT + 1, after: after ?? null })
  const shown = rows.slice(0, LIMIT)
  return framed(view, 'audience', named(view, segment), html`<p>${say('counted', { all: number(all), reachable: number(reachable) })}</p>
${shown.length === 0 ? empty(say('nobody')) : html`<div class="wide" tabindex="0" role="region" aria-label="${say('customers')}"><table><thead><tr><th scope="col">${say('name')}</th><th scope="col">${say('orders')}</th><th scope="col">${say('last-order')}</th><th scope="col">${say('reachable')}</th></tr></thead>
<tbody>${shown.map(row => html`<tr><th scope="row"><a href="/dashboard/customers/${row.id}">${row.name ?? row.externalId ?? say('nameless')}</a></th><td>${number(row.orders)}</td><td>${row.lastAt ? view.date(row.lastAt) : '—'}</td><td>${say(row.reachable ? 'yes' : 'no')}</td></tr>`)}</tbody></table></div>`}
${more(view, '/dashboard/audience/customers', { segment }, rows.length > LIMIT ? shown.at(-1)!.id : null)}`)
}

export const rebuyPage = async (view: View, after: string | undefined): Promise<Html> => framed(view, 'audience', view.say('rebuy'), await rebuyTable(view, after ?? null, LIMIT, '/dashboard/audience/rebuy'))

async function rebuyTable(view: View, after: string | null, limit: number, path: string): Promise<Html> {
  const { app, say, number } = view
  const [, gaps = '', sku = ''] = /^(\d+)_(.+)$/.exec(after ?? '') ?? []
  const rows = await listRebuy(app.store.db, app.scenarios.audience.rebuyFallbackDays, { limit: limit + 1, after: after ? { gaps: Number(gaps), sku } : null })
  const shown = rows.slice(0, limit)
  const days = (value: number) => number(Math.round(value))
  const line = (row: Rebuy) => html`<tr><th scope="row">${row.name}</th><td>${say('days', { n: days(row.interval.days) })}</td><td>${row.interval.sure === 'no' ? '—' : say('between-days', { low: days(row.low), high: days(row.high) })}</td><td>${say(`sure-${row.interval.sure}`, { n: number(row.gaps) })}</td></tr>`
  if (shown.length === 0) return empty(say('no-rebuy'))
  return html`<div class="wide" tabindex="0" role="region" aria-label="${say('rebuy')}"><table><caption>${say('rebuy')}</caption><thead><tr><th scope="col">${say('product')}</th><th scope="col">${say('bought-again-after')}</th><th scope="col">${say('middle-half')}</th><th scope="col">${say('how-sure')}</th></tr></thead><tbody>${shown.map(line)}</tbody></table></div>
${more(view, path, {}, rows.length > limit ? `${shown.at(-1)!.gaps}_${shown.at(-1)!.sku}` : null)}`
}
