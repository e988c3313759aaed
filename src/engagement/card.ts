/** Whom support speaks with: who this is, what was bought and promised, and what may be sent. */
import { groupOf, type Group } from '../audience/groups.ts'
import type { Locale } from '../channel.ts'
import type { Clock } from '../clock.ts'
import type { Scenarios } from '../journeys/load.ts'
import { balanceOf } from '../loyalty/ledger.ts'
import { readLoyalty } from '../loyalty/settings.ts'
import type { Answer, Customer, Db, Tx } from '../store/store.ts'

export type Card = Pick<Customer, 'id' | 'name' | 'locale' | 'preferredChannel' | 'mayFeedback' | 'mayMarketing'> & {
  orders: number
  newest: { externalId: string; status: string; placedAt: Date; items: string[] } | null
  answers: number
  lastAnswers: Pick<Answer, 'id' | 'question' | 'value' | 'score' | 'words' | 'at'>[]
  /** Numbers of the open ones. */
  cases: number[]
  chats: { channel: string; state: string }[]
  group: Group
  /** null: the shop gives none. */
  points: { active: bigint; level: Record<Locale, string> | null } | null
  /** Coupons that can be used now. */
  codes: number
  /** Open, the earliest first. */
  promises: { kind: string; what: string; dueAt: Date }[]
}

const ITEMS = 5
const ANSWERS = 3

/** null: nobody. */
export async function cardOf(db: Db | Tx, customerId: string, { scenarios, clock }: { scenarios: Pick<Scenarios, 'audience' | 'loyalty'>; clock: Clock }): Promise<Card | null> {
  const customer = await db.customer.findUnique({ where: { id: customerId }, select: { id: true, name: true, locale: true, preferredChannel: true, mayFeedback: true, mayMarketing: true } })
  if (!customer) return null
  const mine = { where: { customerId } }
  const newest = await db.order.findFirst({ ...mine, orderBy: { placedAt: 'desc' }, include: { items: { orderBy: { position: 'asc' }, take: ITEMS } } })
  const balance = (await readLoyalty(db))?.on ? await balanceOf(db, customerId) : null
  const level = balance && (await db.memberLevel.findUnique(mine))
  return {
    ...customer,
    orders: await db.order.count(mine),
    newest: newest && { externalId: newest.externalId, status: newest.status, placedAt: newest.placedAt, items: newest.items.map(({ name }) => name) },
    answers: await db.answer.count(mine),
    lastAnswers: await db.answer.findMany({ ...mine, orderBy: { at: 'desc' }, take: ANSWERS, select: { id: true, question: true, value: true, score: true, words: true, at: true } }),
    cases: (await db.case.findMany({ where: { customerId, state: 'open' }, select: { number: true }, orderBy: { number: 'asc' } })).map(({ number }) => number),
    chats: await db.address.findMany({ ...mine, select: { channel: true, state: true } }),
    group: await groupOf(db, customerId, scenarios.audience),
    points: balance && { active: balance.active, level: scenarios.loyalty.levels.find(one => one.id === level?.level)?.name ?? null },
    codes: await db.coupon.count({ where: { customerId, state: 'granted', expiresAt: { gte: clock.now() } } }),
    promises: await db.pledge.findMany({ where: { customerId, state: 'open' }, orderBy: { dueAt: 'asc' }, take: ITEMS, select: { kind: true, what: true, dueAt: true } }),
  }
}
