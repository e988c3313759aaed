import { setTimeout as sleep } from 'node:timers/promises'
import type { Update } from 'grammy/types'
import { Telegraf } from 'telegraf'
import type { Channel, ChannelHandlers, Outgoing } from '../../src/channel.ts'
import { monotonic, SECOND } from '../../src/clock.ts'
import { Refused } from '../../src/errors.ts'
import type { Log } from '../../src/log.ts'
import { perChat } from '../in-order.ts'
import { proxyAgent } from '../proxy.ts'
import { endingOf, problemOf } from '../telegram/endings.ts'
import { fetchFile } from '../telegram/fetch-file.ts'
import { showCommands } from '../telegram/menus.ts'
import { STAFF } from '../telegram/platform.ts'
import { render, type Call } from '../telegram/render.ts'
import { sendCalls } from '../telegram/send-calls.ts'
import { sendToTopic } from '../telegram/topics.ts'
import { ALLOWED_UPDATES, chatOf, toIncoming, type Heard, type Tap } from '../telegram/to-incoming.ts'

const SEND_TIMEOUT_MS = 30 * SECOND
const QUICK_TIMEOUT_MS = 5 * SECOND
const LONGEST_WAIT_MS = 30 * SECOND
const STORE_RETRY_MS = 250

export type StaffBotParts = {
  token: string
  apiRoot: string
  proxy?: string | undefined
  log: Log
  /** The first wait after a fault of receiving; it doubles. */
  backoffMs?: number
}

export type StaffBot = Channel & { describe(): Promise<{ username: string; name: string } | { problem: string }> }

