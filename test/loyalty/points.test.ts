import { describe, expect, test } from 'vitest'
import { expired, levelFor, nextLevel, pointsFor, takenBack, worthOf } from '../../src/loyalty/points.ts'
import { toToman } from '../../src/text/money.ts'
import { shipped } from '../journeys/shipped.ts'

const rules = shipped.loyalty

describe('S28: every full 100,000 earns 10,000', () => {
  test.each([[99_999n, 0n], [100_000n, 10_000n], [250_000n, 20_000n], [5_000_000n, 500_000n], [0n, 0n], [-1n, 0n]])('%s toman earn %s', (goods, points) => expect(pointsFor(goods, rules)).toBe(points))
  test('pro rata is a setting', () => expect(pointsFor(250_000n, { ...rules, proRata: true })).toBe(25_000n))
  test('1,000,000 rial are 100,000 toman are 10,000 points', () => expect(pointsFor(toToman(1_000_000, 'IRR')!, rules)).toBe(10_000n))
})

test('a refund takes back in proportion, all refunds together, and never more than was earned', () => {
  expect(takenBack(20_000n, 250_000n, 125_000n)).toBe(10_000n)
  expect(takenBack(20_000n, 250_000n, 250_000n)).toBe(20_000n)
  expect(takenBack(20_000n, 250_000n, 999_000n)).toBe(20_000n)
  expect(takenBack(20_000n, 250_000n, 0n)).toBe(0n)
})

test('what points are worth', () => {
  expect(worthOf(20_000n, 1_000)).toBe(20_000n)
  expect(worthOf(20_000n, 500)).toBe(10_000n)
  expect(worthOf(-5n, 500)).toBe(0n)
})

test('levels', () => {
  expect([0n, 499_999n, 500_000n, 9_000_000n].map(earned => levelFor(earned, rules.levels).id)).toEqual(['bronze', 'bronze', 'silver', 'gold'])
  expect(nextLevel(rules.levels[0]!, rules.levels)?.id).toBe('silver')
  expect(nextLevel(rules.levels.at(-1)!, rules.levels)).toBeNull()
})

test('the oldest is spent first: only what of it is left runs out', () => {
  const day = (n: number) => new Date(Date.UTC(2026, 0, n))
  const ins = [{ points: 100n, expiresAt: day(10) }, { points: 50n, expiresAt: day(20) }]
  expect(expired(ins, 0n, day(9))).toBe(0n)
  expect(expired(ins, 0n, day(10))).toBe(100n)
  expect(expired(ins, 60n, day(10))).toBe(40n)
  expect(expired(ins, 120n, day(10))).toBe(0n)
  expect(expired(ins, 120n, day(20))).toBe(30n)
  expect(expired(ins, 200n, day(20))).toBe(0n)
})
