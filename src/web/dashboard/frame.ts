import type { Context } from 'hono'
import { html } from 'hono/html'
import type { App } from '../../app.ts'
import type { Locale } from '../../channel.ts'
import { record, type Member } from '../../staff/members.ts'
import type { Tx } from '../../store/store.ts'
import { staffTexts } from '../../staff/words.ts'
import { sayDate, sayTime } from '../../text/dates.ts'
import { digits, grouped } from '../../text/digits.ts'
import { page, type Html } from '../html.ts'
import { pageWords } from '../words.ts'

export const words = pageWords('dashboard')

/** What every page of the dashboard is handed: who looks, in which language, and how to say things to them. */
export type View = ReturnType<typeof viewOf>

/** What the dashboard's routes find in their context: who looks, and the form that was sent, its seal already checked. */
export type Env = { Variables: { view: View; form: Record<string, unknown> } }

export const MANAGER_PAGES = ['overview', 'audience', 'journeys', 'offers', 'points', 'doors', 'connections', 'settings'] as const
const PAGES = ['overview', 'answers', 'cases', 'customers', 'audience', 'journeys', 'offers', 'points', 'doors', 'channels', 'connections', 'settings'] as const
export type PageName = (typeof PAGES)[number]

export function viewOf(app: App, { member, csrf, locale }: { member: Member; csrf: string; locale: Locale }) {
  const { zone } = app.config.shop
  const say = (key: string, args: Record<string, string | number> = {}) => words.format(locale, key, args)
  return {
    app, member, locale, zone, say,
    now: app.clock.now(),
    number: (value: number) => grouped(locale, value),
    digits: (value: number | string) => digits(locale, value),
    date: (at: Date) => sayDate(locale, at, app.clock.now(), zone),
    time: (at: Date) => sayTime(locale, at, app.clock.now(), zone),
    /** A word with that prefix if the dashboard has one, else the name as it is. */
    named: (prefix: string, name: string) => (words.has(locale, `${prefix}-${name}`) ? say(`${prefix}-${name}`) : name),
    /** A journey by what it is for; one of the shop's own by its name. */
    journey: (name: string) => (staffTexts.has(locale, 'journey-about', name) ? staffTexts.label(locale, 'journey-about', name) : name),
    /** Stands in every form. */
    seal: html`<input type="hidden" name="seal" value="${csrf}">`,
  }
}

export const mayOpen = (member: Member, name: string): boolean => member.role === 'manager' || !MANAGER_PAGES.some(page => page === name)

/** One page with its menu. `open`: which entry of the menu it belongs to. */
export function framed(view: View, open: PageName, title: string, body: Html): Html {
  const { say, member, locale, app } = view
  const other: Locale = locale === 'fa' ? 'en' : 'fa'
  const pages = PAGES.filter(name => mayOpen(member, name))
  return page({
    locale, title: `${title} · ${app.config.shop.name}`, kind: 'dashboard', styles: ['theme.css', 'dashboard.css'],
    body: html`<a class="skip" href="#content">${say('skip')}</a>
<header class="bar"><strong>${app.config.shop.name}</strong>
<nav aria-label="${say('menu')}">${pages.map(name => html`<a href="/dashboard${name === pages[0] ? '' : `/${name}`}" ${name === open ? html`aria-current="page"` : ''}>${say(`page-${name}`)}</a>`)}</nav>
<div class="who"><a href="/dashboard/lang/${other}" hreflang="${other}" lang="${other}">${words.format(other, 'language')}</a><form method="post" action="/login/out"><button type="submit">${say('leave')}</button></form></div></header>
<main id="content"><h1>${title}</h1>${body}</main>`,
  })
}

/** The page, or 404 where there is nothing. */
export const show = (c: Context<Env>, found: Html | null, status: 200 | 400 | 409 = 200) => (found ? c.html(found, status) : c.html(missing(c.get('view')), 404))

export const missing = (view: View, why = 'missing'): Html => framed(view, 'overview', view.say('page-overview'), empty(view.say(why)))

/** Writes down who did what about which thing. */
export const audited = ({ app, member }: View, what: string, about: string) => app.store.transaction(tx => record({ tx, clock: app.clock }, member.id, what, about))

/** One transaction, with everything that engagement needs in it; what it wrote goes out without waiting. */
export async function within<T>({ app }: Pick<View, 'app'>, run: (parts: App & { tx: Tx }) => Promise<T>): Promise<T> {
  const result = await app.store.transaction(tx => run({ ...app, tx }))
  app.wakeLoop()
  return result
}

/** Why a form was refused, read out at once. */
export const problem = (text: string | null | undefined): Html => (text ? html`<p class="problem" role="alert">${text}</p>` : html``)

/** What stands where a list has nothing to show: what is so, and what to do. */
export const empty = (text: string): Html => html`<p class="empty">${text}</p>`

/** The way to the next page of a list, with the filter kept. */
export function more(view: View, path: string, filter: Record<string, string | undefined>, cursor: string | null): Html {
  if (!cursor) return html``
  const query = new URLSearchParams(Object.entries({ ...filter, after: cursor }).filter((pair): pair is [string, string] => Boolean(pair[1])))
  return html`<p><a class="button" href="${path}?${query.toString()}" rel="next">${view.say('more')}</a></p>`
}
