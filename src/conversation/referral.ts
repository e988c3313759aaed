/** A friend's invitation is opened: /start r-<code>. */
import { linkChat } from '../engagement/addresses.ts'
import { invited } from '../loyalty/referral.ts'
import { readLoyalty } from '../loyalty/settings.ts'
import { grouped } from '../text/digits.ts'
import { isKnown, label, menuChoices, say, sayText, words, type Hearing, type Known } from './hearing.ts'

export const referralIn = (payload: string) => /^r-([\w-]{8,24})$/.exec(payload)?.[1] ?? null

/** false: no such invitation, or the shop has no points: then it is a start like any other. */
export async function arriveByFriend(h: Hearing, code: string): Promise<boolean> {
  const { tx, clock, scenarios } = h
  const referrer = await tx.customer.findUnique({ where: { referralCode: code }, select: { id: true } })
  if (!referrer || !(await readLoyalty(tx))?.on) return false
  if (isKnown(h) && h.customer.id === referrer.id) return (await sayText(h, 'referral-own'), true)
  const known = isKnown(h) ? h : await meet(h)
  if ((await invited({ tx, clock }, known.customer.id, code)) !== null) return (await say(known, { text: words(known, 'greeting'), choices: menuChoices(known) }), true)
  const points = grouped(known.locale, scenarios.loyalty.referral.friend)
  await say(known, { text: words(known, 'referral-welcome', { points }), ...(known.customer.phone ? {} : { askPhone: label(known, 'referral-welcome', 'share') }) }, { always: true })
  return true
}

async function meet(h: Hearing): Promise<Known> {
  const { tx, clock } = h
  const customer = await tx.customer.create({ data: { name: h.incoming.sender.name ?? null, createdAt: clock.now() } })
  await linkChat(h, { customerId: customer.id, chat: h.chat, trust: 'full', source: 'friend' })
  const address = await tx.address.findUniqueOrThrow({ where: { channel_account_chatId: h.chat } })
  return { ...h, customer: await tx.customer.findUniqueOrThrow({ where: { id: customer.id } }), address }
}
