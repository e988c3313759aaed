import { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { replyToAnswer } from '../../engagement/reply-to-answer.ts'
import { MARKS, markAnswer, type AnswerMark } from '../../feedback/answers.ts'
import { answersCsv, countAnswers, listAnswers, type AnswerFilter, type AnswerLine } from '../../feedback/list-answers.ts'
import { countAnswersBy, READ_FOR_WORDS, type AnswerCounts, type QuestionCount } from '../../figures/answers.ts'
import { calendarOf, monthBounds } from '../../figures/period.ts'
import { sayMonth, sayShare } from '../../figures/words.ts'
import { addLocalDays, atLocal } from '../../journeys/local-time.ts'
import { dayIn } from '../../journeys/policy.ts'
import { record } from '../../staff/members.ts'
import { filesIn } from '../../support/media.ts'
import { digits } from '../../text/digits.ts'
import { csvAnswer } from '../csv-answer.ts'
import type { Html } from '../html.ts'
import { filesOf, textForm } from './cases.ts'
import { lineChart, shareBar, type Chart } from './chart.ts'
import { empty, framed, more, problem, show, within, type Env, type View } from './frame.ts'

const LIMIT = 50
const MONTHS = 12
const optional = <T extends z.ZodType>(shape: T) => z.union([z.literal('').transform(() => undefined), shape]).optional()
const day = optional(z.string().trim().max(20)).catch(undefined)
/** What the form above the list sends; anything else is as if it were not there. */
export const answerQuery = z.object({
  question: optional(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)).catch(undefined),
  atMost: optional(z.coerce.number().int().min(1).max(5)).catch(undefined),
  product: optional(z.string().max(100)).catch(undefined),
  mark: optional(z.enum(MARKS)).catch(undefined),
  /** Days as people type them, both included. */
  from: day,
  to: day,
  after: optional(z.string().regex(/^[\dT:.Z-]{20,30}_[\w-]{1,64}$/)).catch(undefined),
})
type Query = z.infer<typeof answerQuery>
const markForm = z.object({ mark: z.union([z.enum(MARKS), z.literal('').transform(() => null)]) })
const answerId = z.string().regex(/^[\w-]{1,64}$/)

/** null: a day that there is not. */
export function answerFilter({ question, atMost, product, mark, from, to }: Query, zone: string): AnswerFilter | null {
  const [first, last] = [from ? dayIn(from) : undefined, to ? dayIn(to) : undefined]
  if (first === null || last === null) return null
  return { question, scoreAtMost: atMost, product, mark, from: first && atLocal(first, zone), to: last && addLocalDays(atLocal(last, zone), 1, zone) }
}

export function answersRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  const { zone } = app.config.shop
  for (const [path, page] of [['/answers', listPage], ['/answers/counts', countsPage]] as const)
    routes.get(path, async c => {
      const query = answerQuery.parse(c.req.query())
      const filter = answerFilter(query, zone)
      return show(c, await page(c.get('view'), query, filter), filter ? 200 : 400)
    })
  routes.get('/answers.csv', async c => {
    const query = answerQuery.parse(c.req.query())
    const filter = answerFilter(query, zone)
    return filter ? csvAnswer(c, 'answers.csv', answersCsv(app.store.db, filter)) : show(c, await listPage(c.get('view'), query, null), 400)
  })
  routes.get('/answers/:id', async c => show(c, await answerPage(c.get('view'), c.req.param('id'))))
  routes.post('/answers/:id/mark', async c => {
    const view = c.get('view')
    const form = markForm.safeParse(c.get('form'))
    const id = answerId.safeParse(c.req.param('id'))
    if (!form.success || !id.success) return show(c, null)
    const { mark } = form.data
    const isMarked = await within(view, async ({ tx, clock }) => (await markAnswer({ tx }, id.data, mark)) && (await record({ tx, clock }, view.member.id, 'mark answer', `${id.data} ${mark ?? '—'}`), true))
    // Back to the list as it was, or to the answer's own page.
    const list = c.req.query('list') !== undefined
    return isMarked ? c.redirect(list ? `/dashboard/answers?${queryOf(answerQuery.parse(c.req.query()))}#a-${id.data}` : `/dashboard/answers/${id.data}`, 303) : show(c, null)
  })
  routes.post('/answers/:id/reply', async c => {
    const view = c.get('view')
    const { member } = view
    const id = c.req.param('id')
    const form = textForm.safeParse(c.get('form'))
    const said = String(c.get('form').text ?? '').slice(0, 3_500)
    if (!form.success) return show(c, await answerPage(view, id, { text: view.say('reply-empty'), said }), 400)
    if (!answerId.safeParse(id).success) return show(c, null)
    const done = await within(view, async parts => {
      const ending = await replyToAnswer(parts, id, member, form.data.text)
      if (ending.result === 'done') await record(parts, member.id, 'reply', String(ending.number))
      return ending
    })
    if (done.result === 'done') return c.redirect(`/dashboard/cases/${done.number}`, 303)
    return done.result === 'taken' ? show(c, await answerPage(view, id, { text: view.say('answer-taken', { n: view.digits(done.number) }), said }), 409) : show(c, null)
  })
  return routes
}

