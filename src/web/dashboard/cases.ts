import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { answerCase, closeByHand, handBack, reopenByHand, takeReplyBack } from '../../engagement/case-actions.ts'
import { record } from '../../staff/members.ts'
import type { Answer, Case, Tx } from '../../store/store.ts'
import { addToCase, claimCase } from '../../support/cases.ts'
import { findCase, listCases, listQueue, type CaseLine } from '../../support/list-cases.ts'
import { filesIn } from '../../support/media.ts'
import { mediaPath } from '../../support/media-link.ts'
import { fillReady, readyAnswers, writeReady } from '../../support/ready-answers.ts'
import { clean } from '../../text/normalise.ts'
import type { Html } from '../html.ts'
import { cardAside } from './card.ts'
import { empty, framed, missing, more, problem, show, within, words as texts, type Env, type View } from './frame.ts'

const LIMIT = 30
const LONGEST = 3_500

const words = z.string().transform(text => clean(text).trim())
export const textForm = z.object({ text: words.refine(text => text !== '' && text.length <= LONGEST) })
const readyForm = z.object({ name: words.refine(name => /^[^=]{1,40}$/.test(name)), text: words.refine(text => text.length <= 1_500).default('') })
const typed = z.object({ text: z.string().max(10_000).transform(clean).catch(''), ready: z.string().max(40).catch('') })

/** What was typed and why it was refused; or a ready answer that is put in. */
type Draft = { problem?: string; said: string }
type Known = Pick<Case, 'id' | 'number'>

export function casesRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/cases', async c => show(c, await casesPage(c.get('view'), c.req.query())))
  routes.get('/cases/ready', async c => show(c, await readyPage(c.get('view'))))
  routes.post('/cases/ready', async c => {
    const view = c.get('view')
    if (view.member.role !== 'manager') return c.html(missing(view, 'for-managers'), 403)
    const form = readyForm.safeParse(c.get('form'))
    if (!form.success) return show(c, await readyPage(view, view.say('ready-bad'), typed.parse(c.get('form')).text), 400)
    const { name, text } = form.data
    const result = await within(view, async parts => {
      const ending = await writeReady(parts, name, text)
      if (ending !== 'full') await record(parts, view.member.id, 'ready', name)
      return ending
    })
    return result === 'full' ? show(c, await readyPage(view, view.say('ready-full'), text), 409) : c.redirect('/dashboard/cases/ready', 303)
  })
  routes.get('/cases/:number', async c => show(c, await casePage(c.get('view'), Number(c.req.param('number')))))

  const caseOf = async (c: Context<Env>): Promise<Known | null> => {
    const number = Number(c.req.param('number'))
    return isNumber(number) ? await app.store.db.case.findUnique({ where: { number }, select: { id: true, number: true } }) : null
  }
  /** Answers and notes: words that are kept when they are refused. */
  const say = (name: 'reply' | 'note', run: (parts: App & { tx: Tx }, found: Known, text: string, view: View) => Promise<string>) =>
    routes.post(`/cases/:number/${name}`, async c => {
      const [view, found] = [c.get('view'), await caseOf(c)]
      if (!found) return show(c, null)
      const form = textForm.safeParse(c.get('form'))
      const said = typed.parse(c.get('form')).text
      if (!form.success) return show(c, await casePage(view, found.number, { problem: view.say('reply-empty'), said }), 400)
      const result = await within(view, async parts => {
        const ending = await run(parts, found, form.data.text, view)
        if (ending === 'done') await record(parts, view.member.id, name, String(found.number))
        return ending
      })
      if (result !== 'done') return show(c, await casePage(view, found.number, { problem: view.say(result === 'taken' ? 'reply-taken' : 'reply-closed'), said }), 409)
      return c.redirect(`/dashboard/cases/${found.number}`, 303)
    })
  say('reply', (parts, { id }, text, { member }) => answerCase(parts, id, member, { text }))
  say('note', async (parts, { id }, text, { member }) => (await addToCase(parts, id, { from: 'note', text, by: member.name }), 'done'))

  /** One button each; a second press, or one that comes too late, changes nothing. */
  const press = (name: string, run: (parts: App & { tx: Tx }, found: Known, view: View) => Promise<boolean>, to = (found: Known) => `/${found.number}`) =>
    routes.post(`/cases/:number/${name}`, async c => {
      const [view, found] = [c.get('view'), await caseOf(c)]
      if (!found) return show(c, null)
      await within(view, async parts => {
        if (await run(parts, found, view)) await record(parts, view.member.id, name, String(found.number))
      })
      return c.redirect(`/dashboard/cases${to(found)}`, 303)
    })
  press('claim', (parts, { id }, { member }) => claimCase(parts, id, member.id))
  press('hand', async (parts, { id }, { member }) => (await parts.tx.case.count({ where: { id, state: 'open', claimedBy: member.id } })) > 0 && (await handBack(parts, id), true))
  press('undo', (parts, { id }) => takeReplyBack(parts, id))
  press('reopen', async (parts, { id }) => (await reopenByHand(parts, id)) !== null)
  press('close', async (parts, { id }, { member }) => (await closeByHand(parts, id, member)) === 'done', () => '')
  /** Puts a ready answer under what was typed, to be looked over and sent. */
  routes.post('/cases/:number/ready', async c => {
    const [view, found] = [c.get('view'), await caseOf(c)]
    if (!found) return show(c, null)
    const { text, ready } = typed.parse(c.get('form'))
    const { db } = app.store
    const chosen = (await readyAnswers({ tx: db })).find(one => one.name === ready)
    const filled = chosen ? await fillReady({ tx: db }, chosen, found.id, { locale: app.config.shop.locale, agent: view.member.name, shop: app.config.shop.name }) : ''
    return show(c, await casePage(view, found.number, { said: [text.trim(), filled].filter(Boolean).join('\n') }))
  })
  return routes
}

