import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Api, GrammyError, InputFile } from 'grammy'
import type { Update } from 'grammy/types'
import type { Channel, ChannelHandlers, Outgoing } from '../../src/channel.ts'
import { monotonic, SECOND } from '../../src/clock.ts'
import { Refused } from '../../src/errors.ts'
import type { Log } from '../../src/log.ts'
import { endingOf, problemOf } from './endings.ts'
import { perChat } from '../in-order.ts'
import { proxyAgent } from '../proxy.ts'
import { fetchFile } from './fetch-file.ts'
import { showCommands } from './menus.ts'
import { TELEGRAM, type Platform } from './platform.ts'
import { pollUpdates } from './polling.ts'
import { render, type Call } from './render.ts'
import { sendCalls } from './send-calls.ts'
import { sendToTopic } from './topics.ts'
import { chatOf, toIncoming, type Heard, type Tap } from './to-incoming.ts'
import { empty, readPostedUpdate } from './webhook.ts'

const POLL_SECONDS = 30
const QUICK_TIMEOUT_SECONDS = 5
const NAME_RETRY_MS = 30 * SECOND
/** Shorter than any server's: a request on a connection that is just being closed would end as "unknown". */
const IDLE_CONNECTION_MS = 4 * SECOND

export type TelegramParts = {
  /** Telegram, or a messenger that speaks its Bot API. */
  platform?: Platform
  token: string
  apiRoot: string
  /** http://… or socks5://…: where the messenger is filtered. */
  proxy?: string | undefined
  /** With `publicUrl`: Telegram posts the updates to `<publicUrl>/hooks/telegram`. Without: we ask for them. */
  webhookSecret?: string
  publicUrl?: string
  log: Log
  sendTimeoutMs?: number
  /** The first wait after a fault of receiving; it doubles. */
  backoffMs?: number
}

/** `describe` asks who this bot is: for the lines at start, and so that links are known on workers that only send. */
export type Telegram = Channel & { describe(): Promise<{ username: string; name: string } | { problem: string }> }

