import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { proto, WAMessage } from '@whiskeysockets/baileys'
import type { Channel, ChannelHandlers, Incoming, Outgoing, PairingState, Receipt } from '../../src/channel.ts'
import { monotonic, SECOND } from '../../src/clock.ts'
import { OutcomeUnknown, RecipientGone, Refused, TryLater } from '../../src/errors.ts'
import type { Log } from '../../src/log.ts'
import type { SealedRows } from '../../src/store/sealed-rows.ts'
import { proxyAgent } from '../proxy.ts'
import { storedNumber } from './auth-state.ts'
import { fetchWhatsappMedia, mediaRef } from './media.ts'
import { messageIdOfPoll, pollIdOf, pollOf, readVote } from './polls.ts'
import { render, TEXT_LIMIT } from './render.ts'
import { loadBaileys, startSession, type Acknowledgement, type Baileys, type Session } from './session.ts'
import { START_WORDS, toIncoming, type HeardMessage } from './to-incoming.ts'

/** One number per installation: whichever is paired. */
const ACCOUNT = 'number'
const ACK_MS = 20 * SECOND
const NOT_CONNECTED_MS = 5 * SECOND
const STOP_MS = 3 * SECOND
const ACK_LEAVES_MS = 30
const STORE_RETRY_MS = [50, 250, SECOND, 5 * SECOND]
/** A person writes for one to three seconds. */
const TYPING_MS = { least: SECOND, most: 3 * SECOND, perCharacter: 20 }
/** Refusals after which going on makes it worse: restricted for strangers, too much. */
const HALTS = new Set(['463', '429'])

export type WhatsappParts = {
  rows: SealedRows
  log: Log
  /** A test server, or null for WhatsApp's own. */
  serverUrl?: string | undefined
  proxy?: string | undefined
  locale: 'fa' | 'en'
  /** false in tests: no pretence of typing. */
  typing?: boolean
  /** A native poll below each question, besides the numbered list. */
  polls?: boolean
  /** Messages older than this are somebody's old talk. Machine time. */
  pairedAt(): Promise<Date | null>
  onState?(state: PairingState): void | Promise<void>
  /** What was sent under this id; null: nothing that we know. */
  sent?(chat: { account: string; chatId: string; messageId: string }): Promise<Outgoing | null>
}

export type Whatsapp = Channel & Required<Pick<Channel, 'pairing' | 'ready'>>

