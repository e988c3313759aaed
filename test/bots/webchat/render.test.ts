import { expect, test } from 'vitest'
import { render } from '../../../bots/webchat/render.ts'
import { Refused } from '../../../src/errors.ts'

test('plain words are one piece', () => {
  expect(render({ text: 'سلام سارا،\nرسید؟', locale: 'fa' })).toEqual({ parts: [{ text: 'سلام سارا،\nرسید؟' }], locale: 'fa' })
})

test('the line that holds the code becomes a piece of its own, without marks of direction', () => {
  const { parts } = render({ text: 'این ۱۰٪ تخفیف:\n\u20687KQ-M4X-9TP\u2069\nتا شنبه.', code: { value: '7KQ-M4X-9TP', copyLabel: 'کپی کد' }, locale: 'fa' })
  expect(parts).toEqual([{ text: 'این ۱۰٪ تخفیف:' }, { code: '7KQ-M4X-9TP', copyLabel: 'کپی کد' }, { text: 'تا شنبه.' }])
})

test('a code that no line holds comes last', () => {
  const { parts } = render({ text: 'Here you are.', code: { value: 'A-B', copyLabel: 'Copy' }, locale: 'en' })
  expect(parts).toEqual([{ text: 'Here you are.' }, { code: 'A-B', copyLabel: 'Copy' }])
})

test('a link that would run something is left out', () => {
  const links = ['javascript:alert(1)', 'data:text/html,x', 'not a link', 'https://shop.example/'].map(url => ({ url, label: 'x' }))
  expect(render({ text: 'a', locale: 'en', links, image: 'javascript:1' })).toEqual({ parts: [{ text: 'a' }], locale: 'en', links: [links[3]] })
})

test('choices keep their token and label, scores are for numbered lists', () => {
  const choices = [{ token: 'q:AAAAAAAAAAAAAAAA:great', label: 'عالیه 😍', score: 5 }]
  expect(render({ text: 'راضی؟', choices, locale: 'fa' }).choices).toEqual([{ token: 'q:AAAAAAAAAAAAAAAA:great', label: 'عالیه 😍' }])
})

test('a message with nothing in it is refused', () => {
  expect(() => render({ text: '  \n ', locale: 'fa' })).toThrow(Refused)
})
