/** What managers switch for the whole shop. Each answer carries the button that takes it back. */
import { readControls, type Controls } from '../../engagement/controls.ts'
import { findPlace, markDays, openDays, pausePlace, readDays, readHours, rehearse, resumeSending, setHours, stopSending } from '../../engagement/switches.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { localDate } from '../../journeys/local-time.ts'
import { sayDate } from '../../text/dates.ts'
import { digits } from '../../text/digits.ts'
import { record } from '../members.ts'
import { MANAGERS, type Call, type Command, type Says } from './command.ts'

export const pauseCommand: Command = { name: 'pause', roles: MANAGERS, run: pause }
export const resumeCommand: Command = { name: 'resume', roles: MANAGERS, run: resume }
export const stopallCommand: Command = { name: 'stopall', roles: MANAGERS, run: stopAll }
export const shadowCommand: Command = { name: 'shadow', roles: MANAGERS, run: call => practise(call, true) }
export const liveCommand: Command = { name: 'live', roles: MANAGERS, run: call => practise(call, false) }
export const calmCommand: Command = { name: 'calm', roles: MANAGERS, run: call => mark(call, 'calmDays') }
export const closedCommand: Command = { name: 'closed', roles: MANAGERS, run: call => mark(call, 'closedDays') }
export const hoursCommand: Command = { name: 'hours', roles: MANAGERS, run: hours }
export const openCommand: Command = { name: 'open', roles: MANAGERS, run: open }

function placesOf(call: Call): string[] {
  return call.scenarios.journeys.flatMap(({ journey, tracks }) => [
    journey, ...Object.values(tracks).flatMap(({ steps }) => Object.entries(steps).filter(([, step]) => step.when).map(([name]) => name)),
  ])
}

async function pause(call: Call): Promise<Says> {
  const place = findPlace(call.scenarios, call.argument.trim())
  if (!place) return { ...call.say('pause-which'), choices: placesOf(call).map(name => ({ token: staffToken('pause', name), label: name })) }
  await pausePlace(call, place)
  await record(call, call.member.id, 'pause', place)
  return { ...call.say('paused', { place }), choices: [{ token: staffToken('resume', place.split('/').at(-1)), label: call.label('paused', 'resume') }] }
}

/** One place, or, without a name, everything that was stopped. */
async function resume(call: Call): Promise<Says> {
  const place = findPlace(call.scenarios, call.argument.trim())
  if (!place && call.argument !== '') return { ...call.say('pause-which'), choices: placesOf(call).map(name => ({ token: staffToken('resume', name), label: name })) }
  await resumeSending(call, place)
  await record(call, call.member.id, 'resume', place ?? 'all')
  return call.say('resumed', { place: place ?? 'all' })
}

async function stopAll(call: Call): Promise<Says> {
  await stopSending(call)
  return { ...call.say('stopped-all'), choices: [{ token: staffToken('resume'), label: call.label('stopped-all', 'resume') }] }
}

async function practise(call: Call, shadow: boolean): Promise<Says> {
  await rehearse(call, shadow)
  return { ...call.say(shadow ? 'shadow-on' : 'shadow-off'), choices: [{ token: staffToken(shadow ? 'live' : 'shadow'), label: call.label(shadow ? 'shadow-on' : 'shadow-off', 'back') }] }
}

const daysAsked = (call: Call, asked: string) => readDays(asked, { now: call.clock.now(), zone: call.config.shop.zone })

const told = (call: Call, days: string[]) => {
  const say = (day: string) => sayDate(call.locale, new Date(`${day}T12:00:00Z`), call.clock.now(), call.config.shop.zone)
  return days.length === 1 ? say(days[0]!) : `${say(days[0]!)} … ${say(days.at(-1)!)}`
}

async function mark(call: Call, list: 'calmDays' | 'closedDays'): Promise<Says> {
  if (call.argument === '') return await listDays(call)
  const days = daysAsked(call, call.argument)
  if (!days) return call.say('days-how')
  await markDays(call, list, days)
  return { ...call.say(list === 'calmDays' ? 'calm' : 'closed', { days: told(call, days) }), choices: days.length === 1 ? [{ token: staffToken('open', days[0]), label: call.label('calm', 'undo') }] : [] }
}

/** `/hours 1405-12-01..1405-12-29 10:00-15:00` */
async function hours(call: Call): Promise<Says> {
  const [, asked, from, to] = /^(\S+)\s+([\d:]+)\s*-\s*([\d:]+)$/.exec(call.argument) ?? []
  const [days, span] = [asked ? daysAsked(call, asked) : null, readHours(from, to)]
  if (!days || !span) return call.say('hours-how')
  await setHours(call, days, span)
  return call.say('hours', { days: told(call, days), from: digits(call.locale, span[0]), to: digits(call.locale, span[1]) })
}

/** Takes calm days, closed days and other hours back. */
async function open(call: Call): Promise<Says> {
  const days = daysAsked(call, call.argument)
  if (!days) return call.say('days-how')
  await openDays(call, days)
  return call.say('opened', { days: told(call, days) })
}

async function listDays(call: Call): Promise<Says> {
  const controls = await readControls(call.tx)
  const today = localDate(call.clock.now(), call.config.shop.zone)
  const list = (days: Controls['calmDays']) => days.filter(day => day >= today).map(day => told(call, [day])).join(call.locale === 'fa' ? '، ' : ', ') || '—'
  return call.say('days', { calm: list([...call.scenarios.policy.calmDays, ...controls.calmDays].sort()), closed: list(controls.closedDays) })
}
