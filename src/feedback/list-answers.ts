import type { Db } from '../store/store.ts'
import { BOM, csvLines } from '../text/csv.ts'

export const ANSWER_COLUMNS = [
  'id',
  'at',
  'customerId',
  'customerName',
  'orderId',
  'orderExternalId',
  'journey',
  'question',
  'value',
  'score',
  'words',
  'channel',
  'late',
] as const

export type AnswerLine = {
  id: string
  at: Date
  customerId: string
  customerName: string | null
  orderId: string | null
  orderExternalId: string | null
  journey: string | null
  question: string
  value: string | null
  score: number | null
  words: string | null
  channel: string
  late: boolean
}

export type AnswerFilter = {
  customerId?: string | undefined
  orderId?: string | undefined
  question?: string | undefined
  score?: number | undefined
  /** That score or worse. */
  scoreAtMost?: number | undefined
  channel?: string | undefined
  journey?: string | undefined
  /** A part of an item's name. */
  product?: string | undefined
  /** Of staff: todo, done or star. */
  mark?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
}

/** Newest first; `after` is the last line of the page before. */
export async function listAnswers(
  db: Pick<Db, 'sql'>,
  filter: AnswerFilter,
  page: { limit: number; after?: { at: Date; id: string } | null },
): Promise<AnswerLine[]> {
  const { conditions, params } = conditionsOf(filter)
  if (page.after) {
    params.push(page.after.at.toISOString(), page.after.id)
    conditions.push(`(a.at, a.id) < ($${params.length - 1}::timestamptz, $${params.length})`)
  }
  params.push(page.limit)
  return await db.sql<AnswerLine>(
    `SELECT a.id, a.at, a."customerId", c.name AS "customerName", a."orderId", o."externalId" AS "orderExternalId", a.journey, a.question,
            a.value, a.score, a.words, a.channel, a.late
     FROM answers a JOIN customers c ON c.id = a."customerId" LEFT JOIN orders o ON o.id = a."orderId"
     ${whereOf(conditions)}
     ORDER BY a.at DESC, a.id DESC LIMIT $${params.length}::int`,
    params,
  )
}

export async function countAnswers(db: Pick<Db, 'sql'>, filter: AnswerFilter): Promise<number> {
  const { conditions, params } = conditionsOf(filter)
  const [row] = await db.sql<{ n: number }>(`SELECT count(*)::int AS n FROM answers a ${whereOf(conditions)}`, params)
  return row!.n
}

export const whereOf = (conditions: string[]) => (conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '')

/** Of `answers a`. */
export function conditionsOf(filter: AnswerFilter): { conditions: string[]; params: unknown[] } {
  const params: unknown[] = []
  const conditions: string[] = []
  const where = (condition: (place: string) => string, value: unknown) => {
    if (value === undefined || value === null) return
    params.push(value instanceof Date ? value.toISOString() : value)
    conditions.push(condition(`$${params.length}`))
  }
  where(p => `a."customerId" = ${p}`, filter.customerId)
  where(p => `a."orderId" = ${p}`, filter.orderId)
  where(p => `a.question = ${p}`, filter.question)
  where(p => `a.score = ${p}::int`, filter.score)
  where(p => `a.score <= ${p}::int`, filter.scoreAtMost)
  where(p => `a.channel = ${p}`, filter.channel)
  where(p => `a.journey = ${p}`, filter.journey)
  where(p => `a.mark = ${p}`, filter.mark)
  where(p => `EXISTS (SELECT 1 FROM order_items i WHERE i."orderId" = a."orderId" AND position(lower(${p}) in lower(i.name)) > 0)`, filter.product)
  where(p => `a.at >= ${p}::timestamptz`, filter.from)
  where(p => `a.at < ${p}::timestamptz`, filter.to)
  return { conditions, params }
}

/** The whole list as CSV, a page at a time, so that any number of answers fits. */
export async function* answersCsv(db: Pick<Db, 'sql'>, filter: AnswerFilter = {}, pageSize = 1_000): AsyncGenerator<string> {
  yield BOM + csvLines([ANSWER_COLUMNS])
  let after: AnswerLine | null = null
  do {
    const lines: AnswerLine[] = await listAnswers(db, filter, { limit: pageSize, after })
    if (lines.length > 0) yield csvLines(lines.map(line => ANSWER_COLUMNS.map(column => plain(line[column]))))
    after = lines.length < pageSize ? null : lines.at(-1)!
  } while (after)
}

const plain = (value: string | number | boolean | Date | null) => (value instanceof Date ? value.toISOString() : value)
