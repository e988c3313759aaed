/** What we read of Shopify's webhooks (Admin REST payloads). Everything else is left alone. */
import { z } from 'zod'

// Ids are up to 64 bits: beyond 2^53 their last digits are lost in JSON.parse, the same way each time; admin_graphql_api_id has them all.
const id = z.union([z.number(), z.string()]).transform(String)
const money = z.union([z.string(), z.number()]).nullish()
const at = z.string().regex(/^\d{4}-\d\d-\d\dT/, 'an instant such as 2026-03-21T09:00:00+03:30')
const maybeAt = at.nullish()
const word = z.string().nullish()
const address = z.object({ first_name: word, last_name: word, name: word, city: word, country_code: word, phone: word })

export const shopifyCustomer = z.object({ id, admin_graphql_api_id: word, email: word, phone: word, first_name: word, last_name: word, default_address: address.nullish() })

export const shopifyFulfillment = z.object({
  id, order_id: id.nullish(), name: word, status: word, shipment_status: word, tracking_number: word, created_at: maybeAt, updated_at: maybeAt,
})

export const shopifyRefund = z.object({
  id, order_id: id, created_at: maybeAt, processed_at: maybeAt,
  transactions: z.array(z.object({ kind: word, status: word, amount: money, currency: word })).nullish(),
  refund_line_items: z.array(z.object({ subtotal: money, total_tax: money, line_item: z.object({ sku: word }).nullish() })).nullish(),
})

export const shopifyOrder = z.object({
  id,
  name: z.string(),
  created_at: at,
  updated_at: maybeAt,
  cancelled_at: maybeAt,
  currency: z.string(),
  total_price: z.union([z.string(), z.number()]),
  total_discounts: money,
  financial_status: word,
  fulfillment_status: word,
  email: word,
  phone: word,
  customer_locale: word,
  total_shipping_price_set: z.object({ shop_money: z.object({ amount: money }) }).nullish(),
  customer: shopifyCustomer.nullish(),
  billing_address: address.nullish(),
  shipping_address: address.nullish(),
  discount_codes: z.array(z.object({ code: z.string() })).nullish(),
  line_items: z.array(z.object({ sku: word, variant_id: id.nullish(), product_id: id.nullish(), name: word, title: word, quantity: z.number(), price: money })),
  fulfillments: z.array(shopifyFulfillment).nullish(),
  refunds: z.array(shopifyRefund.extend({ order_id: id.nullish() })).nullish(),
})
export type ShopifyOrder = z.output<typeof shopifyOrder>
