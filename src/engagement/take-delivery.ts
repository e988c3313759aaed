/** A stored delivery of a shop's system becomes an order, a cart, a product or news of a customer: through the same doors as everything else. */
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { DAY } from '../clock.ts'
import { claimDelivery, finishDelivery, knownAs, postponeDelivery, waitingDeliveries, type Outcome, type TakenDelivery } from '../shop/deliveries.ts'
import { readEvent } from '../shop/events.ts'
import type { CustomerInput, OrderInput } from '../shop/order-input.ts'
import { customerOf } from '../shop/save-order.ts'
import { saveProduct } from '../shop/save-product.ts'
import { readShopify } from '../shop/shopify/read.ts'
import { storedOrder, withRefundTimes } from '../shop/stored-order.ts'
import type { OrderChanges, Told } from '../shop/told.ts'
import { readWoo } from '../shop/woocommerce/read.ts'
import type { Tx } from '../store/store.ts'
import { forgetCustomer } from './forget.ts'
import type { Parts } from './parts.ts'
import { takeCart } from './take-cart.ts'
import { takeOrder } from './take-order.ts'

const BATCH = 100

type Handler = Pick<App, 'store' | 'clock' | 'scenarios' | 'config' | 'log' | 'wakeLoop'>

/** Handles what waits, oldest first; one that cannot be handled stops no other. Called after each delivery, and every minute. */
export async function handleDeliveries(app: Handler): Promise<number> {
  let handled = 0
  for (let more = true; more; ) {
    const ids = await waitingDeliveries(app.store, BATCH)
    for (const id of ids) if (await handleDelivery(app, id)) handled += 1
    more = ids.length === BATCH
  }
  return handled
}

/** One delivery, in one transaction with all that follows from it. false: it is handled already, or put off. */
export async function handleDelivery(app: Handler, id: string): Promise<boolean> {
  try {
    const done = await app.store.transaction(async tx => {
      const delivery = await claimDelivery(tx, id)
      if (!delivery) return false
      await finishDelivery(tx, id, await take({ ...app, tx }, delivery))
      return true
    })
    if (done) app.wakeLoop()
    return done
  } catch (error) {
    app.log.error({ err: error, delivery: id }, 'a delivery of the shop could not be handled; it is tried again')
    await postponeDelivery(app.store, id)
    return false
  }
}

async function take(parts: Parts & { config: Config }, delivery: TakenDelivery): Promise<Outcome> {
  const { tx, clock } = parts
  const { source, subject } = delivery
  const told = readDelivery(delivery, parts.config)
  if (told.is === 'unclear') return { state: 'failed', reason: told.why }
  if (told.is === 'nothing') return { state: 'ignored', reason: told.why }
  if (told.is === 'order') return await takeTold(parts, told, source)
  if (told.is === 'order-changed') {
    const number = told.number ?? (subject ? await knownAs(tx, source, subject) : null) ?? told.id
    const stored = await storedOrder(tx, number)
    if (!stored) return { state: 'ignored', reason: 'the order is not known here' }
    // Later than anything the shop said before: an update that was overtaken does not bring it back.
    const order = changed(stored, told.changes, delivery.receivedAt)
    const { customerId } = await takeOrder(parts, order, { source })
    return { state: 'done', about: number, customerId }
  }
  if (told.is === 'cart') {
    const { customerId } = await takeCart(parts, told.cart)
    return { state: 'done', about: told.cart.externalId, customerId }
  }
  if (told.is === 'product') {
    const known = await tx.product.findUnique({ where: { sku: told.product.sku } })
    // What the shop's system does not know of is not taken back by it.
    const kept = known ? { consumable: known.consumable, neverRecommend: known.neverRecommend, discreet: known.discreet } : {}
    await saveProduct({ tx, clock }, { ...kept, ...Object.fromEntries(Object.entries(told.product).filter(([, value]) => value !== undefined)) } as typeof told.product)
    return { state: 'done', about: told.product.sku }
  }
  if (told.is === 'product-gone') {
    const sku = (subject ? await knownAs(tx, source, subject) : null) ?? told.id
    const { count } = await tx.product.updateMany({ where: { sku }, data: { stock: 0, updatedAt: clock.now() } })
    return count > 0 ? { state: 'done', about: sku } : { state: 'ignored', reason: 'the product is not known here' }
  }
  if (told.is === 'customer') return await updateKnown(parts, told.customer)
  return await forget(parts, told)
}

