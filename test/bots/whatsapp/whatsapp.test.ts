import { createHash, randomBytes } from 'node:crypto'
import { aesEncryptGCM, hmacSign, proto } from '@whiskeysockets/baileys'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Whatsapp } from '../../../bots/whatsapp/index.ts'
import { afterClose } from '../../../bots/whatsapp/reconnect.ts'
import type { Incoming, Receipt } from '../../../src/channel.ts'
import { OutcomeUnknown, Refused, TryLater } from '../../../src/errors.ts'
import { hiddenIdOf } from '../../support/whatsapp/people.ts'
import { BOT_NUMBER, startWhatsappServer, type WhatsappServer } from '../../support/whatsapp/server.ts'
import { openWhatsapp, pair, rowsInMemory } from './pair.ts'

/** The console as it was before the adapter took libsignal's voice away. */
const said: unknown[][] = []
for (const method of ['log', 'info', 'warn', 'error'] as const) console[method] = (...words) => void said.push(words)

let server: WhatsappServer
let rows: ReturnType<typeof rowsInMemory>
let whatsapp: Whatsapp
let heard: Incoming[]
let receipts: Receipt[]
let persons = 0
let number: string
let chatId: string

beforeAll(async () => {
  server = await startWhatsappServer()
  rows = rowsInMemory()
  await pair(server, rows)
})
afterAll(() => server.close())
beforeEach(async () => {
  number = `98935000${String(1000 + persons++)}`
  chatId = `${number}@s.whatsapp.net`
  await open()
})
afterEach(async () => {
  await whatsapp.stop()
  server.forget(number)
})