const queryOf = (query: Partial<Query>): string => new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))).toString()

/** Read, filter, mark, export. `filter` null: it could not be read, and nothing is shown. */
async function listPage(view: View, query: Query, filter: AnswerFilter | null): Promise<Html> {
  const { app, say, number } = view
  const [at, id] = query.after?.split('_') ?? []
  const rows = filter ? await listAnswers(app.store.db, filter, { limit: LIMIT + 1, after: at && id ? { at: new Date(at), id } : null }) : []
  const shown = rows.slice(0, LIMIT)
  const last = shown.at(-1)
  const { after: _, ...kept } = query
  const marks = await app.store.db.answer.findMany({ where: { id: { in: shown.map(row => row.id) } }, select: { id: true, mark: true } })
  const markOf = new Map(marks.map(row => [row.id, row.mark]))
  return await answersFrame(view, 'answers', query, filter, html`
${filter ? html`<p class="small">${say('found', { n: number(await countAnswers(app.store.db, filter)) })} <a href="/dashboard/answers.csv?${queryOf(kept)}" download>${say('export')}</a></p>` : ''}
${!filter ? '' : shown.length === 0 ? empty(say(queryOf(kept) === '' ? 'no-answers' : 'no-answers-so')) : html`<ul class="cards">${shown.map(row => html`<li id="a-${row.id}" class="${row.score !== null && row.score <= 2 ? 'alarm' : ''}">
${answerLines(view, row)}
<div class="acts">${markButtons(view, row.id, markOf.get(row.id) ?? null, `list&${queryOf(query)}`)}<a class="button" href="/dashboard/answers/${row.id}">${say('answer-open')}</a></div></li>`)}</ul>`}
${more(view, '/dashboard/answers', Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, value?.toString()])), rows.length > LIMIT && last ? `${last.at.toISOString()}_${last.id}` : null)}`)
}

