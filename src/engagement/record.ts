/** Everything with one customer in the order in which it happened (S50): orders, messages, answers, cases, notes, consents. */
import type { Outgoing } from '../channel.ts'
import { showCode } from '../offers/code.ts'
import type { Db, Tx } from '../store/store.ts'

export type RecordEntry = { at: Date } & (
  | { kind: 'order'; externalId: string; status: string; items: string[] }
  /** We said it; a reply to something that the customer wrote is left out unless `all`. */
  | { kind: 'message'; class: string; step: string | null; state: string; text: string | null }
  | { kind: 'answer'; question: string; value: string | null; score: number | null; words: string | null }
  | { kind: 'case'; number: number; event: 'opened' | 'closed'; what: string }
  | { kind: 'entry'; number: number; from: string; by: string | null; text: string | null; media: { kind: string; ref?: string }[] }
  | { kind: 'points'; points: number; what: string; reason: string | null }
  | { kind: 'coupon'; code: string; offer: string; event: 'granted' | 'redeemed' | 'expired' }
  | { kind: 'promise'; what: string; state: string; dueAt: Date }
  | { kind: 'consent'; purpose: string; granted: boolean; source: string; channel: string | null; words: string | null }
)

/** Oldest first; the newest `limit` of each kind. */
export async function recordOf(db: Db | Tx, customerId: string, limit: number): Promise<RecordEntry[]> {
  const orders = await db.order.findMany({ where: { customerId }, include: { items: { orderBy: { position: 'asc' }, take: 5 } }, orderBy: { placedAt: 'desc' }, take: limit })
  const messages = await db.outboxMessage.findMany({ where: { customerId, kind: 'message', class: { in: ['flow', 'bulk'] }, sentAt: { not: null } }, orderBy: { sentAt: 'desc' }, take: limit })
  const answers = await db.answer.findMany({ where: { customerId }, orderBy: { at: 'desc' }, take: limit })
  const cases = await db.case.findMany({ where: { customerId }, include: { entries: { orderBy: { id: 'desc' }, take: limit } }, orderBy: { number: 'desc' }, take: limit })
  const points = await db.pointsEntry.findMany({ where: { customerId, kind: { not: 'activate' } }, orderBy: { id: 'desc' }, take: limit })
  const coupons = await db.coupon.findMany({ where: { customerId }, include: { offer: { select: { name: true } } }, orderBy: { grantedAt: 'desc' }, take: limit })
  const promises = await db.pledge.findMany({ where: { customerId }, orderBy: { madeAt: 'desc' }, take: limit })
  const consents = await db.consent.findMany({ where: { customerId }, orderBy: { id: 'desc' }, take: limit })
  const entries: RecordEntry[] = [
    ...orders.map(({ placedAt, externalId, status, items }) => ({ kind: 'order' as const, at: placedAt, externalId, status, items: items.map(({ name }) => name) })),
    ...messages.map(row => ({ kind: 'message' as const, at: row.sentAt!, class: row.class, step: row.step, state: row.state, text: (row.content as Outgoing | null)?.text ?? null })),
    ...answers.map(({ at, question, value, score, words }) => ({ kind: 'answer' as const, at, question, value, score, words })),
    ...cases.flatMap(({ number, openedAt, closedAt, closedBy, reason, entries }) => [
      { kind: 'case' as const, at: openedAt, number, event: 'opened' as const, what: reason },
      ...(closedAt ? [{ kind: 'case' as const, at: closedAt, number, event: 'closed' as const, what: closedBy ?? '' }] : []),
      ...entries.map(({ at, from, by, text, media }) => ({ kind: 'entry' as const, at, number, from, by, text, media: media as { kind: string; ref?: string }[] })),
    ]),
    ...points.map(({ at, points, kind, reason }) => ({ kind: 'points' as const, at, points: Number(points), what: kind, reason })),
    ...coupons.flatMap(({ code, offer, grantedAt, redeemedAt, state, expiresAt }) => [
      { kind: 'coupon' as const, at: grantedAt, code: showCode(code), offer: offer.name, event: 'granted' as const },
      ...(redeemedAt ? [{ kind: 'coupon' as const, at: redeemedAt, code: showCode(code), offer: offer.name, event: 'redeemed' as const }] : []),
      ...(state === 'expired' ? [{ kind: 'coupon' as const, at: expiresAt, code: showCode(code), offer: offer.name, event: 'expired' as const }] : []),
    ]),
    ...promises.map(({ madeAt, kind, what, state, dueAt }) => ({ kind: 'promise' as const, at: madeAt, what: `${kind}: ${what}`, state, dueAt })),
    ...consents.map(({ at, purpose, granted, source, channel, words }) => ({ kind: 'consent' as const, at, purpose, granted, source, channel, words })),
  ]
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime())
}
