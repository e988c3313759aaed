/** Figures as the API answers them. */
import { z } from '@hono/zod-openapi'
import { GROUPS } from '../../audience/groups.ts'
import { FIGURES } from '../../figures/figure.ts'

const at = z.string().openapi({ format: 'date-time' })
const count = z.number().int()
const toman = z.number().int().openapi({ description: 'Whole toman (else minor units).' })
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable()
const share = { numerator: count, denominator: count, value: maybe(z.number()).openapi({ description: 'null: nothing stands below the line.' }) }
const figure = z
  .object({ name: z.enum(FIGURES), ...share, period: z.object({ from: at, to: at }), formula: z.string().openapi({ example: '(E − N) / S' }), words: z.object({ name: z.string(), formula: z.string(), means: z.string(), note: maybe(z.string()) }) })
  .openapi('Figure')
const rates = z.object({
  retentionByCount: figure.extend({ start: count, end: count, new: count }),
  retentionByIdentity: figure, differ: z.boolean(), periodReturn: figure, repeatCustomers: figure, monthlyBuyers: figure,
})
const group = z.object({ customers: count, bought: count, toman, waiting: count.openapi({ description: 'Their days are not over: not compared yet.' }) })
const reason = { reason: z.string(), customers: count }
const basket = z.object({ orders: count, toman, averageToman: maybe(toman) })
export const cohort = z.object({ key: z.string(), name: z.string(), customers: count, again: z.array(maybe(z.object({ of: count, customers: count }))) }).openapi('Cohort')
const listed = z.object({ id: z.string(), customerId: z.string(), name: maybe(z.string()), externalId: maybe(z.string()), orders: count, lastOrderAt: maybe(at) })
export const figureCustomer = listed.openapi('FigureCustomer')

export const overviewShape = z
  .object({
    period: z.object({ from: at, to: at, month: maybe(z.string()) }),
    activeDays: count.openapi({ description: 'Active: bought within so many days.' }),
    reach: figure.extend({
      channels: z.array(z.object({ channel: z.string(), customers: count })), sources: z.array(z.object({ source: maybe(z.string()), customers: count })),
      consents: z.object({ transactional: count, feedback: count, marketing: count }),
    }),
    rates,
    months: z.array(rates.extend({ month: z.string(), from: at, to: at })),
    cohorts: z.array(cohort).openapi({ description: 'By month of the first purchase; again[0]: the month after.' }),
    orders: z.object({
      again: z.array(z.object({ order: count, ...share })).openapi({ description: 'P(order k + 1 | order k).' }),
      gaps: maybe(z.object({ count, lowDays: z.number(), medianDays: z.number(), highDays: z.number() })),
      basket: z.object({ now: basket, before: basket }),
      lifetime: z.object({ customers: count, averageToman: maybe(toman), byAge: z.array(z.object({ days: count, customers: count, averageToman: maybe(toman) })) }),
      repeatRevenue: z.object(share),
      keeping: z.object({ discountToman: toman, customers: count, perCustomerToman: maybe(toman) }),
      whatIf: maybe(z.object({ points: z.literal(5), customers: count, toman })).openapi({ description: 'Nothing but an “if”: five of a hundred more had stayed.' }),
    }),
    feedback: z.object({
      satisfaction: figure, nps: z.object({ promoters: count, passives: count, detractors: count, score: maybe(count) }), response: figure, completion: figure, reasons: z.array(z.object(reason)),
      reasonsByGroup: z.array(z.object({ group: z.enum(GROUPS), ...reason })), reasonsByProduct: z.array(z.object({ sku: z.string(), name: z.string(), ...reason })), reasonsByMonth: z.array(z.object({ month: z.string(), ...reason })),
    }),
    journeys: z.array(
      z.object({
        journey: z.string(), step: maybe(z.string()), days: count, treated: group, heldOut: maybe(group), difference: maybe(z.object({ difference: z.number(), low: z.number(), high: z.number() })), extraToman: maybe(toman), discountToman: toman,
        verdict: z.object({ is: z.enum(['earned', 'lost', 'no-difference-yet', 'not-enough-data', 'no-comparison']), expectedAt: maybe(at).optional() }),
        sentence: z.string(),
      }),
    ),
    offers: z.array(z.object({ offer: z.string(), source: z.string(), given: count, redeemed: count, discountToman: toman, revenueToman: toman, comparison: z.null() })),
    points: maybe(z.object({ active: count, pending: count, owedToman: toman })),
    forecast: maybe(z.object({ method: z.literal('mean-of-three'), errors: count, months: z.array(z.object({ month: z.string(), customers: count, low: count, high: count })), history: z.array(z.object({ month: z.string(), customers: count })) })),
  })
  .openapi('Overview')
