/** What can go wrong between a bot and Telegram, on demand. */
export type Fault = {
  /** The method it strikes, in any case; every `send…` method when absent. */
  method?: string
  /** Only calls to this chat. */
  chatId?: string | number
  /** How many calls, one by default. */
  times?: number
  /** Strikes this share of the calls (0…1), by a fixed sequence. */
  chance?: number
} & Harm

type Harm =
  /** Answers an error. With `accepted` the message was delivered all the same. */
  | { answer: 400 | 401 | 403 | 404 | 409 | 429 | 500 | 502; description?: string; retryAfter?: number; accepted?: boolean }
  /** Resets the connection, before or after the message was delivered. */
  | { cut: 'before' | 'after' }
  /** Never answers. */
  | { hang: 'before' | 'after' }
  /** Answers late. */
  | { delayMs: number }

export type Faults = {
  add(fault: Fault): void
  /** The harm that this call meets, or null. Counts it. */
  meet(method: string, chatId: unknown): Fault | null
  heal(): void
}

export function faultList(): Faults {
  let faults: (Fault & { left: number })[] = []
  const chance = fixedSequence()
  return {
    add: fault => void faults.push({ ...fault, left: fault.times ?? (fault.chance ? Infinity : 1) }),
    meet(method, chatId) {
      if (faults.length === 0) return null
      const fault = faults.find(
        each =>
          (each.method ? each.method.toLowerCase() === method : method.startsWith('send')) &&
          (each.chatId === undefined || String(each.chatId) === String(chatId)) &&
          (each.chance === undefined || chance() < each.chance),
      )
      if (!fault) return null
      if (--fault.left <= 0) faults = faults.filter(each => each !== fault)
      return fault
    },
    heal: () => void (faults = []),
  }
}

// The same figures in every run: a linear congruential generator (Numerical Recipes).
function fixedSequence(): () => number {
  let state = 42
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
