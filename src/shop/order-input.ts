/** An order as a shop tells it: one schema for the API, and the shape that imports and tests build. */
import { z } from 'zod'
import { DAY } from '../clock.ts'
import { PURPOSES, type Purpose } from '../journeys/schema.ts'
import { clean } from '../text/normalise.ts'
import { normalisePhone } from './phone.ts'

export const ORDER_STATUSES = ['placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** Texts are clean and bounded, phones E.164, instants Dates; money in whole toman or rial, other currencies in minor units. */
export type OrderInput = {
  externalId: string
  customer: CustomerInput
  status: OrderStatus
  placedAt: Date
  updatedAt?: Date | undefined
  shippedAt?: Date | undefined
  deliveredAt?: Date | undefined
  trackingCode?: string | undefined
  currency: string
  items: ItemInput[]
  discount?: number | undefined
  shipping?: number | undefined
  total: number
  coupons?: string[] | undefined
  refunds?: { amount: number; at: Date; sku?: string | undefined }[] | undefined
}

export type CustomerInput = {
  externalId?: string | undefined
  name?: string | undefined
  phone?: string | undefined
  email?: string | undefined
  city?: string | undefined
  locale?: 'fa' | 'en' | undefined
  timeZone?: string | undefined
  birthday?: string | undefined
  consents?: { purpose: Purpose; at: Date; source: string; words: string }[] | undefined
}

export type ItemInput = {
  sku: string
  name: string
  category?: string | undefined
  quantity: number
  unitPrice: number
  url?: string | undefined
  image?: string | undefined
  consumable?: boolean | undefined
}

// Every leaf's error says what was expected; the API adds where, and what was found.
const list = (items: readonly string[]) => `one of ${items.join(', ')}`
const oneOf = <const T extends readonly [string, ...string[]]>(items: T) => z.enum(items, list(items))
/** null and '' count as absent: many shops' exports write them so. */
export const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform(value => value ?? undefined)

export const text = (max: number) => {
  const expected = `a text of 1 to ${max} characters`
  return z
    .string(expected)
    .max(max, expected)
    .refine(value => clean(value).trim() !== '', expected)
    .transform(value => clean(value).trim())
}
export const maybeText = (max: number) => {
  const expected = `a text of at most ${max} characters`
  return z
    .string(expected)
    .max(max, expected)
    .nullish()
    .transform(value => clean(value ?? '').trim() || undefined)
}
const maybeChecked = (max: number, expected: string, read: (value: string) => string | null) =>
  z
    .string(expected)
    .meta({ description: expected })
    .max(max, expected)
    .refine(value => value.trim() === '' || read(value) !== null, expected)
    .nullish()
    .transform(value => (value && value.trim() !== '' ? (read(value) ?? undefined) : undefined))

const INSTANT = 'an ISO 8601 instant with its offset, such as 2026-03-21T09:00:00+03:30'
export const instant = z
  .string(INSTANT)
  .refine(value => readInstant(value) !== null, INSTANT)
  .transform(value => new Date(value))
  .meta({ format: 'date-time' })

const MOST_MONEY = 1_000_000_000_000_000
const AMOUNT = 'a whole number of at least 0: whole toman (IRT) or rial (IRR), minor units of other currencies'
export const amount = z.int(AMOUNT).min(0, AMOUNT).max(MOST_MONEY, `at most ${MOST_MONEY}`).meta({ description: AMOUNT })

const URL_EXPECTED = 'an address that begins with http:// or https://, at most 2000 characters'
export const link = maybeChecked(2_000, URL_EXPECTED, readUrl)

export const item = z.object(
  {
    sku: text(100),
    name: text(300),
    category: maybeText(200),
    quantity: z
      .int('a whole number from 1 to 100000')
      .min(1, 'a whole number from 1 to 100000')
      .max(100_000, 'a whole number from 1 to 100000'),
    unitPrice: amount,
    url: link,
    image: link,
    consumable: optional(z.boolean('true or false')),
  },
  'an object { sku, name, quantity, unitPrice, … }',
)

const consent = z.object(
  { purpose: oneOf(PURPOSES), at: instant, source: text(60), words: text(500) },
  'an object { purpose, at, source, words }',
)

export const customer = z.object(
  {
    externalId: maybeText(200),
    name: maybeText(200),
    phone: maybeChecked(40, 'a phone number such as 09121234567 or +989121234567', normalisePhone),
    email: maybeChecked(254, 'an e-mail address', value => (/^[^\s@\0]+@[^\s@\0]+$/.test(value.trim()) ? clean(value).trim() : null)),
    city: maybeText(100),
    locale: maybeChecked(35, 'a language such as fa or en', readLocale).transform(value =>
      value === 'fa' || value === 'en' ? value : undefined,
    ),
    timeZone: maybeChecked(60, 'an IANA time zone such as Asia/Tehran', readZone),
    birthday: maybeChecked(10, 'a date such as 1990-03-21', value => (readInstant(`${value.trim()}T00:00:00Z`) ? value.trim() : null)),
    consents: optional(z.array(consent, 'a list').max(20, 'at most 20 consents')),
  },
  'an object { externalId?, name?, phone?, … }',
)

const refund = z.object({ amount, at: instant, sku: maybeText(100) }, 'an object { amount, at, sku? }')

/** POST /orders. Unknown keys are ignored; what is wrong is listed completely. */
export const orderInput = z.object(
  {
    externalId: text(200).meta({ description: 'the shop’s number of the order; the same again is an update' }),
    customer: customer.meta({ description: 'the same person: by externalId, else by phone' }),
    status: oneOf(ORDER_STATUSES),
    placedAt: instant.meta({
      description: 'fixed at first sight; an order first seen more than 7 days later is history and is not followed up',
    }),
    updatedAt: optional(instant).meta({ description: 'an update older than the stored one is ignored' }),
    shippedAt: optional(instant),
    deliveredAt: optional(instant).meta({ description: 'moves the questions; status delivered without it means now' }),
    trackingCode: maybeText(100),
    currency: z
      .string('a currency such as IRT, IRR or EUR')
      .meta({ description: 'IRT is toman, IRR rial; others as ISO 4217' })
      .regex(/^[A-Z]{3}$/, 'a currency such as IRT, IRR or EUR'),
    items: z
      .array(item, 'a list of 1 to 500 items')
      .meta({ description: 'replaced as a whole' })
      .min(1, 'a list of 1 to 500 items')
      .max(500, 'a list of 1 to 500 items'),
    discount: optional(amount),
    shipping: optional(amount),
    total: amount,
    coupons: optional(z.array(text(100), 'a list of codes').max(50, 'at most 50 codes')),
    refunds: optional(z.array(refund, 'a list').max(200, 'at most 200 refunds')),
  },
  'an object { externalId, customer, status, placedAt, currency, items, total, … }',
) satisfies z.ZodType<OrderInput>

/** The same, and an order placed more than a day ahead is refused along with everything else that is wrong. */
export function orderInputAt(now: () => Date) {
  const expected = 'an instant not more than a day ahead'
  return orderInput.extend({ placedAt: instant.refine(at => at.getTime() <= now().getTime() + DAY, expected) })
}

/** null: not an instant that exists, or one that no shop means. */
function readInstant(value: string): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/.exec(value)
  if (!parts) return null
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  // Date.parse reads 30 February as 2 March.
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate() || year < 1900 || year > 2200) return null
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? null : at
}

function readUrl(value: string): string | null {
  const url = clean(value).trim()
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null
}

function readLocale(value: string): string | null {
  return /^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(value.trim()) ? value.trim().slice(0, 2).toLowerCase() : null
}

function readZone(value: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value.trim() }).resolvedOptions().timeZone ? value.trim() : null
  } catch {
    return null
  }
}
