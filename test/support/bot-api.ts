/**
 * A strict Telegram on this machine: it speaks the Bot API, refuses what Telegram refuses, and breaks on demand.
 * Every message that it accepted stands in `sent`; people act through `user`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Server as TcpServer, type AddressInfo } from 'node:net'
import { TELEGRAM_LIMITS, type RateLimits } from './bot-api-limits.ts'
import type { Fault } from './bot-api-faults.ts'
import { methods, refuse, type Reply } from './bot-api-methods.ts'
import type { Params } from './bot-api-rules.ts'
import { newBot, newChat, wallTime, type BotState, type Call, type Sent } from './bot-api-state.ts'
import type { Update } from './bot-api-updates.ts'
import { botUser, type BotUser } from './bot-api-user.ts'

export type { BotUser, Seen } from './bot-api-user.ts'
export type { Call, Sent } from './bot-api-state.ts'
export type { Fault } from './bot-api-faults.ts'

export const TEST_TOKEN = '123456789:AAFakeTokenForTheEmulatorOnly0123456789'

export type BotApiOptions = {
  /** The bot's token; others are answered 401. More bots: `addBot`. */
  token?: string
  username?: string
  port?: number
  /** null: as fast as you can. */
  limits?: RateLimits | null
  /** Every positive chat id counts as somebody who has started the bot: for benches. */
  anyChat?: boolean
  /** Bale instead of Telegram: every text is Markdown, no webhook secret, no word of a block, edits answered with a stub. */
  isBale?: boolean
  /** How long a webhook's update waits after a refusal. */
  redeliverMs?: number
  /** Off: `calls` stays empty, for long runs. */
  keepCalls?: boolean
  /** Answers requests to `/_…`: the remote control of bot-api-process.ts. */
  control?(path: string, query: URLSearchParams, body: unknown): Promise<unknown>
}

export type TestBot = {
  username: string
  /** Accepted messages, in order. */
  sent: Sent[]
  /** Every call with what became of it, accepted or not (getUpdates excepted). */
  calls: Call[]
  /** Taps that the bot has answered. */
  answered: { callbackId: string; text?: string }[]
  commands: Params[]
  /** Somebody with Telegram; a stranger until `start` or the first word, unless `started`. */
  user(id: number, about?: { name?: string; locale?: string; started?: boolean }): BotUser
  /** A group that the bot is in. `raw`: more of the message, such as sender_chat. */
  group(id: number, about?: { noTopics?: boolean }): { says(person: number, text: string, about?: { topic?: string; raw?: Record<string, unknown> }): void; moves(to: number): void }
  /** A raw update, forged or odd. null when the bot has not asked for this kind. */
  push(update: Record<string, unknown>): Update | null
  fail(fault: Fault): void
  /** All later calls go well again. */
  heal(): void
  limit(limits: RateLimits | null): void
  /** Webhook only: each update is posted so many times at once. */
  deliverCopies(copies: number): void
  /** Taps that are not answered yet can no longer be. */
  agesTaps(): void
  /** How the bot is receiving now, and how many updates it has not confirmed. */
  receiving(): { webhook?: string; polled: boolean; pending: number; lastError?: string }
  /** Until the bot has confirmed every update. */
  drained(): Promise<void>
}

export type BotApi = TestBot & {
  apiRoot: string
  token: string
  addBot(token: string, username: string): TestBot
  /** Resolves as soon as it holds; looked at after every call and every confirmed update. Fails after `ms`. */
  until(holds: () => boolean, ms?: number): Promise<void>
  /** Refuses connections until `goesUp`, as when the network is away; what is being said is said to its end. */
  goesDown(): Promise<void>
  goesUp(): Promise<void>
  close(): Promise<void>
}

