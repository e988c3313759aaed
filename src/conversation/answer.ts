/** An answer to a question: a tap, or words that name a choice. Its question is looked up and must be this customer's own. */
import { answerLabel } from '../engagement/words.ts'
import { takeAnswer } from '../engagement/react.ts'
import { loadSubject } from '../engagement/subject.ts'
import { surveyEnd } from '../engagement/questions.ts'
import { changeToken, parseToken, type Token } from '../engagement/tokens.ts'
import type { Question } from '../store/store.ts'
import { landed } from './landed.ts'
import { say, sayText, words, type Known } from './hearing.ts'
import { openQuestion } from './open.ts'

type AnswerToken = Extract<Token, { kind: 'answer' }>
type ChangeToken = Extract<Token, { kind: 'change' }>

export async function answerByTap(h: Known, token: AnswerToken): Promise<void> {
  await answer(h, token, { echo: false })
}

/** `echo`: say back how words were understood. */
export async function answer(h: Known, { questionId, value }: { questionId: string; value: string }, { echo, change = false }: { echo: boolean; change?: boolean }): Promise<void> {
  const question = await ownQuestion(h, questionId)
  if (!question || !(await isChoice(h, question, value))) return await sayText(h, 'question-closed')
  const cause = { to: h.chat, inboxId: h.inboxId, causedAt: h.at, from: h.replies }
  const { result, replies } = await takeAnswer(h, { ...cause, questionId, value, words: null, echo, change })
  h.replies += replies
  if (result === 'closed') return await sayText(h, 'question-closed')
  if (result === 'taken') return await landed(h, { questionId, value })
  // The first answer stands. A second tap on the old keyboard needs no words; who typed is owed some.
  if (change) await sayText(h, 'change-closed')
  else if (echo) await sayText(h, 'late-words')
}

/** [تغییر]: the question is asked anew, or, with a value, answered anew. */
export async function changeByTap(h: Known, { questionId, value }: ChangeToken): Promise<void> {
  const question = await ownQuestion(h, questionId)
  if (!question) return await sayText(h, 'question-closed')
  await askAnew(h, question, value)
}

/** «تغییر», typed: the newest answer that can still be changed. */
export async function changeNewest(h: Known): Promise<void> {
  const newest = await h.tx.answer.findFirst({
    where: { customerId: h.customer.id, value: { not: null }, question_: { state: { in: ['answered', 'open'] } } },
    orderBy: { at: 'desc' },
    include: { question_: true },
  })
  if (!newest?.question_) return await sayText(h, 'change-nothing')
  await askAnew(h, newest.question_, null)
}

/** Names the choice that a text named: whatever its button would have done. */
export async function answerInWords(h: Known, token: string, echo: boolean): Promise<boolean> {
  const parsed = parseToken(token)
  if (parsed?.kind === 'answer') await answer(h, parsed, { echo })
  else if (parsed?.kind === 'change' && parsed.value !== null) await answer(h, { questionId: parsed.questionId, value: parsed.value }, { echo, change: true })
  else if (parsed?.kind === 'change') await changeByTap(h, parsed)
  else return false
  return true
}

async function askAnew(h: Known, question: Question, value: string | null): Promise<void> {
  if (value !== null) return await answer(h, { questionId: question.id, value }, { echo: false, change: true })
  // "Not yet" leaves its question open: another answer is simply the next one.
  const isOpen = question.state === 'open'
  if (!isOpen && !(await canChange(h, question))) return await sayText(h, 'change-closed')
  const asked = await openQuestion(h, question)
  if (!asked) return await sayText(h, 'change-closed')
  const choices = asked.list.choices.map(({ token, label, value, score }) => ({ token: isOpen ? token : changeToken(question.id, value), label, ...(score === undefined ? {} : { score }) }))
  await say(h, { text: words(h, 'change-ask'), choices }, { orderId: question.orderId })
}

/** While the survey is open, and as long as nobody has taken up the case that the answer opened. */
async function canChange(h: Known, question: Question): Promise<boolean> {
  if (question.state !== 'answered') return false
  const questions = await h.tx.question.findMany({ where: { enrollmentId: question.enrollmentId }, select: { askedAt: true, putAt: true } })
  const end = surveyEnd(questions, h.scenarios.policy.surveyOpenMs)
  if (!end || end < h.clock.now()) return false
  const opened = await h.tx.case.findFirst({ where: { questionId: question.id }, orderBy: { number: 'desc' } })
  return !opened || opened.closedBy === 'taken-back' || (opened.state === 'open' && opened.repliedAt === null)
}

async function ownQuestion(h: Known, id: string): Promise<Question | null> {
  return await h.tx.question.findFirst({ where: { id, customerId: h.customer.id } })
}

/** A token with a value that the question never had is forged. */
async function isChoice(h: Known, question: Question, value: string): Promise<boolean> {
  const subject = await loadSubject(h, question.enrollmentId)
  return subject !== null && answerLabel(subject, question.step, value) !== null
}
