/** Shopify's deliveries in our terms. Pure. */
import type { z } from 'zod'
import { toUnits, unitsOf } from '../decimal.ts'
import type { OrderStatus } from '../order-input.ts'
import { phoneIn } from '../phone.ts'
import { plain, toldOrder, unclear, type OrderChanges, type Told } from '../told.ts'
import { shopifyCustomer, shopifyFulfillment, shopifyOrder, shopifyRefund, type ShopifyOrder } from './schema.ts'

/** `topic`: orders/updated, fulfillments/create, refunds/create, customers/redact … `currency`: of refunds that name none. */
export function readShopify(topic: string, payload: unknown, currency: string): Told {
  if (topic === 'orders/delete') return checked(payload, shopifyCustomer.pick({ id: true }), ({ id }) => ({ is: 'order-changed', id, changes: { status: 'cancelled' } }))
  if (topic.startsWith('orders/')) return checked(payload, shopifyOrder, readOrder)
  if (topic.startsWith('fulfillments/')) return checked(payload, shopifyFulfillment, readFulfillment)
  if (topic === 'refunds/create') return checked(payload, shopifyRefund, refund => readRefund(refund, currency))
  if (topic === 'customers/create' || topic === 'customers/update') return checked(payload, shopifyCustomer, customer => ({ is: 'customer', customer: personOf(customer) }))
  if (topic === 'customers/redact') {
    const { customer } = (payload ?? {}) as { customer?: { id?: unknown; phone?: unknown } }
    return { is: 'forget', customerExternalId: customer?.id === undefined ? null : String(customer.id), phone: typeof customer?.phone === 'string' ? phoneIn(undefined, customer.phone) : null }
  }
  if (topic === 'customers/data_request') return { is: 'nothing', why: 'a customer asks for their data: answer with GET /api/v1/customers/{id}, or let them write "my data" to the bot' }
  if (topic === 'shop/redact') return { is: 'nothing', why: 'the app was removed 48 hours ago: end the service and delete DATA_DIR if the shop is given up' }
  return { is: 'nothing', why: `nothing is done with ${topic}` }
}

/** What it is about, and its key: Shopify's own webhook id, unless the payload says when it changed. */
export function labelShopify(topic: string, payload: unknown, webhookId: string | undefined): { key: string | null; subject: string | null } {
  const { id, order_id, updated_at: at, financial_status: paid, fulfillment_status: sent } = (payload ?? {}) as Record<string, unknown>
  const [resource] = topic.split('/')
  const order = resource === 'orders' ? id : order_id
  const subject = order !== undefined && order !== null ? `order/${String(order)}` : id !== undefined ? `${resource}/${String(id)}` : null
  // create, updated and paid say the same of the same moment.
  const moment = resource === 'orders' && typeof at === 'string' && id !== undefined ? `order/${String(id)}/${at}/${String(paid)}/${String(sent)}` : null
  return { key: topic === 'orders/delete' ? `order/${String(id)}/deleted` : (moment ?? (webhookId ? `webhook/${webhookId}` : null)), subject }
}

const checked = <T extends z.ZodType>(payload: unknown, schema: T, read: (value: z.output<T>) => Told): Told => {
  const parsed = schema.safeParse(payload)
  return parsed.success ? read(parsed.data) : unclear(parsed.error)
}

