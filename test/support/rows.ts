import type { Store } from '../../src/store/store.ts'

/** A customer with an order, an answer and a case, straight into the tables: for tests of the store itself. */
export async function writeSomeRows(store: Store, count = 3): Promise<void> {
  const at = new Date('2026-03-21T05:30:00.123Z')
  for (let n = 0; n < count; n++) {
    const customer = await store.db.customer.create({
      data: { externalId: `c${n}`, name: `مریم "${n}" \\ \n`, phone: `+98912000000${n}`, mayMarketing: n % 2 === 0, createdAt: at },
    })
    const order = await store.db.order.create({
      data: {
        externalId: `o${n}`,
        customerId: customer.id,
        status: 'paid',
        placedAt: at,
        currency: 'IRT',
        total: 9_007_199_254_740_993n,
        coupons: ['A,B', '{"x"}', ''],
        refunds: [{ amount: 1, at: at.toISOString() }],
        source: 'test',
        receivedAt: at,
        items: { create: [{ position: 0, sku: 's', name: 'کفش 👟', quantity: 1, unitPrice: 5n }] },
      },
    })
    await store.db.case.create({ data: { customerId: customer.id, orderId: order.id, kind: 'complaint', reason: 'bad', openedAt: at, answerBy: at } })
  }
}

/** Every row of every table that a backup keeps, as text. */
export async function allRows(store: Store): Promise<Record<string, string[]>> {
  const tables = await store.db.sql<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'
     AND tablename NOT IN ('_prisma_migrations', 'agenda_jobs', 'workers', 'leases', 'pauses') ORDER BY 1`,
  )
  const all: Record<string, string[]> = {}
  for (const { name } of tables) {
    const rows = await store.db.sql<{ line: string }>(`SELECT row_to_json(t)::text AS line FROM "${name}" t ORDER BY 1`)
    all[name] = rows.map(({ line }) => line)
  }
  return all
}
