/** Answers each update that is posted with one message to the Bot API at argv[3], storing nothing. argv[2]: bare or grammy; argv[4]: the secret. */
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Bot, webhookCallback } from 'grammy'
import { TEST_TOKEN } from '../support/bot-api.ts'

const [kind, apiRoot, secret] = [process.argv[2]!, process.argv[3]!, process.argv[4]!]
const agent = new Agent({ keepAlive: true })
const server = createServer(kind === 'grammy' ? await grammy() : bare)
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))

async function grammy() {
  const bot = new Bot(TEST_TOKEN, { client: { apiRoot, baseFetchConfig: { agent } } })
  bot.on('message', context => context.reply('سلام'))
  await bot.init()
  return webhookCallback(bot, 'http', { secretToken: secret })
}

function bare(...[incoming, response]: Parameters<NonNullable<Parameters<typeof createServer>[1]>>) {
  const chunks: Buffer[] = []
  incoming.on('data', chunk => chunks.push(chunk)).on('end', () => {
    const { message } = JSON.parse(Buffer.concat(chunks).toString()) as { message: { chat: { id: number } } }
    const body = JSON.stringify({ chat_id: message.chat.id, text: 'سلام' })
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    request(`${apiRoot}/bot${TEST_TOKEN}/sendMessage`, { method: 'POST', agent, headers }, answer => {
      answer.resume().on('end', () => response.end())
    }).end(body)
  })
}
