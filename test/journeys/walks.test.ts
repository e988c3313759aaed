import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/clock.ts'
import { advance, TEXTS } from '../../src/journeys/advance.ts'
import { localTime } from '../../src/journeys/local-time.ts'
import type { AskStep, Effect, JourneyEvent, JourneyFacts, QuestionFacts } from '../../src/journeys/schema.ts'
import { afterPurchase, factsOf, tehran } from './shipped.ts'

/** What a customer, the shop or time may do next. Without a step, it is the question put last: most people answer that one. */
const step = fc.option(fc.constantFrom('arrived', 'satisfied', 'shipping', 'change'), { freq: 3, nil: undefined })
const move = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('answer' as const), step, pick: fc.nat(6) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('change' as const), step, pick: fc.nat(6) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('pass' as const), hours: fc.constantFrom(0, 1, 12, 24, 48, 72, 96, 7 * 24) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('support-replies' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('shop-delivers' as const), hoursAgo: fc.integer({ min: 0, max: 100 }) }) },
)
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never
type Row = { step: string; as: 'step' | 'reminder' | 're-ask'; dueAt: Date }
const steps = afterPurchase.tracks['checkup']!.steps

/** The smallest house that does what decisions say: rows, questions, cases. Throws where a promise of the journey is broken. */
function live(moves: Move[]) {
  let now = tehran('2026-11-23T10:00')
  let facts: JourneyFacts = factsOf()
  let rows: Row[] = [{ step: 'checkup', as: 'step', dueAt: tehran('2026-11-30T10:00') }]
  let ended = false
  let lastAsked = 'arrived'
  /** Cases that support has taken up: still open, no longer to be taken back. */
  const replied = new Set<string>()
  const seen = { says: [] as Extract<Effect, { do: 'say' }>[], openCases: new Set<string>(), cases: 0, reminders: 0, reasks: 0, asked: {} as Record<string, number> }
  const question = (step: string) => facts.questions[step]
  const set = (step: string, change: Partial<QuestionFacts>) => {
    const blank: QuestionFacts = { state: 'open', askedAt: null, asked: 0, value: null, remindedAt: null }
    facts = { ...facts, questions: { ...facts.questions, [step]: { ...blank, ...facts.questions[step], ...change } } }
  }

  function happen(event: JourneyEvent, row?: Row) {
    const decision = advance(afterPurchase, 'checkup', event, facts, now)
    if (!decision) return null
    expect(steps[decision.step]).toBeDefined()
    const says = decision.effects.filter(effect => effect.do === 'say')
    if (event.type === 'answer') expect(says.length, 'one answer, one message').toBe(1)
    else expect(says.length).toBeLessThanOrEqual(1)
    if (event.type === 'answer') set(event.step, { ...(event.value === null ? {} : { value: event.value }), valueIsNew: true })
    for (const effect of decision.effects) {
      if (effect.do === 'question' && effect.state !== 'keep') set(effect.step, { state: effect.state })
      if (effect.do === 'delivered') facts = { ...facts, deliveredAt: now }
      if (effect.do === 'drop-reminder') rows = rows.filter(one => !(one.as === 'reminder' && one.step === effect.step))
      if (effect.do === 'drop-reask') rows = rows.filter(one => !(one.as === 're-ask' && one.step === effect.step))
      if (effect.do === 'redate') {
        if (row) rows.push({ ...row, dueAt: effect.dueAt })
        else rows = rows.map(one => (one.as === 'step' && one.step === decision.step ? { ...one, dueAt: effect.dueAt } : one))
      }
      if (effect.do === 'plan') {
        expect(effect.dueAt >= now, 'nothing is planned into the past').toBe(true)
        rows.push({ step: effect.step, as: effect.as === 'delivered' ? 'step' : effect.as, dueAt: effect.dueAt })
      }
      if (effect.do === 'open-case') {
        seen.openCases.add(effect.step)
        seen.cases += 1
      }
      if (effect.do === 'take-back-case') {
        expect(seen.openCases.has(effect.step) && !replied.has(effect.step), 'only a case that nobody took up is taken back').toBe(true)
        seen.openCases.delete(effect.step)
      }
      if (effect.do === 'end') {
        expect(ended, 'a survey ends once').toBe(false)
        ended = true
      }
      if (effect.do === 'say') said(effect, row)
    }
    return decision
  }

  function said(effect: Extract<Effect, { do: 'say' }>, row?: Row) {
    seen.says.push(effect)
    if (effect.ask === undefined) return
    lastAsked = effect.ask
    const complaint = seen.openCases.has('satisfied')
    expect(complaint, 'nothing is asked after a bad answer').toBe(false)
    expect(question(effect.ask)?.state ?? 'open', 'only open questions are put').toBe('open')
    if (row?.as !== 'reminder' && row?.as !== 're-ask') seen.asked[effect.ask] = (seen.asked[effect.ask] ?? 0) + 1
    if (row?.as === 'reminder') seen.reminders += 1
    if (row?.as === 're-ask') seen.reasks += 1
    const known = question(effect.ask)
    set(effect.ask, {
      askedAt: known?.askedAt ?? now,
      asked: (known?.asked ?? 0) + (row?.as === 're-ask' ? 1 : 0),
      remindedAt: row?.as === 'reminder' ? now : (known?.remindedAt ?? null),
      valueIsNew: false,
    })
    if (row?.as !== 'reminder') happen({ type: 'asked', step: effect.ask })
  }

  function passTo(target: Date) {
    for (;;) {
      const next = rows.filter(row => row.dueAt <= target).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0]
      if (!next) break
      rows = rows.filter(row => row !== next)
      if (next.dueAt > now) now = next.dueAt
      const step = next.step
      expect(happen(next.as === 'reminder' ? { type: 'remind', step } : { type: 'due', step }, next), 'every row ends in words, another day or a reason').not.toBeNull()
    }
    now = target
  }

  for (const done of moves) {
    if (done.type === 'pass') passTo(new Date(now.getTime() + done.hours * HOUR))
    else if (done.type === 'shop-delivers') {
      if (facts.deliveredAt) continue
      facts = { ...facts, deliveredAt: new Date(Math.max(facts.placedAt.getTime(), now.getTime() - done.hoursAgo * HOUR)) }
      happen({ type: 'delivered' })
    } else if (done.type === 'support-replies') for (const taken of seen.openCases) replied.add(taken)
    else {
      const step = done.step ?? lastAsked
      const values: (string | null)[] = [...(steps[step] as AskStep).choices.map(choice => choice.value), null]
      const value = values[done.pick % values.length]!
      const before = question(step)
      const unchanged = JSON.stringify([facts, rows, seen.says.length])
      if (done.type === 'answer') {
        happen({ type: 'answer', step, value })
        if (before?.state === 'answered') expect(JSON.stringify([facts, rows, seen.says.length]), 'a second tap changes nothing').toBe(unchanged)
      } else if (before?.value && before.state === 'answered' && !ended)
        happen({ type: 'answer', step, value, changed: { from: before.value, caseOpen: seen.openCases.has(step) && !replied.has(step) } })
    }
  }
  passTo(new Date(now.getTime() + 60 * DAY))
  return { ...seen, facts, rows, replied }
}

