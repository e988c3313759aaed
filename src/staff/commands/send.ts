/** A message to many: the words, whom, what the gate would say, then the word that sends it, and the one that takes it back. */
import { confirmBroadcast, progressOf, rehearse, undoBroadcast, type Rehearsal } from '../../engagement/broadcast.ts'
import { readSegment } from '../../engagement/audience.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { nextLocal } from '../../journeys/local-time.ts'
import { sayTime } from '../../text/dates.ts'
import { digits } from '../../text/digits.ts'
import { record } from '../members.ts'
import { EVERYBODY, MANAGERS, type Call, type Command, type Says } from './command.ts'

const LONGEST = 1000
const SEGMENTS = ['all', 'bought-90', 'away-90']
const MORNING = '10:00'

export const sendCommand: Command = { name: 'send', roles: MANAGERS, run: draft }
export const segmentCommand: Command = { name: 'segment', roles: MANAGERS, run: chooseSegment }
export const confirmCommand: Command = { name: 'confirm', roles: MANAGERS, run: confirm }
export const progressCommand: Command = { name: 'progress', roles: MANAGERS, run: progress }
export const recallCommand: Command = { name: 'recall', roles: EVERYBODY, run: recall }

/** `/send words`, `/send away-120 words`, or any segment before a bar: `/send category:shoes spent>=5m | words`. */
async function draft(call: Call): Promise<Says> {
  const barred = call.argument.includes('|')
  const [, named, rest = ''] = (barred ? /^([^|]*)\|(.*)$/s : /^(?:((?:(?:bought|away|seen|unseen|joined)-[\d۰-۹]{1,4}|(?:category|group|city|level|product):\S+|all)(?=\s))\s+)?(.*)$/s).exec(call.argument) ?? []
  const text = rest.trim()
  const segment = named?.trim()
  if (text === '' || text.length > LONGEST) return call.say('send-how', { most: digits(call.locale, LONGEST) })
  const read = segment ? await readSegment(call.tx, segment) : null
  if (read && 'problem' in read) return call.say('segment-no', { found: read.problem.found, expected: read.problem.expected })
  const { id } = await call.tx.broadcast.create({ data: { text, segment: segment || 'all', by: call.member.id, createdAt: call.clock.now() } })
  if (segment) return await show(call, id)
  const saved = await savedSegments(call)
  return {
    text: [call.say('send-preview').text, text, call.say('send-whom').text].join('\n\n'),
    choices: [
      ...SEGMENTS.map((name, at) => ({ token: staffToken('segment', `${id}_${at}`), label: call.label('send-whom', name) })),
      ...saved.map((name, at) => ({ token: staffToken('segment', `${id}_${SEGMENTS.length + at}`), label: name })),
    ],
  }
}

const savedSegments = async ({ tx }: Call) => (await tx.segment.findMany({ orderBy: { at: 'asc' }, take: 8, select: { name: true } })).map(({ name }) => name)

async function chooseSegment(call: Call): Promise<Says> {
  const [id = '', at] = call.argument.split('_')
  const segment = [...SEGMENTS, ...(await savedSegments(call))][Number(at)]
  if (!segment) return call.say('send-gone')
  const { count } = await call.tx.broadcast.updateMany({ where: { id, state: 'draft' }, data: { segment } })
  return count === 0 ? call.say('send-gone') : await show(call, id)
}

async function show(call: Call, id: string): Promise<Says> {
  const found = await call.tx.broadcast.findUniqueOrThrow({ where: { id } })
  const outcome = await rehearse(call, found)
  const button = (name: string, argument: string, label: string) => ({ token: staffToken(name, argument), label: call.label('send-rehearsal', label) })
  return {
    text: [call.say('send-preview').text, found.text, sayRehearsal(call, outcome)].join('\n\n'),
    choices: [button('confirm', id, 'now'), button('confirm', `${id}_m`, 'morning'), button('recall', id, 'drop')],
  }
}

/** What the gate would say now, in lines. */
export function sayRehearsal(call: Call, { would, held, dropped }: Rehearsal): string {
  const line = (key: 'send-held' | 'send-dropped', reasons: Record<string, number>) =>
    Object.entries(reasons).map(([reason, n]) => call.say(key, { reason, count: digits(call.locale, n) }).text)
  return [call.say('send-rehearsal', { count: digits(call.locale, would) }).text, ...line('send-held', held), ...line('send-dropped', dropped)].join('\n')
}

async function confirm(call: Call): Promise<Says> {
  const [id = '', when] = call.argument.split('_')
  const now = call.clock.now()
  const dueAt = when === 'm' ? nextLocal(now, MORNING, call.config.shop.zone) : now
  const rows = await confirmBroadcast(call, id, dueAt)
  if (rows === null) return call.say('send-gone')
  await record(call, call.member.id, 'confirm', id)
  return { ...call.say('send-confirmed', { count: digits(call.locale, rows), time: sayTime(call.locale, dueAt, now, call.config.shop.zone) }), choices: buttons(call, id) }
}

const buttons = (call: Call, id: string) => [
  { token: staffToken('progress', id), label: call.label('send-confirmed', 'progress') },
  { token: staffToken('recall', id), label: call.label('send-confirmed', 'recall') },
]

/** Of the one that is named, else the newest. */
async function progress(call: Call): Promise<Says> {
  const newest = call.argument === '' ? await call.tx.broadcast.findFirst({ where: { state: 'confirmed' }, orderBy: { createdAt: 'desc' }, select: { id: true } }) : { id: call.argument }
  const rows = newest ? await progressOf(call.tx, newest.id) : []
  if (!newest || rows.length === 0) return call.say('progress-none')
  const lines = rows.map(({ state, reason, n }) => call.say('progress-line', { state, reason: reason ?? 'none', count: digits(call.locale, n) }).text)
  return { text: [call.say('progress').text, ...lines].join('\n'), choices: rows.some(({ state }) => state === 'planned' || state === 'held') ? buttons(call, newest.id) : [] }
}

async function recall(call: Call): Promise<Says> {
  const found = await call.tx.broadcast.findUnique({ where: { id: call.argument }, select: { segment: true } })
  // An answer to many cases is support's own; a message to a segment is the managers'.
  if (!found || (call.member.role !== 'manager' && !found.segment.startsWith('cases:'))) return call.say('send-gone')
  const count = await undoBroadcast(call, call.argument)
  return call.say('recalled', { count: digits(call.locale, count) })
}
