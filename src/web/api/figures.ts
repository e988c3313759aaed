import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import type { Locale } from '../../channel.ts'
import { DAY } from '../../clock.ts'
import { cohortsBy } from '../../figures/cohorts.ts'
import { FIGURES, type FigureName } from '../../figures/figure.ts'
import { listFigure, PARTS, partsOf } from '../../figures/lists.ts'
import { monthAsked } from '../../figures/month-page.ts'
import { readOverview } from '../../figures/overview.ts'
import { calendarOf, periodBetween, type Period } from '../../figures/period.ts'
import { figureWords, sayEffect } from '../../figures/words.ts'
import { instant } from '../../shop/order-input.ts'
import { cohort, figureCustomer, overviewShape } from './figure-shapes.ts'
import { toPage, withCursor } from './paging.ts'
import { badRequest } from './problems.ts'
import { ends, pageOf } from './shapes.ts'

const MONTH = 'a month that has begun, such as 1405-07 or 2026-10'
const span = z.object({ from: instant.optional(), to: instant.optional(), month: z.string(MONTH).regex(/^\d{4}-\d\d$/, MONTH).optional() })
const SPAN = 'Of `month`, or from `from` (included) to `to` (not); without any, of the last thirty days.'

export function figures(app: App, api: OpenAPIHono): void {
  const { locale, zone } = app.config.shop
  const whole = createRoute({
    method: 'get', path: '/figures', tags: ['Figures'], summary: 'Whether customers return, and what each journey earned', description: SPAN, request: { query: span },
    responses: ends({ 200: overviewShape }),
  })
  api.openapi(whole, async c => {
    const now = app.clock.now()
    const period = periodOf(c.req.valid('query'), locale, zone, now)
    if ('path' in period) return badRequest(c, [period])
    const found = await readOverview(app.store, { now, audience: app.scenarios.audience }, period)
    const journeys = found.journeys.map(effect => ({ ...effect, sentence: sayEffect(locale, effect, now, zone) }))
    return c.json(withWords({ ...found, journeys }, locale), 200)
  })

  const cohorts = createRoute({
    method: 'get', path: '/figures/cohorts', tags: ['Figures'], summary: 'Customers by the product or the offer of their first order, and how many buy again',
    description: 'Months are thirty days of each customer’s own, and count only those who are through them. The twenty largest.',
    request: { query: span.extend({ by: z.enum(['product', 'offer'], 'product or offer') }) }, responses: ends({ 200: z.object({ items: z.array(cohort) }) }),
  })
  api.openapi(cohorts, async c => {
    const { by, ...asked } = c.req.valid('query')
    const period = periodOf(asked, locale, zone, app.clock.now())
    if ('path' in period) return badRequest(c, [period])
    return c.json({ items: await cohortsBy(app.store.db, by, period.to) }, 200)
  })

  const list = createRoute({
    method: 'get', path: '/figures/{name}/customers', tags: ['Figures'], summary: 'The very customers behind a number',
    description: `${SPAN} Retention by count is E − N, a number of nobody in particular: ask for its parts \`end\` and \`new\`. Reach is as it is now. Where answers or questions are counted, \`id\` is theirs.`,
    request: { params: z.object({ name: z.enum(FIGURES, `one of ${FIGURES.join(', ')}`) }), query: withCursor(z.tuple([z.string().max(200)])).extend({ ...span.shape, part: z.enum(PARTS, `one of ${PARTS.join(', ')}`) }) },
    responses: ends({ 200: pageOf(figureCustomer) }),
  })
  api.openapi(list, async c => {
    const { name } = c.req.valid('param') as { name: FigureName }
    const { part, limit, cursor, ...asked } = c.req.valid('query')
    const period = periodOf(asked, locale, zone, app.clock.now())
    if ('path' in period) return badRequest(c, [period])
    const parts = partsOf(name)
    if (!parts.includes(part)) return badRequest(c, [{ path: 'part', found: JSON.stringify(part), expected: `one of ${parts.join(', ')}` }])
    const rows = await listFigure({ sql: app.store.db.sql, activeDays: app.scenarios.audience.away.cycleDays }, name, part, period, { limit: limit + 1, after: cursor?.[0] ?? null })
    return c.json(toPage(rows, limit, row => row, row => [row.id]), 200)
  })
}

type Issue = { path: string; found: string; expected: string }

function periodOf({ from, to, month }: z.output<typeof span>, locale: Locale, zone: string, now: Date): Period | Issue {
  if (month !== undefined) return monthAsked(month, { locale, now, zone }) ?? { path: 'month', found: JSON.stringify(month), expected: MONTH }
  const end = to ?? now
  const start = from ?? new Date(end.getTime() - 30 * DAY)
  if (start >= end) return { path: 'from', found: start.toISOString(), expected: `an instant before ${end.toISOString()}` }
  return periodBetween(start, end, zone, calendarOf(locale))
}

/** Every figure, however deep, with its words. */
function withWords(value: unknown, locale: Locale): object {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => {
    const isFigure = part !== null && typeof part === 'object' && 'formula' in part && 'name' in part && (FIGURES as readonly unknown[]).includes(part.name)
    return isFigure ? { ...part, words: figureWords(locale, part.name as FigureName) } : part
  }) as object
}
