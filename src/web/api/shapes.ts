/** What the API answers, as schemas: the document and the code's types are made of them. */
import { z } from '@hono/zod-openapi'
import { GROUPS } from '../../audience/groups.ts'
import { REFUSALS } from '../../offers/redeem.ts'
import { CHANNEL_NAMES } from '../../channel.ts'
import { DROPPED, HELD, STATES } from '../../engagement/reasons.ts'
import { PURPOSES } from '../../journeys/schema.ts'
import { ORDER_STATUSES } from '../../shop/order-input.ts'
import { CASE_KINDS } from '../../support/cases.ts'

const at = z.string().openapi({ format: 'date-time', example: '2026-03-21T05:30:00.000Z' })
const nullable = <T extends z.ZodType>(schema: T) => schema.nullable()

export const problem = z
  .object({ error: z.string(), issues: z.array(z.object({ path: z.string(), found: z.string(), expected: z.string() })) })
  .openapi('Problem', {
    example: {
      error: 'the request cannot be used',
      issues: [{ path: 'items.0.quantity', found: '0', expected: 'a whole number from 1 to 100000' }],
    },
  })

export const savedOrder = z
  .object({
    id: z.string(),
    customerId: z.string(),
    links: z
      .object({
        join: z.string(),
        telegram: nullable(z.string()),
        bale: nullable(z.string()),
        whatsapp: nullable(z.string()),
        webchat: nullable(z.string()),
      })
      .openapi({
        description: 'The customer’s personal doors; null where a channel is off. The same until one of them is used, at most 60 days.',
      }),
  })
  .openapi('SavedOrder')

export const savedCart = z.object({ id: z.string(), customerId: z.string() }).openapi('SavedCart')
export const savedProduct = z.object({ sku: z.string() }).openapi('SavedProduct')
export const couponAnswer = z
  .object({
    code: z.string().openapi({ example: '7KQ-M4X-9TP' }),
    kind: z.enum(['percent', 'amount', 'free-shipping', 'gift', 'early-access']),
    discount: z.number().int().openapi({ description: 'What it takes off the goods, in the currency of the request; free shipping and gifts: 0, the till gives them.' }),
    describes: z.string().openapi({ example: '10% off, up to 200,000 toman' }),
    expiresAt: at,
    redeemed: z.boolean(),
  })
  .openapi('CouponAnswer')
export const codeRefused = z.object({ error: z.enum(REFUSALS), issues: z.array(z.string()) }).openapi('CodeRefused')

export const customer = z
  .object({
    id: z.string(),
    externalId: nullable(z.string()),
    name: nullable(z.string()),
    phone: nullable(z.string()),
    phoneShared: z.boolean().openapi({ description: 'Another customer has the same phone number: not joined, for a person to look at.' }),
    email: nullable(z.string()),
    city: nullable(z.string()),
    locale: nullable(z.string()),
    timeZone: nullable(z.string()),
    birthday: nullable(z.string()),
    preferredChannel: nullable(z.string()),
    createdAt: at,
    joinedAt: nullable(at),
    consents: z
      .object({ transactional: nullable(z.boolean()), feedback: nullable(z.boolean()), marketing: nullable(z.boolean()) })
      .openapi({ description: 'null: never asked.' }),
    addresses: z.array(
      z.object({
        channel: z.enum(CHANNEL_NAMES),
        state: z.enum(['ok', 'gone']),
        trust: z.enum(['full', 'limited']),
        joinedAt: at,
        lastInAt: at,
        source: nullable(z.string()),
      }),
    ),
    orders: z
      .array(
        z.object({
          id: z.string(),
          externalId: z.string(),
          status: z.enum(ORDER_STATUSES),
          placedAt: at,
          deliveredAt: nullable(at),
          currency: z.string(),
          total: z.number().int(),
          history: z.boolean(),
        }),
      )
      .openapi({ description: 'The newest 100.' }),
    openCases: z.array(z.object({ id: z.string(), number: z.number().int() })),
    group: z.enum(GROUPS).openapi({ description: 'The first that matches: high spender, repeat buyer, one-time buyer, visitor.' }),
    points: nullable(z.object({ active: z.number().int(), pending: z.number().int(), level: nullable(z.string()) })).openapi({ description: 'null: points are off.' }),
    coupons: z
      .array(z.object({ code: z.string(), offer: z.string(), state: z.enum(['granted', 'redeemed', 'expired', 'cancelled']), grantedAt: at, expiresAt: at, redeemedAt: nullable(at), orderExternalId: nullable(z.string()) }))
      .openapi({ description: 'The newest 50.' }),
    promises: z.array(z.object({ kind: z.string(), what: z.string(), state: z.enum(['open', 'kept', 'broken']), madeAt: at, dueAt: at })).openapi({ description: 'What messages promised: the newest 50.' }),
  })
  .openapi('Customer')

export const state = z.enum(STATES).openapi('MessageState')
export const reason = z
  .enum([...HELD, ...DROPPED])
  .openapi('Reason', { description: `Why it is held (${HELD.join(', ')}) or was dropped (${DROPPED.join(', ')}).` })
