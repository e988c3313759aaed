import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TELEGRAM } from '../../../bots/telegram/platform.ts'
import { render, type Call } from '../../../bots/telegram/render.ts'
import { splitText } from '../../../bots/split-text.ts'
import type { Outgoing } from '../../../src/channel.ts'

const draw = (outgoing: Partial<Outgoing>) => render('7', { text: 'سلام', locale: 'fa', ...outgoing })
const only = (calls: Call[]) => {
  expect(calls).toHaveLength(1)
  return calls[0]!.payload
}
const rows = (outgoing: Partial<Outgoing>) => {
  const markup = only(draw(outgoing)).reply_markup
  return markup && 'inline_keyboard' in markup ? markup.inline_keyboard.map(row => row.map(button => button.text)) : markup
}
const choices = (...labels: string[]) => labels.map((label, at) => ({ token: `q:1:${at}`, label }))

test('words go as they are, without markup and without a preview', () => {
  expect(draw({ text: '<b>*سلام*</b> https://x.example' })).toEqual([
    {
      method: 'sendMessage',
      payload: { chat_id: 7, text: '<b>*سلام*</b> https://x.example', link_preview_options: { is_disabled: true } },
    },
  ])
})

describe('the keyboard fits a phone', () => {
  test('yes and no stand side by side', () => {
    expect(rows({ choices: choices('بله، رسید', 'هنوز نه') })).toEqual([['بله، رسید', 'هنوز نه']])
  })
  test('a longer third answer stands below', () => {
    expect(rows({ choices: choices('بله، بفرستید', 'نه، ممنون', 'این سفارش من نیست') })).toEqual([
      ['بله، بفرستید', 'نه، ممنون'],
      ['این سفارش من نیست'],
    ])
  })
  test('a scale stands one under another, best first as given', () => {
    const scale = ['عالیه 😍', 'خوبه 🙂', 'معمولیه 😐', 'بده 🙁', 'خیلی بده 😞']
    expect(rows({ choices: scale.map((label, at) => ({ token: `q:1:${at}`, label, score: 5 - at })) })).toEqual(scale.map(label => [label]))
  })
  test('a list of four or more stands one under another', () => {
    expect(rows({ choices: choices('الف', 'ب', 'پ', 'ت') })).toEqual([['الف'], ['ب'], ['پ'], ['ت']])
  })
  test('copy first, then where it leads, then the answers', () => {
    const outgoing = {
      code: { value: 'ABC', copyLabel: 'کپی کد' },
      links: [{ url: 'https://shop.example', label: 'خرید' }],
      choices: choices('نه'),
    }
    expect(rows(outgoing)).toEqual([['کپی کد'], ['خرید'], ['نه']])
  })
})

describe('a code to copy', () => {
  test('is monospace where it stands, without the marks of direction around it', () => {
    const text = 'ABC یک کد است 😍:\n\u2068ABC\u2069\nتا شنبه'
    const { entities } = only(draw({ text, code: { value: 'ABC', copyLabel: 'کپی' } })) as {
      entities: { offset: number; length: number }[]
    }
    expect(entities).toEqual([{ type: 'code', offset: text.lastIndexOf('ABC'), length: 3 }])
  })
  test('comes last when the text forgot it', () => {
    expect(only(draw({ text: 'این:', code: { value: 'ABC', copyLabel: 'کپی' } }))).toMatchObject({
      text: 'این:\nABC',
      entities: [{ offset: 5, length: 3 }],
    })
  })
  test('over 256 characters has no copy button', () => {
    expect(rows({ code: { value: 'x'.repeat(256), copyLabel: 'کپی' } })).toEqual([['کپی']])
    expect(rows({ code: { value: 'x'.repeat(257), copyLabel: 'کپی' } })).toBeUndefined()
  })
})

describe('links', () => {
  test.each(['http://localhost:3000/chat', 'ftp://shop.example/x', 'not an address'])('%s stands in the text: no button takes it', url => {
    const payload = only(draw({ links: [{ url, label: 'فروشگاه' }] }))
    expect(payload).toMatchObject({ text: `سلام\nفروشگاه: ${url}` })
    expect(payload.reply_markup).toBeUndefined()
  })
})

