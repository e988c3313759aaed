/** Writing rows of the outbox, and changing rows that have not gone yet. Sending is deliver.ts's. */
import type { Outgoing } from '../channel.ts'
import { DAY, type Clock } from '../clock.ts'
import type { Purpose } from '../journeys/schema.ts'
import type { Tx } from '../store/store.ts'
import type { Chat } from './parts.ts'
import type { DroppedReason } from './reasons.ts'

/** States of a row that has not left and will, unless something is done about it. */
export const UNSENT = ['planned', 'held']

/** A reply is worth sending for so long (an incoming row older than 10 minutes is still answered). */
const REPLY_GRACE_MS = 2 * DAY

/**
 * The answer to an incoming row. `n` counts the messages of one answer: 0, 1 … A repeat changes nothing.
 * `to` is the chat that wrote; `customerId` null while we do not know who that is.
 */
export async function queueReply(
  { tx, clock }: { tx: Tx; clock: Clock },
  reply: { customerId: string | null; to: Chat; inboxId: string; causedAt?: Date; n: number; outgoing: Outgoing; questionId?: string; orderId?: string | null },
): Promise<void> {
  const now = clock.now()
  await tx.outboxMessage.createMany({
    data: [{
      key: `reply/${reply.inboxId}/${reply.n}`,
      class: 'reply',
      customerId: reply.customerId,
      ...reply.to,
      purpose: 'transactional',
      content: reply.outgoing,
      questionId: reply.questionId ?? null,
      orderId: reply.orderId ?? null,
      inboxId: BigInt(reply.inboxId),
      causedAt: reply.causedAt ?? now,
      dueAt: now,
      nextTryAt: now,
      graceFrom: now,
      graceMs: REPLY_GRACE_MS,
    }],
    skipDuplicates: true,
  })
}

/** A row of a journey, written when it is planned: `<enrollment>/<step>/<n>`; n counts the rows of one step. */
export type PlannedRow = {
  enrollmentId: string
  customerId: string
  journey: string
  step: string
  role: 'step' | 'reminder' | 're-ask'
  n: number
  orderId: string | null
  purpose: Purpose
  dueAt: Date
  graceMs: number
  startsSurvey?: boolean
  selling?: boolean
  uncounted?: boolean
  questionId?: string
}

export async function queueFlow({ tx }: { tx: Tx }, rows: PlannedRow[]): Promise<void> {
  await tx.outboxMessage.createMany({
    data: rows.map(({ n, ...row }) => ({
      ...row,
      key: `${row.enrollmentId}/${row.step}/${row.role === 'reminder' ? 'r' : ''}${n}`,
      class: 'flow',
      nextTryAt: row.dueAt,
      graceFrom: row.dueAt,
    })),
    skipDuplicates: true,
  })
}

/** A message of staff to a customer (a person's reply in a case): passes the gate for staff rows. */
export async function queueStaff(
  { tx, clock }: { tx: Tx; clock: Clock },
  row: { key: string; customerId: string; orderId: string | null; outgoing: Outgoing; afterMs?: number },
): Promise<void> {
  const now = new Date(clock.now().getTime() + (row.afterMs ?? 0))
  await tx.outboxMessage.createMany({
    data: [{
      key: `staff/${row.key}`, class: 'staff', customerId: row.customerId, orderId: row.orderId, purpose: 'transactional', content: row.outgoing,
      dueAt: now, nextTryAt: now, graceFrom: now, graceMs: 7 * DAY,
    }],
    skipDuplicates: true,
  })
}

type StaffChat = { id: string; channel: string; account: string; chatId: string }

/** The same words to members of staff, each in their own chat; a key that stands already is left. */
export async function queueForStaff<Member extends StaffChat>(
  { tx }: { tx: Tx },
  members: readonly Member[],
  { dueAt, content, keyOf, graceMs = DAY }: { dueAt: Date; content: Outgoing; keyOf(member: Member): string; graceMs?: number },
): Promise<void> {
  await tx.outboxMessage.createMany({
    data: members.map(member => ({
      key: keyOf(member), class: 'staff', channel: member.channel, account: member.account, chatId: member.chatId, purpose: 'transactional',
      content, dueAt, nextTryAt: dueAt, graceFrom: dueAt, graceMs,
    })),
    skipDuplicates: true,
  })
}

/** Drops unsent rows, with the reason that will be shown. `where` is a Prisma filter on top of "unsent". Returns how many. */
export async function dropRows({ tx }: { tx: Tx }, where: object, reason: DroppedReason): Promise<number> {
  const { count } = await tx.outboxMessage.updateMany({
    where: { ...where, state: { in: UNSENT } },
    data: { state: 'dropped', reason, nextTryAt: null, claimedBy: null, leaseUntil: null },
  })
  return count
}

/** Rows that wait for an event go on: those that are due are looked at now, the others on their day. */
export async function releaseHeld({ tx, clock }: { tx: Tx; clock: Clock }, where: object, reasons: string[], graceFromNow = false): Promise<void> {
  const now = clock.now()
  const rows = await tx.outboxMessage.findMany({ where: { ...where, state: 'held', reason: { in: reasons } }, select: { id: true, dueAt: true, graceFrom: true } })
  for (const row of rows) {
    const isDue = row.dueAt <= now
    await tx.outboxMessage.update({
      where: { id: row.id },
      data: { state: 'planned', reason: null, nextTryAt: isDue ? now : row.dueAt, ...(graceFromNow && isDue ? { graceFrom: now } : {}), claimedBy: null, leaseUntil: null },
    })
  }
}

/** Unsent selling rows of a customer (or of one order) wait for an event. */
export async function holdSelling({ tx }: { tx: Tx }, where: object, reason: 'open-case' | 'not-arrived'): Promise<void> {
  await tx.outboxMessage.updateMany({
    where: { ...where, selling: true, state: { in: UNSENT } },
    data: { state: 'held', reason, nextTryAt: null, claimedBy: null, leaseUntil: null },
  })
}

/** Hourly: rows that wait for an event and whose grace is over (no end while a case is open). Returns how many were dropped. */
export async function dropOverdue({ tx, clock }: { tx: Tx; clock: Clock }): Promise<number> {
  const rows = await tx.sql(
    `UPDATE "outbox" o SET "state" = 'dropped', "reason" = 'too-late', "claimedBy" = NULL
     WHERE o."state" = 'held' AND o."nextTryAt" IS NULL AND o."graceFrom" + (o."graceMs" || ' milliseconds')::interval < $1::timestamptz
       AND NOT (o."reason" = 'open-case' AND EXISTS (SELECT 1 FROM "cases" k WHERE k."customerId" = o."customerId" AND k."state" = 'open'))
     RETURNING o."id"::text`,
    [clock.now().toISOString()],
  )
  return rows.length
}

