import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { DAY, HOUR, MINUTE } from '../../clock.ts'
import { packageInfo } from '../../config.ts'
import { readControls, type Controls } from '../../engagement/controls.ts'
import { findPlace, markDays, openDays, pausePlace, readDays, readHours, rehearse, resumeSending, setHours, stopSending } from '../../engagement/switches.ts'
import { localDate } from '../../journeys/local-time.ts'
import { invite, members, record, rename, revoke, ROLES, setNotices, type Member } from '../../staff/members.ts'
import type { Tx } from '../../store/store.ts'
import { latinDigits } from '../../text/digits.ts'
import type { Html } from '../html.ts'
import { framed, show, type Env, type View } from './frame.ts'

const written = (most: number) => z.string().max(most).default('').transform(text => latinDigits(text).trim())
const sendingForm = z.object({ do: z.enum(['stop', 'resume', 'shadow', 'live']) })
const placeForm = z.object({ do: z.enum(['pause', 'resume']), place: z.string().max(100) })
const daysForm = z.object({ what: z.enum(['calm', 'closed', 'hours', 'open']), days: written(40), from: written(8), to: written(8) })
const meForm = z.object({ name: z.string().max(60).refine(text => text.trim() !== ''), bad: z.literal('yes').optional(), digest: written(4).refine(text => /^(|1?\d|2[0-3])$/.test(text)) })
const inviteForm = z.object({ role: z.enum(ROLES) })
const revokeForm = z.object({ id: z.string().regex(/^[\w-]{1,64}$/) })

/** What the page says besides what is set: a form that was refused, or an invitation just made, which nobody can see again. */
type Said = { refused?: { form: 'days' | 'me' | 'team'; text: string; typed: Record<string, string> }; invitation?: string }

export function settingsRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  const back = (c: Context<Env>) => {
    app.wakeLoop()
    return c.redirect('/dashboard/settings', 303)
  }
  /** The change and its line in the audit, together. */
  const change = (c: Context<Env>, action: string, about: string | null, run: (tx: Tx) => Promise<void>) =>
    app.store.transaction(async tx => {
      await run(tx)
      await record({ tx, clock: app.clock }, c.get('view').member.id, action, about)
    })
  const refuse = async (c: Context<Env>, form: NonNullable<Said['refused']>['form'], key: string) => {
    const typed = Object.fromEntries(Object.entries(c.get('form')).map(([name, value]) => [name, String(value).slice(0, 60)]))
    return show(c, await settingsPage(c.get('view'), { refused: { form, text: c.get('view').say(key), typed } }), 400)
  }

  routes.get('/settings', async c => show(c, await settingsPage(c.get('view'))))
  routes.post('/settings/sending', async c => {
    const form = sendingForm.safeParse(c.get('form'))
    if (!form.success) return show(c, null)
    const what = form.data.do
    await change(c, what === 'stop' ? 'stopall' : what, null, async tx => {
      if (what === 'stop') await stopSending({ tx })
      else if (what === 'resume') await resumeSending({ tx, clock: app.clock }, null)
      else await rehearse({ tx }, what === 'shadow')
    })
    return back(c)
  })
  routes.post('/settings/place', async c => {
    const form = placeForm.safeParse(c.get('form'))
    // What was paused may have left the journeys since: it can still be taken off.
    const place = form.success ? (form.data.do === 'resume' ? form.data.place : findPlace(app.scenarios, form.data.place)) : null
    if (!form.success || !place) return show(c, null)
    await change(c, form.data.do, place, tx => (form.data.do === 'pause' ? pausePlace({ tx }, place) : resumeSending({ tx, clock: app.clock }, place)))
    return back(c)
  })
  routes.post('/settings/days', async c => {
    const form = daysForm.safeParse(c.get('form'))
    if (!form.success) return await refuse(c, 'days', 'days-bad')
    const { what, from, to } = form.data
    const days = readDays(form.data.days, { now: app.clock.now(), zone: app.config.shop.zone })
    const hours = readHours(from, to)
    if (!days || (what === 'hours' && !hours)) return await refuse(c, 'days', 'days-bad')
    await change(c, what, form.data.days, async tx => {
      if (what === 'open') await openDays({ tx, clock: app.clock }, days)
      else if (what === 'hours') await setHours({ tx }, days, hours!)
      else await markDays({ tx }, what === 'calm' ? 'calmDays' : 'closedDays', days)
    })
    return back(c)
  })
  routes.post('/settings/me', async c => {
    const form = meForm.safeParse(c.get('form'))
    if (!form.success) return await refuse(c, 'me', 'me-bad')
    const { name, bad, digest } = form.data
    const { id } = c.get('view').member
    await change(c, 'notices', null, async tx => {
      await rename(tx, id, name)
      await setNotices(tx, id, { badAnswers: bad === 'yes', digestHour: digest === '' ? null : Number(digest) })
    })
    return back(c)
  })
  routes.post('/settings/invite', async c => {
    const form = inviteForm.safeParse(c.get('form'))
    if (!form.success) return show(c, null)
    const invitation = await app.store.transaction(tx => invite({ tx, clock: app.clock }, form.data.role, c.get('view').member.id))
    // No redirect: the link is shown this once, and stands in no address of ours.
    return show(c, await settingsPage(c.get('view'), { invitation }))
  })
  routes.post('/settings/revoke', async c => {
    const [form, { member }] = [revokeForm.safeParse(c.get('form')), c.get('view')]
    if (!form.success) return show(c, null)
    const result = await app.store.transaction(async tx => {
      const done = await revoke({ tx, clock: app.clock }, form.data.id)
      if (done === 'done') await record({ tx, clock: app.clock }, member.id, 'revoke', form.data.id)
      return done
    })
    return result === 'last-manager' ? await refuse(c, 'team', 'revoke-last') : back(c)
  })
  return routes
}

