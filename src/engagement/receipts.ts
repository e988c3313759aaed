/** What a platform says about a message after it took it: accepted, delivered, or refused after all. */
import type { Channel, Receipt } from '../channel.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../store/store.ts'
import { haltBulk } from './halt.ts'

const FROM = { accepted: ['sent'], delivered: ['sent', 'accepted'], failed: ['sent', 'accepted'] }

/** false: there is no such message yet; the outcome of its send may not be written. */
export async function recordReceipt(
  parts: { tx: Tx; clock: Clock; config: Pick<Config, 'shop'> },
  channel: Pick<Channel, 'name' | 'account'>,
  receipt: Receipt,
): Promise<boolean> {
  const reason = receipt.reason?.slice(0, 300) ?? 'refused later'
  const { count } = await parts.tx.outboxMessage.updateMany({
    where: { channel: channel.name, account: channel.account, chatId: receipt.chatId, messageId: receipt.messageId, state: { in: FROM[receipt.state] } },
    data: { state: receipt.state, ...(receipt.state === 'failed' ? { error: reason, sentAt: null } : {}) },
  })
  if (count > 0 && receipt.halt) await haltBulk(parts, { channel: channel.name, account: channel.account }, reason)
  if (count > 0) return true
  return (await parts.tx.outboxMessage.count({ where: { channel: channel.name, account: channel.account, chatId: receipt.chatId, messageId: receipt.messageId } })) > 0
}
