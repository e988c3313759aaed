/** What follows from what a customer said. */
import { takeAnswer } from '../engagement/react.ts'
import { DAY, HOUR } from '../clock.ts'
import { answerInWords, changeNewest } from './answer.ts'
import { caseArguments, endSurveys, openCaseFor } from './case.ts'
import { label, menuChoices, say, saidLately, sayText, words, type Known } from './hearing.ts'
import { keepWords } from './keep-words.ts'
import { setLanguage, setOffers } from './settings.ts'
import { tapMenu } from './menu.ts'
import type { Open } from './open.ts'
import { menuToken, parseToken } from '../engagement/tokens.ts'
import { startMessages, stopByWord } from './stop.ts'
import { digits } from '../text/digits.ts'
import { reportsDefect, type Meaning } from './understand.ts'

/** `kept`: where the words were stored already; false: not yet. */
export type Said = { text: string; open: Open; kept: 'question' | 'case' | 'words' | false }

export async function actOn(h: Known, meaning: Meaning, said: Said): Promise<void> {
  switch (meaning.means) {
    case 'stop':
      return await stopByWord(h, said.text)
    case 'start':
      return await startMessages(h, said.text)
    case 'safety':
      return await safety(h, said)
    case 'anger':
      return await anger(h, said)
    case 'choice': {
      const { token } = meaning.choice
      if (await answerInWords(h, token, meaning.echo)) return
      const menu = parseToken(token)
      if (menu?.kind === 'menu' && (await tapMenu(h, menu, said.text))) return
      return await sayText(h, 'button-unknown')
    }
    case 'out-of-range':
      return await outOfRange(h, meaning, said.open)
    case 'change':
      return await changeNewest(h)
    case 'thanks':
      return await sayText(h, 'you-are-welcome')
    case 'greeting':
      return await say(h, { text: words(h, 'greeting'), choices: menuChoices(h) })
    case 'bot':
      return await say(h, { text: words(h, 'bot'), choices: [{ token: menuToken('person'), label: label(h, 'bot', 'call') }] })
    case 'help':
      return await say(h, { text: words(h, 'help'), choices: menuChoices(h) })
    case 'offers':
      return await setOffers(h, meaning.on, said.text)
    case 'language':
      return await setLanguage(h, meaning.locale)
    case 'person': case 'menu': case 'orders': case 'points': case 'problem': case 'settings': case 'data': case 'not-mine': case 'cancel-order':
      if (await tapMenu(h, { kind: 'menu', name: meaning.means, argument: null }, said.text)) return
      return await handOver(h, meaning.means, { text: said.text })
    case 'words':
      return await freeText(h, meaning.tone, said)
    case 'emoji': case 'nothing':
      return
  }
}

/** Anger and threats: no survey, no lecture; a case, a person, a time. */
async function anger(h: Known, said: Said): Promise<void> {
  const opened = await openCaseFor(h, { kind: 'complaint', urgent: true, reason: 'angry words', ...caseText(said) })
  await endSurveys(h)
  await sayText(h, 'angry', caseArguments(h, opened), { always: true })
}

/** Health first: stop using it. Selling and asking end for good. */
async function safety(h: Known, said: Said): Promise<void> {
  const opened = await openCaseFor(h, { kind: 'safety', urgent: true, reason: 'safety words', ...caseText(said) })
  await endSurveys(h, true)
  await sayText(h, 'safety', caseArguments(h, opened), { always: true })
}

async function outOfRange(h: Known, { list, number }: Extract<Meaning, { means: 'out-of-range' }>, { question }: Open): Promise<void> {
  const scores = list.choices.flatMap(choice => (choice.score === undefined ? [] : [choice.score]))
  const args = { number: digits(h.locale, number), from: digits(h.locale, Math.min(...scores, 1)), to: digits(h.locale, Math.max(...scores, 1)) }
  const choices = list.choices.map(({ token, label: text, score }) => ({ token, label: text, ...(score === undefined ? {} : { score }) }))
  const about = question && list.questionId === question.row.id ? { questionId: question.row.id, orderId: question.row.orderId } : {}
  await say(h, { text: words(h, scores.length > 0 ? 'out-of-range' : 'out-of-list', args), choices }, about)
}