/** What is set, and how it is changed: by a form where the bot has a command for it, else by the file or variable that sets it. */
export async function settingsPage(view: View, { refused, invitation }: Said = {}): Promise<Html> {
  const { app, say, named } = view
  const controls = await readControls(app.store.db)
  const team = (await members(app.store.db)) as Member[]
  const me = team.find(({ id }) => id === view.member.id) ?? view.member
  const problem = (form: string) => (refused?.form === form ? html`<p class="problem" role="alert">${refused.text}</p>` : '')
  const typed = (form: string, name: string, otherwise = '') => (refused?.form === form ? (refused.typed[name] ?? '') : otherwise)
  const button = (action: string, fields: Record<string, string>, label: string, kind = '') => html`<form method="post" action="/dashboard/settings/${action}">${view.seal}${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<button class="button ${kind}" type="submit">${label}</button></form>`
  const places = app.scenarios.journeys.flatMap(({ journey, tracks }) => [{ place: journey, label: view.journey(journey) }, ...Object.values(tracks).flatMap(({ steps }) => Object.entries(steps).filter(([, step]) => step.when).map(([step]) => ({ place: `${journey}/${step}`, label: `${view.journey(journey)} / ${named('step', step)}` })))])
  return framed(view, 'settings', say('page-settings'), html`
<section class="${controls.stopAll || controls.shadow ? 'halted' : ''}"><h2>${say('sending')}</h2><p>${say(controls.stopAll ? 'sending-stopped' : controls.shadow ? 'sending-shadow' : 'sending-live')}</p>
<div class="filter">${controls.stopAll ? button('sending', { do: 'resume' }, say('sending-resume'), 'bright') : button('sending', { do: 'stop' }, say('sending-stop'))} ${controls.shadow ? button('sending', { do: 'live' }, say('sending-go-live'), 'bright') : button('sending', { do: 'shadow' }, say('sending-rehearse'))}</div>
<details ${controls.paused.length > 0 ? 'open' : ''}><summary>${say('paused-places')}</summary><ul class="rows">${controls.paused.map(place => html`<li><span>${places.find(one => one.place === place)?.label ?? place}</span> ${button('place', { do: 'resume', place }, say('sending-resume'))}</li>`)}</ul>
<form class="filter" method="post" action="/dashboard/settings/place">${view.seal}<input type="hidden" name="do" value="pause"><label>${say('pause-place')} <select name="place">${places.filter(({ place }) => !controls.paused.includes(place)).map(({ place, label }) => html`<option value="${place}">${label}</option>`)}</select></label> <button class="button" type="submit">${say('pause')}</button></form></details></section>
<section><h2>${say('days-title')}</h2>${problem('days')}${days(view, controls, date => button('days', { what: 'open', days: date }, say('days-open')))}
<form class="filter" method="post" action="/dashboard/settings/days">${view.seal}<label>${say('days-what')} <select name="what">${['calm', 'closed', 'hours'].map(what => html`<option value="${what}" ${typed('days', 'what') === what ? 'selected' : ''}>${say(`days-${what}`)}</option>`)}</select></label>
<label>${say('days-which')} <input name="days" required maxlength="40" size="14" dir="auto" placeholder="${view.locale === 'fa' ? '1405-01-02' : '2026-03-22'}" value="${typed('days', 'days')}"></label> <label>${say('days-from')} <input name="from" maxlength="8" size="5" placeholder="${view.digits('10:00')}" value="${typed('days', 'from')}"></label> <label>${say('days-to')} <input name="to" maxlength="8" size="5" placeholder="${view.digits('15:00')}" value="${typed('days', 'to')}"></label> <button class="button" type="submit">${say('save')}</button></form><p class="small">${say('days-how')}</p></section>
<section><h2>${say('team')}</h2>${problem('team')}<ul class="rows">${team.map(one => html`<li><span>${one.name} · ${say(`role-${one.role}`)} · ${named('channel', one.channel)}</span> ${one.id === me.id ? say('this-is-you') : button('revoke', { id: one.id }, say('revoke', { name: one.name }))}</li>`)}</ul>
${invitation ? await invitationSays(view, invitation) : ''}<div class="filter">${ROLES.map(role => button('invite', { role }, say(`invite-${role}`)))}</div></section>
<section><h2>${say('me')}</h2>${problem('me')}<form class="filter" method="post" action="/dashboard/settings/me">${view.seal}<label>${say('my-name')} <input name="name" required maxlength="40" value="${typed('me', 'name', me.name)}"></label>
<label><input type="checkbox" name="bad" value="yes" ${me.badAnswers ? 'checked' : ''}> ${say('my-bad')}</label> <label>${say('my-digest')} <input name="digest" inputmode="numeric" maxlength="4" size="3" value="${typed('me', 'digest', me.digestHour === null ? '' : view.digits(me.digestHour))}"></label> <button class="button" type="submit">${say('save')}</button></form><p class="small">${say('me-why')}</p></section>
<section><h2>${say('policy')}</h2><p class="small">${say('policy-file')} <code dir="ltr">${app.config.scenariosDir.split('/').at(-1)}/policy.yaml</code></p>${policy(view)}</section>
<section><h2>${say('machine')}</h2><p class="small">${say('machine-why')}</p>${machine(view)}</section>`)
}

