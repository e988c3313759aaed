import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { shippedFolder } from '../../src/config.ts'
import { gate, type GateFacts } from '../../src/engagement/gate.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import { isWithin } from '../../src/journeys/local-time.ts'

const { policy } = loadScenarios(shippedFolder('scenarios'))
const TEHRAN = 'Asia/Tehran'
const noon = new Date('2026-03-21T12:00:00+03:30')

function facts(about: Partial<GateFacts> = {}): GateFacts {
  return {
    class: 'flow', purpose: 'feedback', graceFrom: noon, graceMs: 2 * DAY, startsSurvey: false, selling: false, uncounted: false, causedAt: null,
    customer: { id: 'sara', zone: TEHRAN, may: { transactional: true, feedback: true, marketing: true } },
    address: 'ok', hasOpenCase: false, notArrived: false, recent: [], questionsThisHour: [],
  number: null,
  paused: false,
  controls: null,
    ...about,
  }
}
const may = (feedback: boolean | null, marketing: boolean | null) => ({ id: 'sara', zone: TEHRAN, may: { transactional: true, feedback, marketing } })
const sent = (hoursAgo: number, purpose: 'transactional' | 'feedback' | 'marketing' = 'marketing', more = {}) => ({
  purpose, sentAt: new Date(noon.getTime() - hoursAgo * HOUR), startsSurvey: false, uncounted: false, ...more,
})
const decide = (about: Partial<GateFacts>, now = noon) => gate(facts(about), policy, TEHRAN, now)
const verdict = (about: Partial<GateFacts>, now = noon) => {
  const decided = decide(about, now)
  return decided.verdict === 'send' ? 'send' : `${decided.verdict} ${decided.reason}`
}

describe('what may go now', () => {
  test.each<[string, Partial<GateFacts>, string]>([
    ['feedback in the daytime', {}, 'send'],
    ['marketing that was agreed to', { purpose: 'marketing' }, 'send'],
    ['marketing that nobody asked about', { purpose: 'marketing', customer: may(true, null) }, 'hold no-consent'],
    ['marketing after a no', { purpose: 'marketing', customer: may(true, false) }, 'drop stopped'],
    ['feedback after a stop word', { customer: may(false, false) }, 'drop stopped'],
    ['nobody ever opened a chat', { address: 'none', customer: may(null, null) }, 'hold no-address'],
    ['the customer blocked us', { address: 'gone' }, 'hold unreachable'],
    ['selling while a case is open', { selling: true, purpose: 'marketing', hasOpenCase: true }, 'hold open-case'],
    ['a broadcast while a case is open', { class: 'bulk', purpose: 'marketing', hasOpenCase: true }, 'hold open-case'],
    ['the check-up while a case is open', { hasOpenCase: true }, 'send'],
    ['selling after "not yet"', { selling: true, purpose: 'marketing', notArrived: true }, 'hold not-arrived'],
    ['two hours after the last message', { recent: [sent(2, 'feedback')] }, 'hold gap'],
    ['an order message does not make a gap', { recent: [sent(2, 'transactional')] }, 'send'],
    ['an order message keeps no gap', { purpose: 'transactional', recent: [sent(1, 'feedback')] }, 'send'],
    ['a second offer on the same day', { purpose: 'marketing', recent: [sent(2.9)] }, 'hold cap'],
    ['a third offer in 7 days', { purpose: 'marketing', recent: [sent(30), sent(100)] }, 'hold cap'],
    ['an offer 7 days after two', { purpose: 'marketing', recent: [sent(30), sent(7 * 24 + 1)] }, 'send'],
    ['a fifth offer in 30 days', { purpose: 'marketing', recent: [sent(200), sent(400), sent(600), sent(700)] }, 'hold cap'],
    ['a third prompting message today', { recent: [sent(5, 'feedback'), sent(8, 'marketing')] }, 'hold cap'],
    ['a ninth unsolicited message in 30 days', { recent: Array.from({ length: 8 }, (_, n) => sent(30 + n * 60, 'feedback')) }, 'hold cap'],
    ['order messages count nowhere', { recent: Array.from({ length: 20 }, (_, n) => sent(30 + n * 20, 'transactional')) }, 'send'],
    ['a reminder counts nowhere', { uncounted: true, recent: Array.from({ length: 8 }, (_, n) => sent(30 + n * 60, 'feedback')) }, 'send'],
    ['a second survey within 7 days', { startsSurvey: true, recent: [sent(100, 'feedback', { startsSurvey: true })] }, 'hold survey-cool-down'],
    ['a follow-up belongs to its survey', { recent: [sent(100, 'feedback', { startsSurvey: true })] }, 'send'],
    ['more questions than support can answer', { startsSurvey: true, questionsThisHour: Array.from({ length: 15 }, (_, n) => new Date(noon.getTime() - (59 - n) * MINUTE)) }, 'hold support-busy'],
    ['grace is over', { graceFrom: new Date(noon.getTime() - 3 * DAY) }, 'drop too-late'],
    ['grace has no end while a case is open', { selling: true, purpose: 'marketing', hasOpenCase: true, graceFrom: new Date(noon.getTime() - 30 * DAY) }, 'hold open-case'],
  ])('%s', (_, about, expected) => expect(verdict(about)).toBe(expected))

  test('replies pass at night, whatever the caps, but not to somebody who blocked us', () => {
    const night = new Date('2026-03-21T03:00:00+03:30')
    const recent = Array.from({ length: 20 }, (_, n) => sent(n))
    expect(verdict({ class: 'reply', causedAt: night, customer: may(false, false), recent }, night)).toBe('send')
    expect(verdict({ class: 'reply', address: 'gone' }, night)).toBe('hold unreachable')
    expect(verdict({ class: 'staff', customer: may(false, false) }, night)).toBe('send')
  })

  test('the answer to something older than ten minutes keeps quiet hours only', () => {
    const night = new Date('2026-03-21T23:00:00+03:30')
    expect(verdict({ class: 'reply', causedAt: new Date(night.getTime() - 11 * MINUTE) }, night)).toBe('hold quiet-hours')
    expect(verdict({ class: 'reply', causedAt: new Date(noon.getTime() - DAY), recent: [sent(1)] })).toBe('send')
  })
})

