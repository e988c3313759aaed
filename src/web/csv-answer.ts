import type { Context } from 'hono'

/** A file of any length, a piece at a time as the browser takes it. */
export function csvAnswer(c: Context, name: string, pieces: AsyncGenerator<string> | Generator<string>): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
  return c.body(body, 200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` })
}
