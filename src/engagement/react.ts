/** Something happened to a journey: what it decides becomes rows, in the transaction that recorded what happened. */
import { alertStaff, tellBadAnswer } from './alert-staff.ts'
import { changeAnswer, storeAnswer, type Media } from '../feedback/answers.ts'
import { advance, TEXTS } from '../journeys/advance.ts'
import { durationMs } from '../journeys/duration.ts'
import type { Decision, Effect, JourneyEvent } from '../journeys/schema.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import { begin } from './enroll.ts'
import { giftsOf } from './offers.ts'
import { keep } from '../offers/promises.ts'
import { setConsent } from './consent.ts'
import { closeCase, openCase } from '../support/cases.ts'
import { product } from '../text/fluent.ts'
import { policyOn, readControls } from './controls.ts'
import { caseIsAnswered, resumeSelling } from './case-actions.ts'
import { dropRows, holdSelling, queueFlow, queueReply, releaseHeld, UNSENT } from './outbox.ts'
import type { Chat, Parts } from './parts.ts'
import { ensureQuestion, surveyEnd } from './questions.ts'
import { loadSubject, type Subject } from './subject.ts'
import { changeToken } from './tokens.ts'
import { answerLabel, sayStep, type Occasion } from './words.ts'

/** The incoming row that an answer's replies answer. `from`: how many replies were written for it already. */
export type Cause = { to: Chat; inboxId: string; causedAt: Date; from?: number }

export type GivenAnswer = Cause & {
  questionId: string
  value: string | null
  words: string | null
  media?: Media[]
  /** The customer asked to change the answer that stands. */
  change?: boolean
  /** Say back what was understood: for emoji and free typing. */
  echo?: boolean
}

/**
 * An answer to a question: stored, and whatever follows from it. The question has been found to belong to this customer.
 * closed: too old, or closed by delivery. stands: it was answered before, and nothing changed. `replies` counts rows written.
 */
export async function takeAnswer(parts: Parts, given: GivenAnswer): Promise<{ result: 'taken' | 'stands' | 'closed'; replies: number }> {
  const { tx, clock, scenarios } = parts
  const row = await tx.question.findUniqueOrThrow({ where: { id: given.questionId } })
  await lockCustomer(tx, row.customerId)
  const subject = await loadSubject(parts, row.enrollmentId)
  const question = subject?.enrollment.questions.find(candidate => candidate.id === given.questionId)
  const now = clock.now()
  const nothing = (result: 'stands' | 'closed') => ({ result, replies: 0 })
  if (!subject || !question || question.state === 'closed') return nothing('closed')
  if (question.askedAt && now.getTime() - question.askedAt.getTime() > scenarios.policy.lateAnswerMs) return nothing('closed')
  const end = surveyEnd(subject.enrollment.questions, scenarios.policy.surveyOpenMs)
  const late = end !== null && now > end
  const before = question.answer
  const isChange = given.change === true && before !== null
  if (isChange && (late || question.state !== 'answered')) return nothing('stands')

  const caseOpen = isChange && (await tx.case.count({ where: { questionId: question.id, state: 'open', repliedAt: null } })) > 0
  const event: JourneyEvent = {
    type: 'answer',
    step: question.step,
    value: given.value,
    ...(isChange ? { changed: { from: before.value, caseOpen } } : {}),
  }
  const decision = advance(subject.journey, subject.enrollment.track, event, subject.facts, now)
  if (!decision) return nothing('stands')

  const score = scoreOf(subject, question.step, given.value)
  const replaces = before?.value !== null && before !== null && given.value !== null
  if (replaces) await changeAnswer({ tx, clock }, { questionId: question.id, value: given.value, score, words: given.words })
  else
    await storeAnswer({ tx, clock }, {
      question, customerId: question.customerId, orderId: question.orderId, journey: question.journey, name: question.question,
      value: given.value, score, words: given.words, media: given.media ?? [], channel: given.to.channel, late,
    })
  if (score !== null && score <= 2) await tellBadAnswer(parts, { answerId: question.id, customerId: question.customerId, score })
  // Late: stored where it belongs, and the survey does not start to ask again.
  const effects = late ? decision.effects.filter(effect => !(effect.do === 'say' && effect.ask)) : decision.effects
  const answered = { question, value: given.value, echo: given.echo === true }
  const replies = await applyEffects(parts, subject, { ...decision, effects: late ? withThanks(effects) : effects }, { cause: given, answered })
  const { order } = subject
  if (question.question === 'satisfied' && given.value === 'great' && order) await begin(parts, 'answered-great', { customerId: question.customerId, subject: order.id, order, anchorAt: now })
  return { result: 'taken', replies }
}

