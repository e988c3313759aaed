/** Who asked to be deleted: a keyed hash of the number and of the shop's own id is all that is left. */
import { keyedHash } from '../store/secret.ts'
import type { Sql } from '../store/store.ts'
import type { CustomerInput } from './order-input.ts'

const hashesOf = ({ phone, externalId }: { phone?: string | null | undefined; externalId?: string | null | undefined }) =>
  [...(phone ? [`phone:${phone}`] : []), ...(externalId ? [`customer:${externalId}`] : [])].map(keyedHash)

export async function rememberForgotten(sql: Sql, customer: { phone: string | null; externalId: string | null }, now: Date): Promise<void> {
  await sql(`INSERT INTO "forgotten" ("keyHash", "at") SELECT unnest($1::text[]), $2::timestamptz ON CONFLICT DO NOTHING`, [hashesOf(customer), now.toISOString()])
}

/** Orders of somebody who was deleted are kept for the books, under nobody's name: no record is made anew, and nobody is written to. */
export async function withoutForgotten<Order extends { customer: CustomerInput }>(sql: Sql, orders: readonly Order[]): Promise<Order[]> {
  const [any] = await sql<{ any: boolean }>(`SELECT EXISTS (SELECT 1 FROM "forgotten") AS "any"`)
  if (!any!.any) return [...orders]
  const hashes = orders.map(({ customer }) => hashesOf(customer))
  const rows = await sql<{ keyHash: string }>(`SELECT "keyHash" FROM "forgotten" WHERE "keyHash" = ANY($1::text[])`, [hashes.flat()])
  const gone = new Set(rows.map(({ keyHash }) => keyHash))
  return orders.map((order, at) => (hashes[at]!.some(hash => gone.has(hash)) ? { ...order, customer: {} as CustomerInput } : order))
}
