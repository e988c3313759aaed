/** A person with Telegram in the hand: writes, taps, shares, blocks, and sees what the bot said. */
import { newChat, wallTime, type BotState, type Chat, type Message, type Person, type Sent } from './bot-api-state.ts'
import type { Button, Markup } from './bot-api-rules.ts'

export type Seen = { messageId: string; text: string; choices: string[]; links: string[]; markup?: Markup; edited: boolean }

export type BotUser = {
  id: number
  /** As the bot names this chat. */
  chatId: string
  /** Presses "start", from a personal link when there is a payload. */
  start(payload?: string): Message
  says(text: string, options?: { replyTo?: string | number; edits?: string | number }): Message
  /**
   * Presses a button, by its label or its data: of the newest message that shows it, or of `message`, whose keyboard may be
   * gone meanwhile (a phone that has not heard of it yet). Answers the id of the tap.
   */
  taps(button: string, message?: Sent | Seen): string
  sharesContact(phone: string, options?: { own?: boolean }): Message
  sendsPhoto(caption?: string): Message
  sendsVoice(): Message
  sendsSticker(): Message
  sendsLocation(): Message
  reacts(emoji: string | null, message: Sent | Seen): void
  blocks(): void
  unblocks(): void
  deactivates(): void
  /** What the bot's messages look like now, oldest first. */
  sees(): Seen[]
}

export function botUser(
  bot: BotState,
  id: number,
  { name, locale, started = false }: { name?: string; locale?: string; started?: boolean } = {},
): BotUser {
  const person: Partial<Person> = { ...(name === undefined ? {} : { first_name: name }), ...(locale ? { language_code: locale } : {}) }
  const chat: Chat = bot.chats.get(id) ?? newChat(bot, id, started ? 'member' : 'stranger', person)
  Object.assign(chat.person, person)
  const place = () => ({ id, type: 'private' as const, first_name: chat.person.first_name })
  const seconds = () => Math.floor(wallTime() / 1000)

  function write(content: Record<string, unknown>): Message {
    if (chat.state === 'blocked') turn('member')
    chat.state = 'member'
    const message = { message_id: bot.nextId(), from: chat.person, chat: place(), date: seconds(), ...content } as Message
    chat.messages.push(message)
    bot.updates.push({ message })
    return message
  }

  function turn(state: 'member' | 'blocked') {
    const status = { member: 'member', blocked: 'kicked' } as const
    const user = { id: bot.id, is_bot: true, first_name: 'فروشگاه', username: bot.username }
    const before = chat.state === 'blocked' ? 'blocked' : 'member'
    chat.state = state
    if (bot.isBale) return
    bot.updates.push({
      my_chat_member: {
        chat: place(),
        from: chat.person,
        date: seconds(),
        old_chat_member: { user, status: status[before], ...(before === 'blocked' ? { until_date: 0 } : {}) },
        new_chat_member: { user, status: status[state], ...(state === 'blocked' ? { until_date: 0 } : {}) },
      },
    })
  }

  const file = (content: string) => {
    const file_id = `file-${bot.nextId()}`
    bot.files.set(file_id, Buffer.from(content))
    return { file_id, file_unique_id: file_id, file_size: content.length }
  }

  return {
    id,
    chatId: String(id),
    start: payload => write(command(payload === undefined ? '/start' : `/start ${payload}`)),
    says(text, { replyTo, edits } = {}) {
      const words = text.startsWith('/') ? command(text) : { text }
      if (edits !== undefined) {
        const message = chat.messages.find(each => each.message_id === Number(edits))
        if (!message) throw new Error(`there is no message ${edits} to edit`)
        Object.assign(message, words, { edit_date: seconds() })
        bot.updates.push({ edited_message: { ...message } })
        return message
      }
      const quoted = replyTo === undefined ? undefined : chat.messages.find(each => each.message_id === Number(replyTo))
      return write({ ...words, ...(quoted ? { reply_to_message: { ...quoted, reply_to_message: undefined } } : {}) })
    },
    taps(label, message) {
      const [found, button] = findButton(chat, label, message)
      const callbackId = `${bot.id}${bot.nextId()}`
      bot.openCallbacks.set(callbackId, wallTime())
      const still = chat.messages.find(each => String(each.message_id) === found)
      bot.updates.push({
        callback_query: {
          id: callbackId,
          from: chat.person,
          chat_instance: String(id),
          data: button.callback_data,
          message: still ? { ...still } : { chat: place(), message_id: Number(found), date: 0 },
        },
      })
      return callbackId
    },
    sharesContact: (phone, { own = true } = {}) =>
      write({ contact: { phone_number: phone, first_name: chat.person.first_name, ...(own ? { user_id: id } : { user_id: id + 1 }) } }),
    sendsPhoto: caption => write({ photo: [file('small'), file('the large picture')], ...(caption ? { caption } : {}) }),
    sendsVoice: () => write({ voice: { ...file('voice'), duration: 3, mime_type: 'audio/ogg' } }),
    sendsSticker: () => write({ sticker: { ...file('sticker'), type: 'regular', width: 512, height: 512, emoji: '😍' } }),
    sendsLocation: () => write({ location: { latitude: 35.7, longitude: 51.4 } }),
    reacts(emoji, { messageId }) {
      if (bot.isBale) return
      bot.updates.push({
        message_reaction: {
          chat: place(),
          message_id: Number(messageId),
          user: chat.person,
          date: seconds(),
          old_reaction: [],
          new_reaction: emoji === null ? [] : [{ type: 'emoji', emoji }],
        },
      })
    },
    blocks: () => turn('blocked'),
    unblocks: () => turn('member'),
    deactivates: () => void (chat.state = 'deactivated'),
    sees: () => chat.messages.filter(each => each.from.is_bot).map(seen),
  }
}

function seen(message: Message): Seen {
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat()
  return {
    messageId: String(message.message_id),
    text: message.text ?? message.caption ?? '',
    choices: buttons.filter(button => button.callback_data !== undefined).map(button => button.text),
    links: buttons.flatMap(button => button.url ?? []),
    markup: message.reply_markup,
    edited: message.edit_date !== undefined,
  }
}

function findButton(chat: Chat, label: string, message?: Sent | Seen): [messageId: string, Button] {
  const inline = (markup?: Markup) => (markup?.inline_keyboard ?? []).flat().filter(button => button.callback_data !== undefined)
  const places: [string, Button[]][] = message
    ? [[message.messageId, inline(message.markup)]]
    : chat.messages.filter(each => each.from.is_bot).map(each => [String(each.message_id), inline(each.reply_markup)] as [string, Button[]])
  for (const [messageId, buttons] of places.reverse()) {
    const button = buttons.find(each => each.text === label) ?? buttons.find(each => each.callback_data === label)
    if (button) return [messageId, button]
  }
  const visible = places.flatMap(([, buttons]) => buttons.map(button => `[${button.text}]`))
  throw new Error(`there is no button "${label}" to tap; there are: ${visible.join(' ') || 'none'}`)
}

function command(text: string) {
  return { text, entities: [{ type: 'bot_command', offset: 0, length: text.split(' ')[0]!.length }] }
}
