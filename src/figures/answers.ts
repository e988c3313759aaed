/** What customers said, counted: values and scores of each question, words, and month by month. Follows the same filter as the list. */
import { conditionsOf, whereOf, type AnswerFilter } from '../feedback/list-answers.ts'
import type { Sql } from '../store/store.ts'
import { contentWords } from '../text/content-words.ts'

/** So many of the newest answers are read for their words. */
export const READ_FOR_WORDS = 5_000
const MOST_WORDS = 40

export type QuestionCount = {
  question: string
  answers: number
  /** 5 is best; null: nothing of it is scored. */
  average: number | null
  /** `share` is of all answers to it that have a value; the best score first, without scores the most frequent. */
  values: { value: string; answers: number; share: number }[]
}
export type WordCount = { word: string; answers: number }
export type MonthAnswers = { from: Date; answers: number; scored: number; average: number | null }
export type AnswerCounts = { questions: QuestionCount[]; words: WordCount[]; worded: number; months: MonthAnswers[] }

/** `months`: where each begins and, last, where reading ends. */
export async function countAnswersBy({ sql }: { sql: Sql }, filter: AnswerFilter, months: readonly Date[]): Promise<AnswerCounts> {
  const { conditions, params } = conditionsOf(filter)
  const questions = await sql<{ question: string; answers: number; average: number | null }>(
    `SELECT a."question" AS "question", count(*)::int AS "answers", avg(a."score")::float8 AS "average" FROM answers a ${whereOf(conditions)} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30`,
    params,
  )
  const values = await sql<{ question: string; value: string; answers: number }>(
    `SELECT a."question" AS "question", a."value" AS "value", count(*)::int AS "answers" FROM answers a ${whereOf([...conditions, 'a."value" IS NOT NULL'])} GROUP BY 1, 2 ORDER BY max(a."score") DESC NULLS LAST, 3 DESC, 2 LIMIT 300`,
    params,
  )
  const worded = await sql<{ words: string }>(
    `SELECT a."words" AS "words" FROM answers a ${whereOf([...conditions, `a."words" <> ''`])} ORDER BY a.at DESC, a.id DESC LIMIT ${READ_FOR_WORDS}`,
    params,
  )
  return {
    questions: questions.map(one => ({ ...one, values: shares(values.filter(({ question }) => question === one.question)) })),
    words: countWords(worded.map(({ words }) => words)),
    worded: worded.length,
    months: await byMonth({ sql }, filter, months),
  }
}

function shares(values: { value: string; answers: number }[]): QuestionCount['values'] {
  const total = values.reduce((sum, { answers }) => sum + answers, 0)
  return values.map(({ value, answers }) => ({ value, answers, share: answers / total }))
}

/** In how many of the texts each word stands, shown in its most frequent spelling; what only one person said is left out. */
export function countWords(texts: readonly string[], most = MOST_WORDS): WordCount[] {
  const counts = new Map<string, { answers: number; spellings: Map<string, number> }>()
  for (const text of texts)
    for (const [key, written] of contentWords(text)) {
      const entry = counts.get(key) ?? { answers: 0, spellings: new Map<string, number>() }
      entry.answers++
      entry.spellings.set(written, (entry.spellings.get(written) ?? 0) + 1)
      counts.set(key, entry)
    }
  return [...counts]
    .filter(([, { answers }]) => answers > 1)
    .sort(([a, one], [b, other]) => other.answers - one.answers || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([, { answers, spellings }]) => ({ word: [...spellings].reduce((best, one) => (one[1] > best[1] ? one : best))[0], answers }))
}

async function byMonth({ sql }: { sql: Sql }, filter: AnswerFilter, months: readonly Date[]): Promise<MonthAnswers[]> {
  const { conditions, params } = conditionsOf({ ...filter, from: later(filter.from, months[0]!), to: months.at(-1)! })
  params.push(months.map(at => at.toISOString()))
  const rows = await sql<{ slice: number; answers: number; scored: number; average: number | null }>(
    `SELECT width_bucket(a.at, $${params.length}::timestamptz[]) AS "slice", count(*)::int AS "answers", count(a."score")::int AS "scored", avg(a."score")::float8 AS "average"
     FROM answers a ${whereOf(conditions)} GROUP BY 1`,
    params,
  )
  const bySlice = new Map(rows.map(({ slice, ...row }) => [slice, row]))
  return months.slice(0, -1).map((from, at) => ({ from, ...(bySlice.get(at + 1) ?? { answers: 0, scored: 0, average: null }) }))
}

const later = (one: Date | undefined, other: Date): Date => (one && one > other ? one : other)