describe('quiet hours', () => {
  test.each(['2026-03-21T21:00:00+03:30', '2026-03-22T00:00:00+03:30', '2026-03-22T08:59:59+03:30'])('%s waits for the morning', at => {
    const now = new Date(at)
    const held = decide({ graceFrom: now }, now)
    expect(held).toMatchObject({ verdict: 'hold', reason: 'quiet-hours' })
    if (held.verdict !== 'hold') return
    const nine = new Date('2026-03-22T09:00:00+03:30').getTime()
    expect(held.until!.getTime()).toBeGreaterThanOrEqual(nine)
    expect(held.until!.getTime()).toBeLessThan(nine + HOUR)
  })

  test('09:00 is day, and the customer’s own zone decides', () => {
    const nine = new Date('2026-03-22T09:00:00+03:30')
    expect(verdict({ graceFrom: nine }, nine)).toBe('send')
    const inBerlin = { ...may(true, true), zone: 'Europe/Berlin' }
    expect(verdict({ graceFrom: nine, customer: inBerlin }, nine)).toBe('hold quiet-hours')
  })

  test('a cap that ends at night is told with its own reason and ends in the morning', () => {
    const held = decide({ purpose: 'marketing', recent: [sent(5)] })
    expect(held).toMatchObject({ verdict: 'hold', reason: 'cap' })
    if (held.verdict === 'hold') expect(held.until!.getTime()).toBeGreaterThanOrEqual(new Date('2026-03-22T09:00:00+03:30').getTime())
  })

  test('releases are spread over the hour, each customer always at the same place', () => {
    const night = new Date('2026-03-22T02:00:00+03:30')
    const release = (id: string) => {
      const held = decide({ graceFrom: night, customer: { ...may(true, true), id } }, night)
      return held.verdict === 'hold' ? held.until!.getTime() : 0
    }
    expect(release('sara')).toBe(release('sara'))
    expect(new Set(Array.from({ length: 50 }, (_, n) => release(`customer-${n}`))).size).toBeGreaterThan(45)
  })

  test('no message ever leaves, and no hold ever ends, in quiet hours', () => {
    const zones = fc.constantFrom('Asia/Tehran', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu')
    const minutes = fc.integer({ min: 0, max: 366 * 24 * 60 })
    fc.assert(
      fc.property(minutes, zones, fc.array(fc.integer({ min: 0, max: 40 * 24 })), (minute, zone, hours) => {
        const now = new Date(Date.UTC(2026, 0, 1) + minute * MINUTE)
        const recent = hours.sort((a, b) => a - b).map(ago => ({ purpose: 'marketing' as const, sentAt: new Date(now.getTime() - ago * HOUR), startsSurvey: false, uncounted: false }))
        const decided = gate(facts({ purpose: 'marketing', graceFrom: now, recent, customer: { ...may(true, true), zone } }), policy, TEHRAN, now)
        if (decided.verdict === 'drop') return false
        const leaves = decided.verdict === 'send' ? now : decided.until!
        return leaves >= now && !isWithin(policy.quietHours, leaves, zone)
      }),
      { numRuns: 500 },
    )
  })

  test('nothing is sold on a calm day', () => {
    const calm = { ...policy, calmDays: ['2026-03-21', '2026-03-22'] }
    const held = gate(facts({ purpose: 'marketing', selling: true }), calm, TEHRAN, noon)
    expect(held).toMatchObject({ verdict: 'hold', reason: 'calm-day' })
    if (held.verdict === 'hold') expect(held.until!.getTime()).toBeGreaterThanOrEqual(new Date('2026-03-23T09:00:00+03:30').getTime())
    expect(gate(facts(), calm, TEHRAN, noon)).toEqual({ verdict: 'send' })
  })
})
