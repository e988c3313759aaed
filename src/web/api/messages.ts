import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { preview } from '../../engagement/preview.ts'
import { discardUncertain, resendUncertain } from '../../engagement/uncertain.ts'
import type { Outgoing } from '../../channel.ts'
import type { OutboxMessage } from '../../store/store.ts'
import { toPage, withCursor } from './paging.ts'
import { conflict, notFound } from './problems.ts'
import { ends, message, pageOf, state } from './shapes.ts'

export const listQuery = withCursor(z.tuple([z.iso.datetime(), z.string().regex(/^\d{1,18}$/)]))
const params = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) })

export function messages(app: App, api: OpenAPIHono): void {
  const list = createRoute({
    method: 'get',
    path: '/messages',
    tags: ['Messages'],
    summary: 'Messages by state',
    description:
      '`?state=uncertain` lists those whose outcome is unknown: they left, and no trustworthy answer came back. Nobody but you repeats them.',
    request: { query: listQuery.extend({ state: state.optional() }) },
    responses: ends({ 200: pageOf(message) }),
  })
  api.openapi(list, async c => {
    const { state: wanted, ...page } = c.req.valid('query')
    return c.json(await listMessages(app, wanted ? { state: wanted } : {}, page), 200)
  })

  const actions = {
    resend: { does: resendUncertain, says: 'Send an uncertain message once more' },
    discard: { does: discardUncertain, says: 'Leave an uncertain message unsent' },
  }
  for (const [name, { does, says }] of Object.entries(actions)) {
    const route = createRoute({
      method: 'post',
      path: `/messages/{id}/${name}`,
      tags: ['Messages'],
      summary: says,
      request: { params },
      responses: ends({ 200: message }, 404, 409),
    })
    api.openapi(route, async c => {
      const { id } = c.req.valid('param')
      if (!/^\d{1,18}$/.test(id)) return notFound(c, 'message')
      const result = await does(app, id)
      if (result === 'not-found') return notFound(c, 'message')
      if (result === 'not-uncertain') return conflict(c, 'only a message in state uncertain can be resent or discarded')
      const row = await app.store.db.outboxMessage.findUniqueOrThrow({ where: { id: BigInt(id) } })
      return c.json((await views(app, [row]))[0]!, 200)
    })
  }
}

/** By dueAt; wakes are waits, not messages, and are not listed. */
export async function listMessages(
  app: App,
  where: { customerId?: string; state?: string },
  { limit, cursor }: z.output<typeof listQuery>,
) {
  const [dueAt, id] = cursor ?? []
  const after = dueAt && id ? { OR: [{ dueAt: { gt: dueAt } }, { dueAt, id: { gt: BigInt(id) } }] } : {}
  const rows = await app.store.db.outboxMessage.findMany({
    where: { ...where, kind: 'message', ...after },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: limit + 1,
  })
  const shown = await views(app, rows.slice(0, limit))
  return {
    ...toPage(
      rows,
      limit,
      () => null,
      row => [row.dueAt.toISOString(), String(row.id)],
    ),
    items: shown,
  }
}

async function views(app: App, rows: readonly OutboxMessage[]) {
  const texts = await preview(
    app,
    rows.filter(row => row.content === null),
  )
  return rows.map(row => ({
    id: String(row.id),
    key: row.key,
    class: row.class,
    journey: row.journey,
    step: row.step,
    purpose: row.purpose,
    channel: row.channel,
    orderId: row.orderId,
    state: row.state,
    reason: row.reason,
    dueAt: row.dueAt,
    nextTryAt: row.nextTryAt,
    sentAt: row.sentAt,
    text: row.content === null ? (texts.get(row.id) ?? null) : (row.content as Outgoing).text,
    attempts: row.attempts,
  }))
}