export async function startBotApi(options: BotApiOptions = {}): Promise<BotApi> {
  const {
    token = TEST_TOKEN,
    username = 'bazgasht_test_bot',
    port = 0,
    limits = TELEGRAM_LIMITS,
    anyChat = false,
    isBale = false,
    redeliverMs = 50,
    keepCalls = true,
  } = options
  const bots = new Map<string, BotState>()
  const watchers = new Set<() => void>()
  const changed = () => watchers.forEach(look => look())
  const server = createServer((request, response) => {
    response.shouldKeepAlive &&= !isDown
    void handle(request, response)
  })
  let apiRoot = ''
  let isDown = false

  async function handle(request: IncomingMessage, response: ServerResponse) {
    if (options.control && request.url?.startsWith('/_')) return remoteControl(options.control, request, response)
    const [, kind, place = '', method = ''] = /^\/(file\/bot|bot)([^/]+)\/(.+?)(?:\?.*)?$/.exec(decodeURIComponent(request.url ?? '')) ?? []
    const bot = bots.get(place)
    if (!kind) return reply(response, refuse(404, 'Not Found'))
    if (!bot) return reply(response, refuse(401, 'Unauthorized'))
    if (kind === 'file/bot') return download(bot, method, response)
    try {
      await call(bot, method, await readParams(request), request, response)
    } catch {
      reply(response, refuse(400, "Bad Request: can't parse the request"))
    }
  }

  async function call(bot: BotState, name: string, params: Params, request: IncomingMessage, response: ServerResponse) {
    const method = name.toLowerCase()
    const act = methods[method] ?? (() => refuse(404, `Not Found: ${name} is not emulated`))
    const fault = bot.faults.meet(method, params.chat_id)
    if (fault && 'delayMs' in fault) await new Promise(resolve => setTimeout(resolve, fault.delayMs))
    const done = strikesBefore(fault) ? null : await act(bot, params, { apiRoot, onClose: gone => response.once('close', gone) })
    const said = fault && 'answer' in fault ? refusalOf(fault) : done

    const status = fault && 'cut' in fault ? 'cut' : said === null || (fault && 'hang' in fault) ? 'hang' : said.ok ? 200 : said.error_code
    if (keepCalls && method !== 'getupdates') {
      const retryAfter = said?.ok === false ? said.parameters?.retry_after : undefined
      const chatId = params.chat_id === undefined ? null : String(params.chat_id)
      bot.calls.push({ method: name, chatId, at: wallTime(), status, ...(retryAfter === undefined ? {} : { retryAfter }) })
    }
    if (status === 'cut') request.socket.resetAndDestroy()
    else if (status !== 'hang') reply(response, said!)
    changed()
  }

  function until(holds: () => boolean, ms = 5_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer)
        watchers.delete(look)
        end()
      }
      const look = () => holds() && settle(resolve)
      const timer = setTimeout(() => settle(() => reject(new Error(`waited ${ms} ms for: ${holds}`))), ms)
      watchers.add(look)
      look()
    })
  }

  function addBot(newToken: string, itsName: string): TestBot {
    const bot = newBot({ token: newToken, username: itsName, limits, anyChat, isBale, redeliverMs, changed })
    bots.set(newToken, bot)
    const { sent, calls, answered, commands } = bot
    return {
      username: itsName,
      sent,
      calls,
      answered,
      commands,
      user: (id, about) => botUser(bot, id, about),
      push: update => bot.updates.push(update),
      group(groupId, { noTopics = false } = {}) {
        const chat = newChat(bot, groupId, 'member', {})
        chat.noTopics = noTopics
        const chatOf = () => ({ id: groupId, type: 'supergroup' as const, title: 'تیم' })
        return {
          says: (person, text, about = {}) =>
            void bot.updates.push({ message: { message_id: bot.nextId(), date: Math.floor(wallTime() / 1000), chat: chatOf(), from: { id: person, is_bot: false, first_name: 'x' }, text, ...(about.topic ? { is_topic_message: true, message_thread_id: Number(about.topic) } : {}), ...about.raw } }),
          moves(to) {
            newChat(bot, to, 'member', {})
            chat.movedTo = to
          },
        }
      },
      fail: fault => bot.faults.add(fault),
      heal: () => bot.faults.heal(),
      limit: next => bot.limit(next),
      deliverCopies: copies => bot.updates.deliverCopies(copies),
      agesTaps: () => bot.openCallbacks.clear(),
      receiving() {
        const { webhook, ...info } = bot.updates.info()
        return { ...info, webhook: webhook?.url }
      },
      drained: () => until(() => bot.updates.info().pending === 0),
    }
  }

  const listen = (at: number) => new Promise<void>((resolve, reject) => server.once('error', reject).listen(at, '127.0.0.1', resolve))
  const goesDown = async () => {
    // Not the HTTP server's own close: that cuts idle connections at once, and a request just then would end as "unknown".
    const closed = new Promise(resolve => TcpServer.prototype.close.call(server, resolve))
    isDown = true
    await new Promise(resolve => setTimeout(resolve, GOODBYE_MS))
    server.closeAllConnections()
    await closed
    isDown = false
    // And until the bot has heard of it.
    await new Promise(resolve => setTimeout(resolve, GOODBYE_MS))
  }

  await listen(port)
  const usedPort = (server.address() as AddressInfo).port
  apiRoot = `http://127.0.0.1:${usedPort}`
  return {
    ...addBot(token, username),
    apiRoot,
    token,
    addBot,
    until,
    goesDown,
    goesUp: () => listen(usedPort),
    async close() {
      for (const bot of bots.values()) bot.updates.close()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** How long open connections may finish what they are saying. */
const GOODBYE_MS = 100

const DESCRIPTIONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  429: 'Too Many Requests: retry later',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
}

async function remoteControl(control: NonNullable<BotApiOptions['control']>, request: IncomingMessage, response: ServerResponse) {
  const { pathname, searchParams } = new URL(request.url!, 'http://telegram')
  try {
    const answer = await control(pathname, searchParams, request.method === 'POST' ? await readParams(request) : null)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? null))
  } catch (error) {
    response.writeHead(400).end(String(error))
  }
}

