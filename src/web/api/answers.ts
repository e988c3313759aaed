import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { CHANNEL_NAMES } from '../../channel.ts'
import { answersCsv, listAnswers } from '../../feedback/list-answers.ts'
import { instant } from '../../shop/order-input.ts'
import { csvAnswer } from '../csv-answer.ts'
import { toPage, withCursor } from './paging.ts'
import { answer, ends, pageOf } from './shapes.ts'

const id = z
  .string('an id')
  .regex(/^[\w-]{1,64}$/, 'an id')
  .optional()
const filter = z.object({
  customerId: id,
  orderId: id,
  question: z
    .string('a question’s name')
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a question’s name, such as satisfied')
    .optional(),
  score: z.coerce
    .number('a number from 1 to 5')
    .int('a number from 1 to 5')
    .min(1, 'a number from 1 to 5')
    .max(5, 'a number from 1 to 5')
    .optional(),
  channel: z.enum(CHANNEL_NAMES, `one of ${CHANNEL_NAMES.join(', ')}`).optional(),
  from: instant.optional(),
  to: instant.optional(),
})

export function answers(app: App, api: OpenAPIHono): void {
  const query = withCursor(z.tuple([z.iso.datetime(), z.string().regex(/^[\w-]{1,64}$/)])).extend(filter.shape)
  const list = createRoute({
    method: 'get',
    path: '/answers',
    tags: ['Answers'],
    summary: 'What customers said, newest first',
    description: '`from` is included, `to` is not.',
    request: { query },
    responses: ends({ 200: pageOf(answer) }),
  })
  api.openapi(list, async c => {
    const { limit, cursor, ...wanted } = c.req.valid('query')
    const rows = await listAnswers(app.store.db, wanted, {
      limit: limit + 1,
      after: cursor ? { at: new Date(cursor[0]), id: cursor[1] } : null,
    })
    return c.json(
      toPage(
        rows,
        limit,
        row => row,
        row => [row.at.toISOString(), row.id],
      ),
      200,
    )
  })

  const csv = createRoute({
    method: 'get',
    path: '/answers.csv',
    tags: ['Answers'],
    summary: 'The same as a file for Excel, all of it',
    description: "UTF-8 with BOM. A cell that a table program would run as a formula has a ' in front of it.",
    request: { query: filter },
    responses: { ...ends({}), 200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } } },
  })
  api.openapi(csv, async c => {
    return csvAnswer(c, 'answers.csv', answersCsv(app.store.db, c.req.valid('query')))
  })
}
