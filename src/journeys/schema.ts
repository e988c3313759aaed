/**
 * Journeys are data. The words of the field, one each:
 *
 * journey     what happens with a customer after something happened (an order): a folder in scenarios/
 * track       one strand of a journey that lives and stops by itself: thanks, selling, checkup
 * step        one place in a track: send something, ask something, branch
 * timed step  a step with `when`: it gets its outbox row at enrolling; the others are reached by an answer
 * enrollment  one customer walking one track for one subject (an order)
 * question    a row: this enrollment asked this step; its id travels in every button, so that a late answer finds it
 * survey      the questions of one track; starts with its first question, open until its last is answered or 7 days after its first
 * purpose     transactional | feedback | marketing: what the customer has to have agreed to; belongs to the step
 * outbox      every message, planned, held, sent or dropped, with its reason
 * wake        a planned row falls due: decide on today's facts what it says, or that it is dropped
 * gate        may this go to this person now? send | hold until + reason | drop + reason
 * reminder    the same question once more, 2 local days after it was sent, once per survey
 * re-ask      the same question once more after "not yet", 3 local days after that answer
 * subject     what one enrollment is about: an order, a cart, a case, or the customer (one birthday, one absence)
 * trigger     what a track starts on: something that happened, or something that a daily scan finds
 * anchor      the instant from which the days of a track count: the order's, or that of the trigger
 * offer       a template of offers.yaml; saying a step that names one gives the customer a coupon of their own
 * hold-out    the share of customers who walk the same path and are sent nothing, to see what the messages do
 */
import { z } from 'zod'

export const PURPOSES = ['transactional', 'feedback', 'marketing'] as const
export type Purpose = (typeof PURPOSES)[number]

const NAME = 'a name of small letters, digits and -, at most 40'
const id = z.string(NAME).regex(/^[a-z][a-z0-9-]{0,39}$/, NAME)
const DURATION = "a duration such as '30m', '48h' or '2d'"
export const duration = z.string(DURATION).regex(/^\d{1,5}(m|h|d)$/, DURATION)

const WALL = "a wall time such as '18:30', in quotes"

/** When a timed step is due. `day: N`: same local wall time N calendar days after the anchor; day 0 without `at` is the anchor itself. */
export const whenSchema = z.strictObject({
  day: z.int('a whole number of days').min(0).max(730),
  /** So long after the anchor instead, to the minute: day must then be 0. */
  after: duration.optional(),
  /** Another wall time than the anchor's. */
  at: z.string(WALL).regex(/^([01]\d|2[0-3]):[0-5]\d$/, WALL).optional(),
  /** Not before this long after delivery, if delivery is known: the later of the two. */
  afterDelivery: duration.optional(),
})
export type When = z.infer<typeof whenSchema>

const PERCENT = 'a whole number of percent'
const holdOut = z.int(PERCENT).min(0).max(50).optional()
/**
 * What has to hold when a timed step falls due, else it is dropped. unanswered: no question of this track was answered. news: it was not
 * the customer who told us what this is about.
 */
export const CONDITIONS = ['unanswered', 'news'] as const
/** `holdOut`: so many of a hundred customers never get it, to see what it does. */
const timing = { when: whenSchema.optional(), grace: duration.optional(), holdOut, onlyIf: z.array(z.enum(CONDITIONS)).optional() }
const points = z.int('a whole number of points').min(1).max(10_000_000).optional()

/** What follows an answer. `go`: the next question follows at once. */
const CASE_KINDS = ['complaint', 'delivery', 'question', 'exchange'] as const
export type CaseKind = (typeof CASE_KINDS)[number]
const SWITCHES = ['marketing', 'feedback', 'subject'] as const
export type Switch = (typeof SWITCHES)[number]
export const reactionSchema = z.strictObject({
  /** A text said before the next question, instead of its own opening. */
  lead: id.optional(),
  go: id.optional(),
  say: id.optional(),
  /** Beside `say`: a button that calls a person; its label is the text's attribute `person`. */
  person: z.literal(true).optional(),
  openCase: z.enum(CASE_KINDS).optional(),
  /** A coupon of this template goes with `say`; without one to give (budget gone, offers off) `noOffer` is said. */
  offer: id.optional(),
  noOffer: id.optional(),
  /** Points booked at once. */
  points,
  /** The customer's own wish. marketing, feedback: that purpose, on all channels. subject: this product, for good. */
  switchOff: z.enum(SWITCHES).optional(),
  /** Instead of all this, where we know no page that `say` could lead to. */
  noLink: z.lazy((): z.ZodType<Reaction> => reactionSchema).optional(),
  /** The customer says that it has arrived: that instant becomes the order's deliveredAt. */
  delivered: z.literal(true).optional(),
  /** Ask again after so long (local days, the plan's wall time), at most `most` times; one more such answer is `then`. */
  again: z.strictObject({ after: duration, most: z.int().min(1).max(5), then: z.lazy((): z.ZodType<Reaction> => reactionSchema) }).optional(),
  selling: z.enum(['pause', 'resume']).optional(),
  end: z.literal(true).optional(),
})
export type Reaction = {
  lead?: string | undefined
  go?: string | undefined
  say?: string | undefined
  person?: true | undefined
  openCase?: CaseKind | undefined
  offer?: string | undefined
  noOffer?: string | undefined
  points?: number | undefined
  switchOff?: Switch | undefined
  noLink?: Reaction | undefined
  delivered?: true | undefined
  again?: { after: string; most: number; then: Reaction } | undefined
  selling?: 'pause' | 'resume' | undefined
  end?: true | undefined
}

