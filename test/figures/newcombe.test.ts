import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOf, neededHeldOut, wilson } from '../../src/figures/newcombe.ts'

test.each([
  ['a', 56, 70, 48, 80, 0.0524, 0.3339],
  ['b', 9, 10, 3, 10, 0.1705, 0.809],
  ['c', 6, 7, 2, 7, 0.0582, 0.8062],
  ['d', 5, 56, 0, 29, -0.0381, 0.1926],
  ['e', 0, 10, 0, 20, -0.1611, 0.2775],
  ['f', 0, 10, 0, 10, -0.2775, 0.2775],
  ['g', 10, 10, 0, 20, 0.6791, 1],
  ['h', 10, 10, 0, 10, 0.6075, 1],
])('example %s of the paper’s table II, method 10: %i/%i − %i/%i', (_, a, m, b, n, low, high) => {
  const found = differenceOf(a, m, b, n)!
  expect([found.low, found.high].map(limit => limit.toFixed(4))).toEqual([low.toFixed(4), high.toFixed(4)])
})

test('an empty group is no comparison', () => {
  expect(differenceOf(0, 0, 1, 5)).toBeNull()
  expect(differenceOf(1, 5, 0, 0)).toBeNull()
})

test('the interval holds its difference, lies within −1 and 1, and turns round with the groups', () => {
  const group = fc.integer({ min: 1, max: 400 }).chain(n => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
  fc.assert(
    fc.property(group, group, ([a, m], [b, n]) => {
      const one = differenceOf(a, m, b, n)!
      const other = differenceOf(b, n, a, m)!
      expect(one.low).toBeLessThanOrEqual(one.difference + 1e-12)
      expect(one.high).toBeGreaterThanOrEqual(one.difference - 1e-12)
      expect(one.low).toBeGreaterThanOrEqual(-1 - 1e-12)
      expect(one.high).toBeLessThanOrEqual(1 + 1e-12)
      expect(other.low).toBeCloseTo(-one.high, 12)
      const { low, high } = wilson(a, m)
      expect(low <= a / m + 1e-12 && a / m <= high + 1e-12).toBe(true)
    }),
  )
})

test('how many are needed: 20 % against 25 % with as many in each group are 1,094, nine treated for each held out 622', () => {
  // By hand, equal groups: p̄ = 0.225; (1.95996·√0.34875 + 0.84162·√0.3475)² ÷ 0.0025 = (1.15746 + 0.49613)² ÷ 0.0025 = 1093.7.
  expect(neededHeldOut(0.2, 0.25, 1)).toBe(1094)
  // Nine to one: p̄ = 0.245; (1.95996·√1.84975 + 0.84162·√1.6275)² ÷ 0.0225 = (2.66566 + 1.07367)² ÷ 0.0225 = 621.5.
  expect(neededHeldOut(0.2, 0.25, 9)).toBe(622)
})
