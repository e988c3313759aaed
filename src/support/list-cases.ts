import type { Case, CaseEntry, Db } from '../store/store.ts'

export type CaseLine = Case & { customerName: string | null; orderExternalId: string | null; entries: CaseEntry[] }

const SAID = { customer: { select: { name: true } }, entries: { orderBy: { id: 'asc' } } } as const

/** Newest first, each with what was said; `after` is the last number of the page before. */
export async function listCases(
  db: Db,
  { state }: { state?: 'open' | 'closed' | undefined },
  page: { limit: number; after?: number | null },
): Promise<CaseLine[]> {
  const where = { ...(state ? { state } : {}), ...(page.after ? { number: { lt: page.after } } : {}) }
  return await withOrders(db, await db.case.findMany({ where, orderBy: { number: 'desc' }, take: page.limit, include: SAID }))
}

/** Urgent ones, then who has no answer yet, then whom an answer was promised soonest. */
const QUEUE = `NOT "urgent", "repliedAt" IS NOT NULL, "answerBy", "number"`

/** The open ones in the order in which they have to be answered; `after` is the last number of the page before. */
export async function listQueue(db: Db, page: { limit: number; after?: number | null }): Promise<CaseLine[]> {
  const numbers = await db.sql<{ number: number }>(
    `SELECT "number" FROM "cases" WHERE "state" = 'open' AND ($1::int IS NULL OR (${QUEUE}) > (SELECT ${QUEUE} FROM "cases" WHERE "number" = $1::int)) ORDER BY ${QUEUE} LIMIT $2::int`,
    [page.after ?? null, page.limit],
  )
  const place = new Map(numbers.map(({ number }, at) => [number, at]))
  const cases = await db.case.findMany({ where: { number: { in: [...place.keys()] } }, include: SAID })
  return (await withOrders(db, cases)).sort((one, other) => place.get(one.number)! - place.get(other.number)!)
}

/** null: there is none of that number. */
export async function findCase(db: Db, number: number): Promise<CaseLine | null> {
  return (await withOrders(db, await db.case.findMany({ where: { number }, include: SAID })))[0] ?? null
}

async function withOrders(db: Db, cases: (Case & { customer: { name: string | null }; entries: CaseEntry[] })[]): Promise<CaseLine[]> {
  const orderIds = cases.flatMap(one => (one.orderId ? [one.orderId] : []))
  const orders = await db.order.findMany({ where: { id: { in: orderIds } }, select: { id: true, externalId: true } })
  const externalId = new Map(orders.map(order => [order.id, order.externalId]))
  return cases.map(({ customer, ...one }) => ({
    ...one,
    customerName: customer.name,
    orderExternalId: (one.orderId && externalId.get(one.orderId)) ?? null,
  }))
}
