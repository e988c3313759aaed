/** What Telegram knows of one bot: its chats, what was said in them, and what is on its way to it. */
import { faultList, type Faults } from './bot-api-faults.ts'
import { rateLimiter, type RateLimits } from './bot-api-limits.ts'
import type { Markup, Params } from './bot-api-rules.ts'
import { updateQueue, type UpdateQueue } from './bot-api-updates.ts'

export type Person = { id: number; is_bot: false; first_name: string; last_name?: string; language_code?: string }
export type Message = {
  message_id: number
  chat: { id: number; type: 'private'; first_name: string }
  from: { id: number; is_bot: boolean; first_name: string }
  date: number
  edit_date?: number
  text?: string
  caption?: string
  entities?: unknown[]
  reply_markup?: Markup
} & Record<string, unknown>

export type Chat = {
  id: number
  person: Person
  /** A stranger has never pressed "start". */
  state: 'stranger' | 'member' | 'blocked' | 'deactivated'
  messages: Message[]
  /** A group that became another one; one without topics. */
  movedTo?: number
  noTopics?: boolean
}

/** A message that was accepted, as it was sent: later edits change the chat, not this. */
export type Sent = {
  method: string
  chatId: string
  messageId: string
  text: string
  /** The topic of a group that it was sent to. */
  topic?: string
  /** Milliseconds since 1970, by a timer that never jumps. */
  at: number
  entities?: unknown[]
  markup?: Markup
  /** The address or id of the picture, document or voice. */
  file?: string
}

export type Call = { method: string; chatId: string | null; at: number; status: number | 'cut' | 'hang'; retryAfter?: number }

export type BotState = {
  id: number
  username: string
  chats: Map<number, Chat>
  sent: Sent[]
  calls: Call[]
  /** Answers that the bot gave to taps. */
  answered: { callbackId: string; text?: string }[]
  openCallbacks: Map<string, number>
  commands: Params[]
  updates: UpdateQueue
  faults: Faults
  limiter: ReturnType<typeof rateLimiter> | null
  /** Every positive chat id counts as somebody who has started the bot. */
  anyChat: boolean
  /** Where it differs from Telegram, as its documentation says. */
  isBale: boolean
  files: Map<string, Buffer>
  nextId(): number
  changed(): void
  limit(limits: RateLimits | null): void
}

export type BotSettings = {
  token: string
  username: string
  limits: RateLimits | null
  anyChat: boolean
  isBale: boolean
  redeliverMs: number
  changed: () => void
}

export function newBot({ token, username, limits, anyChat, isBale, redeliverMs, changed }: BotSettings): BotState {
  let lastId = 100
  const bot: BotState = {
    id: Number(token.split(':')[0]),
    username,
    chats: new Map(),
    sent: [],
    calls: [],
    answered: [],
    openCallbacks: new Map(),
    commands: [],
    updates: updateQueue({ redeliverMs, changed }),
    faults: faultList(),
    limiter: limits && rateLimiter(limits),
    anyChat,
    isBale,
    files: new Map(),
    nextId: () => ++lastId,
    changed,
    limit: next => void (bot.limiter = next && rateLimiter(next)),
  }
  return bot
}

export function newChat(bot: BotState, id: number, state: Chat['state'], person: Partial<Person> = {}): Chat {
  const chat: Chat = { id, person: { id, is_bot: false, first_name: 'سارا', language_code: 'fa', ...person }, state, messages: [] }
  bot.chats.set(id, chat)
  return chat
}

/** Milliseconds since 1970 that never jump back. */
export function wallTime(): number {
  return performance.timeOrigin + performance.now()
}
