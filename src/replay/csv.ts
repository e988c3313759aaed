/** Every message of a replay as CSV: UTF-8 with BOM, one line each, times in the shop's zone. */
import { localDate, wallTime } from '../journeys/local-time.ts'
import { BOM, csvLines } from '../text/csv.ts'
import { nameOf, type Person } from './report.ts'

export const CSV_COLUMNS = ['customer', 'name', 'kind', 'journey', 'step', 'role', 'purpose', 'due', 'sent', 'state', 'reason', 'held', 'words', 'buttons', 'code', 'answer'] as const

/** `kind` flow: a journey's own; reply: what an answer brought. `held`: each wait, `reason until instant`, parted by ;. */
export function* replayCsv(people: readonly Person[], zone: string): Generator<string> {
  const local = (at: Date) => `${localDate(at, zone)} ${wallTime(at, zone)}`
  yield BOM + csvLines([CSV_COLUMNS])
  for (const person of people)
    yield csvLines(
      person.messages.map(message => [
        person.externalId ?? person.id, nameOf(person), message.kind, message.journey, message.step, message.role, message.purpose, local(message.dueAt),
        message.sentAt && local(message.sentAt), message.state, message.reason,
        message.holds.map(({ reason, until }) => (until ? `${reason} until ${local(until)}` : reason)).join('; '),
        // A lone \n would stand unquoted, because lines end in \r\n.
        message.words.replaceAll('\n', '\r\n'), message.buttons.join(' | '), message.code, message.answer,
      ]),
    )
}
