import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { CHANNEL_NAMES, type Locale } from '../../channel.ts'
import { opensHereOnly } from '../../config.ts'
import { countDoors } from '../../figures/doors.ts'
import { labelSheets } from '../../print/label-sheet.ts'
import { packageCards } from '../../print/package-card.ts'
import { doorAt } from '../../shop/doors.ts'
import { invitations, invitationsCsv } from '../../shop/invitations.ts'
import { MOST_LABELS, parcelLabels } from '../../shop/parcel-labels.ts'
import { latinDigits } from '../../text/digits.ts'
import { csvAnswer } from '../csv-answer.ts'
import type { Html } from '../html.ts'
import { qrImage } from '../qr.ts'
import { audited, empty, framed, show, type Env, type View } from './frame.ts'

const MOST_SOURCES = 50
const CARD = 'package'

const days = (most: number) =>
  z.string().max(6).transform(text => latinDigits(text).trim()).refine(text => text === '' || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most)).transform(text => (text === '' ? undefined : Number(text)))
const labelsForm = z.object({ number: z.string().max(60).transform(text => latinDigits(text).trim()), days: days(90) }).refine(({ number, days }) => number !== '' || days !== undefined)
const smsForm = z.object({ days: days(3_650) })

/** What was typed into which form, and what was wrong with it. */
type Refused = { form: 'link' | 'labels' | 'sms'; text: string; typed: Record<string, string> }

export function doorsRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  const refuse = async (c: Context<Env>, form: Refused['form'], key: string) => {
    const given = c.get('form')
    const typed = { number: String(given.number ?? '').slice(0, 60), days: String(given.days ?? '').slice(0, 6) }
    return show(c, await doorsPage(c.get('view'), '', { form, text: c.get('view').say(key), typed }), 400)
  }
  routes.get('/doors', async c => {
    const asked = latinDigits(c.req.query('source') ?? '').trim().toLowerCase().slice(0, 60)
    if (asked === '' || doorAt(asked)) return show(c, await doorsPage(c.get('view'), asked))
    return show(c, await doorsPage(c.get('view'), '', { form: 'link', text: c.get('view').say('door-bad'), typed: { source: asked } }), 400)
  })
  routes.get('/doors/card.pdf', c => {
    const locale: Locale = c.req.query('lang') === 'en' ? 'en' : 'fa'
    return pdf(c, `package-card-${locale}.pdf`, packageCards({ shop: app.config.shop.name, url: `${app.config.publicUrl}/j/${doorAt(CARD)}`, locale }))
  })
  routes.post('/doors/labels', async c => {
    const form = labelsForm.safeParse(c.get('form'))
    if (!form.success) return await refuse(c, 'labels', 'labels-bad')
    const { number, days } = form.data
    const labels = await parcelLabels(app, number ? { number } : { withinDays: days! })
    if (labels.length === 0) return await refuse(c, 'labels', number ? 'labels-unknown' : 'labels-none')
    await audited(c.get('view'), 'labels', String(labels.length))
    return pdf(c, 'labels.pdf', labelSheets(labels, { shop: app.config.shop.name, publicUrl: app.config.publicUrl, locale: app.config.shop.locale }))
  })
  routes.post('/doors/sms', async c => {
    const form = smsForm.safeParse(c.get('form'))
    if (!form.success) return await refuse(c, 'sms', 'sms-bad')
    const list = await invitations(app, { withinDays: form.data.days })
    if (list.length === 0) return await refuse(c, 'sms', 'sms-none')
    await audited(c.get('view'), 'links', String(list.length))
    return csvAnswer(c, 'links.csv', invitationsCsv(list, app.config.publicUrl))
  })
  return routes
}