/** The list and what is counted over it stand under one filter. */
async function answersFrame(view: View, open: 'answers' | 'answers/counts', query: Query, filter: AnswerFilter | null, body: Html): Promise<Html> {
  const { app, say, number, digits } = view
  const questions = await app.store.db.sql<{ question: string; n: number }>(`SELECT "question", count(*)::int AS "n" FROM "answers" GROUP BY 1 ORDER BY 2 DESC LIMIT 30`)
  const { after: _, ...kept } = query
  const option = (value: string | number, chosen: unknown, text: string) => html`<option value="${value}" ${value === chosen ? 'selected' : ''}>${text}</option>`
  const tab = (path: typeof open, text: string) => html`<a class="button" href="/dashboard/${path}?${queryOf(kept)}" ${path === open ? html`aria-current="true"` : ''}>${text}</a>`
  const date = (name: 'from' | 'to') => html`<label>${say(`${name}-day`)} <input name="${name}" maxlength="20" size="10" value="${query[name] ?? ''}" placeholder="${dayExample(view)}"></label>`
  return framed(view, 'answers', say('page-answers'), html`
<nav class="filter" aria-label="${say('page-answers')}">${tab('answers', say('answers-list'))} ${tab('answers/counts', say('answers-counts'))}</nav>
<form class="filter" method="get" action="/dashboard/${open}">${problem(filter ? null : say('no-such-day', { day: dayExample(view) }))}
<label>${say('question')} <select name="question">${option('', query.question, say('all'))}${questions.map(one => option(one.question, query.question, `${view.named('question', one.question)} (${number(one.n)})`))}</select></label>
<label>${say('at-most')} <select name="atMost">${option('', query.atMost, say('all'))}${[1, 2, 3, 4].map(score => option(score, query.atMost, digits(score)))}</select></label>
<label>${say('mark')} <select name="mark">${option('', query.mark, say('all'))}${MARKS.map(mark => option(mark, query.mark, say(`mark-${mark}`)))}</select></label>
<label>${say('product')} <input name="product" maxlength="100" size="12" value="${query.product ?? ''}"></label>
${date('from')} ${date('to')}
<button class="button" type="submit">${say('show')}</button></form>
${body}`)
}

const dayExample = ({ locale }: View) => digits(locale, locale === 'fa' ? '1405/7/1' : '2026-09-23')

function answerLines(view: View, row: AnswerLine): Html {
  const { say } = view
  return html`<p class="meta"><a href="/dashboard/customers/${row.customerId}">${row.customerName ?? say('nameless')}</a> · ${view.time(row.at)} · ${view.named('channel', row.channel)}${row.orderExternalId ? html` · ${say('order', { n: row.orderExternalId })}` : ''}${row.late ? html` · ${say('late')}` : ''}</p>
<p><strong>${view.named('question', row.question)}</strong> ${row.value ? valueOf(view, row.value) : ''}${row.score !== null ? html` <span class="score">${view.digits(row.score)}/${view.digits(5)}</span>` : ''}</p>
${row.words ? html`<blockquote dir="auto">${row.words}</blockquote>` : ''}`
}

/** «عالی»; of 0 to 10 the number itself. */
const valueOf = (view: View, value: string): string => (/^n\d+$/.test(value) ? view.digits(value.slice(1)) : view.named('value', value))

/** Pressing the one that stands takes it away. */
const markButtons = (view: View, id: string, mark: string | null, back = ''): Html =>
  html`<form class="acts" method="post" action="/dashboard/answers/${id}/mark?${back}">${view.seal}${MARKS.map((one: AnswerMark) => html`<button class="button" type="submit" name="mark" value="${one === mark ? '' : one}" aria-pressed="${one === mark ? 'true' : 'false'}">${view.say(`mark-${one}`)}</button>`)}</form>`

/** One answer: what was sent with it, what it was before, and a form to write back. */
async function answerPage(view: View, id: string, refused: { text: string; said: string } | null = null): Promise<Html | null> {
  const { app, say } = view
  const { db } = app.store
  if (!answerId.safeParse(id).success) return null
  const answer = await db.answer.findUnique({ where: { id }, include: { customer: { select: { name: true } } } })
  if (!answer) return null
  const order = answer.orderId ? await db.order.findUnique({ where: { id: answer.orderId }, select: { externalId: true, items: { orderBy: { position: 'asc' }, take: 5, select: { name: true } } } }) : null
  const files = await filesIn(db, answer.customerId, [answer.media])
  const before = answer.history as { value: string | null; score: number | null; words: string | null; at: string }[]
  const cases = await db.case.findMany({ where: { customerId: answer.customerId, state: 'open' }, select: { number: true }, orderBy: { number: 'asc' } })
  return framed(view, 'answers', view.named('question', answer.question), html`
<section>${answerLines(view, { ...answer, customerName: answer.customer.name, orderExternalId: order?.externalId ?? null })}
${order ? html`<p class="small">${order.items.map(({ name }) => name).join('، ')}</p>` : ''}
${filesOf(view, files)}
${before.length > 0 ? html`<p class="small">${say('answer-before', { what: before.map(one => [one.value && valueOf(view, one.value), one.words].filter(Boolean).join(': ')).join(' ← ') })}</p>` : ''}
${cases.map(one => html`<p><a href="/dashboard/cases/${one.number}">${say('case', { n: view.digits(one.number) })}</a></p>`)}
${markButtons(view, id, answer.mark)}</section>
<form class="reply" method="post" action="/dashboard/answers/${id}/reply">${view.seal}${problem(refused?.text)}<label for="text">${say('your-reply')}</label><textarea id="text" name="text" rows="5" maxlength="3500" required dir="auto">${refused?.said ?? ''}</textarea><p class="small">${say('reply-opens-case')}</p><button class="button bright" type="submit">${say('send')}</button></form>`)
}

