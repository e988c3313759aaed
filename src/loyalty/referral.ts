/** A customer brings a friend: both are rewarded, once, after the friend's first paid order. Nobody brings themselves. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { LoyaltyRules } from '../journeys/templates.ts'
import type { Tx } from '../store/store.ts'
import { bonus } from './ledger.ts'

type Parts = { tx: Tx; clock: Clock }

/** The end of one's own invitation, made when it is first asked for. */
export async function referralCode(tx: Tx, customerId: string): Promise<string> {
  const known = await tx.customer.findUniqueOrThrow({ where: { id: customerId }, select: { referralCode: true } })
  if (known.referralCode) return known.referralCode
  const code = randomBytes(9).toString('base64url')
  await tx.customer.update({ where: { id: customerId }, data: { referralCode: code } })
  return code
}

/** A new customer came through an invitation. Returns why it does not count; null: it does. */
export async function invited({ tx, clock }: Parts, friendId: string, code: string): Promise<string | null> {
  const referrer = await tx.customer.findUnique({ where: { referralCode: code }, select: { id: true } })
  if (!referrer || referrer.id === friendId) return 'same-person'
  const boughtBefore = (await tx.order.count({ where: { customerId: friendId } })) > 0
  if (boughtBefore) return 'bought-before'
  await tx.referral.createMany({ data: [{ friendId, referrerId: referrer.id, at: clock.now() }], skipDuplicates: true })
  return null
}

/** A customer's first order is paid for good: who brought them? Rewards both once, or says why not. */
export async function rewardReferral({ tx, clock }: Parts, friendId: string, rules: LoyaltyRules): Promise<{ referrerId: string } | null> {
  const row = await tx.referral.findUnique({ where: { friendId } })
  if (!row || row.state !== 'invited') return null
  const now = clock.now()
  const refuse = async (reason: string) => void (await tx.referral.update({ where: { friendId }, data: { state: 'refused', reason } }))
  const friend = await tx.customer.findUniqueOrThrow({ where: { id: friendId }, include: { addresses: true } })
  const referrer = await tx.customer.findUnique({ where: { id: row.referrerId }, include: { addresses: true } })
  if (!referrer || referrer.joinedIntoId === friendId || friend.joinedIntoId === referrer.id) return await refuse('same-person'), null
  if (friend.phone && friend.phone === referrer.phone) return await refuse('same-phone'), null
  const chats = new Set(referrer.addresses.map(({ channel, chatId }) => `${channel}|${chatId}`))
  if (friend.addresses.some(({ channel, chatId }) => chats.has(`${channel}|${chatId}`))) return await refuse('same-chat'), null
  await tx.referral.update({ where: { friendId }, data: { state: 'rewarded', rewardedAt: now } })
  await bonus({ tx, clock }, rules, { customerId: referrer.id, points: BigInt(rules.referral.referrer), key: `referral/${friendId}/referrer`, reason: 'referral' })
  await bonus({ tx, clock }, rules, { customerId: friendId, points: BigInt(rules.referral.friend), key: `referral/${friendId}/friend`, reason: 'referral' })
  return { referrerId: referrer.id }
}
