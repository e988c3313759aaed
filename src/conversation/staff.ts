/** The door to staff's side: for the chats of staff, and for who comes with an invitation. To everybody else it does not exist. */
import type { App } from '../app.ts'
import type { ChannelName, Incoming, Outgoing } from '../channel.ts'
import { findChat } from '../engagement/addresses.ts'
import { queueReply } from '../engagement/outbox.ts'
import { handleGroup } from '../staff/handle-group.ts'
import { handleStaff, helpFor, welcome, type StaffParts } from '../staff/handle-staff.ts'
import { acceptInvitation, findMember, isInvitation, type Member } from '../staff/members.ts'
import type { Tx } from '../store/store.ts'
import { latinDigits } from '../text/digits.ts'
import type { InboxRow } from './hearing.ts'

function partsOf(app: App, tx: Tx, channel: ChannelName): StaffParts {
  const { config, store, channels } = app
  return {
    ...app, tx, publicUrl: config.publicUrl, machine: { config, kind: store.kind, channels },
    // Whoever is invited belongs into the staff's own bot, where there is one.
    link: payload => (channels.get('staff') ?? channels.get(channel))?.link(payload) ?? null,
    files: channels.get(channel)?.capabilities.files ?? false,
  }
}

/** Where there are no buttons, staff type the number of the list as customers do; a reply that is being written stays what it is. */
async function numberAsButton(tx: Tx, member: Member | null, body: Incoming): Promise<Incoming> {
  const number = body.kind === 'text' && member?.replyTo === null ? /^\d{1,2}$/.exec(latinDigits(body.text.trim()))?.[0] : undefined
  if (!number || body.kind !== 'text') return body
  const { channel, account, chatId } = body
  const last = await tx.outboxMessage.findFirst({ where: { channel, account, chatId, kind: 'message', class: { in: ['reply', 'staff'] }, sentAt: { not: null } }, orderBy: { id: 'desc' }, select: { content: true } })
  const token = (last?.content as Outgoing | null)?.choices?.[Number(number) - 1]?.token
  const { text: _, ...rest } = body
  return token?.startsWith('s:') ? { ...rest, kind: 'choice', token } : body
}

/** In the team's group: who belongs to the team is heard, under the topic of a case. To everybody else, and in every other group, nothing is said. */
async function groupSpeaks(app: App, tx: Tx, { id, body, at }: InboxRow): Promise<boolean> {
  const { channel, account, chatId, group } = body
  const to = { channel, account, chatId: group!.topic ? `${chatId}/${group!.topic}` : chatId }
  const member = await findMember(tx, { channel, account, chatId: group!.person })
  if (!member || body.edited || body.forwarded || body.kind !== 'text') {
    // What people say to each other in a group is not ours to keep.
    await tx.sql(`UPDATE "inbox" SET "body" = NULL WHERE "id" = $1::bigint`, [id])
    return true
  }
  const parts = partsOf(app, tx, channel)
  const says = await handleGroup(parts, member, { chat: { channel, account, chatId }, topic: group!.topic ?? null, text: body.text })
  if (says) await queueReply(parts, { customerId: null, to, inboxId: id, causedAt: at, n: 0, outgoing: { ...says, locale: app.config.shop.locale } })
  return true
}

/** true: it was for staff, and is answered. */
export async function staffSpeaks(app: App, tx: Tx, { id, body, at }: InboxRow): Promise<boolean> {
  if (body.group) return await groupSpeaks(app, tx, { id, body, at })
  const { channel, account, chatId, sender } = body
  const to = { channel, account, chatId }
  const parts = partsOf(app, tx, channel)
  const { locale } = app.config.shop
  const joined = body.kind === 'start' && isInvitation(body.payload) ? await acceptInvitation(parts, body.payload, to, sender.name ?? '') : null
  const member = joined ?? (await findMember(tx, to))
  if (!member) return false
  const said = await numberAsButton(tx, member, body)
  // Staff who buy here too, in the same chat, are customers in everything that is no command.
  const says = joined ? welcome(locale, joined) : ((await handleStaff(parts, member, said)) ?? ((await findChat(tx, to)) ? null : helpFor(locale, member)))
  if (!says) return false
  await queueReply(parts, { customerId: null, to, inboxId: id, causedAt: at, n: 0, outgoing: { ...says, locale } })
  return true
}
