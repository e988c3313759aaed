/** Messengers that speak the Bot API, and where they differ. Telegram as it documents itself; Bale as its documentation was read. */
import type { ChannelName } from '../../src/channel.ts'
import { ALLOWED_UPDATES } from './to-incoming.ts'

export type Platform = {
  name: Extract<ChannelName, 'telegram' | 'bale' | 'staff'>
  /** As people call it. */
  title: string
  /** The setting that holds the token, its neighbour that holds the address, and who gives tokens out. */
  tokenKey: string
  apiRootKey: string
  tokenFrom: string
  /** The longest text that we put into one message, in UTF-16 code units. */
  textLimit: number
  /** Every text is read as Markdown, wanted or not: its signs are escaped, and entities are not sent. */
  readsMarkdown: boolean
  /** A button may copy a text. */
  copyButtons: boolean
  /** Kinds of update to ask for; undefined: there is nothing to choose. */
  allowedUpdates: typeof ALLOWED_UPDATES | undefined
  /** Shows commands in one chat only. */
  hasMenus: boolean
  link(username: string, payload: string): string
}

export const TELEGRAM: Platform = {
  name: 'telegram',
  title: 'Telegram',
  tokenKey: 'TELEGRAM_BOT_TOKEN',
  apiRootKey: 'TELEGRAM_API_ROOT',
  tokenFrom: '@BotFather',
  textLimit: 4096,
  readsMarkdown: false,
  copyButtons: true,
  allowedUpdates: ALLOWED_UPDATES,
  hasMenus: true,
  link: (username, payload) => `https://t.me/${username}?start=${payload}`,
}

/** The shop's people in a bot of their own. */
export const STAFF: Platform = { ...TELEGRAM, name: 'staff', title: 'Telegram', tokenKey: 'STAFF_BOT_TOKEN' }

/**
 * Bale knows no webhook secret (we ask for updates instead), tells nobody that a chat was blocked (the next message to it is
 * refused), and answers edits with a stub (nothing reads it).
 */
export const BALE: Platform = {
  name: 'bale',
  title: 'Bale',
  tokenKey: 'BALE_BOT_TOKEN',
  apiRootKey: 'BALE_API_ROOT',
  tokenFrom: '@botfather in Bale',
  // Half of 4096: escaping may double a text.
  textLimit: 2048,
  readsMarkdown: true,
  copyButtons: false,
  allowedUpdates: undefined,
  hasMenus: false,
  link: (username, payload) => `https://ble.ir/${username}?start=${payload}`,
}