/** A WhatsApp number as a channel, through Baileys. Only the worker that was started (it holds the lease) has the session and can send. */
export function createWhatsapp(parts: WhatsappParts): Whatsapp {
  const log = parts.log.child({ channel: 'whatsapp' })
  let session: Session | null = null
  let handlers: ChannelHandlers | null = null
  let number: string | null = null
  let isMissing = false
  let pairedAt: Date | null = null
  let wasOn = false
  let lostAt = monotonic()
  const acks = new Map<string, { resolve(ack: Acknowledgement): void; reject(error: Error): void }>()
  const storing = new Set<Promise<void>>()

  const learnNumber = () =>
    storedNumber(parts.rows).then(
      found => void (number ??= found),
      (error: unknown) => log.warn({ err: error }, 'WhatsApp: the stored session cannot be read'),
    )

  const tell = (state: PairingState) => {
    Promise.resolve(parts.onState?.(state)).catch((error: unknown) => log.error({ err: error }, 'WhatsApp: its state could not be told'))
  }
  const onState = (state: PairingState) => {
    if (state.is === 'on') number = state.number
    if (state.is !== 'on' && wasOn) lostAt = monotonic()
    wasOn = state.is === 'on'
    if (!wasOn) for (const { reject } of acks.values()) reject(new OutcomeUnknown('the connection was lost before WhatsApp answered'))
    tell(state)
  }

  /** Until it is stored, or we are stopped: nothing is acknowledged before. */
  const onMessage = async (message: WAMessage): Promise<void> => {
    const incoming = await translate(message)
    if (!incoming) return
    const work = (async () => {
      for (let attempt = 0; handlers; attempt++) {
        try {
          return await handlers.incoming(incoming)
        } catch (error) {
          log.error({ err: error }, 'WhatsApp: a message could not be stored yet')
          await sleep(STORE_RETRY_MS[Math.min(attempt, STORE_RETRY_MS.length - 1)])
        }
      }
      throw new Error('stopped before the message was stored')
    })()
    storing.add(work)
    await work.finally(() => storing.delete(work))
  }

  const translate = async ({ key, message, messageTimestamp, pushName }: WAMessage) => {
    const { remoteJid, remoteJidAlt } = key
    if (!remoteJid || !message || !session || !/@(s\.whatsapp\.net|lid)$/.test(remoteJid)) return null
    pairedAt ??= await parts.pairedAt()
    if (pairedAt && Number(messageTimestamp ?? 0) * SECOND < pairedAt.getTime() - SECOND) return null
    const baileys = (await loadBaileys())!
    const content = baileys.normalizeMessageContent(message)
    if (!content) return null
    const here = baileys.jidNormalizedUser(remoteJid)
    const poll = content.pollUpdateMessage
    const other = remoteJidAlt ? baileys.jidNormalizedUser(remoteJidAlt) : await session.numberOf(here)
    const chatId = here.endsWith('@lid') ? other : here
    const also = chatId === here ? (other === here ? null : other) : here
    if (poll) return await voteOf(baileys, poll, { key, chatId, also, pushName })
    return toIncoming(ACCOUNT, { key, chatId, also, pushName, content, ref: mediaRef(baileys, content) })
  }

  /** A tap in a poll is the choice of the message that the poll stands below. */
  const voteOf = async (baileys: Baileys, poll: proto.Message.IPollUpdateMessage, { key, chatId, also, pushName }: Omit<HeardMessage, 'content'>): Promise<Incoming | null> => {
    const messageId = messageIdOfPoll(poll.pollCreationMessageKey?.id ?? '')
    const outgoing = key.id && !key.fromMe ? await parts.sent?.({ account: ACCOUNT, chatId, messageId }) : null
    if (!outgoing) return null
    const { id = '', lid = '' } = session?.socket()?.user ?? {}
    const token = readVote(baileys, poll, outgoing, { us: [lid, id], them: [chatId, also] })
    if (token === null) {
      log.warn('WhatsApp: a vote was taken back, or could not be opened')
      return null
    }
    return { channel: 'whatsapp', account: ACCOUNT, key: `${chatId}|${key.id}`, chatId, messageId, ...(also === null ? {} : { also }), sender: pushName ? { name: pushName } : {}, kind: 'choice', token }
  }

  /** WhatsApp may speak of the chat under its hidden id. */
  const receipt = (given: Receipt) => {
    const chat = session?.numberOf(given.chatId) ?? Promise.resolve(given.chatId)
    chat.then(chatId => handlers?.receipt({ ...given, chatId })).catch((error: unknown) => log.warn({ err: error }, 'WhatsApp: a receipt could not be stored'))
  }

  const begin = async () => {
    const baileys = await loadBaileys()
    if (!baileys) {
      isMissing = true
      tell({ is: 'missing' })
      log.warn('WhatsApp is off: the optional package @whiskeysockets/baileys is not installed (npm install --include=optional)')
      return
    }
    session = startSession(baileys, {
      rows: parts.rows, log, serverUrl: parts.serverUrl, agent: proxyAgent(parts.proxy), onMessage, onState,
      async sentText(messageId, chatId) {
        const outgoing = await parts.sent?.({ account: ACCOUNT, chatId, messageId })
        return outgoing ? render(outgoing)[0]! : null
      },
      onAck(ack) {
        const waiter = acks.get(ack.id)
        if (waiter) waiter.resolve(ack)
        else if (ack.error !== null) receipt({ messageId: ack.id, chatId: ack.chatId, state: 'failed', reason: `WhatsApp refused it: ${ack.error}`, halt: HALTS.has(ack.error) })
      },
      onDelivered: ({ id, chatId }) => receipt({ messageId: id, chatId, state: 'delivered' }),
    })
  }

  /** Sends one message and waits for the server's word. `isFirst`: nothing of this message has left yet. */
  const transmit = async (chatId: string, content: { text: string; linkPreview: null } | { poll: NonNullable<ReturnType<typeof pollOf>> }, id: string, isFirst: boolean): Promise<void> => {
    const socket = session?.socket()
    if (!socket) throw isFirst ? new TryLater(NOT_CONNECTED_MS, 'WhatsApp is not connected') : new OutcomeUnknown('the connection was lost between two parts')
    if (parts.typing !== false) {
      await socket.sendPresenceUpdate('composing', chatId).catch(() => {})
      await sleep(Math.min(TYPING_MS.most, TYPING_MS.least + TYPING_MS.perCharacter * ('text' in content ? content.text.length : 0)))
    }
    const acked = new Promise<Acknowledgement>((resolve, reject) => {
      acks.set(id, { resolve, reject })
      setTimeout(() => reject(new OutcomeUnknown('WhatsApp did not answer')), ACK_MS).unref()
    })
    acked.catch(() => {})
    try {
      await socket.sendMessage(chatId, content, { messageId: id })
      const { error } = await acked
      if (error === null) return
      const reason = `WhatsApp refused it: ${error}`
      throw isFirst ? new Refused(reason, HALTS.has(error)) : new OutcomeUnknown(reason)
    } catch (error) {
      if (error instanceof Refused || error instanceof OutcomeUnknown) throw error
      throw new OutcomeUnknown(error instanceof Error ? error.message : String(error))
    } finally {
      acks.delete(id)
    }
  }

  void learnNumber()
  return {
    name: 'whatsapp',
    account: ACCOUNT,
    capabilities: { choices: 'numbered', textLimit: TEXT_LIMIT, ignoresStrangers: true },
    ready: () => Boolean(session?.socket()),
    silentMs: () => (!session || session.socket() ? 0 : monotonic() - lostAt),
    pairing: {
      state: () => (isMissing ? { is: 'missing' } : (session?.state() ?? { is: 'off' })),
      async byCode(phone) {
        if (!session) throw new Error('WhatsApp is not running in this process')
        return await session.pairByCode(phone)
      },
    },
    async start(given) {
      handlers = given
      await learnNumber()
      await begin()
    },
    async send(chatId, outgoing, key) {
      if (!/^\d+@(s\.whatsapp\.net|lid)$/.test(chatId)) throw new RecipientGone('this is no WhatsApp chat')
      const texts = render(outgoing)
      for (const [at, text] of texts.entries()) await transmit(chatId, { text, linkPreview: null }, messageIdOf(key, at), at === 0)
      const messageId = messageIdOf(key, 0)
      const poll = parts.polls ? pollOf(outgoing, messageId) : null
      // The list above is the question; a poll that does not arrive takes nothing from it.
      if (poll) await transmit(chatId, { poll }, pollIdOf(messageId), true).catch((error: unknown) => log.warn({ err: error }, 'WhatsApp: a poll was not sent'))
      // After the outcome is written: the row has to be "sent" before it can be more.
      setTimeout(() => receipt({ messageId, chatId, state: 'accepted' }), SECOND).unref()
      return { messageId }
    },
    async fetchMedia(ref, largest) {
      const baileys = await loadBaileys()
      if (!baileys) throw new Refused('the package for WhatsApp is not installed')
      return await fetchWhatsappMedia(baileys, ref, largest, proxyAgent(parts.proxy))
    },
    link(payload) {
      if (number === null) void learnNumber()
      return number === null ? null : `https://wa.me/${number}?text=${encodeURIComponent(START_WORDS[parts.locale])}%20${payload}`
    },
    async stop() {
      // What cannot be stored now is not acknowledged either, and comes again: no reason to wait for it for ever.
      await Promise.race([Promise.allSettled(storing), sleep(STOP_MS)])
      handlers = null
      // What is stored is acknowledged first.
      await sleep(ACK_LEAVES_MS)
      await session?.stop()
      session = null
    },
  }
}

/** The same row always has the same id: a message that is sent again is one message on the phone. */
function messageIdOf(key: string, part: number): string {
  return `3EB0${createHash('sha256').update(`${key}/${part}`).digest('hex').slice(0, 18).toUpperCase()}`
}