const isNumber = (number: number) => Number.isSafeInteger(number) && number > 0 && number < 2 ** 31

export async function casesPage(view: View, { state = 'open', after }: Record<string, string | undefined>): Promise<Html> {
  const { app, say } = view
  const { db } = app.store
  const wanted = state === 'closed' ? 'closed' : 'open'
  const page = { limit: LIMIT + 1, after: isNumber(Number(after)) ? Number(after) : null }
  const rows = wanted === 'open' ? await listQueue(db, page) : await listCases(db, { state: wanted }, page)
  const shown = rows.slice(0, LIMIT)
  const owners = await ownersOf(view, shown)
  const tab = (name: 'open' | 'closed') => html`<a class="button" href="/dashboard/cases?state=${name}" ${name === wanted ? html`aria-current="true"` : ''}>${say(`cases-${name}`)}</a>`
  return framed(view, 'cases', say('page-cases'), html`<nav class="filter" aria-label="${say('page-cases')}">${tab('open')} ${tab('closed')} <a href="/dashboard/cases/ready">${say('ready')}</a></nav>
${shown.length === 0 ? empty(say(`no-cases-${wanted}`)) : html`<ul class="cards">${shown.map(one => html`<li class="${wanted === 'open' && (one.urgent || isLate(view, one)) ? 'alarm' : ''}"><p class="meta"><a href="/dashboard/cases/${one.number}">${say('case', { n: view.digits(one.number) })}</a> · ${one.customerName ?? say('nameless')} · ${view.named('case-kind', one.kind)}${one.urgent ? html` · <strong>${say('urgent')}</strong>` : ''} · ${view.time(one.openedAt)}</p>
<p>${clock(view, one)}${one.claimedBy && wanted === 'open' ? html` · ${say('claimed-by', { name: owners.get(one.claimedBy) ?? '—' })}` : ''}</p>${lastWords(one)}</li>`)}</ul>`}
${more(view, '/dashboard/cases', { state: wanted }, rows.length > LIMIT ? String(shown.at(-1)!.number) : null)}`)
}

async function ownersOf({ app }: View, cases: readonly Pick<Case, 'claimedBy'>[]): Promise<Map<string, string>> {
  const ids = cases.flatMap(one => one.claimedBy ?? [])
  return new Map((await app.store.db.staff.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })).map(({ id, name }) => [id, name]))
}