/** The shop told when an order was delivered: each of its tracks hears of it. */
export async function orderDelivered(parts: Parts, orderId: string): Promise<void> {
  await keep(parts, [`order/${orderId}`])
  const enrollments = await parts.tx.enrollment.findMany({ where: { orderId, state: 'active' }, select: { id: true } })
  for (const { id } of enrollments) {
    const subject = await loadSubject(parts, id)
    const decision = subject && advance(subject.journey, subject.enrollment.track, { type: 'delivered' }, subject.facts, parts.clock.now())
    if (subject && decision) await applyEffects(parts, subject, decision, null)
  }
}

/** A question was recorded as sent: it is open from now on, and its reminder is planned. */
export async function questionSent(parts: Parts, row: { questionId: string; role: string; sentAt: Date }): Promise<void> {
  const { tx } = parts
  const question = await tx.question.findUnique({ where: { id: row.questionId } })
  if (!question) return
  await tx.question.update({
    where: { id: question.id },
    data: {
      askedAt: question.askedAt ?? row.sentAt,
      ...(row.role === 'reminder' ? { remindedAt: row.sentAt } : {}),
      ...(row.role === 're-ask' ? { asked: { increment: 1 }, putAt: row.sentAt } : {}),
      ...(question.putAt === null ? { putAt: row.sentAt } : {}),
    },
  })
  if (row.role === 'reminder') return
  const subject = await loadSubject(parts, question.enrollmentId)
  const decision = subject && advance(subject.journey, subject.enrollment.track, { type: 'asked', step: question.step }, subject.facts, row.sentAt)
  if (subject && decision) await applyEffects(parts, subject, decision, null)
}

type Answered = { question: Subject['enrollment']['questions'][number]; value: string | null; echo: boolean }

/** Turns a decision into rows. Returns how many replies were written. */
async function applyEffects(parts: Parts, subject: Subject, decision: NonNullable<Decision>, reply: { cause: Cause; answered: Answered } | null): Promise<number> {
  const { tx, clock } = parts
  const { enrollment } = subject
  const occasion: Occasion = {}
  let replies = 0
  await tx.enrollment.update({ where: { id: enrollment.id }, data: { step: decision.step, revision: { increment: 1 } } })
  const ends = decision.effects.some(effect => effect.do === 'end')

  for (const effect of decision.effects) {
    if (effect.do === 'question') await setQuestion(parts, subject, effect)
    else if (effect.do === 'drop-reminder') await dropRows(parts, { enrollmentId: enrollment.id, role: 'reminder' }, effect.reason)
    else if (effect.do === 'drop-reask') await dropRows(parts, { enrollmentId: enrollment.id, role: 're-ask' }, effect.reason)
    else if (effect.do === 'delivered') await arrived(parts, subject)
    else if (effect.do === 'redate') await redate(parts, enrollment.id, decision.step, effect.dueAt)
    else if (effect.do === 'plan') {
      await planRow(parts, subject, effect)
      if (effect.as === 're-ask') occasion.againAt = effect.dueAt
    } else if (effect.do === 'selling') {
      if (effect.now === 'pause') await holdSelling(parts, { orderId: subject.enrollment.orderId ?? '' }, 'not-arrived')
      else await releaseHeld(parts, { orderId: subject.enrollment.orderId ?? '' }, ['not-arrived'], true)
    } else if (effect.do === 'take-back-case') await takeBackCase(parts, subject, reply?.answered.question.id ?? null)
    else if (effect.do === 'open-case') {
      const opened = await openCaseFor(parts, subject, effect, reply?.answered ?? null)
      occasion.caseNumber = opened.number
      occasion.answerBy = opened.answerBy
    } else if (effect.do === 'switch') {
      if (effect.what !== 'subject') await switchPurpose(parts, subject, { purpose: effect.what, on: effect.on }, reply)
    } else if (effect.do === 'say' && reply) {
      await sayReply(parts, subject, effect, occasion, reply, { n: (reply.cause.from ?? 0) + replies, ends })
      replies += 1
    } else if (effect.do === 'end') {
      await tx.enrollment.update({ where: { id: enrollment.id }, data: { state: 'done', endedAt: clock.now() } })
    }
  }
  return replies
}

