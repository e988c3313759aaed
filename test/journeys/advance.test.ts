import { describe, expect, test } from 'vitest'
import { advance } from '../../src/journeys/advance.ts'
import type { Effect, JourneyEvent } from '../../src/journeys/schema.ts'
import { afterPurchase, factsOf, tehran } from './shipped.ts'

type Facts = Parameters<typeof factsOf>[0]
const DAY_7 = '2026-11-30T10:00'

function decide(event: JourneyEvent, facts: Facts = {}, now = DAY_7, track = 'checkup') {
  return advance(afterPurchase, track, event, factsOf(facts), tehran(now))
}
function effects(event: JourneyEvent, facts: Facts = {}, now = DAY_7, track = 'checkup'): Effect[] | null {
  return decide(event, facts, now, track)?.effects ?? null
}
const answer = (step: string, value: string | null): JourneyEvent => ({ type: 'answer', step, value })
const change = (step: string, from: string, value: string, caseOpen = false): JourneyEvent => ({ type: 'answer', step, value, changed: { from, caseOpen } })
const due = (step: string): JourneyEvent => ({ type: 'due', step })
const says = (decided: Effect[] | null) => decided?.find(effect => effect.do === 'say')
const does = (decided: Effect[] | null) => decided?.map(effect => effect.do)

describe('a row falls due', () => {
  test.each([
    ['the receipt says thank you', 'thanks', 'receipt', {}, { do: 'say', text: 'receipt' }],
    ['day 3 too', 'thanks', 'day-3', {}, { do: 'say', text: 'day-3' }],
    ['day 14 names what goes with it', 'selling', 'day-14', {}, { do: 'say', text: 'day-14' }],
    ['nothing goes with it', 'selling', 'day-14', { hasRelated: false }, { do: 'drop', reason: 'nothing-related' }],
    ['day 30 brings the offer', 'selling', 'day-30', {}, { do: 'say', text: 'day-30', offer: 'day-30' }],
    ['there is no offer', 'selling', 'day-30', { offers: [] }, { do: 'drop', reason: 'no-offer' }],
    ['day 7, delivery unknown: has it arrived?', 'checkup', 'checkup', {}, { do: 'say', text: 'arrived', ask: 'arrived' }],
    ['day 7, delivered on day 3: how is it?', 'checkup', 'checkup', { deliveredAt: tehran('2026-11-26T12:00') }, { do: 'say', text: 'satisfied', ask: 'satisfied' }],
    ['day 7, delivered an hour ago: later', 'checkup', 'checkup', { deliveredAt: tehran('2026-11-30T09:00') }, { do: 'redate', dueAt: tehran('2026-12-02T09:00') }],
    ['delivered exactly two days ago: now', 'checkup', 'checkup', { deliveredAt: tehran('2026-11-28T10:00') }, { do: 'say', text: 'satisfied', ask: 'satisfied' }],
    ['the survey has begun', 'checkup', 'checkup', { deliveredAt: tehran('2026-11-26T12:00'), questions: { satisfied: { state: 'answered', value: 'good' } } }, { do: 'drop', reason: 'answered' }],
    ['tried again after it could not be sent', 'checkup', 'checkup', { questions: { arrived: { askedAt: null } } }, { do: 'say', text: 'arrived', ask: 'arrived' }],
    ['a re-ask says that it was promised', 'checkup', 'arrived', { questions: { arrived: { value: 'not-yet' } } }, { do: 'say', text: 'arrived-again', ask: 'arrived' }],
    ['a re-ask that was answered meanwhile', 'checkup', 'arrived', { questions: { arrived: { state: 'answered', value: 'yes' } } }, { do: 'drop', reason: 'answered' }],
    ['a re-ask that the shop answered', 'checkup', 'arrived', { deliveredAt: tehran('2026-12-01T12:00'), questions: { arrived: { state: 'closed', value: 'not-yet' } } }, { do: 'drop', reason: 'delivered' }],
    ['a re-ask of a survey that is over', 'checkup', 'arrived', { questions: { arrived: { state: 'closed', value: 'not-yet' } } }, { do: 'drop', reason: 'too-late' }],
  ] as [string, string, string, Facts, Effect][])('%s', (_, track, step, facts, expected) => {
    expect(effects(due(step), facts, DAY_7, track)).toEqual([expected])
  })

  test('the position is the question that it put', () => {
    expect(decide(due('checkup'))!.step).toBe('arrived')
    expect(decide(due('checkup'), { deliveredAt: tehran('2026-11-26T12:00') })!.step).toBe('satisfied')
  })

  test('a step, a track or a journey that does not know it does nothing', () => {
    expect(decide(due('day-90'))).toBeNull()
    expect(decide(due('checkup'), {}, DAY_7, 'nothing')).toBeNull()
    expect(decide(answer('checkup', 'yes'))).toBeNull()
  })
})

