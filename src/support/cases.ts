/** A case is a promise that a person answers. These functions write it down; they never send. */
import { tellOutside } from '../store/outgoing.ts'
import { MINUTE, type Clock } from '../clock.ts'
import type { Policy } from '../journeys/load.ts'
import { workingTimeAfter } from '../journeys/local-time.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Case, CaseEntry, Tx } from '../store/store.ts'

export const CASE_KINDS = ['complaint', 'delivery', 'question', 'cancel', 'safety', 'warranty', 'technical', 'exchange'] as const
export type CaseKind = (typeof CASE_KINDS)[number]
type Parts = { tx: Tx; clock: Clock }

export type NewCase = {
  customerId: string
  orderId: string | null
  enrollmentId?: string | null
  questionId?: string | null
  kind: CaseKind
  urgent?: boolean
  /** In words for support: what made it open. */
  reason: string
}

/**
 * Opens a case, or finds the open one of the same customer and order: its number is told again, and it becomes urgent if this is.
 * `answerBy` is within working hours and never in the past. Locks the customer, whose selling rows depend on it.
 */
export async function openCase(
  { tx, clock, policy, zone }: Parts & { policy: Policy; zone: string },
  { customerId, orderId, enrollmentId = null, questionId = null, kind, urgent = false, reason }: NewCase,
): Promise<Case & { reused: boolean }> {
  await lockCustomer(tx, customerId)
  const now = clock.now()
  const answerBy = toQuarter(workingTimeAfter(policy, now, policy.answerWithinMs, zone))
  const open = await tx.case.findFirst({ where: { customerId, orderId, state: 'open' }, orderBy: { number: 'asc' } })
  if (open) {
    const worse = urgent && !open.urgent ? { urgent, kind } : {}
    // Said to the customer once more, so it must still be true.
    const data = { ...worse, answerBy: open.answerBy <= now ? answerBy : open.answerBy }
    const again = await tx.case.update({ where: { id: open.id }, data })
    await addToCase({ tx, clock }, open.id, { from: 'system', text: reason })
    return { ...again, reused: true }
  }
  const opened = await tx.case.create({
    data: { customerId, orderId, enrollmentId, questionId, kind, urgent, reason, openedAt: now, answerBy },
  })
  await tellOutside(tx, { type: 'case.opened', key: opened.id, customerId, orderId, at: now, data: { caseId: opened.id, number: opened.number, kind, urgent, answerBy: answerBy.toISOString() } })
  return { ...opened, reused: false }
}

/** What was said in a case. Support's first word is what the customer was promised: it stamps `repliedAt`. */
export async function addToCase(
  { tx, clock }: Parts,
  caseId: string,
  {
    from,
    text,
    media = [],
    by = null,
  }: { from: 'customer' | 'support' | 'system' | 'note'; text: string | null; media?: readonly { kind: string; ref?: string | undefined }[]; by?: string | null },
): Promise<CaseEntry> {
  const now = clock.now()
  if (from === 'support') await tx.case.updateMany({ where: { id: caseId, repliedAt: null }, data: { repliedAt: now } })
  return await tx.caseEntry.create({ data: { caseId, from, by, text, media: [...media], at: now } })
}

/** `by`: who closed it, or 'taken-back'. null: there is no such case, or it is closed already. */
export async function closeCase({ tx, clock }: Parts, caseId: string, by: string): Promise<Case | null> {
  const found = await tx.case.findUnique({ where: { id: caseId }, select: { customerId: true } })
  if (!found) return null
  await lockCustomer(tx, found.customerId)
  const { count } = await tx.case.updateMany({
    where: { id: caseId, state: 'open' },
    data: { state: 'closed', closedAt: clock.now(), closedBy: by },
  })
  return count === 1 ? await tx.case.findUniqueOrThrow({ where: { id: caseId } }) : null
}

/** Takes the case for one person of staff. false: it is closed, or somebody else has it. The first to come wins. */
export async function claimCase({ tx, clock }: Parts, caseId: string, staffId: string): Promise<boolean> {
  const { count } = await tx.case.updateMany({ where: { id: caseId, state: 'open', OR: [{ claimedBy: null }, { claimedBy: staffId }] }, data: { claimedBy: staffId, claimedAt: clock.now() } })
  return count === 1
}

/**
 * Claims the next case that nobody has: health first, then anger, what has not arrived, what is bad, questions. Two who ask at the
 * same moment get two different ones. null: nothing waits.
 */
export async function claimNext({ tx, clock }: Parts, staffId: string): Promise<number | null> {
  const [row] = await tx.sql<{ number: number }>(
    `UPDATE "cases" SET "claimedBy" = $1, "claimedAt" = $2::timestamptz WHERE "id" = (
       SELECT "id" FROM "cases" WHERE "state" = 'open' AND "claimedBy" IS NULL AND "repliedAt" IS NULL
       ORDER BY "kind" = 'safety' DESC, "urgent" DESC, "kind" = 'delivery' DESC, "kind" IN ('complaint', 'cancel') DESC, "answerBy" LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING "number"`,
    [staffId, clock.now().toISOString()],
  )
  return row?.number ?? null
}

/** Open again, under its number. null: it is not closed. Locks the customer. */
export async function reopenCase({ tx, clock }: Parts, caseId: string, answerBy: Date): Promise<Case | null> {
  const found = await tx.case.findUnique({ where: { id: caseId }, select: { customerId: true } })
  if (!found) return null
  await lockCustomer(tx, found.customerId)
  const { count } = await tx.case.updateMany({ where: { id: caseId, state: 'closed' }, data: { state: 'open', closedAt: null, closedBy: null, repliedAt: null, answerBy: toQuarter(answerBy) } })
  if (count === 0) return null
  await addToCase({ tx, clock }, caseId, { from: 'system', text: 'opened again' })
  return await tx.case.findUniqueOrThrow({ where: { id: caseId } })
}

/** People promise «تا ساعت ۱۲», not «تا ساعت ۱۱:۵۳». Later than worked out, so that the promise stays a true one. */
function toQuarter(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / (15 * MINUTE)) * 15 * MINUTE)
}
