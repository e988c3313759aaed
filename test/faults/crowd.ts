/** People with Telegram who ordered a week ago and opened their link: the service is about to ask them how it was. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DAY, SECOND } from '../../src/clock.ts'
import type { BotApi, BotUser } from '../support/bot-api.ts'
import { API_KEY, until } from './service.ts'

/** The shipped scenarios, with a support team that can answer any number of questions an hour. */
export function scenariosForACrowd(folder: string): string {
  const copy = join(folder, 'scenarios')
  cpSync('scenarios', copy, { recursive: true })
  const policy = join(copy, 'policy.yaml')
  writeFileSync(policy, readFileSync(policy, 'utf8').replace(/questionsPerHour: \d+/, 'questionsPerHour: 10000'))
  return copy
}

/** Each buys, joins, and has been asked the check-up question when this resolves. `now` is the database's. */
export async function gatherCrowd(api: BotApi, url: string, count: number, now: Date, first = 5_000_001): Promise<BotUser[]> {
  const placedAt = new Date(now.getTime() - 7 * DAY + 20 * SECOND).toISOString()
  const deliveredAt = new Date(now.getTime() - 4 * DAY).toISOString()
  const users: BotUser[] = []
  for (let n = 0; n < count; n++) {
    const order = {
      externalId: `crowd-${first + n}`, customer: { externalId: `person-${first + n}`, name: 'سارا' }, status: 'delivered', placedAt, deliveredAt, currency: 'IRT',
      items: [{ sku: 'shoe', name: 'کفش دویدن', quantity: 1, unitPrice: 1_000_000 }], total: 1_000_000,
    }
    const response = await fetch(`${url}/api/v1/orders`, {
      method: 'POST', headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' }, body: JSON.stringify(order),
    })
    const { links } = (await response.json()) as { links: { telegram: string } }
    const user = api.user(first + n)
    user.start(new URL(links.telegram).searchParams.get('start')!)
    users.push(user)
  }
  await until(() => users.every(user => question(user)), 60_000, 'everybody has been asked')
  return users
}

/** The newest message that asks something, and its buttons' tokens by value. */
export function question(user: BotUser) {
  const message = user.sees().findLast(seen => seen.markup?.inline_keyboard?.flat().some(button => button.callback_data?.startsWith('q:')))
  if (!message) return null
  const tokens = message.markup!.inline_keyboard!.flat().flatMap(button => button.callback_data ?? [])
  return { message, token: (value: string) => tokens.find(token => token.endsWith(`:${value}`))! }
}

/** In front of several workers: what is posted goes to one after the other. */
export async function startBalancer(): Promise<{ url: string; to(urls: string[]): void; close(): void }> {
  let targets: string[] = []
  let turn = 0
  const server = createServer((request, response) => {
    const target = targets[turn++ % targets.length]
    void readAll(request)
      .then(body => fetch(`${target}${request.url}`, { method: 'POST', body: new Uint8Array(body), headers: headersOf(request) }))
      .then(answer => response.writeHead(answer.status).end())
      .catch(() => response.writeHead(502).end())
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    to: urls => void (targets = urls),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const secret = headers['x-telegram-bot-api-secret-token']
  return { 'content-type': 'application/json', ...(secret ? { 'x-telegram-bot-api-secret-token': String(secret) } : {}) }
}