export const sendStep = z.strictObject({
  kind: z.literal('send'),
  ...timing,
  purpose: z.enum(PURPOSES),
  text: id,
  /** Facts without which it is dropped: related, how-to → nothing-related; loyalty (points are on) → no-offer. */
  needs: z.enum(['related', 'how-to', 'loyalty']).optional(),
  /** A coupon of this template goes with it; without one to give: no-offer. */
  offer: id.optional(),
  /** Points booked when it goes; points off: no-offer. */
  points,
  /** An advertisement below news, only for who wants offers and has no open case: $products, where something goes with the order. */
  carries: z.literal('related').optional(),
})

export const askStep = z.strictObject({
  kind: z.literal('ask'),
  ...timing,
  purpose: z.enum(PURPOSES),
  /** arrived, satisfied, shipping, change …: what answers are stored under. */
  question: id,
  /** Best first. A question with scores is a scale: a bare number typed is its score. */
  choices: z.array(z.strictObject({ value: id, score: z.int().min(0).max(10).optional() })).max(11),
  /** satisfaction: scores 5 to 1. nps: 10 to 0, kept as the answer's value only (a score of ours is 1 to 5). */
  scale: z.enum(['satisfaction', 'nps']).default('satisfaction'),
  /** false: silence is an answer too; it is not put again. */
  remind: z.boolean().default(true),
  /** answer: free text answers it. note: free text is kept as words and the question repeated once. */
  words: z.enum(['answer', 'note']),
  /** By value; 'words' for free text that answers; '*' for the rest. */
  on: z.record(z.string(), reactionSchema),
})

/** Goes on to one of other steps by what is known now. */
export const branchStep = z.strictObject({
  kind: z.literal('branch'),
  ...timing,
  purpose: z.enum(PURPOSES),
  if: z.array(z.strictObject({ fact: z.enum(['delivered']), go: id })).min(1),
  else: id,
})

export const stepSchema = z.discriminatedUnion('kind', [sendStep, askStep, branchStep])
export type Step = z.infer<typeof stepSchema>
export type AskStep = z.infer<typeof askStep>

export const STOPS = ['order-cancelled', 'new-order', 'reply'] as const
/**
 * What a track can start on. Something that happened: order-taken, order-shipped, order-delivered, bought-again (second order or
 * later), answered-great, case-closed, level-reached, compensated (staff booked something). Found by a scan: cart-left, rebuy-due,
 * bought-once, high-spender, gone-quiet, birthday, anniversary, points-expiring, member-anniversary (each 6 or 12 months).
 */
export const TRIGGERS = [
  'order-taken', 'order-shipped', 'order-delivered', 'bought-again', 'answered-great', 'case-closed', 'level-reached', 'compensated',
  'cart-left', 'rebuy-due', 'bought-once', 'high-spender', 'gone-quiet', 'birthday', 'anniversary', 'points-expiring', 'member-anniversary',
] as const
export type Trigger = (typeof TRIGGERS)[number]
export const SUBJECTS = ['order', 'cart', 'case', 'customer'] as const
/** What each trigger speaks of. */
export const SUBJECT_OF: Record<Trigger, (typeof SUBJECTS)[number]> = {
  'order-taken': 'order', 'order-shipped': 'order', 'order-delivered': 'order', 'bought-again': 'order', 'answered-great': 'order',
  'case-closed': 'case', 'level-reached': 'customer', compensated: 'customer', 'cart-left': 'cart', 'rebuy-due': 'customer', 'bought-once': 'customer',
  'high-spender': 'customer', 'gone-quiet': 'customer', birthday: 'customer', anniversary: 'customer', 'points-expiring': 'customer', 'member-anniversary': 'customer',
}
export const trackSchema = z.strictObject({
  /** Another trigger than the journey's. */
  startsOn: z.enum(TRIGGERS).optional(),
  stopsOn: z.array(z.enum(STOPS)).default([]),
  /** Selling steps pause while a case is open or the customer said "not yet". */
  selling: z.boolean().default(false),
  steps: z.record(id, stepSchema),
})
export type Track = z.infer<typeof trackSchema>