/** Each question's values, the words, and month by month. */
async function countsPage(view: View, query: Query, filter: AnswerFilter | null): Promise<Html> {
  const { app, say, now, zone, number } = view
  if (!filter) return await answersFrame(view, 'answers/counts', query, null, html``)
  const end = filter.to && filter.to < now ? filter.to : new Date(now.getTime() + 1)
  const months = monthBounds(end, MONTHS, zone, calendarOf(view.locale))
  const from = months.findLastIndex(at => !filter.from || at <= filter.from)
  const counts = await countAnswersBy(app.store.db, filter, filter.from ? months.slice(Math.min(Math.max(0, from), months.length - 2)) : months)
  return await answersFrame(view, 'answers/counts', query, filter, counts.questions.length === 0 ? empty(say(queryOf({ ...query, after: undefined }) === '' ? 'no-answers' : 'no-answers-so')) : html`
<section><h2>${say('by-month')}</h2>${trend(view, counts)}</section>
<section><h2>${say('by-value')}</h2>${counts.questions.map(one => questionTable(view, one))}</section>
<section><h2>${say('by-word')}</h2><p class="small">${say('by-word-of', { n: number(counts.worded), most: number(READ_FOR_WORDS) })}</p>${counts.words.length === 0 ? empty(say('no-words')) : html`<ol class="words">${counts.words.map(one => html`<li><bdi>${one.word}</bdi> <span class="score">${number(one.answers)}</span></li>`)}</ol>`}</section>`)
}

/** «۳٫۸ از ۵». */
function scoreOf({ locale, say }: View, average: number | null): string {
  if (average === null) return '—'
  const text = (Math.round(average * 10) / 10).toString()
  return say('of-five', { score: digits(locale, locale === 'fa' ? text.replace('.', '٫') : text) })
}

function trend(view: View, { months }: AnswerCounts): Html {
  const { say, locale, zone, number } = view
  const named = months.map(one => ({ ...one, name: sayMonth(locale, one.from, zone, calendarOf(locale)) }))
  const chart = (title: string, valueOf: (one: (typeof named)[number]) => number | null, sayValue: (value: number | null) => string, scale: Chart['scale']) =>
    lineChart(view, { title, over: say('month'), lines: [title], points: named.map(one => ({ name: one.name, values: [valueOf(one)] })), say: sayValue, scale })
  return html`${chart(say('answers-number'), one => one.answers, value => number(value ?? 0), { unit: 'decimal' })}${chart(say('average-score'), one => one.average, value => scoreOf(view, value), { unit: 'decimal', from: 1, to: 5 })}`
}

function questionTable(view: View, { question, answers, average, values }: QuestionCount): Html {
  const { say, number, locale } = view
  return html`<div class="wide" tabindex="0" role="region" aria-label="${view.named('question', question)}"><table class="counts"><caption>${view.named('question', question)} · ${say('found', { n: number(answers) })}${average === null ? '' : html` · ${say('average-score')} ${scoreOf(view, average)}`}</caption>
<tbody>${values.map(one => html`<tr><th scope="row">${valueOf(view, one.value)}</th><td>${number(one.answers)}</td><td>${sayShare(locale, one.share)}</td><td>${shareBar(view, one.share)}</td></tr>`)}</tbody></table></div>`
}
