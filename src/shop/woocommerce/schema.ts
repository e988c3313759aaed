/** What we read of WooCommerce's payloads (REST API v3: orders, products, customers). Everything else is left alone. */
import { z } from 'zod'

const id = z.int().min(0)
const money = z.union([z.string(), z.number()]).nullish()
/** "2017-03-22T19:28:02", without an offset, because the field's name says GMT. */
const gmt = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, 'an instant such as 2017-03-22T19:28:02').transform(text => (/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`))
const maybeGmt = gmt.nullish()
const word = z.string().nullish()

const address = z.object({ first_name: word, last_name: word, city: word, country: word, email: word, phone: word })

export const wooOrder = z.object({
  id,
  number: z.union([z.string(), z.number()]).nullish(),
  status: z.string(),
  currency: z.string(),
  date_created_gmt: gmt,
  date_modified_gmt: maybeGmt,
  date_paid_gmt: maybeGmt,
  date_completed_gmt: maybeGmt,
  discount_total: money,
  discount_tax: money,
  shipping_total: money,
  shipping_tax: money,
  total: z.union([z.string(), z.number()]),
  prices_include_tax: z.boolean().nullish(),
  customer_id: id.nullish(),
  billing: address.nullish(),
  line_items: z.array(
    z.object({
      name: z.string(), product_id: id.nullish(), variation_id: id.nullish(), quantity: z.number(), subtotal: money, subtotal_tax: money, total: money, sku: word,
      image: z.object({ src: word }).nullish(),
    }),
  ),
  coupon_lines: z.array(z.object({ code: z.string() })).nullish(),
  refunds: z.array(z.object({ id: id.nullish(), total: money, date_created_gmt: maybeGmt, sku: word })).nullish(),
})
export type WooOrder = z.output<typeof wooOrder>

export const wooProduct = z.object({
  id,
  name: z.string(),
  sku: word,
  price: money,
  regular_price: money,
  status: z.string(),
  catalog_visibility: word,
  manage_stock: z.union([z.boolean(), z.string()]).nullish(),
  stock_quantity: z.number().nullish(),
  stock_status: word,
  permalink: word,
  categories: z.array(z.object({ name: word, slug: word })).nullish(),
  images: z.array(z.object({ src: word })).nullish(),
})

export const wooCustomer = z.object({ id, email: word, first_name: word, last_name: word, billing: address.nullish() })