/** "#1001" is what the customer was told. */
const numberOf = (name: string) => name.replace(/^#/, '')

function readOrder(order: ShopifyOrder): Told {
  const units = unitsOf(order.currency)
  if (!units) return { is: 'unclear', why: 'currency: expected three letters such as EUR' }
  if (order.line_items.length === 0) return { is: 'nothing', why: 'the order has no items' }
  const amount = (value: string | number | null | undefined) => Math.max(0, toUnits(value, units.places) ?? 0)
  const total = toUnits(order.total_price, units.places)
  if (total === null) return { is: 'unclear', why: 'total_price: expected an amount such as 12.50' }
  const parcels = (order.fulfillments ?? []).filter(({ status }) => status === 'success')
  const delivered = parcels.filter(({ shipment_status }) => shipment_status === 'delivered')
  const status = statusOf(order, delivered.length > 0 && delivered.length === parcels.length)
  const { financial_status: paid } = order
  return toldOrder(
    {
      externalId: numberOf(order.name),
      customer: whoOf(order),
      status,
      placedAt: order.created_at,
      updatedAt: order.updated_at ?? undefined,
      shippedAt: parcels[0]?.created_at ?? undefined,
      ...(status === 'delivered' ? { deliveredAt: delivered.at(-1)!.updated_at ?? undefined } : {}),
      trackingCode: parcels.find(({ tracking_number }) => tracking_number)?.tracking_number ?? undefined,
      currency: units.currency,
      items: order.line_items.map(line => ({
        sku: line.sku || line.variant_id || line.product_id || plain(line.title), name: plain(line.name || line.title) || '—', quantity: Math.max(1, Math.ceil(line.quantity)), unitPrice: amount(line.price),
      })),
      discount: amount(order.total_discounts),
      shipping: amount(order.total_shipping_price_set?.shop_money.amount),
      total: Math.max(0, total),
      coupons: (order.discount_codes ?? []).map(({ code }) => code),
      refunds: (order.refunds ?? []).flatMap(refund => {
        const back = refundAmount(refund, units.places)
        return back > 0 ? [{ amount: back, at: refund.processed_at ?? refund.created_at ?? order.updated_at ?? order.created_at, sku: skuOf(refund) }] : []
      }),
    },
    paid === 'pending' || paid === 'voided' || paid === 'expired',
  )
}

function statusOf({ cancelled_at, financial_status, fulfillment_status }: ShopifyOrder, delivered: boolean): OrderStatus {
  if (cancelled_at || financial_status === 'voided') return 'cancelled'
  if (financial_status === 'refunded') return 'refunded'
  if (delivered) return 'delivered'
  if (fulfillment_status === 'fulfilled' || fulfillment_status === 'partial') return 'shipped'
  return financial_status === 'paid' || financial_status === 'partially_refunded' || financial_status === 'partially_paid' ? 'paid' : 'placed'
}

function whoOf({ customer, billing_address, shipping_address, email, phone, customer_locale }: ShopifyOrder) {
  // The buyer is written to, never the one who gets the parcel; its address only says in which city.
  const person = customer ? personOf(customer) : {}
  const country = billing_address?.country_code ?? shipping_address?.country_code ?? undefined
  const number = [phone, billing_address?.phone].map(text => (text ? phoneIn(country, text) : null)).find(Boolean)
  const name = plain(billing_address?.name)
  const mail = mailOf(email)
  return {
    ...(name ? { name: name.slice(0, 200) } : {}), ...(number ? { phone: number } : {}), ...(mail ? { email: mail } : {}), ...(customer_locale ? { locale: customer_locale } : {}),
    city: plain(shipping_address?.city ?? billing_address?.city).slice(0, 100), ...person,
  }
}

function personOf(customer: z.output<typeof shopifyCustomer>) {
  const name = plain([customer.first_name, customer.last_name].filter(Boolean).join(' '))
  const country = customer.default_address?.country_code ?? undefined
  const phone = customer.phone ? phoneIn(country, customer.phone) : null
  const mail = mailOf(customer.email)
  return { externalId: customer.id, ...(name ? { name: name.slice(0, 200) } : {}), ...(phone ? { phone } : {}), ...(mail ? { email: mail } : {}) }
}

function readFulfillment({ order_id, name, status, shipment_status, tracking_number, created_at, updated_at }: z.output<typeof shopifyFulfillment>): Told {
  if (!order_id) return { is: 'unclear', why: 'order_id: expected a number' }
  if (status !== 'success') return { is: 'nothing', why: `the parcel is ${status ?? 'of no state'}: nothing has left yet` }
  const delivered = shipment_status === 'delivered'
  const changes: OrderChanges = {
    status: delivered ? 'delivered' : 'shipped',
    ...(created_at ? { shippedAt: new Date(created_at) } : {}),
    ...(delivered && updated_at ? { deliveredAt: new Date(updated_at) } : {}),
    ...(tracking_number ? { trackingCode: tracking_number } : {}),
  }
  // "#1001.1": the first parcel of that order.
  const number = name ? numberOf(name).replace(/(-F|\.)\d+$/, '') : undefined
  return { is: 'order-changed', id: order_id, number, changes }
}

type Refund = Omit<z.output<typeof shopifyRefund>, 'order_id'>

function readRefund(refund: z.output<typeof shopifyRefund>, currency: string): Told {
  const units = unitsOf(refund.transactions?.find(({ currency: named }) => named)?.currency ?? currency)
  const amount = units ? refundAmount(refund, units.places) : 0
  const at = refund.processed_at ?? refund.created_at
  if (amount === 0 || !at) return { is: 'nothing', why: 'no money went back with it' }
  return { is: 'order-changed', id: refund.order_id, changes: { refund: { amount, at: new Date(at) } } }
}

/** What was paid back; where no payment is told, what the lines were worth. */
function refundAmount({ transactions, refund_line_items }: Refund, places: number): number {
  const sum = (amounts: (string | number | null | undefined)[]) => amounts.reduce<number>((all, amount) => all + (toUnits(amount, places) ?? 0), 0)
  const paid = sum((transactions ?? []).filter(({ kind, status }) => kind === 'refund' && (status === 'success' || status === undefined || status === null)).map(({ amount }) => amount))
  return paid > 0 ? paid : sum((refund_line_items ?? []).flatMap(({ subtotal, total_tax }) => [subtotal, total_tax]))
}

const skuOf = ({ refund_line_items }: Refund) => (refund_line_items?.length === 1 ? (refund_line_items[0]!.line_item?.sku ?? undefined) : undefined)
const mailOf = (text: string | null | undefined) => (text && /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254 ? text : null)
