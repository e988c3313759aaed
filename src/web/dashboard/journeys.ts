import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { readControls } from '../../engagement/controls.ts'
import { editStep, fileOf, layEdits } from '../../engagement/edit-journey.ts'
import { pausePlace, resumeSending } from '../../engagement/switches.ts'
import { readEffects } from '../../figures/effect.ts'
import { sayEffect } from '../../figures/words.ts'
import { changesOf, EDIT_FIELDS, lineOfChange, mayHoldOut, stepOf, WHOLE, type Change } from '../../journeys/edits.ts'
import type { Journey } from '../../journeys/schema.ts'
import { record } from '../../staff/members.ts'
import { latinDigits } from '../../text/digits.ts'
import type { Html } from '../html.ts'
import { framed, more, show, type Env, type View } from './frame.ts'
import { countSteps, drawTrack } from './journey-graph.ts'
import { backButton, pauseButton, sayExpected, stepPage } from './journey-step.ts'

const onForm = z.object({ on: z.enum(['yes', 'no']) })
const pauseForm = z.object({ step: z.string().max(60).default(''), on: z.enum(['yes', 'no']) })
const number = z.string().max(8).transform(latinDigits).optional()
const words = z.string().max(4000).optional()
const editForm = z.object({ day: number, at: number, holdOut: number, fa: words, en: words, do: z.enum(['look', 'save']).default('save') })
const backForm = z.object({ step: z.string().max(60), field: z.enum(EDIT_FIELDS) })

const HISTORY = 20

export function journeysRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  const journeyOf = (c: Context<Env>) => app.scenarios.journeys.find(one => one.journey === c.req.param('name'))
  const change = async (c: Context<Env>, journey: string, changes: readonly Change[], to = `/dashboard/journeys/${journey}`) => {
    const { member } = c.get('view')
    await app.store.transaction(async tx => {
      for (const one of changes) {
        await editStep({ ...app, tx }, { journey, ...one, by: member.id })
        if (one.field === 'on') await record({ tx, clock: app.clock }, member.id, 'journey', `${journey} ${one.value === true ? 'on' : 'off'}`)
        else await record({ tx, clock: app.clock }, member.id, 'edit', lineOfChange(journey, one))
      }
    })
    await layEdits(app.store.db, app.scenarios)
    app.wakeLoop()
    return c.redirect(to, 303)
  }
  routes.get('/journeys', async c => show(c, await journeysPage(c.get('view'))))
  routes.get('/journeys/:name', async c => show(c, await journeyPage(c.get('view'), c.req.param('name'), { after: c.req.query('after') })))
  routes.post('/journeys/:name/on', async c => {
    const [journey, form] = [journeyOf(c), onForm.safeParse(c.get('form'))]
    return journey && form.success ? await change(c, journey.journey, [{ step: WHOLE, field: 'on', value: form.data.on === 'yes' }]) : show(c, null)
  })
  routes.post('/journeys/:name/pause', async c => {
    const [view, journey, form] = [c.get('view'), journeyOf(c), pauseForm.safeParse(c.get('form'))]
    if (!journey || !form.success || (form.data.step !== '' && !stepOf(journey, form.data.step))) return show(c, null)
    const place = form.data.step === '' ? journey.journey : `${journey.journey}/${form.data.step}`
    await app.store.transaction(async tx => {
      await (form.data.on === 'yes' ? pausePlace({ tx }, place) : resumeSending({ tx, clock: app.clock }, place))
      await record({ tx, clock: app.clock }, view.member.id, form.data.on === 'yes' ? 'pause' : 'resume', place)
    })
    app.wakeLoop()
    return c.redirect(`/dashboard/journeys/${form.data.step === '' ? journey.journey : `${journey.journey}/steps/${form.data.step}`}`, 303)
  })
  routes.post('/journeys/:name/hold-out', async c => {
    const [view, journey, form] = [c.get('view'), journeyOf(c), editForm.safeParse(c.get('form'))]
    const base = journey && fileOf(app.scenarios, journey.journey)
    if (!journey || !base) return show(c, null)
    const wanted = form.success ? changesOf(base, journey, WHOLE, { holdOut: form.data.holdOut ?? '' }) : null
    const typed = String(c.get('form').holdOut ?? '').slice(0, 8)
    if (!Array.isArray(wanted)) return show(c, await journeyPage(view, journey.journey, { problem: view.say('edit-problem-bad-value'), typed }), 400)
    return form.data?.do === 'look' ? show(c, await journeyPage(view, journey.journey, { typed, look: true })) : await change(c, journey.journey, wanted)
  })
  routes.post('/journeys/:name/back', async c => {
    const [journey, form] = [journeyOf(c), backForm.safeParse(c.get('form'))]
    if (!journey || !form.success || (form.data.step !== WHOLE && !stepOf(journey, form.data.step))) return show(c, null)
    const { step, field } = form.data
    return await change(c, journey.journey, [{ step, field, value: null }], `/dashboard/journeys/${journey.journey}${step === WHOLE ? '' : `/steps/${step}`}`)
  })
  routes.get('/journeys/:name/steps/:step', async c => {
    const journey = journeyOf(c)
    return show(c, journey ? await stepPage(c.get('view'), journey, c.req.param('step')) : null)
  })
  routes.post('/journeys/:name/steps/:step', async c => {
    const [view, journey, step] = [c.get('view'), journeyOf(c), c.req.param('step')]
    const base = journey && fileOf(app.scenarios, journey.journey)
    if (!journey || !base || !stepOf(base, step)) return show(c, null)
    const form = editForm.safeParse(c.get('form'))
    const typed = Object.fromEntries(EDIT_FIELDS.flatMap(field => (c.get('form')[field] === undefined ? [] : [[field, String(c.get('form')[field]).slice(0, 4000)]])))
    if (!form.success) return show(c, await stepPage(view, journey, step, { typed, problem: view.say('edit-problem-bad-value') }), 400)
    const { do: wish, ...asked } = form.data
    const wanted = changesOf(base, journey, step, asked as Partial<typeof typed>)
    if ('problem' in wanted) return show(c, await stepPage(view, journey, step, { typed, problem: view.say(`edit-problem-${wanted.problem}`) }), 400)
    if (wish === 'look') return show(c, await stepPage(view, journey, step, { typed, wanted }))
    return await change(c, journey.journey, wanted, `/dashboard/journeys/${journey.journey}/steps/${step}`)
  })
  return routes
}