type Tone = Extract<Meaning, { means: 'words' }>['tone']

async function freeText(h: Known, tone: Tone, said: Said): Promise<void> {
  const { open } = said
  const kept = said.kept || (await keepWords(h, said.text, open))
  const { question, caseRow, quoted } = open
  if (kept === 'case' && caseRow) return await joinedCase(h, open)
  if (question?.takesWords && kept === 'question') {
    const cause = { to: h.chat, inboxId: h.inboxId, causedAt: h.at, from: h.replies }
    const { replies } = await takeAnswer(h, { ...cause, questionId: question.row.id, value: null, words: null })
    if (replies > 0 && reportsDefect(said.text)) {
      // One message, not two: instead of thanks, what is done about it.
      await h.tx.outboxMessage.deleteMany({ where: { key: { in: Array.from({ length: replies }, (_, n) => `reply/${h.inboxId}/${cause.from + n}`) } } })
      const opened = await openCaseFor(h, { kind: 'complaint', reason: 'a problem in the last answer', orderId: question.row.orderId, text: said.text })
      return await sayText(h, 'sorry', caseArguments(h, opened), { always: true })
    }
    h.replies += replies
    return
  }
  const orderId = question?.fresh ? question.row.orderId : quoted?.orderId
  const about = { ...(orderId ? { orderId } : {}), text: said.text }
  if (tone === 'complaint') {
    const opened = await openCaseFor(h, { kind: 'complaint', reason: 'a complaint in free text', ...about })
    return await sayText(h, 'sorry', caseArguments(h, opened), { always: true })
  }
  // Praise with a complaint inside never counts as praise: neutral thanks, and somebody looks at it.
  if (tone === 'mixed') await openCaseFor(h, { kind: 'question', reason: 'praise with a complaint inside', ...about })
  if (tone === 'question') return await handOver(h, 'a question', about)
  if (question?.fresh && kept === 'question') {
    if (question.row.misses > 0 && tone !== 'mixed') return await handOver(h, 'not understood twice', about)
    if (question.row.misses === 0) return await repeatQuestion(h, open, tone === 'mixed' ? 'repeat-mixed' : 'repeat')
  }
  if (tone === 'mixed') return await sayText(h, 'mixed')
  if (quoted) return await sayText(h, 'late-words')
  if (tone === 'praise') return await sayText(h, 'praise')
  const unclear = words(h, 'unclear')
  if (await saidLately(h, unclear, DAY)) return await handOver(h, 'not understood twice', about)
  await say(h, { text: unclear, choices: menuChoices(h) })
}

/** What is said while a case is open belongs to it. A person who has begun to answer needs no machine in between. */
async function joinedCase(h: Known, { caseRow }: Open): Promise<void> {
  if (!caseRow || caseRow.repliedAt) return
  const text = words(h, 'case-added', caseArguments(h, caseRow))
  if (await saidLately(h, text, HOUR)) return
  await say(h, { text })
}

/** The question once more, below a line that says why. */
async function repeatQuestion(h: Known, { question }: Open, lead: 'repeat' | 'repeat-mixed'): Promise<void> {
  const { row, outgoing } = question!
  await h.tx.question.update({ where: { id: row.id }, data: { misses: { increment: 1 } } })
  const { text, choices = [] } = outgoing
  // Nobody is greeted twice in one conversation.
  const asked = text.replace(/^(?:سلام|Hi)[^،,\n]{0,30}[،,]\s*/, '')
  await say(h, { text: `${words(h, lead)}\n${asked.split('\n')[0]!}`, choices }, { questionId: row.id, orderId: row.orderId })
}

async function handOver(h: Known, reason: string, about: { orderId?: string; text: string }): Promise<void> {
  const opened = await openCaseFor(h, { kind: 'question', reason, ...about })
  await sayText(h, 'handed-over', caseArguments(h, opened), { always: true })
}

/** Words that were stored in a case need not stand in it twice. */
function caseText({ text, open, kept }: Said) {
  const orderId = open.question?.fresh ? open.question.row.orderId : (open.quoted?.orderId ?? open.caseRow?.orderId)
  return { text: kept === 'case' ? null : text, ...(orderId === undefined ? {} : { orderId }) }
}
