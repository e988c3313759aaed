import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { closeCaseAndResume, replyToCase } from '../../engagement/case-actions.ts'
import { listCases, type CaseLine } from '../../support/list-cases.ts'
import { clean } from '../../text/normalise.ts'
import type { Html } from '../html.ts'
import { audited, empty, framed, more, show, type Env, type View } from './frame.ts'

const LIMIT = 30

const textForm = z.object({ text: z.string().max(3_500).transform(text => clean(text).trim()).refine(text => text !== '') })

export function casesRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/cases', async c => show(c, await casesPage(c.get('view'), c.req.query())))
  routes.get('/cases/:number', async c => show(c, await casePage(c.get('view'), Number(c.req.param('number')))))
  const caseOf = async (c: Context<Env>) => {
    const number = Number(c.req.param('number'))
    return Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? await app.store.db.case.findFirst({ where: { number }, select: { id: true, number: true } }) : null
  }
  routes.post('/cases/:number/reply', async c => {
    const [view, found] = [c.get('view'), await caseOf(c)]
    if (!found) return show(c, null)
    const form = textForm.safeParse(c.get('form'))
    const said = String(c.get('form').text ?? '').slice(0, 3_500)
    if (!form.success) return show(c, await casePage(view, found.number, { text: view.say('reply-empty'), said }), 400)
    const result = await replyToCase(app, found.id, form.data.text, view.member.name)
    if (result !== 'done') return show(c, await casePage(view, found.number, { text: view.say('reply-closed'), said }), 409)
    await audited(view, 'reply', String(found.number))
    return c.redirect(`/dashboard/cases/${found.number}`, 303)
  })
  routes.post('/cases/:number/close', async c => {
    const [view, found] = [c.get('view'), await caseOf(c)]
    if (!found) return show(c, null)
    if ((await closeCaseAndResume(app, found.id, view.member.name)) === 'done') await audited(view, 'close', String(found.number))
    return c.redirect('/dashboard/cases', 303)
  })
  return routes
}

export async function casesPage(view: View, { state = 'open', after }: Record<string, string | undefined>): Promise<Html> {
  const { app, say } = view
  const wanted = state === 'closed' ? 'closed' : 'open'
  const rows = await listCases(app.store.db, { state: wanted }, { limit: LIMIT + 1, after: Number(after) || null })
  const shown = rows.slice(0, LIMIT)
  const tab = (name: 'open' | 'closed') => html`<a class="button" href="/dashboard/cases?state=${name}" ${name === wanted ? html`aria-current="true"` : ''}>${say(`cases-${name}`)}</a>`
  return framed(view, 'cases', say('page-cases'), html`<nav class="filter" aria-label="${say('page-cases')}">${tab('open')} ${tab('closed')}</nav>
${shown.length === 0 ? empty(say(`no-cases-${wanted}`)) : html`<ul class="cards">${shown.map(one => html`<li class="${one.urgent || isLate(view, one) ? 'alarm' : ''}"><p class="meta"><a href="/dashboard/cases/${one.number}">${say('case', { n: view.digits(one.number) })}</a> · ${one.customerName ?? say('nameless')} · ${view.time(one.openedAt)}</p>
<p>${clock(view, one)}</p>${lastWords(one)}</li>`)}</ul>`}
${more(view, '/dashboard/cases', { state: wanted }, rows.length > LIMIT ? String(shown.at(-1)!.number) : null)}`)
}

/** One conversation, with a form to answer it. null: no such case. `problem`: why the last attempt was refused. */
export async function casePage(view: View, number: number, problem: { text: string; said: string } | null = null): Promise<Html | null> {
  const { app, say } = view
  if (!Number.isSafeInteger(number) || number < 1 || number > 2 ** 31 - 1) return null
  const [one] = await listCases(app.store.db, {}, { limit: 1, after: number + 1 })
  if (!one || one.number !== number) return null
  return framed(view, 'cases', say('case', { n: view.digits(number) }), html`
<p class="meta"><a href="/dashboard/customers/${one.customerId}">${one.customerName ?? say('nameless')}</a>${one.orderExternalId ? html` · ${say('order', { n: one.orderExternalId })}` : ''} · ${clock(view, one)}</p>
<ol class="talk">${one.entries.map(entry => html`<li class="from-${entry.from === 'support' ? 'support' : entry.from === 'note' ? 'note' : 'customer'}"><p class="meta">${view.named('from', entry.from)}${entry.by ? html` (${entry.by})` : ''} · ${view.time(entry.at)}</p>${entry.text ? html`<p dir="auto">${entry.text}</p>` : ''}${Array.isArray(entry.media) && entry.media.length > 0 ? html`<p class="small">${say('media', { n: view.digits(entry.media.length) })}</p>` : ''}</li>`)}</ol>
${one.state !== 'open' ? html`<p class="empty">${say('case-closed', { at: one.closedAt ? view.time(one.closedAt) : '' })}</p>` : html`
<form class="reply" method="post" action="/dashboard/cases/${number}/reply">${view.seal}${problem ? html`<p class="problem" role="alert">${problem.text}</p>` : ''}<label for="text">${say('your-reply')}</label><textarea id="text" name="text" rows="5" maxlength="3500" required dir="auto">${problem?.said ?? ''}</textarea><button class="button bright" type="submit">${say('send')}</button></form>
<form method="post" action="/dashboard/cases/${number}/close">${view.seal}<button class="button" type="submit">${say('close')}</button></form>`}`)
}

const isLate = ({ now }: View, one: CaseLine) => one.state === 'open' && !one.repliedAt && one.answerBy !== null && one.answerBy < now

function clock(view: View, one: CaseLine): string {
  const { say } = view
  if (one.state !== 'open') return say('clock-closed')
  if (one.repliedAt) return say('clock-replied', { at: view.time(one.repliedAt) })
  if (!one.answerBy) return say('clock-none')
  return say(isLate(view, one) ? 'clock-late' : 'clock-by', { at: view.time(one.answerBy) })
}

function lastWords({ entries }: CaseLine): Html {
  const last = entries.findLast(entry => entry.text)
  return last ? html`<blockquote dir="auto">${last.text!.slice(0, 200)}</blockquote>` : html``
}
