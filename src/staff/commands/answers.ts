/** /answers: what customers said, newest first, some at a time; only some of it, by words: a score, a question, a journey, a period, a product. */
import { staffToken } from '../../engagement/tokens.ts'
import { DAY } from '../../clock.ts'
import { countAnswers, listAnswers, type AnswerFilter, type AnswerLine } from '../../feedback/list-answers.ts'
import { sayTime } from '../../text/dates.ts'
import { digits } from '../../text/digits.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

const PAGE = 5
/** Of 5 to 1: bad and very bad. */
const UNHAPPY = 2

export const answersCommand: Command = { name: 'answers', roles: EVERYBODY, run: showAnswers }

const PERIODS: Record<string, number> = { today: 1, week: 7, month: 30, امروز: 1, هفته: 7, ماه: 30 }
const QUESTIONS = ['arrived', 'satisfied', 'shipping', 'change', 'free']

/** `bad`, 1 to 5, a question, a journey, `today`, `week`, `month`, and anything else is a product's name. */
export function filterOf(call: Call): AnswerFilter {
  const filter: AnswerFilter = {}
  const product: string[] = []
  for (const word of call.argument.split(/\s+/).filter(Boolean)) {
    if (word === 'bad' || word === 'بد') filter.scoreAtMost = UNHAPPY
    else if (word === 'all') continue
    else if (/^[1-5]$/.test(word)) filter.score = Number(word)
    else if (QUESTIONS.includes(word)) filter.question = word
    else if (call.scenarios.journeys.some(({ journey }) => journey === word)) filter.journey = word
    else if (word in PERIODS) filter.from = new Date(call.clock.now().getTime() - PERIODS[word]! * DAY)
    else product.push(word)
  }
  if (product.length > 0) filter.product = product.join(' ')
  return filter
}

async function showAnswers(call: Call): Promise<Says> {
  // A button says which, "bad" or "all", and the last answer that is seen already; other filters are typed.
  const [, which, last] = /^(bad|all)_([\w-]{36})$/.exec(call.argument) ?? []
  const filter = which ? (which === 'bad' ? { scoreAtMost: UNHAPPY } : {}) : filterOf(call)
  const after = last ? await call.tx.answer.findUnique({ where: { id: last }, select: { id: true, at: true } }) : null
  const found = await listAnswers(call.tx, filter, { limit: PAGE + 1, after })
  const shown = found.slice(0, PAGE)
  if (shown.length === 0) return call.say('answers-none')
  const count = await countAnswers(call.tx, filter)
  const seen = call.member.seenAnswersAt
  if (!after) await call.tx.staff.update({ where: { id: call.member.id }, data: { seenAnswersAt: call.clock.now() } })
  const mark = (answer: AnswerLine) => (seen !== null && answer.at <= seen ? '' : '🆕 ')
  // Typed filters do not fit into a button: their further pages are asked for with a narrower period.
  const onward = which ?? (Object.keys(filter).length === 0 ? 'all' : JSON.stringify(filter) === JSON.stringify({ scoreAtMost: UNHAPPY }) ? 'bad' : null)
  return {
    text: [call.say('answers-title', { count: digits(call.locale, count) }).text, ...shown.map(answer => lineOf(call, answer).replace(/^• /, `• ${mark(answer)}`))].join('\n'),
    choices: found.length > PAGE && onward ? [{ token: staffToken('answers', `${onward}_${shown.at(-1)!.id}`), label: call.label('answers-title', 'more') }] : [],
  }
}

function lineOf(call: Call, { at, customerName, question, value, score, words, orderExternalId }: Pick<AnswerLine, 'at' | 'customerName' | 'question' | 'value' | 'score' | 'words' | 'orderExternalId'>): string {
  return call.say('answer-line', {
    name: customerName ?? '—', question, value: value ?? 'none', score: score === null ? '' : digits(call.locale, score), scored: score === null ? 'no' : 'yes',
    words: words ?? '', worded: words ? 'yes' : 'no', order: orderExternalId ?? '—',
    time: sayTime(call.locale, at, call.clock.now(), call.config.shop.zone),
  }).text
}