export const journeySchema = z.strictObject({
  journey: id,
  on: z.boolean(),
  subject: z.enum(SUBJECTS),
  startsOn: z.enum(TRIGGERS),
  /** Only for this segment, as it is written in chat: «category:shoes spent>=5000000». */
  audience: z.string('a segment such as category:shoes').max(300).optional(),
  /** Of the same customer at most once in so long. */
  again: duration.optional(),
  /** Of the whole journey: the same customers for ever. Only where every message is marketing. */
  holdOut,
  tracks: z.record(id, trackSchema),
})

/** A loaded journey: its data, its texts, and the hash of both (enrollments finish on the version they began with). */
export type Journey = z.infer<typeof journeySchema> & {
  version: string
  /** Fluent source by locale; keys are the steps' `text` (an ask's is its step id), labels are attributes: `arrived = … .yes = …`. */
  texts: { fa: string; en: string }
}

/** What advance knows. Everything here is read anew each time. */
export type JourneyFacts = {
  placedAt: Date
  deliveredAt: Date | null
  /** The customer's zone, else the shop's. */
  zone: string
  hasRelated: boolean
  /** Templates of which a coupon can be given now. */
  offers: readonly string[]
  hasHowTo: boolean
  /** Points are on. */
  hasPoints: boolean
  /** There is a page that a button could lead to. */
  hasLink: boolean
  /** The customer said so: it is no news. */
  toldByCustomer?: boolean
  /** 'HH:MM': the hour this customer answers best, once it is known. */
  learnedHour?: string
  /** From the policy; 2 when absent. */
  reminderAfterDays?: number
  /** Steps of this track that were put to the customer. */
  questions: Record<string, QuestionFacts>
}
export type QuestionFacts = {
  state: 'open' | 'answered' | 'closed'
  askedAt: Date | null
  /** How often it was put again because of "not yet". */
  asked: number
  value: string | null
  remindedAt: Date | null
  /** `value` was said after the question was last put: the same answer again is a second tap. Unknown: told from `asked` alone. */
  valueIsNew?: boolean
}

export type JourneyEvent =
  /** The row of a timed step, a reminder or a re-ask falls due: what does it say now? */
  | { type: 'due'; step: string }
  /** A reminder row of an asked question falls due. */
  | { type: 'remind'; step: string }
  /** Its question was recorded as sent. */
  | { type: 'asked'; step: string }
  /** An answer, already found to belong to this step. `value` null: words alone. `changed`: an earlier value is replaced. */
  | { type: 'answer'; step: string; value: string | null; changed?: { from: string | null; caseOpen: boolean } }
  /** The shop told when it was delivered (already in the facts); asked of each track. */
  | { type: 'delivered' }

export type Effect =
  /** On due: the row's content. On answer: a reply. `ask`: the step whose question and choices it carries. */
  | { do: 'say'; text: string; lead?: string; ask?: string; person?: true; offer?: string; points?: number }
  | { do: 'drop'; reason: 'nothing-related' | 'no-offer' | 'answered' | 'delivered' | 'too-late' }
  /** The row of the decision's step is not due yet after all (delivery moved it). */
  | { do: 'redate'; dueAt: Date }
  | { do: 'plan'; step: string; as: 'reminder' | 're-ask' | 'delivered'; dueAt: Date }
  | { do: 'drop-reminder'; step: string; reason: 'answered' | 'delivered' }
  | { do: 'drop-reask'; step: string; reason: 'answered' | 'delivered' }
  | { do: 'open-case'; kind: CaseKind; step: string }
  /** on: an answer that had switched it off was taken back. */
  | { do: 'switch'; what: Switch; on: boolean }
  | { do: 'take-back-case'; step: string }
  | { do: 'delivered' }
  | { do: 'selling'; now: 'pause' | 'resume' }
  /** keep: the question stays open ("not yet"); answered: it is done; closed: delivery answered it. */
  | { do: 'question'; step: string; state: 'keep' | 'answered' | 'closed' }
  | { do: 'end' }

/** The new position and what is to be done; null: nothing to do (second tap, early alarm, finished). */
export type Decision = { step: string; effects: Effect[] } | null
