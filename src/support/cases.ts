/** A case is a promise that a person answers. These functions write it down; they never send. */
import { MINUTE, type Clock } from '../clock.ts'
import type { Policy } from '../journeys/load.ts'
import { workingTimeAfter } from '../journeys/local-time.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Case, CaseEntry, Tx } from '../store/store.ts'

export const CASE_KINDS = ['complaint', 'delivery', 'question', 'cancel', 'safety'] as const
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
  }: { from: 'customer' | 'support' | 'system'; text: string | null; media?: readonly { kind: string; ref?: string | undefined }[] },
): Promise<CaseEntry> {
  const now = clock.now()
  if (from === 'support') await tx.case.updateMany({ where: { id: caseId, repliedAt: null }, data: { repliedAt: now } })
  return await tx.caseEntry.create({ data: { caseId, from, text, media: [...media], at: now } })
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

/** People promise «تا ساعت ۱۲», not «تا ساعت ۱۱:۵۳». Later than worked out, so that the promise stays a true one. */
function toQuarter(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / (15 * MINUTE)) * 15 * MINUTE)
}
