/** /export: the answers as a file in this chat. The same filters as /answers. */
import { answersCsv } from '../../feedback/list-answers.ts'
import { localDate } from '../../journeys/local-time.ts'
import { filterOf } from './answers.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

/** Bytes that a row of the outbox may carry. */
const LARGEST = 4 * 1024 * 1024

export const exportCommand: Command = { name: 'export', roles: EVERYBODY, run: exportAnswers }

async function exportAnswers(call: Call): Promise<Says> {
  if (!call.files) return call.say('export-elsewhere')
  let text = ''
  for await (const part of answersCsv(call.tx, filterOf(call))) {
    text += part
    if (text.length > LARGEST) return call.say('export-large')
  }
  return { ...call.say('export'), file: { name: `answers-${localDate(call.clock.now(), call.config.shop.zone)}.csv`, text } }
}
