/** The team's group with a topic for each case: where it is, and which topic is whose. */
import { z } from 'zod'
import type { Channel } from '../channel.ts'
import type { Tx } from '../store/store.ts'
import type { Chat } from './parts.ts'

const KEY = 'staff-group'
const group = z.object({ channel: z.string(), account: z.string(), chatId: z.string() })
export type StaffGroup = Chat

export const topicKey = (caseId: string) => `staff/topic/${caseId}`

export async function readGroup({ tx }: { tx: Tx }): Promise<StaffGroup | null> {
  const row = await tx.setting.findUnique({ where: { key: KEY } })
  return row ? (group.parse(row.value) as StaffGroup) : null
}

export async function bindGroup({ tx }: { tx: Tx }, { channel, account, chatId }: Chat): Promise<void> {
  const value = { channel, account, chatId }
  await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } })
}

/** Where a case is spoken of: its topic, or the group itself while there is none. null: no group. */
export async function placeOf({ tx }: { tx: Tx }, caseId: string): Promise<StaffGroup | null> {
  const bound = await readGroup({ tx })
  if (!bound) return null
  const row = await tx.outboxMessage.findUnique({ where: { key: topicKey(caseId) }, select: { messageId: true } })
  const topic = row?.messageId?.includes('/') ? row.messageId.split('/')[0] : null
  return { ...bound, chatId: topic ? `${bound.chatId}/${topic}` : bound.chatId }
}

/** The case of a topic; null: a topic of somebody else's. */
export async function caseOfTopic({ tx }: { tx: Tx }, { channel, account, chatId }: Chat, topic: string): Promise<string | null> {
  const [row] = await tx.sql<{ key: string }>(
    `SELECT "key" FROM "outbox" WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3 AND "messageId" LIKE $4 || '/%' AND "key" LIKE 'staff/topic/%' LIMIT 1`,
    [channel, account, chatId, topic],
  )
  return row ? row.key.slice(topicKey('').length) : null
}

/** The platform made another group of it: everything that is addressed to the old one goes to the new one. */
export async function groupMoved({ tx }: { tx: Tx }, { name, account }: Pick<Channel, 'name' | 'account'>, from: string, to: string): Promise<void> {
  const bound = await readGroup({ tx })
  if (bound?.channel === name && bound.account === account && bound.chatId === from) await bindGroup({ tx }, { ...bound, chatId: to })
  await tx.sql(
    `UPDATE "outbox" SET "chatId" = $4 || substr("chatId", length($3) + 1) WHERE "channel" = $1 AND "account" = $2 AND ("chatId" = $3 OR "chatId" LIKE $3 || '/%')`,
    [name, account, from, to],
  )
}
