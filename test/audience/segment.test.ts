import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSegment, printSegment, type Condition } from '../../src/journeys/segment.ts'

const read = (text: string) => {
  const parsed = parseSegment(text)
  if ('problem' in parsed) throw new Error(JSON.stringify(parsed.problem))
  return parsed.condition
}

describe('a segment as it is typed', () => {
  test.each<[string, Condition]>([
    ['all', { is: 'everybody' }],
    ['category:shoes', { is: 'category', value: 'shoes' }],
    ['category:"کفش ورزشی"', { is: 'category', value: 'کفش ورزشی' }],
    ['product:RUN-41', { is: 'product', value: 'RUN-41' }],
    ['spent>=5m', { is: 'spent', compare: '>=', value: 5_000_000 }],
    ['spent<۵۰۰k', { is: 'spent', compare: '<', value: 500_000 }],
    ['orders=۲', { is: 'orders', compare: '=', value: 2 }],
    ['score<=2', { is: 'score', compare: '<=', value: 2 }],
    ['bought-90', { is: 'bought', days: 90 }], ['away-۹۰', { is: 'away', days: 90 }], ['seen-30', { is: 'seen', days: 30 }], ['unseen-30', { is: 'unseen', days: 30 }], ['joined-7', { is: 'joined', days: 7 }],
    ['level:silver', { is: 'level', value: 'silver' }], ['answered:bad', { is: 'answered', value: 'bad' }], ['channel:telegram', { is: 'channel', value: 'telegram' }],
    ['group:high', { is: 'group', value: 'high' }], ['city:تهران', { is: 'city', value: 'تهران' }],
    ['category:shoes spent>=5m not away-90', { all: [{ is: 'category', value: 'shoes' }, { is: 'spent', compare: '>=', value: 5_000_000 }, { not: { is: 'away', days: 90 } }] }],
    ['group:high or group:repeat and orders>=3', { any: [{ is: 'group', value: 'high' }, { all: [{ is: 'group', value: 'repeat' }, { is: 'orders', compare: '>=', value: 3 }] }] }],
    ['(group:high or group:repeat) orders>=3', { all: [{ any: [{ is: 'group', value: 'high' }, { is: 'group', value: 'repeat' }] }, { is: 'orders', compare: '>=', value: 3 }] }],
    ['not not all', { not: { not: { is: 'everybody' } } }],
  ])('%s', (text, condition) => {
    expect(read(text)).toEqual(condition)
    expect(read(printSegment(condition))).toEqual(condition)
  })

  test.each([
    ['', 0, 'the end'], ['shoes', 0, 'shoes'], ['group:rich', 0, 'group:rich'], ['spent>lots', 0, 'spent>lots'], ['category:shoes (', 16, 'the end'], ['category:shoes )', 15, ')'], ['all or', 6, 'the end'],
    ["category:x'; DROP TABLE customers; --", 13, 'DROP'], ['bought-99999', 0, 'bought-99999'], ['('.repeat(40) + 'all' + ')'.repeat(40), 21, '('],
  ])('%s says where it cannot be read', (text, at, found) => {
    const parsed = parseSegment(text)
    expect('problem' in parsed && { at: parsed.problem.at, found: parsed.problem.found }).toEqual({ at, found })
  })

  test('whatever is typed: a condition that reads again as itself, or a problem; never an exception', () => {
    const word = fc.constantFrom('all', 'or', 'not', 'and', '(', ')', 'category:shoes', 'spent>=5m', 'orders=2', 'bought-90', 'group:high', 'x', '$1', "';", 'category:"a b"')
    fc.assert(
      fc.property(fc.oneof(fc.array(word, { maxLength: 12 }).map(words => words.join(' ')), fc.string({ unit: 'grapheme' })), text => {
        const parsed = parseSegment(text)
        if ('condition' in parsed) expect(read(printSegment(parsed.condition))).toEqual(parsed.condition)
      }),
      { numRuns: 2_000 },
    )
  })
})
