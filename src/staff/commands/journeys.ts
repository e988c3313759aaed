/** The time line, and what a manager changes about it: day, hour, words, comparison group; seen as a real customer would, and taken back. */
import { readControls } from '../../engagement/controls.ts'
import { editedJourney, editStep, fileOf } from '../../engagement/edit-journey.ts'
import { previewStep } from '../../engagement/preview.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { EDIT_FIELDS, lineOfChange, stepOf, textOf, whyNot, type Edit, type EditField } from '../../journeys/edits.ts'
import type { Journey, Step } from '../../journeys/schema.ts'
import { plainWords } from '../../journeys/outline.ts'
import { howMany } from '../../engagement/scan.ts'
import { digits, percent } from '../../text/digits.ts'
import { record } from '../members.ts'
import { MANAGERS, type Call, type Command, type Says } from './command.ts'

export const journeyCommand: Command = { name: 'journey', roles: MANAGERS, run: showJourneys }
export const editCommand: Command = { name: 'edit', roles: MANAGERS, run: edit }

/** `/journey`: all of them. `/journey win-back`: one, as it would be said, whom it concerns, and its switch. */
async function showJourneys(call: Call): Promise<Says> {
  const { scenarios } = call
  const [, turn, named] = /^(?:(on|off)[\s_]+)?([a-z][a-z0-9-]*)?$/.exec(call.argument.trim()) ?? []
  const journey = scenarios.journeys.find(candidate => candidate.journey === named)
  if (journey && turn) return await switchJourney(call, journey, turn === 'on')
  if (journey) return await showOne(call, journey)
  const { paused } = await readControls(call.tx)
  const lines = [...scenarios.journeys].sort((a, b) => Number(b.on) - Number(a.on)).map(({ journey, on }) =>
    call.say('journeys-line', { journey, on: on ? 'yes' : 'no', mark: paused.includes(journey) ? '⏸' : '', what: call.label('journey-about', journey) }).text)
  return {
    text: [call.say('journey-title').text, ...lines].join('\n'),
    choices: scenarios.journeys.map(({ journey }) => ({ token: staffToken('journey', journey), label: journey })),
  }
}

async function switchJourney(call: Call, { journey }: Journey, on: boolean): Promise<Says> {
  await editStep(call, { journey, step: '*', field: 'on', value: on, by: call.member.id })
  await record(call, call.member.id, 'journey', `${journey} ${on ? 'on' : 'off'}`)
  return { ...call.say('journey-switched', { journey, on: on ? 'yes' : 'no' }), choices: [{ token: staffToken('journey', `${on ? 'off' : 'on'}_${journey}`), label: call.label('journey-switched', on ? 'off' : 'on') }] }
}

async function showOne(call: Call, journey: Journey): Promise<Says> {
  const { paused } = await readControls(call.tx)
  const edited = new Set((await call.tx.journeyEdit.findMany({ where: { journey: journey.journey } })).map(({ step }) => step))
  const timed = Object.values(journey.tracks).flatMap(({ steps }) => Object.entries(steps)).filter(([, step]) => step.when).sort(([, a], [, b]) => a.when!.day - b.when!.day)
  const lines = timed.map(([name, step]) =>
    call.say('journey-line', {
      step: name, day: digits(call.locale, step.when!.day), at: digits(call.locale, step.when!.at ?? step.when!.after ?? ''), timed: step.when!.at ? 'yes' : step.when!.after ? 'after' : 'no',
      marks: [paused.includes(`${journey.journey}/${name}`) ? '⏸' : '', edited.has(name) ? '✏️' : '', step.holdOut ?? journey.holdOut ? percent(call.locale, step.holdOut ?? journey.holdOut ?? 0) : ''].join(' ').trim(),
    }).text)
  const words = timed.flatMap(([name, step]) => sampleOf(journey, name, step, call.locale))
  return {
    text: [
      call.say('journey-one', { journey: journey.journey, on: journey.on ? 'yes' : 'no', what: call.label('journey-about', journey.journey), concerned: digits(call.locale, await howMany(call, journey)) }).text,
      ...lines, ...words, call.say('journey-how').text,
    ].join('\n'),
    choices: [{ token: staffToken('journey', `${journey.on ? 'off' : 'on'}_${journey.journey}`), label: call.label('journey-switched', journey.on ? 'off' : 'on') }],
  }
}

/** The words of a step with each fact by its name: «سلام {name}». */
function sampleOf(journey: Journey, name: string, step: Step, locale: 'fa' | 'en'): string[] {
  if (step.kind === 'branch') return []
  return [`«${plainWords(journey, locale).text(textOf(name, step)).replaceAll('\n', ' ⏎ ')}»`]
}

/** `/edit day-14 day 10`, `/edit win-back/why at 18:30`, `/edit day-3 fa words`, `/edit day-3 default`. */
async function edit(call: Call): Promise<Says> {
  const [, named, step = '', field = '', given = ''] = /^(?:([a-z][a-z0-9-]{0,39})\/)?([a-z][a-z0-9-]{0,39})\s+(\w+)(?:\s+(.*))?$/s.exec(call.argument) ?? []
  const journey = call.scenarios.journeys.find(candidate => (named === undefined || candidate.journey === named) && stepOf(candidate, step))
  const base = journey && fileOf(call.scenarios, journey.journey)
  if (!base) return call.say('edit-how')
  if (field === 'default') {
    await editStep(call, { journey: base.journey, step, field: null, value: null, by: call.member.id })
    await record(call, call.member.id, 'edit', `${base.journey}/${step} default`)
    return call.say('edit-default', { step })
  }
  if (!EDIT_FIELDS.some(one => one === field) || given.trim() === '') return call.say('edit-how')
  const value = field === 'day' || field === 'holdOut' ? Number(given) : given.trim()
  const wanted: Edit = { step, field: field as EditField, value }
  const problem = whyNot(base, wanted)
  if (problem) return call.say('edit-no', { problem, step })
  await editStep(call, { journey: base.journey, ...wanted, by: call.member.id })
  await record(call, call.member.id, 'edit', lineOfChange(base.journey, wanted))
  const shown = (await previewStep(call, await editedJourney(call, base.journey), step))?.said ?? []
  return {
    text: [call.say('edited', { step }).text, ...shown.map(({ text }) => text)].join('\n\n'),
    choices: [{ token: staffToken('undoedit', `${step}`), label: call.label('edited', 'undo') }],
  }
}

export const undoEditCommand: Command = { name: 'undoedit', roles: MANAGERS, run: call => edit({ ...call, argument: `${call.argument} default` }) }
