/** Coupons that journeys give: one offer row for each template and calendar month, so that a month's budget is one number. */
import type { Clock } from '../clock.ts'
import { localDate, nextLocal } from '../journeys/local-time.ts'
import type { OfferTemplate } from '../journeys/templates.ts'
import type { Coupon, Db, Offer, Tx } from '../store/store.ts'
import { giveCoupon } from './claim.ts'
import { worstCase } from './worth.ts'

type Parts = { tx: Tx; clock: Clock; zone: string }

const monthOf = (now: Date, zone: string) => localDate(now, zone).slice(0, 7)
const idOf = (name: string, now: Date, zone: string) => `journey-${name}-${monthOf(now, zone)}`

export function rowOf(template: OfferTemplate): Pick<Offer, 'kind' | 'percent' | 'ceiling' | 'amount' | 'gift' | 'minimum' | 'budget' | 'url'> {
  const big = (toman: number | undefined) => (toman === undefined ? null : BigInt(toman))
  return {
    kind: template.kind, percent: template.percent ?? null, ceiling: big(template.ceilingToman ?? template.worthToman), amount: big(template.amountToman),
    gift: template.gift ? JSON.stringify(template.gift) : null, minimum: BigInt(template.minimumToman), budget: BigInt(template.budgetToman), url: template.url ?? null,
  }
}

/** Names of templates of which one more fits into this month's budget. */
export async function templatesReady({ tx, now, zone }: { tx: Tx | Db; now: Date; zone: string }, templates: Record<string, OfferTemplate>, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const rows = await tx.offer.findMany({ where: { id: { in: names.map(name => idOf(name, now, zone)) } }, select: { id: true, committed: true, state: true } })
  return names.filter(name => {
    const template = templates[name]
    const row = rows.find(({ id }) => id === idOf(name, now, zone))
    if (!template || (row && row.state !== 'live')) return false
    const terms = rowOf(template)
    return (row?.committed ?? 0n) + worstCase(terms) <= terms.budget!
  })
}

/** The customer's own coupon of a template; the same key again is the same coupon. null: the month's budget is gone. */
export async function grantFromTemplate(
  { tx, clock, zone }: Parts,
  { name, template, customerId, key }: { name: string; template: OfferTemplate; customerId: string; key: string },
): Promise<{ coupon: Coupon; offer: Offer } | null> {
  const now = clock.now()
  const id = idOf(name, now, zone)
  await tx.offer.createMany({ data: [{ id, name, source: 'journey', ...rowOf(template), state: 'live', createdAt: now, launchedAt: now }], skipDuplicates: true })
  const offer = await tx.offer.findUniqueOrThrow({ where: { id } })
  const coupon = await giveCoupon(tx, { offer, customerId, key, now, expiresAt: lastMoment(now.getTime() + template.validFor, zone) })
  return coupon ? { coupon, offer } : null
}

/** Its last moment as people keep it, «تا شنبه ساعت ۲۱»: the next nine in the evening, never earlier than promised. */
export const lastMoment = (at: number, zone: string) => nextLocal(new Date(at), '21:00', zone)
