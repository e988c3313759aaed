/** One WhatsApp session: connects, pairs, comes back after an ending, and hears. It knows nothing of what is said. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BinaryNode, SignalKeyStoreWithTransaction, WAMessage, WASocket } from '@whiskeysockets/baileys'
import type { PairingState } from '../../src/channel.ts'
import type { Log } from '../../src/log.ts'
import type { SealedRows } from '../../src/store/sealed-rows.ts'
import { forgetAuth, loadAuth } from './auth-state.ts'
import { silenceLibsignal } from './quiet.ts'
import { afterClose } from './reconnect.ts'

export type Acknowledgement = { id: string; chatId: string; error: string | null }

export type SessionParts = {
  rows: SealedRows
  log: Log
  serverUrl?: string | undefined
  agent?: object | undefined
  /** A message of ours reached the phone. */
  onDelivered(message: { id: string; chatId: string }): void
  /** The server took a message, or refused it, at once or later. */
  onAck(ack: Acknowledgement): void
  /** Resolves when it is stored: only then the message is acknowledged. */
  onMessage(message: WAMessage): Promise<void>
  onState(state: PairingState): void
  /** What we said in that message; null: none of ours, or not known. */
  sentText(id: string, chatId: string): Promise<string | null>
}

export type Session = {
  state(): PairingState
  /** The socket while it stands; null otherwise. */
  socket(): WASocket | null
  /** The chat under its number, where WhatsApp has told us. */
  numberOf(jid: string): Promise<string>
  /** Eight characters to type on the phone instead of scanning. `phone`: digits with the country's code. */
  pairByCode(phone: string): Promise<string>
  stop(): Promise<void>
}

export type Baileys = typeof import('@whiskeysockets/baileys')

/** null: the optional package is not installed. */
export async function loadBaileys(): Promise<Baileys | null> {
  silenceLibsignal()
  try {
    return await import('@whiskeysockets/baileys')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null
    throw error
  }
}

