import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTelegram, type Telegram } from '../../../bots/telegram/index.ts'
import { listen, type Listener } from '../../contract/channel.ts'
import { startBotApi, type BotApi, type BotUser } from '../../support/bot-api.ts'

const SECRET = 'a-secret-of-this-webhook'
let api: BotApi
let sara: BotUser
let channel: Telegram
let listener: Listener
let logged: string

beforeEach(async () => {
  api = await startBotApi()
  sara = api.user(7, { name: 'سارا', started: true })
  listener = listen()
  logged = ''
  channel = open()
})
afterEach(async () => {
  await channel.stop()
  await api.close()
})

function open(parts: Partial<Parameters<typeof createTelegram>[0]> = {}) {
  const log = pino({ level: 'debug' }, new Writable({ write: (chunk, _, done) => ((logged += chunk), done()) }))
  return createTelegram({ token: api.token, apiRoot: api.apiRoot, log, backoffMs: 5, ...parts })
}
const ask = () =>
  channel.send(
    '7',
    {
      text: 'رسید؟',
      choices: [
        { token: 'yes', label: 'بله' },
        { token: 'no', label: 'نه' },
      ],
      locale: 'fa',
    },
    '1',
  )

describe('a tap', () => {
  test('is answered and loses its keyboard, once it is stored', async () => {
    await ask()
    await channel.start(listener.handlers)
    const callbackId = sara.taps('بله')
    await api.until(() => sara.sees()[0]!.choices.length === 0)
    expect(api.answered).toEqual([{ callbackId }])
    expect(listener.heard).toMatchObject([{ kind: 'choice', token: 'yes' }])
  })

  test('that cannot be stored is not answered', async () => {
    await ask()
    listener.dieAtNext()
    await channel.start(listener.handlers)
    sara.taps('بله')
    await listener.next()
    expect(api.answered).toEqual([])
    expect(sara.sees()[0]!.choices).toEqual(['بله', 'نه'])
    channel = open()
  })

  test('twenty times is heard twenty times and changes nothing else', async () => {
    await ask()
    await channel.start(listener.handlers)
    const [message] = api.sent
    for (let times = 0; times < 20; times++) sara.taps('بله', message)
    await api.until(() => api.answered.length === 20)
    await api.drained()
    expect(new Set(listener.heard.map(incoming => incoming.key)).size).toBe(20)
    expect(logged).not.toMatch(/"level":(40|50)/)
  })

  test('too old to answer, on a message that is gone, counts all the same', async () => {
    await ask()
    sara.taps('بله')
    api.agesTaps()
    api.fail({ method: 'editMessageReplyMarkup', answer: 400, description: 'Bad Request: message to edit not found' })
    await channel.start(listener.handlers)
    expect(await listener.next()).toMatchObject({ token: 'yes' })
    await api.drained()
    expect(logged).not.toMatch(/"level":(40|50)/)
  })
})

