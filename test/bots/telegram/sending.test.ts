import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTelegram } from '../../../bots/telegram/index.ts'
import type { Channel, Outgoing } from '../../../src/channel.ts'
import { OutcomeUnknown, RecipientGone, Refused, TryLater } from '../../../src/errors.ts'
import { createLog } from '../../../src/log.ts'
import { startBotApi, type BotApi, type BotUser, type Fault } from '../../support/bot-api.ts'

const log = createLog('silent')
let api: BotApi
let sara: BotUser
let channel: Channel

beforeEach(async () => {
  api = await startBotApi()
  sara = api.user(7, { name: 'سارا', started: true })
  channel = createTelegram({ token: api.token, apiRoot: api.apiRoot, log, sendTimeoutMs: 200 })
})
afterEach(() => api.close())

const send = (outgoing: Partial<Outgoing> = {}, chatId = '7') => channel.send(chatId, { text: 'سلام', locale: 'fa', ...outgoing }, '1')
const endOf = (sending: Promise<unknown>) =>
  sending.then(
    () => null,
    (error: unknown) => error as Error & { afterMs?: number; bulk?: boolean },
  )
const calls = () => api.calls.map(call => call.method)

describe('every ending of a send is told apart, and nothing is tried twice', () => {
  test.each<[string, Fault, new (...args: never[]) => Error, delivered: number]>([
    ['blocked', { answer: 403 }, RecipientGone, 0],
    ['chat not found', { answer: 400, description: 'Bad Request: chat not found' }, RecipientGone, 0],
    ['account gone', { answer: 403, description: 'Forbidden: user is deactivated' }, RecipientGone, 0],
    ['another 400', { answer: 400, description: 'Bad Request: BUTTON_DATA_INVALID' }, Refused, 0],
    ['moved to a group', { answer: 400, description: 'Bad Request: group chat was upgraded to a supergroup chat' }, Refused, 0],
    ['too many', { answer: 429, retryAfter: 17 }, TryLater, 0],
    ['token revoked', { answer: 401 }, TryLater, 0],
    ['500 before', { answer: 500 }, OutcomeUnknown, 0],
    ['500 after', { answer: 500, accepted: true }, OutcomeUnknown, 1],
    ['502 after', { answer: 502, accepted: true }, OutcomeUnknown, 1],
    ['connection cut before', { cut: 'before' }, OutcomeUnknown, 0],
    ['connection cut after', { cut: 'after' }, OutcomeUnknown, 1],
    ['no answer before', { hang: 'before' }, OutcomeUnknown, 0],
    ['no answer after', { hang: 'after' }, OutcomeUnknown, 1],
  ])('%s', async (_, fault, ending, delivered) => {
    api.fail(fault)
    expect(await endOf(send())).toBeInstanceOf(ending)
    expect(calls()).toEqual(['sendMessage'])
    expect(api.sent).toHaveLength(delivered)
  })

  test('429 says how long, for all bulk of this bot', async () => {
    api.fail({ answer: 429, retryAfter: 17 })
    expect(await endOf(send())).toMatchObject({ afterMs: 17_000, bulk: true })
  })

  test('no connection is certain: it may go later', async () => {
    await send()
    await api.goesDown()
    expect(await endOf(send())).toMatchObject({ name: 'TryLater', bulk: false })
    await api.goesUp()
    await send()
    expect(api.sent).toHaveLength(2)
  })

  test('a name that does not resolve is certain too', async () => {
    channel = createTelegram({ token: api.token, apiRoot: 'http://telegram.invalid', log, sendTimeoutMs: 5_000 })
    expect(await endOf(send())).toBeInstanceOf(TryLater)
  })

  test('an answer that is no answer is unknown', async () => {
    const { serveHook } = await import('./serve-hook.ts')
    const proxy = await serveHook()
    proxy.answerWith(async () => new Response('<html>bad gateway</html>', { status: 502 }))
    channel = createTelegram({ token: api.token, apiRoot: proxy.url, log })
    expect(await endOf(send())).toBeInstanceOf(OutcomeUnknown)
    await proxy.close()
  })
})

