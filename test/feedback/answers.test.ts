import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { stillClock } from '../../src/clock.ts'
import { addWords, changeAnswer, storeAnswer, type NewAnswer } from '../../src/feedback/answers.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

let store: Store
let said: NewAnswer
const now = new Date('2026-03-28T10:00:00Z')
const clock = stillClock(now)
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  const { id: customerId } = await store.db.customer.create({ data: { createdAt: now } })
  const enrollment = await store.db.enrollment.create({
    data: { customerId, journey: 'after-purchase', version: 'v', track: 'checkup', subject: 'o', startedAt: now },
  })
  await store.db.question.create({
    data: { id: 'q1', enrollmentId: enrollment.id, customerId, journey: 'after-purchase', step: 'satisfied', question: 'satisfied' },
  })
  said = {
    question: { id: 'q1' },
    customerId,
    orderId: null,
    journey: 'after-purchase',
    name: 'satisfied',
    value: 'good',
    score: 4,
    words: null,
    channel: 'webchat',
    late: false,
  }
})
afterAll(() => store.close())

const answer = (changes: Partial<NewAnswer> = {}) => store.transaction(tx => storeAnswer({ tx, clock }, { ...said, ...changes }))
const add = (words: string, answerId: string | null = null, changes: Partial<NewAnswer> = {}) =>
  store.transaction(tx => addWords({ tx, clock }, { ...said, ...changes, answerId }, words))

test('the first answer stands, however often another is tapped', async () => {
  expect(await answer()).toMatchObject({ first: true, answer: { value: 'good', score: 4 } })
  expect(await answer({ value: 'bad', score: 2 })).toMatchObject({ first: false, answer: { value: 'good' } })
  const results = await Promise.all([answer({ value: 'bad', score: 2 }), answer()])
  expect(results.map(result => result.first)).toEqual([false, false])
  expect(await store.db.answer.count()).toBe(1)
})

test('a change keeps both values', async () => {
  await answer()
  const changed = await store.transaction(tx => changeAnswer({ tx, clock }, { questionId: 'q1', value: 'bad', score: 2 }))
  expect(changed).toMatchObject({
    from: { value: 'good', score: 4 },
    answer: { value: 'bad', score: 2, history: [{ value: 'good', score: 4 }] },
  })
  expect(await store.transaction(tx => changeAnswer({ tx, clock }, { questionId: 'q1', value: 'bad', score: 2 }))).toBeNull()
})

test('words that match no choice are kept, and the tap that follows completes them', async () => {
  await add('بد نبود')
  await add('ولی دیر رسید')
  expect(await answer({ value: 'ok', score: 3 })).toMatchObject({ first: true, answer: { value: 'ok', words: 'بد نبود\nولی دیر رسید' } })
  expect(await answer({ value: 'bad', score: 2 })).toMatchObject({ first: false })
})

test('what is said unasked is one growing answer', async () => {
  const first = await add('سلام', null, { question: null, name: 'free' })
  await add('کفشم کوچیکه', first.id, { question: null, name: 'free' })
  expect(await store.db.answer.findMany({ select: { questionId: true, words: true } })).toEqual([
    { questionId: null, words: 'سلام\nکفشم کوچیکه' },
  ])
})
