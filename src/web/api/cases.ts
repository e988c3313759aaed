import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { closeCaseAndResume, replyToCase } from '../../engagement/case-actions.ts'
import { listCases } from '../../support/list-cases.ts'
import { clean } from '../../text/normalise.ts'
import { storable } from './customers.ts'
import { toPage, withCursor } from './paging.ts'
import { conflict, notFound } from './problems.ts'
import { ends, pageOf, supportCase } from './shapes.ts'

const params = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) })
const done = z.object({ id: z.string(), result: z.literal('done') })
const TEXT = 'a text of 1 to 3500 characters'
const reply = z
  .object(
    {
      text: z
        .string(TEXT)
        .max(3_500, TEXT)
        .refine(text => clean(text).trim() !== '', TEXT)
        .transform(text => clean(text).trim()),
    },
    'an object { text }',
  )
  .openapi('CaseReply')

export function cases(app: App, api: OpenAPIHono): void {
  const list = createRoute({
    method: 'get',
    path: '/cases',
    tags: ['Cases'],
    summary: 'Cases with what was said in them, newest first',
    request: { query: withCursor(z.int()).extend({ state: z.enum(['open', 'closed'], 'open or closed').optional() }) },
    responses: ends({ 200: pageOf(supportCase) }),
  })
  api.openapi(list, async c => {
    const { limit, cursor, state } = c.req.valid('query')
    const rows = await listCases(app.store.db, { state }, { limit: limit + 1, after: cursor })
    return c.json(
      toPage(rows, limit, view, row => row.number),
      200,
    )
  })

  const answer = createRoute({
    method: 'post',
    path: '/cases/{id}/reply',
    tags: ['Cases'],
    summary: 'Answer the customer as a person',
    description: 'Goes out as written, on the channel the customer last used.',
    request: { params, body: { required: true, content: { 'application/json': { schema: reply } } } },
    responses: ends({ 200: done }, 404, 409, 413),
  })
  api.openapi(answer, async c => {
    const { id } = c.req.valid('param')
    const result = storable(id) ? await replyToCase(app, id, c.req.valid('json').text, 'api') : 'not-found'
    if (result === 'not-found') return notFound(c, 'case')
    return result === 'closed' ? conflict(c, 'this case is closed') : c.json({ id, result }, 200)
  })

  const close = createRoute({
    method: 'post',
    path: '/cases/{id}/close',
    tags: ['Cases'],
    summary: 'Close a case: selling messages that waited for it go on',
    request: { params },
    responses: ends({ 200: done }, 404, 409),
  })
  api.openapi(close, async c => {
    const { id } = c.req.valid('param')
    const result = storable(id) ? await closeCaseAndResume(app, id, 'api') : 'not-found'
    if (result === 'not-found') return notFound(c, 'case')
    return result === 'closed' ? conflict(c, 'this case is closed already') : c.json({ id, result }, 200)
  })
}

function view({
  id,
  number,
  kind,
  urgent,
  state,
  reason,
  customerId,
  customerName,
  orderId,
  orderExternalId,
  entries,
  ...times
}: Awaited<ReturnType<typeof listCases>>[number]) {
  const { openedAt, answerBy, repliedAt, closedAt, closedBy } = times
  return {
    ...{
      id,
      number,
      kind,
      urgent,
      state,
      reason,
      customerId,
      customerName,
      orderId,
      orderExternalId,
      openedAt,
      answerBy,
      repliedAt,
      closedAt,
      closedBy,
    },
    entries: entries.map(({ from, text, media, at }) => ({ from, text, media, at })),
  }
}