describe('a message in parts', () => {
  const long = { text: `${'یک '.repeat(1300)}\n\n${'دو '.repeat(1300)}` }

  test('answers the id of the last one, which has the keyboard', async () => {
    const { messageId } = await send({ ...long, choices: [{ token: 'm:menu', label: 'منو' }] })
    expect(sara.sees().map(({ choices }) => choices)).toEqual([[], ['منو']])
    expect(messageId).toBe(sara.sees()[1]!.messageId)
  })

  test('refused at its first part was not delivered', async () => {
    api.fail({ answer: 403 })
    expect(await endOf(send(long))).toBeInstanceOf(RecipientGone)
  })

  test('broken after its first part is unknown, never repeated', async () => {
    api.fail({ delayMs: 0 })
    api.fail({ answer: 429, retryAfter: 1 })
    expect(await endOf(send(long))).toBeInstanceOf(OutcomeUnknown)
    expect(api.sent).toHaveLength(1)
  })
})

describe('a picture', () => {
  test('that Telegram cannot fetch does not cost the words', async () => {
    const outgoing = { image: 'http://localhost/shoe.jpg', choices: [{ token: 'm:menu', label: 'منو' }] }
    await send(outgoing)
    expect(sara.sees()).toMatchObject([{ text: 'سلام', choices: ['منو'] }])
  })
  test('goes with its words as one message', async () => {
    await send({ image: 'https://shop.example/shoe.jpg' })
    expect(api.sent).toMatchObject([{ method: 'sendPhoto', text: 'سلام', file: 'https://shop.example/shoe.jpg' }])
  })
})

test('the platform agrees with every limit that we keep', async () => {
  api.limit(null)
  const outgoings: Partial<Outgoing>[] = [
    { text: '😍'.repeat(2048) },
    { text: '😍'.repeat(2049) },
    { text: 'x'.repeat(1024), image: 'https://shop.example/x.jpg' },
    { text: 'x'.repeat(1025), image: 'https://shop.example/x.jpg' },
    { code: { value: 'C'.repeat(256), copyLabel: 'کپی' } },
    { code: { value: 'C'.repeat(257), copyLabel: 'کپی' } },
    { code: { value: 'کد😍', copyLabel: 'کپی' }, text: '😍\n\u2068کد😍\u2069\n😍' },
    { choices: [{ token: 'x'.repeat(64), label: 'بله' }] },
    {
      links: [
        { url: 'http://localhost:3000/x', label: 'x' },
        { url: 'https://shop.example', label: 'y' },
      ],
    },
    { askPhone: 'شماره', choices: [{ token: 'x', label: 'نه' }], links: [{ url: 'https://shop.example', label: 'y' }] },
    { text: '\u0000\u202e\u2066x\ud800\u200f' },
  ]
  for (const outgoing of outgoings) await send(outgoing)
  expect(await endOf(send({ choices: [{ token: 'x'.repeat(65), label: 'بله' }] }))).toBeInstanceOf(Refused)
})

test('neither the token nor the words stand in any error', async () => {
  const secret = api.token.split(':')[1]!
  const faults: Fault[] = [{ answer: 400 }, { answer: 502 }, { cut: 'before' }, { hang: 'before' }, { answer: 429 }, { answer: 401 }]
  for (const fault of faults) {
    api.fail(fault)
    const error = await endOf(send({ text: 'سلام سارا 09121234567' }))
    const shown = `${JSON.stringify(error)} ${error?.message} ${error?.stack} ${String(error?.cause)}`
    expect(shown).not.toContain(secret)
    expect(shown).not.toContain('09121234567')
  }
})

test('other words take the place of a message that was sent, without its buttons', async () => {
  const { messageId } = await send({ text: 'ده تا مونده', choices: [{ token: 'm:claim:1', label: 'می‌خوام' }] })
  expect(await send({ text: 'ده تا مونده\n(تموم شد)', replaces: messageId })).toEqual({ messageId })
  expect(calls()).toEqual(['sendMessage', 'editMessageText'])
  expect(sara.sees()).toMatchObject([{ text: 'ده تا مونده\n(تموم شد)' }])
  expect(await endOf(send({ text: 'کجا؟', replaces: '99999' }))).toBeInstanceOf(Refused)
})
