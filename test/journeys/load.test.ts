import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { readJourney } from '../../src/journeys/check.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import { outline } from '../../src/journeys/outline.ts'
import { tell } from '../../src/journeys/problem.ts'
import { reviveJourney } from '../../src/journeys/version.ts'
import { checkScenarios, showScenario } from '../../src/cli/scenarios.ts'
import { afterPurchase, scenariosFolder, shipped } from './shipped.ts'

const sources = (folder = 'after-purchase') => {
  const read = (file: string) => readFileSync(join(scenariosFolder, folder, file), 'utf8')
  return { yaml: read('journey.yaml'), fa: read('fa.ftl'), en: read('en.ftl') }
}

/** The shipped journey with some of its lines changed, and what is then said about it. */
function problemsAfter(edits: { yaml?: [string | RegExp, string][]; fa?: [string | RegExp, string][]; en?: [string | RegExp, string][] }): string[] {
  const changed = sources()
  for (const file of ['yaml', 'fa', 'en'] as const)
    for (const [from, to] of edits[file] ?? []) {
      const before = changed[file]
      changed[file] = before.replace(from, to)
      if (changed[file] === before) throw new Error(`nothing to change: ${from}`)
    }
  return readJourney('after-purchase', changed).problems.map(tell)
}

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
/** A copy of the shipped folder, to be spoilt. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scenarios-'))
  folders.push(folder)
  cpSync(scenariosFolder, folder, { recursive: true })
  return folder
}
function edit(folder: string, file: string, ...edits: [string | RegExp, string][]) {
  const path = join(folder, file)
  writeFileSync(path, edits.reduce((text, [from, to]) => text.replace(from, to), readFileSync(path, 'utf8')))
}
function complaint(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
  throw new Error('nobody complained')
}

describe('the shipped scenarios', () => {
  test('load, with and without what the demo lays over them', () => {
    const { related, journeys } = loadScenarios(scenariosFolder)
    expect(journeys.map(journey => journey.journey)).toContain('after-purchase')
    expect(journeys.filter(({ on }) => on).map(({ journey }) => journey)).toEqual(['after-purchase'])
    expect(related).toEqual([])
    expect(shipped.offers['day-30']).toMatchObject({ kind: 'percent', percent: 10, ceilingToman: 200_000 })
    expect(shipped.related.length).toBeGreaterThan(0)
  })

  test('hold the numbers that were decided', () => {
    const hour = 3_600_000
    expect(shipped.policy).toMatchObject({
      quietHours: { from: '21:00', to: '09:00' },
      spreadMs: hour,
      gapMs: 4 * hour,
      caps: { marketingPerDay: 1, marketingPer7Days: 2, marketingPer30Days: 4, promptingPerDay: 2, unsolicitedPer30Days: 8 },
      surveyCoolDownMs: 7 * 24 * hour,
      questionsPerHour: 15,
      graceMs: 48 * hour,
      surveyOpenMs: 7 * 24 * hour,
      lateAnswerMs: 60 * 24 * hour,
      reminderAfterDays: 2,
      consentAskAgainMs: 30 * 24 * hour,
      consentAsksAtMost: 2,
      newcomerMs: 14 * 24 * hour,
      linkLifeMs: 60 * 24 * hour,
      workingHours: { 1: ['09:00', '18:00'], 2: ['09:00', '18:00'], 3: ['09:00', '18:00'], 4: ['09:00', '13:00'], 6: ['09:00', '18:00'], 7: ['09:00', '18:00'] },
    })
  })

  test('explain every number of policy.yaml in a comment', () => {
    const lines = readFileSync(join(scenariosFolder, 'policy.yaml'), 'utf8').split('\n')
    const uncommented = lines.filter((line, i) => /^[a-z]\w+:/.test(line) && !/^#|^[a-z]/.test(lines[i - 1] ?? ''))
    expect(uncommented).toEqual([])
  })
})

describe('a journey that cannot be used says why', () => {
  test.each<[string, Parameters<typeof problemsAfter>[0], string[]]>([
    ['an unknown word', { yaml: [['offer: day-30', 'offers: day-30']] }, ['after-purchase/journey.yaml, selling/day-30: found the unknown word "offers", expected only words that this place knows; correct its spelling or remove it']],
    ['a bad duration', { yaml: [['grace: 7d', 'grace: a week']] }, ['after-purchase/journey.yaml, thanks/receipt: found grace: "a week", expected a duration such as \'30m\', \'48h\' or \'2d\'; correct grace']],
    ['a bad day', { yaml: [['when: { day: 3 }', 'when: { day: three }']] }, ['after-purchase/journey.yaml, thanks/day-3, when: found day: "three", expected a whole number of days; correct day']],
    ['an unknown kind', { yaml: [['kind: send', 'kind: sent']] }, ['after-purchase/journey.yaml, thanks/receipt: found kind: "sent", expected kind: send, ask or branch; correct kind']],
    ['an unknown purpose', { yaml: [['purpose: transactional', 'purpose: spam']] }, ['after-purchase/journey.yaml, thanks/receipt: found purpose: "spam", expected one of transactional, feedback, marketing; correct purpose']],
    ['a missing line', { yaml: [[/ +text: receipt\n/, '']] }, ['after-purchase/journey.yaml, thanks/receipt: found no "text", expected a name of small letters, digits and -, at most 40; add text: …']],
    ['a step that does not exist', { yaml: [['fine: { go: change }', 'fine: { go: changes }']] }, ['after-purchase/journey.yaml, checkup/shipping: found go: changes, expected a step of this track (checkup, arrived, satisfied, shipping, change); correct the name, or write that step']],
    ['a branch that leads nowhere', { yaml: [['else: arrived', 'else: arived']] }, ['checkup/checkup: found go: arived', 'checkup/arrived: found no "when", and no step that goes to it, expected a way to reach it']],
    ['a step that nothing leads to', { yaml: [['fine: { go: change }', 'fine: { say: noted }'], ['lead: shipping-sorry, go: change', 'say: shipping-sorry']] }, ['checkup/change: found no "when", and no step that goes to it']],
    ['a timed step that is also gone to', { yaml: [['        question: satisfied', '        when: { day: 9 }\n        question: satisfied']] }, ['checkup/checkup: found go: satisfied, a step with its own "when", expected a step without it: this one would be sent twice', 'checkup/arrived: found go: satisfied']],
    ['questions in a circle', { yaml: [['fine: { go: change }', 'fine: { go: satisfied }']] }, ['checkup/satisfied: found a circle', 'checkup/shipping: found a circle']],
    ['a choice that nothing follows', { yaml: [[/ +good: \{.*\n/, '']] }, ['checkup/satisfied: found nothing under "on" for the choice "good"']],
    ['an answer that is no choice', { yaml: [['ok: { lead', 'okay: { lead']] }, ['checkup/satisfied: found nothing under "on" for the choice "ok"', 'checkup/satisfied: found "okay" under "on", expected one of the choices (great, good, ok, bad, very-bad, words, *)']],
    ['scores out of order', { yaml: [['value: great, score: 5', 'value: great, score: 1']] }, ['checkup/satisfied: found scores 1, 4, 3, 2, 1, expected a score from 5 to 1 for each choice or none, best first']],
    ['an answer that the customer hears nothing of', { yaml: [['nothing: { say: thanks-end, end: true }', 'nothing: { end: true }']] }, ['checkup/change, on nothing: found neither "say" nor "go"']],
    ['a lead without a question', { yaml: [['bad: { openCase: complaint, say: sorry }', 'bad: { openCase: complaint, say: sorry, lead: glad }']] }, ['checkup/satisfied, on bad: found "lead" without "go"']],
    ['two messages for one answer', { yaml: [['ok: { lead: noted', 'ok: { say: glad, lead: noted']] }, ['checkup/satisfied, on ok: found "say" and "go" together']],
    ['asked again after hours', { yaml: [['after: 3d', 'after: 36h']] }, ['checkup/arrived, on not-yet: found again after 36h, expected whole days']],
    ['marketing outside a selling track', { yaml: [['    selling: true\n', '']] }, ['selling/day-14: found purpose: marketing, expected marketing only in a track with selling: true', 'selling/day-30']],
    ['a branch that changes the purpose', { yaml: [[/(arrived:\n +kind: ask\n +purpose:) feedback/, '$1 transactional']] }, ['checkup/checkup: found purpose: feedback, going to arrived with transactional']],
    ['a track that never begins', { yaml: [[/when: \{ day: (0|3) \}/g, 'grace: 1d'], ['grace: 1d\n        grace: 7d', 'grace: 7d']] }, ['thanks/receipt: found no "when"', 'thanks/day-3: found no "when"', 'thanks: found no step with "when"']],
    ['another name than its folder', { yaml: [['journey: after-purchase', 'journey: before-purchase']] }, ['after-purchase/journey.yaml, journey: found "before-purchase", expected the name of its folder, "after-purchase"']],
    ['a text in neither language', { yaml: [['text: day-3', 'text: day-three']] }, ['after-purchase/fa.ftl, thanks/day-3: found no words for "day-three", expected the text that this step says; write day-three = …', 'after-purchase/en.ftl, thanks/day-3: found no words for "day-three"']],
    ['a text in one language', { en: [[/^glad = .*\n/m, '']] }, ['after-purchase/en.ftl: found "glad" is missing']],
    ['a choice without a label', { fa: [[/ +\.late = .*\n/, '']], en: [[/ +\.late = .*\n/, '']] }, ['after-purchase/fa.ftl, checkup/shipping: found no words for "shipping.late", expected a label for each choice; write .late = … under shipping', 'after-purchase/en.ftl, checkup/shipping: found no words for "shipping.late"']],
    ['a fact that nobody knows', { fa: [['به دستتون رسید؟', 'به دست { $customer } رسید؟']] }, ['after-purchase/fa.ftl, arrived: found $customer, expected one of $shop $item']],
    ['a text that cannot be read', { fa: [['glad = خوشحال شدم!', 'glad = { $name']] }, ['after-purchase/fa.ftl: found "glad" cannot be read as Fluent', 'after-purchase/fa.ftl: found "glad" is missing']],
    ['YAML that cannot be read', { yaml: [['on: true', 'on: [true']] }, ['after-purchase/journey.yaml:']],
    ['the same name twice', { yaml: [['      day-3:', '      receipt:']] }, ['after-purchase/journey.yaml:']],
  ])('%s', (_, edits, expected) => {
    const found = problemsAfter(edits)
    for (const [i, start] of expected.entries()) expect(found[i] ?? 'nothing').toContain(start)
    expect(found.length, found.join('\n')).toBe(expected.length)
  })

  test('in one go: everything that is wrong, not the first thing', () => {
    const found = problemsAfter({
      yaml: [['grace: 7d', 'grace: soon'], ['needs: related', 'needs: luck'], ['go: change }', 'go: chnge }'], ['purpose: marketing', 'purpose: advertising']],
      fa: [[/^noted = .*\n/m, '']],
      en: [['Here\'s { $gain }', 'Here\'s { $gained }']],
    }).join('\n')
    for (const part of ['grace: "soon"', 'needs: "luck"', 'go: chnge', '"advertising"', '"noted" is missing', '$gained']) expect(found).toContain(part)
  })

  test('something that is no journey at all', () => {
    for (const yaml of ['', '[]', 'hello', 'journey: after-purchase', 'tracks: 5', 'tracks: { a: { steps: [1] } }'])
      expect(readJourney('after-purchase', { ...sources(), yaml }).problems.length).toBeGreaterThan(0)
  })
})

describe('a folder that cannot be used says why', () => {
  test('all its files at once, in one error for a person', () => {
    const folder = copy()
    edit(folder, 'policy.yaml', ['gap: 4h', 'gap: 4 hours'], ["from: '21:00'", 'from: 9pm'], ['spread: 60m\n', ''], ['calmDays: []', "calmDays: ['1405-01-01', '1405-13-01']"], ['marketingPerDay: 1', 'marketingPerDay: -1'])
    writeFileSync(join(folder, 'related.yaml'), '- category: shoes\n  products: [{ name: { fa: جوراب } }]\n')
    edit(folder, 'after-purchase/journey.yaml', ['text: day-3', 'txt: day-3'])
    rmSync(join(folder, 'after-purchase/en.ftl'))
    const text = complaint(() => loadScenarios(folder))
    expect(text.split('\n')[0]).toBe(`The scenarios in ${folder} cannot be used, 9 problems:`)
    for (const line of [
      '- policy.yaml, gap: found gap: "4 hours", expected a duration such as \'30m\', \'48h\' or \'2d\'; correct gap',
      "- policy.yaml, quietHours.from: found from: \"9pm\", expected a wall time such as '09:00', in quotes; correct from",
      '- policy.yaml, spread: found no "spread"',
      '- policy.yaml, calmDays.1: found 1: "1405-13-01"',
      '- policy.yaml, caps.marketingPerDay: found marketingPerDay: -1, expected at least 0',
      '- related.yaml, entry 1 products 1 name en: found no "en"',
      '- after-purchase/en.ftl: found nothing that can be read',
      '- after-purchase/journey.yaml, thanks/day-3: found no "text"',
      '- after-purchase/journey.yaml, thanks/day-3: found the unknown word "txt"',
    ])
      expect(text).toContain(line)
  })

  test.each([
    ['working hours backwards', ["saturday: '09:00-18:00'", "saturday: '18:00-09:00'"], 'workingHours.saturday: found saturday: "18:00-09:00", expected hours that end after they begin'],
    ['nobody works', [/workingHours:\n( .*\n)+/, 'workingHours: {}\n'], 'workingHours: found workingHours: {}, expected at least one working day'],
    ['a setting that does not exist', ['gap: 4h', 'gap: 4h\npause: 2h'], 'pause: found the unknown word "pause"'],
    ['a tab', ['caps:\n', 'caps:\n\tx: 1\n'], 'policy.yaml:1'],
    ['nothing in it', [/[^]*/, ''], 'policy.yaml: found null'],
  ] as [string, [string | RegExp, string], string][])('policy.yaml: %s', (_, change, expected) => {
    const folder = copy()
    edit(folder, 'policy.yaml', change)
    expect(checkScenarios(folder).join('\n')).toContain(expected)
  })

  test('no folder, no journey, a folder without a journey', () => {
    expect(complaint(() => loadScenarios('/nowhere/scenarios'))).toContain('found no such folder')
    const folder = copy()
    mkdirSync(join(folder, 'come-back'))
    expect(checkScenarios(folder)).toEqual(['come-back/journey.yaml: found nothing that can be read, expected this file; copy the shipped scenarios and begin with those'])
    for (const { journey } of shipped.journeys) rmSync(join(folder, journey), { recursive: true })
    rmSync(join(folder, 'come-back'), { recursive: true })
    expect(checkScenarios(folder)[0]).toContain('found no journey')
  })
})

