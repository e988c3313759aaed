import { expect, test } from 'vitest'
import { nextTick } from '../../src/schedule/recurring.ts'

const ticks = (cron: string, zone: string, from: string, count: number) => {
  const found: string[] = []
  for (let at = new Date(from); found.length < count; ) {
    at = nextTick({ cron, zone }, at)
    found.push(at.toISOString())
  }
  return found
}

test('a job at 09:00 keeps its local hour across both changes of the clock', () => {
  expect(ticks('0 9 * * *', 'Europe/Paris', '2026-03-28T00:00:00Z', 3)).toEqual(['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z'])
  expect(ticks('0 9 * * *', 'America/New_York', '2026-10-31T05:00:00Z', 3)).toEqual(['2026-10-31T13:00:00.000Z', '2026-11-01T14:00:00.000Z', '2026-11-02T14:00:00.000Z'])
})

test('a job at 02:30 runs once on the day that has no 02:30, and once on the day that has two', () => {
  const spring = ticks('30 2 * * *', 'Europe/Paris', '2026-03-28T12:00:00Z', 2)
  expect(spring.filter(at => at.startsWith('2026-03-29')).length).toBe(1)
  const autumn = ticks('30 2 * * *', 'Europe/Paris', '2026-10-24T12:00:00Z', 2)
  expect(autumn.filter(at => at.startsWith('2026-10-25')).length).toBe(1)
})

test.each(['Australia/Lord_Howe', 'Asia/Kathmandu', 'Asia/Tehran'])('%s: each local day exactly once in a year', zone => {
  const days = ticks('0 9 * * *', zone, '2026-01-01T00:00:00Z', 365).map(at => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(at)))
  expect(new Set(days).size).toBe(365)
})
