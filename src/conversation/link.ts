/** A personal link is opened: the welcome, the welcome back, and what happens when somebody else holds the link. */
import { MINUTE } from '../clock.ts'
import { linkChat } from '../engagement/addresses.ts'
import { menuToken } from '../engagement/tokens.ts'
import { localeOf } from '../engagement/subject.ts'
import { discreetOf } from '../shop/discreet.ts'
import { sourceOfDoor } from '../shop/doors.ts'
import { spendLink } from '../shop/links.ts'
import { isKnown, label, menuChoices, say, sayText, words, type Hearing, type Known } from './hearing.ts'
import { arriveByFriend, referralIn } from './referral.ts'
import { greetStranger } from './stranger.ts'

/** Two taps on one link: the second is no new arrival. */
const DOUBLE_TAP_MS = MINUTE

type Door = { customerId: string; orderId: string | null; linkId: string; short: string; source: string }

export async function handleStart(h: Hearing, payload: string | undefined): Promise<void> {
  if (payload === undefined || sourceOfDoor(payload)) return await open(h)
  const friend = referralIn(payload)
  if (friend && (await arriveByFriend(h, friend))) return
  const spent = await spendLink(h, { payload, by: chatKey(h) })
  if (spent.result === 'spent') return await enter(h, spent)
  if (spent.result === 'again') return await comeAgain(h, spent)
  if (spent.result === 'other-chat') {
    if (h.customer?.id === spent.customerId) return await welcomeBack(h as Known)
    h.log.info({ linkId: spent.linkId, channel: h.chat.channel }, 'a used link was opened in another chat')
    return await say(h, { text: words(h, 'link-other-chat'), ...askPhone(h) })
  }
  if (isKnown(h)) return await open(h)
  if (h.chat.channel === 'webchat') return await sayText(h, 'link-expired-web')
  await say(h, { text: words(h, 'link-expired'), ...askPhone(h) })
}

export const chatKey = ({ chat }: Hearing) => `${chat.channel}/${chat.account}/${chat.chatId}`

export const askPhone = (h: Hearing) => ({ askPhone: label(h, 'link-other-chat', 'share') })

/** The chat becomes the customer's; `proof` full: a personal link or the own contact, limited: a typed number. */
export async function enter(h: Hearing, door: Omit<Door, 'short' | 'linkId'> & { short: string | null }, trust: 'full' | 'limited' = 'full'): Promise<void> {
  const { firstTime } = await linkChat(h, { customerId: door.customerId, chat: h.chat, trust, source: door.source })
  const customer = await h.tx.customer.findUniqueOrThrow({ where: { id: door.customerId } })
  const address = await h.tx.address.findUniqueOrThrow({ where: { channel_account_chatId: h.chat } })
  const known: Known = { ...h, customer, address, locale: localeOf(customer, h.config) }
  if (!firstTime) return await welcomeBack(known)

  const first = door.orderId ? await h.tx.orderItem.findFirst({ where: { orderId: door.orderId }, orderBy: { position: 'asc' } }) : null
  const item = first && (await discreetOf(h.tx, [first.sku])).has(first.sku) ? null : first
  const offers = await offersQuestion(known)
  const notMine = door.orderId && door.short ? [{ token: menuToken('not-mine', door.short), label: label(known, 'welcome', 'not-mine') }] : []
  await say(known, {
    text: [words(known, 'welcome', { item: item?.name ?? '', itemKnown: item ? 'yes' : 'no' }), offers.text].filter(Boolean).join('\n'),
    choices: [...offers.choices, ...notMine],
  }, { always: true })
}

async function comeAgain(h: Hearing, door: Door): Promise<void> {
  if (h.customer?.id !== door.customerId) {
    // "Not my order" had untied this chat; opening the link once more ties it again.
    if (door.orderId) await h.tx.order.updateMany({ where: { id: door.orderId }, data: { disowned: false } })
    return await enter(h, door)
  }
  const { usedAt } = await h.tx.link.findUniqueOrThrow({ where: { id: door.linkId }, select: { usedAt: true } })
  if (usedAt && h.at.getTime() - usedAt.getTime() < DOUBLE_TAP_MS) return
  await welcomeBack(h as Known)
}

async function welcomeBack(h: Known): Promise<void> {
  const offers = await offersQuestion(h)
  await say(h, { text: [words(h, 'welcome-back'), offers.text].filter(Boolean).join('\n'), choices: offers.choices.length > 0 ? offers.choices : menuChoices(h) })
}

/** The one question about offers: asked at most twice, a month apart, and only while it was never answered. */
async function offersQuestion(h: Known): Promise<{ text: string; choices: { token: string; label: string }[] }> {
  const { customer, scenarios, clock, tx } = h
  const { consentAsksAtMost, consentAskAgainMs } = scenarios.policy
  const now = clock.now()
  const tooSoon = customer.marketingAskedAt !== null && now.getTime() - customer.marketingAskedAt.getTime() < consentAskAgainMs
  if (customer.mayMarketing !== null || customer.marketingAsked >= consentAsksAtMost || tooSoon) return { text: '', choices: [] }
  await tx.customer.update({ where: { id: customer.id }, data: { marketingAsked: { increment: 1 }, marketingAskedAt: now } })
  return {
    text: words(h, 'offers-question'),
    choices: [
      { token: menuToken('offers', 'yes'), label: label(h, 'offers-question', 'yes') },
      { token: menuToken('offers', 'no'), label: label(h, 'offers-question', 'no') },
    ],
  }
}

/** Opened without a personal link. Consents stay as they are: only start words and the menu change them. */
async function open(h: Hearing): Promise<void> {
  if (!isKnown(h)) return await greetStranger(h)
  await say(h, { text: words(h, 'greeting'), choices: menuChoices(h) })
}