/** A bot of Telegram, or of Bale, as a channel. One call per message, no retries: whoever calls `send` decides what happens next. */
export function createTelegram(parts: TelegramParts): Telegram {
  const { platform = TELEGRAM, token, apiRoot, webhookSecret, publicUrl, sendTimeoutMs = 30 * SECOND, backoffMs = SECOND } = parts
  const { name, title, allowedUpdates } = platform
  const log = parts.log.child({ channel: name })
  const account = token.split(':')[0]!
  const agent = proxyAgent(parts.proxy, true) ?? new (apiRoot.startsWith('https:') ? HttpsAgent : HttpAgent)({ keepAlive: true, timeout: IDLE_CONNECTION_MS })
  const api = (timeoutSeconds: number) => new Api(token, { apiRoot, timeoutSeconds, baseFetchConfig: { agent } })
  const sender = api(sendTimeoutMs / SECOND)
  const poller = api(POLL_SECONDS + 15)
  const quick = api(QUICK_TIMEOUT_SECONDS)

  let handlers: ChannelHandlers | null = null
  let stopping = new AbortController()
  let receiving: Promise<void> = Promise.resolve()
  let me: { username: string; name: string } | null = null
  let nameAskedAt = -Infinity
  const acknowledging = new Set<Promise<void>>()
  const clearing = new Set<string>()
  const chats = perChat()

  let contactAt = monotonic()
  const isRunning = () => handlers !== null && !stopping.signal.aborted
  const wait = (ms: number) => {
    const { signal } = stopping
    return new Promise<void>(resolve => {
      const end = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      if (signal.aborted) end()
      else signal.addEventListener('abort', end)
    })
  }

  const learnName = async () => {
    nameAskedAt = monotonic()
    const { username, first_name } = await quick.getMe()
    // Where Telegram calls us, nobody polls: that it answers is all there is to know.
    if (webhookSecret) contactAt = monotonic()
    me = { username, name: first_name }
    return me
  }
  const describe = () => learnName().catch(error => ({ problem: problemOf(error, platform) }))

  const translate = (update: Update): Heard | null => {
    try {
      return toIncoming(account, update, name)
    } catch (error) {
      log.error({ err: error, updateId: update.update_id }, 'an update of a shape that is not understood is left out')
      return null
    }
  }

  /** Resolves when it is stored. The tap's acknowledgement follows on its own: nothing waits for it. */
  const hear = async (heard: Heard) => {
    if (!handlers) throw new Error('not receiving')
    if ('reachable' in heard) return handlers.reachable(heard.reachable)
    if ('moved' in heard) return await handlers.moved?.(heard.moved)
    await handlers.incoming(heard.incoming)
    if (!heard.tap) return
    const done = acknowledge(heard.tap).finally(() => acknowledging.delete(done))
    acknowledging.add(done)
  }

  /** Telegram forgets a tap after a while, and another tap may have taken the keyboard: the answer counts all the same. */
  const acknowledge = async ({ callbackId, chatId, messageId, keyboard }: Tap) => {
    const ignore = (error: unknown) => log.debug({ reason: endingOf(error, platform).message }, 'a tap could not be acknowledged')
    await quick.answerCallbackQuery(callbackId).catch(ignore)
    const place = `${chatId}/${messageId}`
    if (clearing.has(place)) return
    clearing.add(place)
    await quick.editMessageReplyMarkup(Number(chatId), Number(messageId), { reply_markup: { inline_keyboard: keyboard } }).catch(ignore)
    clearing.delete(place)
  }

  const poll = async () => {
    const signal = stopping.signal as Parameters<typeof poller.getUpdates>[1]
    const offset = await pollUpdates({
      async fetch(from) {
        const updates = await poller.getUpdates(
          { ...(from === undefined ? {} : { offset: from }), timeout: POLL_SECONDS, ...(allowedUpdates ? { allowed_updates: allowedUpdates } : {}) },
          signal,
        )
        contactAt = monotonic()
        return updates
      },
      hear: async update => {
        const heard = translate(update)
        if (heard) await hear(heard)
      },
      chatOf: update => chatOf(translate(update)),
      explain: async error => {
        // Left over from a time with TELEGRAM_WEBHOOK_SECRET; what is waiting stays.
        if (error instanceof GrammyError && error.error_code === 409 && /webhook/i.test(error.description)) {
          await quick.deleteWebhook().catch(() => {})
          return { problem: 'a webhook was set for this bot; it is removed, because TELEGRAM_WEBHOOK_SECRET is not set' }
        }
        const { retry_after } = error instanceof GrammyError ? error.parameters : {}
        return { problem: problemOf(error, platform), ...(retry_after ? { afterMs: retry_after * SECOND } : {}) }
      },
      wait,
      isRunning,
      backoffMs,
      title,
      log,
    })
    if (offset !== undefined) await quick.getUpdates({ offset, limit: 1, timeout: 0 }).catch(() => {})
  }

  const untilDone = async (what: string, act: () => Promise<unknown>) => {
    let lastProblem = ''
    for (let waitMs = backoffMs; isRunning(); waitMs = Math.min(NAME_RETRY_MS, waitMs * 2)) {
      try {
        await act()
        return
      } catch (error) {
        const problem = problemOf(error, platform)
        if (problem !== lastProblem) log.warn({ problem }, `${what} failed, trying again`)
        lastProblem = problem
        await wait(waitMs)
      }
    }
  }

  const moved = async (change: { from: string; to: string }) => void (await handlers?.moved?.(change))

  const setWebhook = () =>
    quick.setWebhook(`${publicUrl}/hooks/telegram`, { secret_token: webhookSecret, ...(allowedUpdates ? { allowed_updates: allowedUpdates } : {}) })

  const sendOne = ({ method, payload }: Call): Promise<{ message_id: number }> => {
    if (method === 'sendPhoto') return sender.raw.sendPhoto(payload)
    if (method === 'sendMessage') return sender.raw.sendMessage(payload)
    if (method === 'editMessageText') return sender.raw.editMessageText(payload).then(() => ({ message_id: payload.message_id }))
    return sender.raw.sendDocument({ ...payload, document: new InputFile(Buffer.from(payload.document.text), payload.document.name) })
  }
  const sendTo = (place: string, words: Outgoing) => sendCalls(render(place, words, platform), { platform, send: sendOne, moved })

  const receivePost = async (request: Request, secret: string): Promise<Response> => {
    const update = await readPostedUpdate(request, secret)
    if (update instanceof Response) return update
    if (!isRunning()) return empty(503)
    try {
      const heard = translate(update)
      if (heard) await chats.run(chatOf(heard), () => hear(heard))
      return empty(200)
    } catch (error) {
      log.error({ err: error, updateId: update.update_id }, 'an update could not be stored; it will be posted again')
      return empty(500)
    }
  }

  return {
    name,
    account,
    capabilities: { choices: 'buttons', textLimit: platform.textLimit, files: true },
    describe,
    silentMs: () => (isRunning() ? monotonic() - contactAt : 0),
    async start(given) {
      handlers = given
      contactAt = monotonic()
      stopping = new AbortController()
      const naming = untilDone(`asking ${title} for the bot’s name`, learnName)
      receiving = Promise.all([naming, webhookSecret ? untilDone('setting the webhook', setWebhook) : poll()]).then(() => {})
    },
    async send(chatId, outgoing) {
      try {
        if (outgoing.topic !== undefined)
          return await sendToTopic(chatId, outgoing, { platform, moved, open: (id, name) => quick.raw.createForumTopic({ chat_id: id, name }), send: sendTo })
        return await sendTo(chatId, outgoing)
      } catch (error) {
        // A picture that Telegram cannot fetch must not cost the words: refused means that nothing was delivered.
        if (!(error instanceof Refused) || outgoing.image === undefined || !outgoing.text) throw error
        log.warn({ reason: error.message }, `sent without its picture, which ${title} refused`)
        const { image: _, ...words } = outgoing
        return await sendTo(chatId, words)
      }
    },
    ...(platform.hasMenus ? { showCommands: (chatId, menu) => showCommands((method, payload) => (method === 'set' ? quick.raw.setMyCommands(payload as never) : quick.raw.deleteMyCommands(payload as never)), chatId, menu) } : {}),
    async fetchMedia(ref, largest) {
      const file = await quick.getFile(ref).catch((error: unknown) => {
        throw endingOf(error, platform)
      })
      if ((file.file_size ?? 0) > largest) throw new Refused(`larger than ${largest} bytes`)
      return await fetchFile({ apiRoot, token, path: file.file_path ?? '', agent, largest })
    },
    link(payload) {
      if (!me && monotonic() - nameAskedAt > NAME_RETRY_MS) void describe()
      return me && platform.link(me.username, payload)
    },
    async stop() {
      stopping.abort()
      const atWork = receiving.then(() => Promise.all([chats.settled(), ...acknowledging]))
      // What cannot be stored now is not confirmed either, and comes again: no reason to wait for it for ever.
      await within(QUICK_TIMEOUT_SECONDS * SECOND, atWork)
      handlers = null
    },
    ...(webhookSecret ? { http: (request: Request) => receivePost(request, webhookSecret) } : {}),
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([work, new Promise(resolve => (timer = setTimeout(resolve, ms)))])
  clearTimeout(timer)
}