describe('policy.yaml', () => {
  test('takes holidays of both calendars, and an end with its offset', () => {
    const folder = copy()
    edit(folder, 'policy.yaml', ['calmDays: []', "calmDays: ['1405-01-01', '2026-11-28', '1403-12-30']"])
    const { policy } = loadScenarios(folder)
    expect(policy.calmDays).toEqual(['2026-03-21', '2026-11-28', '2025-03-20'])
  })

  test('may come without related.yaml', () => {
    const folder = copy()
    rmSync(join(folder, 'related.yaml'))
    expect(loadScenarios(folder).related).toEqual([])
  })
})

describe('a version', () => {
  const load = (change: Partial<ReturnType<typeof sources>> = {}) => readJourney('after-purchase', { ...sources(), ...change }).journey!

  test('is the same for the same content, whatever comments and order', () => {
    expect(load({ yaml: `# another comment\n${sources().yaml}` }).version).toBe(afterPurchase.version)
    expect(load({ yaml: sources().yaml.replace('subject: order\nstartsOn: order-taken\n', 'startsOn: order-taken\nsubject: order\n') }).version).toBe(afterPurchase.version)
  })

  test('is another one when a word, a day or the order of choices changes', () => {
    const versions = [
      afterPurchase.version,
      load({ fa: sources().fa.replace('خوشحال شدم!', 'چه خوب!') }).version,
      load({ yaml: sources().yaml.replace('day: 14', 'day: 15') }).version,
      load({ yaml: sources().yaml.replace('- { value: late }\n          - { value: damaged }', '- { value: damaged }\n          - { value: late }') }).version,
    ]
    expect(new Set(versions).size).toBe(versions.length)
  })

  test('comes back from the database as it was', () => {
    expect(reviveJourney(JSON.parse(JSON.stringify(afterPurchase)))).toEqual(afterPurchase)
  })
})