const connected = () => expect.poll(() => whatsapp.ready(), { timeout: 8_000 }).toBe(true)
async function open(more: Parameters<typeof openWhatsapp>[2] = {}) {
  heard = []
  receipts = []
  whatsapp = openWhatsapp(server, rows, more)
  await whatsapp.start({ incoming: async one => void heard.push(one), receipt: async one => void receipts.push(one), reachable: async () => {} })
  await connected()
}
const next = (n = 1) => expect.poll(() => heard.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(n)
const texts = () => server.sent.filter(message => message.number === number).map(({ message }) => message.extendedTextMessage?.text ?? message.conversation)

/** A vote as the voter's phone seals it. */
function sealVote(pollId: string, creator: string, voter: string, secret: Buffer, option: string | null): proto.IMessage {
  const sign = Buffer.concat([Buffer.from(pollId), Buffer.from(creator), Buffer.from(voter), Buffer.from('Poll Vote'), Buffer.from([1])])
  const key = hmacSign(sign, hmacSign(secret, new Uint8Array(32), 'sha256'), 'sha256')
  const encIv = randomBytes(12)
  const chosen = option === null ? [] : [createHash('sha256').update(option).digest()]
  const encPayload = aesEncryptGCM(Buffer.from(proto.Message.PollVoteMessage.encode({ selectedOptions: chosen }).finish()), key, encIv, Buffer.from(`${pollId}\u0000${voter}`))
  return { pollUpdateMessage: { pollCreationMessageKey: { id: pollId, fromMe: false }, vote: { encPayload, encIv } } }
}

describe('what people write', () => {
  test.each([
    ['a text', { conversation: 'سلام' }, { kind: 'text', text: 'سلام' }],
    ['a start word and a payload', { conversation: 'شروع AbC_-123' }, { kind: 'start', payload: 'AbC_-123' }],
    ['a start word alone', { conversation: 'Start' }, { kind: 'start' }],
    ['start inside words', { conversation: 'start over please' }, { kind: 'text', text: 'start over please' }],
    ['a quoted reply', { extendedTextMessage: { text: '۱', contextInfo: { stanzaId: 'ABC' } } }, { kind: 'text', text: '۱', replyTo: 'ABC' }],
    ['something passed on', { extendedTextMessage: { text: 'لغو', contextInfo: { isForwarded: true } } }, { kind: 'text', text: 'لغو', forwarded: true }],
    ['a disappearing message', { ephemeralMessage: { message: { extendedTextMessage: { text: 'خوب بود' } } } }, { kind: 'text', text: 'خوب بود' }],
    ['a photo', { imageMessage: { caption: 'پاره شد', mimetype: 'image/jpeg' } }, { kind: 'other', what: 'photo', caption: 'پاره شد' }],
    ['a voice', { audioMessage: { ptt: true } }, { kind: 'other', what: 'voice' }],
    ['a place', { locationMessage: { degreesLatitude: 35.7, degreesLongitude: 51.4 } }, { kind: 'other', what: 'location', ref: '35.7,51.4' }],
    ['a reaction', { reactionMessage: { text: '👍', key: { id: 'ABC' } } }, { kind: 'reaction', emoji: '👍', messageId: 'ABC' }],
    ['an edit', { protocolMessage: { type: 14, key: { id: 'OLD' }, editedMessage: { conversation: 'بد بود' } } }, { kind: 'text', text: 'بد بود', edited: true, messageId: 'OLD' }],
  ] as [string, proto.IMessage, object][])('%s', async (_, message, expected) => {
    await server.say(number, message, { name: 'سارا' })
    await next()
    expect(heard[0]).toMatchObject({ channel: 'whatsapp', chatId, ownPhone: `+${number}`, sender: { name: 'سارا' }, ...expected })
  })

  test('a shared contact is own only if the number is the chat’s', async () => {
    await server.say(number, { contactMessage: { vcard: `BEGIN:VCARD\nTEL;waid=${number}:+98\nEND:VCARD` } })
    await server.say(number, { contactMessage: { vcard: 'BEGIN:VCARD\nTEL;waid=989121111111:+98\nEND:VCARD' } })
    await next(2)
    expect(heard).toMatchObject([{ kind: 'contact', own: true, phone: `+${number}` }, { kind: 'contact', own: false }])
  })

  test('under the hidden id it is the same chat, known by both', async () => {
    await server.say(number, 'یک', { hidden: true })
    await next()
    expect(heard[0]).toMatchObject({ chatId, ownPhone: `+${number}` })
    expect(heard[0]!.also).toMatch(/@lid$/)
    // Once the two are known to belong together, the number need not be told again.
    await server.say(number, 'دو', { hidden: true, withoutNumber: true })
    await next(2)
    expect(heard[1]).toMatchObject({ chatId, text: 'دو', also: heard[0]!.also })
  })

  test('groups, status and what was said before the pairing are left alone', async () => {
    await whatsapp.stop()
    await open({ pairedAt: async () => new Date() })
    for (const from of ['120363000000000000@g.us', 'status@broadcast', '120363000000000000@newsletter'])
      await server.sendNode({ tag: 'message', attrs: { id: `X${from.length}`, from, participant: chatId, t: String(Math.floor(Date.now() / 1000)), type: 'text' }, content: [{ tag: 'plaintext', attrs: {}, content: proto.Message.encode({ conversation: 'گروه' }).finish() }] })
    await server.say(number, 'قدیمی', { at: Math.floor(Date.now() / 1000) - 3600 })
    await server.say(number, 'تازه', { at: Math.floor(Date.now() / 1000) + 2 })
    await next()
    expect(heard.map(one => one.kind === 'text' && one.text)).toEqual(['تازه'])
  })

  test('what the shop’s person answers on the phone is heard as the shop’s', async () => {
    await server.say(number, 'الان می‌فرستم', { own: true })
    await next()
    expect(heard[0]).toMatchObject({ chatId, fromShop: true, kind: 'text', text: 'الان می‌فرستم' })
    expect(heard[0]!.ownPhone).toBeUndefined()
  })

  test('what came while we were away comes when we are back', async () => {
    await whatsapp.stop()
    await server.say(number, 'کسی هست؟')
    await open()
    await next()
    expect(heard[0]).toMatchObject({ text: 'کسی هست؟' })
    await server.until(() => server.unacknowledged() === 0)
  })
})

describe('what we say', () => {
  test('a scale shows its scores, and a code comes alone', async () => {
    const { messageId } = await whatsapp.send(chatId, { text: 'راضی هستید؟', locale: 'fa', choices: [{ token: 'a', label: 'عالیه', score: 5 }, { token: 'b', label: 'خیلی بده', score: 1 }] }, '1')
    await whatsapp.send(chatId, { text: 'این برای شما:\n\u20687KQ-M4X\u2069\nتا جمعه', locale: 'fa', code: { value: '7KQ-M4X', copyLabel: 'کپی' } }, '2')
    expect(texts()).toEqual(['راضی هستید؟\n\n۵. عالیه\n۱. خیلی بده', 'این برای شما:\nتا جمعه', '7KQ-M4X'])
    expect(server.sent.some(message => message.id === messageId)).toBe(true)
  })

  test('accepted and delivered come as receipts; the same row has the same id, sent again', async () => {
    const { messageId } = await whatsapp.send(chatId, { text: 'یک', locale: 'fa' }, '77')
    await expect.poll(() => receipts, { timeout: 4_000 }).toEqual([{ messageId, chatId, state: 'accepted' }])
    await server.receipt({ id: messageId, to: chatId })
    await expect.poll(() => receipts.at(-1)).toEqual({ messageId, chatId, state: 'delivered' })
    expect((await whatsapp.send(chatId, { text: 'یک', locale: 'fa' }, '77')).messageId).toBe(messageId)
  })

  test('a refusal ends the message; of 463 and 429 nothing unasked follows', async () => {
    for (const [code, halt] of [['463', true], ['429', true], ['479', false]] as const) {
      server.refuseNext(code)
      const error: unknown = await whatsapp.send(chatId, { text: code, locale: 'fa' }, code).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Refused)
      expect((error as Refused).halt).toBe(halt)
    }
    const { messageId } = await whatsapp.send(chatId, { text: 'بعد', locale: 'fa' }, 'later')
    await server.refuseLater({ id: messageId, to: chatId }, '463')
    await expect.poll(() => receipts.find(receipt => receipt.state === 'failed'), { timeout: 4_000 }).toMatchObject({ messageId, halt: true, reason: expect.stringContaining('463') })
  })

  test('a connection that is cut before the answer leaves the outcome unknown, and comes back by itself', async () => {
    server.hang(true)
    const sending = whatsapp.send(chatId, { text: 'سلام', locale: 'fa' }, 'cut').catch((thrown: unknown) => thrown)
    await new Promise(done => setTimeout(done, 200))
    server.drop()
    await expect.poll(() => whatsapp.ready()).toBe(false)
    await expect(whatsapp.send(chatId, { text: 'x', locale: 'fa' }, 'no')).rejects.toBeInstanceOf(TryLater)
    expect(await sending).toBeInstanceOf(OutcomeUnknown)
    server.hang(false)
    await connected()
    await whatsapp.send(chatId, { text: 'برگشتیم', locale: 'fa' }, 'back')
    expect(texts()).toEqual(['برگشتیم'])
  })

  test('a phone that could not open a message gets it once more, after a restart too', async () => {
    const outgoing = { text: 'کد شما ۱۲۳ است', locale: 'fa' as const }
    const { messageId } = await whatsapp.send(chatId, outgoing, 'again')
    await whatsapp.stop()
    await open({ sent: async given => (given.chatId === chatId && given.messageId === messageId ? outgoing : null) })
    await server.asksAgain(server.sent.find(message => message.id === messageId)!)
    await expect.poll(() => server.sent.filter(message => message.id === messageId).length, { timeout: 8_000 }).toBe(2)
    expect(texts()).toEqual(['کد شما ۱۲۳ است', 'کد شما ۱۲۳ است'])
  })

  test('a poll below the question, when wished for: a vote is the choice, under whichever ids the phone sealed it; nothing else opens it', async () => {
    await whatsapp.stop()
    const outgoing = { text: 'رسید؟', locale: 'fa' as const, choices: [{ token: 'q:a:yes', label: 'بله، رسید' }, { token: 'q:a:not-yet', label: 'هنوز نه' }] }
    let mainId = ''
    await open({ polls: true, sent: async ({ messageId }) => (messageId === mainId ? outgoing : null) })
    mainId = (await whatsapp.send(chatId, outgoing, 'poll')).messageId
    await whatsapp.send(chatId, { ...outgoing, choices: [outgoing.choices[0]!, outgoing.choices[0]!] }, 'twins')
    const sent = server.sent.filter(message => message.number === number)
    expect(sent.map(({ message }) => (message.extendedTextMessage ? 'text' : 'poll'))).toEqual(['text', 'poll', 'text'])
    const { id, message } = sent[1]!
    const secret = Buffer.from(message.messageContextInfo!.messageSecret!)
    const options = (message.pollCreationMessage ?? message.pollCreationMessageV3)!.options!.map(({ optionName }) => optionName!)
    expect(options).toEqual(['بله، رسید', 'هنوز نه'])
    const hidden = (jid: string) => `${hiddenIdOf(jid)}@lid`
    const votes: [string, string, Buffer, number | null][] = [
      [`${BOT_NUMBER}@s.whatsapp.net`, chatId, secret, 1], [hidden(BOT_NUMBER), hidden(number), secret, 0],
      [`${BOT_NUMBER}@s.whatsapp.net`, '989999999999@s.whatsapp.net', secret, 0], [hidden(BOT_NUMBER), chatId, Buffer.alloc(32), 0], [hidden(BOT_NUMBER), chatId, secret, null],
    ]
    for (const [creator, voter, key, at] of votes) await server.say(number, sealVote(id, creator, voter, key, at === null ? null : options[at]!))
    await server.say(number, 'تمام')
    await next(3)
    expect(heard.map(one => (one.kind === 'choice' ? one.token : one.kind === 'text' ? one.text : one.kind))).toEqual(['q:a:not-yet', 'q:a:yes', 'تمام'])
    expect(heard[0]).toMatchObject({ kind: 'choice', messageId: mainId, chatId })
  })

  test('the link opens the chat with the start word', () => {
    expect(whatsapp.link('AbC')).toBe(`https://wa.me/${BOT_NUMBER}?text=${encodeURIComponent('شروع')}%20AbC`)
  })
})

