import { DAY, type Clock } from '../clock.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Tx } from '../store/store.ts'
import { identify, lockIdentities, type Known } from './identity.ts'
import { withoutForgotten } from './forgotten.ts'
import { insertItems } from './insert-items.ts'
import type { CustomerInput, OrderInput, OrderStatus } from './order-input.ts'

/** taken: first seen, to be followed up. cancelled, delivered: what happened to a known order. changed: anything else. */
export type OrderEvent = 'taken' | 'cancelled' | 'delivered' | 'changed'

export type SavedOrder = { orderId: string; customerId: string; created: boolean; ignored: boolean; events: OrderEvent[] }

/** An order first seen so long after it was placed is history: stored, counted, never followed up. */
export const HISTORY_AFTER = 7 * DAY
const OVER: readonly OrderStatus[] = ['cancelled', 'refunded']

/**
 * Stores an order as the shop tells it; the same externalId again replaces items and amounts and keeps what is not mentioned.
 * `placedAt` is fixed at first sight; an update older than the stored one is ignored. The customer's row is locked when it returns.
 * Writes no plans: the events say what engagement has to do.
 */
export async function saveOrder(
  { tx, clock }: { tx: Tx; clock: Clock },
  given: OrderInput,
  { source, history = false }: { source: string; history?: boolean },
): Promise<SavedOrder> {
  const [input] = (await withoutForgotten(tx.sql, [given])) as [OrderInput]
  const { externalId, phone } = input.customer
  await lockIdentities(tx.sql, [
    `order:${input.externalId}`,
    ...(externalId ? [`customer:${externalId}`] : []),
    ...(phone ? [`phone:${phone}`] : []),
  ])

  const stored = await tx.order.findUnique({ where: { externalId: input.externalId }, include: { customer: true } })
  if (!stored) return await create({ tx, clock }, input, source, history)

  await lockCustomer(tx, stored.customerId)
  const result = { orderId: stored.id, customerId: stored.customerId, created: false }
  if (input.updatedAt && stored.updatedAt && input.updatedAt < stored.updatedAt) return { ...result, ignored: true, events: [] }

  // An order stays with its customer; another person's details are not written over the first one's.
  const same = !externalId || !stored.customer.externalId || externalId === stored.customer.externalId
  if (same) await updateCustomer(tx, stored.customer, input.customer)

  const deliveredAt = input.deliveredAt ?? stored.deliveredAt ?? (input.status === 'delivered' && !stored.history ? clock.now() : null)
  await tx.order.update({
    where: { id: stored.id },
    data: { ...facts(input), deliveredAt, touchedAt: clock.now(), updatedAt: input.updatedAt ?? stored.updatedAt, shippedAt: input.shippedAt ?? stored.shippedAt },
  })
  await tx.orderItem.deleteMany({ where: { orderId: stored.id } })
  await insertItems(tx.sql, [{ orderId: stored.id, items: input.items }])

  const events: OrderEvent[] = []
  if (OVER.includes(input.status) && !OVER.includes(stored.status as OrderStatus)) events.push('cancelled')
  if (deliveredAt && deliveredAt.getTime() !== stored.deliveredAt?.getTime()) events.push('delivered')
  return { ...result, ignored: false, events: events.length > 0 ? events : ['changed'] }
}

async function create({ tx, clock }: { tx: Tx; clock: Clock }, input: OrderInput, source: string, history: boolean): Promise<SavedOrder> {
  const now = clock.now()
  const customerId = await findOrCreateCustomer({ tx, clock }, input.customer)
  const past = history || now.getTime() - input.placedAt.getTime() > HISTORY_AFTER
  const order = await tx.order.create({
    data: {
      externalId: input.externalId,
      customerId,
      placedAt: input.placedAt,
      ...facts(input),
      deliveredAt: input.deliveredAt ?? (input.status === 'delivered' && !past ? now : null),
      updatedAt: input.updatedAt ?? null,
      shippedAt: input.shippedAt ?? null,
      history: past,
      source,
      receivedAt: now,
      touchedAt: now,
    },
  })
  await insertItems(tx.sql, [{ orderId: order.id, items: input.items }])
  const events: OrderEvent[] = past || OVER.includes(input.status) ? [] : ['taken']
  return { orderId: order.id, customerId, created: true, ignored: false, events }
}

/** The customer whom these details mean, found or made, and locked. `also`: other names to keep apart from. */
export async function customerOf({ tx, clock }: { tx: Tx; clock: Clock }, given: CustomerInput, also: readonly string[] = []): Promise<string> {
  const [{ customer: input }] = (await withoutForgotten(tx.sql, [{ customer: given }])) as [{ customer: CustomerInput }]
  const { externalId, phone } = input
  await lockIdentities(tx.sql, [...also, ...(externalId ? [`customer:${externalId}`] : []), ...(phone ? [`phone:${phone}`] : [])])
  return await findOrCreateCustomer({ tx, clock }, input)
}

async function findOrCreateCustomer({ tx, clock }: { tx: Tx; clock: Clock }, input: CustomerInput): Promise<string> {
  const byExternalId = input.externalId
    ? ((await tx.customer.findUnique({ where: { externalId: input.externalId } })) ?? undefined)
    : undefined
  const byPhone = input.phone ? await tx.customer.findMany({ where: { phone: input.phone }, orderBy: { createdAt: 'asc' } }) : []
  const { customer, shares } = identify(input, { byExternalId, byPhone })
  if (customer) {
    await lockCustomer(tx, customer.id)
    await updateCustomer(tx, customer, input)
    const { joinedIntoId } = await tx.customer.findUniqueOrThrow({ where: { id: customer.id }, select: { joinedIntoId: true } })
    if (joinedIntoId) await lockCustomer(tx, joinedIntoId)
    return joinedIntoId ?? customer.id
  }
  if (shares) await tx.customer.updateMany({ where: { phone: input.phone! }, data: { phoneShared: true } })
  const created = await tx.customer.create({
    data: { ...details(input), externalId: input.externalId ?? null, phoneShared: shares, createdAt: clock.now() },
  })
  return created.id
}

/** What is not mentioned keeps its value. */
async function updateCustomer(tx: Tx, customer: Known, input: CustomerInput): Promise<void> {
  const taken = input.externalId && !customer.externalId ? await tx.customer.findUnique({ where: { externalId: input.externalId } }) : null
  const moved = input.phone !== undefined && input.phone !== customer.phone
  const shares =
    moved &&
    (await tx.customer.updateMany({ where: { phone: input.phone!, id: { not: customer.id } }, data: { phoneShared: true } })).count > 0
  await tx.customer.update({
    where: { id: customer.id },
    data: {
      ...details(input),
      ...(input.externalId && !taken ? { externalId: input.externalId } : {}),
      ...(shares ? { phoneShared: true } : {}),
    },
  })
}

function details({ name, phone, email, city, locale, timeZone, birthday }: CustomerInput) {
  return { name, phone, email, city, locale, timeZone, birthday }
}

function facts(input: OrderInput) {
  return {
    status: input.status,
    ...(input.trackingCode ? { trackingCode: input.trackingCode } : {}),
    currency: input.currency,
    total: BigInt(input.total),
    discount: BigInt(input.discount ?? 0),
    shipping: BigInt(input.shipping ?? 0),
    coupons: input.coupons ?? [],
    refunds: (input.refunds ?? []).map(refund => ({ ...refund, at: refund.at.toISOString() })),
  }
}
