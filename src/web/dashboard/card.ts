import { html } from 'hono/html'
import { cardOf } from '../../engagement/card.ts'
import type { Html } from '../html.ts'
import type { View } from './frame.ts'

/** The customer's card: beside a conversation, and at the head of the record. */
export async function cardAside(view: View, customerId: string): Promise<Html> {
  const { app, say, number, digits, named, locale } = view
  const card = await cardOf(app.store.db, customerId, app)
  if (!card) return html``
  const fact = (name: string, value: string | Html) => html`<div><dt>${say(name)}</dt><dd>${value}</dd></div>`
  const comma = locale === 'fa' ? '، ' : ', '
  const may = (consent: boolean | null) => say(consent === null ? 'unasked' : consent ? 'yes' : 'no')
  const chats = card.chats.map(({ channel, state }) => named('channel', channel) + (state === 'ok' ? '' : ` (${say('chat-closed')})`)).join(comma)
  return html`<aside class="card" aria-label="${say('card')}"><h2>${say('card')}</h2><dl class="facts">
${fact('name', html`<a href="/dashboard/customers/${card.id}">${card.name ?? say('nameless')}</a>`)}
${fact('orders', number(card.orders))}
${card.newest ? fact('last-order', html`${say('order', { n: digits(card.newest.externalId) })} · ${named('order', card.newest.status)} · ${view.date(card.newest.placedAt)}`) : ''}
${card.newest && card.newest.items.length > 0 ? fact('items', card.newest.items.join(comma)) : ''}
${fact('group', named('group', card.group))}
${card.points ? fact('points', `${number(Number(card.points.active))}${card.points.level ? ` · ${card.points.level[locale]}` : ''}`) : ''}
${fact('live-codes', number(card.codes))}
${fact('chats', chats || '—')}
${card.locale ? fact('speaks', named('speaks', card.locale)) : ''}
${fact('may', `${named('purpose', 'feedback')}: ${may(card.mayFeedback)} · ${named('purpose', 'marketing')}: ${may(card.mayMarketing)}`)}
${card.cases.length > 0 ? fact('open-cases', html`${card.cases.map((one, at) => html`${at > 0 ? comma : ''}<a href="/dashboard/cases/${one}">${digits(one)}</a>`)}`) : ''}
${card.promises.map(one => fact('promised', `${named('promise-kind', one.kind)} · ${view.time(one.dueAt)}`))}</dl>
${card.lastAnswers.length > 0 ? html`<h3>${say('last-answers')}</h3><ul class="plain">${card.lastAnswers.map(one => html`<li><a href="/dashboard/answers/${one.id}">${named('question', one.question)}</a> ${one.value ? named('value', one.value) : ''}${one.words ? html` «<bdi>${one.words.slice(0, 120)}</bdi>»` : ''}</li>`)}</ul>` : ''}</aside>`
}
