import { csvLines } from '../../src/text/csv.ts'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { sayDate, sayTime, sayWeekday } from '../../src/text/dates.ts'
import { digits, grouped, latinDigits, percent } from '../../src/text/digits.ts'
import { createTexts, product } from '../../src/text/fluent.ts'
import { money, toToman } from '../../src/text/money.ts'
import { clean, cleanDeep, normalise, squeeze } from '../../src/text/normalise.ts'
import { showName } from '../../src/text/show-name.ts'

const ZONE = 'Asia/Tehran'
const now = new Date('2026-11-20T10:00:00+03:30')
const at = (text: string) => new Date(text)

describe('days and times', () => {
  test('are Jalali in Persian and Gregorian in English', () => {
    const end = at('2026-12-05T21:00:00+03:30')
    expect(sayTime('fa', end, now, ZONE)).toBe('شنبه ۱۴ آذر ساعت ۲۱')
    expect(sayTime('en', end, now, ZONE)).toBe('Saturday 5 December 9 pm')
  })
  test('say minutes only where there are some', () => {
    expect(sayTime('fa', at('2026-12-05T21:30:00+03:30'), now, ZONE)).toBe('شنبه ۱۴ آذر ساعت ۲۱:۳۰')
    expect(sayTime('en', at('2026-12-05T00:05:00+03:30'), now, ZONE)).toBe('Saturday 5 December 12:05 am')
  })
  test('say today and tomorrow, by the days of the zone', () => {
    expect(sayTime('fa', at('2026-11-20T17:00:00+03:30'), now, ZONE)).toBe('امروز ساعت ۱۷')
    expect(sayTime('fa', at('2026-11-21T09:00:00+03:30'), now, ZONE)).toBe('فردا ساعت ۹')
    expect(sayTime('en', at('2026-11-21T00:30:00+03:30'), at('2026-11-20T23:30:00+03:30'), ZONE)).toBe('12:30 am tomorrow')
  })
  test('name the year only if it is another one', () => {
    expect(sayDate('fa', at('2027-03-25T12:00:00+03:30'), now, ZONE)).toBe('پنجشنبه ۵ فروردین ۱۴۰۶')
    expect(sayDate('en', at('2027-01-02T12:00:00+03:30'), now, ZONE)).toBe('Saturday 2 January 2027')
  })
  test('know the day of the week in the customer’s zone', () => {
    expect(sayWeekday('fa', at('2026-11-22T22:00:00Z'), ZONE)).toBe('دوشنبه')
    expect(sayWeekday('en', at('2026-11-22T22:00:00Z'), 'Europe/London')).toBe('Sunday')
  })
})

describe('numbers and money', () => {
  test('are written in the reader’s digits', () => {
    expect(digits('fa', 217)).toBe('۲۱۷')
    expect(digits('en', '۲۱۷')).toBe('217')
    expect(latinDigits('۰۹۱۲٣٤٥')).toBe('0912345')
    expect(grouped('fa', 50_000)).toBe('۵۰٬۰۰۰')
    expect(percent('fa', 10)).toBe('۱۰٪')
  })
  test.each([
    [2_500_000, '۲ میلیون و ۵۰۰ هزار تومان'],
    [2_485_000, '۲٬۴۸۵٬۰۰۰ تومان'],
    [200_000, '۲۰۰ هزار تومان'],
    [20_500, '۲۰٬۵۰۰ تومان'],
    [1_000_000_000, '۱ میلیارد تومان'],
    [0, '۰ تومان'],
  ])('%i toman reads %s', (toman, said) => expect(money('fa', toman)).toBe(said))
  test('are toman, whatever the shop counts in', () => {
    expect(toToman(1_000_000, 'IRR')).toBe(100_000n)
    expect(toToman(5, 'IRT')).toBe(5n)
    expect(toToman(5, 'EUR')).toBeNull()
    expect(money('en', 200_000)).toBe('200,000 toman')
  })
})

describe('names', () => {
  test.each([
    ['سارا محمدی', 'سارا'],
    ['آقای علی رضایی', 'علی'],
    ['خانم دکتر مریم نوری', 'مریم'],
    ['محمد علی کریمی', 'محمد علی'],
    ['محمد کریمی', 'محمد'],
    ['سید رضا موسوی', 'سید رضا'],
    ['*رضا*', '*رضا*'],
  ])('%s is greeted as %s', (name, shown) => expect(showName(name)).toBe(shown))
  test.each(['', '   ', 'تست', 'test', 'Sara', 'شرکت پارس', 'فروشگاه گل', '09121234567', 'علی2', 'ا', '<b>Sara</b>', null, undefined])('%s is left out', name =>
    expect(showName(name)).toBeNull(),
  )
  test('an English reader is greeted by a Latin name only', () => {
    expect(showName('Sara Smith', 'en')).toBe('Sara')
    expect(showName('سارا', 'en')).toBeNull()
    expect(showName('Test User', 'en')).toBeNull()
  })
})