/** The customer says that it has arrived: from now on that is known. */
async function arrived(parts: Parts, { customer, order }: Subject) {
  if (!order) return
  const now = parts.clock.now()
  const { count } = await parts.tx.order.updateMany({ where: { id: order.id, deliveredAt: null }, data: { deliveredAt: now } })
  if (count > 0) await begin(parts, 'order-delivered', { customerId: customer.id, subject: order.id, order: { ...order, deliveredAt: now }, anchorAt: now, about: { told: true } })
  await keep(parts, [`order/${order.id}`])
}

async function setQuestion({ tx, clock }: Parts, { enrollment }: Subject, effect: Extract<Effect, { do: 'question' }>) {
  if (effect.state === 'keep') return
  await tx.question.updateMany({ where: { enrollmentId: enrollment.id, step: effect.step }, data: { state: effect.state, closedAt: clock.now() } })
}

/** A row that has not gone moves to another day; grace moves with it. */
async function redate({ tx }: Parts, enrollmentId: string, step: string, dueAt: Date) {
  await tx.outboxMessage.updateMany({
    where: { enrollmentId, step, role: 'step', state: { in: UNSENT } },
    data: { dueAt, graceFrom: dueAt, nextTryAt: dueAt, state: 'planned', reason: null, claimedBy: null, leaseUntil: null },
  })
}

async function planRow(parts: Parts, subject: Subject, effect: Extract<Effect, { do: 'plan' }>) {
  const { tx } = parts
  const { enrollment, journey, track } = subject
  const role = effect.as === 'delivered' ? 'step' : effect.as
  const n = await tx.outboxMessage.count({ where: { enrollmentId: enrollment.id, step: effect.step, role } })
  const definition = track.steps[effect.step]!
  const questionId = enrollment.questions.find(question => question.step === effect.step)?.id
  await queueFlow(parts, [{
    enrollmentId: enrollment.id, customerId: enrollment.customerId, journey: journey.journey, step: effect.step, role,
    // A re-ask follows the question itself, which was row 0.
    n: role === 're-ask' ? n + 1 : n,
    orderId: enrollment.orderId, purpose: definition.purpose, dueAt: effect.dueAt, graceMs: definition.grace && role === 'step' ? durationMs(definition.grace) : parts.scenarios.policy.graceMs,
    uncounted: role === 'reminder', ...(questionId ? { questionId } : {}),
  }])
}

/** Said by answering a question of ours: the proof is that answer. */
async function switchPurpose(parts: Parts, subject: Subject, { purpose, on }: { purpose: 'marketing' | 'feedback'; on: boolean }, reply: { cause: Cause; answered: Answered } | null) {
  const { question, value } = reply?.answered ?? {}
  await setConsent(parts, {
    customerId: subject.customer.id, purposes: [purpose], granted: on, source: 'choice', channel: reply?.cause.to.channel ?? null,
    words: question && value ? `[${answerLabel(subject, question.step, value) ?? value}]` : null,
  })
}

