/** What managers switch for the whole shop. Each answer carries the button that takes it back. */
import { changeControls, readControls, type Controls } from '../../engagement/controls.ts'
import { releaseHeld } from '../../engagement/outbox.ts'
import { pausePlace, resumePlace } from '../../engagement/pause.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { localDate } from '../../journeys/local-time.ts'
import { gregorian } from '../../journeys/policy.ts'
import { sayDate } from '../../text/dates.ts'
import { digits } from '../../text/digits.ts'
import { record } from '../members.ts'
import { MANAGERS, type Call, type Command, type Says } from './command.ts'

export const pauseCommand: Command = { name: 'pause', roles: MANAGERS, run: pause }
export const resumeCommand: Command = { name: 'resume', roles: MANAGERS, run: resume }
export const stopallCommand: Command = { name: 'stopall', roles: MANAGERS, run: stopAll }
export const shadowCommand: Command = { name: 'shadow', roles: MANAGERS, run: call => rehearse(call, true) }
export const liveCommand: Command = { name: 'live', roles: MANAGERS, run: call => rehearse(call, false) }
export const calmCommand: Command = { name: 'calm', roles: MANAGERS, run: call => markDays(call, 'calmDays') }
export const closedCommand: Command = { name: 'closed', roles: MANAGERS, run: call => markDays(call, 'closedDays') }
export const hoursCommand: Command = { name: 'hours', roles: MANAGERS, run: setHours }
export const openCommand: Command = { name: 'open', roles: MANAGERS, run: openDays }

/** A journey, or one step of it, by name; steps may be named without their journey. */
function findPlace(call: Call): string | null {
  const asked = call.argument.trim()
  for (const { journey, tracks } of call.scenarios.journeys) {
    if (asked === journey) return journey
    for (const { steps } of Object.values(tracks)) for (const step of Object.keys(steps)) if (asked === step || asked === `${journey}/${step}`) return `${journey}/${step}`
  }
  return null
}

function placesOf(call: Call): string[] {
  return call.scenarios.journeys.flatMap(({ journey, tracks }) => [
    journey, ...Object.values(tracks).flatMap(({ steps }) => Object.entries(steps).filter(([, step]) => step.when).map(([name]) => name)),
  ])
}

async function pause(call: Call): Promise<Says> {
  const place = findPlace(call)
  if (!place) return { ...call.say('pause-which'), choices: placesOf(call).map(name => ({ token: staffToken('pause', name), label: name })) }
  await pausePlace(call, place)
  await record(call, call.member.id, 'pause', place)
  return { ...call.say('paused', { place }), choices: [{ token: staffToken('resume', place.split('/').at(-1)), label: call.label('paused', 'resume') }] }
}

/** One place, or, without a name, everything that was stopped. */
async function resume(call: Call): Promise<Says> {
  const place = findPlace(call)
  if (!place && call.argument !== '') return { ...call.say('pause-which'), choices: placesOf(call).map(name => ({ token: staffToken('resume', name), label: name })) }
  await resumePlace(call, place)
  await record(call, call.member.id, 'resume', place ?? 'all')
  return call.say('resumed', { place: place ?? 'all' })
}

async function stopAll(call: Call): Promise<Says> {
  await changeControls(call.tx, () => ({ stopAll: true }))
  return { ...call.say('stopped-all'), choices: [{ token: staffToken('resume'), label: call.label('stopped-all', 'resume') }] }
}

async function rehearse(call: Call, shadow: boolean): Promise<Says> {
  await changeControls(call.tx, () => ({ shadow }))
  return { ...call.say(shadow ? 'shadow-on' : 'shadow-off'), choices: [{ token: staffToken(shadow ? 'live' : 'shadow'), label: call.label(shadow ? 'shadow-on' : 'shadow-off', 'back') }] }
}

/** 'today', 'tomorrow', a date of either calendar, or two with '..' between them → Gregorian dates. null: not understood. */
function readDays(call: Call, asked: string): string[] | null {
  const { zone } = call.config.shop
  const now = call.clock.now()
  const words: Record<string, number> = { today: 0, امروز: 0, tomorrow: 1, فردا: 1 }
  if (asked in words) return [localDate(new Date(now.getTime() + words[asked]! * 86_400_000), zone)]
  const [from, to = from] = asked.split(/\.\.|…/).map(part => gregorian(part.trim().replaceAll('/', '-')))
  if (!from || !to || from > to) return null
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < 120; at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

const told = (call: Call, days: string[]) => {
  const say = (day: string) => sayDate(call.locale, new Date(`${day}T12:00:00Z`), call.clock.now(), call.config.shop.zone)
  return days.length === 1 ? say(days[0]!) : `${say(days[0]!)} … ${say(days.at(-1)!)}`
}

async function markDays(call: Call, list: 'calmDays' | 'closedDays'): Promise<Says> {
  if (call.argument === '') return await listDays(call)
  const days = readDays(call, call.argument)
  if (!days) return call.say('days-how')
  await changeControls(call.tx, now => ({ [list]: [...new Set([...now[list], ...days])].sort() }))
  return { ...call.say(list === 'calmDays' ? 'calm' : 'closed', { days: told(call, days) }), choices: days.length === 1 ? [{ token: staffToken('open', days[0]), label: call.label('calm', 'undo') }] : [] }
}

/** `/hours 1405-12-01..1405-12-29 10:00-15:00` */
async function setHours(call: Call): Promise<Says> {
  const [, asked, from, to] = /^(\S+)\s+((?:[01]\d|2[0-3]):[0-5]\d)\s*-\s*((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(call.argument) ?? []
  const days = asked ? readDays(call, asked) : null
  if (!days || !from || !to || from >= to) return call.say('hours-how')
  await changeControls(call.tx, now => ({ hoursOn: { ...now.hoursOn, ...Object.fromEntries(days.map(day => [day, [from, to] as [string, string]])) } }))
  return call.say('hours', { days: told(call, days), from: digits(call.locale, from), to: digits(call.locale, to) })
}

/** Takes calm days, closed days and other hours back. */
async function openDays(call: Call): Promise<Says> {
  const days = readDays(call, call.argument)
  if (!days) return call.say('days-how')
  const gone = new Set(days)
  await changeControls(call.tx, now => ({
    calmDays: now.calmDays.filter(day => !gone.has(day)), closedDays: now.closedDays.filter(day => !gone.has(day)),
    hoursOn: Object.fromEntries(Object.entries(now.hoursOn).filter(([day]) => !gone.has(day))),
  }))
  await releaseHeld(call, {}, ['calm-day'])
  return call.say('opened', { days: told(call, days) })
}

async function listDays(call: Call): Promise<Says> {
  const controls = await readControls(call.tx)
  const today = localDate(call.clock.now(), call.config.shop.zone)
  const list = (days: Controls['calmDays']) => days.filter(day => day >= today).map(day => told(call, [day])).join(call.locale === 'fa' ? '، ' : ', ') || '—'
  return call.say('days', { calm: list([...call.scenarios.policy.calmDays, ...controls.calmDays].sort()), closed: list(controls.closedDays) })
}
