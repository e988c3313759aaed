/** A phone number: shared with the button, or typed where there is no button. */
import { DAY } from '../clock.ts'
import type { Incoming } from '../channel.ts'
import { joinCustomers } from '../engagement/join.ts'
import { findLink } from '../shop/links.ts'
import { normalisePhone } from '../shop/phone.ts'
import type { Tx } from '../store/store.ts'
import { latinDigits } from '../text/digits.ts'
import { cameBy, lastStart } from './came-by.ts'
import { isKnown, say, sayText, words, type Hearing } from './hearing.ts'
import { askPhone, enter } from './link.ts'

export async function handleContact(h: Hearing, { phone: given, own }: Extract<Incoming, { kind: 'contact' }>): Promise<void> {
  const phone = normalisePhone(given) ?? normalisePhone(`+${given}`)
  if (!own) return isKnown(h) ? await sayText(h, 'phone-thanks') : await say(h, { text: words(h, 'phone-not-own'), ...askPhone(h) })
  const link = await linkInQuestion(h)
  if (link) return await prove(h, link, phone, 'full')
  if (isKnown(h) && phone !== null && h.customer.phone !== phone) {
    const other = await customerOfPhone(h.tx, phone)
    // The platform vouches for the number: the shop's record is the one that stays.
    if (other && h.customer.externalId === null) await joinCustomers(h, { intoId: other.customerId, fromId: h.customer.id, why: 'contact', by: null })
    // Nobody's yet: the shop's first order with this number is theirs.
    else if (!other && h.customer.phone === null) await h.tx.customer.update({ where: { id: h.customer.id }, data: { phone } })
  }
  if (isKnown(h)) return await sayText(h, phone !== null && h.customer.phone === phone ? 'phone-known' : 'phone-thanks')
  if (!phone) return await sayText(h, 'phone-unknown')
  // The number is theirs, the platform says so.
  const found = await customerOfPhone(h.tx, phone)
  if (!found) return await sayText(h, 'phone-unknown')
  await enter(h, { ...found, short: null, source: await cameBy(h, 'contact') })
}

/** Who has this number; of two customers with it, the one who bought last. */
export async function customerOfPhone(tx: Tx, phone: string): Promise<{ customerId: string; orderId: string | null } | null> {
  const newest = await tx.order.findFirst({ where: { customer: { phone }, disowned: false }, orderBy: { placedAt: 'desc' }, select: { id: true, customerId: true } })
  if (newest) return { customerId: newest.customerId, orderId: newest.id }
  const customer = await tx.customer.findFirst({ where: { phone }, orderBy: { createdAt: 'desc' }, select: { id: true, joinedIntoId: true } })
  return customer && { customerId: customer.joinedIntoId ?? customer.id, orderId: null }
}

/** On the web a number can only be typed: it opens the door a little (answers and cases, but no history). false: this is no such number. */
export async function typedPhone(h: Hearing, text: string): Promise<boolean> {
  if (h.chat.channel !== 'webchat') return false
  const phone = normalisePhone(text)
  const link = phone && (await linkInQuestion(h))
  if (!link) return false
  await prove(h, link, phone, 'limited')
  return true
}

/**
 * On the web, an order's number and the phone it was bought with, in one message: who knows both may answer and open a case, and
 * sees no more than that (limited). false: this is no such message.
 */
export async function typedOrder(h: Hearing, text: string): Promise<boolean> {
  if (h.chat.channel !== 'webchat' || h.address?.trust === 'limited') return false
  const found = phoneAmong(latinDigits(text).split(/[\s,،:#]+/).filter(Boolean))
  if (!found || h.customer?.phone === found.phone || found.rest.length === 0 || found.rest.length > 8) return false
  const { phone, rest: numbers } = found
  const order = (await phonesTyped(h)) < GUESSES
    ? await h.tx.order.findFirst({ where: { externalId: { in: numbers }, disowned: false, customer: { phone } }, orderBy: { placedAt: 'desc' }, select: { id: true, customerId: true } })
    : null
  if (order) await enter(h, { customerId: order.customerId, orderId: order.id, short: null, source: await cameBy(h, 'order-number') }, 'limited')
  else if (numbers.some(number => /\d/.test(number))) await sayText(h, 'order-not-found')
  else return false
  return true
}

/** A phone number, written in one piece or up to four, and the other words. The longest reading counts: «۰۹۱۲ ۱۲۳ ۴۵۶۷» is one number. */
function phoneAmong(words: string[]): { phone: string; rest: string[] } | null {
  for (let pieces = 4; pieces >= 1; pieces--)
    for (let from = 0; from + pieces <= words.length; from++) {
      const parts = words.slice(from, from + pieces)
      // An order number before it would make it longer: a phone starts with 0 or +.
      if (!/^(\+|0)/.test(parts[0]!) || !parts.every(part => /^[+\d()-]+$/.test(part))) continue
      const phone = normalisePhone(parts.join(''))
      if (phone) return { phone, rest: words.toSpliced(from, pieces) }
    }
  return null
}

/** Messages of the last day in this chat that held something like a phone number. */
async function phonesTyped(h: Hearing): Promise<number> {
  const [row] = await h.tx.sql<{ n: number }>(
    `SELECT count(*)::int AS "n" FROM "inbox" WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3 AND "id" < $4::bigint AND "at" > $5::timestamptz
       AND regexp_replace("body"->>'text', '[^0-9۰-۹٠-٩]', '', 'g') ~ '.{9}'`,
    [h.chat.channel, h.chat.account, h.chat.chatId, h.inboxId, new Date(h.at.getTime() - DAY).toISOString()],
  )
  return row!.n
}

type LinkInQuestion = NonNullable<Awaited<ReturnType<typeof findLink>>> & { guesses: number }

/** Guessing numbers for a link that somebody found is not worth while. */
const GUESSES = 5

/** The link that was last opened here, if it belongs to another chat and the number was asked for. */
async function linkInQuestion(h: Hearing): Promise<LinkInQuestion | null> {
  const chat = [h.chat.channel, h.chat.account, h.chat.chatId]
  const row = await lastStart(h)
  const link = row?.payload ? await findLink(h.tx, { payload: row.payload }) : null
  if (!link?.usedBy || link.usedBy === chat.join('/') || h.customer?.id === link.customerId) return null
  const [since] = await h.tx.sql<{ n: number }>(
    `SELECT count(*)::int AS "n" FROM "inbox" WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3 AND "id" > $4::bigint AND "id" < $5::bigint`,
    [...chat, row!.id, h.inboxId],
  )
  return { ...link, guesses: since!.n }
}

async function prove(h: Hearing, link: LinkInQuestion, phone: string | null, trust: 'full' | 'limited'): Promise<void> {
  const customer = await h.tx.customer.findUniqueOrThrow({ where: { id: link.customerId } })
  if (phone !== null && customer.phone === phone && link.guesses < GUESSES)
    return await enter(h, { customerId: link.customerId, orderId: link.orderId, short: link.short, source: link.source }, trust)
  h.log.warn({ linkId: link.id, channel: h.chat.channel }, 'a link was refused: the phone number does not match')
  await sayText(h, 'link-refused')
}