/** The shop's people in a Telegram bot of their own, on Telegraf. What is said and heard is the staff pages' business (src/staff). */
export function createStaffBot({ token, apiRoot, proxy, backoffMs = SECOND, ...parts }: StaffBotParts): StaffBot {
  const log = parts.log.child({ channel: STAFF.name })
  const account = token.split(':')[0]!
  const agent = proxyAgent(proxy, true)
  let contactAt = monotonic()
  const make = () => {
    const bot = new Telegraf(token, { telegram: { apiRoot, ...(agent ? { attachmentAgent: agent } : {}) }, handlerTimeout: Number.POSITIVE_INFINITY })
    // Given as an option, Telegraf forgets it where the API root is http: an own Bot API server may stand behind a proxy too.
    if (agent) Object.assign(bot.telegram.options, { agent })
    // Each answer of the platform, empty polls included.
    const callApi = bot.telegram.callApi.bind(bot.telegram)
    bot.telegram.callApi = async (...given) => {
      const answer = await callApi(...given)
      contactAt = monotonic()
      return answer
    }
    return bot
  }
  /** For calls; a polling Telegraf cannot be used twice. */
  const { telegram } = make()
  let handlers: ChannelHandlers | null = null
  let polling: Telegraf | null = null
  let receiving: Promise<void> = Promise.resolve()
  let stopping = new AbortController()
  let me: { username: string; name: string } | null = null
  const chats = perChat()

  // Telegraf types each method; what render gives is already what the API takes.
  const call = (method: string, payload: object, timeoutMs: number) =>
    (telegram.callApi as (method: string, payload: object, options: object) => Promise<unknown>)(method, payload, { signal: AbortSignal.timeout(timeoutMs) })

  const describe = async () => {
    try {
      const { username = '', first_name: name } = await telegram.getMe()
      me = { username, name }
      return me
    } catch (error) {
      return { problem: problemOf(error, STAFF) }
    }
  }

  /** Telegraf confirms a batch when all of it is handled: what cannot be stored yet holds it, and after a crash it all comes again. */
  const hear = async (heard: Heard) => {
    for (;;) {
      if (!handlers) throw new Error('stopped before an update was stored')
      try {
        if ('reachable' in heard) await handlers.reachable(heard.reachable)
        else if ('moved' in heard) await handlers.moved?.(heard.moved)
        else await handlers.incoming(heard.incoming)
        break
      } catch (error) {
        log.error({ err: error }, 'an update could not be stored yet')
        await sleep(Math.max(backoffMs, STORE_RETRY_MS))
      }
    }
    if ('incoming' in heard && heard.tap) await acknowledge(heard.tap)
  }

  const acknowledge = async ({ callbackId, chatId, messageId, keyboard }: Tap) => {
    const ignore = (error: unknown) => log.debug({ reason: endingOf(error, STAFF).message }, 'a tap could not be acknowledged')
    await call('answerCallbackQuery', { callback_query_id: callbackId }, QUICK_TIMEOUT_MS).catch(ignore)
    const place = { chat_id: Number(chatId), message_id: Number(messageId), reply_markup: { inline_keyboard: keyboard } }
    await call('editMessageReplyMarkup', place, QUICK_TIMEOUT_MS).catch(ignore)
  }

  const translate = (update: Update): Heard | null => {
    try {
      return toIncoming(account, update, STAFF.name)
    } catch (error) {
      log.error({ err: error, updateId: update.update_id }, 'an update of a shape that is not understood is left out')
      return null
    }
  }

  const receive = async () => {
    const { signal } = stopping
    let lastProblem = ''
    for (let waitMs = backoffMs; !signal.aborted; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
      const bot = make()
      polling = bot
      bot.use(async ({ update }) => {
        waitMs = backoffMs
        const heard = translate(update as Update)
        if (heard) await chats.run(chatOf(heard), () => hear(heard))
      })
      bot.catch(error => {
        throw error
      })
      try {
        // Resolves when stopped; rejects when the token is wrong (401) or somebody else receives (409).
        await bot.launch({ allowedUpdates: [...ALLOWED_UPDATES] as never }, () => void describe())
      } catch (error) {
        if (signal.aborted) return
        const problem = problemOf(error, STAFF)
        if (problem !== lastProblem) log.warn({ problem }, 'receiving failed, trying again')
        lastProblem = problem
      }
      await sleep(waitMs, undefined, { signal }).catch(() => {})
    }
  }

  const moved = async (change: { from: string; to: string }) => void (await handlers?.moved?.(change))

  const sendOne = ({ method, payload }: Call) => {
    const given = method === 'sendDocument' ? { ...payload, document: { source: Buffer.from(payload.document.text), filename: payload.document.name } } : payload
    return call(method, given, SEND_TIMEOUT_MS) as Promise<{ message_id: number }>
  }
  const sendTo = (place: string, words: Outgoing) => sendCalls(render(place, words, STAFF), { platform: STAFF, send: sendOne, moved })

  return {
    name: STAFF.name,
    account,
    capabilities: { choices: 'buttons', textLimit: STAFF.textLimit, files: true },
    describe,
    silentMs: () => (handlers ? monotonic() - contactAt : 0),
    async start(given) {
      handlers = given
      contactAt = monotonic()
      stopping = new AbortController()
      receiving = receive()
    },
    async send(chatId, outgoing) {
      if (outgoing.topic === undefined) return await sendTo(chatId, outgoing)
      const open = (id: number, name: string) => call('createForumTopic', { chat_id: id, name }, QUICK_TIMEOUT_MS) as Promise<{ message_thread_id: number }>
      return await sendToTopic(chatId, outgoing, { platform: STAFF, moved, open, send: sendTo })
    },
    async fetchMedia(ref, largest) {
      const file = (await call('getFile', { file_id: ref }, QUICK_TIMEOUT_MS).catch((error: unknown) => {
        throw endingOf(error, STAFF)
      })) as { file_path?: string; file_size?: number }
      if ((file.file_size ?? 0) > largest) throw new Refused(`larger than ${largest} bytes`)
      return await fetchFile({ apiRoot, token, path: file.file_path ?? '', agent, largest })
    },
    showCommands: (chatId, menu) => showCommands((method, payload) => call(method === 'set' ? 'setMyCommands' : 'deleteMyCommands', payload, QUICK_TIMEOUT_MS), chatId, menu),
    link(payload) {
      if (!me) void describe()
      return me && STAFF.link(me.username, payload)
    },
    async stop() {
      stopping.abort()
      try {
        polling?.stop()
      } catch {
        // It was not polling yet.
      }
      await Promise.race([Promise.all([receiving, chats.settled()]), sleep(QUICK_TIMEOUT_MS)])
      handlers = null
    },
  }
}
