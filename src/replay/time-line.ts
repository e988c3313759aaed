/** A replay as one HTML file: no script, nothing fetched; the sums on top, then each customer with what happened, in its order. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { html, raw } from 'hono/html'
import type { Locale } from '../channel.ts'
import { DAY } from '../clock.ts'
import { shippedFolder } from '../config.ts'
import { wallTime } from '../journeys/local-time.ts'
import { sayDate } from '../text/dates.ts'
import { digits, grouped } from '../text/digits.ts'
import { createTexts } from '../text/fluent.ts'
import { money, toToman } from '../text/money.ts'
import type { Html } from '../web/html.ts'
import { pageFolder } from '../web/words.ts'
import type { Answers } from './channel.ts'
import { nameOf, type Message, type Person } from './report.ts'
import type { Replayed } from './run.ts'

/** `last`: the last day, included. `journeys`: those that are on. */
export type Facts = { shop: string; zone: string; locale: Locale; from: Date; last: Date; answers: Answers; journeys: readonly string[] }

const read = (file: string) => readFileSync(join(shippedFolder('src'), 'replay', file), 'utf8')

/** The whole file. It is read on a phone as well as on paper. */
export function timeLine(replayed: Replayed, facts: Facts): string {
  const { locale } = facts
  const texts = createTexts({ fa: read('fa.ftl'), en: read('en.ftl') }, 'src/replay')
  const say = (key: string, args: Record<string, string> = {}) => texts.format(locale, key, args)
  const number = (value: number | bigint) => grouped(locale, value)
  const reasonOf = (reason: string | null) => (texts.has(locale, `reason-${reason}`) ? say(`reason-${reason}`) : say('reason-unknown'))
  const day = (at: Date) => sayDate(locale, at, facts.last, facts.zone)
  const withYear = (at: Date) => sayDate(locale, at, new Date(0), facts.zone)
  const view: View = { ...facts, say, number, reasonOf, day }
  const { sums, counts, people, worth } = replayed
  const title = say('title', { shop: facts.shop })
  const notes = [
    say('bound'), say(`answers-${facts.answers}`), worth === null ? say('no-worth') : say('worth', { worth: money(locale, worth) }),
    say('orders', { history: number(counts.history), replayed: number(counts.replayed) }), say('on', { journeys: facts.journeys.join(locale === 'fa' ? '، ' : ', ') || '—' }),
  ]
  const given = sums.coupons.reduce((all, coupon) => all + coupon.given, 0)
  const cells = [
    ['messages', sums.sent], ['people', people.length], ['most', sums.most.count], ['replies', sums.replies], ['coupons', given], ['cases', sums.cases],
  ] as const
  const page = html`<!doctype html>
<html lang="${locale}" dir="${locale === 'fa' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<style>${raw(readFileSync(join(pageFolder('.'), 'theme.css'), 'utf8'))}${raw(read('time-line.css'))}</style>
</head>
<body><main>
<header><h1>${title}</h1><p>${say('range', { from: withYear(facts.from), last: withYear(facts.last) })}</p></header>
<section class="notes">${notes.map(note => html`<p>${note}</p>`)}</section>
<section><dl class="numbers">${cells.map(([key, value]) => html`<div><dt>${say(key)}</dt><dd>${number(value)}</dd></div>`)}</dl></section>
${weeks(people, view)}
<section class="wide"><h2>${say('by-journey')}</h2>${table(
    ['journey', 'sent', 'held', 'dropped'].map(key => say(key)),
    sums.journeys.map(({ journey, sent, held, dropped }) => [journey, number(sent), number(held), number(dropped)]),
  )}</section>
<section class="wide"><h2>${say('reasons')}</h2>${table(
    ['reason', 'held', 'dropped'].map(key => say(key)),
    [...sums.held.map(({ reason, count }) => [reasonOf(reason), number(count), '']), ...sums.dropped.map(({ reason, count }) => [reasonOf(reason), '', number(count)])],
  )}<p class="notes">${say('later', { waiting: number(sums.waiting), later: number(sums.later) })}</p></section>
${worth === null ? '' : html`<section class="wide"><h2>${say('coupons')}</h2>${table(
    ['offer', 'given', 'worst', 'redeemed'].map(key => say(key)),
    sums.coupons.map(coupon => [coupon.offer, number(coupon.given), money(locale, coupon.worst), money(locale, coupon.redeemed)]),
  )}${sums.points && html`<p class="notes">${say('points', { points: number(sums.points.points), toman: money(locale, sums.points.toman) })}</p>`}</section>`}
<h2>${say('customers')}</h2>
<div class="people">${people.map(person => customer(person, view))}</div>
</main></body>
</html>
`
  return String(page)
}