test('whatever customer, shop and time do, the promises hold', () => {
  fc.assert(
    fc.property(fc.constantFrom(0, 6 * 24, 7 * 24), fc.array(move, { maxLength: 14, size: 'max' }), (hours, then) => {
      const moves: Move[] = [{ type: 'pass', hours }, ...then]
      const { reminders, reasks, asked, rows, openCases, facts } = live(moves)
      const complains = facts.questions['satisfied']?.state === 'answered' && ['bad', 'very-bad'].includes(facts.questions['satisfied'].value ?? '')
      expect(openCases.has('satisfied'), 'a complaint is open exactly while the answer is bad').toBe(complains)
      expect(reminders, 'one reminder per survey').toBeLessThanOrEqual(1)
      expect(reasks, 'one re-ask').toBeLessThanOrEqual(1)
      for (const times of Object.values(asked)) expect(times, 'each question is put once').toBe(1)
      expect(rows, 'nothing is left behind').toEqual([])
    }),
    { numRuns: 400 },
  )
})

test('somebody who never answers hears two messages, both by daylight of the order', () => {
  const { says } = live([])
  expect(says).toEqual([{ do: 'say', text: 'arrived', ask: 'arrived' }, { do: 'say', text: TEXTS.reminderOf('arrived'), ask: 'arrived' }])
})

test('every re-ask falls on the third local day after the "not yet", at the hour of the order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 * 24 }), fc.constantFrom('Asia/Tehran', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe'), (hours, zone) => {
      const now = new Date(Date.UTC(2026, 2, 1) + hours * HOUR)
      const facts = { ...factsOf({ zone, placedAt: new Date('2026-02-20T09:12:34Z'), questions: { arrived: {} } }) }
      const decision = advance(afterPurchase, 'checkup', { type: 'answer', step: 'arrived', value: 'not-yet' }, facts, now)!
      const planned = decision.effects.find(effect => effect.do === 'plan')!
      const [said, again, placed] = [now, planned.dueAt, facts.placedAt].map(at => localTime(at, zone)) as [ReturnType<typeof localTime>, ReturnType<typeof localTime>, ReturnType<typeof localTime>]
      expect(Date.UTC(again.year, again.month - 1, again.day) - Date.UTC(said.year, said.month - 1, said.day)).toBe(3 * DAY)
      expect([again.hour, again.minute, again.second]).toEqual([placed.hour, placed.minute, placed.second])
    }),
  )
})
