/** Groups of customers by what holds of them: named, counted, used by /send, offers and journeys. */
import { countSegment } from '../../audience/segment.ts'
import { BUILT_IN, deleteSegment, listSegments, saveSegment } from '../../audience/segments.ts'
import { parseSegment } from '../../journeys/segment.ts'
import { digits } from '../../text/digits.ts'
import { record } from '../members.ts'
import { MANAGERS, type Call, type Command, type Says } from './command.ts'

export const segmentsCommand: Command = { name: 'segments', roles: MANAGERS, run: segments }

/** `/segments`, `/segments name = category:shoes spent>=5m`, `/segments name delete`, `/segments category:shoes` (only counted). */
async function segments(call: Call): Promise<Says> {
  const { tx, clock } = call
  const argument = call.argument.trim()
  const [, name = '', definition] = /^(\S+)\s*=\s*(.+)$/s.exec(argument) ?? []
  if (definition !== undefined && !argument.startsWith('spent') && !argument.startsWith('orders') && !argument.startsWith('score')) {
    const done = await saveSegment({ tx, clock }, { name, definition, by: call.member.id })
    if (!('saved' in done)) return done.problem === 'name' ? call.say('segments-how') : call.say('segment-no', { found: done.problem.found, expected: done.problem.expected })
    await record(call, call.member.id, 'segment', name)
    return call.say('segment-saved', { name, ...(await counted(call, done.definition)) })
  }
  const gone = /^(\S+)\s+delete$/.exec(argument)
  if (gone) {
    if (!(await deleteSegment(tx, gone[1]!))) return call.say('segments-how')
    await record(call, call.member.id, 'delete segment', gone[1]!)
    return call.say('segment-deleted')
  }
  if (argument !== '') {
    const read = parseSegment(argument)
    if (!('condition' in read)) return call.say('segment-no', { found: read.problem.found, expected: read.problem.expected })
    return call.say('segments-line', { name: argument, ...(await counted(call, argument)) })
  }
  const saved = await listSegments(tx, { limit: 30 })
  const lines: string[] = []
  for (const { name, definition } of [...BUILT_IN.map(definition => ({ name: definition, definition })), ...saved]) lines.push(call.say('segments-line', { name, ...(await counted(call, definition)) }).text)
  return { text: [call.say('segments').text, ...lines, call.say('segments-how').text].join('\n') }
}

async function counted({ tx, clock, locale, scenarios }: Call, definition: string): Promise<{ all: string; reachable: string }> {
  const read = parseSegment(definition)
  const { all, reachable } = 'condition' in read ? await countSegment({ sql: tx.sql, clock, audience: scenarios.audience }, read.condition) : { all: 0, reachable: 0 }
  return { all: digits(locale, all), reachable: digits(locale, reachable) }
}
