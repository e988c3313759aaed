import { Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { recordOf, type RecordEntry } from '../../engagement/record.ts'
import { readLoyalty } from '../../loyalty/settings.ts'
import { normalisePhone } from '../../shop/phone.ts'
import { latinDigits } from '../../text/digits.ts'
import { clean } from '../../text/normalise.ts'
import type { Html } from '../html.ts'
import { cardAside } from './card.ts'
import { reasonOf } from './cases.ts'
import { empty, framed, mayOpen, more, show, type Env, type View } from './frame.ts'

const LIMIT = 50
const RECORD = 100
/** Spelling variants of names, the same way for what is stored and what is asked: Arabic letters, half-spaces, case. */
const ALIKE = (place: string) => `translate(lower(${place}), 'يىكةۀؤأإآ' || chr(8204) || chr(1600) || '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', 'ییکههواااا')`

const pageForm = z.object({
  q: z.string().max(1_000).transform(text => clean(text).trim().slice(0, 100)).catch(''),
  after: z.string().regex(/^[\w-]{1,64}$/).optional().catch(undefined),
})

type Found = { id: string; name: string | null; externalId: string | null; orders: number; lastAt: Date | null }

export const customersRoutes = () => new Hono<Env>()
  .get('/customers', async c => show(c, await customersPage(c.get('view'), { q: '', after: pageForm.parse(c.req.query()).after })))
  // A search is posted: names and phone numbers stand in no address, no history and no log.
  .post('/customers', async c => show(c, await customersPage(c.get('view'), pageForm.parse(c.get('form')))))
  .get('/customers/:id', async c => show(c, await customerPage(c.get('view'), c.req.param('id'))))

/** By a part of the name, by phone or order number in any digits, or everybody, the newest first. */
export async function customersPage(view: View, { q: asked, after }: z.infer<typeof pageForm>): Promise<Html> {
  const { say, number } = view
  const rows = await search(view, asked, after ?? null)
  const shown = rows.slice(0, LIMIT)
  return framed(view, 'customers', say('page-customers'), html`
<form class="filter" method="post" action="/dashboard/customers" role="search">${view.seal}<label>${say('search')} <input type="search" name="q" maxlength="100" value="${asked}" placeholder="${say('search-hint')}"></label><button class="button" type="submit">${say('show')}</button></form>
${shown.length === 0 ? empty(say(asked ? 'nobody-found' : 'no-customers')) : html`<div class="wide" tabindex="0" role="region" aria-label="${say('customers')}"><table><thead><tr><th scope="col">${say('name')}</th><th scope="col">${say('orders')}</th><th scope="col">${say('last-order')}</th></tr></thead>
<tbody>${shown.map(row => html`<tr><th scope="row"><a href="/dashboard/customers/${row.id}">${row.name ?? row.externalId ?? say('nameless')}</a></th><td>${number(row.orders)}</td><td>${row.lastAt ? view.date(row.lastAt) : '—'}</td></tr>`)}</tbody></table></div>`}
${asked ? moreFound(view, asked, rows.length > LIMIT ? shown.at(-1)!.id : null) : more(view, '/dashboard/customers', {}, rows.length > LIMIT ? shown.at(-1)!.id : null)}`)
}

const moreFound = (view: View, asked: string, cursor: string | null): Html =>
  cursor ? html`<form method="post" action="/dashboard/customers">${view.seal}<input type="hidden" name="q" value="${asked}"><input type="hidden" name="after" value="${cursor}"><button class="button" type="submit">${view.say('more')}</button></form>` : html``

async function search({ app }: View, asked: string, after: string | null): Promise<Found[]> {
  const plain = latinDigits(asked)
  const phone = normalisePhone(plain)
  return await app.store.db.sql<Found>(
    `SELECT c."id", c."name", c."externalId", (SELECT count(*)::int FROM "orders" o WHERE o."customerId" = c."id") AS "orders", (SELECT max(o."placedAt") FROM "orders" o WHERE o."customerId" = c."id") AS "lastAt"
     FROM "customers" c WHERE ($1 = '' OR position(${ALIKE('$1')} in ${ALIKE(`COALESCE(c."name", '')`)}) > 0 AND ${ALIKE('$1')} <> '' OR c."phone" = $2 OR c."externalId" = $3
       OR EXISTS (SELECT 1 FROM "orders" o WHERE o."customerId" = c."id" AND o."externalId" = $3))
       AND ($4::text IS NULL OR c."id" < $4) ORDER BY c."id" DESC LIMIT ${LIMIT + 1}`,
    [asked, phone, plain, after],
  )
}

/** The one record on a time line, and "why and when" for what is planned, held or was dropped. null: nobody. */
export async function customerPage(view: View, id: string): Promise<Html | null> {
  const { app, say } = view
  if (!/^[\w-]{1,64}$/.test(id)) return null
  const customer = await app.store.db.customer.findUnique({ where: { id } })
  if (!customer) return null
  const record = (await recordOf(app.store.db, id, RECORD)).reverse().slice(0, RECORD)
  const rows = await app.store.db.outboxMessage.findMany({ where: { customerId: id, kind: 'message', state: { in: ['planned', 'held', 'dropped', 'failed', 'uncertain'] } }, orderBy: { dueAt: 'desc' }, take: 30 })
  return framed(view, 'customers', customer.name ?? customer.externalId ?? say('nameless'), html`
${await cardAside(view, id)}
<section><h2>${say('why')}</h2>${rows.length === 0 ? empty(say('nothing-waits')) : html`<div class="wide" tabindex="0" role="region" aria-label="${say('why')}"><table><thead><tr><th scope="col">${say('step')}</th><th scope="col">${say('state')}</th><th scope="col">${say('due')}</th><th scope="col">${say('next')}</th></tr></thead>
<tbody>${rows.map(row => html`<tr><th scope="row">${view.named('step', row.step ?? row.class)}</th><td>${view.named('state', row.state)}${row.reason ? html`: ${view.named('why', row.reason)}` : ''}</td><td>${view.time(row.dueAt)}</td><td>${row.nextTryAt && row.state !== 'dropped' ? view.time(row.nextTryAt) : '—'}</td></tr>`)}</tbody></table></div>`}</section>
${mayOpen(view.member, 'points') && (await readLoyalty(app.store.db)) ? html`<p><a class="button" href="/dashboard/points?who=${id}#correct">${say('correct-points')}</a></p>` : ''}
<section><h2>${say('record')}</h2>${record.length === 0 ? empty(say('no-record')) : html`<ol class="line">${record.map(entry => html`<li class="is-${entry.kind}"><p class="meta">${view.time(entry.at)} · ${view.named('kind', entry.kind)}</p><p dir="auto">${line(view, entry)}</p></li>`)}</ol>`}</section>`)
}

function line(view: View, entry: RecordEntry): string {
  const { say, digits, named } = view
  switch (entry.kind) {
    case 'order': return `${say('order', { n: digits(entry.externalId) })} · ${named('order', entry.status)} · ${entry.items.join('، ')}`
    case 'message': return entry.text ?? entry.step ?? ''
    case 'answer': return [named('question', entry.question), entry.value && named('value', entry.value), entry.words && `«${entry.words}»`].filter(Boolean).join(' · ')
    case 'case': return `${say('case', { n: digits(entry.number) })} · ${named('event', entry.event)}`
    case 'entry': return `${named('from', entry.from)}: ${entry.from === 'system' ? reasonOf(view, entry.text ?? '') : (entry.text ?? '…')}`
    case 'points': return `${digits(entry.points)} · ${named('points', entry.what)}`
    case 'coupon': return `${entry.code} · ${entry.offer} · ${named('event', entry.event)}`
    case 'promise': return `${named('promise-kind', entry.what.split(':')[0]!)} · ${named('promise', entry.state)}`
    case 'consent': return `${named('purpose', entry.purpose)}: ${say(entry.granted ? 'yes' : 'no')}${entry.words ? ` «${entry.words}»` : ''}`
  }
}
