/**
 * What every channel promises, whatever the messenger behind it. An implementation's test calls `channelContract` with a way
 * to open the channel and to act as one customer on the other side of it.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel, ChannelHandlers, Incoming, Outgoing } from '../../src/channel.ts'
import { OutcomeUnknown, RecipientGone } from '../../src/errors.ts'

export type ChannelUnderTest = {
  /** Made, not started. */
  channel: Channel
  /**
   * One person on the other side. Each act resolves when the platform will deliver it, now or later. Whatever a platform or
   * a page does by itself after a refusal (posting again, with the same id) happens in here.
   */
  customer: {
    /** Comes through a personal link. */
    starts(payload: string): Promise<unknown>
    says(text: string): Promise<unknown>
    /** Presses the choice with this label. */
    taps(label: string): Promise<unknown>
    /** What we said to them, oldest first. A message in several parts may be several. */
    sees(): Promise<Shown[]>
    /** Only where the platform has it. */
    blocks?(): Promise<unknown>
    unblocks?(): Promise<unknown>
  }
  /** Another channel object on the same account and data, as after a crash: the old one gets no chance to say goodbye. */
  restart(): Promise<Channel>
  close(): Promise<void>
}

export type Shown = { text: string; choices: string[]; links: string[] }

export function channelContract(name: string, open: () => Promise<ChannelUnderTest>) {
  describe(`${name} keeps the contract of a channel`, () => {
    let under: ChannelUnderTest
    let listener: Listener
    let sends = 0

    beforeEach(async () => {
      under = await open()
      listener = listen()
    })
    afterEach(async () => {
      await under.channel.stop()
      await under.close()
    })

    const say = (chatId: string, outgoing: Omit<Outgoing, 'locale'>, channel = under.channel) =>
      channel.send(chatId, { ...outgoing, locale: 'fa' }, String(++sends))
    /** The customer has come in, and we know how to write to them. */
    const meet = async () => {
      await under.channel.start(listener.handlers)
      await expect.poll(() => under.channel.ready?.() ?? true, { timeout: 5_000 }).toBe(true)
      await under.customer.starts('p4yl04d_-0123456789ABC')
      return (await listener.next()).chatId
    }

    test('it knows its name and account without asking the network', () => {
      expect(under.channel.account).not.toBe('')
      expect(under.channel.name).toMatch(/^(telegram|whatsapp|bale|webchat|staff)$/)
    })

    test('a personal link brings its payload', async () => {
      await meet()
      expect(listener.heard[0]).toMatchObject({
        channel: under.channel.name,
        account: under.channel.account,
        kind: 'start',
        payload: 'p4yl04d_-0123456789ABC',
      })
      await expect.poll(() => under.channel.link('p4yl04d_-0123456789ABC')).toMatch(/^https?:.*p4yl04d_-0123456789ABC$/)
    })

    test('words arrive as they were written, in their order', async () => {
      await meet()
      const words = ['سلام، کفش‌هام نرسید 😞', 'مي‌شه پیگیری كنید؟', '۵', "<b>'; DROP TABLE orders; -- *_[x](http://x)", 'two\nlines']
      for (const text of words) await under.customer.says(text)
      const heard = [await listener.next(), await listener.next(), await listener.next(), await listener.next(), await listener.next()]
      expect(heard.map(incoming => incoming.kind === 'text' && incoming.text)).toEqual(words)
      expect(new Set(heard.map(incoming => incoming.key)).size).toBe(words.length)
    })

    test('what could not be stored comes again with the same key', async () => {
      await meet()
      listener.failNext(new Error('the database is away'))
      const said = under.customer.says('رسید')
      const first = await listener.next()
      const again = await listener.next()
      await said
      expect(again).toEqual(first)
    })

    test('what came while the process died comes again with the same key', async () => {
      await meet()
      listener.dieAtNext()
      const said = under.customer.says('رسید')
      const lost = await listener.next()
      const after = listen()
      under.channel = await under.restart()
      await under.channel.start(after.handlers)
      expect(await after.next()).toEqual(lost)
      await said
    })

    test('what was stored does not come again after a stop and a start', async () => {
      await meet()
      await under.customer.says('یک')
      await listener.next()
      await under.channel.stop()
      const after = listen()
      under.channel = await under.restart()
      await under.channel.start(after.handlers)
      await under.customer.says('دو')
      expect(await after.next()).toMatchObject({ kind: 'text', text: 'دو' })
    })

    test('a message is seen with its choices and links, and has an id', async () => {
      const chatId = await meet()
      const { messageId } = await say(chatId, {
        text: 'از کفش دویدن راضی هستید؟',
        choices: [
          { token: 'q:AAAAAAAAAAAAAAAA:great', label: 'عالیه 😍', score: 5 },
          { token: 'q:AAAAAAAAAAAAAAAA:very-bad', label: 'خیلی بده 😞', score: 1 },
        ],
        links: [{ url: 'https://shop.example/shoes', label: 'دیدن کفش' }],
      })
      expect(messageId).not.toBe('')
      expect(await under.customer.sees()).toEqual([
        { text: 'از کفش دویدن راضی هستید؟', choices: ['عالیه 😍', 'خیلی بده 😞'], links: ['https://shop.example/shoes'] },
      ])
    })

    test('a choice brings back its token unchanged', async () => {
      const chatId = await meet()
      const token = 'q:Zz09_-AbCdEfGhIj:'.padEnd(64, 'x')
      await say(chatId, {
        text: 'رسید؟',
        choices: [
          { token, label: 'بله، رسید' },
          { token: 'q:Zz09_-AbCdEfGhIj:not-yet', label: 'هنوز نه' },
        ],
      })
      await under.customer.taps('بله، رسید')
      // Where choices are a numbered list, what comes back is the number; the conversation knows what it stands for.
      const numbered = under.channel.capabilities.choices === 'numbered'
      expect(await listener.next()).toMatchObject(numbered ? { kind: 'text', text: '1', chatId } : { kind: 'choice', token, chatId })
    })

    test('a text of any length arrives whole, the choices under its end', async () => {
      const chatId = await meet()
      const words = (text: string) => text.split(/\s+/).filter(Boolean)
      const text = Array.from(
        { length: under.channel.capabilities.textLimit / 4 },
        (_, at) => `کلمه${at}${at % 90 === 89 ? '.\n\n' : ' '}`,
      ).join('')
      await say(chatId, { text, choices: [{ token: 'm:menu', label: 'منو' }] })
      const seen = await under.customer.sees()
      expect(words(seen.map(part => part.text).join(' '))).toEqual(words(text))
      expect(seen.at(-1)!.choices).toEqual(['منو'])
      expect(seen.slice(0, -1).flatMap(part => part.choices)).toEqual([])
    })

    test.each([
      '*Ali* _x_ [a](tg://user?id=1)',
      '<b>Sara</b> & <a href="tg://user?id=1">x</a>',
      '`x` \\ ~y~ ||z|| > q',
      '&lt;i&gt; &amp; %s {name}',
    ])('words are never markup: %s', async name => {
      const chatId = await meet()
      await say(chatId, { text: `سلام ${name}، رسید؟` })
      expect((await under.customer.sees()).map(message => message.text)).toEqual([`سلام ${name}، رسید؟`])
    })

    test('marks that no platform carries do not stop a message', async () => {
      const chatId = await meet()
      await say(chatId, { text: 'a\u0000b \ud800 c', choices: [{ token: 'm:menu', label: 'من\u0000و' }] })
      const [seen] = await under.customer.sees()
      expect(seen!.text).toMatch(/^ab .* c$/)
      expect(seen!.choices).toEqual(['منو'])
    })

    test('a code to copy is in sight', async () => {
      const chatId = await meet()
      await say(chatId, {
        text: 'این ۱۰٪ تخفیف:\n\u20687KQ-M4X-9TP\u2069\nفقط برای شما.',
        code: { value: '7KQ-M4X-9TP', copyLabel: 'کپی کد' },
      })
      expect((await under.customer.sees()).map(message => message.text).join('\n')).toContain('7KQ-M4X-9TP')
    })

    test('sending works on a worker that does not receive', async () => {
      const chatId = await meet()
      await under.channel.stop()
      const other = await under.restart()
      // A session that only one process can have: the others leave its rows alone.
      if (other.ready) return expect(other.ready()).toBe(false)
      await say(chatId, { text: 'سلام' }, other)
      expect((await under.customer.sees()).map(message => message.text)).toEqual(['سلام'])
    })

    test('a chat that does not exist is gone, not an unknown outcome', async () => {
      await meet()
      const sending = say('9999999999', { text: 'سلام' })
      await expect(sending).rejects.toBeInstanceOf(RecipientGone)
      await expect(sending).rejects.not.toBeInstanceOf(OutcomeUnknown)
    })

    test('somebody who blocked us is gone until they come back', async ({ skip }) => {
      const { blocks, unblocks } = under.customer
      if (!blocks || !unblocks) return skip('nobody can block us here')
      const chatId = await meet()
      await blocks()
      expect(await listener.nextReachable()).toMatchObject({ chatId, ok: false })
      await expect(say(chatId, { text: 'سلام' })).rejects.toBeInstanceOf(RecipientGone)
      await unblocks()
      expect(await listener.nextReachable()).toMatchObject({ chatId, ok: true })
      await say(chatId, { text: 'خوش برگشتید' })
    })
  })
}

export type Listener = ReturnType<typeof listen>

/** Handlers that keep what they hear; the next incoming can fail, or never end, as if the process had died in it. */
export function listen() {
  const heard: Incoming[] = []
  const incoming = queue<Incoming>()
  const reachable = queue<Parameters<ChannelHandlers['reachable']>[0]>()
  let trouble: (() => Promise<void>) | null = null
  const handlers: ChannelHandlers = {
    async incoming(one) {
      heard.push(one)
      incoming.put(one)
      const now = trouble
      trouble = null
      await now?.()
    },
    reachable: async change => reachable.put(change),
    receipt: async () => {},
  }
  return {
    handlers,
    heard,
    next: incoming.next,
    nextReachable: reachable.next,
    failNext: (error: Error) => void (trouble = () => Promise.reject(error)),
    dieAtNext: () => void (trouble = () => new Promise(() => {})),
  }
}

function queue<T>() {
  const items: T[] = []
  const waiting: ((item: T) => void)[] = []
  return {
    put(item: T) {
      const first = waiting.shift()
      if (first) first(item)
      else items.push(item)
    },
    next: () => new Promise<T>(resolve => (items.length > 0 ? resolve(items.shift()!) : waiting.push(resolve))),
  }
}