async function journeysPage(view: View): Promise<Html> {
  const { app, say, number, locale, now, zone } = view
  const counts = await app.store.db.sql<{ journey: string; n: number; active: number }>(`SELECT "journey", count(DISTINCT "customerId")::int AS "n", count(DISTINCT "customerId") FILTER (WHERE "state" = 'active')::int AS "active" FROM "enrollments" GROUP BY 1`)
  const effects = await readEffects({ sql: app.store.db.sql, now })
  const { paused } = await readControls(app.store.db)
  const sorted = [...app.scenarios.journeys].sort((a, b) => Number(b.on) - Number(a.on))
  return framed(view, 'journeys', say('page-journeys'), html`<ul class="cards">${sorted.map(({ journey, on }) => {
    const count = counts.find(one => one.journey === journey)
    const effect = effects.find(one => one.journey === journey && one.step === null)
    return html`<li><p class="meta"><a href="/dashboard/journeys/${journey}">${view.journey(journey)}</a> · ${say(on ? 'on' : 'off')}${paused.includes(journey) ? ` · ${say('paused')}` : ''} · ${say('walked', { n: number(count?.n ?? 0), active: number(count?.active ?? 0) })}</p>${effect ? html`<p>${sayEffect(locale, effect, now, zone)}</p>` : ''}</li>`
  })}</ul>`)
}

type Shown = { problem?: string; typed?: string; look?: boolean; after?: string | undefined }

/** What it does and for whom, its switches, each track drawn with counts and words, and who changed what. null: no such journey. */
async function journeyPage(view: View, name: string, shown: Shown = {}): Promise<Html | null> {
  const { app, say } = view
  const journey = app.scenarios.journeys.find(one => one.journey === name)
  if (!journey) return null
  const { paused } = await readControls(app.store.db)
  const edits = await app.store.db.journeyEdit.findMany({ where: { journey: name }, select: { step: true } })
  const drawn = { journey, count: await countSteps(app.store.db, name), paused, edited: new Set(edits.map(({ step }) => step)) }
  return framed(view, 'journeys', view.journey(name), html`
${shown.problem ? html`<p class="problem" role="alert">${shown.problem}</p>` : ''}
<p class="small">${say('starts-on', { what: view.named('trigger', journey.startsOn) })}${journey.audience ? html` · ${say('only-for')} <bdi dir="ltr">${journey.audience}</bdi>` : ''} · ${say(journey.on ? 'on' : 'off')}${paused.includes(name) ? html` · <strong>${say('paused-whole')}</strong>` : ''}</p>
<div class="filter"><form method="post" action="/dashboard/journeys/${name}/on">${view.seal}<input type="hidden" name="on" value="${journey.on ? 'no' : 'yes'}"><button class="button ${journey.on ? '' : 'bright'}" type="submit">${say(journey.on ? 'switch-off' : 'switch-on')}</button></form>
${pauseButton(view, name, '', paused.includes(name))}</div>
${await effectOf(view, journey, drawn.edited.has(WHOLE), shown)}
${Object.entries(journey.tracks).map(([track, one]) => drawTrack(view, drawn, track, one))}
${await historyOf(view, name, shown.after)}`)
}

