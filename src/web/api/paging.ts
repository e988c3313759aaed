import { z } from '@hono/zod-openapi'

/** ?limit=50&cursor=…; a cursor is what `next` said, and means nothing else. */
export const pageQuery = z.object({
  limit: z.coerce
    .number('a number from 1 to 200')
    .int('a whole number')
    .min(1, 'a number from 1 to 200')
    .max(200, 'a number from 1 to 200')
    .default(50),
  cursor: z.string('the `next` of the page before').max(200, 'the `next` of the page before').optional(),
})

/** A query whose cursor holds the parts that `shape` reads. */
export function withCursor<T extends z.ZodType>(shape: T) {
  return pageQuery.extend({
    cursor: pageQuery.shape.cursor.transform((value, context): z.output<T> | null => {
      const parsed = value === undefined ? null : shape.safeParse(decode(value))
      if (parsed && !parsed.success) context.addIssue({ code: 'custom', message: 'the `next` of the page before' })
      return parsed?.success ? parsed.data : null
    }),
  })
}

/** Ask the store for one row more than `limit`: whether there is a next page shows without counting. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursorOf: (row: Row) => unknown,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit)
  return { items: shown.map(item), next: rows.length > limit ? encode(cursorOf(shown.at(-1)!)) : null }
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