async function takeBackCase(parts: Parts, { enrollment }: Subject, questionId: string | null) {
  if (!questionId) return
  const open = await parts.tx.case.findFirst({ where: { questionId, state: 'open' } })
  if (!open) return
  await closeCase(parts, open.id, 'taken-back')
  await caseIsAnswered(parts, open.id)
  await resumeSelling(parts, enrollment.customerId)
}

async function openCaseFor(parts: Parts, subject: Subject, effect: Extract<Effect, { do: 'open-case' }>, answered: Answered | null) {
  const { enrollment, zone } = subject
  const said = answered?.value ? answerLabel(subject, effect.step, answered.value) : null
  const opened = await openCase({ ...parts, policy: policyOn(parts.scenarios.policy, await readControls(parts.tx)), zone: parts.config.shop.zone ?? zone }, {
    customerId: enrollment.customerId, orderId: enrollment.orderId, enrollmentId: enrollment.id, questionId: answered?.question.id ?? null,
    kind: effect.kind, reason: `${answered?.question.question ?? effect.step}: ${said ?? answered?.value ?? ''}`,
  })
  await holdSelling(parts, { customerId: enrollment.customerId }, 'open-case')
  if (!opened.reused) await alertStaff(parts, { key: `case/${opened.id}`, caseId: opened.id, text: 'staff-case-opened', words: opened.reason })
  return opened
}

async function sayReply(
  parts: Parts,
  subject: Subject,
  effect: Extract<Effect, { do: 'say' }>,
  occasion: Occasion,
  { cause, answered }: { cause: Cause; answered: Answered },
  { n, ends }: { n: number; ends: boolean },
) {
  const { tx } = parts
  const questionId = effect.ask ? await ensureQuestion(tx, subject, effect.ask) : null
  const given = await giftsOf(parts, subject, effect, { key: `${subject.enrollment.id}/${answered.question.step}`, unasked: false })
  // Its budget went while the answer was on its way: then the answer is thanked for, and nothing is promised.
  const said = effect.offer && !given.gift ? { ...effect, text: TEXTS.noted } : effect
  const outgoing = sayStep(parts, subject, { ...said, ...(effect.ask && questionId ? { ask: { step: effect.ask, questionId } } : { ask: undefined }) } as Parameters<typeof sayStep>[2], { ...occasion, ...given })
  const label = answered.value === null ? null : answerLabel(subject, answered.question.step, answered.value)
  if (label && answered.echo) outgoing.text = `${product.format(subject.locale, 'your-answer', { answer: label })}\n${outgoing.text}`
  // A mis-tap can be taken back while the survey is open; its last answer closes it.
  if (label && !ends) outgoing.choices = [...(outgoing.choices ?? []), { token: changeToken(answered.question.id), label: product.format(subject.locale, 'change') }]
  await queueReply(parts, {
    customerId: subject.customer.id, to: cause.to, inboxId: cause.inboxId, causedAt: cause.causedAt, n, outgoing,
    ...(questionId ? { questionId } : {}), orderId: subject.enrollment.orderId,
  })
}

/** Instead of a next question, a late answer is thanked for. */
function withThanks(effects: Effect[]): Effect[] {
  return effects.some(effect => effect.do === 'say') ? effects : [...effects, { do: 'say', text: 'noted' }]
}

function scoreOf({ track }: Subject, step: string, value: string | null): number | null {
  const definition = track.steps[step]
  // 0 to 10 is another scale than ours of 1 to 5: it stays the answer's value.
  if (definition?.kind !== 'ask' || value === null || definition.scale === 'nps') return null
  return definition.choices.find(choice => choice.value === value)?.score ?? null
}
