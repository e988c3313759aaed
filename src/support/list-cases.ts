import type { Case, CaseEntry, Db } from '../store/store.ts'

export type CaseLine = Case & { customerName: string | null; orderExternalId: string | null; entries: CaseEntry[] }

/** Newest first, each with what was said; `after` is the last number of the page before. */
export async function listCases(
  db: Db,
  { state }: { state?: 'open' | 'closed' | undefined },
  page: { limit: number; after?: number | null },
): Promise<CaseLine[]> {
  const cases = await db.case.findMany({
    where: { ...(state ? { state } : {}), ...(page.after ? { number: { lt: page.after } } : {}) },
    orderBy: { number: 'desc' },
    take: page.limit,
    include: { customer: { select: { name: true } }, entries: { orderBy: { id: 'asc' } } },
  })
  const orderIds = cases.flatMap(one => (one.orderId ? [one.orderId] : []))
  const orders = await db.order.findMany({ where: { id: { in: orderIds } }, select: { id: true, externalId: true } })
  const externalId = new Map(orders.map(order => [order.id, order.externalId]))
  return cases.map(({ customer, ...one }) => ({
    ...one,
    customerName: customer.name,
    orderExternalId: (one.orderId && externalId.get(one.orderId)) ?? null,
  }))
}
