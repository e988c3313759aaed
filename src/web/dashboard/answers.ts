import { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { answersCsv, countAnswers, listAnswers, type AnswerFilter } from '../../feedback/list-answers.ts'
import { csvAnswer } from '../csv-answer.ts'
import type { Html } from '../html.ts'
import { empty, framed, more, show, type Env, type View } from './frame.ts'

const LIMIT = 50
const optional = <T extends z.ZodType>(shape: T) => z.union([z.literal('').transform(() => undefined), shape]).optional()
/** What the form above the list sends; anything else is as if it were not there. */
export const answerQuery = z.object({
  question: optional(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)).catch(undefined),
  atMost: optional(z.coerce.number().int().min(1).max(5)).catch(undefined),
  product: optional(z.string().max(100)).catch(undefined),
  after: optional(z.string().regex(/^[\dT:.Z-]{20,30}_[\w-]{1,64}$/)).catch(undefined),
})
type Query = z.infer<typeof answerQuery>

export const answerFilter = ({ question, atMost, product }: Query): AnswerFilter => ({ question, scoreAtMost: atMost, product })

export const answersRoutes = (app: App) => new Hono<Env>()
  .get('/answers', async c => show(c, await answersPage(c.get('view'), answerQuery.parse(c.req.query()))))
  .get('/answers.csv', c => csvAnswer(c, 'answers.csv', answersCsv(app.store.db, answerFilter(answerQuery.parse(c.req.query())))))

/** Read, filter, export. */
export async function answersPage(view: View, query: Query): Promise<Html> {
  const { app, say, number } = view
  const filter = answerFilter(query)
  const [at, id] = query.after?.split('_') ?? []
  const rows = await listAnswers(app.store.db, filter, { limit: LIMIT + 1, after: at && id ? { at: new Date(at), id } : null })
  const total = await countAnswers(app.store.db, filter)
  const questions = await app.store.db.sql<{ question: string; n: number }>(`SELECT "question", count(*)::int AS "n" FROM "answers" GROUP BY 1 ORDER BY 2 DESC LIMIT 30`)
  const shown = rows.slice(0, LIMIT)
  const last = shown.at(-1)
  const kept = { question: query.question, atMost: query.atMost?.toString(), product: query.product }
  const exportQuery = new URLSearchParams(Object.entries(kept).filter((pair): pair is [string, string] => Boolean(pair[1]))).toString()
  return framed(view, 'answers', say('page-answers'), html`
<form class="filter" method="get">
<label>${say('question')} <select name="question"><option value="">${say('all')}</option>${questions.map(one => html`<option value="${one.question}" ${one.question === query.question ? 'selected' : ''}>${view.named('question', one.question)} (${number(one.n)})</option>`)}</select></label>
<label>${say('at-most')} <select name="atMost"><option value="">${say('all')}</option>${[1, 2, 3, 4].map(score => html`<option value="${score}" ${score === query.atMost ? 'selected' : ''}>${view.digits(score)}</option>`)}</select></label>
<label>${say('product')} <input name="product" maxlength="100" value="${query.product ?? ''}"></label>
<button class="button" type="submit">${say('show')}</button> <a class="button" href="/dashboard/answers.csv?${exportQuery}" download>${say('export')}</a></form>
<p class="small">${say('found', { n: number(total) })}</p>
${shown.length === 0 ? empty(say('no-answers')) : html`<ul class="cards">${shown.map(row => html`<li class="${row.score !== null && row.score <= 2 ? 'alarm' : ''}">
<p class="meta"><a href="/dashboard/customers/${row.customerId}">${row.customerName ?? say('nameless')}</a> · ${view.time(row.at)} · ${view.named('channel', row.channel)}${row.orderExternalId ? html` · ${say('order', { n: row.orderExternalId })}` : ''}${row.late ? html` · ${say('late')}` : ''}</p>
<p><strong>${view.named('question', row.question)}</strong> ${row.value ? view.named('value', row.value) : ''}${row.score !== null ? html` <span class="score">${view.digits(row.score)}/${view.digits(5)}</span>` : ''}</p>
${row.words ? html`<blockquote dir="auto">${row.words}</blockquote>` : ''}</li>`)}</ul>`}
${more(view, '/dashboard/answers', kept, rows.length > LIMIT && last ? `${last.at.toISOString()}_${last.id}` : null)}`)
}