export function startSession(baileys: Baileys, parts: SessionParts): Session {
  const { rows, log } = parts
  // Baileys speaks of chats and keys in its own log: only what it calls a fault is kept, without its details.
  const quiet = quietLog(log)
  // Storing a message happens inside Baileys' key transaction; what we do there must not become a part of it.
  const outside = AsyncLocalStorage.snapshot()
  let state: PairingState = { is: 'connecting' }
  let socket: WASocket | null = null
  let current: WASocket | null = null
  let faults = 0
  let stopped = false
  let halt = new AbortController()
  let saving: Promise<void> = Promise.resolve()

  const become = (next: PairingState) => {
    state = next
    parts.onState(next)
  }

  const run = async () => {
    while (!stopped) {
      const code = await connectOnce().catch((error: unknown) => {
        log.warn({ err: error }, 'WhatsApp: connecting failed')
        return undefined
      })
      socket = null
      if (stopped) return
      const next = afterClose(code, faults++, Math.random())
      if (next.do === 'stop') {
        log.error({ code, why: next.why }, 'WhatsApp is stopped')
        return become({ is: 'stopped', why: next.why })
      }
      if (next.do === 'forget') {
        log.warn('WhatsApp: this device was logged out on the phone; pair it anew')
        await saving
        await forgetAuth(rows).catch((error: unknown) => log.error({ err: error }, 'WhatsApp: the old session could not be removed'))
        faults = 0
      }
      if (state.is !== 'unpaired') become({ is: 'connecting' })
      await sleep(next.do === 'again' ? next.afterMs : 0, undefined, { signal: halt.signal }).catch(() => {})
    }
  }

  /** Resolves with the code of the ending. */
  const connectOnce = async (): Promise<number | undefined> => {
    const auth = await loadAuth(baileys, rows)
    const nodes = new WeakMap<Uint8Array, BinaryNode>()
    const stored = new Set<string>()
    const { makeSignalRepository } = baileys.DEFAULT_CONNECTION_CONFIG
    const sock = baileys.makeWASocket({
      auth: auth.state,
      logger: quiet,
      ...(parts.serverUrl ? { waWebSocketUrl: parts.serverUrl } : {}),
      ...(parts.agent ? { agent: parts.agent as never, fetchAgent: parts.agent as never } : {}),
      markOnlineOnConnect: false,
      syncFullHistory: false,
      shouldSyncHistoryMessage: () => false,
      shouldIgnoreJid: jid => !baileys.isPnUser(jid) && !baileys.isLidUser(jid),
      // A phone that could not open a message asks for it once more, maybe after we were started anew.
      async getMessage({ id, remoteJid }) {
        const text = id && remoteJid ? await parts.sentText(id, await numberOf(remoteJid)) : null
        return text === null ? undefined : { extendedTextMessage: { text } }
      },
      // Baileys acknowledges as soon as it has decrypted. Inside of its key transaction, our row is stored before that, and before
      // the key moves on: after a crash between the two the same message comes again and can be read again.
      makeSignalRepository: (keyring, logger, pnToLid) => {
        const inner = makeSignalRepository(keyring, logger, pnToLid)
        const keys = keyring.keys as SignalKeyStoreWithTransaction
        return {
          ...inner,
          decryptMessage: given =>
            keys.transaction(async () => {
              const plain = await inner.decryptMessage(given)
              const node = nodes.get(given.ciphertext)
              const { me } = auth.state.creds
              if (node && me) {
                const { fullMessage } = baileys.decodeMessageNode(node, me.id, me.lid ?? '')
                const decoded = baileys.proto.Message.decode(baileys.unpadRandomMax16(plain))
                fullMessage.message = decoded.deviceSentMessage?.message ?? decoded
                await outside(() => parts.onMessage(fullMessage))
                stored.add(fullMessage.key.id!)
              }
              return plain
            }, given.jid),
        }
      },
    })
    current = sock
    sock.ws.on('CB:message', (node: BinaryNode) => {
      for (const child of baileys.getBinaryNodeChildren(node, 'enc')) if (child.content instanceof Uint8Array) nodes.set(child.content, node)
    })
    sock.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => parts.onAck({ id: attrs.id ?? '', chatId: attrs.from ?? '', error: attrs.error ?? null }))
    sock.ev.on('creds.update', () => {
      saving = saving.then(() => auth.saveCreds()).catch((error: unknown) => log.error({ err: error }, 'WhatsApp: credentials could not be stored'))
    })
    // What came without encryption did not pass above.
    sock.ev.on('messages.upsert', ({ messages, type }) => {
      if (type !== 'notify') return
      for (const message of messages)
        if (message.message && !stored.delete(message.key.id ?? '')) parts.onMessage(message).catch((error: unknown) => log.error({ err: error }, 'WhatsApp: a message could not be stored'))
    })
    sock.ev.on('messages.update', updates => {
      for (const { key, update } of updates)
        if (key.fromMe && key.id && key.remoteJid && (update.status ?? 0) >= baileys.WAMessageStatus.DELIVERY_ACK) parts.onDelivered({ id: key.id, chatId: key.remoteJid })
    })
    return await new Promise(resolve => {
      sock.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
        if (qr) become({ is: 'unpaired', qr })
        if (connection === 'open') {
          faults = 0
          socket = sock
          become({ is: 'on', number: baileys.jidDecode(auth.state.creds.me?.id)?.user ?? '' })
        }
        if (connection !== 'close') return
        socket = null
        const error = lastDisconnect?.error as { output?: { statusCode?: number } } | undefined
        resolve(error?.output?.statusCode)
      })
    })
  }

  const numberOf = async (jid: string) => {
    const plain = baileys.jidNormalizedUser(jid)
    if (!baileys.isLidUser(plain) || !current) return plain
    const number = await current.signalRepository.lidMapping.getPNForLID(plain)
    return number ? baileys.jidNormalizedUser(number) : plain
  }

  const running = run()
  return {
    state: () => state,
    socket: () => socket,
    numberOf,
    async pairByCode(phone) {
      if (state.is !== 'unpaired' || !current) throw new Error('there is nothing to pair now')
      return await current.requestPairingCode(phone)
    },
    async stop() {
      stopped = true
      halt.abort()
      halt = new AbortController()
      await current?.end(undefined)
      await running
      await saving
      become({ is: 'off' })
    },
  }
}

function quietLog(log: Log) {
  const nothing = () => {}
  const fault = (given: unknown, text?: string) => log.debug({ says: text ?? (typeof given === 'string' ? given : '') }, 'WhatsApp: Baileys complains')
  const quiet = { level: 'silent', trace: nothing, debug: nothing, info: nothing, warn: nothing, error: fault, fatal: fault, child: () => quiet }
  return quiet
}
