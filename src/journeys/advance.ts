import { afterDeliveryAt, dueAt as dueAtOf, onLocalDay } from './due.ts'
import { durationDays } from './duration.ts'
import { addLocalDays } from './local-time.ts'
import type { AskStep, Decision, Effect, Journey, JourneyEvent, JourneyFacts, QuestionFacts, Reaction, Step, Track } from './schema.ts'

/** Texts that every journey with questions has, beside those its steps name (check.ts asks for them). */
export const TEXTS = {
  reminderOf: (step: string) => `${step}-reminder`,
  /** A question put again after "not yet". */
  againOf: (step: string) => `${step}-again`,
  /** Said when an answer came and nothing else is left to say. */
  noted: 'noted',
  /** An answer was changed, and nothing follows from it. */
  changed: 'changed',
  /** A changed answer closed the case that the earlier one had opened. */
  takenBack: 'taken-back',
}

/**
 * Decides what an event means for one track, on facts read just before. Pure: no clock, no database.
 *
 * A question goes through these states:
 *   (none)     not put yet. An answer to it is nothing.
 *   open       put, waiting. One reminder per track may be planned while it is. "Not yet" keeps it open: its value is that, a
 *              re-ask is planned, selling pauses; the "not yet" after the last re-ask opens a case and keeps it open too, so
 *              that a later yes is its answer.
 *   answered   done; only a change (the customer's own [change]) comes back to it.
 *   closed     delivered by the shop's word, or too old: nothing comes back to it.
 * An answer that opens a case without going on (a bad one) ends the asking: nothing further is asked in that track until it is
 * taken back.
 */
export function advance(journey: Journey, track: string, event: JourneyEvent, facts: JourneyFacts, now: Date): Decision {
  const strand = journey.tracks[track]
  if (!strand) return null
  if (event.type === 'delivered') return delivered(strand, facts, now)
  const step = strand.steps[event.step]
  if (!step) return null
  if (event.type === 'due') return due(strand, event.step, step, facts, now)
  if (step.kind !== 'ask') return null
  if (event.type === 'remind') return remind(event.step, facts)
  if (event.type === 'asked') return asked(event.step, step, facts, now)
  return answered(strand, event.step, step, event, facts, now)
}

/** A row falls due: its words, another instant, or why it goes nowhere. */
function due(strand: Track, name: string, step: Step, facts: JourneyFacts, now: Date): Decision {
  const tooEarly = step.when && afterDeliveryAt(step.when, facts.deliveredAt)
  if (tooEarly && tooEarly > now) return { step: name, effects: [{ do: 'redate', dueAt: tooEarly }] }
  if (step.onlyIf?.includes('unanswered') && wasAnswered(facts)) return drop(name, 'answered')
  if (step.onlyIf?.includes('news') && facts.toldByCustomer) return drop(name, 'answered')
  if (step.kind === 'send') {
    if (step.needs === 'related' && !facts.hasRelated) return drop(name, 'nothing-related')
    if (step.needs === 'how-to' && !facts.hasHowTo) return drop(name, 'nothing-related')
    if ((step.needs === 'loyalty' || step.points) && !facts.hasPoints) return drop(name, 'no-offer')
    if (step.offer && !facts.offers.includes(step.offer)) return drop(name, 'no-offer')
    return { step: name, effects: [{ do: 'say', text: step.text, ...gifts(step) }] }
  }
  if (step.kind === 'branch') {
    const goes = step.if.find(({ fact }) => fact === 'delivered' && facts.deliveredAt !== null)?.go ?? step.else
    const target = strand.steps[goes]
    return target && target.kind !== 'branch' ? due(strand, goes, target, facts, now) : null
  }
  const question = facts.questions[name]
  if (question && question.state !== 'open') return drop(name, whyNotAsked(question, facts))
  const again = question !== undefined && question.askedAt !== null && keepsOpen(step, question.value)
  return { step: name, effects: [{ do: 'say', text: again ? TEXTS.againOf(name) : name, ask: name }] }
}

/** A reminder falls due. */
function remind(name: string, facts: JourneyFacts): Decision {
  const question = facts.questions[name]
  if (!question) return null
  if (question.state !== 'open') return drop(name, whyNotAsked(question, facts))
  // "Not yet" keeps it open, but is an answer until it is asked again; and a survey reminds once.
  if (saidSincePut(question) || wasReminded(facts)) return drop(name, 'answered')
  return { step: name, effects: [{ do: 'say', text: TEXTS.reminderOf(name), ask: name }] }
}

