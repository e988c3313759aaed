/** The dashboard: pages made on the server, without a script, for whoever of the staff is logged in. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Hono, type Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { closeCaseAndResume, replyToCase } from '../../engagement/case-actions.ts'
import { editStep, layEdits } from '../../engagement/edit-journey.ts'
import { withdrawOffer } from '../../engagement/offers.ts'
import { handleDelivery } from '../../engagement/take-delivery.ts'
import { answersCsv } from '../../feedback/list-answers.ts'
import { retryDelivery } from '../../shop/deliveries.ts'
import { record } from '../../staff/members.ts'
import { latinDigits } from '../../text/digits.ts'
import { sameText } from '../../text/sign.ts'
import { clean } from '../../text/normalise.ts'
import { csvAnswer } from '../csv-answer.ts'
import type { Html } from '../html.ts'
import { fromElsewhere, sessionOf } from '../session.ts'
import { answerFilter, answerQuery, answersPage } from './answers.ts'
import { casePage, casesPage } from './cases.ts'
import { channelsPage } from './channels.ts'
import { connectionsPage } from './connections.ts'
import { customerPage, customersPage } from './customers.ts'
import { figurePage } from './figure.ts'
import { framed, empty, mayOpen, viewOf, type View } from './frame.ts'
import { editsAsked, journeyPage, journeysPage } from './journeys.ts'
import { offersPage } from './offers.ts'
import { overviewPage } from './overview.ts'

const LANGUAGE = 'bazgasht_lang'
const textForm = z.object({ text: z.string().max(3_500).transform(text => clean(text).trim()).refine(text => text !== '') })
const onForm = z.object({ on: z.enum(['yes', 'no']) })
const editForm = z.object({ step: z.string().max(60), day: z.string().max(5).transform(latinDigits), at: z.string().max(8).transform(latinDigits) })

type Env = { Variables: { view: View; form: Record<string, unknown> } }

export function dashboardRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.use('*', async (c, next) => {
    const session = await sessionOf(c, app)
    if (!session) return c.redirect('/login', 303)
    const asked = getCookie(c, LANGUAGE)
    c.set('view', viewOf(app, { ...session, locale: asked === 'fa' || asked === 'en' ? asked : app.config.shop.locale }))
    c.header('cache-control', 'no-store')
    // PostgreSQL has no such character: nothing can be stored under it.
    if (c.req.url.includes('%00')) return c.html(missing(c.get('view'), 'missing'), 404)
    if (c.req.method === 'GET') return await next()
    const form = await c.req.parseBody()
    if (fromElsewhere(c) || !sameText(String(form.seal ?? ''), session.csrf)) return c.html(missing(c.get('view'), 'refused'), 403)
    c.set('form', form)
    await next()
  })
  for (const name of ['journeys', 'figures', 'offers', 'connections'])
    routes.use(`/${name}/*`, async (c, next) => (mayOpen(c.get('view').member, 'overview') ? await next() : c.html(missing(c.get('view'), 'for-managers'), 403)))
  const show = (c: Context<Env>, found: Html | null, status: 200 | 400 | 409 = 200) => (found ? c.html(found, status) : c.html(missing(c.get('view'), 'missing'), 404))

  routes.get('/', async c => {
    const view = c.get('view')
    return mayOpen(view.member, 'overview') ? show(c, await overviewPage(view, c.req.query('month') ?? '')) : c.redirect('/dashboard/answers', 303)
  })
  routes.get('/lang/:locale', c => {
    setCookie(c, LANGUAGE, c.req.param('locale') === 'en' ? 'en' : 'fa', { path: '/dashboard', httpOnly: true, sameSite: 'Strict', maxAge: 365 * 86_400, secure: app.config.publicUrl.startsWith('https:') })
    return c.redirect('/dashboard', 303)
  })
  routes.get('/figures/:name', async c => show(c, await figurePage(c.get('view'), c.req.param('name'), c.req.query())))
  routes.get('/answers', async c => show(c, await answersPage(c.get('view'), answerQuery.parse(c.req.query()))))
  routes.get('/answers.csv', c => csvAnswer(c, 'answers.csv', answersCsv(app.store.db, answerFilter(answerQuery.parse(c.req.query())))))

  routes.get('/cases', async c => show(c, await casesPage(c.get('view'), c.req.query())))
  routes.get('/cases/:number', async c => show(c, await casePage(c.get('view'), Number(c.req.param('number')))))
  const caseOf = async (c: Context<Env>) => {
    const number = Number(c.req.param('number'))
    return Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? await app.store.db.case.findFirst({ where: { number }, select: { id: true, number: true } }) : null
  }
  routes.post('/cases/:number/reply', async c => {
    const [view, found] = [c.get('view'), await caseOf(c)]
    if (!found) return show(c, null)
    const form = textForm.safeParse(c.get('form'))
    const said = String(c.get('form').text ?? '').slice(0, 3_500)
    if (!form.success) return show(c, await casePage(view, found.number, { text: view.say('reply-empty'), said }), 400)
    const result = await replyToCase(app, found.id, form.data.text, view.member.name)
    if (result !== 'done') return show(c, await casePage(view, found.number, { text: view.say('reply-closed'), said }), 409)
    await audited(view, 'reply', String(found.number))
    return c.redirect(`/dashboard/cases/${found.number}`, 303)
  })
  routes.post('/cases/:number/close', async c => {
    const [view, found] = [c.get('view'), await caseOf(c)]
    if (!found) return show(c, null)
    if ((await closeCaseAndResume(app, found.id, view.member.name)) === 'done') await audited(view, 'close', String(found.number))
    return c.redirect('/dashboard/cases', 303)
  })

  routes.get('/customers', async c => show(c, await customersPage(c.get('view'), c.req.query())))
  routes.get('/customers/:id', async c => show(c, await customerPage(c.get('view'), c.req.param('id'))))
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
  routes.get('/offers', async c => show(c, await offersPage(c.get('view'), c.req.query())))
  routes.post('/offers/:id/stop', async c => {
    const view = c.get('view')
    const id = c.req.param('id')
    await app.store.transaction(async tx => {
      if ((await withdrawOffer({ ...app, tx }, id, `stopped by ${view.member.name}`)) !== null) await record({ tx, clock: app.clock }, view.member.id, 'stop offer', id)
    })
    app.wakeLoop()
    return c.redirect('/dashboard/offers', 303)
  })
  routes.get('/connections', async c => show(c, await connectionsPage(c.get('view'))))
  routes.post('/connections/:id/retry', async c => {
    const id = c.req.param('id')
    if ((await retryDelivery(app.store, id)) === 'retried') await handleDelivery(app, id)
    return c.redirect('/dashboard/connections', 303)
  })
  routes.get('/channels', async c => show(c, await channelsPage(c.get('view'))))
  routes.notFound(c => c.html(missing(c.get('view'), 'missing'), 404))
  return routes
}

const audited = ({ app, member }: View, what: string, about: string) => app.store.transaction(tx => record({ tx, clock: app.clock }, member.id, what, about))

const missing = (view: View, why: string): Html => framed(view, 'overview', view.say('page-overview'), empty(view.say(why)))

/** The Persian font, from its package: /assets/vazirmatn.woff2 of the site. */
export function fontRoutes(): Hono {
  const file = join(dirname(createRequire(import.meta.url).resolve('vazirmatn/package.json')), 'fonts/webfonts/Vazirmatn[wght].woff2')
  const body = readFileSync(file)
  return new Hono().get('/vazirmatn.woff2', c => c.body(body, 200, { 'content-type': 'font/woff2', 'cache-control': 'public, max-age=2592000' }))
}
