/** Somebody of staff writes back about an answer (S44): in a case, so that what comes back has a place and a clock. */
import { openCase, addToCase } from '../support/cases.ts'
import type { Media } from '../feedback/answers.ts'
import { answerCase, type Staffer } from './case-actions.ts'
import { policyOn, readControls } from './controls.ts'
import { holdSelling } from './outbox.ts'
import type { Parts } from './parts.ts'

/** In the open case of the same question or order, else in a new one that begins with the customer's own words. `number`: the case's. */
export async function replyToAnswer(parts: Parts, answerId: string, by: Staffer, text: string): Promise<{ result: 'done' | 'taken'; number: number } | { result: 'not-found' }> {
  const answer = await parts.tx.answer.findUnique({ where: { id: answerId } })
  if (!answer) return { result: 'not-found' }
  const { customerId, orderId, questionId } = answer
  const about = [{ orderId }, ...(questionId ? [{ questionId }] : [])]
  const found = (await parts.tx.case.findFirst({ where: { customerId, state: 'open', OR: about }, orderBy: { number: 'asc' } })) ?? (await openAbout(parts, answer))
  const result = await answerCase(parts, found.id, by, { text })
  if (result !== 'done') return { result: result === 'taken' ? 'taken' : 'not-found', number: found.number }
  await parts.tx.answer.updateMany({ where: { id: answerId, OR: [{ mark: null }, { mark: 'todo' }] }, data: { mark: 'done' } })
  return { result, number: found.number }
}

async function openAbout(parts: Parts, { customerId, orderId, questionId, question, value, words, media }: { customerId: string; orderId: string | null; questionId: string | null; question: string; value: string | null; words: string | null; media: unknown }) {
  const opened = await openCase({ ...parts, policy: policyOn(parts.scenarios.policy, await readControls(parts.tx)), zone: parts.config.shop.zone }, {
    customerId, orderId, questionId, kind: 'question', reason: `${question}: ${value ?? words ?? ''}`,
  })
  const sent = media as Media[]
  if (words || sent.length > 0) await addToCase(parts, opened.id, { from: 'customer', text: words, media: sent })
  await holdSelling(parts, { customerId }, 'open-case')
  return opened
}
