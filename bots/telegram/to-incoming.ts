import type { InlineKeyboardButton, Message, Update, User } from 'grammy/types'
import type { ChannelHandlers, ChannelName, Incoming } from '../../src/channel.ts'
import { cleanDeep } from '../../src/text/normalise.ts'

/** What an update means to us. A tap also says how to acknowledge it once it is stored. */
export type Heard = { incoming: Incoming; tap?: Tap } | { reachable: Parameters<ChannelHandlers['reachable']>[0] } | { moved: { from: string; to: string } }

/** `keyboard` is what stays under the message: its links and codes, but no choice. */
export type Tap = { callbackId: string; chatId: string; messageId: string; keyboard: InlineKeyboardButton[][] }

/** The kinds of update that we understand, for Telegram to send. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member', 'message_reaction'] as const

/** Pure. null: nothing for us (groups, channels, other bots, service messages, kinds we did not ask for). */
export function toIncoming(account: string, update: Update, channel: ChannelName = 'telegram'): Heard | null {
  const heard = read(channel, account, update)
  // Texts come from people: what no database keeps (NUL, half characters) is taken out here.
  return heard && cleanDeep(heard)
}

/** Whose turn it is: acts of one chat keep their order. */
export function chatOf(heard: Heard | null): string {
  if (!heard) return ''
  if ('moved' in heard) return heard.moved.from
  return 'reachable' in heard ? heard.reachable.chatId : heard.incoming.chatId
}

type Common = Pick<Incoming, 'channel' | 'account' | 'key' | 'chatId' | 'messageId' | 'replyTo' | 'edited' | 'forwarded' | 'group' | 'sender'>
type Content = Message & { chat: { id: number; type: string }; migrate_to_chat_id?: number; sender_chat?: unknown; is_topic_message?: boolean; message_thread_id?: number }

function read(channel: ChannelName, account: string, update: Update): Heard | null {
  const common = (chatId: number, from: User | undefined, messageId?: number): Common => ({
    channel,
    account,
    key: String(update.update_id),
    chatId: String(chatId),
    ...(messageId === undefined ? {} : { messageId: String(messageId) }),
    sender: { ...(from?.first_name ? { name: from.first_name } : {}), ...(from?.language_code ? { locale: from.language_code } : {}) },
  })

  const message = (update.message ?? update.edited_message) as Content | undefined
  if (message) {
    if (message.migrate_to_chat_id !== undefined) return { moved: { from: String(message.chat.id), to: String(message.migrate_to_chat_id) } }
    // In a group only a person who shows themselves is heard: an anonymous admin or a channel could be anybody.
    if (!isPerson(message.from) || message.sender_chat !== undefined) return null
    const isGroup = message.chat.type === 'group' || message.chat.type === 'supergroup'
    if (!isGroup && message.chat.type !== 'private') return null
    const replyTo = message.reply_to_message?.message_id
    const edited = update.edited_message !== undefined
    const content = readContent(message, edited)
    if (!content) return null
    return {
      incoming: {
        ...common(message.chat.id, message.from, message.message_id),
        ...(replyTo === undefined ? {} : { replyTo: String(replyTo) }),
        ...(edited ? { edited } : {}),
        ...(message.forward_origin || message.via_bot ? { forwarded: true } : {}),
        ...(isGroup ? { group: { person: String(message.from!.id), ...(message.is_topic_message && message.message_thread_id !== undefined ? { topic: String(message.message_thread_id) } : {}) } } : {}),
        ...content,
      },
    }
  }

  const query = update.callback_query
  if (query) {
    const place = query.message
    if (!place || place.chat.type !== 'private' || !isPerson(query.from) || query.data === undefined) return null
    const rows = 'reply_markup' in place ? (place.reply_markup?.inline_keyboard ?? []) : []
    const keyboard = rows.map(row => row.filter(button => !('callback_data' in button))).filter(row => row.length > 0)
    return {
      incoming: { ...common(place.chat.id, query.from, place.message_id), kind: 'choice', token: query.data },
      tap: { callbackId: query.id, chatId: String(place.chat.id), messageId: String(place.message_id), keyboard },
    }
  }

  const reaction = update.message_reaction
  if (reaction) {
    if (reaction.chat.type !== 'private' || !isPerson(reaction.user)) return null
    const newest = reaction.new_reaction.at(-1)
    const emoji = newest === undefined ? null : newest.type === 'emoji' ? newest.emoji : ''
    return { incoming: { ...common(reaction.chat.id, reaction.user, reaction.message_id), kind: 'reaction', emoji } }
  }

  const member = update.my_chat_member
  if (member?.chat.type === 'private') {
    const ok = member.new_chat_member.status !== 'kicked'
    return { reachable: { chatId: String(member.chat.id), ok, ...(ok ? {} : { reason: 'blocked' }) } }
  }
  return null
}

type Kind<I = Incoming> = I extends Incoming ? Omit<I, keyof Common> : never

function readContent(message: Content, edited: boolean): Kind | null {
  if (message.text !== undefined) return readText(message.text)
  const { contact } = message
  if (contact)
    return { kind: 'contact', phone: contact.phone_number, own: contact.user_id !== undefined && contact.user_id === message.from?.id }
  // A live location is edited every few seconds and says nothing new.
  if (message.location && edited) return null
  const media = readMedia(message)
  return media && { kind: 'other', ...media, ...(message.caption === undefined ? {} : { caption: message.caption }) }
}

/** Only "/start" is a command to us; every other one is words that the conversation understands. */
function readText(text: string): Kind {
  const start = /^\/start(?:@\w+)?(?:\s+(.*))?$/s.exec(text)
  if (!start) return { kind: 'text', text }
  const payload = start[1]?.trim() ?? ''
  return { kind: 'start', ...(/^[A-Za-z0-9_-]{1,64}$/.test(payload) ? { payload } : {}) }
}

function readMedia(message: Content): Pick<Extract<Incoming, { kind: 'other' }>, 'what' | 'ref'> | null {
  const { photo, voice, location, sticker } = message
  const video = message.video ?? message.video_note ?? message.animation
  const document = message.document ?? message.audio
  if (photo) return { what: 'photo', ...(photo.length > 0 ? { ref: photo.at(-1)!.file_id } : {}) }
  if (voice) return { what: 'voice', ref: voice.file_id }
  if (video) return { what: 'video', ref: video.file_id }
  if (document) return { what: 'document', ref: document.file_id }
  if (location) return { what: 'location', ref: `${location.latitude},${location.longitude}` }
  if (sticker) return { what: 'sticker', ref: sticker.file_id }
  return message.poll || message.dice || message.story || message.game ? { what: 'unknown' } : null
}

function isPerson(user: User | undefined): boolean {
  return user !== undefined && !user.is_bot
}
