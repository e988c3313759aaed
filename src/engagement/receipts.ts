/** What a platform says about a message after it took it: accepted, delivered, or refused after all. */
import type { Channel, Receipt } from '../channel.ts'
import type { Tx } from '../store/store.ts'

const FROM = { accepted: ['sent'], delivered: ['sent', 'accepted'], failed: ['sent', 'accepted'] }

export async function recordReceipt({ tx }: { tx: Tx }, channel: Pick<Channel, 'name' | 'account'>, receipt: Receipt): Promise<void> {
  await tx.outboxMessage.updateMany({
    where: { channel: channel.name, account: channel.account, chatId: receipt.chatId, messageId: receipt.messageId, state: { in: FROM[receipt.state] } },
    data: { state: receipt.state, ...(receipt.state === 'failed' ? { error: receipt.reason?.slice(0, 300) ?? 'refused later', sentAt: null } : {}) },
  })
}
