/** What journeys give and tell: offers.yaml, how-to.yaml and loyalty.yaml as they are written. Amounts in whole toman. */
import { z } from 'zod'
import { durationMs } from './duration.ts'
import { duration } from './schema.ts'

const toman = z.int('a whole number of toman').min(0).max(1_000_000_000_000)
const name = z.string('a name of small letters, digits and -').regex(/^[a-z][a-z0-9-]{0,39}$/, 'a name of small letters, digits and -')
const words = z.string('words').trim().min(1).max(120)
const both = (text = words) => z.strictObject({ fa: text, en: text })
const link = z.string('an address such as https://shop.example/').refine(text => URL.canParse(text) && /^https?:/.test(text), 'an address such as https://shop.example/')
const span = duration.transform(durationMs)
const points = z.int('a whole number of points').min(1).max(1_000_000_000)

/** One template of offers.yaml. */
const template = z
  .strictObject({
    kind: z.enum(['percent', 'amount', 'free-shipping', 'gift']),
    percent: z.int('a whole number').min(1).max(100).optional(),
    ceilingToman: toman.optional(),
    amountToman: toman.optional(),
    gift: both().optional(),
    worthToman: toman.optional(),
    minimumToman: toman.default(0),
    validFor: span,
    budgetToman: toman,
    url: link.optional(),
  })
  .superRefine((offer, context) => {
    const needs = { percent: ['percent', 'ceilingToman'], amount: ['amountToman'], 'free-shipping': ['worthToman'], gift: ['gift', 'worthToman'] }[offer.kind] as (keyof typeof offer)[]
    for (const key of needs) if (offer[key] === undefined) context.addIssue({ code: 'custom', path: [key], message: `${key} for an offer of kind ${offer.kind}` })
  })
export const offersSchema = z.preprocess(data => data ?? {}, z.record(name, template))
export type OfferTemplate = z.infer<typeof template>

export const howToSchema = z.preprocess(
  data => data ?? [],
  z.array(z.strictObject({ category: words, title: both(), text: both(z.string().trim().min(1).max(600)).optional(), url: link.optional() })),
)
export type HowTo = z.infer<typeof howToSchema>[number]

const reward = z.strictObject({
  id: name,
  /** discount: as many points as there are, in steps of `points`. call: somebody of the shop calls. */
  kind: z.enum(['discount', 'free-shipping', 'gift', 'early-access', 'membership', 'call']),
  name: both(),
  points,
  /** What it costs the shop at worst; of a discount it follows from what points are worth. */
  worthToman: toman.default(0),
  validFor: span,
  stock: z.int().min(0).optional(),
  /** From this level on. */
  level: name.optional(),
})
export type Reward = z.infer<typeof reward>
const level = z.strictObject({ id: name, name: both(), from: z.int().min(0), perk: both().optional(), earlyAccess: z.boolean().default(false) })
export type Level = z.infer<typeof level>

export const loyaltySchema = z
  .strictObject({
    /** Each full `step` of goods after discount, shipping left out, earns `points`. */
    step: toman.min(1),
    points,
    proRata: z.boolean(),
    /** Pending until so long after delivery; delivery unknown: after the purchase. */
    returnWindow: z.strictObject({ afterDelivery: span, afterPurchase: span }),
    expiresAfterMonths: z.int().min(1).max(60),
    noticeBefore: span,
    /** A level is what was earned in so many months; it holds as long from the day it was reached, then falls by one level at most. */
    levelMonths: z.int().min(1).max(60),
    levels: z.array(level).min(1).refine(list => list.every((one, at) => at === 0 ? one.from === 0 : one.from > list[at - 1]!.from), 'levels from 0 upwards'),
    rewards: z.array(reward).refine(list => new Set(list.map(one => one.id)).size === list.length, 'each reward once'),
    referral: z.strictObject({ referrer: points, friend: points }),
  })
  .refine(({ levels, rewards }) => rewards.every(one => one.level === undefined || levels.some(({ id }) => id === one.level)), 'rewards for levels that exist')
export type LoyaltyRules = z.infer<typeof loyaltySchema>

/** audience.yaml: who counts as what. */
export const audienceSchema = z.strictObject({
  /** High spenders: an amount, or a top share of all buyers, which follows prices by itself. */
  highSpenders: z.union([z.strictObject({ spentToman: toman }), z.strictObject({ topPercent: z.int().min(1).max(50) })]),
  /** Away: so many times one's own usual gap between orders; who has none yet: so many days (the trade's cycle). */
  away: z.strictObject({ timesOwnGap: z.number().min(1).max(10), atLeastDays: z.int().min(7).max(730), cycleDays: z.int().min(14).max(730) }),
  /** A consumable's re-buy interval while the shop's own orders tell too little. */
  rebuyFallbackDays: z.int().min(3).max(365),
  /** The reminder comes so long before the interval is over. */
  rebuyLeadDays: z.int().min(0).max(60),
})
export type Audience = z.infer<typeof audienceSchema>
