import type { Update } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import { toIncoming } from '../../../bots/telegram/to-incoming.ts'

const from = { id: 7, is_bot: false, first_name: 'سارا', language_code: 'fa' }
const chat = { id: 7, type: 'private', first_name: 'سارا' }
const heard = (update: Record<string, unknown>) => toIncoming('123456789', { update_id: 42, ...update } as unknown as Update)
const message = (content: Record<string, unknown>) => heard({ message: { message_id: 5, date: 1, from, chat, ...content } })
const common = { channel: 'telegram', account: '123456789', key: '42', chatId: '7', messageId: '5', sender: { name: 'سارا', locale: 'fa' } }

describe('what a customer writes', () => {
  test('words are words', () => {
    expect(message({ text: 'سلام' })).toEqual({ incoming: { ...common, kind: 'text', text: 'سلام' } })
  })

  test('a quoted message is named', () => {
    expect(message({ text: 'این', reply_to_message: { message_id: 3 } })).toMatchObject({ incoming: { replyTo: '3', text: 'این' } })
  })

  test('an edit carries the id of what it replaces', () => {
    const update = heard({ edited_message: { message_id: 5, date: 1, edit_date: 2, from, chat, text: 'نه، نرسید' } })
    expect(update).toEqual({ incoming: { ...common, edited: true, kind: 'text', text: 'نه، نرسید' } })
  })

  test.each([
    ['/start', { kind: 'start' }],
    ['/start AbC_-09', { kind: 'start', payload: 'AbC_-09' }],
    ['/start@bazgasht_bot AbC', { kind: 'start', payload: 'AbC' }],
    ['/start two words', { kind: 'start' }],
    [`/start ${'x'.repeat(65)}`, { kind: 'start' }],
    ["/start ' OR 1=1", { kind: 'start' }],
    ['/started', { kind: 'text', text: '/started' }],
    ['/menu', { kind: 'text', text: '/menu' }],
    ['/stop@bazgasht_bot', { kind: 'text', text: '/stop@bazgasht_bot' }],
  ])('"%s" is understood', (text, content) => {
    expect(message({ text })).toEqual({ incoming: { ...common, ...content } })
  })

  test('half characters and NUL never reach the database', () => {
    const update = JSON.parse(String.raw`{ "text": "a\u0000b\ud800", "from": { "id": 7, "is_bot": false, "first_name": "\u0000\udfff" } }`)
    const { incoming } = message(update) as { incoming: unknown }
    expect(incoming).toMatchObject({ text: 'ab\ufffd', sender: { name: '\ufffd' } })
    expect(JSON.stringify(incoming)).not.toMatch(/\\u0000|\\ud800/)
  })
})

describe('what a customer taps', () => {
  const tap = (query: Record<string, unknown>) => heard({ callback_query: { id: 'cb', from, chat_instance: '1', ...query } })

  test('a choice is its token, on its message', () => {
    const update = tap({
      data: 'q:1:yes',
      message: { message_id: 5, date: 1, chat, reply_markup: { inline_keyboard: [[{ text: 'بله', callback_data: 'q:1:yes' }]] } },
    })
    expect(update).toEqual({
      incoming: { ...common, kind: 'choice', token: 'q:1:yes' },
      tap: { callbackId: 'cb', chatId: '7', messageId: '5', keyboard: [] },
    })
  })

  test('links and codes stay when the choices go', () => {
    const link = { text: 'خرید', url: 'https://shop.example' }
    const copy = { text: 'کپی کد', copy_text: { text: 'ABC' } }
    const keyboard = [[copy], [link, { text: 'نه', callback_data: 'no' }], [{ text: 'بله', callback_data: 'yes' }]]
    expect(tap({ data: 'no', message: { message_id: 5, date: 1, chat, reply_markup: { inline_keyboard: keyboard } } })).toMatchObject({
      tap: { keyboard: [[copy], [link]] },
    })
  })

  test('a message too old for Telegram to show still has its choice', () => {
    expect(tap({ data: 'q:1:yes', message: { message_id: 5, date: 0, chat } })).toMatchObject({
      incoming: { token: 'q:1:yes', messageId: '5' },
    })
  })

  test('64 bytes of anything are a token like any other: it is the core that knows its own', () => {
    expect(tap({ data: '\u0001'.repeat(64), message: { message_id: 5, date: 0, chat } })).toMatchObject({ incoming: { kind: 'choice' } })
  })
})

