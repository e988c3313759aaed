/**
 * Somebody asks to be deleted. What they said, where they can be reached and what they are called goes; orders stay, under nobody's
 * name, because the books need them. A keyed hash stays, so that the next import does not begin again.
 */
import type { Clock } from '../clock.ts'
import { rememberForgotten } from '../shop/forgotten.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Tx } from '../store/store.ts'
import { dropRows } from './outbox.ts'

export async function forgetCustomer({ tx, clock }: { tx: Tx; clock: Clock }, customerId: string): Promise<void> {
  await lockCustomer(tx, customerId)
  const now = clock.now()
  const customer = await tx.customer.findUniqueOrThrow({ where: { id: customerId }, include: { addresses: true } })
  await rememberForgotten(tx.sql, customer, now)
  await dropRows({ tx }, { customerId, class: { in: ['flow', 'bulk', 'staff'] } }, 'stopped')
  await tx.enrollment.updateMany({ where: { customerId, state: 'active' }, data: { state: 'stopped', stopReason: 'forgotten', endedAt: now } })
  await tx.question.updateMany({ where: { customerId, state: 'open' }, data: { state: 'closed', closedAt: now } })
  await tx.case.updateMany({ where: { customerId, state: 'open' }, data: { state: 'closed', closedAt: now, closedBy: 'forgotten' } })
  await tx.sql(`UPDATE "case_entries" SET "text" = NULL, "media" = '[]'::jsonb WHERE "caseId" IN (SELECT "id" FROM "cases" WHERE "customerId" = $1)`, [customerId])
  await tx.answer.updateMany({ where: { customerId }, data: { words: null, media: [], history: [] } })
  await tx.consent.updateMany({ where: { customerId }, data: { words: null } })
  await tx.sql(`UPDATE "outbox" SET "content" = NULL, "chatId" = NULL WHERE "customerId" = $1 AND "state" NOT IN ('planned', 'held', 'sending')`, [customerId])
  for (const { channel, account, chatId } of customer.addresses) {
    await tx.sql(`UPDATE "inbox" SET "body" = NULL WHERE "channel" = $1 AND "account" = $2 AND "chatId" = $3 AND "state" <> 'new'`, [channel, account, chatId])
    if (channel === 'webchat') await tx.sql(`DELETE FROM "chat_lines" WHERE "chatId" = $1`, [chatId])
  }
  await tx.media.deleteMany({ where: { customerId } })
  await tx.cart.deleteMany({ where: { customerId } })
  await tx.coupon.updateMany({ where: { customerId, state: 'granted' }, data: { state: 'cancelled' } })
  for (const table of ['offer_waits', 'promises', 'best_hours', 'member_levels']) await tx.sql(`DELETE FROM "${table}" WHERE "customerId" = $1`, [customerId])
  await tx.sql(`UPDATE "deliveries" SET "body" = NULL WHERE "customerId" = $1`, [customerId])
  await tx.outgoingEvent.deleteMany({ where: { customerId } })
  await tx.link.deleteMany({ where: { customerId } })
  await tx.address.deleteMany({ where: { customerId } })
  // What staff were told of it, and the records that were found to be the same person.
  await tx.sql(
    `UPDATE "outbox" SET "content" = NULL, "nextTryAt" = NULL, "claimedBy" = NULL, "leaseUntil" = NULL,
       "reason" = CASE WHEN "state" IN ('planned', 'held') THEN 'discarded' ELSE "reason" END, "state" = CASE WHEN "state" IN ('planned', 'held') THEN 'dropped' ELSE "state" END
     WHERE "class" = 'staff' AND "customerId" IS NULL AND "state" <> 'sending'
       AND "key" LIKE ANY (SELECT 'staff/%/' || k."id" || '%' FROM "cases" k WHERE k."customerId" = $1
         UNION ALL SELECT 'staff/case-entry/' || e."id" || '/%' FROM "case_entries" e JOIN "cases" k ON k."id" = e."caseId" WHERE k."customerId" = $1)`,
    [customerId],
  )
  const parts = await tx.customer.findMany({ where: { joinedIntoId: customerId } })
  for (const part of parts) await rememberForgotten(tx.sql, part, now)
  await tx.customerJoin.deleteMany({ where: { OR: [{ intoId: customerId }, { fromId: customerId }] } })
  await tx.customer.updateMany({
    where: { id: { in: [customerId, ...parts.map(({ id }) => id)] } },
    data: {
      externalId: null, name: null, phone: null, phoneShared: false, email: null, city: null, birthday: null, locale: null, timeZone: null, preferredChannel: null, referralCode: null,
      mayTransactional: false, mayFeedback: false, mayMarketing: false,
    },
  })
}