describe('the phone number', () => {
  test('is asked for by a key that goes away after use', () => {
    expect(only(draw({ askPhone: 'فرستادن شماره' })).reply_markup).toEqual({
      keyboard: [[{ text: 'فرستادن شماره', request_contact: true }]],
      one_time_keyboard: true,
      resize_keyboard: true,
    })
  })
  test('beside choices: they become keys that write their label', () => {
    const payload = only(draw({ askPhone: 'شماره', choices: choices('نه'), links: [{ url: 'https://shop.example', label: 'فروشگاه' }] }))
    expect(payload.reply_markup).toMatchObject({ keyboard: [[{ text: 'شماره' }], [{ text: 'نه' }]] })
    expect(payload).toMatchObject({ text: 'سلام\nفروشگاه: https://shop.example' })
  })
})

describe('a picture', () => {
  const image = 'https://shop.example/shoe.jpg'
  test('carries a text of up to 1024 as its caption, with the keyboard', () => {
    const payload = only(draw({ image, text: 'x'.repeat(1024), choices: choices('بله') }))
    expect(payload).toMatchObject({ photo: image, caption: 'x'.repeat(1024), reply_markup: { inline_keyboard: [[{ text: 'بله' }]] } })
  })
  test('goes ahead of a longer text, which has the keyboard', () => {
    const [photo, text] = draw({ image, text: 'x'.repeat(1025), choices: choices('بله') })
    expect(photo).toEqual({ method: 'sendPhoto', payload: { chat_id: 7, photo: image } })
    expect(text).toMatchObject({
      method: 'sendMessage',
      payload: { text: 'x'.repeat(1025), reply_markup: { inline_keyboard: [[{ text: 'بله' }]] } },
    })
  })
  test('may come alone', () => {
    expect(draw({ image, text: '' })).toEqual([{ method: 'sendPhoto', payload: { chat_id: 7, photo: image } }])
  })
  test('has its code monospace in the caption', () => {
    expect(only(draw({ image, text: 'این:\nABC', code: { value: 'ABC', copyLabel: 'کپی' } }))).toMatchObject({
      caption_entities: [{ type: 'code', offset: 5, length: 3 }],
    })
  })
})

describe('a text over 4096', () => {
  test('of 4096 it is one part, of one more two', () => {
    expect(draw({ text: 'x'.repeat(4096) })).toHaveLength(1)
    expect(draw({ text: 'x'.repeat(4097) }).map(call => call.method)).toEqual(['sendMessage', 'sendMessage'])
  })
  test('is cut between paragraphs, and the choices stand under the end', () => {
    const text = `${'یک '.repeat(1000).trim()}\n\n${'دو '.repeat(1000).trim()}`
    const [first, last] = draw({ text, choices: choices('بله') })
    expect(first!.payload).toMatchObject({ text: 'یک '.repeat(1000).trim() })
    expect(first!.payload.reply_markup).toBeUndefined()
    expect(last!.payload).toMatchObject({ text: 'دو '.repeat(1000).trim(), reply_markup: { inline_keyboard: [[{ text: 'بله' }]] } })
  })
  test('is never cut inside a character', () => {
    const parts = splitText(`x${'😍'.repeat(4096)}`, TELEGRAM.textLimit)
    expect(parts.every(part => part.isWellFormed())).toBe(true)
    expect(parts.join('')).toBe(`x${'😍'.repeat(4096)}`)
  })
  test('loses nothing but the white space at its cuts', () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom(' ', '\n', '\n\n', '. ', '؟ '), fc.string({ unit: 'binary' })), { maxLength: 60 })
    fc.assert(
      fc.property(pieces, fc.integer({ min: 2, max: 50 }), (some, limit) => {
        const text = some.join('').toWellFormed()
        const parts = splitText(text, limit)
        expect(parts.every(part => part.length <= limit && part.isWellFormed())).toBe(true)
        expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      }),
    )
  })
})

test('whatever the words, entities stay inside the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ minLength: 1, maxLength: 20 }), (text, value) => {
      for (const { payload } of draw({ text, code: { value, copyLabel: 'کپی' } }) as {
        payload: { text: string; entities?: { offset: number; length: number }[] }
      }[]) {
        expect(payload.text.isWellFormed()).toBe(true)
        expect(payload.text).not.toContain('\u0000')
        for (const { offset, length } of payload.entities ?? []) expect(payload.text.slice(offset, offset + length)).toBe(value)
      }
    }),
  )
})
