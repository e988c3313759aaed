/** /answers: what customers said, newest first, some at a time. `/answers bad`: only the unhappy ones. */
import { staffToken } from '../../engagement/tokens.ts'
import { countAnswers, listAnswers, type AnswerLine } from '../../feedback/list-answers.ts'
import { sayTime } from '../../text/dates.ts'
import { digits } from '../../text/digits.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

const PAGE = 5
/** Of 5 to 1: bad and very bad. */
const UNHAPPY = 2

export const answersCommand: Command = { name: 'answers', roles: EVERYBODY, run: showAnswers }

async function showAnswers(call: Call): Promise<Says> {
  // A button says which, "bad" or "all", and the last answer that is seen already.
  const [, which = 'all', last] = /^(bad|all)?(?:_([\w-]{36}))?$/.exec(call.argument) ?? []
  const filter = which === 'bad' ? { scoreAtMost: UNHAPPY } : {}
  const after = last ? await call.tx.answer.findUnique({ where: { id: last }, select: { id: true, at: true } }) : null
  const found = await listAnswers(call.tx, filter, { limit: PAGE + 1, after })
  const shown = found.slice(0, PAGE)
  if (shown.length === 0) return call.say('answers-none')
  const count = await countAnswers(call.tx, filter)
  return {
    text: [call.say('answers-title', { count: digits(call.locale, count) }).text, ...shown.map(answer => lineOf(call, answer))].join('\n'),
    choices: found.length > PAGE ? [{ token: staffToken('answers', `${which}_${shown.at(-1)!.id}`), label: call.label('answers-title', 'more') }] : [],
  }
}

function lineOf(call: Call, { at, customerName, question, value, score, words, orderExternalId }: Pick<AnswerLine, 'at' | 'customerName' | 'question' | 'value' | 'score' | 'words' | 'orderExternalId'>): string {
  return call.say('answer-line', {
    name: customerName ?? '—', question, value: value ?? 'none', score: score === null ? '' : digits(call.locale, score), scored: score === null ? 'no' : 'yes',
    words: words ?? '', worded: words ? 'yes' : 'no', order: orderExternalId ?? '—',
    time: sayTime(call.locale, at, call.clock.now(), call.config.shop.zone),
  }).text
}
