/** One incoming row being handled: who wrote, where, and how to answer. */
import type { App } from '../app.ts'
import type { Incoming, Locale, Outgoing } from '../channel.ts'
import type { Config } from '../config.ts'
import type { Chat, Parts } from '../engagement/parts.ts'
import { MINUTE } from '../clock.ts'
import { chatLives, findChat } from '../engagement/addresses.ts'
import { queueReply } from '../engagement/outbox.ts'
import { localeOf } from '../engagement/subject.ts'
import { menuToken } from '../engagement/tokens.ts'
import type { Log } from '../log.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Address, Customer, Tx } from '../store/store.ts'
import { product, type TextArguments } from '../text/fluent.ts'
import { showName } from '../text/show-name.ts'

export type Hearing = Omit<Parts, 'config'> & {
  config: Config
  log: Log
  inboxId: string
  /** When it came, business time. */
  at: Date
  incoming: Incoming
  chat: Chat
  /** null: a stranger. */
  customer: Customer | null
  address: Address | null
  locale: Locale
  /** Replies written so far: they are numbered. */
  replies: number
}

/** A hearing of somebody we know. */
export type Known = Hearing & { customer: Customer; address: Address }

export const isKnown = (h: Hearing): h is Known => h.customer !== null && h.address !== null

export type InboxRow = { id: string; body: Incoming; at: Date }

/** Locks the customer first: whoever decides about the same person meanwhile (the gate, a shop's order) waits. */
export async function hearingOf(app: App, tx: Tx, { id, body, at }: InboxRow): Promise<Hearing> {
  const { channel, account, chatId } = body
  const chat = { channel, account, chatId }
  const found = await findChat(tx, chat)
  if (found) {
    await lockCustomer(tx, found.customer.id)
    await chatLives({ tx, clock: app.clock }, chat)
  }
  return {
    tx, clock: app.clock, scenarios: app.scenarios, config: app.config, log: app.log,
    inboxId: id, at, incoming: body, chat,
    customer: found?.customer ?? null, address: found?.address ?? null,
    locale: localeOf(found?.customer ?? null, app.config), replies: 0,
  }
}

/** More replies than this within a minute into one chat, and further small talk is left unsaid. */
const REPLIES_PER_MINUTE = 20

type Saying = Omit<Outgoing, 'locale'>
export type About = { questionId?: string; orderId?: string | null; always?: boolean }

/** Queues a reply. A chat that floods us is heard, but not answered without end (`always`: stop, safety, cases). */
export async function say(h: Hearing, outgoing: Saying, { questionId, orderId, always = false }: About = {}): Promise<void> {
  if (!always && (await isFlooding(h))) return
  const n = h.replies++
  await queueReply(h, {
    customerId: h.customer?.id ?? null, to: h.chat, inboxId: h.inboxId, causedAt: h.at, n,
    outgoing: { ...outgoing, locale: h.locale }, ...(questionId ? { questionId } : {}), orderId: orderId ?? null,
  })
}

/** One of the product's texts, with nothing but words. */
export function sayText(h: Hearing, key: string, args: TextArguments = {}, about: About = {}): Promise<void> {
  return say(h, { text: words(h, key, args) }, about)
}

export function words(h: Pick<Hearing, 'locale' | 'config' | 'customer'>, key: string, args: TextArguments = {}): string {
  return product.format(h.locale, key, { ...commonArguments(h), ...args })
}

export function label(h: Pick<Hearing, 'locale' | 'config' | 'customer'>, key: string, attribute: string): string {
  return product.label(h.locale, key, attribute, commonArguments(h))
}

export type Choice = { token: string; label: string }

export function menuChoices(h: Hearing): Choice[] {
  return ['orders', 'points', 'problem', 'person', 'settings'].map(name => ({ token: menuToken(name), label: label(h, 'menu', name) }))
}

/** The channels on which this customer can be reached now. */
export async function channelsOf({ tx, customer }: Known): Promise<string[]> {
  const addresses = await tx.address.findMany({ where: { customerId: customer.id, state: 'ok', trust: 'full' }, select: { channel: true }, distinct: ['channel'], orderBy: { lastInAt: 'desc' } })
  return addresses.map(({ channel }) => channel)
}

/** Was this said in this chat a short while ago? Nobody hears the same sentence twice in a row. */
export async function saidLately(h: Hearing, text: string, withinMs: number): Promise<boolean> {
  const since = new Date(h.clock.now().getTime() - withinMs).toISOString()
  const rows = await h.tx.sql(
    `SELECT 1 FROM "outbox" WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3 AND "class" = 'reply' AND "kind" = 'message'
       AND "causedAt" >= $4::timestamptz AND "content"->>'text' = $5 LIMIT 1`,
    [h.chat.channel, h.chat.account, h.chat.chatId, since, text],
  )
  return rows.length > 0
}

function commonArguments({ locale, config, customer }: Pick<Hearing, 'locale' | 'config' | 'customer'>): TextArguments {
  const name = showName(customer?.name, locale)
  const { name: shop, agent } = config.shop
  return { shop, agent, agentKnown: agent ? 'yes' : 'no', name: name ?? '', nameKnown: name ? 'yes' : 'no' }
}

async function isFlooding(h: Hearing): Promise<boolean> {
  const [row] = await h.tx.sql<{ n: number }>(
    `SELECT count(*)::int AS "n" FROM (SELECT 1 FROM "outbox" WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3 AND "class" = 'reply'
       AND "kind" = 'message' AND "causedAt" > $4::timestamptz LIMIT ${REPLIES_PER_MINUTE}) AS replies`,
    [h.chat.channel, h.chat.account, h.chat.chatId, new Date(h.clock.now().getTime() - MINUTE).toISOString()],
  )
  return row!.n >= REPLIES_PER_MINUTE
}
