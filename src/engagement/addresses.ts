/** Where a customer can be written to. */
import type { Clock } from '../clock.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Db, Tx } from '../store/store.ts'
import { consentByLink } from './consent.ts'
import { releaseHeld } from './outbox.ts'
import type { Chat } from './parts.ts'

/** The customer behind a chat, with the address. null: a stranger. */
export async function findChat(tx: Tx | Db, chat: Chat) {
  const address = await tx.address.findUnique({ where: { channel_account_chatId: chat }, include: { customer: true } })
  return address && { address, customer: address.customer }
}

/**
 * Ties a chat to a customer and lets go what waited for an address. A chat that belonged to somebody else moves over: on a phone
 * there is one person. `firstTime`: this customer was never here before, on any channel.
 */
export async function linkChat(
  parts: { tx: Tx; clock: Clock },
  link: { customerId: string; chat: Chat; trust: 'full' | 'limited'; source: string | null },
): Promise<{ addressId: string; firstTime: boolean }> {
  const { tx, clock } = parts
  const { customerId, chat } = link
  const now = clock.now()
  await lockCustomer(tx, customerId)
  const { joinedAt } = await tx.customer.findUniqueOrThrow({ where: { id: customerId }, select: { joinedAt: true } })
  const address = await tx.address.upsert({
    where: { channel_account_chatId: chat },
    create: { ...chat, customerId, trust: link.trust, source: link.source, joinedAt: now, lastInAt: now },
    update: { customerId, trust: link.trust, state: 'ok', goneReason: null, lastInAt: now },
  })
  if (!joinedAt) await tx.customer.update({ where: { id: customerId }, data: { joinedAt: now } })
  await consentByLink(parts, customerId, chat.channel)
  await releaseHeld(parts, { customerId }, ['no-address', 'unreachable'])
  return { addressId: address.id, firstTime: !joinedAt }
}

const LIVES = `UPDATE "addresses" a SET "state" = 'ok', "goneReason" = NULL, "lastInAt" = $4::timestamptz
   FROM (SELECT "id", "state" FROM "addresses" WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3) AS was
   WHERE a."id" = was."id" RETURNING was."state", a."customerId"`

/** The customer wrote: the chat lives, and is the one last used. */
export async function chatLives({ tx, clock }: { tx: Tx; clock: Clock }, chat: Chat): Promise<void> {
  const [was] = await tx.sql<{ state: string; customerId: string }>(LIVES, [chat.channel, chat.account, chat.chatId, clock.now().toISOString()])
  if (was?.state === 'gone') await releaseHeld({ tx, clock }, { customerId: was.customerId }, ['unreachable'])
}

/** Blocked, deleted, never started: nothing more is tried here until the customer writes. */
export async function chatGone({ tx }: { tx: Tx }, chat: Chat, reason: string): Promise<void> {
  await tx.address.updateMany({ where: chat, data: { state: 'gone', goneReason: reason.slice(0, 200) } })
}
