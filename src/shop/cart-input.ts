/** A cart and a product as a shop tells them. */
import { z } from 'zod'
import { amount, customer, instant, item, link, maybeText, optional, text, type CustomerInput, type ItemInput } from './order-input.ts'

export type CartInput = {
  externalId: string
  customer: CustomerInput
  items: ItemInput[]
  total: number
  currency: string
  url?: string | undefined
  updatedAt?: Date | undefined
  state: 'open' | 'bought' | 'emptied'
}

/** POST /carts. The same externalId again is the same cart. */
export const cartInput = z.object(
  {
    externalId: text(200),
    customer,
    items: z.array(item, 'a list of at most 200 items').max(200, 'at most 200 items'),
    total: amount,
    currency: z.string('a currency such as IRT, IRR or EUR').regex(/^[A-Z]{3}$/, 'a currency such as IRT, IRR or EUR'),
    url: link.meta({ description: 'where the cart can be taken up again' }),
    updatedAt: optional(instant).meta({ description: 'an update older than the stored one is ignored; absent: now' }),
    state: z.enum(['open', 'bought', 'emptied'], 'one of open, bought, emptied'),
  },
  'an object { externalId, customer, items, total, currency, state, … }',
) satisfies z.ZodType<CartInput>

export type ProductInput = {
  sku: string
  name: string
  category?: string | undefined
  price: number
  stock?: number | undefined
  url?: string | undefined
  image?: string | undefined
  consumable?: boolean | undefined
  neverRecommend?: boolean | undefined
  discreet?: boolean | undefined
}

const flag = optional(z.boolean('true or false'))
/** POST /products. The same sku again replaces it. */
export const productInput = z.object(
  {
    sku: text(100),
    name: text(300),
    category: maybeText(200),
    price: amount.meta({ description: 'in SHOP_CURRENCY' }),
    stock: optional(z.int('a whole number of at least 0').min(0, 'at least 0').max(1_000_000_000)).meta({ description: 'absent: not counted; 0: sold out, never recommended' }),
    url: link,
    image: link,
    consumable: flag.meta({ description: 'bought again: reminded of when it may be used up' }),
    neverRecommend: flag,
    discreet: flag.meta({ description: 'named in no message: "your order"' }),
  },
  'an object { sku, name, price, … }',
) satisfies z.ZodType<ProductInput>
