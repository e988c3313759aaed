/** A messenger that nobody reads: it keeps what is said, and answers questions as it was told to. Nothing leaves the machine. */
import type { Channel, ChannelHandlers, Outgoing } from '../channel.ts'
import { parseToken } from '../engagement/tokens.ts'

export const ANSWERS = ['happy', 'unhappy', 'silent'] as const
/** What customers choose: the best, the worst, nothing. */
export type Answers = (typeof ANSWERS)[number]

/** Where everybody is reached. */
export const ACCOUNT = { channel: 'telegram', account: 'replay' } as const

export type RecordingChannel = ReturnType<typeof createRecordingChannel>

/** Answers wait until `answer` is called: whoever sends is not done yet when the message arrives. */
export function createRecordingChannel(answers: Answers) {
  let handlers: ChannelHandlers | null = null
  let count = 0
  let waiting: { chatId: string; messageId: string; token: string }[] = []
  const channel: Channel = {
    name: ACCOUNT.channel,
    account: ACCOUNT.account,
    capabilities: { choices: 'buttons', textLimit: 4096, files: true },
    async start(given) {
      handlers = given
    },
    async send(chatId, outgoing) {
      const messageId = String(++count)
      const token = outgoing.replaces === undefined ? choose(outgoing, answers) : null
      if (token) waiting.push({ chatId, messageId, token })
      return { messageId }
    },
    link: payload => `https://t.me/replay?start=${payload}`,
    async stop() {
      handlers = null
    },
  }
  return {
    channel,
    /** Taps what waits, in the order of the questions. Returns how many. */
    async answer(): Promise<number> {
      const now = waiting
      waiting = []
      for (const { chatId, messageId, token } of now)
        await handlers!.incoming({ ...ACCOUNT, key: `answer-${++count}`, chatId, messageId, sender: {}, kind: 'choice', token })
      return now.length
    },
  }
}

/** Of a scale by its scores; of the others by their place, because the best stands first. null: nothing to choose. */
function choose({ choices = [] }: Outgoing, answers: Answers): string | null {
  if (answers === 'silent') return null
  const own = choices.filter(({ token }) => parseToken(token)?.kind === 'answer')
  const ranked = own.every(({ score }) => score !== undefined) ? own.toSorted((a, b) => b.score! - a.score!) : own
  return (answers === 'happy' ? ranked[0] : ranked.at(-1))?.token ?? null
}
