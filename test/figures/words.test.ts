import { expect, test } from 'vitest'
import { FIGURES } from '../../src/figures/figure.ts'
import { monthAsked } from '../../src/figures/month-page.ts'
import { figureTexts, figureWords, sayMonth, sayShare } from '../../src/figures/words.ts'

test('the words stand in both languages and can be read, and each figure has its own', () => {
  expect(figureTexts.problems).toEqual([])
  for (const name of FIGURES) for (const locale of ['fa', 'en'] as const) expect(figureWords(locale, name).formula).toContain('÷')
})

test('a rule of thumb stands beside one measure each, and beside no other', () => {
  expect(FIGURES.filter(name => figureWords('fa', name).note !== null)).toEqual(['period-return', 'repeat-customers', 'monthly-buyers'])
})

test('nothing says just "return rate"', () => {
  for (const name of FIGURES) expect([figureWords('en', name).name.toLowerCase(), figureWords('fa', name).name]).not.toContain('return rate')
})

test('shares in the reader’s script; no share is a dash', () => {
  expect([0.95, 1, 0.2537, -0.031, 0, null].map(value => sayShare('fa', value))).toEqual(['۹۵٪', '۱۰۰٪', '۲۵٫۴٪', '−۳٫۱٪', '۰٪', '—'])
  expect([0.25, 0.2537].map(value => sayShare('en', value))).toEqual(['25%', '25.4%'])
})

test('a month by its name, and which month is meant', () => {
  const reader = { locale: 'fa' as const, now: new Date('2026-11-28T10:00:00+03:30'), zone: 'Asia/Tehran' }
  expect(sayMonth('fa', new Date('2026-09-22T20:30:00Z'), 'Asia/Tehran', 'jalali')).toBe('مهر ۱۴۰۵')
  expect(monthAsked('', reader)).toMatchObject({ month: '1405-08' })
  expect(monthAsked('', { ...reader, locale: 'en' })).toMatchObject({ month: '2026-10' })
  expect(monthAsked('1405-09', reader)).toMatchObject({ month: '1405-09', to: reader.now, before: new Date('2026-10-22T20:30:00Z') })
  expect(monthAsked('1405-10', reader)).toBeNull()
})
