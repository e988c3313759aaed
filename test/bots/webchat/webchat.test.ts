import { createHash, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWebchat } from '../../../bots/webchat/index.ts'
import type { Channel, Incoming } from '../../../src/channel.ts'
import { stillClock } from '../../../src/clock.ts'
import { chatRows } from '../../../src/store/chat-rows.ts'
import type { Store } from '../../../src/store/store.ts'
import { emptyStore, openTestStore, silent } from '../../support/store.ts'
import { openBrowser, ORIGIN } from './browser.ts'

let store: Store
let channel: Channel
let heard: Incoming[]
beforeAll(async () => void (store = await openTestStore()))
afterAll(() => store.close())

const clock = stillClock('2026-03-21T09:00:00+03:30')
const make = (publicUrl = ORIGIN) => createWebchat({ rows: chatRows(store), clock, publicUrl, log: silent, everyMs: 20, heartbeatMs: 20 })
const start = async (channel: Channel) => {
  await channel.start({ incoming: async incoming => void heard.push(incoming), receipt: async () => {}, reachable: async () => {} })
  return channel
}
const visit = (on = channel, options = {}) => openBrowser(request => on.http!(request), options)
const say = (chatId: string, key: string, text: string, on = channel) => on.send(chatId, { text, locale: 'fa' }, key)

beforeEach(async () => {
  await emptyStore(store)
  heard = []
  channel = await start(make())
})
afterEach(() => channel.stop())

test('the cookie is for our server only, and its token is stored as a hash', async () => {
  const browser = visit()
  const set = (await browser.request('/chat/session', {})).headers.get('set-cookie')!
  expect(set).toMatch(/^bazgasht_chat=[\w-]{43}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Lax$/)
  const token = browser.cookie().split('=')[1]!
  const rows = await store.db.sql<{ tokenHash: string; days: number }>(
    `SELECT "tokenHash", round(extract(epoch FROM "expiresAt" - now()) / 86400)::int AS days FROM chat_sessions`,
  )
  expect(rows).toEqual([{ tokenHash: createHash('sha256').update(token).digest('hex'), days: 90 }])
})

test('over https the cookie is Secure', async () => {
  const secure = await start(make('https://bot.shop.example'))
  const set = (await visit(secure, { origin: 'https://bot.shop.example' }).request('/chat/session', {})).headers.get('set-cookie')!
  expect(set).toMatch(/; Secure$/)
})

test('the same browser keeps its chat, a strange cookie gets a new one', async () => {
  const browser = visit()
  expect(await (await browser.begins()).json()).toEqual({ resumed: false })
  expect(await (await browser.begins()).json()).toEqual({ resumed: true })
  browser.useCookie(`bazgasht_chat=${'x'.repeat(43)}`)
  expect(await (await browser.begins()).json()).toEqual({ resumed: false })
})

test('an expired session is no session', async () => {
  const browser = visit()
  await browser.begins()
  await store.db.sql(`UPDATE chat_sessions SET "expiresAt" = now() - interval '1 second'`)
  expect((await browser.request('/chat/messages', { id: randomUUID(), text: 'سلام' })).status).toBe(401)
  expect((await browser.request('/chat/events')).status).toBe(401)
})

test('a post from another site, or from no page at all, is refused', async () => {
  for (const origin of ['https://evil.example', 'null', null]) {
    const stranger = visit(channel, { origin })
    expect((await stranger.request('/chat/session', {})).status).toBe(403)
    expect((await stranger.request('/chat/messages', { id: randomUUID(), text: 'سلام' })).status).toBe(403)
  }
  expect(heard).toEqual([])
})

test('behind a proxy the origin of PUBLIC_URL counts as ours', async () => {
  const behind = await start(make('https://bot.shop.example'))
  expect((await visit(behind, { origin: 'https://bot.shop.example' }).request('/chat/session', {})).status).toBe(200)
})

test('a link comes through once per browser, however often its button is pressed', async () => {
  const browser = visit()
  await browser.begins('payload-1')
  await browser.begins('payload-1')
  expect(heard.map(incoming => [incoming.kind, incoming.key])).toEqual([heard[0]!, heard[0]!].map(incoming => ['start', incoming.key]))
})

test.each([
  ['words of 4,097 letters', { text: 'ا'.repeat(4097) }, 'text'],
  ['no words', { text: '   ' }, 'text'],
  ['words and a button at once', { text: 'سلام', choice: 'm:menu' }, 'text'],
  ['neither', {}, 'text'],
  ['a button of 65 bytes', { choice: 'x'.repeat(65) }, 'choice'],
])('%s: 400 with the place, and nothing is stored', async (_, body, path) => {
  const browser = visit()
  await browser.begins()
  const response = await browser.request('/chat/messages', { id: randomUUID(), ...body })
  expect(response.status).toBe(400)
  expect((await response.json()).issues[0].path).toBe(path)
  expect(heard).toEqual([])
  expect(await browser.events()).toEqual([])
})

test('an id that is no uuid, and a body that is no JSON: 400 without the words', async () => {
  const browser = visit()
  await browser.begins()
  const bad = await (await browser.request('/chat/messages', { id: '1', text: 'راز' })).json()
  expect(bad.issues[0]).toMatchObject({ path: 'id', found: 'text of 1 characters' })
  expect(JSON.stringify(bad)).not.toContain('راز')
  expect((await browser.request('/chat/messages', '{"id":')).status).toBe(400)
})

