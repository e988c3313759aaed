/** What Telegram refuses in a message, as pure checks. Each answers the description of the refusal, or null. */

export type Params = Record<string, unknown>

export type Button = {
  text: string
  callback_data?: string
  url?: string
  copy_text?: { text: string }
  request_contact?: boolean
}
export type Markup = {
  inline_keyboard?: Button[][]
  keyboard?: (Button | string)[][]
  remove_keyboard?: boolean
  force_reply?: boolean
}

const TEXT_LIMIT = 4096
const CAPTION_LIMIT = 1024
const CALLBACK_DATA_BYTES = 64
const COPY_TEXT_LIMIT = 256
const BUTTON_LIMIT = 100
const ENTITY_TYPES = new Set(
  'mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre text_link text_mention custom_emoji'.split(
    ' ',
  ),
)

export function whyTextRefused(params: Params): string | null {
  const { text } = params
  if (typeof text !== 'string' || text.trim() === '') return 'message text is empty'
  if (text.length > TEXT_LIMIT) return 'message is too long'
  return whyWordsRefused(text, params.entities, params.parse_mode)
}

export function whyCaptionRefused(params: Params): string | null {
  const { caption = '' } = params
  if (typeof caption !== 'string') return 'message caption must be a string'
  if (caption.length > CAPTION_LIMIT) return 'message caption is too long'
  return whyWordsRefused(caption, params.caption_entities, params.parse_mode)
}

/** `kind` is the field that carries the file: its id, an address that Telegram fetches itself, or an upload. */
export function whyFileRefused(file: unknown, isKnownFile: (fileId: string) => boolean): string | null {
  if (file && typeof file === 'object') return null
  if (typeof file !== 'string' || file === '') return 'there is no file in the request'
  if (isKnownFile(file)) return null
  return whyUrlRefused(file, ['http:', 'https:']) ? 'wrong file identifier/HTTP URL specified' : null
}

export function whyMarkupRefused(markup: unknown): string | null {
  if (markup === undefined || markup === null) return null
  if (typeof markup !== 'object') return "can't parse reply keyboard markup JSON object"
  const { inline_keyboard: inline, keyboard } = markup as Markup
  const rows: unknown = inline ?? keyboard ?? []
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) return 'field "inline_keyboard" must be an Array of Arrays'
  const buttons = (rows as (Button | string)[][]).flat().map(button => (typeof button === 'string' ? { text: button } : button))
  if (buttons.length > BUTTON_LIMIT) return 'reply markup is too long'
  for (const button of buttons) {
    if (typeof button.text !== 'string' || button.text.trim() === '') return 'inline keyboard button text must be non-empty'
    const refused = inline ? whyInlineButtonRefused(button) : whyKeyButtonRefused(button)
    if (refused) return refused
  }
  return null
}

/** Entities count UTF-16 code units, as JavaScript does. */
function whyWordsRefused(text: string, entities: unknown, parseMode: unknown): string | null {
  if (!text.isWellFormed()) return 'strings must be encoded in UTF-8'
  if (parseMode !== undefined) return 'parse_mode is not emulated: send entities'
  if (entities === undefined) return null
  if (!Array.isArray(entities)) return "can't parse entities: expected an Array"
  for (const { type, offset, length, url } of entities) {
    if (!ENTITY_TYPES.has(type)) return `can't parse entities: unsupported type "${type}"`
    if (!Number.isInteger(offset) || !Number.isInteger(length) || offset < 0 || length < 1 || offset + length > text.length)
      return `entity ${type} is out of the text: offset ${offset}, length ${length}, text ${text.length}`
    if (cutsCharacter(text, offset) || cutsCharacter(text, offset + length)) return `entity ${type} cuts a character at ${offset}+${length}`
    if (type === 'text_link' && whyUrlRefused(url)) return 'entity text_link has a wrong URL'
  }
  return null
}

function cutsCharacter(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  const before = text.charCodeAt(at - 1)
  return unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff
}

function whyInlineButtonRefused(button: Button): string | null {
  const actions = Object.keys(button).filter(field => field !== 'text')
  if (actions.length !== 1) return 'text buttons are unallowed in the inline keyboard'
  if (button.callback_data !== undefined) {
    const bytes = typeof button.callback_data === 'string' ? Buffer.byteLength(button.callback_data) : 0
    return bytes >= 1 && bytes <= CALLBACK_DATA_BYTES ? null : 'BUTTON_DATA_INVALID'
  }
  if (button.copy_text !== undefined) {
    const length = button.copy_text?.text?.length ?? 0
    return length >= 1 && length <= COPY_TEXT_LIMIT ? null : 'BUTTON_COPY_TEXT_INVALID'
  }
  if (button.url !== undefined) {
    const why = whyUrlRefused(button.url)
    return why && `inline keyboard button URL '${button.url}' is invalid: ${why}`
  }
  return `inline keyboard button of an unknown kind: ${actions[0]}`
}

function whyKeyButtonRefused(button: Button): string | null {
  const actions = Object.keys(button).filter(field => field !== 'text')
  return actions.length === 0 || (actions.length === 1 && button.request_contact === true)
    ? null
    : `keyboard button of an unknown kind: ${actions}`
}

// Telegram takes no host without a dot: http://localhost:3000 never works on a button.
function whyUrlRefused(url: unknown, protocols = ['http:', 'https:', 'tg:']): string | null {
  if (typeof url !== 'string' || !URL.canParse(url)) return 'Wrong HTTP URL'
  const { protocol, hostname } = new URL(url)
  if (!protocols.includes(protocol)) return 'Unsupported URL protocol'
  return protocol !== 'tg:' && !hostname.includes('.') && !hostname.startsWith('[') ? 'Wrong HTTP URL' : null
}