describe('the session', () => {
  test('a second one takes over, and the first stops instead of fighting', async () => {
    const first = whatsapp
    await open()
    await expect.poll(() => first.pairing.state().is).toBe('stopped')
    expect(whatsapp.pairing.state()).toEqual({ is: 'on', number: BOT_NUMBER })
    await first.stop()
  })

  test('logged out on the phone: the keys are gone, a new code is shown, and it can be typed instead of scanned', async () => {
    const own = rowsInMemory()
    for (const [name, value] of rows.rows) own.rows.set(name, value)
    await whatsapp.stop()
    whatsapp = openWhatsapp(server, own)
    await whatsapp.start({ incoming: async () => {}, receipt: async () => {}, reachable: async () => {} })
    await connected()
    await server.logOut()
    await expect.poll(() => whatsapp.pairing.state().is, { timeout: 8_000 }).toBe('unpaired')
    expect([...own.rows.keys()].filter(name => name.includes('session'))).toEqual([])
    expect(await whatsapp.pairing.byCode('989121234567')).toMatch(/^[A-Z0-9]{8}$/)
    await expect.poll(() => server.pairingCodeAskedFor()).toBe('989121234567@s.whatsapp.net')
  })

  test('no key and no word reaches the console', async () => {
    await server.say(number, 'راز')
    await next()
    await whatsapp.send(chatId, { text: 'جواب', locale: 'fa' }, 'quiet')
    await server.say(number, 'راز دو')
    await next(2)
    expect(said).toEqual([])
  })

  test.each([
    [515, { do: 'again', afterMs: 0 }], [401, { do: 'forget' }], [440, { do: 'stop' }], [403, { do: 'stop' }], [411, { do: 'stop' }],
    [428, { do: 'again' }], [408, { do: 'again' }], [503, { do: 'again' }], [undefined, { do: 'again' }],
  ])('after %s', (code, expected) => {
    expect(afterClose(code, 0, 0.5)).toMatchObject(expected)
    expect(afterClose(428, 20, 1)).toEqual({ do: 'again', afterMs: 60_000 })
  })
})