describe('has it arrived?', () => {
  const open = { questions: { arrived: {} } }

  test('yes: it is delivered now, selling goes on, and the questions follow at once', () => {
    expect(decide(answer('arrived', 'yes'), open)).toEqual({
      step: 'satisfied',
      effects: [
        { do: 'question', step: 'arrived', state: 'answered' },
        { do: 'drop-reminder', step: 'arrived', reason: 'answered' },
        { do: 'drop-reask', step: 'arrived', reason: 'answered' },
        { do: 'delivered' },
        { do: 'selling', now: 'resume' },
        { do: 'say', text: 'satisfied', ask: 'satisfied', lead: 'good-to-hear' },
      ],
    })
  })

  test('not yet: asked again three local days later at the hour of the order, selling waits, the question stays open', () => {
    expect(decide(answer('arrived', 'not-yet'), open, '2026-11-30T22:47')).toEqual({
      step: 'arrived',
      effects: [
        { do: 'question', step: 'arrived', state: 'keep' },
        { do: 'drop-reminder', step: 'arrived', reason: 'answered' },
        { do: 'selling', now: 'pause' },
        { do: 'plan', step: 'arrived', as: 're-ask', dueAt: tehran('2026-12-03T10:00') },
        { do: 'say', text: 'not-yet', person: true },
      ],
    })
  })

  test('not yet, with a learned hour: asked again at that hour', () => {
    const planned = effects(answer('arrived', 'not-yet'), { ...open, learnedHour: '18:30' })
    expect(planned).toContainEqual({ do: 'plan', step: 'arrived', as: 're-ask', dueAt: tehran('2026-12-03T18:30') })
  })

  test('"not yet" said a second time before it was asked again changes nothing', () => {
    expect(decide(answer('arrived', 'not-yet'), { questions: { arrived: { value: 'not-yet' } } })).toBeNull()
  })

  test('a yes before it is asked again is its answer and drops the re-ask', () => {
    const decided = effects(answer('arrived', 'yes'), { questions: { arrived: { value: 'not-yet' } } })
    expect(decided).toContainEqual({ do: 'drop-reask', step: 'arrived', reason: 'answered' })
    expect(says(decided)).toMatchObject({ ask: 'satisfied' })
  })

  test('the second "not yet" opens a case, is asked no more, and stays open for a later yes', () => {
    const again = { questions: { arrived: { value: 'not-yet', asked: 1 } } }
    expect(effects(answer('arrived', 'not-yet'), again)).toEqual([
      { do: 'question', step: 'arrived', state: 'keep' },
      { do: 'drop-reminder', step: 'arrived', reason: 'answered' },
      { do: 'selling', now: 'pause' },
      { do: 'open-case', kind: 'delivery', step: 'arrived' },
      { do: 'say', text: 'second-not-yet' },
    ])
    expect(says(effects(answer('arrived', 'yes'), again))).toMatchObject({ ask: 'satisfied' })
  })

  test('the second "not yet" tapped twice opens one case', () => {
    expect(decide(answer('arrived', 'not-yet'), { questions: { arrived: { value: 'not-yet', asked: 1, valueIsNew: true } } })).toBeNull()
  })
})