/** One conversation with its customer's card, and a form to answer it. null: no such case. */
export async function casePage(view: View, number: number, draft: Draft = { said: '' }): Promise<Html | null> {
  const { app, say, member } = view
  const { db } = app.store
  const one = isNumber(number) ? await findCase(db, number) : null
  if (!one) return null
  const answer = one.questionId ? await db.answer.findUnique({ where: { questionId: one.questionId } }) : null
  const files = await filesIn(db, one.customerId, [...one.entries.map(({ media }) => media), answer?.media])
  const owner = one.claimedBy ? ((await ownersOf(view, [one])).get(one.claimedBy) ?? '—') : null
  const isMine = one.claimedBy === member.id
  const button = (name: string) => html`<form method="post" action="/dashboard/cases/${number}/${name}">${view.seal}<button class="button" type="submit">${say(`case-${name}`)}</button></form>`
  return framed(view, 'cases', say('case', { n: view.digits(number) }), html`
<p class="meta"><a href="/dashboard/customers/${one.customerId}">${one.customerName ?? say('nameless')}</a> · ${view.named('case-kind', one.kind)}${one.urgent ? html` · <strong>${say('urgent')}</strong>` : ''}${one.orderExternalId ? html` · ${say('order', { n: one.orderExternalId })}` : ''} · ${clock(view, one)}${owner && one.state === 'open' ? html` · ${say('claimed-by', { name: owner })}` : ''}</p>
<div class="beside"><div class="talks"><ol class="talk">${answer ? answerEntry(view, answer, filesOf(view, files, answer.media)) : html`<li class="from-system"><p class="small">${say('opened-because', { reason: reasonOf(view, one.reason) })}</p></li>`}
${one.entries.map(entry => html`<li class="from-${['support', 'note', 'system'].includes(entry.from) ? entry.from : 'customer'}"><p class="meta">${view.named('from', entry.from)}${entry.by ? html` (${entry.by})` : ''} · ${view.time(entry.at)}</p>${entry.text ? html`<p dir="auto">${entry.from === 'system' ? reasonOf(view, entry.text) : entry.text}</p>` : ''}${filesOf(view, files, entry.media)}</li>`)}</ol>
${(await mayTakeBack(view, one)) ? button('undo') : ''}
${one.state !== 'open' ? html`<p class="empty">${say('case-closed', { at: one.closedAt ? view.time(one.closedAt) : '' })}</p>${button('reopen')}` : html`
${await replyForm(view, number, draft)}
<div class="acts">${isMine ? button('hand') : owner ? '' : button('claim')}${button('close')}</div>`}</div>
${await cardAside(view, one.customerId)}</div>`)
}

async function replyForm(view: View, number: number, draft: Draft): Promise<Html> {
  const { app, say } = view
  const ready = await readyAnswers({ tx: app.store.db })
  const path = `/dashboard/cases/${number}`
  return html`<form class="reply" method="post" action="${path}/reply">${view.seal}${problem(draft.problem)}
${ready.length === 0 ? '' : html`<div class="filter"><label>${say('ready')} <select name="ready">${ready.map(one => html`<option>${one.name}</option>`)}</select></label><button class="button" type="submit" formaction="${path}/ready" formnovalidate>${say('ready-put')}</button></div>`}
<label for="text">${say('your-reply')}</label><textarea id="text" name="text" rows="5" maxlength="${LONGEST}" required dir="auto">${draft.said}</textarea>
<div class="acts"><button class="button bright" type="submit">${say('send')}</button><button class="button" type="submit" formaction="${path}/note">${say('case-note')}</button></div></form>`
}

/** The answer that opened the case, as it was given. */
function answerEntry(view: View, answer: Answer, files: Html): Html {
  return html`<li class="from-customer"><p class="meta">${view.named('from', 'customer')} · ${view.time(answer.at)}</p><p><strong>${view.named('question', answer.question)}</strong> ${answer.value ? view.named('value', answer.value) : ''}</p>${answer.words ? html`<p dir="auto">${answer.words}</p>` : ''}${files}</li>`
}

