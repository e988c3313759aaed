import { html } from 'hono/html'
import { listCases, type CaseLine } from '../../support/list-cases.ts'
import type { Html } from '../html.ts'
import { empty, framed, more, type View } from './frame.ts'

const LIMIT = 30

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