describe('how is it?', () => {
  const open = { questions: { satisfied: {} } }
  test.each([
    ['great', 'glad'],
    ['good', 'glad'],
    ['ok', 'noted'],
  ])('%s: the next question, opened by "%s"', (value, lead) => {
    expect(decide(answer('satisfied', value), open)).toEqual({
      step: 'shipping',
      effects: [
        { do: 'question', step: 'satisfied', state: 'answered' },
        { do: 'drop-reminder', step: 'satisfied', reason: 'answered' },
        { do: 'say', text: 'shipping', ask: 'shipping', lead },
      ],
    })
  })

  test.each(['bad', 'very-bad'])('%s: a case, sorry, and no further question', value => {
    expect(decide(answer('satisfied', value), open)).toEqual({
      step: 'satisfied',
      effects: [
        { do: 'question', step: 'satisfied', state: 'answered' },
        { do: 'drop-reminder', step: 'satisfied', reason: 'answered' },
        { do: 'open-case', kind: 'complaint', step: 'satisfied' },
        { do: 'say', text: 'sorry' },
      ],
    })
  })

  test('a second tap changes nothing, on whatever button', () => {
    const answered = { questions: { satisfied: { state: 'answered', value: 'good' } } } as const
    for (const value of ['good', 'bad', 'great']) expect(decide(answer('satisfied', value), answered)).toBeNull()
  })

  test('words alone, or a value that is no choice, are no answer', () => {
    for (const value of [null, 'superb', 'words', '*']) expect(decide(answer('satisfied', value), open)).toBeNull()
  })

  test('an answer to a question that was never put, or is closed, is nothing', () => {
    expect(decide(answer('satisfied', 'good'))).toBeNull()
    expect(decide(answer('satisfied', 'good'), { questions: { satisfied: { state: 'closed' } } })).toBeNull()
  })
})

describe('delivery and the last question', () => {
  const open = { questions: { satisfied: { state: 'answered', value: 'good' }, shipping: {} } } as const
  test('fine: the last question', () => {
    expect(says(effects(answer('shipping', 'fine'), open))).toEqual({ do: 'say', text: 'change', ask: 'change' })
  })

  test.each(['late', 'damaged', 'other'])('%s: a case with its number, and the last question in the same message', value => {
    expect(effects(answer('shipping', value), open)).toEqual([
      { do: 'question', step: 'shipping', state: 'answered' },
      { do: 'drop-reminder', step: 'shipping', reason: 'answered' },
      { do: 'open-case', kind: 'delivery', step: 'shipping' },
      { do: 'say', text: 'change', ask: 'change', lead: 'shipping-sorry' },
    ])
  })

  test.each([['words', null], ['nothing', 'nothing']])('%s end the survey with thanks', (_, value) => {
    expect(effects(answer('change', value), { questions: { change: {} } })).toEqual([
      { do: 'question', step: 'change', state: 'answered' },
      { do: 'drop-reminder', step: 'change', reason: 'answered' },
      { do: 'say', text: 'thanks-end' },
      { do: 'end' },
    ])
  })

  test('after a bad answer nothing further is asked, also when an older button is tapped', () => {
    const bad = { questions: { satisfied: { state: 'answered', value: 'bad' }, shipping: {} } } as const
    expect(says(effects(answer('shipping', 'fine'), bad))).toEqual({ do: 'say', text: 'noted' })
    expect(says(effects(answer('shipping', 'late'), bad))).toEqual({ do: 'say', text: 'shipping-sorry' })
  })
})