describe('long polling', () => {
  test('says which kinds it wants, reactions among them', async () => {
    await channel.start(listener.handlers)
    await ask()
    sara.says('سلام')
    await listener.next()
    sara.reacts('👍', api.sent[0]!)
    expect(await listener.next()).toMatchObject({ kind: 'reaction', emoji: '👍', messageId: api.sent[0]!.messageId })
  })

  test('goes on after errors of every kind, and says so once each', async () => {
    api.fail({ method: 'getUpdates', answer: 502, times: 3 })
    api.fail({ method: 'getUpdates', cut: 'before' })
    api.fail({ method: 'getUpdates', answer: 429, description: 'Too Many Requests' })
    sara.says('سلام')
    await channel.start(listener.handlers)
    expect(await listener.next()).toMatchObject({ text: 'سلام' })
    await api.drained()
    expect(logged.match(/Telegram answered 502/g)).toHaveLength(1)
    expect(logged).toMatch(/receiving again/)
  })

  test('goes on when the network was away', async () => {
    await api.goesDown()
    await channel.start(listener.handlers)
    await expect.poll(() => logged).toMatch(/ECONNREFUSED.*TELEGRAM_API_ROOT/)
    expect(channel.link('x')).toBeNull()
    await api.goesUp()
    sara.says('سلام')
    expect(await listener.next()).toMatchObject({ text: 'سلام' })
    await expect.poll(() => channel.link('x')).toBe('https://t.me/bazgasht_test_bot?start=x')
  })

  test('says so when another program receives for the same bot', async () => {
    await channel.start(listener.handlers)
    const other = open()
    const itsListener = listen()
    await expect.poll(() => api.calls.length).toBeGreaterThan(0)
    await other.start(itsListener.handlers)
    await expect.poll(() => logged).toMatch(/another program receives for this bot/)
    await other.stop()
    sara.says('سلام')
    await api.until(() => listener.heard.length > 0 && api.receiving().pending === 0)
  })

  test('says so when the token is not known, and never shows it', async () => {
    const token = '987654321:AAAnotherTokenThatNobodyKnows0123456789'
    const stranger = open({ token })
    await stranger.start(listener.handlers)
    await expect.poll(() => logged).toMatch(/does not know TELEGRAM_BOT_TOKEN.*@BotFather/)
    expect(await stranger.describe()).toMatchObject({ problem: expect.stringContaining('TELEGRAM_BOT_TOKEN') })
    await stranger.stop()
    expect(logged).not.toContain('AAAnotherToken')
  })

  test('takes away a webhook that was left behind; what waited for it is heard', async () => {
    await fetch(`${api.apiRoot}/bot${api.token}/setWebhook?url=http://127.0.0.1:9/old`)
    sara.says('سلام')
    await channel.start(listener.handlers)
    expect(await listener.next()).toMatchObject({ text: 'سلام' })
    expect(api.receiving().webhook).toBeUndefined()
  })

  test('a message that cannot be stored keeps back its own chat, in order, and nobody else', async () => {
    const ali = api.user(8, { name: 'علی' })
    listener.failNext(new Error('no'))
    sara.says('یک')
    sara.says('دو')
    ali.says('سلام')
    await channel.start(listener.handlers)
    await api.drained()
    const stored = (chatId: string) => listener.heard.filter(one => one.chatId === chatId).map(one => one.kind === 'text' && one.text)
    expect(stored('7')).toEqual(['یک', 'یک', 'دو'])
    expect(new Set(stored('8'))).toEqual(new Set(['سلام']))
  })

  test('one that can never be stored is given up, loudly, when others can', async () => {
    const ali = api.user(8, { name: 'علی' })
    const { incoming } = listener.handlers
    listener.handlers.incoming = async one => {
      if (one.chatId === '7') throw new Error('poison')
      return incoming(one)
    }
    sara.says('x')
    ali.says('سلام')
    await channel.start(listener.handlers)
    await api.drained()
    expect(await listener.next()).toMatchObject({ text: 'سلام' })
    expect(logged).toMatch(/giving up on an update/)
  })

  test('an update of a shape that nobody knows is left out, and the next one is heard', async () => {
    api.push({ message: { message_id: 1, chat: null, from: null } })
    api.push({ message: null })
    api.push({ callback_query: { id: 'x', from: 5, message: 'y', data: 3 } })
    sara.says('سلام')
    await channel.start(listener.handlers)
    expect(await listener.next()).toMatchObject({ text: 'سلام' })
    await api.drained()
  })

  test('starts again after a stop, as when the right to receive comes back to this worker', async () => {
    await channel.start(listener.handlers)
    await channel.stop()
    sara.says('سلام')
    await channel.start(listener.handlers)
    expect(await listener.next()).toMatchObject({ text: 'سلام' })
  })

  test('stops at once, in the middle of waiting', async () => {
    await channel.start(listener.handlers)
    await expect.poll(() => channel.link('x')).not.toBeNull()
    await channel.stop()
    sara.says('سلام')
    expect(api.receiving().pending).toBe(1)
    expect(listener.heard).toEqual([])
  })
})

