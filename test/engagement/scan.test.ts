import { describe, expect, test } from 'vitest'
import { isDayOf } from '../../src/engagement/scan.ts'

describe('a birthday', () => {
  test.each<[string, [number, number, number], boolean, boolean, string]>([
    ['1990-03-21', [2026, 3, 21], true, true, '1 Farvardin'],
    // 1 Farvardin 1404 was 21 March 2025, of 1403 it was 20 March 2024: the day wanders in the other calendar.
    ['1990-03-21', [2024, 3, 20], true, true, 'the same Jalali day on another Gregorian one'],
    ['1990-03-21', [2024, 3, 21], true, false, 'a day later it is over'],
    ['1990-03-21', [2024, 3, 21], false, true, 'who reads English keeps the Gregorian day'],
    ['2000-02-29', [2026, 2, 28], false, true, '29 February, in a year without'],
    ['2000-02-29', [2028, 2, 28], false, false, '… and in one with'],
    ['2000-02-29', [2028, 2, 29], false, true, '… on the day'],
    // 30 Esfand 1399 = 20 March 2021; 1404 has 29 days in Esfand, the last is 20 March 2026.
    ['2021-03-20', [2026, 3, 20], true, true, '30 Esfand, in a year without'],
    ['2021-03-20', [2026, 3, 19], true, false, '… not a day before'],
  ])('%s on %o', (date, [year, month, day], jalali, is) => expect(isDayOf(date, { year, month, day }, jalali)).toBe(is))
})
