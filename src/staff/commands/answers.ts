/** /answers: what customers said, newest first, some at a time. `/answers bad`: only the unhappy ones. */
import { staffToken } from '../../engagement/tokens.ts'
import { listAnswers, type AnswerLine } from '../../feedback/list-answers.ts'
import { sayTime } from '../../text/dates.ts'
import { digits } from '../../text/digits.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

const PAGE = 5

export const answersCommand: Command = { name: 'answers', roles: EVERYBODY, run: showAnswers }

async function showAnswers(call: Call): Promise<Says> {
  // A button says which: "bad" or "all", and how many are seen already.
  const [, only = '', seen = '0'] = /^(bad|all)?[\s_]*(\d{1,6})?$/.exec(call.argument) ?? []
  const skip = Number(seen)
  const found = await listAnswers(call.tx, {}, { limit: 10_000 })
  const wanted = only === 'bad' ? found.filter(answer => answer.score !== null && answer.score <= 2) : found
  const shown = wanted.slice(skip, skip + PAGE)
  if (shown.length === 0) return call.say('answers-none')
  const left = wanted.length - skip - shown.length
  return {
    text: [call.say('answers-title', { count: digits(call.locale, wanted.length) }).text, ...shown.map(answer => lineOf(call, answer))].join('\n'),
    choices: left > 0 ? [{ token: staffToken('answers', `${only || 'all'}_${skip + PAGE}`), label: call.label('answers-title', 'more', { count: digits(call.locale, left) }) }] : [],
  }
}

export function lineOf(call: Call, { at, customerName, question, value, score, words, orderExternalId }: Pick<AnswerLine, 'at' | 'customerName' | 'question' | 'value' | 'score' | 'words' | 'orderExternalId'>): string {
  return call.say('answer-line', {
    name: customerName ?? '—', question, value: value ?? 'none', score: score === null ? '' : digits(call.locale, score), scored: score === null ? 'no' : 'yes',
    words: words ?? '', worded: words ? 'yes' : 'no', order: orderExternalId ?? '—',
    time: sayTime(call.locale, at, call.clock.now(), call.config.shop.zone),
  }).text
}