/** What is marked from today on, days in a row together, each with the way back. */
function days(view: View, controls: Controls, open: (days: string) => Html): Html {
  const { app, say, digits } = view
  const today = localDate(view.now, view.zone)
  const marks = [
    ...app.scenarios.policy.calmDays.map(day => ({ day, what: say('days-calm'), fixed: true })),
    ...controls.calmDays.map(day => ({ day, what: say('days-calm'), fixed: false })),
    ...controls.closedDays.map(day => ({ day, what: say('days-closed'), fixed: false })),
    ...Object.entries(controls.hoursOn).map(([day, [from, to]]) => ({ day, what: say('days-hours-on', { from: digits(from), to: digits(to) }), fixed: false })),
  ].filter(({ day }) => day >= today)
  const spans: { from: string; to: string; what: string; fixed: boolean }[] = []
  for (const { day, what, fixed } of marks.sort((a, b) => (a.what === b.what ? a.day.localeCompare(b.day) : a.what.localeCompare(b.what)))) {
    const last = spans.at(-1)
    if (last && last.what === what && last.fixed === fixed && Date.parse(day) - Date.parse(last.to) <= DAY) last.to = day
    else spans.push({ from: day, to: day, what, fixed })
  }
  const said = (day: string) => view.date(new Date(`${day}T12:00:00Z`))
  if (spans.length === 0) return html`<p class="empty">${say('no-days')}</p>`
  return html`<ul class="rows">${spans.map(({ from, to, what, fixed }) => html`<li><span>${from === to ? said(from) : `${said(from)} … ${said(to)}`} · ${what}</span> ${fixed ? html`<code dir="ltr">policy.yaml</code>` : open(from === to ? from : `${from}..${to}`)}</li>`)}</ul>`
}