async function takeTold(parts: Parts, { order, unpaid }: Extract<Told, { is: 'order' }>, source: string): Promise<Outcome> {
  const { tx, clock } = parts
  if (order.placedAt.getTime() > clock.now().getTime() + DAY) return { state: 'failed', reason: 'placedAt: expected an instant not more than a day ahead' }
  const known = await tx.order.count({ where: { externalId: order.externalId } })
  if (unpaid && known === 0) return { state: 'ignored', reason: 'not paid yet: it is taken when it is' }
  const { customerId } = await takeOrder(parts, await withCatalogue(tx, await withRefundTimes(tx, order)), { source })
  return { state: 'done', about: order.externalId, customerId }
}

/** Shops' orders name no categories: our catalogue knows them. */
async function withCatalogue(tx: Tx, order: OrderInput): Promise<OrderInput> {
  const products = await tx.product.findMany({ where: { sku: { in: order.items.map(({ sku }) => sku) } }, select: { sku: true, category: true, consumable: true } })
  const bySku = new Map(products.map(product => [product.sku, product]))
  return { ...order, items: order.items.map(item => ({ ...item, category: item.category ?? bySku.get(item.sku)?.category ?? undefined, consumable: item.consumable ?? bySku.get(item.sku)?.consumable })) }
}

function changed(order: OrderInput, { refund, ...changes }: OrderChanges, at: Date): OrderInput {
  const refunds = [...(order.refunds ?? [])]
  if (refund && !refunds.some(known => known.amount === refund.amount && known.at.getTime() === refund.at.getTime())) refunds.push(refund)
  // What is over stays over; a parcel that is told of late changes no more than its dates.
  const isOver = order.status === 'cancelled' || order.status === 'refunded' || (order.status === 'delivered' && changes.status === 'shipped')
  return { ...order, ...changes, status: isOver ? order.status : (changes.status ?? order.status), refunds, updatedAt: at }
}

/** Nobody becomes a customer by having an account: only what is known of known ones changes. */
async function updateKnown(parts: Parts, customer: CustomerInput): Promise<Outcome> {
  const known = customer.externalId ? await parts.tx.customer.count({ where: { externalId: customer.externalId } }) : 0
  if (known === 0) return { state: 'ignored', reason: 'the customer has not bought here yet' }
  return { state: 'done', about: customer.externalId, customerId: await customerOf(parts, customer) }
}

async function forget(parts: Parts, { customerExternalId, phone }: Extract<Told, { is: 'forget' }>): Promise<Outcome> {
  const where = [...(customerExternalId ? [{ externalId: customerExternalId }] : []), ...(phone ? [{ phone, externalId: null }] : [])]
  const known = where.length > 0 ? await parts.tx.customer.findMany({ where: { OR: where }, select: { id: true, joinedIntoId: true } }) : []
  for (const { id, joinedIntoId } of known) await forgetCustomer(parts, joinedIntoId ?? id)
  return known.length > 0 ? { state: 'done', erase: true } : { state: 'ignored', reason: 'the customer is not known here', erase: true }
}

/** What a delivery says. Pure. */
export function readDelivery({ source, topic, body }: Pick<TakenDelivery, 'source' | 'topic' | 'body'>, config: Pick<Config, 'shop' | 'woocommerce'>): Told {
  let payload: unknown
  try {
    payload = JSON.parse(body ?? '')
  } catch {
    return { is: 'unclear', why: body === null ? 'its body is no longer kept' : 'the body is not JSON' }
  }
  if (source === 'woocommerce') {
    const { completed = 'unknown', currency = config.shop.currency } = config.woocommerce ?? {}
    return readWoo(topic, payload, { completed, currency, shopCurrency: config.shop.currency })
  }
  return source === 'shopify' ? readShopify(topic, payload, config.shop.currency) : readEvent(payload)
}
