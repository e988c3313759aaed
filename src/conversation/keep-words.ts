/** Free text is stored the moment it comes: with the question it answers, in the case it belongs to, or as words on their own. */
import { addWords, type Media } from '../feedback/answers.ts'
import { keepInCase, newestOrderId } from './case.ts'
import type { Known } from './hearing.ts'
import { landed } from './landed.ts'
import type { Open } from './open.ts'

/** Returns which of the three it was. */
export async function keepWords(h: Known, text: string | null, open: Open, media: readonly Media[] = []): Promise<'question' | 'case' | 'words'> {
  const { question, quoted, caseRow } = open
  const about = { customerId: h.customer.id, channel: h.chat.channel, late: false }
  if (question?.fresh && !belongsToCase(open)) {
    const { row } = question
    const stored = await addWords(h, { ...about, question: row, orderId: row.orderId, journey: row.journey, name: row.question }, text, media)
    await landed(h, { answerId: stored.id, questionId: row.id })
    return 'question'
  }
  if (quoted) {
    const stored = await addWords(h, { ...about, question: quoted, orderId: quoted.orderId, journey: quoted.journey, name: quoted.question, late: true }, text, media)
    await landed(h, { answerId: stored.id })
    return 'words'
  }
  if (caseRow) {
    await keepInCase(h, caseRow.id, text, media)
    return 'case'
  }
  const stored = await addWords(h, { ...about, question: null, orderId: await newestOrderId(h), journey: null, name: 'free', answerId: await answerOfBurst(h) }, text, media)
  await landed(h, { answerId: stored.id })
  return 'words'
}

/** A case in progress takes what is said, unless a question was put after it was opened. */
export function belongsToCase({ question, caseRow }: Open): boolean {
  if (!caseRow || !question) return caseRow !== null
  const put = question.row.putAt ?? question.row.askedAt
  return put === null || put < caseRow.openedAt
}

/** Several messages in a row are one thing said. */
async function answerOfBurst(h: Known): Promise<string | null> {
  const [row] = await h.tx.sql<{ answerId: string | null }>(
    `SELECT i."body"->'landed'->>'answerId' AS "answerId" FROM "inbox" i JOIN "outbox" o ON o."id" = i."burstId" AND o."state" IN ('planned', 'held')
     WHERE i."channel" = $1 AND i."account" = $2 AND i."chatId" = $3 AND i."body"->'landed'->>'answerId' IS NOT NULL ORDER BY i."id" DESC LIMIT 1`,
    [h.chat.channel, h.chat.account, h.chat.chatId],
  )
  return row?.answerId ?? null
}
