/** Logging in on the web by a link that the bot sends: its hash is stored, it lives five minutes, and the page's button spends it, once. */
import { createHash, randomBytes } from 'node:crypto'
import { MINUTE, type Clock } from '../clock.ts'
import type { Tx } from '../store/store.ts'
import { record, type Member } from './members.ts'

const LIFE_MS = 5 * MINUTE
const hash = (token: string) => createHash('sha256').update(token).digest('hex')

export async function loginLink({ tx, clock }: { tx: Tx; clock: Clock }, staffId: string): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await tx.loginLink.create({ data: { tokenHash: hash(token), staffId, expiresAt: new Date(clock.now().getTime() + LIFE_MS) } })
  return token
}

/** null: unknown, spent, too old, or of somebody who was revoked meanwhile. */
export async function spendLogin({ tx, clock }: { tx: Tx; clock: Clock }, token: string): Promise<Member | null> {
  const now = clock.now()
  const { count } = await tx.loginLink.updateMany({ where: { tokenHash: hash(token), usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } })
  if (count === 0) return null
  const { staffId } = await tx.loginLink.findUniqueOrThrow({ where: { tokenHash: hash(token) } })
  const member = await tx.staff.findUnique({ where: { id: staffId } })
  if (!member || member.revokedAt) return null
  await record({ tx, clock }, staffId, 'login', null)
  return member as Member
}