describe('a changed answer', () => {
  const was = (value: string, more: NonNullable<Facts>['questions'] = {}) => ({ questions: { satisfied: { state: 'answered', value } as const, ...more } })

  test.each(['ok', 'good', 'great'])('bad taken back to %s: the case closes itself, and the next question follows', value => {
    const decided = effects(change('satisfied', 'bad', value, true), was('bad'))
    expect(decided).toContainEqual({ do: 'take-back-case', step: 'satisfied' })
    expect(does(decided)).not.toContain('open-case')
    expect(says(decided)).toEqual({ do: 'say', text: 'shipping', ask: 'shipping', lead: 'taken-back' })
  })

  test('bad taken back when the next question was put before: only that is said', () => {
    const decided = effects(change('satisfied', 'bad', 'good', true), was('bad', { shipping: {} }))
    expect(decided).toContainEqual({ do: 'take-back-case', step: 'satisfied' })
    expect(says(decided)).toEqual({ do: 'say', text: 'taken-back' })
  })

  test('changed to bad: a case, sorry, and the reminder of the question that waits is dropped', () => {
    expect(effects(change('satisfied', 'good', 'bad'), was('good', { shipping: {} }))).toEqual([
      { do: 'question', step: 'satisfied', state: 'answered' },
      { do: 'drop-reminder', step: 'satisfied', reason: 'answered' },
      { do: 'drop-reminder', step: 'shipping', reason: 'answered' },
      { do: 'open-case', kind: 'complaint', step: 'satisfied' },
      { do: 'say', text: 'sorry' },
    ])
  })

  test('from bad to very bad: the same case, a short word', () => {
    const decided = effects(change('satisfied', 'bad', 'very-bad', true), was('bad'))
    expect(does(decided)).toEqual(['question', 'drop-reminder', 'say'])
    expect(says(decided)).toEqual({ do: 'say', text: 'changed' })
  })

  test('from good to great with the next question waiting: a short word', () => {
    expect(says(effects(change('satisfied', 'good', 'great'), was('good', { shipping: {} })))).toEqual({ do: 'say', text: 'changed' })
  })

  test('to the same value: nothing', () => {
    expect(decide(change('satisfied', 'good', 'good'), was('good'))).toBeNull()
  })

  test('support has taken the case up: it can no longer be taken back', () => {
    expect(decide(change('satisfied', 'bad', 'good', false), was('bad'))).toBeNull()
  })

  test('late taken back to fine closes the case and asks nothing twice', () => {
    const decided = effects(change('shipping', 'late', 'fine', true), { questions: { shipping: { state: 'answered', value: 'late' }, change: {} } })
    expect(decided).toContainEqual({ do: 'take-back-case', step: 'shipping' })
    expect(says(decided)).toEqual({ do: 'say', text: 'taken-back' })
  })

  test('the last answer is changed: the survey does not end twice', () => {
    const decided = effects(change('change', 'nothing', 'nothing'), { questions: { change: { state: 'answered', value: 'nothing' } } })
    expect(decided).toBeNull()
  })
})