/** The call changes nothing. */
function strikesBefore(fault: Fault | null): boolean {
  if (!fault || 'delayMs' in fault) return false
  if ('answer' in fault) return !fault.accepted
  return 'cut' in fault ? fault.cut === 'before' : fault.hang === 'before'
}

function refusalOf({ answer, description, retryAfter }: Extract<Fault, { answer: number }>): Reply {
  return refuse(answer, description ?? DESCRIPTIONS[answer]!, retryAfter ? { retry_after: retryAfter } : undefined)
}

function reply(response: ServerResponse, answer: Reply) {
  const body = JSON.stringify(answer)
  response.writeHead(answer.ok ? 200 : answer.error_code, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function download(bot: BotState, path: string, response: ServerResponse) {
  const file = bot.files.get(path.replace(/^files\//, ''))
  if (!file) return reply(response, refuse(404, 'Not Found'))
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file)
}

async function readParams(request: IncomingMessage): Promise<Params> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const type = request.headers['content-type'] ?? ''
  const body = Buffer.concat(chunks)
  if (body.length === 0) return Object.fromEntries(new URL(request.url!, 'http://telegram').searchParams)
  if (type.includes('json')) return JSON.parse(body.toString())
  const fields = type.includes('multipart')
    ? await new Response(body, { headers: { 'content-type': type } }).formData()
    : new URLSearchParams(body.toString())
  return Object.fromEntries(
    [...fields].map(([name, value]) => [name, typeof value === 'string' ? parsed(value) : { name: value.name, size: value.size }]),
  )
}

// Outside JSON bodies, objects and arrays travel as JSON inside a field.
function parsed(value: string): unknown {
  return /^[[{]/.test(value) ? JSON.parse(value) : value
}