describe('the outline', () => {
  test('shows each step once, in order, in both languages', () => {
    for (const locale of ['fa', 'en'] as const) {
      const lines = outline(afterPurchase, locale).split('\n')
      const steps = lines.filter(line => /^ {2}\S/.test(line)).map(line => line.trim())
      expect(steps).toEqual([
        'day 0  receipt [transactional, grace 7d]',
        'day 3  day-3 [feedback]',
        'day 14  day-14 [marketing, needs related]',
        'day 30  day-30 [marketing, gives day-30]',
        'day 7, not before delivery + 2d  checkup [feedback, grace 7d]',
        'arrived [feedback]',
        'satisfied [feedback]',
        'shipping [feedback]',
        'change [feedback]',
      ])
    }
    expect(outline(afterPurchase, 'en')).toContain('[Bad 🙁] 2 → opens a case (complaint); “I\'m sorry it turned out like this')
  })

  test('of a journey that does not exist names those that do', () => {
    expect(complaint(() => showScenario(scenariosFolder, 'come-back', 'fa'))).toContain(`There is no journey "come-back" in ${scenariosFolder}, only: after-purchase, after-support`)
    expect(showScenario(scenariosFolder, 'after-purchase', 'fa')).toContain('سلام {name}، {item} به دستتون رسید؟')
  })
})
