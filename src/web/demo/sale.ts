/** A sale of the past, over by now. */
import { randomUUID } from 'node:crypto'
import { toJalaali } from 'jalaali-js'
import { DAY, HOUR } from '../../clock.ts'
import { localTime, nextLocal } from '../../journeys/local-time.ts'
import { newCode } from '../../offers/code.ts'
import { discountOn, worstCase } from '../../offers/worth.ts'
import { after, chance, type Bought, type Member } from './buyers.ts'

const SEASONS = ['بهاره', 'تابستانه', 'پاییزه', 'زمستانه']
const SALE = { percent: 20, ceiling: 500_000n, quantity: 40, budget: 20_000_000n, given: 30, used: 12 }

/** A sale of four weeks, over for some days: who used a code bought within it, the other codes ran out. */
export function tellSale(members: Member[], now: Date, zone: string) {
  const endsAt = nextLocal(after(now, -12 * DAY), '21:00', zone)
  const startsAt = after(endsAt, -28 * DAY)
  const terms = { kind: 'percent', percent: SALE.percent, ceiling: SALE.ceiling, amount: null, minimum: 0n }
  const { year, month, day } = localTime(startsAt, zone)
  const season = SEASONS[Math.floor((toJalaali(year, month, day).jm - 1) / 3)]!
  const wanting = members.filter(({ marketing, joinedAt }) => marketing === true && joinedAt < startsAt)
  const buys = ({ orders }: Member) => orders.find(({ status, placedAt }) => (status === 'delivered' || status === 'paid') && placedAt > after(startsAt, HOUR) && placedAt < endsAt) ?? null
  const used = [...wanting, ...members.filter(one => one.marketing !== true && one.feedback)].filter(one => buys(one)).slice(0, SALE.used)
  const unused = wanting.filter(one => !used.includes(one)).sort((a, b) => chance('sale', a.externalId) - chance('sale', b.externalId)).slice(0, SALE.given - used.length)
  const id = randomUUID()
  const coupon = (member: Member, order: Bought | null) => {
    const total = order ? order.total - order.shipping : null
    const grantedAt = order ? after(order.placedAt, -HOUR * (1 + chance('claim', order.externalId) * 20)) : after(startsAt, chance('claimed', member.externalId) * 20 * DAY)
    return {
      order, id: randomUUID(), code: newCode(), offerId: id, customerId: member.id, key: `claim/${id}/${member.id}/0`, state: order ? 'redeemed' : 'expired', worth: worstCase(terms), grantedAt: grantedAt < startsAt ? startsAt : grantedAt, expiresAt: endsAt,
      redeemedAt: order?.placedAt ?? null, orderExternalId: order?.externalId ?? null, total, discount: total === null ? null : discountOn(terms, total),
    }
  }
  const coupons = [...used.map(one => coupon(one, buys(one))), ...unused.map(one => coupon(one, null))]
  const spent = coupons.reduce((sum, { discount }) => sum + (discount ?? 0n), 0n)
  const offer = {
    ...terms, id, name: `حراج ${season}`, source: 'campaign', quantity: SALE.quantity, left: SALE.quantity - used.length, budget: SALE.budget, committed: spent, spent,
    state: 'over', endReason: 'time', startsAt, endsAt, createdAt: after(startsAt, -DAY), launchedAt: startsAt,
  }
  return { offer, coupons }
}