describe('reminders', () => {
  const asked: JourneyEvent = { type: 'asked', step: 'satisfied' }
  const remind: JourneyEvent = { type: 'remind', step: 'satisfied' }

  test('a question that was sent is put once more two local days later, at the same wall time', () => {
    expect(effects(asked, { questions: { satisfied: {} } }, '2026-11-30T10:03')).toEqual([
      { do: 'plan', step: 'satisfied', as: 'reminder', dueAt: tehran('2026-12-02T10:03') },
    ])
  })

  test('the days are the policy\'s', () => {
    expect(effects(asked, { reminderAfterDays: 5, questions: { satisfied: {} } })).toEqual([
      { do: 'plan', step: 'satisfied', as: 'reminder', dueAt: tehran('2026-12-05T10:00') },
    ])
  })

  test('once per survey: whichever question had it', () => {
    const reminded = { questions: { arrived: { state: 'answered', value: 'yes', remindedAt: tehran('2026-12-02T10:00') }, satisfied: {} } } as const
    expect(decide(asked, reminded)).toBeNull()
    expect(effects(remind, reminded)).toEqual([{ do: 'drop', reason: 'answered' }])
  })

  test('it falls due unanswered: the question, in other words', () => {
    expect(effects(remind, { questions: { satisfied: {} } })).toEqual([{ do: 'say', text: 'satisfied-reminder', ask: 'satisfied' }])
  })

  test('it falls due answered, closed by delivery, or over: dropped, each with its reason', () => {
    expect(effects(remind, { questions: { satisfied: { state: 'answered', value: 'ok' } } })).toEqual([{ do: 'drop', reason: 'answered' }])
    expect(effects({ type: 'remind', step: 'arrived' }, { deliveredAt: tehran('2026-12-01T12:00'), questions: { arrived: { state: 'closed' } } })).toEqual([{ do: 'drop', reason: 'delivered' }])
    expect(effects(remind, { questions: { satisfied: { state: 'closed' } } })).toEqual([{ do: 'drop', reason: 'too-late' }])
  })

  test('"not yet" is an answer until it is asked again; then silence is reminded of', () => {
    const arrived: JourneyEvent = { type: 'remind', step: 'arrived' }
    expect(effects(arrived, { questions: { arrived: { value: 'not-yet' } } })).toEqual([{ do: 'drop', reason: 'answered' }])
    expect(says(effects(arrived, { questions: { arrived: { value: 'not-yet', asked: 1, valueIsNew: false } } }))).toMatchObject({ text: 'arrived-reminder' })
  })

  test('a question answered before its sending was recorded gets none', () => {
    expect(decide(asked, { questions: { satisfied: { state: 'answered', value: 'ok' } } })).toBeNull()
  })
})

describe('the shop says that it was delivered', () => {
  const delivered: JourneyEvent = { type: 'delivered' }

  test('before the check-up went: it moves to the later of day 7 and two days after', () => {
    expect(decide(delivered, { deliveredAt: tehran('2026-11-29T15:00') }, '2026-11-29T16:00')).toEqual({
      step: 'checkup',
      effects: [{ do: 'redate', dueAt: tehran('2026-12-01T15:00') }],
    })
    expect(effects(delivered, { deliveredAt: tehran('2026-11-24T15:00') }, '2026-11-24T16:00')).toEqual([{ do: 'redate', dueAt: tehran(DAY_7) }])
  })

  test('while "arrived?" is open: that is closed, its reminder and re-ask drop, selling goes on, the check-up is planned', () => {
    expect(decide(delivered, { deliveredAt: tehran('2026-12-02T11:00'), questions: { arrived: { value: 'not-yet' } } }, '2026-12-02T12:00')).toEqual({
      step: 'checkup',
      effects: [
        { do: 'question', step: 'arrived', state: 'closed' },
        { do: 'drop-reminder', step: 'arrived', reason: 'delivered' },
        { do: 'drop-reask', step: 'arrived', reason: 'delivered' },
        { do: 'selling', now: 'resume' },
        { do: 'plan', step: 'checkup', as: 'delivered', dueAt: tehran('2026-12-04T11:00') },
      ],
    })
  })

  test('delivered long ago, told only now: the check-up is due now', () => {
    const decided = effects(delivered, { deliveredAt: tehran('2026-11-25T11:00'), questions: { arrived: {} } }, '2026-12-02T12:00')
    expect(decided).toContainEqual({ do: 'plan', step: 'checkup', as: 'delivered', dueAt: tehran('2026-12-02T12:00') })
  })

  test('a survey that has begun is not opened again', () => {
    const begun = { arrived: { state: 'answered', value: 'yes' }, satisfied: {} } as const
    expect(decide(delivered, { deliveredAt: tehran('2026-12-01T11:00'), questions: begun })).toBeNull()
    expect(decide(delivered, { deliveredAt: tehran('2026-12-01T11:00'), questions: { satisfied: { state: 'answered', value: 'good' } } })).toBeNull()
  })

  test('tracks that ask nothing about delivery do not care', () => {
    expect(decide(delivered, { deliveredAt: tehran('2026-12-01T11:00') }, DAY_7, 'thanks')).toBeNull()
    expect(decide(delivered, { deliveredAt: tehran('2026-12-01T11:00') }, DAY_7, 'selling')).toBeNull()
  })
})
