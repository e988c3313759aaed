/** Who is staff: bound to a chat by a one-time invitation, until revoked. And the record of what they did. */
import { createHash, randomBytes } from 'node:crypto'
import { TERMINAL } from '../channel.ts'
import { DAY, type Clock } from '../clock.ts'
import type { Chat } from '../engagement/parts.ts'
import type { Db, Staff, Tx } from '../store/store.ts'

export const ROLES = ['manager', 'support'] as const
export type Role = (typeof ROLES)[number]
export type Member = Staff & { role: Role }

type Parts = { tx: Tx; clock: Clock }

const INVITATION_LIFE = 2 * DAY
/** Invitations come as the payload of /start, like personal links. */
const PREFIX = 'staff-'

export const isInvitation = (payload: string | undefined): payload is string => payload?.startsWith(PREFIX) ?? false

const hash = (token: string) => createHash('sha256').update(token).digest('hex')

/** Whose chat is this? null: nobody's, or somebody's who was revoked. */
export async function findMember(tx: Tx, { channel, account, chatId }: Chat): Promise<Member | null> {
  const found = await tx.staff.findUnique({ where: { channel_account_chatId: { channel, account, chatId } } })
  return found && found.revokedAt === null ? (found as Member) : null
}

/** The payload for one person, good once and for two days. Only its hash is kept. `by` null: from the command line. */
export async function invite({ tx, clock }: Parts, role: Role, by: string | null): Promise<string> {
  const payload = PREFIX + randomBytes(18).toString('base64url')
  const now = clock.now()
  await tx.staffInvitation.create({ data: { tokenHash: hash(payload), role, invitedBy: by, createdAt: now, expiresAt: new Date(now.getTime() + INVITATION_LIFE) } })
  await record({ tx, clock }, by, 'invite', role)
  return payload
}

/** Binds the chat. null: unknown, used or expired. The first to come wins, however many come at once. */
export async function acceptInvitation({ tx, clock }: Parts, payload: string, chat: Chat, name: string): Promise<Member | null> {
  const now = clock.now()
  const tokenHash = hash(payload)
  const { count } = await tx.staffInvitation.updateMany({ where: { tokenHash, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } })
  if (count === 0) return null
  const { role } = await tx.staffInvitation.findUniqueOrThrow({ where: { tokenHash } })
  const { channel, account, chatId } = chat
  const bound = { name: name || '—', role, joinedAt: now, revokedAt: null, replyTo: null }
  const member = await tx.staff.upsert({
    where: { channel_account_chatId: { channel, account, chatId } },
    create: { channel, account, chatId, ...bound }, update: bound,
  })
  await record({ tx, clock }, member.id, 'join', role)
  return member as Member
}

export async function members(tx: Tx | Db): Promise<Member[]> {
  return (await tx.staff.findMany({ where: { revokedAt: null }, orderBy: { joinedAt: 'asc' } })) as Member[]
}

export const managers = async (tx: Tx): Promise<Member[]> => (await members(tx)).filter(member => member.role === 'manager')

/** Whoever has the terminal has the database: the first manager may begin in the browser, before any bot is there. */
export async function terminalManager({ tx, clock }: Parts, name = 'manager'): Promise<Member> {
  const chat = { channel: TERMINAL, account: TERMINAL, chatId: TERMINAL }
  const member = await tx.staff.upsert({ where: { channel_account_chatId: chat }, create: { ...chat, name, role: 'manager', joinedAt: clock.now() }, update: { revokedAt: null } })
  await record({ tx, clock }, member.id, 'join', 'manager, from the terminal')
  return member as Member
}

/** At once: the next thing they write is no longer a command. The last manager stays. */
export async function revoke({ tx, clock }: Parts, id: string): Promise<'done' | 'not-found' | 'last-manager'> {
  const all = await members(tx)
  const found = all.find(member => member.id === id)
  if (!found) return 'not-found'
  if (found.role === 'manager' && all.filter(member => member.role === 'manager').length === 1) return 'last-manager'
  await tx.staff.update({ where: { id }, data: { revokedAt: clock.now(), replyTo: null } })
  // What they had in hand goes back into the queue.
  await tx.case.updateMany({ where: { claimedBy: id, state: 'open' }, data: { claimedBy: null, claimedAt: null } })
  return 'done'
}

/** Who they are to colleagues, and in answers that name them. null: a name that says nothing. */
export async function rename(tx: Tx, id: string, written: string): Promise<string | null> {
  const name = written.replace(/\s+/g, ' ').trim().slice(0, 40)
  if (name === '') return null
  await tx.staff.update({ where: { id }, data: { name } })
  return name
}

/** What somebody wants to hear without asking: bad answers at once, the day at an hour of their choice (null: not at all). */
export async function setNotices(tx: Tx, id: string, wanted: { badAnswers?: boolean; digestHour?: number | null }): Promise<void> {
  await tx.staff.update({ where: { id }, data: wanted })
}

/** One line of the audit, which nobody can edit. `detail` holds numbers and names of things, never a customer's words. */
export async function record({ tx, clock }: Parts, staffId: string | null, action: string, detail: string | null): Promise<void> {
  await tx.staffAudit.create({ data: { at: clock.now(), staffId, action, detail } })
}
