/** An edited message replaces what it said before; the old words are kept. Edits may overtake their originals. */
import type { Incoming } from '../channel.ts'
import { DAY } from '../clock.ts'
import type { Answer } from '../store/store.ts'
import { takeAnswer } from '../engagement/react.ts'
import { loadSubject } from '../engagement/subject.ts'
import { addToCase } from '../support/cases.ts'
import type { Landed } from './landed.ts'
import { actOn } from './act.ts'
import type { Hearing, Known } from './hearing.ts'
import { openQuestion, whatIsOpen } from './open.ts'
import { isUrgent, understand } from './understand.ts'

type Stored = { id: string; body: Incoming & { landed?: Landed; earlier?: string[] } }

/** Updates of a platform are delayed by at most so long (Telegram keeps them for a day). */
const OVERTAKES_MS = 2 * DAY

/** Does a newer version of this message stand already? */
export async function isSuperseded(h: Hearing): Promise<boolean> {
  const { incoming } = h
  if (incoming.kind === 'choice' || incoming.edited || !incoming.messageId) return false
  const rows = await h.tx.sql(
    `SELECT 1 FROM "inbox" WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3 AND "id" <> $4::bigint AND "state" = 'done'
       AND "at" > $6::timestamptz AND "body"->>'messageId' = $5 AND "body"->>'edited' = 'true' LIMIT 1`,
    [h.chat.channel, h.chat.account, h.chat.chatId, h.inboxId, incoming.messageId, new Date(h.at.getTime() - OVERTAKES_MS).toISOString()],
  )
  return rows.length > 0
}

/** false: the original never came; then this is simply what was said. */
export async function handleEdit(h: Known): Promise<boolean> {
  const original = await versionBefore(h)
  if (!original) return false
  const before = textOf(original.body)
  const after = textOf(h.incoming)
  if (before === after) return true
  const { landed = {} } = original.body
  await rewriteInbox(h, original, before, after)

  const open = await whatIsOpen(h)
  const meaning = understand(after, open.lists)
  if (isUrgent(meaning)) {
    await actOn(h, meaning, { text: after, open, kept: false })
    return true
  }
  if (landed.value && landed.questionId) await changeChoice(h, landed.questionId, after)
  if (landed.answerId) await rewriteAnswer(h, landed.answerId, before, after)
  if (landed.entryId) await rewriteEntry(h, landed.entryId, before, after)
  return true
}

/** The newest version of the same message that came before this one. */
async function versionBefore(h: Known): Promise<Stored | null> {
  if (!h.incoming.messageId) return null
  const [row] = await h.tx.sql<Stored>(
    `SELECT "id"::text AS "id", "body" FROM "inbox" WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3 AND "id" <> $4::bigint AND "state" = 'done'
       AND "body"->>'messageId' = $5 AND "body"->>'kind' IN ('text', 'other') ORDER BY "inbox"."id" LIMIT 1`,
    [h.chat.channel, h.chat.account, h.chat.chatId, h.inboxId, h.incoming.messageId],
  )
  return row ?? null
}

/** A burst that still waits reads its rows when it is answered: it will read the new words. */
async function rewriteInbox(h: Known, { id, body }: Stored, before: string, after: string): Promise<void> {
  const words = body.kind === 'other' ? { caption: after } : { text: after }
  await h.tx.sql(`UPDATE "inbox" SET "body" = "body" || $2::jsonb WHERE "id" = $1::bigint`, [id, JSON.stringify({ ...words, earlier: [...(body.earlier ?? []), before] })])
}

/** It had named a choice, and now names another: as if it had been changed. */
async function changeChoice(h: Known, questionId: string, after: string): Promise<void> {
  const row = await h.tx.question.findFirst({ where: { id: questionId, customerId: h.customer.id } })
  const question = row && (await openQuestion(h, row))
  if (!question) return
  const meaning = understand(after, [question.list])
  if (meaning.means !== 'choice') return
  const subject = await loadSubject(h, row.enrollmentId)
  if (!subject) return
  const cause = { to: h.chat, inboxId: h.inboxId, causedAt: h.at, from: h.replies }
  const { replies } = await takeAnswer(h, { ...cause, questionId, value: meaning.choice.value, words: null, change: true, echo: true })
  h.replies += replies
}

async function rewriteAnswer(h: Known, answerId: string, before: string, after: string): Promise<void> {
  const answer = await h.tx.answer.findUnique({ where: { id: answerId } })
  if (!answer?.words?.includes(before) || before === '') return
  const earlier = { value: answer.value, score: answer.score, words: answer.words, at: answer.at.toISOString() }
  await h.tx.answer.update({
    where: { id: answerId },
    data: { words: replaceLast(answer.words, before, after), history: [...(answer.history as Answer['history'] & object[]), earlier] as object[] },
  })
}

async function rewriteEntry(h: Known, entryId: string, before: string, after: string): Promise<void> {
  const entry = await h.tx.caseEntry.findUnique({ where: { id: BigInt(entryId) } })
  if (!entry) return
  await h.tx.caseEntry.update({ where: { id: entry.id }, data: { text: entry.text?.includes(before) && before !== '' ? replaceLast(entry.text, before, after) : after } })
  await addToCase(h, entry.caseId, { from: 'system', text: `edited by the customer; before: ${before}` })
}

function replaceLast(text: string, before: string, after: string): string {
  const at = text.lastIndexOf(before)
  return text.slice(0, at) + after + text.slice(at + before.length)
}

const textOf = (body: Incoming) => (body.kind === 'text' ? body.text : body.kind === 'other' ? (body.caption ?? '') : '')
