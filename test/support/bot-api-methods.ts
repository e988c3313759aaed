/** The Bot API's methods, one function each: parameters in, result or refusal out. */
import { newChat, wallTime, type BotState, type Chat, type Message } from './bot-api-state.ts'
import { readMarkdown, whyBaleRefuses } from './bot-api-bale.ts'
import { whyCaptionRefused, whyFileRefused, whyMarkupRefused, whyTextRefused, type Markup, type Params } from './bot-api-rules.ts'

export type Reply =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: { retry_after?: number; migrate_to_chat_id?: number } }

export type Method = (
  bot: BotState,
  params: Params,
  connection: { onClose(gone: () => void): void; apiRoot: string },
) => Reply | Promise<Reply>

/** After this long a tap can no longer be answered. */
const CALLBACK_LIFE_MS = 15_000

export const methods: Record<string, Method> = {
  getme: bot =>
    done({
      id: bot.id,
      is_bot: true,
      first_name: 'فروشگاه',
      username: bot.username,
      can_join_groups: true,
      supports_inline_queries: false,
    }),
  setmycommands: (bot, params) => {
    bot.commands.push(params)
    return done(true)
  },

  deletemycommands: () => done(true),
  createforumtopic(bot, { chat_id, name }) {
    const chat = openChat(bot, chat_id)
    if ('ok' in chat) return chat
    if (chat.movedTo) return refuse(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.movedTo })
    if (chat.noTopics) return refuse(400, 'Bad Request: the chat is not a forum')
    if (typeof name !== 'string' || name.length === 0 || name.length > 128) return refuse(400, 'Bad Request: TOPIC_NAME_INVALID')
    return done({ message_thread_id: bot.nextId(), name, icon_color: 0 })
  },

  async getupdates(bot, { offset, limit, timeout, allowed_updates }, { onClose }) {
    if (bot.updates.info().webhook)
      return refuse(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
    bot.updates.allow(allowed_updates)
    const updates = await bot.updates.poll({ offset: number(offset), limit: number(limit), timeout: number(timeout) }, onClose)
    if (updates === 'terminated')
      return refuse(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running')
    return done(updates)
  },
  setwebhook(bot, { url = '', secret_token, max_connections, allowed_updates }) {
    if (bot.isBale && secret_token !== undefined) return refuse(400, 'Bad Request: secret_token is not known here')
    if (typeof url !== 'string' || (url && !/^https:|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url)))
      return refuse(400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook')
    if (secret_token !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(String(secret_token)))
      return refuse(400, 'Bad Request: secret token contains unallowed characters')
    bot.updates.allow(allowed_updates)
    bot.updates.setWebhook(url ? { url, secret_token: secret_token as string | undefined, max_connections: number(max_connections) } : null)
    return done(true)
  },
  deletewebhook(bot) {
    bot.updates.setWebhook(null)
    return done(true)
  },
  getwebhookinfo(bot) {
    const { webhook, pending, lastError } = bot.updates.info()
    return done({
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: pending,
      ...(lastError ? { last_error_message: lastError } : {}),
    })
  },

  sendmessage: (bot, params) => send(bot, 'sendMessage', params, whyTextRefused(params), { text: params.text, entities: params.entities }),
  sendphoto: (bot, params) =>
    sendFile(bot, 'sendPhoto', params, 'photo', file => [{ file_id: file, file_unique_id: file, width: 640, height: 480 }]),
  senddocument: (bot, params) => sendFile(bot, 'sendDocument', params, 'document', file => ({ file_id: file, file_unique_id: file })),
  sendvoice: (bot, params) => sendFile(bot, 'sendVoice', params, 'voice', file => ({ file_id: file, file_unique_id: file, duration: 1 })),
  sendchataction: (bot, params) => {
    const chat = openChat(bot, params.chat_id)
    return 'ok' in chat ? chat : done(true)
  },

  editmessagetext(bot, params) {
    const message = findMessage(bot, params)
    if (!message) return refuse(400, 'Bad Request: message to edit not found')
    if (message.text === undefined) return refuse(400, 'Bad Request: there is no text in the message to edit')
    const refused = whyTextRefused(params) ?? whyMarkupRefused(params.reply_markup)
    if (refused) return refuse(400, `Bad Request: ${refused}`)
    return stub(bot, change(message, {
      text: params.text as string,
      entities: params.entities as unknown[] | undefined,
      reply_markup: shown(params.reply_markup),
    }))
  },
  editmessagereplymarkup(bot, params) {
    const message = findMessage(bot, params)
    if (!message) return refuse(400, 'Bad Request: message to edit not found')
    const refused = whyMarkupRefused(params.reply_markup)
    if (refused) return refuse(400, `Bad Request: ${refused}`)
    return stub(bot, change(message, { reply_markup: shown(params.reply_markup) }))
  },
  deletemessage(bot, params) {
    const message = findMessage(bot, params)
    if (!message) return refuse(400, 'Bad Request: message to delete not found')
    const chat = bot.chats.get(message.chat.id)!
    chat.messages = chat.messages.filter(each => each !== message)
    return done(true)
  },
  answercallbackquery(bot, { callback_query_id, text }) {
    const callbackId = String(callback_query_id)
    const tappedAt = bot.openCallbacks.get(callbackId)
    if (tappedAt === undefined || wallTime() - tappedAt > CALLBACK_LIFE_MS)
      return refuse(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid')
    bot.openCallbacks.delete(callbackId)
    bot.answered.push({ callbackId, text: text as string | undefined })
    return done(true)
  },

  getfile(bot, { file_id }) {
    const file = bot.files.get(String(file_id))
    return file
      ? done({ file_id, file_unique_id: file_id, file_size: file.length, file_path: `files/${file_id}` })
      : refuse(400, 'Bad Request: invalid file_id')
  },
}

export function refuse(error_code: number, description: string, parameters?: { retry_after?: number; migrate_to_chat_id?: number }): Reply {
  return { ok: false, error_code, description, ...(parameters ? { parameters } : {}) }
}

/** Bale says that it edited, not what came of it. */
function stub(bot: BotState, reply: Reply): Reply {
  return bot.isBale && reply.ok ? done({ message_id: 0 }) : reply
}

function done(result: unknown): Reply {
  return { ok: true, result }
}

function sendFile(bot: BotState, method: string, params: Params, field: string, asStored: (file: string) => unknown): Reply {
  const file = params[field]
  const refused = whyFileRefused(file, id => bot.files.has(id)) ?? whyCaptionRefused(params)
  const id = typeof file === 'string' ? file : `upload-${bot.nextId()}`
  return send(
    bot,
    method,
    params,
    refused,
    { caption: params.caption, caption_entities: params.caption_entities, [field]: asStored(id) },
    id,
  )
}

function send(bot: BotState, method: string, params: Params, refused: string | null, content: Params, file?: string): Reply {
  const chat = openChat(bot, params.chat_id)
  if ('ok' in chat) return chat
  if (chat.movedTo) return refuse(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.movedTo })
  const why = refused ?? whyMarkupRefused(params.reply_markup) ?? (bot.isBale ? whyBaleRefuses(params) : null)
  if (why) return refuse(400, `Bad Request: ${why}`)
  const waitSeconds = bot.limiter?.take(chat.id, performance.now()) ?? 0
  if (waitSeconds > 0) return refuse(429, `Too Many Requests: retry after ${waitSeconds}`, { retry_after: waitSeconds })

  const at = wallTime()
  const message: Message = {
    message_id: bot.nextId(),
    from: { id: bot.id, is_bot: true, first_name: 'فروشگاه' },
    chat: { id: chat.id, type: 'private', first_name: chat.person.first_name },
    date: Math.floor(at / 1000),
    ...content,
    ...(bot.isBale ? { text: readMarkdown(params.text), caption: readMarkdown(params.caption) } : {}),
    reply_markup: shown(params.reply_markup),
  }
  chat.messages.push(message)
  bot.sent.push({
    method,
    chatId: String(chat.id),
    messageId: String(message.message_id),
    text: String(params.text ?? params.caption ?? ''),
    ...(params.message_thread_id === undefined ? {} : { topic: String(params.message_thread_id) }),
    at,
    entities: (params.entities ?? params.caption_entities) as unknown[] | undefined,
    markup: params.reply_markup as Markup | undefined,
    file,
  })
  return done(message)
}

function openChat(bot: BotState, chatId: unknown): Chat | Reply {
  const id = Number(chatId)
  const known = bot.chats.get(id)
  if (!known) return bot.anyChat && id > 0 ? newChat(bot, id, 'member') : refuse(400, 'Bad Request: chat not found')
  if (known.state === 'stranger') return refuse(403, "Forbidden: bot can't initiate conversation with a user")
  if (known.state === 'blocked') return refuse(403, 'Forbidden: bot was blocked by the user')
  if (known.state === 'deactivated') return refuse(403, 'Forbidden: user is deactivated')
  return known
}

function findMessage(bot: BotState, { chat_id, message_id }: Params): Message | undefined {
  return bot.chats.get(Number(chat_id))?.messages.find(each => each.message_id === Number(message_id) && each.from.is_bot)
}

function change(message: Message, next: Partial<Message>): Reply {
  const before = JSON.stringify([message.text, message.entities, message.reply_markup])
  const after = { text: message.text, entities: message.entities, ...next }
  if (JSON.stringify([after.text, after.entities, after.reply_markup]) === before)
    return refuse(
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  Object.assign(message, next, { edit_date: Math.floor(wallTime() / 1000) })
  return done(message)
}

/** Only an inline keyboard belongs to its message; an empty one is none. */
function shown(markup: unknown): Markup | undefined {
  const { inline_keyboard } = (markup ?? {}) as Markup
  return inline_keyboard?.some(row => row.length > 0) ? { inline_keyboard } : undefined
}

function number(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value)
}
