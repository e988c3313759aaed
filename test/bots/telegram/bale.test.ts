import { describe, expect, test } from 'vitest'
import { createTelegram } from '../../../bots/telegram/index.ts'
import { BALE } from '../../../bots/telegram/platform.ts'
import { render } from '../../../bots/telegram/render.ts'
import { RecipientGone } from '../../../src/errors.ts'
import { createLog } from '../../../src/log.ts'
import { channelContract, listen } from '../../contract/channel.ts'
import { startBotApi } from '../../support/bot-api.ts'
import { customerOf } from './customer-of.ts'

const open = async () => {
  const api = await startBotApi({ isBale: true })
  return { api, create: () => createTelegram({ platform: BALE, token: api.token, apiRoot: api.apiRoot, log: createLog('silent'), backoffMs: 10 }) }
}

channelContract('Bale', async () => {
  const { api, create } = await open()
  // Bale tells nobody that it blocked us; that the next message is refused is proved below.
  const { blocks: _, unblocks: __, ...customer } = customerOf(api)
  return { channel: create(), customer, restart: async () => create(), close: api.close }
})

test('somebody who blocked us is gone at the next message, and back when they write', async () => {
  const { api, create } = await open()
  const bale = create()
  const listener = listen()
  await bale.start(listener.handlers)
  const sara = api.user(4815162342)
  sara.start()
  const { chatId } = await listener.next()
  sara.blocks()
  await expect(bale.send(chatId, { text: 'سلام', locale: 'fa' }, '1')).rejects.toBeInstanceOf(RecipientGone)
  sara.says('برگشتم')
  await listener.next()
  await bale.send(chatId, { text: 'خوش برگشتید', locale: 'fa' }, '2')
  expect(sara.sees().map(message => message.text)).toEqual(['خوش برگشتید'])
  await bale.stop()
  await api.close()
})

test('a tap is acknowledged and its keyboard taken away, though the edit answers a stub', async () => {
  const { api, create } = await open()
  const bale = create()
  const listener = listen()
  await bale.start(listener.handlers)
  const sara = api.user(4815162342)
  sara.start()
  const { chatId } = await listener.next()
  await bale.send(chatId, { text: 'رسید؟', choices: [{ token: 'q:1:yes', label: 'بله' }], locale: 'fa' }, '1')
  sara.taps('بله')
  expect(await listener.next()).toMatchObject({ channel: 'bale', kind: 'choice', token: 'q:1:yes' })
  await api.until(() => api.answered.length === 1 && sara.sees()[0]!.choices.length === 0)
  await bale.stop()
  await api.close()
})

describe('what Bale would read as Markdown', () => {
  const shown = (text: string) => render('1', { text, locale: 'fa' }, BALE).map(call => call.method === 'sendMessage' && call.payload.text)

  test('its signs are escaped', () => {
    expect(shown('*a* _b_ [c](d)')).toEqual(['\\*a\\* \\_b\\_ \\[c\\](d)'])
  })

  test('a text that escaping doubles still fits', () => {
    const parts = shown('*'.repeat(5_000))
    expect(parts.every(part => part !== false && part.length <= 4096)).toBe(true)
    expect(parts.join('').replaceAll('\\', '')).toBe('*'.repeat(5_000))
  })

  test('a code stands in the words, without a button that Bale does not know', () => {
    const [call] = render('1', { text: 'کد:\n7KQ-M4X-9TP', code: { value: '7KQ-M4X-9TP', copyLabel: 'کپی' }, locale: 'fa' }, BALE)
    expect(call!.payload).toEqual({ chat_id: 1, text: 'کد:\n7KQ-M4X-9TP' })
  })
})
