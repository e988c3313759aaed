/** Question rows: written when a step first asks, found again by their id in every button. */
import type { Clock } from '../clock.ts'
import type { Scenarios } from '../journeys/load.ts'
import type { Tx } from '../store/store.ts'
import type { AskStep } from '../journeys/schema.ts'
import type { Subject } from './subject.ts'
import { newQuestionId } from './tokens.ts'

/** The question of this step, written if it was never asked. */
export async function ensureQuestion(tx: Tx, subject: Subject, step: string): Promise<string> {
  const known = subject.enrollment.questions.find(question => question.step === step)
  if (known) return known.id
  const { enrollment, track } = subject
  const id = newQuestionId()
  await tx.question.create({
    data: {
      id,
      enrollmentId: enrollment.id,
      customerId: enrollment.customerId,
      orderId: enrollment.orderId,
      journey: enrollment.journey,
      step,
      question: (track.steps[step] as AskStep).question,
    },
  })
  return id
}

/**
 * The instant after which the survey of an enrollment is over; null while it has not begun. A first question that is put again
 * ("not yet") begins it anew.
 */
export function surveyEnd(questions: { askedAt: Date | null; putAt: Date | null }[], openMs: number): Date | null {
  const asked = questions.flatMap(question => (question.askedAt ? [(question.putAt ?? question.askedAt).getTime()] : []))
  return asked.length === 0 ? null : new Date(Math.min(...asked) + openMs)
}

/** Daily: questions that nobody answered in time are closed; what comes later is passed on as words. */
export async function closeOldQuestions({ tx, clock, scenarios }: { tx: Tx; clock: Clock; scenarios: Scenarios }): Promise<void> {
  const before = new Date(clock.now().getTime() - scenarios.policy.lateAnswerMs)
  await tx.question.updateMany({ where: { state: 'open', askedAt: { lt: before } }, data: { state: 'closed', closedAt: clock.now() } })
}
