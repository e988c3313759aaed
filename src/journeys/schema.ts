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
 */
import { z } from 'zod'

export const PURPOSES = ['transactional', 'feedback', 'marketing'] as const
export type Purpose = (typeof PURPOSES)[number]

const NAME = 'a name of small letters, digits and -, at most 40'
const id = z.string(NAME).regex(/^[a-z][a-z0-9-]{0,39}$/, NAME)
const DURATION = "a duration such as '30m', '48h' or '2d'"
export const duration = z.string(DURATION).regex(/^\d{1,5}(m|h|d)$/, DURATION)

const WALL = "a wall time such as '18:30', in quotes"

/** When a timed step is due. `day: N`: same local wall time N calendar days after the order was placed. */
export const whenSchema = z.strictObject({
  day: z.int('a whole number of days').min(0).max(730),
  /** Another wall time than the order's. */
  at: z.string(WALL).regex(/^([01]\d|2[0-3]):[0-5]\d$/, WALL).optional(),
  /** Not before this long after delivery, if delivery is known: the later of the two. */
  afterDelivery: duration.optional(),
})
export type When = z.infer<typeof whenSchema>

/** `holdOut`: so many of a hundred customers never get it, to see what it does. */
const timing = { when: whenSchema.optional(), grace: duration.optional(), holdOut: z.int('a whole number of percent').min(0).max(50).optional() }

/** What follows an answer. `go`: the next question follows at once. */
export const reactionSchema = z.strictObject({
  /** A text said before the next question, instead of its own opening. */
  lead: id.optional(),
  go: id.optional(),
  say: id.optional(),
  /** Beside `say`: a button that calls a person; its label is the text's attribute `person`. */
  person: z.literal(true).optional(),
  openCase: z.enum(['complaint', 'delivery', 'question']).optional(),
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
  openCase?: 'complaint' | 'delivery' | 'question' | undefined
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
  /** Facts without which it is dropped: related → nothing-related, offer → no-offer. */
  needs: z.enum(['related', 'offer']).optional(),
})

export const askStep = z.strictObject({
  kind: z.literal('ask'),
  ...timing,
  purpose: z.enum(PURPOSES),
  /** arrived, satisfied, shipping, change …: what answers are stored under. */
  question: id,
  /** Best first. A question with scores is a scale: a bare number typed is its score. */
  choices: z.array(z.strictObject({ value: id, score: z.int().min(1).max(5).optional() })).max(8),
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

export const STOPS = ['order-cancelled', 'new-order'] as const
export const trackSchema = z.strictObject({
  stopsOn: z.array(z.enum(STOPS)).default([]),
  /** Selling steps pause while a case is open or the customer said "not yet". */
  selling: z.boolean().default(false),
  steps: z.record(id, stepSchema),
})
export type Track = z.infer<typeof trackSchema>

export const journeySchema = z.strictObject({
  journey: id,
  on: z.boolean(),
  subject: z.enum(['order']),
  startsOn: z.enum(['order-taken']),
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
  hasOffer: boolean
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
  | { do: 'say'; text: string; lead?: string; ask?: string; person?: true }
  | { do: 'drop'; reason: 'nothing-related' | 'no-offer' | 'answered' | 'delivered' | 'too-late' }
  /** The row of the decision's step is not due yet after all (delivery moved it). */
  | { do: 'redate'; dueAt: Date }
  | { do: 'plan'; step: string; as: 'reminder' | 're-ask' | 'delivered'; dueAt: Date }
  | { do: 'drop-reminder'; step: string; reason: 'answered' | 'delivered' }
  | { do: 'drop-reask'; step: string; reason: 'answered' | 'delivered' }
  | { do: 'open-case'; kind: 'complaint' | 'delivery' | 'question'; step: string }
  | { do: 'take-back-case'; step: string }
  | { do: 'delivered' }
  | { do: 'selling'; now: 'pause' | 'resume' }
  /** keep: the question stays open ("not yet"); answered: it is done; closed: delivery answered it. */
  | { do: 'question'; step: string; state: 'keep' | 'answered' | 'closed' }
  | { do: 'end' }

/** The new position and what is to be done; null: nothing to do (second tap, early alarm, finished). */
export type Decision = { step: string; effects: Effect[] } | null
