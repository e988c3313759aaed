import { afterAll, beforeAll } from 'vitest'
import type { Whatsapp } from '../../../bots/whatsapp/index.ts'
import { channelContract, type Shown } from '../../contract/channel.ts'
import { startWhatsappServer, type WhatsappServer } from '../../support/whatsapp/server.ts'
import { openWhatsapp, pair, rowsInMemory } from './pair.ts'

let server: WhatsappServer
const rows = rowsInMemory()
beforeAll(async () => {
  server = await startWhatsappServer()
  await pair(server, rows)
})
afterAll(() => server.close())

let persons = 0

channelContract('WhatsApp', async () => {
  const number = `98912000${String(1000 + persons++)}`
  const open: Whatsapp[] = []
  const make = () => {
    open.push(openWhatsapp(server, rows))
    return open.at(-1)!
  }
  const sees = async (): Promise<Shown[]> => server.sent.filter(message => message.number === number).map(({ message }) => read(message.extendedTextMessage?.text ?? message.conversation ?? ''))
  return {
    channel: make(),
    customer: {
      starts: payload => server.say(number, `شروع ${payload}`),
      says: text => server.say(number, text),
      taps: async label => server.say(number, String((await sees()).at(-1)!.choices.indexOf(label) + 1)),
      sees,
    },
    restart: async () => make(),
    async close() {
      for (const channel of open) await channel.stop()
      server.forget(number)
    },
  }
})

/** A text as a person reads it: the numbered list at its end, the links above it. */
function read(text: string): Shown {
  const lines = text.split('\n')
  const choices = lines.flatMap(line => /^[۰-۹\d]+\. (.+)$/.exec(line)?.[1] ?? [])
  const links = lines.flatMap(line => /^[^:\n]+: (https?:\S+)$/.exec(line)?.[1] ?? [])
  const rest = lines.filter(line => !/^[۰-۹\d]+\. /.test(line) && !/^[^:\n]+: https?:/.test(line))
  return { text: rest.join('\n').trim(), choices, links }
}