/** What it did, by those who got nothing; and their share, with when it would say something before it begins. */
async function effectOf(view: View, journey: Journey, isEdited: boolean, { typed, look }: Shown): Promise<Html> {
  const { app, say, locale, now, zone } = view
  const effects = (await readEffects({ sql: app.store.db.sql, now })).filter(one => one.journey === journey.journey)
  const share = typed ?? String(journey.holdOut ?? '')
  const [whole] = effects.filter(one => one.step === null)
  return html`<section id="effect"><h2>${say('effect')}</h2>
<p>${whole ? sayEffect(locale, whole, now, zone) : say('no-effect')}</p>
${effects.filter(one => one.step !== null).map(one => html`<p>${one.step}: ${sayEffect(locale, one, now, zone)}</p>`)}
${mayHoldOut(journey) ? html`<p class="small">${say('hold-out-why')}</p>
${look ? html`<p class="look" role="status">${await sayExpected(view, journey.journey, Number(latinDigits(share)))}</p>` : ''}
<form class="filter" method="post" action="/dashboard/journeys/${journey.journey}/hold-out">${view.seal}<label>${say('hold-out')} <input name="holdOut" inputmode="numeric" size="3" value="${share}"></label>
<button class="button" name="do" value="look" type="submit">${say('look')}</button> <button class="button ${look ? 'bright' : ''}" name="do" value="save" type="submit">${say('save')}</button></form>
${isEdited ? backButton(view, journey.journey, WHOLE, 'holdOut') : ''}` : html`<p class="small">${say('hold-out-not')}</p>`}</section>`
}

/** Who changed what and when, newest first, as the record of staff has it. */
async function historyOf(view: View, name: string, after: string | undefined): Promise<Html> {
  const { app, say } = view
  const before = after && /^\d{1,18}$/.test(after) ? after : null
  const rows = await app.store.db.sql<{ id: string; at: Date; name: string | null; action: string; detail: string }>(
    `SELECT a."id"::text AS "id", a."at", s."name", a."action", a."detail" FROM "staff_audit" a LEFT JOIN "staff" s ON s."id" = a."staffId"
     WHERE a."action" IN ('edit', 'journey', 'pause', 'resume') AND (a."detail" = $1 OR starts_with(a."detail", $1 || '/') OR starts_with(a."detail", $1 || ' ')) AND ($2::bigint IS NULL OR a."id" < $2::bigint)
     ORDER BY a."id" DESC LIMIT ${HISTORY + 1}`, [name, before])
  if (rows.length === 0) return html``
  const shown = rows.slice(0, HISTORY)
  return html`<section><h2>${say('history')}</h2><ul class="history">${shown.map(one => html`<li><span class="meta">${view.time(one.at)} · ${one.name ?? say('somebody')}</span> ${sayChange(view, one)}</li>`)}</ul>
${more(view, `/dashboard/journeys/${name}`, {}, rows.length > HISTORY ? shown.at(-1)!.id : null)}</section>`
}

/** «روز day-14 شد ۱۲». */
function sayChange({ say, digits }: View, { action, detail }: { action: string; detail: string }): string {
  const [, step, field = '', value = ''] = /^[^/ ]+(?:\/(\S+))?(?: (\S+))?(?: (.*))?$/s.exec(detail) ?? []
  const what = !step || step === WHOLE ? say('whole') : step
  if (action === 'journey') return say(field === 'on' ? 'did-on' : 'did-off')
  if (action !== 'edit') return say(`did-${action}`, { what })
  if (field === 'default') return say('did-back', { what })
  const about = EDIT_FIELDS.some(one => one === field) ? say(`field-${field}`) : field
  return value === 'default' ? say('did-back-field', { what, field: about }) : value === '' ? say('did-words', { what, field: about }) : say('did-set', { what, field: about, value: digits(value) })
}
