/** The emulator refuses what Telegram refuses: every limit of the platform as one example. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startBotApi, type BotApi, type BotUser } from '../../support/bot-api.ts'

let api: BotApi
let sara: BotUser

beforeEach(async () => {
  api = await startBotApi({ redeliverMs: 5 })
  sara = api.user(7, { name: 'سارا', started: true })
})
afterEach(() => api.close())

type Answer = { ok: boolean; result: never; error_code: number; description: string; parameters?: { retry_after?: number } }

async function call(method: string, params: Record<string, unknown> = {}, token = api.token): Promise<Answer> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) }
  return (await fetch(`${api.apiRoot}/bot${token}/${method}`, init)).json() as Promise<Answer>
}
const send = (params: Record<string, unknown>) => call('sendMessage', { chat_id: 7, text: 'سلام', ...params })
const refused = (code: number, description: RegExp) => ({ ok: false, error_code: code, description: expect.stringMatching(description) })
const button = (fields: Record<string, unknown>) => ({ reply_markup: { inline_keyboard: [[{ text: 'بله', ...fields }]] } })

describe('who can be written to', () => {
  test('nobody it has never met', async () => {
    expect(await send({ chat_id: 8 })).toMatchObject(refused(400, /chat not found/))
  })
  test('nobody who has not started the bot', async () => {
    const ali = api.user(9)
    expect(await send({ chat_id: 9 })).toMatchObject(refused(403, /can't initiate conversation/))
    ali.start()
    expect((await send({ chat_id: 9 })).ok).toBe(true)
  })
  test('nobody who blocked it, until they come back', async () => {
    sara.blocks()
    expect(await send({})).toMatchObject(refused(403, /blocked by the user/))
    sara.says('سلام')
    expect((await send({})).ok).toBe(true)
  })
  test('nobody whose account is gone', async () => {
    sara.deactivates()
    expect(await send({})).toMatchObject(refused(403, /deactivated/))
  })
  test('nothing with the token of another bot', async () => {
    expect(await call('getMe', {}, '1:unknown')).toMatchObject(refused(401, /Unauthorized/))
  })
})

describe('what can be said', () => {
  test.each([
    ['4096 characters', { text: 'x'.repeat(4096) }, null],
    ['one more', { text: 'x'.repeat(4097) }, /message is too long/],
    ['nothing', { text: ' ' }, /text is empty/],
    ['half a character', { text: 'a\ud800' }, /UTF-8/],
    ['64 bytes behind a button', button({ callback_data: 'x'.repeat(64) }), null],
    ['65 bytes behind a button', button({ callback_data: 'x'.repeat(65) }), /BUTTON_DATA_INVALID/],
    ['33 letters of two bytes behind a button', button({ callback_data: 'ب'.repeat(33) }), /BUTTON_DATA_INVALID/],
    ['a button without an action', button({}), /unallowed/],
    ['a button without words', { reply_markup: { inline_keyboard: [[{ text: '', callback_data: 'x' }]] } }, /non-empty/],
    ['256 characters to copy', button({ copy_text: { text: 'x'.repeat(256) } }), null],
    ['257 characters to copy', button({ copy_text: { text: 'x'.repeat(257) } }), /COPY_TEXT/],
    ['a link', button({ url: 'https://shop.example/x' }), null],
    ['a link to this machine by name', button({ url: 'http://localhost:3000' }), /Wrong HTTP URL/],
    ['a link to run something', button({ url: 'javascript:alert(1)' }), /Unsupported URL protocol/],
    ['101 buttons', { reply_markup: { inline_keyboard: Array(101).fill([{ text: 'x', callback_data: 'x' }]) } }, /too long/],
    ['an entity over emoji, by UTF-16', { text: '😍😍', entities: [{ type: 'code', offset: 2, length: 2 }] }, null],
    ['an entity past the end', { text: 'abc', entities: [{ type: 'code', offset: 2, length: 2 }] }, /out of the text/],
    ['an entity inside a character', { text: '😍', entities: [{ type: 'code', offset: 1, length: 1 }] }, /cuts a character/],
    ['an unknown entity', { text: 'abc', entities: [{ type: 'blink', offset: 0, length: 1 }] }, /unsupported type/],
  ])('%s', async (_, params, why) => {
    expect(await send(params)).toMatchObject(why ? refused(400, why) : { ok: true })
  })

  test('a caption of 1024, and not one more', async () => {
    const photo = (length: number) => call('sendPhoto', { chat_id: 7, photo: 'https://shop.example/x.jpg', caption: 'x'.repeat(length) })
    expect((await photo(1024)).ok).toBe(true)
    expect(await photo(1025)).toMatchObject(refused(400, /caption is too long/))
  })
  test('no picture of an address that it cannot fetch', async () => {
    expect(await call('sendPhoto', { chat_id: 7, photo: 'http://localhost/x.jpg' })).toMatchObject(refused(400, /wrong file identifier/))
  })
})

describe('how fast', () => {
  test('30 in a second, and one that came a little early', async () => {
    for (let id = 100; id < 140; id++) api.user(id, { started: true })
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => send({ chat_id: 100 + at })))
    expect(answers.filter(answer => answer.ok)).toHaveLength(31)
    expect(answers.find(answer => !answer.ok)).toMatchObject({ ...refused(429, /Too Many Requests/), parameters: { retry_after: 1 } })
  })
  test('3 at once to one chat', async () => {
    const answers = [await send({}), await send({}), await send({}), await send({})]
    expect(answers.map(answer => answer.ok)).toEqual([true, true, true, false])
  })
  test('as fast as you can, where a bench asks for it', async () => {
    api.limit(null)
    const answers = await Promise.all(Array.from({ length: 40 }, () => send({})))
    expect(answers.every(answer => answer.ok)).toBe(true)
  })
})

describe('what was said can be changed', () => {
  test('but not into the same', async () => {
    const { result } = await send({ text: 'یک' })
    const edit = (text: string) => call('editMessageText', { chat_id: 7, message_id: (result as { message_id: number }).message_id, text })
    expect((await edit('دو')).ok).toBe(true)
    expect(sara.sees()).toMatchObject([{ text: 'دو', edited: true }])
    expect(await edit('دو')).toMatchObject(refused(400, /message is not modified/))
  })
  test('not when it is gone, and not what somebody else said', async () => {
    const { message_id } = sara.says('سلام')
    expect(await call('editMessageReplyMarkup', { chat_id: 7, message_id })).toMatchObject(refused(400, /message to edit not found/))
    expect(await call('deleteMessage', { chat_id: 7, message_id: 1 })).toMatchObject(refused(400, /message to delete not found/))
  })
})

describe('taps', () => {
  test('are answered once, and not for ever', async () => {
    await send(button({ callback_data: 'yes' }))
    const callback_query_id = sara.taps('بله')
    expect((await call('answerCallbackQuery', { callback_query_id })).ok).toBe(true)
    expect(await call('answerCallbackQuery', { callback_query_id })).toMatchObject(refused(400, /query is too old/))
    const late = sara.taps('yes')
    api.agesTaps()
    expect(await call('answerCallbackQuery', { callback_query_id: late })).toMatchObject(refused(400, /query is too old/))
  })
  test('need a button to be there', async () => {
    await send(button({ callback_data: 'yes' }))
    expect(() => sara.taps('نه')).toThrow('there is no button "نه" to tap; there are: [بله]')
  })
})

describe('updates', () => {
  const texts = (answer: Answer) => (answer.result as { update_id: number; message: { text: string } }[]).map(update => update.message.text)

  test('stay until a later offset confirms them', async () => {
    sara.says('یک')
    sara.says('دو')
    expect(texts(await call('getUpdates'))).toEqual(['یک', 'دو'])
    expect(texts(await call('getUpdates', { offset: 2 }))).toEqual(['دو'])
    expect(texts(await call('getUpdates', { offset: 0 }))).toEqual(['دو'])
    expect(texts(await call('getUpdates', { offset: 3 }))).toEqual([])
  })
  test('wake a poller that waits', async () => {
    const polled = call('getUpdates', { timeout: 20 })
    sara.says('سلام')
    expect(texts(await polled)).toEqual(['سلام'])
  })
  test('go to the newest poller; the other one is told', async () => {
    const first = call('getUpdates', { timeout: 20 })
    await api.until(() => api.receiving().polled)
    const second = call('getUpdates', { timeout: 20 })
    expect(await first).toMatchObject(refused(409, /terminated by other getUpdates/))
    sara.says('سلام')
    expect(texts(await second)).toEqual(['سلام'])
  })
  test('of a kind that was not asked for are left out', async () => {
    expect(api.push({ message_reaction: {} })).toBeNull()
    await call('getUpdates', { allowed_updates: ['message_reaction'] })
    expect(api.push({ message_reaction: {} })).toMatchObject({ update_id: 1 })
    expect(api.push({ message: {} })).toBeNull()
  })
  test('are posted to a webhook with its secret, until it answers well', async () => {
    const { serveHook } = await import('./serve-hook.ts')
    const hook = await serveHook()
    const posts: (string | null)[] = []
    hook.answerWith(async request => {
      posts.push(request.headers.get('x-telegram-bot-api-secret-token'))
      return new Response(null, { status: posts.length < 3 ? 500 : 200 })
    })
    expect((await call('setWebhook', { url: `${hook.url}/hooks/telegram`, secret_token: 'abc' })).ok).toBe(true)
    expect(await call('getUpdates')).toMatchObject(refused(409, /webhook is active/))
    sara.says('سلام')
    await api.drained()
    expect(posts).toEqual(['abc', 'abc', 'abc'])
    expect(await call('getWebhookInfo')).toMatchObject({
      result: { pending_update_count: 0, last_error_message: expect.stringContaining('500') },
    })
    await hook.close()
  })
  test('a webhook needs https, except on this machine', async () => {
    expect(await call('setWebhook', { url: 'http://shop.example/hook' })).toMatchObject(refused(400, /HTTPS/))
    expect(await call('setWebhook', { url: 'https://shop.example/hook', secret_token: 'with space' })).toMatchObject(
      refused(400, /unallowed/),
    )
  })
})

test('a file that somebody sent can be fetched', async () => {
  sara.sendsPhoto('پاره')
  const { result } = await call('getUpdates')
  const file_id = (result as { message: { photo: { file_id: string }[] } }[])[0]!.message.photo.at(-1)!.file_id
  const file = await call('getFile', { file_id })
  const response = await fetch(`${api.apiRoot}/file/bot${api.token}/${(file.result as { file_path: string }).file_path}`)
  expect(await response.text()).toBe('the large picture')
})

test('a share of calls can go wrong, the same ones in every run', async () => {
  api.limit(null)
  api.fail({ answer: 500, chance: 0.2 })
  const answers = []
  for (let at = 0; at < 100; at++) answers.push((await send({})).ok)
  expect(answers.filter(ok => !ok).length).toBeGreaterThan(10)
  expect(answers.filter(ok => !ok).length).toBeLessThan(30)
  expect(api.sent).toHaveLength(answers.filter(Boolean).length)
})
