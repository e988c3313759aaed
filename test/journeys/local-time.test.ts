import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { addLocalDays, atLocal, endOf, isWithin, localDate, localTime, nextLocal, wallTime, workingTimeAfter } from '../../src/journeys/local-time.ts'

const ZONES = ['Asia/Tehran', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Casablanca', 'America/St_Johns', 'UTC']
const zone = fc.constantFrom(...ZONES)
const at = fc.date({ min: new Date('2020-01-01T00:00Z'), max: new Date('2035-01-01T00:00Z'), noInvalidDate: true })
const minuteOfDay = fc.integer({ min: 0, max: 24 * 60 - 1 })
const hhmm = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const wall = minuteOfDay.map(hhmm)

/** Instants around every change of clocks are rare among random ones: these lie within two days of one. */
const nearChange = fc
  .tuple(
    fc.constantFrom(
      ['Europe/Paris', '2026-03-29T01:00Z'], ['Europe/Paris', '2026-10-25T01:00Z'],
      ['America/New_York', '2026-03-08T07:00Z'], ['America/New_York', '2026-11-01T06:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T15:30Z'], ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
      ['Asia/Tehran', '2022-03-21T20:30Z'], ['Asia/Tehran', '2022-09-21T19:30Z'],
    ),
    fc.integer({ min: -2 * DAY, max: 2 * DAY }),
  )
  .map(([[name, change], away]) => ({ at: new Date(new Date(change!).getTime() + away), zone: name! }))
const somewhere = fc.oneof(nearChange, fc.record({ at, zone }))

describe('a wall time becomes an instant', () => {
  test.each([
    ['an ordinary day', 'Asia/Tehran', '2026-11-23 10:00', '2026-11-23T06:30:00.000Z'],
    ['a zone of quarter hours', 'Asia/Kathmandu', '2026-11-23 10:00', '2026-11-23T04:15:00.000Z'],
    ['a gap: the first instant after it', 'Europe/Paris', '2026-03-29 02:30', '2026-03-29T01:00:00.000Z'],
    ['the last minute before a gap', 'Europe/Paris', '2026-03-29 01:59', '2026-03-29T00:59:00.000Z'],
    ['a gap in America', 'America/New_York', '2026-03-08 02:00', '2026-03-08T07:00:00.000Z'],
    ['an overlap: the first of the two', 'Europe/Paris', '2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
    ['an overlap in America', 'America/New_York', '2026-11-01 01:30', '2026-11-01T05:30:00.000Z'],
    ['a gap of half an hour', 'Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-03T15:30:00.000Z'],
    ['an overlap of half an hour', 'Australia/Lord_Howe', '2026-04-05 01:45', '2026-04-04T14:45:00.000Z'],
    ['a gap at midnight', 'Asia/Tehran', '2022-03-22 00:30', '2022-03-21T20:30:00.000Z'],
    ['a day that never was', 'Pacific/Apia', '2011-12-30 12:00', '2011-12-30T10:00:00.000Z'],
  ])('%s', (_, name, text, expected) => {
    const [year, month, day, hour, minute] = text.split(/[- :]/).map(Number) as [number, number, number, number, number]
    expect(atLocal({ year, month, day, hour, minute }, name).toISOString()).toBe(expected)
  })

  test('what a clock shows leads back to the same wall time, and never later than the instant itself', () => {
    fc.assert(
      fc.property(somewhere, ({ at, zone }) => {
        const shown = localTime(at, zone)
        const back = atLocal(shown, zone)
        expect(localTime(back, zone)).toEqual(shown)
        expect(back.getTime()).toBeLessThanOrEqual(at.getTime())
      }),
    )
  })

  test('it is the first instant that shows the wall time, or the end of the gap that skips it', () => {
    fc.assert(
      fc.property(somewhere, minuteOfDay, ({ at, zone }, minutes) => {
        const { year, month, day } = localTime(at, zone)
        const asked = `${localDate(at, zone)} ${hhmm(minutes)}`
        const found = atLocal({ year, month, day, hour: 0, minute: minutes }, zone)
        const shown = (instant: number) => `${localDate(new Date(instant), zone)} ${wallTime(new Date(instant), zone)}`
        expect(shown(found.getTime()) >= asked).toBe(true)
        if (shown(found.getTime()) !== asked) expect(shown(found.getTime() - 1) < asked).toBe(true)
        else for (const earlier of [30 * MINUTE, HOUR]) expect(shown(found.getTime() - earlier)).not.toBe(asked)
      }),
    )
  })

  test('a zone that does not exist is refused, never replaced by the one of this machine', () => {
    expect(() => localTime(new Date('2026-01-01T00:00Z'), 'Asia/Teheran')).toThrow(RangeError)
    expect(() => localTime(new Date('2026-01-01T00:00Z'), '')).toThrow(RangeError)
  })
})

describe('calendar days', () => {
  test.each([
    ['the end of January', '2026-01-31T10:00+03:30', 30, '2026-03-02T10:00+03:30'],
    ['into a leap day', '2028-02-26T10:00+03:30', 3, '2028-02-29T10:00+03:30'],
    ['over the year', '2026-12-25T10:00+03:30', 14, '2027-01-08T10:00+03:30'],
    ['backwards', '2026-03-02T10:00+03:30', -30, '2026-01-31T10:00+03:30'],
  ])('%s', (_, from, days, to) => {
    expect(addLocalDays(new Date(from), days, 'Asia/Tehran')).toEqual(new Date(to))
  })

  test('are not days of 24 hours', () => {
    expect(addLocalDays(new Date('2026-03-28T10:00+01:00'), 1, 'Europe/Paris')).toEqual(new Date('2026-03-29T10:00+02:00'))
    expect(addLocalDays(new Date('2026-10-24T10:00+02:00'), 1, 'Europe/Paris')).toEqual(new Date('2026-10-25T10:00+01:00'))
  })

  test('move the date by exactly that many and keep the wall time, unless a gap swallows it', () => {
    fc.assert(
      fc.property(somewhere, fc.integer({ min: -400, max: 400 }), ({ at, zone }, days) => {
        const moved = addLocalDays(at, days, zone)
        const apart = Date.parse(localDate(moved, zone)) - Date.parse(localDate(at, zone))
        expect(apart).toBe(days * DAY)
        if (wallTime(moved, zone) !== wallTime(at, zone)) expect(wallTime(moved, zone) > wallTime(at, zone)).toBe(true)
      }),
    )
  })

  test('an instant before 1970 and one far ahead are read as well', () => {
    expect(localDate(new Date('1969-12-31T22:00Z'), 'Asia/Tehran')).toBe('1970-01-01')
    expect(localDate(new Date('2090-03-19T21:00Z'), 'Asia/Tehran')).toBe('2090-03-20')
  })
})

describe('quiet hours', () => {
  const night = { from: '21:00', to: '09:00' }
  test.each([
    ['20:59', false],
    ['21:00', true],
    ['23:59', true],
    ['00:00', true],
    ['08:59', true],
    ['09:00', false],
  ])('across midnight: %s', (time, quiet) => {
    expect(isWithin(night, new Date(`2026-11-23T${time}:30+03:30`), 'Asia/Tehran')).toBe(quiet)
  })

  test.each([
    ['late evening', '2026-11-23T22:15+03:30', '2026-11-24T09:00+03:30'],
    ['after midnight', '2026-11-24T03:00+03:30', '2026-11-24T09:00+03:30'],
    ['not quiet', '2026-11-24T12:34:56+03:30', '2026-11-24T12:34:56+03:30'],
  ])('they end: %s', (_, from, to) => {
    expect(endOf(night, new Date(from), 'Asia/Tehran')).toEqual(new Date(to))
  })

  test('from = to is never quiet', () => {
    expect(isWithin({ from: '09:00', to: '09:00' }, new Date('2026-11-24T09:00+03:30'), 'Asia/Tehran')).toBe(false)
  })

  test('the end is outside, and, but for a change of the clock, everything before it is inside, in every zone', () => {
    fc.assert(
      fc.property(somewhere, wall, wall, ({ at, zone }, from, to) => {
        const end = endOf({ from, to }, at, zone)
        expect(isWithin({ from, to }, end, zone)).toBe(false)
        expect(end.getTime()).toBeGreaterThanOrEqual(at.getTime())
        // A clock that is set back may leave the hours for a while and enter them again; they end once, at their end.
        const aheadOf = (instant: Date) => Date.parse(`${localDate(instant, zone)}T${wallTime(instant, zone)}Z`) - Math.floor(instant.getTime() / MINUTE) * MINUTE
        if (aheadOf(at) !== aheadOf(end)) return
        for (let probe = at.getTime(); probe < end.getTime(); probe += 17 * MINUTE) expect(isWithin({ from, to }, new Date(probe), zone)).toBe(true)
        if (end > at) expect(isWithin({ from, to }, new Date(end.getTime() - 1), zone)).toBe(true)
      }),
    )
  })

  test('the next such wall time is later, and the first', () => {
    fc.assert(
      fc.property(somewhere, wall, ({ at, zone }, time) => {
        const next = nextLocal(at, time, zone)
        expect(next.getTime()).toBeGreaterThan(at.getTime())
        const start = Math.ceil((at.getTime() + 1) / MINUTE) * MINUTE
        for (let probe = start; probe < next.getTime(); probe += MINUTE) expect(wallTime(new Date(probe), zone)).not.toBe(time)
      }),
      { numRuns: 60 },
    )
  })
})

describe('working time', () => {
  const week = { 6: ['09:00', '18:00'], 7: ['09:00', '18:00'], 1: ['09:00', '18:00'], 2: ['09:00', '18:00'], 3: ['09:00', '18:00'], 4: ['09:00', '13:00'] } satisfies Record<number, [string, string]>
  const policy = { workingHours: week, calmDays: ['2026-11-28'] }
  const tehran = (text: string) => new Date(`${text}+03:30`)
  test.each([
    ['within the day', '2026-11-23T10:00', '2026-11-23T12:00'],
    ['up to the end of the day', '2026-11-23T16:00', '2026-11-23T18:00'],
    ['into the next day', '2026-11-23T17:00', '2026-11-24T10:00'],
    ['before the doors open', '2026-11-23T05:00', '2026-11-23T11:00'],
    ['at night', '2026-11-23T23:00', '2026-11-24T11:00'],
    ['over the weekend and a day of mourning', '2026-11-26T12:30', '2026-11-29T10:30'],
  ])('two hours %s', (_, from, to) => {
    expect(workingTimeAfter(policy, tehran(from), 2 * HOUR, 'Asia/Tehran')).toEqual(tehran(to))
  })

  test('a shop where nobody ever works hears an instant all the same', () => {
    expect(workingTimeAfter({ workingHours: {}, calmDays: [] }, tehran('2026-11-23T10:00'), HOUR, 'Asia/Tehran')).toEqual(tehran('2026-11-23T11:00'))
  })

  test('exactly so many working minutes lie between, in every zone', () => {
    fc.assert(
      fc.property(somewhere, fc.integer({ min: 1, max: 12 * 60 }), ({ at, zone }, minutes) => {
        const from = new Date(Math.floor(at.getTime() / MINUTE) * MINUTE)
        const by = workingTimeAfter(policy, from, minutes * MINUTE, zone)
        let worked = 0
        for (let probe = from.getTime(); probe < by.getTime(); probe += MINUTE) if (works(new Date(probe), zone)) worked += 1
        expect(worked).toBe(minutes)
      }),
      { numRuns: 40 },
    )
    function works(probe: Date, name: string) {
      const open = (week as Partial<Record<number, [string, string]>>)[localTime(probe, name).weekday]
      return open !== undefined && !policy.calmDays.includes(localDate(probe, name)) && isWithin({ from: open[0], to: open[1] }, probe, name)
    }
  })
})
