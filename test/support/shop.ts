/**
 * The language of the scenes: a shop on a real database, a channel that records, and a clock that the test moves.
 *
 *   const shop = await openShop(store, { now: '2026-03-21T09:00+03:30' })
 *   const sara = await shop.customer('sara')
 *   await sara.buys('running-shoes', { toman: 2_500_000 })
 *   await shop.passes('8d')
 *   sara.hears('رسید؟')
 *   await sara.taps('بله، رسید')
 */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Channel, ChannelHandlers, ChannelName, Incoming, Locale, Outgoing } from '../../src/channel.ts'
import { DAY, HOUR, MINUTE, SECOND, stillClock } from '../../src/clock.ts'
import { parseConfig } from '../../src/config.ts'
import { takeOrder } from '../../src/engagement/take-order.ts'
import { changeControls } from '../../src/engagement/controls.ts'
import { setLoyalty } from '../../src/loyalty/settings.ts'
import { keepVersions } from '../../src/engagement/enroll.ts'
import { RecipientGone } from '../../src/errors.ts'
import { loadScenarios, type Scenarios } from '../../src/journeys/load.ts'
import { registerJobs } from '../../src/schedule/recurring.ts'
import { createService } from '../../src/service.ts'
import { orderInput } from '../../src/shop/order-input.ts'
import type { Store } from '../../src/store/store.ts'
import { silent } from './store.ts'

export type ShopOptions = {
  now?: string
  locale?: Locale
  /** Changes to the shipped policy, or whole scenarios. */
  policy?: Partial<Scenarios['policy']>
  related?: Scenarios['related']
  /** Codes may be given (true), and what 1,000 points are worth in toman (absent: points are off). */
  offersOn?: boolean
  worth?: number
  /** Journeys that are on beside after-purchase. */
  on?: string[]
  /** Keep a share of customers from them, as they ship (false: the one customer of a story is never held out). */
  holdOut?: boolean
  env?: Record<string, string>
  channel?: ChannelName
}

/** Pacing is machine time: a month that passes in a second would wait for it. */
const UNPACED = { TELEGRAM_BOT_TOKEN: `123456:${'a'.repeat(35)}`, TELEGRAM_RATE: '10000', TELEGRAM_CHAT_RATE: '1000' }

export type Shop = Awaited<ReturnType<typeof openShop>>
export type Customer = Awaited<ReturnType<Shop['customer']>>

