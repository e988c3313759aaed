/** WooCommerce's deliveries in our terms. Pure. */
import { toUnits, unitsOf } from '../decimal.ts'
import type { OrderStatus } from '../order-input.ts'
import { phoneIn } from '../phone.ts'
import { readStatus } from '../read-cell.ts'
import { plain, toldOrder, toldProduct, unclear, type Told } from '../told.ts'
import { wooCustomer, wooOrder, wooProduct, type WooOrder } from './schema.ts'

/** `completed`: what that state means in this shop. `currency`: of prices that name none. `shopCurrency`: SHOP_CURRENCY. */
export type WooSettings = { completed: 'paid' | 'shipped' | 'delivered' | 'unknown'; currency: string; shopCurrency: string }

/** `topic`: order.updated, product.created, customer.updated … */
export function readWoo(topic: string, payload: unknown, settings: WooSettings): Told {
  const [resource, event] = topic.split('.')
  if (resource === 'order') return event === 'deleted' ? gone(payload, id => ({ is: 'order-changed', id, changes: { status: 'cancelled' } })) : readOrder(payload, settings)
  if (resource === 'product') return event === 'deleted' ? gone(payload, id => ({ is: 'product-gone', id })) : readProduct(payload, settings)
  if (resource === 'customer' && event !== 'deleted') return readCustomer(payload)
  return { is: 'nothing', why: `nothing is done with ${topic}` }
}

/** The webhook's key and what it is about: dedupe is by what it says, because WooCommerce's delivery ids are not unique. */
export function labelWoo(topic: string, payload: unknown): { key: string | null; subject: string | null } {
  const { id, date_modified_gmt: at, status } = (payload ?? {}) as { id?: unknown; date_modified_gmt?: unknown; status?: unknown }
  if (typeof id !== 'number') return { key: null, subject: null }
  const [resource, event] = topic.split('.')
  const state = event === 'deleted' ? 'deleted' : [at, status].filter(part => typeof part === 'string').join('/')
  return { key: state ? `${resource}/${id}/${state}` : null, subject: `${resource}/${id}` }
}

const UNPAID = ['pending', 'failed', 'checkout-draft', 'auto-draft', 'draft']

function readOrder(payload: unknown, settings: WooSettings): Told {
  const parsed = wooOrder.safeParse(payload)
  if (!parsed.success) return unclear(parsed.error)
  const order = parsed.data
  const units = unitsOf(order.currency)
  if (!units) return { is: 'unclear', why: 'currency: expected IRT, IRR, IRHT, IRHR, or three letters such as EUR' }
  if (order.line_items.length === 0) return { is: 'nothing', why: 'the order has no items' }
  const amount = (value: string | number | null | undefined) => toUnits(value, units.places) ?? 0
  const status = statusOf(order, settings)
  const completedAt = order.date_completed_gmt ?? undefined
  const total = toUnits(order.total, units.places)
  if (total === null) return { is: 'unclear', why: 'total: expected an amount such as 250000 or 12.50' }
  const billing = order.billing ?? {}
  return toldOrder(
    {
      externalId: String(order.number ?? '') || String(order.id),
      customer: { ...(order.customer_id ? { externalId: String(order.customer_id) } : {}), ...person(billing) },
      status,
      placedAt: order.date_created_gmt,
      updatedAt: order.date_modified_gmt ?? undefined,
      ...(status === 'shipped' || status === 'delivered' ? { shippedAt: completedAt } : {}),
      ...(status === 'delivered' ? { deliveredAt: completedAt } : {}),
      currency: units.currency,
      items: order.line_items.map(line => {
        const quantity = Math.max(1, Math.ceil(line.quantity))
        const all = amount(line.subtotal ?? line.total) + (order.prices_include_tax ? amount(line.subtotal_tax) : 0)
        return {
          sku: line.sku || String(line.variation_id || line.product_id || line.name), name: plain(line.name) || String(line.product_id), quantity,
          unitPrice: Math.max(0, Math.round(all / quantity)), image: address(line.image?.src),
        }
      }),
      discount: amount(order.discount_total) + amount(order.discount_tax),
      shipping: amount(order.shipping_total) + amount(order.shipping_tax),
      total: Math.max(0, total),
      coupons: (order.coupon_lines ?? []).map(({ code }) => code),
      refunds: (order.refunds ?? []).map(refund => ({
        amount: Math.abs(amount(refund.total)), at: refund.date_created_gmt ?? order.date_modified_gmt ?? order.date_created_gmt, sku: refund.sku ?? undefined,
      })),
    },
    UNPAID.includes(order.status),
  )
}