describe('the webhook', () => {
  const body = JSON.stringify({
    update_id: 5,
    message: { message_id: 5, date: 1, from: { id: 7, is_bot: false, first_name: 'سارا' }, chat: { id: 7, type: 'private' }, text: 'سلام' },
  })
  const post = (headers: HeadersInit, content: BodyInit = body, method = 'POST') =>
    channel.http!(new Request('http://127.0.0.1/hooks/telegram', { method, headers, ...(method === 'POST' ? { body: content } : {}) }))
  const HEADER = 'x-telegram-bot-api-secret-token'
  const right = { [HEADER]: SECRET }

  beforeEach(async () => {
    channel = open({ webhookSecret: SECRET, publicUrl: 'http://127.0.0.1:9' })
    await channel.start(listener.handlers)
    await api.until(() => api.receiving().webhook !== undefined)
  })

  test('is announced to Telegram', () => {
    expect(api.receiving().webhook).toBe('http://127.0.0.1:9/hooks/telegram')
  })

  test('takes what comes with the secret', async () => {
    expect((await post(right)).status).toBe(200)
    expect(listener.heard).toMatchObject([{ key: '5', text: 'سلام' }])
  })

  test.each<[string, HeadersInit]>([
    ['no secret', {}],
    ['an empty one', { [HEADER]: '' }],
    ['another one', { [HEADER]: 'another-secret-of-length' }],
    ['a part of it', { [HEADER]: SECRET.slice(0, -1) }],
    ['more than it', { [HEADER]: `${SECRET}x` }],
    ['it in capitals', { [HEADER]: SECRET.toUpperCase() }],
    [
      'it twice',
      [
        [HEADER, SECRET],
        [HEADER, SECRET],
      ],
    ],
    ['it in another header', { authorization: `Bearer ${SECRET}` }],
  ])('refuses %s', async (_, headers) => {
    expect((await post(headers)).status).toBe(401)
    expect(listener.heard).toEqual([])
  })

  test('reads no body over 1 MiB, whatever its length says', async () => {
    const big = JSON.stringify({ update_id: 6, message: { text: 'x'.repeat(1024 * 1024) } })
    expect((await post({ ...right, 'content-length': String(big.length) }, big)).status).toBe(413)
    expect((await post({ ...right, 'content-length': '10' }, big)).status).toBe(413)
  })

  test.each([
    ['no JSON', 'x'],
    ['no update', '[]'],
    ['null', 'null'],
    ['an id that is none', '{"update_id":"1"}'],
    ['a deep hole', '['.repeat(200_000)],
  ])('refuses %s', async (_, content) => {
    expect((await post(right, content)).status).toBe(400)
  })

  test('takes an update that means nothing to us, so that it does not come again', async () => {
    expect((await post(right, '{"update_id":7,"thought":{}}')).status).toBe(200)
    expect((await post(right, '{"update_id":8,"message":null}')).status).toBe(200)
    expect(listener.heard).toEqual([])
  })

  test('takes nothing but POST', async () => {
    expect((await post(right, '', 'GET')).status).toBe(405)
  })

  test('answers 500 when it could not be stored, and 200 when it could', async () => {
    listener.failNext(new Error('the database is away'))
    expect((await post(right)).status).toBe(500)
    expect((await post(right)).status).toBe(200)
  })

  test('keeps the order of a chat when posts come together', async () => {
    const at = (update_id: number) => body.replace('"update_id":5', `"update_id":${update_id}`)
    await Promise.all([11, 12, 13, 14].map(id => post(right, at(id))))
    expect(listener.heard.map(one => one.key)).toEqual(['11', '12', '13', '14'])
  })

  test('answers 503 while nobody is there to store', async () => {
    await channel.stop()
    expect((await post(right)).status).toBe(503)
  })
})

test('without a webhook secret there is no door for posts', () => {
  expect(channel.http).toBeUndefined()
})