/** A question was sent: its reminder, unless this survey has had one. */
function asked(name: string, step: AskStep, facts: JourneyFacts, now: Date): Decision {
  const question = facts.questions[name]
  if (!step.remind) return null
  if ((question && question.state !== 'open') || wasReminded(facts)) return null
  const dueAt = addLocalDays(now, facts.reminderAfterDays ?? 2, facts.zone)
  return { step: name, effects: [{ do: 'plan', step: name, as: 'reminder', dueAt }] }
}

type Answer = Extract<JourneyEvent, { type: 'answer' }>

function answered(strand: Track, name: string, step: AskStep, event: Answer, facts: JourneyFacts, now: Date): Decision {
  const question = facts.questions[name]
  if (!question || question.state === 'closed') return null
  const { changed } = event
  if (changed ? event.value === changed.from : isSecondTap(question, event.value)) return null
  const said = reactionTo(step, event.value)
  if (!said) return null

  // The [change] of an answer that had opened a case works until somebody took the case up.
  const before = changed ? reactionTo(step, changed.from) : null
  const opened = before && (settled(before, question).openCase ?? null)
  if (changed && question.state === 'answered' && opened && !changed.caseOpen) return null

  const reaction = withLink(settled(said, question), facts)
  const planAgain = reaction.again && !changed ? reaction.again : null
  const opensCase = reaction.openCase !== undefined && !(changed?.caseOpen && opened)
  const takesBack = Boolean(changed?.caseOpen && opened && !reaction.openCase)

  const effects: Effect[] = [{ do: 'question', step: name, state: said.again ? 'keep' : 'answered' }]
  effects.push({ do: 'drop-reminder', step: name, reason: 'answered' })
  if (hasAgain(step) && !said.again) effects.push({ do: 'drop-reask', step: name, reason: 'answered' })
  if (endsAsking(reaction))
    for (const other of openQuestions(facts)) if (other !== name) effects.push({ do: 'drop-reminder', step: other, reason: 'answered' })
  if (reaction.delivered && facts.deliveredAt === null) effects.push({ do: 'delivered' })
  if (before?.switchOff && before.switchOff !== reaction.switchOff) effects.push({ do: 'switch', what: before.switchOff, on: true })
  if (reaction.switchOff) effects.push({ do: 'switch', what: reaction.switchOff, on: false })
  if (reaction.selling) effects.push({ do: 'selling', now: reaction.selling })
  if (takesBack) effects.push({ do: 'take-back-case', step: name })
  if (opensCase) effects.push({ do: 'open-case', kind: reaction.openCase!, step: name })
  if (planAgain)
    effects.push({ do: 'plan', step: name, as: 're-ask', dueAt: onLocalDay(now, durationDays(planAgain.after), facts) })
  const say = reply(strand, name, withOffer(reaction, facts), { facts, changed: changed !== undefined, opensCase, takesBack })
  effects.push(say)
  if (reaction.end && !changed) effects.push({ do: 'end' })
  return { step: say.ask ?? name, effects }
}

/** One answer, one message. */
function reply(
  strand: Track,
  name: string,
  reaction: Reaction,
  { facts, changed, opensCase, takesBack }: { facts: JourneyFacts; changed: boolean; opensCase: boolean; takesBack: boolean },
): Extract<Effect, { do: 'say' }> {
  const next = reaction.go
  const goesOn = next !== undefined && facts.questions[next] === undefined && !askingEnded(strand, name, facts)
  if (goesOn) {
    const lead = takesBack ? TEXTS.takenBack : reaction.lead
    return { do: 'say', text: next, ask: next, ...(lead === undefined ? {} : { lead }) }
  }
  if (takesBack) return { do: 'say', text: TEXTS.takenBack }
  if (changed && !opensCase) return { do: 'say', text: TEXTS.changed }
  if (next !== undefined) return { do: 'say', text: reaction.openCase && reaction.lead ? reaction.lead : TEXTS.noted }
  return { do: 'say', text: reaction.say ?? TEXTS.noted, ...(reaction.person ? { person: true } : {}), ...(changed ? {} : gifts(reaction)) }
}

/**
 * The shop says that it was delivered. A question whether it arrived is closed, and the branch that asked it is planned anew;
 * a row that has not gone yet is moved. Nothing happens to a survey that has begun.
 */
