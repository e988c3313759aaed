import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { readControls } from '../../engagement/controls.ts'
import { editStep, fileOf, layEdits } from '../../engagement/edit-journey.ts'
import { readEffects } from '../../figures/effect.ts'
import { sayEffect } from '../../figures/words.ts'
import { stepOf, textOf, whyNot, type Edit } from '../../journeys/edits.ts'
import { plainWords } from '../../journeys/outline.ts'
import type { Journey, Step } from '../../journeys/schema.ts'
import { record } from '../../staff/members.ts'
import { latinDigits } from '../../text/digits.ts'
import type { Html } from '../html.ts'
import { framed, show, type Env, type View } from './frame.ts'

const onForm = z.object({ on: z.enum(['yes', 'no']) })
const editForm = z.object({ step: z.string().max(60), day: z.string().max(5).transform(latinDigits), at: z.string().max(8).transform(latinDigits) })

export function journeysRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/journeys', async c => show(c, await journeysPage(c.get('view'))))
  routes.get('/journeys/:name', async c => show(c, await journeyPage(c.get('view'), c.req.param('name'))))
  const journeyOf = (c: Context<Env>) => app.scenarios.journeys.find(one => one.journey === c.req.param('name'))
  routes.post('/journeys/:name/on', async c => {
    const [view, journey, form] = [c.get('view'), journeyOf(c), onForm.safeParse(c.get('form'))]
    if (!journey || !form.success) return show(c, null)
    await app.store.transaction(async tx => {
      await editStep({ ...app, tx }, { journey: journey.journey, step: '*', field: 'on', value: form.data.on === 'yes', by: view.member.id })
      await record({ tx, clock: app.clock }, view.member.id, 'journey', `${journey.journey} ${form.data.on === 'yes' ? 'on' : 'off'}`)
    })
    return await changed(c, journey.journey)
  })
  routes.post('/journeys/:name/edit', async c => {
    const [view, journey, form] = [c.get('view'), journeyOf(c), editForm.safeParse(c.get('form'))]
    if (!journey) return show(c, null)
    const wanted = form.success ? editsAsked(view, journey, form.data) : { problem: view.say('edit-bad') }
    if ('problem' in wanted) return show(c, await journeyPage(view, journey.journey, wanted.problem), 400)
    await app.store.transaction(async tx => {
      for (const edit of wanted) {
        await editStep({ ...app, tx }, { journey: journey.journey, ...edit, by: view.member.id })
        await record({ tx, clock: app.clock }, view.member.id, 'edit', `${journey.journey}/${edit.step} ${edit.field}`)
      }
    })
    return await changed(c, journey.journey)
  })
  const changed = async (c: Context<Env>, journey: string) => {
    await layEdits(app.store.db, app.scenarios)
    app.wakeLoop()
    return c.redirect(`/dashboard/journeys/${journey}`, 303)
  }
  return routes
}

export async function journeysPage(view: View): Promise<Html> {
  const { app, say, number, locale, now, zone } = view
  const counts = await app.store.db.sql<{ journey: string; n: number; active: number }>(`SELECT "journey", count(DISTINCT "customerId")::int AS "n", count(DISTINCT "customerId") FILTER (WHERE "state" = 'active')::int AS "active" FROM "enrollments" GROUP BY 1`)
  const effects = await readEffects({ sql: app.store.db.sql, now })
  const sorted = [...app.scenarios.journeys].sort((a, b) => Number(b.on) - Number(a.on))
  return framed(view, 'journeys', say('page-journeys'), html`<ul class="cards">${sorted.map(({ journey, on }) => {
    const count = counts.find(one => one.journey === journey)
    const effect = effects.find(one => one.journey === journey && one.step === null)
    return html`<li><p class="meta"><a href="/dashboard/journeys/${journey}">${view.journey(journey)}</a> · ${say(on ? 'on' : 'off')} · ${say('walked', { n: number(count?.n ?? 0), active: number(count?.active ?? 0) })}</p>${effect ? html`<p>${sayEffect(locale, effect, now, zone)}</p>` : ''}</li>`
  })}</ul>`)
}

