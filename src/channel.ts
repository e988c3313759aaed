/** The port between us and a messenger. Adapters translate; they know nothing of customers, journeys or language. */

/** Where customers are. */
export const CHANNEL_NAMES = ['telegram', 'whatsapp', 'bale', 'webchat'] as const
/** staff: the shop's people in a bot of their own; no customer ever writes there. */
export type ChannelName = (typeof CHANNEL_NAMES)[number] | 'staff'
/** In the place of a channel, for staff who came in by the terminal only: nobody can be written to there. */
export const TERMINAL = 'terminal'

/** What a customer did. `key` is the platform's own id of the update: the inbox is unique on (channel, account, key). */
export type Incoming = {
  channel: ChannelName
  /** The bot or number it came to. */
  account: string
  key: string
  chatId: string
  /** The platform's id of this message, or of the message whose button was pressed. */
  messageId?: string
  /** The platform's id of the message that was quoted. */
  replyTo?: string
  /** This replaces the earlier message with the same messageId. */
  edited?: boolean
  /** Not what the sender wrote just now: passed on from elsewhere, or put in by an inline bot. */
  forwarded?: boolean
  /** Another id of the same chat on the same platform (WhatsApp: the hidden id beside the number). */
  also?: string
  /** The sender's own number, vouched for by the platform. E.164. */
  ownPhone?: string
  /** Written by the shop's people on the phone that this number lives on, to the customer of this chat. */
  fromShop?: boolean
  /** Written in a group: by whom, and under which topic. `chatId` is the group's. Only the staff's own group means anything. */
  group?: { person: string; topic?: string }
  sender: { name?: string; locale?: string }
} & (
  | { kind: 'text'; text: string }
  | { kind: 'choice'; token: string }
  | { kind: 'start'; payload?: string }
  | { kind: 'contact'; phone: string; own: boolean }
  | { kind: 'other'; what: 'photo' | 'voice' | 'video' | 'document' | 'location' | 'sticker' | 'unknown'; ref?: string; caption?: string }
  | { kind: 'reaction'; emoji: string | null }
)

/** What we say: final words. `text` has no markup. */
export type Outgoing = {
  text: string
  /** Takes the place of our message with this id, silently. Telegram only: elsewhere nothing is edited. */
  replaces?: string
  /** `score` is shown before the label where choices are numbered lists, because a bare number typed is the score. */
  choices?: { token: string; label: string; score?: number }[]
  links?: { url: string; label: string }[]
  image?: string
  /** A code to copy: shown monospace on its own line, with a copy button where there is one; its place in `text` is its own line. */
  code?: { value: string; copyLabel: string }
  /** Asks for the phone number; the value is the label of the button. */
  askPhone?: string
  /** Opens a topic of this name in the group, and says it there; `messageId` comes back as `<topic>/<message>`. */
  topic?: string
  /** A file beside the text, for staff; only where `capabilities.files`. */
  file?: { name: string; text: string }
  locale: Locale
}

export type Locale = 'fa' | 'en'

/** `halt`: the platform has had enough of us; nothing unasked may go out of this account for now. */
export type Receipt = { messageId: string; chatId: string; state: 'accepted' | 'delivered' | 'failed'; reason?: string; halt?: boolean }

export type PairingState =
  | { is: 'off' | 'connecting' | 'missing' }
  | { is: 'unpaired'; qr: string }
  | { is: 'on'; number: string }
  | { is: 'stopped'; why: string }

export type ChannelHandlers = {
  /** Resolves when the row is stored; only then may the adapter acknowledge. */
  incoming(incoming: Incoming): Promise<void>
  receipt(receipt: Receipt): Promise<void>
  /** The customer blocked (false) or unblocked (true) us. */
  reachable(change: { chatId: string; ok: boolean; reason?: string }): Promise<void>
  /** A group has another id from now on. */
  moved?(change: { from: string; to: string }): Promise<void>
}

export type Channel = {
  name: ChannelName
  /** Our bot or number; known without asking the network. */
  account: string
  capabilities: {
    choices: 'buttons' | 'numbered'
    textLimit: number
    /** The number is somebody's: whoever is no customer and came by no link hears nothing. */
    ignoresStrangers?: true
    files?: true
  }
  /** false: this process cannot send here now; rows wait, or another worker takes them. Absent: it always can. */
  ready?(): boolean
  /** Begins to receive. Sending works without it (another worker may be the one that receives). */
  start(handlers: ChannelHandlers): Promise<void>
  /**
   * Sends once, never retries. `key` is the outbox row's id. Throws RecipientGone, TryLater, Refused or OutcomeUnknown (errors.ts);
   * anything else counts as OutcomeUnknown.
   */
  send(chatId: string, outgoing: Outgoing, key: string): Promise<{ messageId: string }>
  /** The door for a personal link, or null while it is not known (the bot's name is asked at start). */
  link(payload: string): string | null
  stop(): Promise<void>
  /** Fetches what a customer sent, by the ref of its Incoming; at most `largest` bytes. Throws Refused for what never can be had. */
  fetchMedia?(ref: string, largest: number): Promise<{ bytes: Uint8Array; type: string }>
  /** Offers these commands in one chat, by language; null: none any more. */
  showCommands?(chatId: string, menu: Record<Locale, { command: string; description: string }[]> | null): Promise<void>
  /** Asks the platform who this bot is. */
  describe?(): Promise<{ username: string; name: string } | { problem: string }>
  /** Milliseconds since the platform last answered this process; machine time. */
  silentMs?(): number
  /** Where a device has to be paired first. `byCode`: characters to type on the phone instead of scanning; `phone` in digits. */
  pairing?: { state(): PairingState; byCode(phone: string): Promise<string> }
  /** Mounted by main at /hooks/<name> (web chat: /chat). */
  http?(request: Request): Promise<Response>
}
