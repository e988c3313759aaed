/** A manager's offer from a draft to its end: written down, looked at, launched, watched, dropped. For the staff bot and the dashboard. */
import { countSegment } from '../audience/segment.ts'
import type { Outgoing } from '../channel.ts'
import { HOUR } from '../clock.ts'
import { MOST_HOURS, type OfferDraft } from '../offers/draft.ts'
import { launchOffer, unrealDiscount, worstCaseOf, type Unreal } from '../offers/launch.ts'
import type { Scenarios } from '../journeys/load.ts'
import { offersOf } from '../journeys/check-track.ts'
import type { Offer } from '../store/store.ts'
import { readSegment } from './audience.ts'
import { rehearseRows, type Rehearsal } from './broadcast.ts'
import { announceOffer, offerMessage } from './offers.ts'
import type { Parts } from './parts.ts'

/** Less than this reaches nobody: none goes out with under twelve hours left. */
const LEAST_HOURS = 13

/** Nothing is kept of one whose segment cannot be read, or whose discount is none. */
export async function createDraft({ tx, clock }: Parts, { hours, audience, each, title, ...terms }: OfferDraft, by: string): Promise<{ offer: Offer } | { unreal: Unreal } | { segment: { found: string; expected: string } }> {
  const segment = await readSegment(tx, audience || 'all')
  if (!('condition' in segment)) return { segment: segment.problem }
  const big = (toman: number | null) => (toman === null ? null : BigInt(toman))
  const now = clock.now()
  const offer = await tx.offer.create({
    data: {
      ...terms, name: title, source: 'campaign', ceiling: big(terms.ceiling), amount: big(terms.amount), minimum: BigInt(terms.minimum), budget: big(terms.budget),
      audience, perCustomer: each, left: terms.quantity, by, createdAt: now,
      // Until it is launched the hours are kept as if it began now.
      startsAt: now, endsAt: new Date(now.getTime() + hours * HOUR),
    },
  })
  const unreal = await unrealDiscount({ tx, clock }, offer)
  if (unreal) await tx.offer.delete({ where: { id: offer.id } })
  return unreal ? { unreal } : { offer }
}

/** How long it lives once it is launched. */
export const hoursOf = ({ startsAt, endsAt }: Pick<Offer, 'startsAt' | 'endsAt'>): number => (startsAt && endsAt ? Math.round((endsAt.getTime() - startsAt.getTime()) / HOUR) : 0)

export type OfferLook = { worst: bigint; hours: number; all: number; reachable: number; unreal: Unreal | null; rehearsal: Rehearsal; sample: Outgoing | null }

/** What a draft would do if it were launched now. Nothing is written. */
export async function lookAtDraft(parts: Parts, draft: Offer): Promise<OfferLook> {
  const { tx, clock, scenarios } = parts
  const now = clock.now()
  const hours = hoursOf(draft)
  const offer = { ...draft, startsAt: now, endsAt: new Date(now.getTime() + hours * HOUR) }
  const segment = await readSegment(tx, offer.audience || 'all')
  const { all, reachable } = 'condition' in segment ? await countSegment({ sql: tx.sql, clock, audience: scenarios.audience }, segment.condition) : { all: 0, reachable: 0 }
  const rehearsal = await rehearseRows(parts, `offer/${offer.id}/`, me => announceOffer(parts, offer, me))
  return { worst: worstCaseOf(offer) ?? 0n, hours, all, reachable, unreal: await unrealDiscount({ tx, clock }, offer), rehearsal, sample: await sampleOf(parts, offer) }
}

/** As somebody who can be reached would get it. */
async function sampleOf(parts: Parts, { id, startsAt, endsAt }: Offer): Promise<Outgoing | null> {
  const { tx } = parts
  const someone = await tx.customer.findFirst({ where: { joinedAt: { not: null } }, orderBy: { joinedAt: 'desc' }, select: { id: true } })
  if (!someone) return null
  await tx.sql('SAVEPOINT "sample"')
  await tx.offer.update({ where: { id }, data: { state: 'live', startsAt, endsAt } })
  const composed = await offerMessage(parts, { key: '', offerId: id, customerId: someone.id })
  await tx.sql('ROLLBACK TO SAVEPOINT "sample"')
  return composed.is === 'content' ? composed.outgoing : null
}

/** From this instant it lives for its hours; an early start moves the others' beginning behind it. How many messages were written; null: it is no draft. */
export async function launchDraft(parts: Parts, id: string): Promise<number | null> {
  const { tx, clock } = parts
  const draft = await tx.offer.findUnique({ where: { id } })
  const hours = draft ? hoursOf(draft) : 0
  if (!draft || draft.state !== 'draft' || hours < LEAST_HOURS || hours > MOST_HOURS) return null
  const startsAt = new Date(clock.now().getTime() + draft.earlyHours * HOUR)
  if (!(await launchOffer({ tx, clock }, id, { hours, startsAt }))) return null
  return await announceOffer(parts, await tx.offer.findUniqueOrThrow({ where: { id } }))
}

/** A draft is thrown away. false: it is none. */
export async function dropDraft({ tx }: Pick<Parts, 'tx'>, id: string): Promise<boolean> {
  return (await tx.offer.deleteMany({ where: { id, state: 'draft' } })).count === 1
}

/** Messages that went, are ahead, will not go; codes taken and used; customers who wait for one. */
export async function watchOffer({ tx }: { tx: Pick<Parts['tx'], 'sql'> }, id: string): Promise<{ sent: number; ahead: number; dropped: number; claimed: number; redeemed: number; waiting: number }> {
  const [row] = await tx.sql<{ sent: number; ahead: number; dropped: number; claimed: number; redeemed: number; waiting: number }>(
    `SELECT x.*, k.*, (SELECT count(*)::int FROM "offer_waits" w WHERE w."offerId" = $1 AND w."toldAt" IS NULL) AS "waiting"
     FROM (SELECT count(*) FILTER (WHERE "state" IN ('sent', 'accepted', 'delivered'))::int AS "sent", count(*) FILTER (WHERE "state" IN ('planned', 'held', 'sending'))::int AS "ahead",
         count(*) FILTER (WHERE "state" IN ('dropped', 'failed'))::int AS "dropped" FROM "outbox" WHERE "offerId" = $1 AND "class" = 'bulk') AS x,
       (SELECT count(*) FILTER (WHERE "state" <> 'cancelled')::int AS "claimed", count(*) FILTER (WHERE "state" = 'redeemed')::int AS "redeemed" FROM "coupons" WHERE "offerId" = $1) AS k`,
    [id],
  )
  return row!
}

/** What the journeys that are on can cost in a month at worst: the budgets of the templates that they name. */
export function worstOfJourneys({ journeys, offers }: Pick<Scenarios, 'journeys' | 'offers'>): bigint {
  const named = new Set(journeys.filter(({ on }) => on).flatMap(({ tracks }) => Object.values(tracks).flatMap(({ steps }) => Object.values(steps).flatMap(offersOf))))
  return [...named].reduce((sum, name) => sum + BigInt(offers[name]?.budgetToman ?? 0), 0n)
}