describe('what a customer sends', () => {
  test.each([
    ['own', 7, true],
    ['somebody else’s', 8, false],
    ['nobody’s', undefined, false],
  ])('%s contact', (_, user_id, own) => {
    expect(message({ contact: { phone_number: '+989121234567', first_name: 'x', user_id } })).toEqual({
      incoming: { ...common, kind: 'contact', phone: '+989121234567', own },
    })
  })

  test.each([
    [
      'photo, the largest one',
      { photo: [{ file_id: 's' }, { file_id: 'L' }], caption: 'پاره شده' },
      { what: 'photo', ref: 'L', caption: 'پاره شده' },
    ],
    ['voice', { voice: { file_id: 'v' } }, { what: 'voice', ref: 'v' }],
    ['video', { video: { file_id: 'v' } }, { what: 'video', ref: 'v' }],
    ['video note', { video_note: { file_id: 'v' } }, { what: 'video', ref: 'v' }],
    ['animation, which is also a document', { animation: { file_id: 'a' }, document: { file_id: 'd' } }, { what: 'video', ref: 'a' }],
    ['document', { document: { file_id: 'd' } }, { what: 'document', ref: 'd' }],
    ['audio file', { audio: { file_id: 'a' } }, { what: 'document', ref: 'a' }],
    ['location', { location: { latitude: 35.7, longitude: 51.4 } }, { what: 'location', ref: '35.7,51.4' }],
    ['sticker', { sticker: { file_id: 's' } }, { what: 'sticker', ref: 's' }],
    ['dice', { dice: { emoji: '🎲', value: 1 } }, { what: 'unknown' }],
  ])('a %s', (_, content, other) => {
    expect(message(content)).toEqual({ incoming: { ...common, kind: 'other', ...other } })
  })

  test('a changed caption is an edit', () => {
    const update = heard({ edited_message: { message_id: 5, date: 1, from, chat, photo: [{ file_id: 'L' }], caption: 'دوخت' } })
    expect(update).toMatchObject({ incoming: { edited: true, kind: 'other', caption: 'دوخت' } })
  })
})

describe('what else happens in a chat', () => {
  const member = (status: string) =>
    heard({ my_chat_member: { chat, from, date: 1, old_chat_member: { status: 'member' }, new_chat_member: { status } } })

  test('blocking and coming back', () => {
    expect(member('kicked')).toEqual({ reachable: { chatId: '7', ok: false, reason: 'blocked' } })
    expect(member('member')).toEqual({ reachable: { chatId: '7', ok: true } })
  })

  test.each([
    ['an emoji', [{ type: 'emoji', emoji: '👍' }], '👍'],
    ['an emoji taken back', [], null],
    ['a custom emoji, which has no character', [{ type: 'custom_emoji', custom_emoji_id: '1' }], ''],
  ])('%s as a reaction', (_, new_reaction, emoji) => {
    expect(heard({ message_reaction: { chat, user: from, message_id: 5, date: 1, old_reaction: [], new_reaction } })).toEqual({
      incoming: { ...common, kind: 'reaction', emoji },
    })
  })
})

test.each([
  ['an anonymous admin', { message: { message_id: 5, date: 1, from, sender_chat: { id: -100 }, chat: { id: -100, type: 'supergroup' }, text: '/stopall' } }],
  ['a channel', { channel_post: { message_id: 5, date: 1, chat: { id: -100, type: 'channel' }, text: 'سلام' } }],
  [
    'an anonymous admin',
    { message: { message_id: 5, date: 1, sender_chat: { id: -100 }, chat: { id: -100, type: 'supergroup' }, text: '/stop' } },
  ],
  ['another bot', { message: { message_id: 5, date: 1, from: { ...from, is_bot: true }, chat, text: 'سلام' } }],
  [
    'a tap in a group',
    { callback_query: { id: '1', from, data: 'x', message: { message_id: 5, date: 1, chat: { id: -100, type: 'group' } } } },
  ],
  ['a tap on an inline message', { callback_query: { id: '1', from, data: 'x', inline_message_id: '1' } }],
  ['a game', { callback_query: { id: '1', from, game_short_name: 'x', message: { message_id: 5, date: 1, chat } } }],
  ['a service message', { message: { message_id: 5, date: 1, from, chat, pinned_message: { message_id: 1 } } }],
  ['a live location that moves', { edited_message: { message_id: 5, date: 1, from, chat, location: { latitude: 1, longitude: 1 } } }],
  [
    'the bot’s place in a group',
    { my_chat_member: { chat: { id: -1, type: 'group' }, from, date: 1, new_chat_member: { status: 'member' } } },
  ],
  ['a kind of the future', { thought: { text: 'hm' } }],
  ['nothing', {}],
])('%s is not for us', (_, update) => {
  expect(heard(update)).toBeNull()
})

test('in a group it is said who wrote, and under which topic', () => {
  const message = { message_id: 5, date: 1, from, chat: { id: -100, type: 'supergroup' }, text: 'سلام', is_topic_message: true, message_thread_id: 9 }
  expect(toIncoming('123456', { update_id: 1, message } as never)).toMatchObject({ incoming: { chatId: '-100', group: { person: String(from.id), topic: '9' }, text: 'سلام' } })
  expect(toIncoming('123456', { update_id: 1, message: { message_id: 6, date: 1, from, chat: { id: -100, type: 'group' }, migrate_to_chat_id: -200 } } as never)).toEqual({ moved: { from: '-100', to: '-200' } })
})