function statusOf({ status, date_paid_gmt }: WooOrder, { completed }: WooSettings): OrderStatus {
  if (status === 'completed') return completed === 'unknown' ? 'paid' : completed
  if (status === 'cancelled' || status === 'trash' || status === 'failed') return 'cancelled'
  if (status === 'refunded') return 'refunded'
  if (status === 'processing') return 'paid'
  if (status === 'on-hold' || UNPAID.includes(status)) return 'placed'
  // A state of the shop's own plugin: by its name, else by whether it was paid.
  return readStatus(status.replaceAll('-', ' ')) ?? (date_paid_gmt ? 'paid' : 'placed')
}

function person(billing: NonNullable<WooOrder['billing']>) {
  return {
    name: plain([billing.first_name, billing.last_name].filter(Boolean).join(' ')),
    phone: billing.phone ? phoneIn(billing.country ?? undefined, billing.phone) : null,
    email: email(billing.email),
    city: plain(billing.city).slice(0, 100),
  }
}

function readProduct(payload: unknown, { currency, shopCurrency }: WooSettings): Told {
  const parsed = wooProduct.safeParse(payload)
  if (!parsed.success) return unclear(parsed.error)
  const product = parsed.data
  if (product.status !== 'publish') return { is: 'product-gone', id: String(product.id) }
  const price = inShopCurrency(product.price || product.regular_price || '0', currency, shopCurrency)
  if (price === null) return { is: 'nothing', why: `prices are in ${currency}, the shop counts in ${shopCurrency}: set WOOCOMMERCE_CURRENCY` }
  return toldProduct({
    sku: product.sku || String(product.id), name: plain(product.name), category: plain(product.categories?.[0]?.name).slice(0, 200), price,
    stock: product.stock_status === 'outofstock' ? 0 : product.manage_stock === true && product.stock_quantity != null ? Math.max(0, Math.floor(product.stock_quantity)) : null,
    url: address(product.permalink), image: address(product.images?.[0]?.src),
  })
}

/** Toman and rial are ten to one; other currencies are not converted. null: they do not go together. */
export function inShopCurrency(price: string | number, currency: string, shopCurrency: string): number | null {
  const units = unitsOf(currency)
  const amount = units && toUnits(price, units.places)
  if (amount === null || !units) return null
  if (units.currency === shopCurrency) return amount
  if (units.currency === 'IRT' && shopCurrency === 'IRR') return amount * 10
  return units.currency === 'IRR' && shopCurrency === 'IRT' ? Math.round(amount / 10) : null
}

function readCustomer(payload: unknown): Told {
  const parsed = wooCustomer.safeParse(payload)
  if (!parsed.success) return unclear(parsed.error)
  const { id, billing, first_name, last_name } = parsed.data
  const details = person({ ...(billing ?? {}), email: parsed.data.email || billing?.email })
  const name = plain([first_name, last_name].filter(Boolean).join(' ')) || details.name
  const phone = details.phone ?? undefined
  return { is: 'customer', customer: { externalId: String(id), ...(name ? { name: name.slice(0, 200) } : {}), ...(phone ? { phone } : {}), ...(details.email ? { email: details.email } : {}), ...(details.city ? { city: details.city } : {}) } }
}

function gone(payload: unknown, as: (id: string) => Told): Told {
  const { id } = (payload ?? {}) as { id?: unknown }
  return typeof id === 'number' ? as(String(id)) : { is: 'unclear', why: 'id: expected a number' }
}

const address = (url: string | null | undefined) => (url && /^https?:\/\//i.test(url) && URL.canParse(url) && url.length <= 2000 ? url : null)
const email = (text: string | null | undefined) => (text && /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254 ? text : null)
