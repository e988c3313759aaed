/** What a message may be answering: the question it quotes, the newest open one, the buttons just seen, a case in progress. */
import type { Outgoing } from '../channel.ts'
import { loadSubject } from '../engagement/subject.ts'
import { parseToken } from '../engagement/tokens.ts'
import { sayStep } from '../engagement/words.ts'
import type { Case, Question } from '../store/store.ts'
import type { Known } from './hearing.ts'
import type { ChoiceList } from './match-choice.ts'

export type OpenQuestion = {
  row: Question
  list: ChoiceList
  /** The question as it is asked, with its choices. */
  outgoing: Outgoing
  takesWords: boolean
  /** Asked so recently that plain words may be about it; a choice counts longer. */
  fresh: boolean
}

export type Open = {
  /** For `understand`: the likeliest first. */
  lists: ChoiceList[]
  question: OpenQuestion | null
  /** The message quotes one of ours whose question is not open any more. */
  quoted: Question | null
  /** The newest open case of this customer. */
  caseRow: Case | null
}

/** How many of our last messages in a chat may still be answered by naming a button. */
const LOOK_BACK = 3

export async function whatIsOpen(h: Known): Promise<Open> {
  const { tx, customer } = h
  const about = h.incoming.kind === 'choice' ? null : await quotedQuestion(h)
  const newest = about ? null : await tx.question.findFirst({
    where: { customerId: customer.id, state: 'open', askedAt: { not: null } },
    orderBy: [{ putAt: 'desc' }, { askedAt: 'desc' }],
  })
  const row = about?.state === 'open' ? about : newest
  const question = row ? await openQuestion(h, row, row === about) : null
  const caseRow = await tx.case.findFirst({ where: { customerId: customer.id, state: 'open' }, orderBy: { number: 'desc' } })
  const seen = await seenChoices(h, question)
  return {
    lists: [...seen, ...(question && !seen.some(list => list.questionId === question.row.id) ? [question.list] : [])],
    question,
    quoted: about && about.state !== 'open' ? about : null,
    caseRow,
  }
}

/** A question with its words; null when its order is gone. */
export async function openQuestion(h: Known, row: Question, isQuoted = false): Promise<OpenQuestion | null> {
  const subject = await loadSubject(h, row.enrollmentId)
  const step = subject?.track.steps[row.step]
  if (!subject || step?.kind !== 'ask') return null
  const outgoing = sayStep(h, subject, { text: row.step, ask: { step: row.step, questionId: row.id } })
  const takesWords = step.words === 'answer'
  const put = row.putAt ?? row.askedAt
  const fresh = isQuoted || (put !== null && h.clock.now().getTime() - put.getTime() <= h.scenarios.policy.surveyOpenMs)
  return { row, outgoing, takesWords, fresh, list: { questionId: row.id, takesWords, choices: choicesOf(outgoing) } }
}

async function quotedQuestion(h: Known): Promise<Question | null> {
  if (!h.incoming.replyTo) return null
  const message = await h.tx.outboxMessage.findFirst({ where: { ...h.chat, messageId: h.incoming.replyTo, customerId: h.customer.id }, select: { questionId: true } })
  return message?.questionId ? await h.tx.question.findFirst({ where: { id: message.questionId, customerId: h.customer.id } }) : null
}

/** The buttons of the newest message that had any, as far as they can still be answered. */
async function seenChoices(h: Known, question: OpenQuestion | null): Promise<ChoiceList[]> {
  const messages = await h.tx.outboxMessage.findMany({
    where: { ...h.chat, kind: 'message', state: { in: ['sending', 'sent', 'accepted', 'delivered', 'uncertain'] } },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: LOOK_BACK,
    select: { content: true },
  })
  for (const { content } of messages) {
    const outgoing = content as Outgoing | null
    if (!outgoing?.choices?.length) continue
    const choices = choicesOf(outgoing)
    const asks = choices.map(choice => parseToken(choice.token)).find(token => token?.kind === 'answer' || (token?.kind === 'change' && token.value !== null))
    if (asks?.kind === 'answer') return asks.questionId === question?.row.id ? [{ questionId: asks.questionId, takesWords: question.takesWords, choices }] : []
    if (asks?.kind === 'change') return [{ questionId: asks.questionId, choices }]
    return [{ questionId: null, choices }]
  }
  return []
}

function choicesOf({ choices = [] }: Outgoing): ChoiceList['choices'] {
  return choices.map(({ token, label, score }) => {
    const parsed = parseToken(token)
    const value = parsed?.kind === 'answer' || parsed?.kind === 'change' ? parsed.value : parsed?.kind === 'menu' && parsed.name === 'offers' ? parsed.argument : null
    return { token, label, value: value ?? '', ...(score === undefined ? {} : { score }) }
  })
}
