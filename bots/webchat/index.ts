import { randomBytes, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Channel, ChannelHandlers } from '../../src/channel.ts'
import { SECOND, type Clock } from '../../src/clock.ts'
import { RecipientGone, TryLater } from '../../src/errors.ts'
import type { Log } from '../../src/log.ts'
import { CHAT_COOKIE, type ChatRows } from '../../src/store/chat-rows.ts'
import { readBody } from '../read-body.ts'
import { eventStreams } from './events.ts'
import { render } from './render.ts'
import { messageBody, sessionBody, TEXT_LIMIT, toIncoming, toStart } from './to-incoming.ts'

const COOKIE_SECONDS = 90 * 24 * 3600
const ACCOUNT = 'web'

export type WebchatParts = { rows: ChatRows; clock: Clock; publicUrl: string; log: Log; everyMs?: number; heartbeatMs?: number }

/**
 * The shop's own page as a channel. Sent = stored for the page, which hears of it through /chat/events. `http` answers
 * POST /chat/session, POST /chat/messages and GET /chat/events; the page itself is src/web/chat.
 */
export function createWebchat({ rows, clock, publicUrl, log, everyMs, heartbeatMs }: WebchatParts): Channel {
  const streams = eventStreams({ rows, log, ...(everyMs !== undefined && { everyMs }), ...(heartbeatMs !== undefined && { heartbeatMs }) })
  let handlers: ChannelHandlers | null = null
  let stopped = false

  const session = async (request: Request, current: ChannelHandlers): Promise<Response> => {
    const body = await readJson(request, sessionBody)
    if (body instanceof Response) return body
    const old = cookieOf(request)
    const known = old === null ? null : await rows.findSession(old, true)
    const token = known === null ? randomBytes(32).toString('base64url') : old!
    const chatId = known ?? randomUUID()
    if (known === null) await rows.openSession(token, chatId)
    const { start } = body
    if (start !== undefined) await current.incoming(toStart(ACCOUNT, chatId, { ...body, start }))
    return answer(200, { resumed: known !== null }, { 'set-cookie': cookie(token, publicUrl) })
  }

  const messages = async (request: Request, current: ChannelHandlers): Promise<Response> => {
    const chatId = await chatOf(request, rows)
    if (chatId === null) return answer(401, { error: 'no chat in this browser: POST /chat/session first' })
    const body = await readJson(request, messageBody)
    if (body instanceof Response) return body
    const pressed = body.choice === undefined ? null : await rows.findChoice(chatId, body.choice)
    // Before the inbox row: the customer's line stands above our reply to it.
    if (body.text !== undefined || pressed !== null)
      await rows.addLine({
        chatId,
        key: `in:${chatId}:${body.id}`,
        outboxId: null,
        at: clock.now(),
        content: { by: 'customer', text: body.text ?? pressed!.label, ...(pressed && { choice: body.choice!, of: pressed.key }) },
      })
    await current.incoming(toIncoming(ACCOUNT, chatId, body, pressed?.outboxId))
    streams.look()
    return answer(202, { id: body.id })
  }

  const events = async (request: Request): Promise<Response> => {
    const chatId = await chatOf(request, rows)
    if (chatId === null) return answer(401, { error: 'no chat in this browser: POST /chat/session first' })
    const last = request.headers.get('last-event-id')
    const stream = await streams.open(chatId, last !== null && /^\d{1,18}$/.test(last) ? last : null)
    if (stream === null) return answer(429, { error: 'this chat is open in too many pages: close some' })
    return new Response(stream, {
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    })
  }

  return {
    name: 'webchat',
    account: ACCOUNT,
    capabilities: { choices: 'buttons', textLimit: TEXT_LIMIT, files: true },
    async start(given) {
      handlers = given
      stopped = false
    },
    async send(chatId, outgoing, key) {
      const message = render(outgoing)
      const isOpen = await stored(() => rows.hasSession(chatId))
      if (!isOpen) throw new RecipientGone('no browser can open this chat any more')
      await stored(() => rows.addLine({ chatId, key: `out:${key}`, outboxId: /^\d{1,18}$/.test(key) ? key : null, content: { by: 'shop', message }, at: clock.now() }))
      streams.look()
      return { messageId: key }
    },
    link: payload => `${publicUrl}/chat?start=${payload}`,
    async stop() {
      handlers = null
      stopped = true
      streams.closeAll()
    },
    async http(request) {
      const path = new URL(request.url).pathname
      const post = { '/chat/session': session, '/chat/messages': messages }[path]
      const isRead = request.method === 'GET' && path === '/chat/events'
      if (!isRead && !(post && request.method === 'POST')) return answer(404, { error: 'there is nothing at this address' })
      if (stopped || (post && !handlers)) return answer(503, { error: 'the service is starting or stopping: try again in a moment' }, { 'retry-after': '2' })
      if (post && !isOwnOrigin(request, publicUrl)) return answer(403, { error: 'only the chat page may post here' })
      try {
        return post ? await post(request, handlers!) : await events(request)
      } catch (error) {
        // The page posts again with the same id.
        log.error({ err: error, path }, 'web chat: a request could not be stored')
        return answer(503, { error: 'not stored: try again in a moment' }, { 'retry-after': '2' })
      }
    },
  }
}

/** A line is there once per key, however often it is written: nothing of the database's trouble leaves an outcome unknown. */
async function stored<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw new TryLater(SECOND, error instanceof Error ? error.message : String(error))
  }
}

/** The page's origin is the host it was fetched from, or PUBLIC_URL where a proxy stands in between. */
function isOwnOrigin(request: Request, publicUrl: string): boolean {
  const origin = request.headers.get('origin')
  if (origin === null || !URL.canParse(origin)) return false
  return origin === new URL(publicUrl).origin || new URL(origin).host === (request.headers.get('host') ?? new URL(request.url).host)
}

async function chatOf(request: Request, rows: ChatRows): Promise<string | null> {
  const token = cookieOf(request)
  return token === null ? null : rows.findSession(token, false)
}

function cookieOf(request: Request): string | null {
  const found = (request.headers.get('cookie') ?? '').split(';').map(part => part.trim()).find(part => part.startsWith(`${CHAT_COOKIE}=`))
  const token = found?.slice(CHAT_COOKIE.length + 1) ?? ''
  return /^[A-Za-z0-9_-]{43}$/.test(token) ? token : null
}

function cookie(token: string, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${CHAT_COOKIE}=${token}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`
}

async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T | Response> {
  const text = await readBody(request)
  if (text === null) return answer(413, { error: 'the body is over 1 MiB' })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return answer(400, { error: 'the body is not JSON', issues: [{ path: '', found: `${text.length} characters`, expected: 'JSON' }] })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(issue => ({ path: issue.path.join('.'), found: describe(json, issue.path), expected: issue.message }))
  return answer(400, { error: 'the body does not fit', issues })
}

/** Kind and size, never the value: it may be somebody's words. */
function describe(json: unknown, path: PropertyKey[]): string {
  const found = path.reduce<unknown>((at, name) => (at as Record<PropertyKey, unknown> | undefined)?.[name], json)
  if (found === undefined) return 'nothing'
  return typeof found === 'string' ? `text of ${found.length} characters` : typeof found
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
