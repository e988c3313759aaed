import type { proto, WAMessageKey } from '@whiskeysockets/baileys'
import type { Incoming } from '../../src/channel.ts'
import { cleanDeep } from '../../src/text/normalise.ts'

/** A message as Baileys decoded it, its content unwrapped. `chatId` and `also`: the chat under its phone number and its hidden id. */
export type HeardMessage = {
  key: Pick<WAMessageKey, 'id' | 'fromMe'>
  chatId: string
  also: string | null
  pushName?: string | null | undefined
  content: proto.IMessage
  /** How the file in it is fetched. */
  ref?: string | null
}

/** The first word of the text that a link puts into the composer, in both languages. */
export const START_WORDS = { fa: 'شروع', en: 'start' } as const
const START = new RegExp(`^/?(?:${Object.values(START_WORDS).join('|')})(?:\\s+([A-Za-z0-9_-]{1,64}))?$`, 'i')

/** Pure. null: nothing that a person said (keys, receipts, history, deletions). */
export function toIncoming(account: string, message: HeardMessage): Incoming | null {
  const { key, chatId, also, pushName, content } = message
  if (!key.id) return null
  const read = readContent(content, chatId)
  const kind = read?.kind === 'other' && message.ref ? { ...read, ref: message.ref } : read
  if (!kind) return null
  const phone = phoneOf(chatId)
  const context = contextOf(content)
  return cleanDeep({
    channel: 'whatsapp',
    account,
    key: `${chatId}|${key.id}`,
    chatId,
    messageId: key.id,
    ...(also === null ? {} : { also }),
    ...(key.fromMe ? { fromShop: true } : phone === null ? {} : { ownPhone: phone }),
    ...(context?.stanzaId ? { replyTo: context.stanzaId } : {}),
    ...(context?.isForwarded ? { forwarded: true } : {}),
    sender: pushName && !key.fromMe ? { name: pushName } : {},
    ...kind,
  })
}

type Common = 'channel' | 'account' | 'key' | 'chatId' | 'sender' | 'replyTo' | 'forwarded' | 'also' | 'ownPhone' | 'fromShop'
type Kind<I = Incoming> = I extends Incoming ? Omit<I, Common> : never

function readContent(content: proto.IMessage, chatId: string): Kind | null {
  const text = content.conversation ?? content.extendedTextMessage?.text
  if (text) return readText(text)
  const { protocolMessage, reactionMessage, contactMessage, imageMessage, audioMessage, videoMessage, documentMessage, stickerMessage } = content
  if (protocolMessage) return readEdit(protocolMessage, chatId)
  if (reactionMessage)
    return { kind: 'reaction', emoji: reactionMessage.text || null, ...(reactionMessage.key?.id ? { messageId: reactionMessage.key.id } : {}) }
  if (contactMessage) {
    const phone = /waid=(\d+)/.exec(contactMessage.vcard ?? '')?.[1]
    return phone ? { kind: 'contact', phone: `+${phone}`, own: `+${phone}` === phoneOf(chatId) } : { kind: 'other', what: 'unknown' }
  }
  if (imageMessage) return { kind: 'other', what: 'photo', ...captionOf(imageMessage) }
  if (audioMessage) return { kind: 'other', what: 'voice' }
  if (videoMessage ?? content.ptvMessage) return { kind: 'other', what: 'video', ...captionOf(videoMessage) }
  if (documentMessage) return { kind: 'other', what: 'document', ...captionOf(documentMessage) }
  if (stickerMessage) return { kind: 'other', what: 'sticker' }
  const place = content.locationMessage ?? content.liveLocationMessage
  if (place) return { kind: 'other', what: 'location', ref: `${place.degreesLatitude},${place.degreesLongitude}` }
  return content.pollCreationMessage || content.pollCreationMessageV3 || content.contactsArrayMessage ? { kind: 'other', what: 'unknown' } : null
}

function readText(text: string): Kind {
  const start = START.exec(text.trim())
  if (!start) return { kind: 'text', text }
  return { kind: 'start', ...(start[1] ? { payload: start[1] } : {}) }
}

/** Type 14 replaces the words of an earlier message; everything else of the protocol is not for us. */
function readEdit(message: proto.Message.IProtocolMessage, chatId: string): Kind | null {
  const edited = message.editedMessage && message.key?.id ? readContent(message.editedMessage, chatId) : null
  return edited?.kind === 'text' ? { ...edited, edited: true, messageId: message.key!.id! } : null
}

const captionOf = (media: { caption?: string | null } | null | undefined) => (media?.caption ? { caption: media.caption } : {})

function contextOf(content: proto.IMessage): proto.IContextInfo | null | undefined {
  const { extendedTextMessage, imageMessage, videoMessage, documentMessage, audioMessage } = content
  return (extendedTextMessage ?? imageMessage ?? videoMessage ?? documentMessage ?? audioMessage)?.contextInfo
}

/** E.164 of a chat that stands under its number; the hidden ids (@lid) are no numbers. */
export function phoneOf(chatId: string): string | null {
  const found = /^(\d{6,15})@s\.whatsapp\.net$/.exec(chatId)
  return found ? `+${found[1]}` : null
}
