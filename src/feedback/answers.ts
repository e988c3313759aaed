/** Answers as they arrive, each stored at once. The first answer of a question stands; only an explicit change replaces it. */
import { tellOutside } from '../store/outgoing.ts'
import type { ChannelName } from '../channel.ts'
import type { Clock } from '../clock.ts'
import type { Answer, Tx } from '../store/store.ts'

export type Media = { kind: string; ref?: string | undefined }
type Parts = { tx: Tx; clock: Clock }

export type NewAnswer = {
  /** The row that was asked; null: said unasked (a note, a complaint). */
  question: { id: string } | null
  customerId: string
  orderId: string | null
  journey: string | null
  /** The question's name: satisfied, shipping, change, free … */
  name: string
  value: string | null
  score: number | null
  words: string | null
  media?: readonly Media[]
  channel: ChannelName
  /** The survey had moved on when it came. */
  late: boolean
}

/**
 * `first: false`: the question had been answered, and the stored answer comes back unchanged. Words kept before are completed by
 * the value.
 */
export async function storeAnswer({ tx, clock }: Parts, answer: NewAnswer): Promise<{ answer: Answer; first: boolean }> {
  if (!answer.question) return { answer: await told(tx, await tx.answer.create({ data: row(answer, clock.now()) })), first: true }
  const stored = await lockAnswer(tx, answer.question.id)
  if (!stored) return { answer: await told(tx, await tx.answer.create({ data: row(answer, clock.now()) })), first: true }
  if (stored.value !== null || answer.value === null) return { answer: stored, first: false }
  const { value, score, late, channel } = answer
  const data = {
    value,
    score,
    late,
    channel,
    words: join(stored.words, answer.words),
    media: [...mediaOf(stored), ...(answer.media ?? [])],
    at: clock.now(),
  }
  return { answer: await told(tx, await tx.answer.update({ where: { id: stored.id }, data })), first: true }
}

/** The shop's other systems hear of each value that it has had. */
async function told(tx: Tx, answer: Answer): Promise<Answer> {
  const { id, customerId, orderId, journey, question, value, score, late, at } = answer
  const changes = (answer.history as unknown[]).length
  await tellOutside(tx, { type: 'answer.given', key: `${id}/${value === null ? 'words' : changes}`, customerId, orderId, at, data: { answerId: id, journey, question, value, score, late, changed: changes > 0 } })
  return answer
}

/** Replaces a stored answer and keeps the old one in its history. null: there is nothing to change, or it says the same. */
export async function changeAnswer(
  { tx, clock }: Parts,
  { questionId, value, score, words = null }: { questionId: string; value: string | null; score: number | null; words?: string | null },
): Promise<{ answer: Answer; from: { value: string | null; score: number | null } } | null> {
  const stored = await lockAnswer(tx, questionId)
  if (!stored || (stored.value === value && (words === null || stored.words === words))) return null
  const from = { value: stored.value, score: stored.score }
  const before = { ...from, words: stored.words, at: stored.at.toISOString() }
  const history = [...(stored.history as unknown[]), before] as object[]
  return {
    answer: await told(
      tx,
      await tx.answer.update({
        where: { id: stored.id },
        data: { value, score, words: words ?? stored.words, history, at: clock.now() },
      }),
    ),
    from,
  }
}

/** Words or media that belong to a question, or, with `answerId`, to what was being said before; written on, never over. */
export async function addWords(
  { tx, clock }: Parts,
  to: Omit<NewAnswer, 'value' | 'score' | 'words' | 'media'> & { answerId?: string | null },
  words: string | null,
  media: readonly Media[] = [],
): Promise<Answer> {
  const stored = to.answerId
    ? await tx.answer.findUnique({ where: { id: to.answerId } })
    : to.question
      ? await lockAnswer(tx, to.question.id)
      : null
  if (!stored) return await told(tx, await tx.answer.create({ data: row({ ...to, value: null, score: null, words, media }, clock.now()) }))
  return await tx.answer.update({
    where: { id: stored.id },
    data: { words: join(stored.words, words), media: [...mediaOf(stored), ...media] },
  })
}

/** Staff's own marks: to be seen to, seen to, worth keeping. */
export const MARKS = ['todo', 'done', 'star'] as const
export type AnswerMark = (typeof MARKS)[number]

/** null takes it away. false: there is no such answer. */
export async function markAnswer({ tx }: { tx: Pick<Tx, 'answer'> }, id: string, mark: AnswerMark | null): Promise<boolean> {
  return (await tx.answer.updateMany({ where: { id }, data: { mark } })).count === 1
}

/** Two taps at the same instant: the second waits here and then sees the first one's answer. */
async function lockAnswer(tx: Tx, questionId: string): Promise<Answer | null> {
  await tx.sql('SELECT id FROM questions WHERE id = $1 FOR UPDATE', [questionId])
  return await tx.answer.findUnique({ where: { questionId } })
}

function row({ question, customerId, orderId, journey, name, value, score, words, media = [], channel, late }: NewAnswer, at: Date) {
  return {
    questionId: question?.id ?? null,
    customerId,
    orderId,
    journey,
    question: name,
    value,
    score,
    words,
    media: [...media],
    channel,
    late,
    at,
  }
}

const mediaOf = (answer: Answer) => answer.media as Media[]
const join = (before: string | null, added: string | null) => (before && added ? `${before}\n${added}` : (added ?? before))
