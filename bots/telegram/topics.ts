import type { Outgoing } from '../../src/channel.ts'
import { SECOND } from '../../src/clock.ts'
import { TryLater } from '../../src/errors.ts'
import { endingOf, refusalOf } from './endings.ts'
import type { Platform } from './platform.ts'

const LONGEST_NAME = 128
const MOVED_MS = SECOND / 2

type Ways = {
  platform: Platform
  open(chatId: number, name: string): Promise<{ message_thread_id: number }>
  send(place: string, words: Outgoing): Promise<{ messageId: string }>
  moved(change: { from: string; to: string }): Promise<void>
}

/** Sends into a topic that is opened for it; a group without topics gets it in its one thread. */
export async function sendToTopic(chatId: string, { topic = '', ...words }: Outgoing, { platform, open, send, moved }: Ways): Promise<{ messageId: string }> {
  let thread: number
  try {
    thread = (await open(Number(chatId), topic.slice(0, LONGEST_NAME))).message_thread_id
  } catch (error) {
    await throwIfMoved(error, chatId, moved)
    const refusal = refusalOf(error)
    if (refusal?.error_code !== 400 || !/not a forum|not enough rights/i.test(refusal.description)) throw endingOf(error, platform)
    return await send(chatId, words)
  }
  const { messageId } = await send(`${chatId}/${thread}`, words)
  return { messageId: `${thread}/${messageId}` }
}

/** The group became another one: whoever keeps its id is told, and the message goes there in a moment. */
export async function throwIfMoved(error: unknown, chatId: string, moved: Ways['moved']): Promise<void> {
  const to = refusalOf(error)?.parameters?.migrate_to_chat_id
  if (to === undefined) return
  await moved({ from: chatId.split('/')[0]!, to: String(to) })
  throw new TryLater(MOVED_MS, 'the group has another id')
}