function delivered(strand: Track, facts: JourneyFacts, now: Date): Decision {
  for (const [name, step] of Object.entries(strand.steps)) {
    if (step.kind !== 'branch' || !step.when || facts.deliveredAt === null) continue
    const target = step.if.find(({ fact }) => fact === 'delivered')?.go
    if (target === undefined || facts.questions[target]) continue
    const question = facts.questions[step.else]
    if (!question || (question.state === 'open' && question.askedAt === null))
      return { step: name, effects: [{ do: 'redate', dueAt: dueAtOf(step.when, facts) }] }
    if (question.state !== 'open') continue
    const after = afterDeliveryAt(step.when, facts.deliveredAt)
    return {
      step: name,
      effects: [
        { do: 'question', step: step.else, state: 'closed' },
        { do: 'drop-reminder', step: step.else, reason: 'delivered' },
        { do: 'drop-reask', step: step.else, reason: 'delivered' },
        { do: 'selling', now: 'resume' },
        { do: 'plan', step: name, as: 'delivered', dueAt: after && after > now ? after : new Date(now) },
      ],
    }
  }
  return null
}

function drop(step: string, reason: Extract<Effect, { do: 'drop' }>['reason']): Decision {
  return { step, effects: [{ do: 'drop', reason }] }
}

function whyNotAsked(question: QuestionFacts, facts: JourneyFacts): 'answered' | 'delivered' | 'too-late' {
  if (question.state === 'answered') return 'answered'
  return facts.deliveredAt ? 'delivered' : 'too-late'
}

/** What follows a value (null: words alone), before re-asks are counted. */
function reactionTo(step: AskStep, value: string | null): Reaction | null {
  if (value === null) return step.words === 'answer' ? (step.on['words'] ?? step.on['*'] ?? null) : null
  if (!step.choices.some(choice => choice.value === value)) return null
  return step.on[value] ?? step.on['*'] ?? null
}

/** "Not yet" once more than it may be asked again is what its `then` says. */
function settled(reaction: Reaction, question: QuestionFacts): Reaction {
  return reaction.again && question.asked >= reaction.again.most ? reaction.again.then : reaction
}

/** The same answer twice: a second tap, or "not yet" while the re-ask of the first still waits. */
function isSecondTap(question: QuestionFacts, value: string | null): boolean {
  if (question.state === 'answered') return true
  return value !== null && question.value === value && saidSincePut(question)
}

const saidSincePut = ({ value, valueIsNew, asked }: QuestionFacts) => value !== null && (valueIsNew ?? asked === 0)

/** Where no page is known that the answer could lead to. */
const withLink = (reaction: Reaction, facts: JourneyFacts): Reaction => (reaction.noLink && !facts.hasLink ? reaction.noLink : reaction)

/** Nothing to give now: said without it. */
function withOffer(reaction: Reaction, facts: JourneyFacts): Reaction {
  if (!reaction.offer || facts.offers.includes(reaction.offer)) return reaction
  const { offer: _, ...rest } = reaction
  return { ...rest, say: reaction.noOffer ?? reaction.say }
}

const gifts = ({ offer, points }: { offer?: string | undefined; points?: number | undefined }) => ({ ...(offer ? { offer } : {}), ...(points ? { points } : {}) })
const wasAnswered = (facts: JourneyFacts) => Object.values(facts.questions).some(question => question.state === 'answered' || question.value !== null)
const hasAgain = (step: AskStep) => Object.values(step.on).some(reaction => reaction.again)
const keepsOpen = (step: AskStep, value: string | null) => value !== null && Boolean(step.on[value]?.again)
const endsAsking = (reaction: Reaction) => reaction.openCase !== undefined && reaction.go === undefined
const openQuestions = (facts: JourneyFacts) => Object.keys(facts.questions).filter(name => facts.questions[name]?.state === 'open')
const wasReminded = (facts: JourneyFacts) => Object.values(facts.questions).some(question => question.remindedAt !== null)

/** Another question of this track was answered so badly that nothing more is asked. */
function askingEnded(strand: Track, except: string, facts: JourneyFacts): boolean {
  return Object.entries(facts.questions).some(([name, question]) => {
    const step = strand.steps[name]
    if (name === except || question.state !== 'answered' || step?.kind !== 'ask') return false
    const reaction = reactionTo(step, question.value)
    return reaction !== null && endsAsking(settled(reaction, question))
  })
}
