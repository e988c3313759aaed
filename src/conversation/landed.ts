/** Where a message's words went, kept with its inbox row, so that a later edit finds them. */
import type { Hearing } from './hearing.ts'

export type Landed = {
  questionId?: string
  /** The choice that it was understood as. */
  value?: string
  answerId?: string
  entryId?: string
}

export async function landed(h: Hearing, where: Landed): Promise<void> {
  await h.tx.sql(
    `UPDATE "inbox" SET "body" = jsonb_set("body", '{landed}', COALESCE("body"->'landed', '{}'::jsonb) || $2::jsonb) WHERE "id" = $1::bigint AND "body" IS NOT NULL`,
    [h.inboxId, JSON.stringify(where)],
  )
}
