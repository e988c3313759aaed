/** An offer as it is written on a page: the form, and what of it is an offer's draft. */
import { html } from 'hono/html'
import { z } from 'zod'
import { hoursOf } from '../../engagement/offer-draft.ts'
import { readAmount, type OfferDraft } from '../../offers/draft.ts'
import type { Offer } from '../../store/store.ts'
import { latinDigits } from '../../text/digits.ts'
import type { Html } from '../html.ts'
import { framed, type View } from './frame.ts'

const KINDS = ['percent', 'amount', 'free-shipping', 'gift'] as const
/** Groups that are always there; saved ones stand beside them. */
const SEGMENTS = ['group:high', 'group:repeat', 'group:once', 'bought-90', 'away-90']

const text = (most: number) => z.string().max(most).default('').transform(written => written.trim())
const amount = text(20).transform((written, c) => {
  const read = written === '' ? null : readAmount(written)
  if (written !== '' && read === null) c.addIssue({ code: 'custom' })
  return read
})
const count = (most: number) => text(10).transform(latinDigits).transform((written, c) => {
  const fits = written === '' || (/^\d{1,7}$/.test(written) && Number(written) <= most)
  if (!fits) c.addIssue({ code: 'custom' })
  return written === '' ? null : Number(written)
})

/** What does not belong to its kind is left out: a percentage has no amount. */
export const offerForm = z
  .object({
    from: text(64), title: text(80), kind: z.enum(KINDS), percent: count(100), ceiling: amount, amount, gift: text(80), minimum: amount, quantity: count(1_000_000), each: count(99), budget: amount,
    hours: count(10_000), early: count(960), hold: count(960), sku: text(80), stacks: z.literal('yes').optional(), audience: text(300),
  })
  .transform(({ early, hold, stacks, ...form }): OfferDraft & { from: string } => ({
    ...form,
    percent: form.kind === 'percent' ? form.percent : null, amount: form.kind === 'amount' ? form.amount : null, ceiling: form.kind === 'amount' ? null : form.ceiling, gift: form.kind === 'gift' ? form.gift || null : null,
    minimum: form.minimum ?? 0, each: form.each ?? 1, hours: form.hours ?? 0, earlyHours: early ?? 0, holdHours: hold || null, sku: form.sku || null, stacks: stacks === 'yes', audience: latinDigits(form.audience),
  }))

type Typed = Record<string, string>

/** A draft put back into the form. */
export function typedOf(offer: Offer): Typed {
  const { name, kind, percent, ceiling, amount, gift, minimum, quantity, perCustomer, budget, earlyHours, holdHours, sku, stacks, audience } = offer
  const said = (value: bigint | number | string | null) => (value === null ? '' : String(value))
  return {
    title: name, kind, percent: said(percent), ceiling: said(ceiling), amount: said(amount), gift: said(gift), minimum: minimum > 0n ? said(minimum) : '', quantity: said(quantity), each: said(perCustomer), budget: said(budget),
    hours: said(hoursOf(offer)), early: earlyHours > 0 ? said(earlyHours) : '', hold: said(holdHours), sku: said(sku), ...(stacks ? { stacks: 'yes' } : {}), audience,
  }
}

export async function offerFormPage(view: View, typed: Typed, from: string, problem: string | null = null): Promise<Html> {
  const { app, say } = view
  const saved = await app.store.db.segment.findMany({ orderBy: { name: 'asc' }, take: 50, select: { name: true } })
  const field = (name: string, more: Html | '' = '') => html`<label>${say(`field-${name}`)}<input name="${name}" value="${typed[name] ?? ''}" ${more}></label>`
  const number = (name: string) => field(name, html`inputmode="numeric" size="12"`)
  return framed(view, 'offers', say('offer-new'), html`<p><a href="/dashboard/offers">${say('all-offers')}</a></p>
${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
<form class="fields" method="post" action="/dashboard/offers/new">${view.seal}<input type="hidden" name="from" value="${from}">
<section><h2>${say('offer-what')}</h2>${field('title', html`maxlength="80" required`)}
<fieldset><legend>${say('field-kind')}</legend>${KINDS.map(kind => html`<label class="choice"><input type="radio" name="kind" value="${kind}" ${(typed.kind ?? 'percent') === kind ? html`checked` : ''}> ${say(`kind-offer-${kind}`)}</label>`)}</fieldset>
<div class="row">${number('percent')}${number('ceiling')}${number('amount')}${field('gift', html`maxlength="80"`)}</div><p class="small">${say('offer-what-how')}</p></section>
<section><h2>${say('offer-whom')}</h2>${field('audience', html`list="segments" dir="ltr" maxlength="300"`)}<datalist id="segments">${[...SEGMENTS, ...saved.map(({ name }) => name)].map(name => html`<option value="${name}"></option>`)}</datalist><p class="small">${say('offer-whom-how')}</p></section>
<section><h2>${say('offer-bounds')}</h2><div class="row">${number('quantity')}${number('budget')}${number('each')}${number('minimum')}</div><p class="small">${say('offer-bounds-how')}</p></section>
<section><h2>${say('offer-time')}</h2><div class="row">${field('hours', html`inputmode="numeric" size="12" placeholder="${view.digits(48)}" required`)}${number('early')}${number('hold')}</div></section>
<section><h2>${say('offer-more')}</h2><div class="row">${field('sku', html`dir="ltr" maxlength="80"`)}</div><label class="choice"><input type="checkbox" name="stacks" value="yes" ${typed.stacks === 'yes' ? html`checked` : ''}> ${say('field-stacks')}</label></section>
<p><button class="button bright" type="submit">${say('look')}</button></p></form>`)
}
