import type { InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyKeyboardMarkup } from 'grammy/types'
import type { Outgoing } from '../../src/channel.ts'
import { clean } from '../../src/text/normalise.ts'
import { splitText } from '../split-text.ts'
import { TELEGRAM, type Platform } from './platform.ts'

/** In UTF-16 code units. */
export const CAPTION_LIMIT = 1024
const COPY_TEXT_LIMIT = 256
/** Two labels up to this long fit beside each other on a phone. */
const SHORT_LABEL = 16

type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup

/** One call of the Bot API. */
export type Call =
  | {
      method: 'sendMessage'
      payload: {
        chat_id: number
        message_thread_id?: number
        text: string
        entities?: MessageEntity[]
        link_preview_options?: { is_disabled: true }
        reply_markup?: Markup
      }
    }
  | { method: 'editMessageText'; payload: { chat_id: number; message_id: number; text: string; entities?: MessageEntity[]; link_preview_options?: { is_disabled: true }; reply_markup?: InlineKeyboardMarkup } }
  | { method: 'sendDocument'; payload: { chat_id: number; message_thread_id?: number; document: { name: string; text: string }; reply_markup?: Markup } }
  | {
      method: 'sendPhoto'
      payload: { chat_id: number; message_thread_id?: number; photo: string; caption?: string; caption_entities?: MessageEntity[]; reply_markup?: Markup }
    }

/**
 * The calls that say it, in their order; nearly always one. Words are never read as markup: entities are sent, never a
 * parse mode, and where every text is Markdown its signs are escaped. The keyboard stands under the last part.
 */
export function render(chatId: string, outgoing: Outgoing, platform: Platform = TELEGRAM): Call[] {
  // A topic of a group is a place of its own.
  const [chat, topic] = chatId.split('/')
  const place = { chat_id: Number(chat), ...(topic === undefined ? {} : { message_thread_id: Number(topic) }) }
  const { buttons, inText } = sortLinks(outgoing)
  const text = fullText(outgoing, inText)
  const reply_markup = markupOf(outgoing, buttons, platform)
  const withMarkup = reply_markup ? { reply_markup } : {}
  const calls: Call[] = []
  if (outgoing.replaces !== undefined) {
    const [part = ''] = splitText(text, platform.textLimit)
    return [{ method: 'editMessageText', payload: { ...place, message_id: Number(outgoing.replaces), text: written(part, platform), ...codeEntities(part, outgoing, platform), link_preview_options: { is_disabled: true } } }]
  }

  if (outgoing.image !== undefined) {
    const fits = written(text, platform).length <= CAPTION_LIMIT
    const entities = fits ? codeEntities(text, outgoing, platform) : {}
    calls.push({
      method: 'sendPhoto',
      payload: {
        ...place,
        photo: outgoing.image,
        ...(fits && text ? { caption: written(text, platform) } : {}),
        ...(entities.entities ? { caption_entities: entities.entities } : {}),
        ...(fits ? withMarkup : {}),
      },
    })
    if (fits) return calls
  }

  if (outgoing.file) calls.push({ method: 'sendDocument', payload: { ...place, document: outgoing.file } })
  const parts = splitText(text, platform.textLimit)
  parts.forEach((part, at) =>
    calls.push({
      method: 'sendMessage',
      payload: {
        ...place,
        text: written(part, platform),
        ...codeEntities(part, outgoing, platform),
        // The picture and the buttons say where a link leads; a preview would only push the words away.
        ...(platform.readsMarkdown ? {} : { link_preview_options: { is_disabled: true as const } }),
        ...(at === parts.length - 1 ? withMarkup : {}),
      },
    }),
  )
  return calls
}

function fullText(outgoing: Outgoing, inText: { url: string; label: string }[]): string {
  const { text, code } = outgoing
  const lines = [text, ...inText.map(({ url, label }) => `${label}: ${url}`)]
  if (code && !text.includes(code.value)) lines.push(code.value)
  return clean(lines.filter(Boolean).join('\n'))
}

/** The text as this platform has to get it to show just that. */
function written(text: string, { readsMarkdown }: Platform): string {
  return readsMarkdown ? text.replace(/[*_[\]]/g, '\\$&') : text
}

/** Monospace for the code, without the marks of direction around it, so that copying takes nothing else. */
function codeEntities(text: string, { code }: Outgoing, { readsMarkdown }: Platform): { entities?: MessageEntity[] } {
  if (!code || readsMarkdown) return {}
  const own = new RegExp(`^[\\u2066-\\u2069\\s]*${escapeRegExp(code.value)}[\\u2066-\\u2069\\s]*$`, 'm').exec(text)
  const offset = text.indexOf(code.value, own?.index ?? 0)
  return offset < 0 || code.value === '' ? {} : { entities: [{ type: 'code', offset, length: code.value.length }] }
}

function markupOf(outgoing: Outgoing, links: { url: string; label: string }[], { copyButtons }: Platform): Markup | undefined {
  const { choices = [], code, askPhone } = outgoing
  // A phone number can only be asked for by a key of the reply keyboard, and a message has one keyboard: the choices become keys too.
  if (askPhone !== undefined)
    return {
      keyboard: [[{ text: clean(askPhone), request_contact: true }], ...choices.map(({ label }) => [{ text: clean(label) }])],
      one_time_keyboard: true,
      resize_keyboard: true,
    }
  const rows: InlineKeyboardButton[][] = []
  if (copyButtons && code && code.value.length <= COPY_TEXT_LIMIT) rows.push([{ text: clean(code.copyLabel), copy_text: { text: code.value } }])
  rows.push(...links.map(({ url, label }) => [{ text: clean(label), url }]))
  rows.push(...layOut(choices))
  return rows.length > 0 ? { inline_keyboard: rows } : undefined
}

/** A scale and a list stand one under another; of two or three answers the short ones stand side by side. */
function layOut(choices: NonNullable<Outgoing['choices']>): InlineKeyboardButton[][] {
  const mayPair = choices.length <= 3 && choices.every(choice => choice.score === undefined)
  const isShort = (label: string) => [...label].length <= SHORT_LABEL
  const rows: InlineKeyboardButton[][] = []
  for (const { token, label } of choices) {
    const button = { text: clean(label), callback_data: token }
    const open = rows.at(-1)
    if (mayPair && open?.length === 1 && isShort(open[0]!.text) && isShort(label)) open.push(button)
    else rows.push([button])
  }
  return rows
}

/** Telegram puts no button on an address without a dot in its host (http://localhost:3000), and none beside a reply keyboard. */
function sortLinks({ links = [], askPhone }: Outgoing) {
  const fits = ({ url }: { url: string }) => {
    if (askPhone !== undefined || !URL.canParse(url)) return false
    const { protocol, hostname } = new URL(url)
    return (protocol === 'http:' || protocol === 'https:') && (hostname.includes('.') || hostname.startsWith('['))
  }
  return { buttons: links.filter(fits), inText: links.filter(link => !fits(link)) }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
