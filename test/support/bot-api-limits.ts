/** How fast Telegram lets a bot send: so many a second in all, and a bucket per chat. */
export type RateLimits = {
  /** Messages in any one second. */
  perSecond: number
  perChatPerSecond: number
  /** So many to one chat at once, before its own rate counts. */
  chatBurst: number
}

export const TELEGRAM_LIMITS: RateLimits = { perSecond: 30, perChatPerSecond: 1, chatBurst: 3 }

// A fair sender's messages arrive a little bunched; real Telegram does not count milliseconds either.
const SLACK_MS = 50

/** `take` answers 0 when the message may pass, else the seconds to wait (whole, at least 1). A refused one costs nothing. */
export function rateLimiter(limits: RateLimits): { take(chatId: number, now: number): number } {
  // A window above the allowance by one is a bunched arrival, by two it is a fault of the sender.
  const accepted = new Float64Array(limits.perSecond + 1).fill(-Infinity)
  let oldest = 0
  const chats = new Map<number, { tokens: number; at: number }>()

  return {
    take(chatId, now) {
      const windowFreeAt = accepted[oldest]! + 1000
      if (now < windowFreeAt) return Math.ceil((windowFreeAt - now) / 1000)

      const bucket = chats.get(chatId) ?? { tokens: limits.chatBurst, at: now }
      const tokens = Math.min(limits.chatBurst, bucket.tokens + ((now - bucket.at) / 1000) * limits.perChatPerSecond)
      const missing = 1 - tokens - (SLACK_MS / 1000) * limits.perChatPerSecond
      if (missing > 0) return Math.ceil(missing / limits.perChatPerSecond)

      chats.set(chatId, { tokens: tokens - 1, at: now })
      accepted[oldest] = now
      oldest = (oldest + 1) % accepted.length
      return 0
    },
  }
}
