/** One step: what it says and when, the form that changes it, and how a real customer would get it before that is saved. */
import { html } from 'hono/html'
import { readControls } from '../../engagement/controls.ts'
import { editedJourney, fileOf } from '../../engagement/edit-journey.ts'
import { previewStep } from '../../engagement/preview.ts'
import { answerExpectedAt } from '../../figures/effect.ts'
import { EDIT_FIELDS, stepOf, valueOf, type Change, type EditField } from '../../journeys/edits.ts'
import type { Journey, Step } from '../../journeys/schema.ts'
import { sayDate } from '../../text/dates.ts'
import type { Html } from '../html.ts'
import { framed, type View } from './frame.ts'
import { quote, quotes, stepName, timing } from './journey-graph.ts'

type Shown = { typed?: Partial<Record<EditField, string>>; wanted?: readonly Change[]; problem?: string }

/** null: no such step. */
export async function stepPage(view: View, journey: Journey, name: string, { typed = {}, wanted, problem }: Shown = {}): Promise<Html | null> {
  const { app, say } = view
  const step = stepOf(journey, name)
  if (!step) return null
  const place = `/dashboard/journeys/${journey.journey}`
  const { paused } = await readControls(app.store.db)
  const value = (field: EditField) => typed[field] ?? valueOf(journey, name, field) ?? ''
  const fields = fieldsOf(step)
  const text = (field: 'fa' | 'en') => html`<label>${say(`field-${field}`)}<textarea name="${field}" rows="9" class="written" lang="${field}" dir="${field === 'fa' ? 'rtl' : 'ltr'}">${value(field)}</textarea></label>`
  return framed(view, 'journeys', stepName(view, name, step), html`
<p><a href="${place}#step-${name}">${view.journey(journey.journey)}</a></p>
${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
<p class="small">${timing(view, step)} · ${view.named('purpose', step.purpose)}${paused.includes(`${journey.journey}/${name}`) ? html` · <strong>${say('paused')}</strong>` : ''}</p>
${step.when ? pauseButton(view, journey.journey, name, paused.includes(`${journey.journey}/${name}`)) : ''}
${wanted ? await previewOf(view, journey, name, wanted) : ''}
${fields.length === 0 ? html`<p class="empty">${say('step-fixed')}</p>` : html`<section><h2>${say('change')}</h2><form class="reply" method="post" action="${place}/steps/${name}">${view.seal}
<div class="filter">${fields.filter(field => field !== 'fa' && field !== 'en').map(field => html`<label>${say(`field-${field}`)} <input name="${field}" inputmode="numeric" size="5" ${field === 'at' ? html`placeholder="${say('same-hour')}"` : ''} value="${value(field)}"></label>`)}</div>
${fields.includes('fa') ? html`${text('fa')}${text('en')}<p class="small">${say('words-how')}</p>` : ''}
<div class="filter"><button class="button ${wanted ? '' : 'bright'}" name="do" value="look" type="submit">${say('look')}</button> <button class="button ${wanted && wanted.length > 0 ? 'bright' : ''}" name="do" value="save" type="submit">${say('save')}</button></div></form></section>`}
${await editsOf(view, journey, name)}`)
}

/** What can be changed of it. To the minute after something is not a matter of days; a branch says nothing of its own. */
function fieldsOf(step: Step): (typeof EDIT_FIELDS)[number][] {
  return EDIT_FIELDS.filter(field => (field === 'fa' || field === 'en' ? step.kind !== 'branch' : field === 'holdOut' ? step.when && step.purpose === 'marketing' : step.when && !step.when.after))
}

/** As the customer who came last would get it with what is asked for. */
async function previewOf(view: View, journey: Journey, name: string, wanted: readonly Change[]): Promise<Html> {
  const { app, say } = view
  const next = await editedJourney({ tx: app.store.db, scenarios: app.scenarios }, journey.journey, wanted)
  const step = stepOf(next, name)!
  const found = await previewStep({ ...app, tx: app.store.db }, next, name)
  const holdOut = wanted.find(({ field, value }) => field === 'holdOut' && value !== null)
  return html`<section class="look" role="status"><h2>${say('look-title')}</h2>
<p>${wanted.length === 0 ? say('look-same') : say('look-not-saved')}</p>
<p class="small">${timing(view, step)}${found?.dueAt ? ` · ${say('look-when', { name: found.customer ?? say('nameless'), at: view.time(found.dueAt) })}` : ''}</p>
${found && found.said.length > 0 ? html`<div class="both">${found.said.map(one => quote(one.locale, one.text, one.choices?.map(({ label }) => label)))}</div>` : step.kind === 'branch' ? '' : html`<p class="small">${say('look-nobody')}</p>${quotes(next, name, step)}`}
${holdOut ? html`<p>${await sayExpected(view, journey.journey, Number(holdOut.value))}</p>` : ''}</section>`
}

/** What stands otherwise than in the file, each with the way back. */
async function editsOf(view: View, journey: Journey, name: string): Promise<Html> {
  const { app, say, digits } = view
  const edits = await app.store.db.journeyEdit.findMany({ where: { journey: journey.journey, step: name }, orderBy: { field: 'asc' } })
  if (edits.length === 0) return html``
  const base = fileOf(app.scenarios, journey.journey)!
  const people = await app.store.db.staff.findMany({ where: { id: { in: edits.flatMap(({ by }) => by ?? []) } }, select: { id: true, name: true } })
  return html`<section><h2>${say('edits')}</h2><ul class="cards">${edits.map(({ field, value, by, at }) => html`<li><p>${say(`field-${field}`)}: ${field === 'fa' || field === 'en' ? say('edit-words') : digits(String(value))} · ${say('in-file', { value: field === 'fa' || field === 'en' ? say('edit-other') : digits(valueOf(base, name, field as EditField) ?? '—') })}</p>
<p class="meta">${people.find(({ id }) => id === by)?.name ?? say('somebody')} · ${view.time(at)}</p>${backButton(view, journey.journey, name, field)}</li>`)}</ul></section>`
}

export const pauseButton = (view: View, journey: string, step: string, isPaused: boolean): Html => html`<form method="post" action="/dashboard/journeys/${journey}/pause">${view.seal}<input type="hidden" name="step" value="${step}"><input type="hidden" name="on" value="${isPaused ? 'no' : 'yes'}"><button class="button ${isPaused ? 'bright' : ''}" type="submit">${view.say(isPaused ? 'resume' : step === '' ? 'pause-journey' : 'pause-step')}</button></form>`

export const backButton = (view: View, journey: string, step: string, field: string): Html => html`<form method="post" action="/dashboard/journeys/${journey}/back">${view.seal}<input type="hidden" name="step" value="${step}"><input type="hidden" name="field" value="${field}"><button class="button" type="submit">${view.say('take-back')}</button></form>`

/** When a comparison group of that share would say something. */
export async function sayExpected({ app, say, locale, now, zone, ...view }: View, journey: string, share: number): Promise<string> {
  if (share === 0) return say('hold-out-none')
  const at = await answerExpectedAt({ sql: app.store.db.sql, now }, journey, share)
  return at ? say('hold-out-when', { n: view.digits(share), at: sayDate(locale, at, now, zone) }) : say('hold-out-never', { n: view.digits(share) })
}