export const message = z
  .object({
    id: z.string(),
    key: z.string(),
    class: z.enum(['reply', 'flow', 'bulk', 'staff']),
    journey: nullable(z.string()),
    step: nullable(z.string()),
    purpose: z.enum(PURPOSES),
    channel: nullable(z.enum([...CHANNEL_NAMES, 'staff'])),
    orderId: nullable(z.string()),
    state,
    reason: nullable(reason),
    dueAt: at,
    nextTryAt: nullable(at).openapi({ description: 'null: it waits for an event, or is over.' }),
    sentAt: nullable(at),
    text: nullable(z.string()).openapi({ description: 'A preview until it is sent.' }),
    attempts: z.number().int(),
  })
  .openapi('Message')

export const answer = z
  .object({
    id: z.string(),
    at,
    customerId: z.string(),
    customerName: nullable(z.string()),
    orderId: nullable(z.string()),
    orderExternalId: nullable(z.string()),
    journey: nullable(z.string()),
    question: z.string(),
    value: nullable(z.string()),
    score: nullable(z.number().int()).openapi({ description: '5 is best, everywhere.' }),
    words: nullable(z.string()),
    channel: z.enum(CHANNEL_NAMES),
    late: z.boolean(),
  })
  .openapi('Answer')

const media = z.array(z.object({ kind: z.string(), ref: z.string().optional() }))
export const recordPage = z
  .object({
    items: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('order'), at, externalId: z.string(), status: z.string(), items: z.array(z.string()) }),
        z.object({ kind: z.literal('message'), at, class: z.string(), step: nullable(z.string()), state, text: nullable(z.string()) }),
        z.object({ kind: z.literal('answer'), at, question: z.string(), value: nullable(z.string()), score: nullable(z.number().int()), words: nullable(z.string()) }),
        z.object({ kind: z.literal('case'), at, number: z.number().int(), event: z.enum(['opened', 'closed']), what: z.string() }),
        z.object({ kind: z.literal('entry'), at, number: z.number().int(), from: z.enum(['customer', 'support', 'system', 'note']), by: nullable(z.string()), text: nullable(z.string()), media }),
        z.object({ kind: z.literal('points'), at, points: z.number().int(), what: z.string(), reason: nullable(z.string()) }),
        z.object({ kind: z.literal('coupon'), at, code: z.string(), offer: z.string(), event: z.enum(['granted', 'redeemed', 'expired']) }),
        z.object({ kind: z.literal('promise'), at, what: z.string(), state: z.enum(['open', 'kept', 'broken']), dueAt: at }),
        z.object({ kind: z.literal('consent'), at, purpose: z.enum(PURPOSES), granted: z.boolean(), source: z.string(), channel: nullable(z.string()), words: nullable(z.string()) }),
      ]),
    ),
  })
  .openapi('Record')
export const supportCase = z
  .object({
    id: z.string(),
    number: z.number().int().openapi({ description: 'What the customer was told.' }),
    kind: z.enum(CASE_KINDS),
    urgent: z.boolean(),
    state: z.enum(['open', 'closed']),
    reason: z.string(),
    customerId: z.string(),
    customerName: nullable(z.string()),
    orderId: nullable(z.string()),
    orderExternalId: nullable(z.string()),
    openedAt: at,
    answerBy: at.openapi({ description: 'The customer was told that a person answers by then.' }),
    repliedAt: nullable(at),
    closedAt: nullable(at),
    closedBy: nullable(z.string()),
    entries: z.array(z.object({ from: z.enum(['customer', 'support', 'system']), text: nullable(z.string()), media, at })),
  })
  .openapi('Case')

export const pageOf = <T extends z.ZodType>(items: T) =>
  z.object({
    items: z.array(items),
    next: nullable(z.string()).openapi({ description: 'The cursor of the next page; null: this is the last.' }),
  })

/** The ends that every route has, beside its own. */
export function ends<const Own extends Record<number, z.ZodType | string>>(own: Own, ...others: (400 | 404 | 409 | 413)[]) {
  const ours = Object.entries(own).map(([status, schema]) => [
    status,
    typeof schema === 'string' ? { description: schema } : json(schema, status === '201' ? 'Taken: first seen' : 'Done'),
  ])
  const theirs = [400, 401, ...others].map(status => [status, json(problem, SAID[status]!)])
  return Object.fromEntries([...ours, ...theirs]) as Record<number, { description: string }>
}

const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } })
const SAID: Record<number, string> = {
  400: 'What is wrong, completely: each problem with its path, what was found, what is expected',
  401: 'The key is missing or wrong',
  404: 'There is no such thing',
  409: 'Not in this state',
  413: 'The body is larger than 1 MiB',
}

export const delivery = z
  .object({
    id: z.string(), source: z.enum(['woocommerce', 'shopify', 'events']), topic: z.string(), about: nullable(z.string()).openapi({ description: 'The order’s number or the product’s sku' }), customerId: nullable(z.string()),
    state: z.enum(['new', 'done', 'ignored', 'failed']), reason: nullable(z.string()), attempts: z.number().int(), receivedAt: at, handledAt: nullable(at),
    kept: z.boolean().openapi({ description: 'Its body is there, so that it can be tried again' }),
  })
  .openapi('Delivery')

export const outgoingEvent = z
  .object({
    id: z.string(), endpoint: z.string(), type: z.string(), customerId: nullable(z.string()), at, state: z.enum(['waiting', 'sent', 'failed']), attempts: z.number().int(),
    status: nullable(z.number().int()).openapi({ description: 'The last answer; null: there was none, see error' }), error: nullable(z.string()), nextTryAt: nullable(at), sentAt: nullable(at),
  })
  .openapi('OutgoingEvent')
