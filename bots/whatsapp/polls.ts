/** A native poll below a question, where the shop wishes for one: its options are the labels, its secret is derived, its votes are opened here. */
import { createHash } from 'node:crypto'
import type { proto } from '@whiskeysockets/baileys'
import type { Outgoing } from '../../src/channel.ts'
import { keyedHash } from '../../src/store/secret.ts'

type Baileys = Pick<typeof import('@whiskeysockets/baileys'), 'decryptPollVote' | 'jidNormalizedUser'>

const MOST_OPTIONS = 12
const LONGEST_OPTION = 100
const NAME = { fa: 'یا همین‌جا بزنید:', en: 'Or tap here:' }

/** The poll's id names the message that it belongs to: nothing about it need be stored. */
export const pollIdOf = (messageId: string) => messageId.replace(/^3EB0/, '3EB1')
export const messageIdOfPoll = (pollId: string) => pollId.replace(/^3EB1/, '3EB0')

/** null: nothing to choose, too many, or two that look the same. A list under a code or a phone number is no question. */
export function pollOf({ choices = [], locale, code, askPhone }: Outgoing, messageId: string): { name: string; values: string[]; selectableCount: 1; messageSecret: Uint8Array } | null {
  const values = optionsOf(choices)
  if (code || askPhone !== undefined || values.length < 2 || values.length > MOST_OPTIONS || new Set(values).size !== values.length) return null
  return { name: NAME[locale], values, selectableCount: 1, messageSecret: secretOf(pollIdOf(messageId)) }
}

const optionsOf = (choices: NonNullable<Outgoing['choices']>) => choices.map(({ label }) => [...label].slice(0, LONGEST_OPTION).join(''))
const secretOf = (pollId: string) => new Uint8Array(Buffer.from(keyedHash(`poll ${pollId}`), 'hex'))

/**
 * Which choice a vote means; null: taken back, or not to be opened. WhatsApp seals a vote for the ids of both sides as the voter's
 * phone knows them, number or hidden id: each pairing is tried, and only the true one opens.
 */
export function readVote(
  baileys: Baileys,
  { pollCreationMessageKey, vote }: proto.Message.IPollUpdateMessage,
  outgoing: Outgoing,
  people: { us: (string | null | undefined)[]; them: (string | null | undefined)[] },
): string | null {
  const pollMsgId = pollCreationMessageKey?.id
  if (!pollMsgId || !vote?.encPayload || !vote.encIv) return null
  const ids = (jids: (string | null | undefined)[]) => [...new Set(jids.flatMap(jid => (jid ? [baileys.jidNormalizedUser(jid)] : [])))]
  for (const pollCreatorJid of ids(people.us))
    for (const voterJid of ids(people.them)) {
      try {
        const { selectedOptions } = baileys.decryptPollVote(vote, { pollCreatorJid, pollMsgId, pollEncKey: secretOf(pollMsgId), voterJid })
        const chosen = selectedOptions?.[0]
        const options = optionsOf(outgoing.choices ?? [])
        const at = chosen ? options.findIndex(option => createHash('sha256').update(option).digest().equals(Buffer.from(chosen))) : -1
        return outgoing.choices?.[at]?.token ?? null
      } catch {
        // Sealed for other ids.
      }
    }
  return null
}
