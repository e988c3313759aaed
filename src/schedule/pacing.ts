/**
 * How fast a channel may be written to: a token bucket for each bot (bulk and flow) and one for each chat, and the pauses that a
 * platform told us. Pure but for the instant that is handed in (machine time, milliseconds). Replies to a person who just wrote
 * do not queue behind bulk: they obey their chat only.
 */
import { SECOND } from '../clock.ts'

export type Rates = {
  /** Messages a second of the whole bot. */
  rate: number
  /** Messages a second in one chat, and how many may come at once. */
  chatRate: number
  chatBurst: number
}

/** A message on its way to the platform; `landed`: when the answer came. */
type Flight = { left: number; landed: number | null }

type Bucket = { tokens: number; at: number }

export type Pacing = ReturnType<typeof createPacing>

/** `ratesOf`: null means that the channel has no limits (the web chat). `share`: this worker's part of the allowance, 0–1. */
export function createPacing(ratesOf: (channel: string) => Rates | null) {
  const bots = new Map<string, Bucket>()
  const chats = new Map<string, Bucket>()
  const pauses = new Map<string, number>()
  const flightsOf = new Map<string, { fastest: number; all: Flight[] }>()
  let share = 1

  return {
    setShare(part: number) {
      share = part
    },

    /** Bulk messages a second that this worker may send there. */
    perSecond(channel: string): number {
      return (ratesOf(channel)?.rate ?? Number.POSITIVE_INFINITY) * share
    },

    /** Nothing of this bot's bulk (chatId ''), or of one chat, before `until`. */
    pause(channel: string, account: string, chatId: string, until: number) {
      const key = `${channel}|${account}|${chatId}`
      pauses.set(key, Math.max(pauses.get(key) ?? 0, until))
    },

    /** Takes a slot and returns 0, or takes nothing and returns how many milliseconds to wait. */
    take(to: { channel: string; account: string; chatId: string; bulk: boolean }, now: number): number {
      const rates = ratesOf(to.channel)
      if (!rates) return 0
      const botKey = `${to.channel}|${to.account}|`
      const chatKey = botKey + to.chatId
      const paused = Math.max((to.bulk && pauses.get(botKey)) || 0, pauses.get(chatKey) ?? 0)
      if (paused > now) return paused - now

      const chat = refill(chats, chatKey, rates.chatBurst, rates.chatRate / 1000, now)
      if (chat.tokens < 1) return (1 - chat.tokens) / (rates.chatRate / 1000)
      if (to.bulk) {
        // A hair below the allowance, so that no window of a second holds more than the allowance though a few go at once after a pause.
        const rate = rates.rate * share * 0.995
        const perMs = rate / 1000
        const bot = refill(bots, botKey, Math.max(1.9, rate * 0.005), perMs, now)
        if (bot.tokens < 1) return (1 - bot.tokens) / perMs
        bot.tokens -= 1
      }
      chat.tokens -= 1
      return 0
    },

    /**
     * The last look before a bulk message leaves: between slot and arrival lie a transaction and a network, and where those take
     * now longer, now shorter, evenly granted slots arrive in bunches. `waitMs` 0: it counts, and `landed` is told of the answer.
     */
    leave(channel: string, account: string, now: number): { waitMs: number; landed(now: number): void } {
      const most = Math.max(1, Math.floor((ratesOf(channel)?.rate ?? Number.POSITIVE_INFINITY) * share))
      const key = `${channel}|${account}|`
      const flights = flightsOf.get(key) ?? { fastest: Number.POSITIVE_INFINITY, all: [] }
      flightsOf.set(key, flights)
      flights.all = flights.all.filter(flight => arrivalOf(flight, flights.fastest, now) > now - SECOND)
      if (flights.all.length >= most) {
        const first = Math.min(...flights.all.map(flight => arrivalOf(flight, flights.fastest, now)))
        return { waitMs: Math.max(1, first + SECOND - now), landed: () => {} }
      }
      const flight: Flight = { left: now, landed: null }
      if (most < Number.POSITIVE_INFINITY) flights.all.push(flight)
      return {
        waitMs: 0,
        landed(at) {
          flight.landed = at
          // Forgotten slowly: the way may have become longer for good.
          flights.fastest = Math.min(at - flight.left, flights.fastest * 1.01)
        },
      }
    },

    /** Forgets chats whose bucket is full again, and pauses that are over: memory stays bounded. */
    forget(now: number) {
      for (const [key, bucket] of chats) if (now - bucket.at > 60_000) chats.delete(key)
      for (const [key, until] of pauses) if (until < now) pauses.delete(key)
    },
  }
}

/** When the platform counts it, at the latest: as long before the answer as the fastest answer takes; unanswered, just now. */
function arrivalOf({ left, landed }: Flight, fastest: number, now: number): number {
  return landed === null ? Math.min(now, left + SECOND) : Math.max(left, landed - fastest)
}

function refill(buckets: Map<string, Bucket>, key: string, size: number, perMs: number, now: number): Bucket {
  let bucket = buckets.get(key)
  if (!bucket) {
    bucket = { tokens: size, at: now }
    buckets.set(key, bucket)
  }
  bucket.tokens = Math.min(size, bucket.tokens + (now - bucket.at) * perMs)
  bucket.at = now
  return bucket
}
