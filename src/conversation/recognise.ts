/** A chat that we do not know, of somebody whom the platform itself names: by another id of the same chat, or by the number. */
import { findChat, linkChat } from '../engagement/addresses.ts'
import { localeOf } from '../engagement/subject.ts'
import { sourceOfDoor } from '../shop/doors.ts'
import { cameBy } from './came-by.ts'
import { customerOfPhone } from './contact.ts'
import { isKnown, type Hearing } from './hearing.ts'

/** Ties the chat to its customer and returns the hearing of somebody known; as it was, if nobody is found. */
export async function recognise(h: Hearing): Promise<Hearing> {
  const { also, ownPhone, kind } = h.incoming
  // Whoever comes by a personal link is who the link says; a shared contact is looked at where it is handled.
  if (isKnown(h) || (kind === 'start' && h.incoming.payload !== undefined && !sourceOfDoor(h.incoming.payload)) || kind === 'contact') return h
  const alias = also === undefined ? null : await findChat(h.tx, { ...h.chat, chatId: also })
  const customerId = alias?.customer.id ?? (ownPhone === undefined ? null : (await customerOfPhone(h.tx, ownPhone))?.customerId)
  if (!customerId) return h
  await linkChat(h, { customerId, chat: h.chat, trust: 'full', source: alias ? alias.address.source : await cameBy(h, 'phone') })
  const address = await h.tx.address.findUniqueOrThrow({ where: { channel_account_chatId: h.chat }, include: { customer: true } })
  return { ...h, customer: address.customer, address, locale: localeOf(address.customer, h.config) }
}
