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
  /** Bulk goes this far apart, by chance in between: milliseconds. */
  apart?: { least: number; most: number }
}

/** What left lately: still on its way (in the order of leaving), and when the answers came of what has landed (in that order). */
type Flights = { fastest: number; answeredAt: number; inAir: Set<{ left: number }>; landed: number[] }

/** Slots that come free within so long are granted together: their rows share a mark. "leave" spreads them again. */
const GATHER_MS = 25

type Bucket = { tokens: number; at: number }

export type Pacing = ReturnType<typeof createPacing>

/** `ratesOf`: null means that the channel has no limits (the web chat). `share`: this worker's part of the allowance, 0–1. */
export function createPacing(ratesOf: (channel: string) => Rates | null) {
  const bots = new Map<string, Bucket>()
  const chats = new Map<string, Bucket>()
  const pauses = new Map<string, number>()
  const flightsOf = new Map<string, Flights>()
  let share = 1

  /** A hair below the allowance, so that "leave" hardly ever has to hold one back. */
  const botBucket = (key: string, rates: Rates, now: number) => {
    const perMs = (rates.rate * share * 0.995) / 1000
    const size = Math.max(1.9, 2 * GATHER_MS * perMs)
    return { bot: refill(bots, key, size, perMs, now), perMs }
  }

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

    /** Milliseconds until this bot may send bulk again; 0: now. What the whole bot waits for, no row of it need be asked about. */
    bulkWait(channel: string, account: string, now: number): number {
      const rates = ratesOf(channel)
      if (!rates) return 0
      const key = `${channel}|${account}|`
      const paused = pauses.get(key) ?? 0
      if (paused > now) return paused - now
      const { bot, perMs } = botBucket(key, rates, now)
      // Gathered for a moment, so that what goes together is marked together.
      return bot.tokens >= 1 ? 0 : (Math.max(1, GATHER_MS * perMs) - bot.tokens) / perMs
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
        const { bot, perMs } = botBucket(botKey, rates, now)
        if (bot.tokens < 1) return (1 - bot.tokens) / perMs
        bot.tokens -= 1
        if (rates.apart) pauses.set(botKey, now + rates.apart.least + Math.random() * (rates.apart.most - rates.apart.least))
      }
      chat.tokens -= 1
      return 0
    },

    /**
     * The last look before a bulk message leaves: between slot and arrival lie a transaction and a network, and where those take
     * now longer, now shorter, evenly granted slots arrive in bunches. `waitMs` 0: it counts, and `landed` is told of the answer.
     * The platform counts it, at the latest, as long before its answer as the fastest answer takes; without an answer, just now.
     */
    leave(channel: string, account: string, now: number): { waitMs: number; landed(now: number): void } {
      const most = Math.max(1, Math.floor((ratesOf(channel)?.rate ?? Number.POSITIVE_INFINITY) * share))
      if (most === Number.POSITIVE_INFINITY) return { waitMs: 0, landed: () => {} }
      const key = `${channel}|${account}|`
      const flights: Flights = flightsOf.get(key) ?? { fastest: Number.POSITIVE_INFINITY, answeredAt: now, inAir: new Set(), landed: [] }
      flightsOf.set(key, flights)
      const { inAir, landed } = flights
      const over = landed.findIndex(at => at - flights.fastest > now - SECOND)
      landed.splice(0, over === -1 ? landed.length : over)
      for (const flight of inAir) {
        // Of what is not answered for so long nobody knows; it no longer counts.
        if (flight.left + 2 * SECOND > now) break
        inAir.delete(flight)
      }
      if (landed.length + inAir.size >= most) {
        const oldest = landed.length > 0 ? landed[0]! - flights.fastest + SECOND : now + GATHER_MS
        return { waitMs: Math.max(1, oldest - now), landed: () => {} }
      }
      const flight = { left: now }
      inAir.add(flight)
      return {
        waitMs: 0,
        landed(at) {
          // Forgotten slowly, a hundredth a second: the way may have become longer for good.
          flights.fastest = Math.min(at - flight.left, flights.fastest * 1.01 ** ((at - flights.answeredAt) / SECOND))
          flights.answeredAt = at
          if (inAir.delete(flight)) landed.push(at)
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