/** What made it open, as the journeys and the conversation write it down: "angry words", "satisfied: بد". */
export function reasonOf(view: Pick<View, 'locale' | 'say' | 'named'>, reason: string): string {
  const key = `reason-${reason.replaceAll(' ', '-')}`
  if (/^reason-[a-z-]+$/.test(key) && texts.has(view.locale, key)) return view.say(key)
  const [, question, said] = /^([a-z-]+): (.+)$/s.exec(reason) ?? []
  return question && said ? `${view.named('question', question)} ${view.named('value', said)}` : reason
}

/** For ten seconds, and as long as it has not gone. */
async function mayTakeBack({ app }: View, one: CaseLine): Promise<boolean> {
  const last = one.entries.findLast(entry => entry.from === 'support')
  return last !== undefined && (await app.store.db.outboxMessage.count({ where: { key: `staff/case/${one.id}/${last.id}`, state: 'planned', dueAt: { gt: app.clock.now() } } })) > 0
}

/** Links to what a customer sent, good for a day; `media`: of these only. What is kept no more is said to be so. */
export function filesOf({ app, say, named, digits }: View, files: readonly { id: string; kind: string; ref: string }[], media?: unknown): Html {
  const sent = media === undefined ? null : (media as { kind: string; ref?: string }[])
  const kept = sent ? files.filter(file => sent.some(one => one.ref === file.ref)) : files
  const lost = sent ? sent.length - kept.length : 0
  if (kept.length === 0 && lost <= 0) return html``
  return html`<p class="acts">${kept.map((file, at) => html`<a class="button" href="${mediaPath(file.id, app.clock)}" target="_blank" rel="noopener">${named('file', file.kind)} ${digits(at + 1)}</a>`)}${lost > 0 ? html`<span class="small">${say('files-gone', { n: digits(lost) })}</span>` : ''}</p>`
}

/** What everybody may put in; managers write them. */
async function readyPage(view: View, refused: string | null = null, said = ''): Promise<Html> {
  const { app, say, member } = view
  const all = await readyAnswers({ tx: app.store.db })
  const isManager = member.role === 'manager'
  return framed(view, 'cases', say('ready'), html`
${all.length === 0 ? empty(say(isManager ? 'no-ready' : 'no-ready-yet')) : html`<ul class="cards">${all.map(one => html`<li><p><strong>${one.name}</strong></p><blockquote dir="auto">${one.text}</blockquote>${isManager ? html`<form method="post" action="/dashboard/cases/ready">${view.seal}<input type="hidden" name="name" value="${one.name}"><button class="button" type="submit">${say('ready-remove')}</button></form>` : ''}</li>`)}</ul>`}
${isManager ? html`<section><h2>${say('ready-new')}</h2><form class="reply" method="post" action="/dashboard/cases/ready">${view.seal}${problem(refused)}<label>${say('name')} <input name="name" maxlength="40" required></label><label for="text">${say('ready-text')}</label><textarea id="text" name="text" rows="4" maxlength="1500" required dir="auto">${said}</textarea><p class="small">${say('ready-places', { places: '{name} {order} {item} {agent} {shop}' })}</p><button class="button bright" type="submit">${say('save')}</button></form></section>` : ''}`)
}

const isLate = ({ now }: View, one: CaseLine) => one.state === 'open' && !one.repliedAt && one.answerBy < now

function clock(view: View, one: CaseLine): string {
  const { say } = view
  if (one.state !== 'open') return say('clock-closed')
  if (one.repliedAt) return say('clock-replied', { at: view.time(one.repliedAt) })
  return say(isLate(view, one) ? 'clock-late' : 'clock-by', { at: view.time(one.answerBy) })
}

function lastWords({ entries }: CaseLine): Html {
  const last = entries.findLast(entry => entry.text && (entry.from === 'customer' || entry.from === 'support'))
  return last ? html`<blockquote dir="auto">${last.text!.slice(0, 200)}</blockquote>` : html``
}