/** Each track as a line of steps with counts, words in both languages, and forms for what a manager may change. null: no such journey. */
export async function journeyPage(view: View, name: string, problem: string | null = null): Promise<Html | null> {
  const { app, say, number } = view
  const journey = app.scenarios.journeys.find(one => one.journey === name)
  if (!journey) return null
  const { paused } = await readControls(app.store.db)
  const counts = await app.store.db.sql<{ step: string; sent: number; waiting: number; dropped: number }>(
    `SELECT x."step", count(*) FILTER (WHERE x."state" IN ('sent', 'accepted', 'delivered'))::int AS "sent", count(*) FILTER (WHERE x."state" IN ('planned', 'held', 'sending'))::int AS "waiting",
       count(*) FILTER (WHERE x."state" IN ('dropped', 'failed', 'uncertain'))::int AS "dropped" FROM "outbox" x WHERE x."journey" = $1 AND x."kind" = 'message' AND x."step" IS NOT NULL GROUP BY 1`, [name])
  const edits = await app.store.db.journeyEdit.findMany({ where: { journey: name }, orderBy: { at: 'desc' }, take: 20 })
  return framed(view, 'journeys', view.journey(name), html`
${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
<p class="small">${say('starts-on', { what: view.named('trigger', journey.startsOn) })}${journey.holdOut ? ` · ${say('held-out', { n: number(journey.holdOut) })}` : ''}</p>
<form method="post" action="/dashboard/journeys/${name}/on">${view.seal}<input type="hidden" name="on" value="${journey.on ? 'no' : 'yes'}"><button class="button ${journey.on ? '' : 'bright'}" type="submit">${say(journey.on ? 'switch-off' : 'switch-on')}</button></form>
${Object.entries(journey.tracks).map(([track, { steps }]) => html`<section><h2>${view.named('track', track)}</h2><ol class="graph">${Object.entries(steps).map(([step, one]) => {
    const count = counts.find(row => row.step === step)
    return html`<li class="node ${one.kind}"><h3>${view.named('step', step)} ${paused.includes(`${name}/${step}`) ? html`<span class="score">${say('paused')}</span>` : ''}</h3>
<p class="meta">${timing(view, one)}${one.kind === 'branch' ? '' : html` · ${say('counts', { sent: number(count?.sent ?? 0), waiting: number(count?.waiting ?? 0), dropped: number(count?.dropped ?? 0) })}`}</p>
${one.kind === 'branch' ? '' : html`<blockquote lang="fa" dir="rtl">${plainWords(journey, 'fa')(textOf(step, one))}</blockquote><blockquote lang="en" dir="ltr">${plainWords(journey, 'en')(textOf(step, one))}</blockquote>`}
${one.when ? html`<details><summary>${say('change-time')}</summary><form class="filter" method="post" action="/dashboard/journeys/${name}/edit">${view.seal}<input type="hidden" name="step" value="${step}">
<label>${say('day')} <input name="day" inputmode="numeric" size="3" value="${one.when.day}"></label> <label>${say('at')} <input name="at" inputmode="numeric" size="5" placeholder="${say('same-hour')}" value="${one.when.at ?? ''}"></label> <button class="button" type="submit">${say('save')}</button></form></details>` : ''}</li>`
  })}</ol></section>`)}
${edits.length === 0 ? '' : html`<section><h2>${say('history')}</h2><ul>${edits.map(one => html`<li>${view.time(one.at)} · ${one.step} · ${one.field}: ${JSON.stringify(one.value)}</li>`)}</ul></section>`}`)
}

/** What the form asks for, each to be stored by editStep; or why not. Digits may be Persian. */
export function editsAsked(view: View, journey: Journey, { step, day, at }: { step: string; day: string; at: string }): Edit[] | { problem: string } {
  const base = fileOf(view.app.scenarios, journey.journey)
  const current = base && stepOf(journey, step)
  if (!base || !current?.when) return { problem: view.say('edit-no-step') }
  const wanted: Edit[] = [
    ...(day !== '' && Number(day) !== current.when.day ? [{ step, field: 'day' as const, value: Number(day) }] : []),
    ...(at !== '' && at !== (current.when.at ?? '') ? [{ step, field: 'at' as const, value: at }] : []),
  ]
  return wanted.some(edit => whyNot(base, edit)) ? { problem: view.say('edit-bad') } : wanted
}

function timing({ say, digits }: View, step: Step): string {
  if (!step.when) return say('after-answer')
  return step.when.at ? say('on-day-at', { day: digits(step.when.day), at: digits(step.when.at) }) : step.when.after ? say('after-time', { time: digits(step.when.after) }) : say('on-day', { day: digits(step.when.day) })
}