const pdf = (c: Context<Env>, name: string, body: ReadableStream<Uint8Array>) =>
  c.body(body, 200, { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${name}"` })

/** The ways in: a link with its place, what is printed, the file for an SMS panel, and who came by which. `source`: show this door. */
export async function doorsPage(view: View, source: string, refused: Refused | null = null): Promise<Html> {
  const { app, say, number } = view
  const { publicUrl } = app.config
  const problem = (form: Refused['form']) => (refused?.form === form ? html`<p class="problem" role="alert">${refused.text}</p>` : '')
  const typed = (form: Refused['form'], name: string) => (refused?.form === form ? (refused.typed[name] ?? '') : '')
  const counts = await countDoors(app.store.db, MOST_SOURCES)
  return framed(view, 'doors', say('page-doors'), html`
${opensHereOnly(publicUrl) ? html`<p class="problem">${say('doors-here-only', { url: publicUrl })}</p>` : ''}
<section><h2>${say('door-link')}</h2><p class="small">${say('door-link-why')}</p>${problem('link')}
<form class="filter" method="get"><label>${say('door-source')} <input name="source" required maxlength="30" dir="ltr" autocomplete="off" placeholder="instagram" value="${source || typed('link', 'source')}"></label><button class="button bright" type="submit">${say('door-make')}</button></form>
${source ? await oneDoor(view, source) : ''}</section>
<section><h2>${say('parcel-card')}</h2><p class="small">${say('card-why')}</p><p class="filter"><a class="button" href="/dashboard/doors/card.pdf?lang=fa" download>${say('card-fa')}</a> <a class="button" href="/dashboard/doors/card.pdf?lang=en" download>${say('card-en')}</a></p></section>
<section><h2>${say('labels')}</h2><p class="small">${say('labels-why', { most: number(MOST_LABELS) })}</p>${problem('labels')}
<form class="filter" method="post" action="/dashboard/doors/labels">${view.seal}<label>${say('labels-number')} <input name="number" maxlength="60" size="10" dir="auto" value="${typed('labels', 'number')}"></label> <label>${say('labels-days')} <input name="days" inputmode="numeric" maxlength="6" size="4" value="${typed('labels', 'days')}"></label> <button class="button" type="submit">${say('labels-print')}</button></form></section>
<section><h2>${say('sms')}</h2><p class="small">${say('sms-why')}</p>${problem('sms')}
<form class="filter" method="post" action="/dashboard/doors/sms">${view.seal}<label>${say('sms-days')} <input name="days" inputmode="numeric" maxlength="6" size="4" value="${typed('sms', 'days')}"></label> <button class="button" type="submit">${say('sms-save')}</button></form></section>
<section><h2>${say('came')}</h2>${counts.length === 0 ? empty(say('no-doors')) : html`<div class="wide" tabindex="0" role="region" aria-label="${say('came')}"><table><thead><tr><th scope="col">${say('door')}</th><th scope="col">${say('customers')}</th><th scope="col">${say('links-made')}</th><th scope="col">${say('links-opened')}</th></tr></thead>
<tbody>${counts.map(one => html`<tr><th scope="row">${one.source === null ? '—' : view.named('source', one.source)}</th><td>${number(one.customers)}</td><td>${one.made === 0 ? '—' : number(one.made)}</td><td>${one.made === 0 ? '—' : number(one.opened)}</td></tr>`)}</tbody></table></div>`}</section>`)
}

/** One door: the address for everybody with its code, and the straight way into each channel. */
async function oneDoor({ app, say, named }: View, source: string): Promise<Html> {
  const payload = doorAt(source)!
  const url = `${app.config.publicUrl}/j/${payload}`
  const straight = CHANNEL_NAMES.flatMap(name => {
    const link = app.channels.get(name)?.link(payload)
    return link ? [{ name, link }] : []
  })
  return html`<div class="door">${await qrImage(url, say('door-code', { url }))}<div><p>${say('door-all')}</p><p><a href="${url}" dir="ltr">${url}</a></p>
${straight.map(({ name, link }) => html`<p class="meta">${named('channel', name)}<br><a href="${link}" dir="ltr" rel="nofollow">${link}</a></p>`)}</div></div>`
}