test('a body over 1 MiB: 413', async () => {
  const browser = visit()
  await browser.begins()
  expect((await browser.request('/chat/messages', { id: randomUUID(), text: 'x'.repeat(1024 * 1024) })).status).toBe(413)
})

test('accepted means stored: 202 only after the row', async () => {
  const browser = visit()
  await browser.begins()
  const response = await browser.says('سلام')
  expect(response.status).toBe(202)
  expect(heard).toMatchObject([{ channel: 'webchat', account: 'web', kind: 'text', text: 'سلام' }])
})

test('the same words posted again with the same id stand once, above our reply', async () => {
  const browser = visit()
  await browser.begins()
  const id = randomUUID()
  await browser.says('سلام', id)
  await say(heard[0]!.chatId, '7', 'سلام سارا')
  await browser.says('سلام', id)
  const lines = await browser.events()
  expect(lines.map(line => [line.content.by, line.id])).toEqual([['customer', undefined], ['shop', '7']])
  expect(new Set(heard.map(incoming => incoming.key))).toEqual(new Set([id]))
})

test('a pressed button is shown in its words, and says whose it was', async () => {
  const browser = visit()
  await browser.begins('payload-1')
  const { chatId } = heard[0]!
  await channel.send(chatId, { text: 'رسید؟', locale: 'fa', choices: [{ token: 'q:AAAAAAAAAAAAAAAA:yes', label: 'بله، رسید' }] }, '8')
  await browser.taps('بله، رسید')
  expect((await browser.events()).at(-1)!.content).toEqual({ by: 'customer', text: 'بله، رسید', choice: 'q:AAAAAAAAAAAAAAAA:yes', of: 'out:8' })
  expect(heard.at(-1)).toMatchObject({ kind: 'choice', messageId: '8' })
})

test('a forged button reaches the core, which knows nothing of it, and leaves no line', async () => {
  const browser = visit()
  await browser.begins()
  await browser.request('/chat/messages', { id: randomUUID(), choice: 'q:BBBBBBBBBBBBBBBB:yes' })
  expect(heard.at(-1)).toMatchObject({ kind: 'choice', token: 'q:BBBBBBBBBBBBBBBB:yes' })
  expect(await browser.events()).toEqual([])
})

test('a page that comes back with its last event gets what it missed, from both sides, and nothing twice', async () => {
  const browser = visit()
  await browser.begins('payload-1')
  const { chatId } = heard[0]!
  await say(chatId, '101', 'یک')
  await say(chatId, '102', 'دو')
  await browser.says('سه')
  await say(chatId, '104', 'چهار')
  expect((await browser.events('102')).map(line => line.key)).toEqual([expect.stringMatching(/^in:/), 'out:104'])
  expect(await browser.events('104')).toEqual([])
})

test('another chat\'s event id resumes nothing of that chat', async () => {
  const [one, two] = [visit(), visit()]
  await one.begins('payload-1')
  await two.begins('payload-2')
  await say(heard[0]!.chatId, '201', 'برای یکی')
  await say(heard[1]!.chatId, '202', 'برای دیگری')
  expect((await two.events('201')).map(line => line.id)).toEqual(['202'])
})

test('the first visit shows the last 100 lines', async () => {
  const browser = visit()
  await browser.begins('payload-1')
  const { chatId } = heard[0]!
  for (let n = 1; n <= 105; n++) await say(chatId, String(n), `پیام ${n}`)
  const lines = await browser.events()
  expect([lines.length, lines[0]!.id, lines.at(-1)!.id]).toEqual([100, '6', '105'])
})

test('two tabs share one chat: each sees at once what the other wrote', async () => {
  const tab = visit()
  await tab.begins()
  const other = visit()
  other.useCookie(tab.cookie())
  const seen = other.events(undefined, lines => lines.length === 1)
  await tab.says('از آن یکی')
  expect((await seen)[0]!.content).toEqual({ by: 'customer', text: 'از آن یکی' })
})

test('a line that another worker wrote arrives too', async () => {
  const browser = visit()
  await browser.begins('payload-1')
  const { chatId } = heard[0]!
  const seen = browser.events(undefined, lines => lines.length === 2)
  const worker = make()
  await say(chatId, '301', 'از کارگر دیگر', worker)
  await say(chatId, '302', 'و یکی دیگر', worker)
  expect((await seen).map(line => line.id)).toEqual(['301', '302'])
})

test('a repeated send of one row is one line', async () => {
  const browser = visit()
  await browser.begins('payload-1')
  const { chatId } = heard[0]!
  await say(chatId, '401', 'یک بار')
  await say(chatId, '401', 'یک بار')
  expect((await browser.events()).map(line => line.id)).toEqual(['401'])
})

test('quiet streams say now and then that they are alive', async () => {
  const browser = visit()
  await browser.begins()
  const reader = (await browser.request('/chat/events')).body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes(': still here')) text += (await reader.read()).value
  await reader.cancel()
  expect(text).toContain('retry: 2000')
})

test('a stop ends the streams, and pages are told to come back', async () => {
  const browser = visit()
  await browser.begins()
  const response = await browser.request('/chat/events')
  await channel.stop()
  for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>) void _
  expect((await browser.request('/chat/events')).status).toBe(503)
})

test('a thirteenth open page of one chat is turned away', async () => {
  const browser = visit()
  await browser.begins()
  const open = await Promise.all(Array.from({ length: 13 }, () => browser.request('/chat/events')))
  expect(open.map(response => response.status).sort()).toEqual([...Array.from({ length: 12 }, () => 200), 429])
  for (const response of open) await response.body?.cancel()
})
