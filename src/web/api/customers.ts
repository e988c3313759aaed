import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { groupOf } from '../../audience/groups.ts'
import { recordOf } from '../../engagement/record.ts'
import { balanceOf } from '../../loyalty/ledger.ts'
import { readLoyalty } from '../../loyalty/settings.ts'
import { showCode } from '../../offers/code.ts'
import { listMessages, listQuery } from './messages.ts'
import { notFound } from './problems.ts'
import { customer, ends, message, pageOf, recordPage } from './shapes.ts'

const RECORD_LENGTH = 200

const params = z.object({
  id: z.string().openapi({ param: { name: 'id', in: 'path' }, description: 'customerId, as POST /orders answered it' }),
})

export function customers(app: App, api: OpenAPIHono): void {
  const one = createRoute({
    method: 'get',
    path: '/customers/{id}',
    tags: ['Customers'],
    summary: 'One customer',
    request: { params },
    responses: ends({ 200: customer }, 404),
  })
  api.openapi(one, async c => {
    const found = await readCustomer(app, c.req.valid('param').id)
    return found ? c.json(found, 200) : notFound(c, 'customer')
  })

  const record = createRoute({
    method: 'get',
    path: '/customers/{id}/record',
    tags: ['Customers'],
    summary: 'Everything with one customer, in the order in which it happened',
    description: 'Orders, messages, answers, cases with what was said in them, notes, consents with their proof. The newest 200 of each kind.',
    request: { params },
    responses: ends({ 200: recordPage }, 404),
  })
  api.openapi(record, async c => {
    const { id } = c.req.valid('param')
    if (!storable(id) || !(await app.store.db.customer.findUnique({ where: { id }, select: { id: true } }))) return notFound(c, 'customer')
    return c.json({ items: await recordOf(app.store.db, id, RECORD_LENGTH) }, 200)
  })

  const messages = createRoute({
    method: 'get',
    path: '/customers/{id}/messages',
    tags: ['Customers', 'Messages'],
    summary: 'Every message to a customer: planned, held, sent or dropped, and why',
    description: 'By dueAt. What was not sent has its row, its reason and, if it will be tried again, when.',
    request: { params, query: listQuery },
    responses: ends({ 200: pageOf(message) }, 404),
  })
  api.openapi(messages, async c => {
    const { id } = c.req.valid('param')
    if (!storable(id) || !(await app.store.db.customer.findUnique({ where: { id }, select: { id: true } }))) return notFound(c, 'customer')
    return c.json(await listMessages(app, { customerId: id }, c.req.valid('query')), 200)
  })
}

/** A path may hold anything; NUL no database takes. */
export const storable = (id: string) => /^[\w-]{1,64}$/.test(id)

async function readCustomer(app: App, id: string) {
  if (!storable(id)) return null
  const found = await app.store.db.customer.findUnique({
    where: { id },
    include: {
      addresses: { orderBy: { joinedAt: 'asc' } },
      orders: { orderBy: { placedAt: 'desc' }, take: 100 },
      cases: { where: { state: 'open' }, orderBy: { number: 'asc' } },
      coupons: { orderBy: { grantedAt: 'desc' }, take: 50 },
      level: true,
    },
  })
  if (!found) return null
  const promises = await app.store.db.pledge.findMany({ where: { customerId: id }, orderBy: { madeAt: 'desc' }, take: 50 })
  const loyalty = await readLoyalty(app.store.db)
  const balance = loyalty?.on ? await balanceOf(app.store.db, id) : null
  const { externalId, name, phone, phoneShared, email, city, locale, timeZone, birthday, preferredChannel, createdAt, joinedAt } = found
  return {
    ...{ id, externalId, name, phone, phoneShared, email, city, locale, timeZone, birthday, preferredChannel, createdAt, joinedAt },
    consents: { transactional: found.mayTransactional, feedback: found.mayFeedback, marketing: found.mayMarketing },
    addresses: found.addresses.map(({ channel, state, trust, joinedAt, lastInAt, source }) => ({
      channel,
      state,
      trust,
      joinedAt,
      lastInAt,
      source,
    })),
    orders: found.orders.map(({ id, externalId, status, placedAt, deliveredAt, currency, total, history }) => ({
      id,
      externalId,
      status,
      placedAt,
      deliveredAt,
      currency,
      total: Number(total),
      history,
    })),
    openCases: found.cases.map(({ id, number }) => ({ id, number })),
    group: await groupOf(app.store.db, id, app.scenarios.audience),
    points: balance && { active: Number(balance.active), pending: Number(balance.pending), level: found.level?.level ?? null },
    coupons: found.coupons.map(({ code, offerId, state, grantedAt, expiresAt, redeemedAt, orderExternalId }) => ({
      code: showCode(code), offer: offerId, state, grantedAt, expiresAt, redeemedAt, orderExternalId,
    })),
    promises: promises.map(({ kind, what, state, madeAt, dueAt }) => ({ kind, what, state, madeAt, dueAt })),
  }
}