type View = Facts & {
  say(key: string, args?: Record<string, string>): string
  number(value: number | bigint): string
  reasonOf(reason: string | null): string
  day(at: Date): string
}

function table(head: string[], rows: string[][]) {
  return html`<table><thead><tr>${head.map(cell => html`<th>${cell}</th>`)}</tr></thead>
<tbody>${rows.map(row => html`<tr>${row.map(cell => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`
}

/** One bar for each seven days, as high as it had messages. */
function weeks(people: readonly Person[], { from, last, say, number, day }: View): Html {
  const counts = Array.from({ length: Math.floor((last.getTime() - from.getTime()) / (7 * DAY)) + 1 }, () => 0)
  for (const { sentAt, kind } of people.flatMap(({ messages }) => messages)) {
    if (!sentAt || kind === 'reply') continue
    const week = Math.min(counts.length - 1, Math.floor((sentAt.getTime() - from.getTime()) / (7 * DAY)))
    counts[week] = counts[week]! + 1
  }
  const highest = Math.max(1, ...counts)
  const bars = counts.map((count, week) => {
    const label = say('week', { day: day(new Date(from.getTime() + week * 7 * DAY)), count: number(count) })
    return html`<span style="height:${Math.round((100 * count) / highest)}%" title="${label}"></span>`
  })
  return html`<section><h2>${say('weeks')}</h2><div class="weeks">${bars}</div></section>`
}

function customer(person: Person, view: View): Html {
  const { say, number } = view
  const sent = person.messages.filter(({ state }) => state === 'sent').length
  const entries = [
    ...person.orders.map(order => ({ at: order.at, shown: bought(order, view) })),
    ...person.messages.map(message => ({ at: message.sentAt ?? message.dueAt, shown: shownMessage(message, view) })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
  return html`<details data-customer="${person.id}"><summary>${nameOf(person)} <small>${say('entries', { messages: number(sent), orders: number(person.orders.length) })}</small></summary>
<ol>${entries.map(({ at, shown }) => html`<li><time datetime="${at.toISOString()}">${view.day(at)} ${digits(view.locale, wallTime(at, view.zone))}</time>${shown}</li>`)}</ol></details>
`
}

function bought({ items, total, currency }: Person['orders'][number], { say, locale, number }: View): Html {
  const toman = toToman(total, currency)
  const amount = toman === null ? `${number(total / 100n)}${digits(locale, `.${String(total % 100n).padStart(2, '0')}`)} ${currency}` : money(locale, toman)
  return html`<p class="bought">🛍 ${say('bought', { items: items || '—' })} · ${amount}</p>`
}

function shownMessage(message: Message, { say, reasonOf }: View): Html {
  const { state, reason, holds, words, buttons, answer, journey, step, role, kind } = message
  const place = [journey === null ? say('kind-reply') : `${journey}/${step}`, role === 'step' ? '' : say(`role-${role}`), journey !== null && kind === 'reply' ? say('kind-reply') : '']
  const waited = state === 'held' ? [] : [...new Set(holds.map(hold => reasonOf(hold.reason)))].map(said => say('was-held', { reason: said }))
  const tags = [...place, ...waited].filter(Boolean).join(' · ')
  const outcome = state === 'dropped' ? say('was-dropped', { reason: reasonOf(reason) }) : state === 'held' ? say('still-held', { reason: reasonOf(reason) }) : state === 'failed' ? say('failed') : ''
  return html` <span class="tag">${tags}</span>
${state === 'sent' ? html`<div class="bubble">${words}</div>` : html`<p class="not-sent">${outcome}</p>`}
${state === 'sent' && buttons.length > 0 ? html`<div class="choices">${buttons.map(label => html`<span>${label}</span>`)}</div>` : ''}
${answer !== null && buttons.length > 0 ? html`<p class="tag">${say('chose', { answer })}</p>` : ''}`
}
