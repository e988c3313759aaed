import { OutcomeUnknown } from '../../src/errors.ts'
import { endingOf } from './endings.ts'
import type { Platform } from './platform.ts'
import type { Call } from './render.ts'
import { throwIfMoved } from './topics.ts'

type Ways = {
  platform: Platform
  send(call: Call): Promise<{ message_id: number }>
  moved(change: { from: string; to: string }): Promise<void>
}

/** The calls of one message, one after another; the id is the last one's. After the first nothing can be taken back: what fails then is unknown. */
export async function sendCalls(calls: readonly Call[], { platform, send, moved }: Ways): Promise<{ messageId: string }> {
  let messageId = 0
  for (const [at, call] of calls.entries()) {
    try {
      messageId = (await send(call)).message_id
    } catch (error) {
      if (at === 0) await throwIfMoved(error, String(call.payload.chat_id), moved)
      const ending = endingOf(error, platform)
      throw at === 0 ? ending : new OutcomeUnknown(`part ${at + 1} of ${calls.length} failed (${ending.message}), those before it arrived`)
    }
  }
  return { messageId: String(messageId) }
}
