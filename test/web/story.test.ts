import { expect, test } from 'vitest'
import { hints, type StoryFacts } from '../../src/web/demo/story.ts'

const calm: StoryFacts = { offersOpen: false, openQuestions: [], openCase: null, ahead: 4, sentDays: [], hasCode: false, hasBought: false }
const first = (facts: Partial<StoryFacts>) => hints({ ...calm, ...facts })[0]

test('it begins with the question about offers', () => {
  expect(first({ offersOpen: true })).toMatchObject({ do: 'tap', token: 'm:offers:yes' })
})

test('then the clock walks, three days the first time', () => {
  expect(first({})).toMatchObject({ do: 'walk', first: true, words: 'hint-first-walk' })
  expect(first({ sentDays: [3], ahead: 3 })).toMatchObject({ do: 'walk', first: false, words: 'hint-walk-3' })
})

test('the check-up is answered with "bad": that is what there is to see', () => {
  expect(first({ openQuestions: [{ id: 'AAAAAAAAAAAAAAAA', question: 'satisfied' }] })).toMatchObject({ do: 'tap', token: 'q:AAAAAAAAAAAAAAAA:bad' })
})

test('with two open questions the newest comes first', () => {
  const openQuestions = [{ id: 'AAAAAAAAAAAAAAAA', question: 'arrived' }, { id: 'BBBBBBBBBBBBBBBB', question: 'satisfied' }]
  expect(hints({ ...calm, openQuestions }).map(hint => 'token' in hint && hint.token)).toEqual(['q:BBBBBBBBBBBBBBBB:bad', 'q:AAAAAAAAAAAAAAAA:yes', false, false])
})

test('an open case comes before everything: first the answer, then the closing', () => {
  const open = { openQuestions: [{ id: 'AAAAAAAAAAAAAAAA', question: 'satisfied' }], ahead: 2 }
  expect(first({ ...open, openCase: { replied: false } })).toMatchObject({ do: 'reply' })
  expect(first({ ...open, openCase: { replied: true } })).toMatchObject({ do: 'close' })
})

test('when nothing is left to come, there is always a new beginning', () => {
  expect(hints({ ...calm, ahead: 0, sentDays: [3, 7, 14, 30] })).toMatchObject([{ do: 'again' }])
})

test('the code of day 30 is used; then the story is told, and one may walk on', () => {
  expect(first({ ahead: 0, sentDays: [3, 7, 14, 30], hasCode: true })).toMatchObject({ do: 'buy' })
  expect(hints({ ...calm, ahead: 3, sentDays: [], hasBought: true })).toMatchObject([{ do: 'again' }, { do: 'walk' }])
})
