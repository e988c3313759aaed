/** People with Telegram who ordered a week ago and opened their link: the service is about to ask them how it was. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DAY, SECOND } from '../../src/clock.ts'
import type { BotApi, BotUser } from '../support/bot-api.ts'
import { API_KEY, until } from './service.ts'

const FIRST = 5_000_001
let gathered = 0

/** The shipped scenarios, with a support team that can answer any number of questions an hour. */
export function scenariosForACrowd(folder: string): string {
  const copy = join(folder, 'scenarios')
  cpSync('scenarios', copy, { recursive: true })
  const policy = join(copy, 'policy.yaml')
  writeFileSync(policy, readFileSync(policy, 'utf8').replace(/questionsPerHour: \d+/, 'questionsPerHour: 10000'))
  return copy
}

type Ordered = { id: string; customerId: string; links: { telegram: string; join: string } }

/** Each buys, joins, and has been asked the check-up question when this resolves. `order` posts to /api/v1/orders. */
export async function gatherCrowd(
  api: BotApi,
  order: (body: object) => Promise<Ordered>,
  count: number,
  about: (n: number) => { name?: string; phone?: string } = () => ({ name: 'سارا' }),
): Promise<(BotUser & { customerId: string; payload: string })[]> {
  const users: (BotUser & { customerId: string; payload: string })[] = []
  for (let n = 0; n < count; n++) {
    const id = FIRST + gathered++
    const now = performance.timeOrigin + performance.now()
    const { customerId, links } = await order({
      externalId: `crowd-${id}`, customer: { externalId: `person-${id}`, ...about(n) }, status: 'delivered', currency: 'IRT', total: 1_000_000,
      // A moment short of a week ago: older orders are history.
      placedAt: new Date(now - 7 * DAY + 3 * SECOND).toISOString(), deliveredAt: new Date(now - 4 * DAY).toISOString(),
      items: [{ sku: 'shoe', name: 'کفش دویدن', quantity: 1, unitPrice: 1_000_000 }],
    })
    const user = api.user(id)
    const payload = new URL(links.telegram).searchParams.get('start')!
    user.start(payload)
    users.push({ ...user, customerId, payload })
  }
  await until(() => users.every(user => question(user)), 60_000, 'everybody has been asked')
  return users
}

/** Posts orders to a service at this address. */
export const orderAt = (url: string) => async (body: object) => {
  const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' }
  const response = await fetch(`${url}/api/v1/orders`, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await response.json()) as Ordered
}

/** The newest message that asks something, and its buttons' tokens by value. */
export function question(user: BotUser) {
  const message = user.sees().findLast(seen => seen.markup?.inline_keyboard?.flat().some(button => button.callback_data?.startsWith('q:')))
  if (!message) return null
  const tokens = message.markup!.inline_keyboard!.flat().flatMap(button => button.callback_data ?? [])
  return { message, token: (value: string) => tokens.find(token => token.endsWith(`:${value}`))! }
}

/** Until the service has confirmed every update. */
export const confirmed = (api: BotApi) => until(() => api.receiving().pending === 0, 60_000, 'every update confirmed')

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
