/** /export: the answers as a file in this chat. The same filters as /answers. */
import { answersCsv } from '../../feedback/list-answers.ts'
import { localDate } from '../../journeys/local-time.ts'
import { filterOf } from './answers.ts'
import { EVERYBODY, LARGEST_FILE, type Call, type Command, type Says } from './command.ts'

export const exportCommand: Command = { name: 'export', roles: EVERYBODY, run: exportAnswers }

async function exportAnswers(call: Call): Promise<Says> {
  if (!call.files) return call.say('export-elsewhere')
  let text = ''
  for await (const part of answersCsv(call.tx, filterOf(call))) {
    text += part
    if (text.length > LARGEST_FILE) return call.say('export-large')
  }
  return { ...call.say('export'), file: { name: `answers-${localDate(call.clock.now(), call.config.shop.zone)}.csv`, text } }
}