/** Opens a shop on an empty store (see emptyStore). Call `close` at the end of the test. */
export async function openShop(store: Store, options: ShopOptions = {}) {
  const clock = stillClock(options.now ?? '2026-03-21T09:30:00+03:30')
  const config = parseConfig({ DEMO: '0', SHOP_NAME: 'دوان', AGENT_NAME: 'نگار', API_KEY: 'k'.repeat(24), DEFAULT_LOCALE: options.locale ?? 'fa', ...UNPACED, ...options.env })
  const loaded = loadScenarios(config.scenariosDir, `${config.scenariosDir}/demo`)
  const scenarios = { ...loaded, policy: { ...loaded.policy, ...options.policy }, related: options.related ?? loaded.related, journeys: loaded.journeys.map(journey => withoutHoldOut(options.holdOut === true, { ...journey, on: journey.on || (options.on ?? []).includes(journey.journey) })) }
  const channel = recordingChannel(options.channel ?? 'telegram')
  const unpaced = options.channel === 'whatsapp' ? { ratesOf: () => null } : {}
  const service = createService({ config, store, clock, scenarios, channels: [channel], log: silent, workerId: randomUUID(), ...unpaced })
  await store.transaction(async tx => {
    await keepVersions({ tx, clock, scenarios })
    await changeControls(tx, () => ({ offersOn: options.offersOn ?? true }))
    if (options.worth) await setLoyalty(tx, { on: true, worth: options.worth })
  })
  await registerJobs({ store, clock, log: silent }, service.jobs)
  const { app } = service
  await channel.start(service.handlersOf(channel))

  return {
    app, service, store, clock, channel, scenarios,
    /** Business time moves on, instant by instant; everything due on the way is handled. */
    async passes(time: string) {
      await service.walk({ to: new Date(clock.now().getTime() + durationMs(time)) })
    },
    async settles() {
      await service.settle()
    },
    /** A customer with a Telegram chat, joined through the link of a first order; `joined: false`: only known to the shop. */
    async customer(name: string, about: { joined?: boolean; offers?: boolean | null; phone?: string; locale?: Locale } = {}) {
      const chat = channel.chat(name)
      const me = createCustomer(name, about)
      async function act(incoming: Action) {
        await channel.act(chat.id, incoming)
        await service.inbox.settle()
        // A burst waits for silence: taps and commands are answered at once, words need `passes`.
        await service.loop.settle()
      }
      function createCustomer(displayName: string, { joined = true, offers = true, phone, locale }: typeof about) {
        let id: string | null = null
        let orders = 0
        const self = {
          chat,
          get id() {
            if (!id) throw new Error(`${displayName} has not bought anything yet`)
            return id
          },
          async buys(category: string, order: { externalId?: string; toman?: number; item?: string; placedAt?: Date; status?: string; [key: string]: unknown } = {}) {
            const { toman = 2_500_000, item = 'کفش دویدن', placedAt = clock.now(), status = 'paid', ...rest } = order
            const externalId = order.externalId ?? `${displayName}-${++orders}`
            const isFirst = id === null
            const input = orderInput.parse({
              ...rest, externalId, status, placedAt: placedAt.toISOString(), currency: 'IRT', total: toman,
              items: [{ sku: category, name: item, category, quantity: 1, unitPrice: toman }],
              customer: { externalId: `c-${displayName}`, name: displayName, ...(phone ? { phone } : {}), ...(locale ? { locale } : {}) },
            })
            const taken = await store.transaction(tx => takeOrder({ ...app, tx }, input, { source: 'test' }))
            id = taken.customerId
            if (joined && isFirst) {
              await act({ kind: 'start', payload: taken.payload })
              if (offers !== null) await act({ kind: 'choice', token: offers ? 'm:offers:yes' : 'm:offers:no' })
            }
            await service.settle()
            return taken
          },
          starts: (payload?: string) => act({ kind: 'start', ...(payload === undefined ? {} : { payload }) }),
          says: (text: string, how: { replyTo?: string } = {}) => act({ kind: 'text', text, ...how }),
          sends: (what: 'photo' | 'voice', caption?: string) => act({ kind: 'other', what, ref: `file-${randomUUID()}`, ...(caption ? { caption } : {}) }),
          does: act,
          sharesContact: (phone: string, own = true) => act({ kind: 'contact', phone, own }),
          /** Taps the button with this label on the newest message that has it. */
          async taps(label: string) {
            const found = chat.heard.toReversed().find(message => message.choices?.some(choice => choice.label === label))
            const choice = found?.choices?.find(candidate => candidate.label === label)
            if (!found || !choice) throw new Error(`${displayName} sees no button "${label}"; last heard: ${JSON.stringify(chat.heard.at(-1))}`)
            await act({ kind: 'choice', token: choice.token, messageId: found.messageId })
          },
          /** The newest message holds this. */
          hears(words: string | RegExp) {
            expect(chat.heard.at(-1)?.text ?? '(nothing)').toMatch(words instanceof RegExp ? words : new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
          },
          /** What came since the last call of `news`. */
          news(): string[] {
            const texts = chat.heard.slice(chat.read).map(message => message.text)
            chat.read = chat.heard.length
            return texts
          },
          /** Rows as support sees them: step, state, reason. */
          async plan() {
            const rows = await store.db.outboxMessage.findMany({ where: { customerId: self.id, class: 'flow', kind: 'message' }, orderBy: [{ dueAt: 'asc' }, { id: 'asc' }] })
            return rows.map(row => ({ step: row.step!, role: row.role, state: row.state, reason: row.reason, dueAt: row.dueAt, nextTryAt: row.nextTryAt }))
          },
          answers: () => store.db.answer.findMany({ where: { customerId: self.id }, orderBy: { at: 'asc' } }),
          cases: () => store.db.case.findMany({ where: { customerId: self.id }, orderBy: { number: 'asc' } }),
        }
        return self
      }
      return me
    },
    async close() {
      await service.stop()
    },
  }
}

type Action = Incoming extends infer One ? (One extends Incoming ? Omit<One, 'channel' | 'account' | 'key' | 'chatId' | 'sender'> & { key?: string } : never) : never
type Heard = Outgoing & { messageId: string; at: number }
type Chat = { id: string; name: string; heard: Heard[]; read: number; gone: boolean }

/** A channel that records what is said, and lets tests act as customers. `fails`: thrown by the next sends. */
export function recordingChannel(name: ChannelName) {
  const chats = new Map<string, Chat>()
  let handlers: ChannelHandlers | null = null
  let updates = 0
  let messages = 0
  const self = {
    name,
    account: '123456',
    capabilities: name === 'whatsapp' ? { choices: 'numbered' as const, textLimit: 4096, ignoresStrangers: true as const } : { choices: 'buttons' as const, textLimit: 4096, files: true as const },
    fails: [] as Error[],
    async start(given: ChannelHandlers) {
      handlers = given
    },
    async send(chatId: string, outgoing: Outgoing) {
      const failure = self.fails.shift()
      if (failure) throw failure
      const chat = [...chats.values()].find(candidate => candidate.id === chatId)
      if (!chat || chat.gone) throw new RecipientGone('bot was blocked by the user')
      const messageId = String(++messages)
      chat.heard.push({ ...outgoing, messageId, at: messages })
      return { messageId }
    },
    link: (payload: string) => `https://t.me/test_bot?start=${payload}`,
    async stop() {
      handlers = null
    },
    chat(who: string): Chat {
      const known = chats.get(who) ?? { id: String(1000 + chats.size), name: who, heard: [], read: 0, gone: false }
      chats.set(who, known)
      return known
    },
    async act(chatId: string, action: Action) {
      const chat = [...chats.values()].find(candidate => candidate.id === chatId)
      await handlers!.incoming({ channel: name, account: self.account, key: `u${++updates}`, chatId, sender: { name: chat?.name ?? '', locale: 'fa' }, ...action } as Incoming)
    },
    handlers: () => handlers!,
  }
  return self satisfies Channel & Record<string, unknown>
}

function withoutHoldOut(keep: boolean, journey: Scenarios['journeys'][number]): Scenarios['journeys'][number] {
  if (keep) return journey
  const { holdOut: _, ...rest } = structuredClone(journey)
  for (const { steps } of Object.values(rest.tracks)) for (const step of Object.values(steps)) delete step.holdOut
  return rest
}

/** '8d', '30m', '12s', '1d 2h'. */
export function durationMs(text: string): number {
  const units = { s: SECOND, m: MINUTE, h: HOUR, d: DAY }
  return text.split(' ').reduce((sum, part) => sum + Number(part.slice(0, -1)) * units[part.slice(-1) as keyof typeof units], 0)
}
