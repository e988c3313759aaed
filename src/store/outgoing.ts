/** Our events for the shop's other systems: rows written with what happened, one for each address that listens. */
import type { Sql } from './store.ts'

export type OutgoingType = 'answer.given' | 'case.opened' | 'coupon.redeemed' | 'customer.away'

/** `key`: once. `data`: ids, values and scores, never what somebody wrote. Without an address that listens nothing is written. */
export async function tellOutside(
  { sql }: { sql: Sql },
  { type, key, customerId, orderId = null, at, data }: { type: OutgoingType; key: string; customerId: string; orderId?: string | null; at: Date; data: Record<string, unknown> },
): Promise<void> {
  await sql(
    `INSERT INTO "outgoing_events" ("endpoint", "key", "type", "customerId", "payload", "at")
     SELECT "name", $1 || '/' || $2, $1, $3, jsonb_build_object('customerId', $3::text, 'customerExternalId', (SELECT "externalId" FROM "customers" WHERE "id" = $3),
       'orderExternalId', (SELECT "externalId" FROM "orders" WHERE "id" = $4)) || $5::jsonb, $6::timestamptz
     FROM "outgoing_endpoints" WHERE "disabledMachineAt" IS NULL ON CONFLICT DO NOTHING`,
    [type, key, customerId, orderId, JSON.stringify(data), at.toISOString()],
  )
}
