/** What a delivery of a shop's system says, in our own terms: each system has a pure mapper onto this. */
import type { z } from 'zod'
import { cartInput, productInput, type CartInput, type ProductInput } from './cart-input.ts'
import { orderInput, type CustomerInput, type OrderInput } from './order-input.ts'

/**
 * `unpaid`: an order that nobody has paid yet begins nothing. `changes`: what happened to an order of which the rest is not told.
 * `id` is the sender's own number of it, where that is all there is.
 */
export type Told =
  | { is: 'order'; order: OrderInput; unpaid: boolean }
  | { is: 'order-changed'; id: string; number?: string | undefined; changes: OrderChanges }
  | { is: 'cart'; cart: CartInput }
  | { is: 'product'; product: ProductInput }
  | { is: 'product-gone'; id: string }
  | { is: 'customer'; customer: CustomerInput }
  | { is: 'forget'; customerExternalId: string | null; phone: string | null }
  | { is: 'nothing'; why: string }
  | { is: 'unclear'; why: string }

export type OrderChanges = { status?: OrderInput['status']; shippedAt?: Date; deliveredAt?: Date; trackingCode?: string; refund?: { amount: number; at: Date } }

/** An order as a mapper built it, through the schema of the API: what does not fit is named, never its value. */
export function toldOrder(body: Record<string, unknown>, unpaid = false): Told {
  const parsed = orderInput.safeParse(body)
  return parsed.success ? { is: 'order', order: parsed.data, unpaid } : unclear(parsed.error)
}

export function toldCart(body: unknown): Told {
  const parsed = cartInput.safeParse(body)
  return parsed.success ? { is: 'cart', cart: parsed.data } : unclear(parsed.error)
}

export function toldProduct(body: unknown): Told {
  const parsed = productInput.safeParse(body)
  return parsed.success ? { is: 'product', product: parsed.data } : unclear(parsed.error)
}

/** Every problem with its place, up to five: `items.0.quantity: expected …`. */
export function unclear(error: z.core.$ZodError): Told {
  return { is: 'unclear', why: error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'the body'}: ${message.startsWith('Invalid') ? message : `expected ${message}`}`).join('; ') }
}

/** Names come with the entities of the page they were typed into. */
export function plain(text: string | null | undefined): string {
  return (text ?? '').replace(/<[^>]*>/g, ' ').replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);/gi, (whole, name: string) => entity(name) ?? whole).replace(/[ \t\r\n]+/g, ' ').trim()
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', zwnj: '\u200c', laquo: '«', raquo: '»', hellip: '…' }

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()]
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
