import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY } from '../../src/clock.ts'
import { plan, type PlanFacts } from '../../src/journeys/due.ts'
import { localDate, wallTime } from '../../src/journeys/local-time.ts'
import { afterPurchase, tehran } from './shipped.ts'

const facts = (given: Partial<PlanFacts> = {}): PlanFacts => ({ placedAt: tehran('2026-11-23T10:00'), deliveredAt: null, zone: 'Asia/Tehran', ...given })
const dueOf = (given: Partial<PlanFacts>, step: string) => plan(afterPurchase, facts(given)).find(planned => planned.step === step)!.dueAt

describe('an order makes a plan', () => {
  test('of five messages, in order', () => {
    expect(plan(afterPurchase, facts())).toEqual([
      { track: 'thanks', step: 'receipt', purpose: 'transactional', dueAt: tehran('2026-11-23T10:00'), graceMs: 7 * DAY, startsSurvey: false },
      { track: 'thanks', step: 'day-3', purpose: 'feedback', dueAt: tehran('2026-11-26T10:00'), graceMs: 2 * DAY, startsSurvey: false },
      { track: 'checkup', step: 'checkup', purpose: 'feedback', dueAt: tehran('2026-11-30T10:00'), graceMs: 7 * DAY, startsSurvey: true },
      { track: 'selling', step: 'day-14', purpose: 'marketing', dueAt: tehran('2026-12-07T10:00'), graceMs: 2 * DAY, startsSurvey: false },
      { track: 'selling', step: 'day-30', purpose: 'marketing', dueAt: tehran('2026-12-23T10:00'), graceMs: 2 * DAY, startsSurvey: false },
    ])
  })

  test('whose grace is the shop\'s where the step has none of its own', () => {
    const graces = plan(afterPurchase, facts(), DAY).map(({ step, graceMs }) => [step, graceMs / DAY])
    expect(graces).toEqual([['receipt', 7], ['day-3', 1], ['checkup', 7], ['day-14', 1], ['day-30', 1]])
  })

  test.each([
    ['delivered long before day 7', '2026-11-25T15:00', '2026-11-30T10:00'],
    ['delivered on day 5, two days and an hour before', '2026-11-28T09:00', '2026-11-30T10:00'],
    ['delivered on day 6', '2026-11-29T15:00', '2026-12-01T15:00'],
    ['delivered after day 7', '2026-12-04T12:00', '2026-12-06T12:00'],
  ])('whose check-up waits for delivery: %s', (_, delivered, expected) => {
    expect(dueOf({ deliveredAt: tehran(delivered) }, 'checkup')).toEqual(tehran(expected))
  })

  test('in the wall time of the order, through a change of clocks', () => {
    const paris = { placedAt: new Date('2026-03-02T02:30+01:00'), zone: 'Europe/Paris' }
    expect(dueOf(paris, 'day-14')).toEqual(new Date('2026-03-16T02:30+01:00'))
    expect(dueOf(paris, 'day-30')).toEqual(new Date('2026-04-01T02:30+02:00'))
    expect(dueOf({ placedAt: new Date('2026-03-26T02:30+01:00'), zone: 'Europe/Paris' }, 'day-3')).toEqual(new Date('2026-03-29T03:00+02:00'))
    expect(dueOf({ placedAt: new Date('2026-10-22T02:30+02:00'), zone: 'Europe/Paris' }, 'day-3')).toEqual(new Date('2026-10-25T02:30+02:00'))
  })

  test('at the end of a month', () => {
    expect(dueOf({ placedAt: tehran('2027-01-31T23:50') }, 'day-30')).toEqual(tehran('2027-03-02T23:50'))
    expect(dueOf({ placedAt: tehran('2028-02-26T00:05') }, 'day-3')).toEqual(tehran('2028-02-29T00:05'))
  })

  test('a learned hour replaces the wall time on the same date, but the receipt follows the sale at once', () => {
    const learned = { placedAt: tehran('2026-11-23T23:40'), learnedHour: '18:30' }
    expect(dueOf(learned, 'receipt')).toEqual(tehran('2026-11-23T23:40'))
    expect(dueOf(learned, 'day-3')).toEqual(tehran('2026-11-26T18:30'))
    expect(dueOf(learned, 'day-30')).toEqual(tehran('2026-12-23T18:30'))
  })

  test('every step stands N calendar days after the order, for every instant and zone', () => {
    const zone = fc.constantFrom('Asia/Tehran', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu')
    const at = fc.date({ min: new Date('2022-01-01T00:00Z'), max: new Date('2032-01-01T00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(at, zone, (placedAt, name) => {
        for (const { step, dueAt } of plan(afterPurchase, { placedAt, deliveredAt: null, zone: name })) {
          const day = { receipt: 0, 'day-3': 3, checkup: 7, 'day-14': 14, 'day-30': 30 }[step]!
          expect(Date.parse(localDate(dueAt, name)) - Date.parse(localDate(placedAt, name))).toBe(day * DAY)
          // A gap moves it later on the same date, never earlier.
          expect(wallTime(dueAt, name) >= wallTime(placedAt, name)).toBe(true)
        }
      }),
    )
  })
})
