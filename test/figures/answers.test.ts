import { expect, test } from 'vitest'
import { countWords } from '../../src/figures/answers.ts'

test('spellings of one word are one, shown as most people write it; greetings, small words and numbers are none', () => {
  const texts = ['سلام، بسته‌بندی خیلی بد بود', 'بسته بندی پاره', 'بسته‌بندی', 'کیفيت', 'كیفیت خوووب', 'کیفیت', '09121234567 09121234567', 'the quality', 'Quality!']
  expect(countWords(texts)).toEqual([{ word: 'کیفیت', answers: 3 }, { word: 'quality', answers: 2 }, { word: 'بسته‌بندی', answers: 2 }])
})

test('a word counts once per answer, and what one person said alone is left out', () => {
  expect(countWords(['دیر دیر دیر رسید', 'دیر'])).toEqual([{ word: 'دیر', answers: 2 }])
})
