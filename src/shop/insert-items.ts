import type { Sql } from '../store/store.ts'
import type { ItemInput } from './order-input.ts'

/** Writes the items of any number of orders in one statement. */
export async function insertItems(sql: Sql, orders: readonly { orderId: string; items: readonly ItemInput[] }[]): Promise<void> {
  const rows = orders.flatMap(({ orderId, items }) => items.map((item, position) => ({ orderId, position, item })))
  if (rows.length === 0) return
  await sql(
    `INSERT INTO order_items ("orderId", position, sku, name, category, quantity, "unitPrice", url, image, consumable)
     SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::int[],
                          $7::bigint[], $8::text[], $9::text[], $10::boolean[])`,
    [
      rows.map(row => row.orderId),
      rows.map(row => row.position),
      rows.map(row => row.item.sku),
      rows.map(row => row.item.name),
      rows.map(row => row.item.category ?? null),
      rows.map(row => row.item.quantity),
      rows.map(row => String(row.item.unitPrice)),
      rows.map(row => row.item.url ?? null),
      rows.map(row => row.item.image ?? null),
      rows.map(row => row.item.consumable ?? false),
    ],
  )
}