describe('comparing text', () => {
  test.each([
    ['خوووب', 'خوب'],
    ['مرسیی', 'مرسی'],
    ['علي', 'علی'],
    ['كفش', 'کفش'],
    ['می‌خوام', 'میخوام'],
    ['  خوب! ', 'خوب'],
    ['۵ ستاره', '5 ستاره'],
    ['ＳＴＯＰ', 'stop'],
    ['مُـــحَمّد', 'محمد'],
    ["don't", 'dont'],
  ])('«%s» and «%s» are the same', (one, other) => expect(normalise(one)).toBe(normalise(other)))
  test('digits are never joined', () => expect(normalise('لغو۱۱')).toBe('لغو11'))
  test('squeezed, spaces make no difference', () => expect(squeeze('می خوام')).toBe(squeeze('می‌خوام')))
  test('it takes any text, and doing it twice is doing it once', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => normalise(normalise(text)) === normalise(text))))
  test('what no database keeps is taken out, however deep', () => {
    expect(clean('a\u0000b\ud800')).toBe('ab\ufffd')
    expect(cleanDeep({ a: ['x\u0000', { b: '\udc00' }], n: 1 })).toEqual({ a: ['x', { b: '\ufffd' }], n: 1 })
  })
})

describe('texts', () => {
  test('the product speaks both languages, key by key', () => {
    expect(product.problems).toEqual([])
    expect(product.keys('fa')).toEqual(product.keys('en'))
    for (const key of product.keys('fa').filter(name => !name.includes('.'))) expect([key, product.variables('fa', key)]).toEqual([key, product.variables('en', key)])
  })
  test('a line without words is not said', () => {
    const texts = createTexts({ fa: 'a =\n    یک\n    { $known ->\n        [yes] دو\n       *[no] { "" }\n    }\n    سه', en: 'a = { $known }' }, 'x')
    expect(texts.format('fa', 'a', { known: 'no' })).toBe('یک\nسه')
  })
  test('only what runs the other way is isolated, and never a code on its own line', () => {
    const texts = createTexts({ fa: 'a = سلام { $name }، کد { $code }\nb =\n    کد:\n    { $code }', en: 'a = Hi { $name } { $code }\nb = { $code }' }, 'x')
    expect(texts.format('fa', 'a', { name: 'سارا', code: 'AB-12' })).toBe('سلام سارا، کد \u2068AB-12\u2069')
    expect(texts.format('en', 'a', { name: 'سارا', code: 'AB-12' })).toBe('Hi \u2068سارا\u2069 AB-12')
    expect(texts.format('fa', 'b', { code: 'AB-12' })).toBe('کد:\nAB-12')
  })
  test('a name cannot turn the line around', () => {
    const texts = createTexts({ fa: 'a = سلام { $name }', en: 'a = Hi { $name }' }, 'x')
    expect(texts.format('en', 'a', { name: '\u202eevil\u2069' })).toBe('Hi evil')
  })
  test('everything wrong is found: broken entries, lost lines, a language that lacks a key', () => {
    const texts = createTexts({ fa: 'a = { $x\nb = خوب\nبی‌صاحب', en: 'b = good\nc = more' }, 'journey')
    expect(texts.problems.join('\n')).toMatch(/fa\.ftl: "a" cannot be read/)
    expect(texts.problems.join('\n')).toMatch(/belongs to no message/)
    expect(texts.problems.join('\n')).toMatch(/fa\.ftl: "c" is missing/)
  })
  test('a missing argument is a bug, not a text', () => expect(() => product.format('fa', 'case-added')).toThrow(/case/))
  test('the welcome is the reference message', () => {
    const args = { nameKnown: 'yes', name: 'سارا', shop: 'گلستان', itemKnown: 'yes', item: 'کفش دویدن' }
    expect(product.format('fa', 'welcome', args)).toBe('سلام سارا، 🌱 من دستیار خودکار فروشگاه گلستان هستم.\nخبرهای سفارشتون (کفش دویدن) رو همین‌جا می‌دم و بعدش می‌پرسم راضی بودید یا نه.')
  })
  test('no text breaks the rules of speaking', () => {
    for (const key of product.keys('fa').filter(name => !name.includes('.'))) {
      const args = Object.fromEntries(product.variables('fa', key).map(name => [name, name.endsWith('Known') ? 'yes' : 'ایکس']))
      for (const locale of ['fa', 'en'] as const) {
        const text = product.format(locale, key, args)
        expect([key, text.split('\n').length <= 3], text).toEqual([key, true])
        expect([key, [...text.matchAll(/\p{Extended_Pictographic}/gu)].length <= 1]).toEqual([key, true])
        expect([key, [...text.matchAll(/[?؟]/g)].length <= 1]).toEqual([key, true])
        if (/متأسف|ببخشید|sorry|Sorry/.test(text)) expect([key, /[!]|\p{Extended_Pictographic}/u.test(text)]).toEqual([key, false])
      }
    }
  })
})

test('a cell with a line break stays one cell', () => {
  expect(csvLines([['a', 'سلام\nخوبید؟'], ['=1+1', 'b']])).toBe('a,"سلام\nخوبید؟"\r\n\'=1+1,b\r\n')
})