/** In the staff's own bot if there is one, else in any of the shop's; or in a browser. */
async function invitationSays({ app, say, named }: View, payload: string): Promise<Html> {
  const doors = [...app.channels.values()].filter(({ name }) => name === 'webchat' || name === 'staff' || !app.channels.has('staff'))
  return html`<div class="invitation" role="status"><p>${say('invitation')}</p>${doors.map(channel => {
    const link = channel.link(payload)
    // A tap on the link is the person's: #go tells the chat's page so.
    return link ? html`<p class="meta">${named('channel', channel.name)}<br><a href="${channel.name === 'webchat' ? `${link}#go` : link}" dir="ltr" rel="nofollow">${link}</a></p>` : ''
  })}</div>`
}

function policy(view: View): Html {
  const { say, number, digits } = view
  const { policy } = view.app.scenarios
  const span = (ms: number) => (ms % DAY === 0 ? say('days', { n: number(ms / DAY) }) : ms % HOUR === 0 ? say('span-hours', { n: number(ms / HOUR) }) : say('span-minutes', { n: number(ms / MINUTE) }))
  const { caps } = policy
  const times = ([from, to]: readonly [string, string]) => say('span-times', { from: digits(from), to: digits(to) })
  // A Persian week begins on Saturday.
  const week = (view.locale === 'fa' ? [6, 7, 1, 2, 3, 4, 5] as const : [1, 2, 3, 4, 5, 6, 7] as const).flatMap(day => (policy.workingHours[day] ? [`${say(`weekday-${day}`)} ${times(policy.workingHours[day])}`] : []))
  return facts([
    [say('policy-quiet'), times([policy.quietHours.from, policy.quietHours.to]), 'quietHours'],
    [say('policy-gap'), span(policy.gapMs), 'gap'],
    [say('policy-offers'), say('policy-offers-most', { day: number(caps.marketingPerDay), week: number(caps.marketingPer7Days), month: number(caps.marketingPer30Days) }), 'caps'],
    [say('policy-prompting'), number(caps.promptingPerDay), 'caps.promptingPerDay'],
    [say('policy-unsolicited'), number(caps.unsolicitedPer30Days), 'caps.unsolicitedPer30Days'],
    [say('policy-survey'), span(policy.surveyCoolDownMs), 'surveyCoolDown'],
    [say('policy-questions'), number(policy.questionsPerHour), 'questionsPerHour'],
    [say('policy-hours'), week.join(view.locale === 'fa' ? '، ' : ', '), 'workingHours'],
    [say('policy-answer'), span(policy.answerWithinMs), 'answerWithin'],
    [say('policy-discount'), say('policy-percent', { n: number(policy.discountPerOrder) }), 'discountPerOrder'],
  ])
}

/** Names of variables and what they come to; never the value of a secret. */
function machine({ app, say, number }: View): Html {
  const { config } = app
  const isSet = (value: unknown) => say(value ? 'is-set' : 'is-not-set')
  return facts([
    [say('machine-shop'), config.shop.name, 'SHOP_NAME'],
    [say('machine-agent'), config.shop.agent || '—', 'AGENT_NAME'],
    [say('machine-language'), say(`locale-${config.shop.locale}`), 'DEFAULT_LOCALE'],
    [say('machine-zone'), config.shop.zone, 'SHOP_TIME_ZONE'],
    [say('machine-currency'), say(`currency-${config.shop.currency}`), 'SHOP_CURRENCY'],
    [say('machine-url'), config.publicUrl, 'PUBLIC_URL'],
    [say('machine-silence'), say('span-seconds', { n: number(config.replyAfterSilenceMs / 1000) }), 'REPLY_AFTER_SILENCE'],
    [say('machine-database'), say(config.databaseUrl ? 'database-server' : 'database-embedded'), 'DATABASE_URL'],
    [say('machine-jobs'), say(config.mongodbUrl ? 'jobs-mongo' : 'jobs-here'), 'MONGODB_URL'],
    [say('machine-key'), isSet(config.apiKey), 'API_KEY'],
    [say('machine-backup'), say(config.databaseUrl ? 'backup-server' : 'backup-embedded'), 'npx bazgasht backup'],
    [say('machine-version'), packageInfo().version, ''],
  ])
}

const facts = (rows: [name: string, value: string, key: string][]): Html =>
  html`<dl class="facts">${rows.map(([name, value, key]) => html`<div><dt>${name}${key ? html` <code dir="ltr">${key}</code>` : ''}</dt><dd dir="auto">${value}</dd></div>`)}</dl>`
