/** The orders of a file, in the form in which they happened: one by one, each at an instant of its own. */
import { createHash } from 'node:crypto'
import { HOUR, MINUTE } from '../clock.ts'
import { addLocalDays, atLocal, localTime } from '../journeys/local-time.ts'
import { ordersFromTable, type BadRow } from '../shop/csv-orders.ts'
import type { OrderInput } from '../shop/order-input.ts'
import { readTable } from '../shop/read-table.ts'

export type OrderFile = { form: 'table' | 'cdnow'; orders: OrderInput[]; bad: BadRow[] }

/** No order is in the future of a replay. */
const FOREVER = new Date('2999-12-31T00:00:00Z')
/** When a day's orders without a time of day are placed: from this hour on, spread over so many minutes. */
const SHOP_OPENS = 10
const SHOP_OPEN_MINUTES = 600

/**
 * Reads a file of `import orders`, or the CDNOW sample (told by its form). `currency`: of files that name none. Categories in
 * `consumables` are marked as used up. An order whose time of day is not known is placed at a daytime hour of its own day.
 */
export async function readOrders(bytes: Uint8Array, settings: { zone: string; currency: string; consumables?: readonly string[] }): Promise<OrderFile> {
  const { zone, consumables = [] } = settings
  const lines = cdnowLines(bytes)
  const read = lines
    ? { form: 'cdnow' as const, ...ordersOfCdnow(lines, zone) }
    : { form: 'table' as const, ...(await ordersFromTable(await readTable(bytes), { ...settings, now: FOREVER })) }
  const orders = read.orders.map(order => {
    const placedAt = atDaytime(order.placedAt, order.externalId, zone)
    const delivered = order.deliveredAt && atDaytime(order.deliveredAt, order.externalId, zone)
    const items = order.items.map(item => (item.category !== undefined && consumables.includes(item.category) ? { ...item, consumable: true } : item))
    return { ...order, placedAt, items, deliveredAt: delivered && delivered <= placedAt ? new Date(placedAt.getTime() + HOUR) : delivered }
  })
  return { ...read, orders: orders.sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime()) }
}

/** Midnight means that only the day is known. The same order always gets the same minute. */
function atDaytime(at: Date, id: string, zone: string): Date {
  const time = localTime(at, zone)
  const isDayOnly = at.getTime() === atLocal({ year: time.year, month: time.month, day: time.day }, zone).getTime()
  if (!isDayOnly) return at
  const opens = atLocal({ year: time.year, month: time.month, day: time.day, hour: SHOP_OPENS }, zone).getTime()
  return new Date(opens + (createHash('sha256').update(id).digest().readUInt32BE(0) % SHOP_OPEN_MINUTES) * MINUTE)
}

/** The local days of [from, until), each as its first instant and the first instant after it. */
export function localDays(from: Date, until: Date, zone: string): { start: Date; end: Date }[] {
  const days: { start: Date; end: Date }[] = []
  for (let start = from; start < until; start = days.at(-1)!.end) {
    const end = addLocalDays(start, 1, zone)
    days.push({ start, end: end < until ? end : until })
  }
  return days
}

type CdnowLine = { line: number; customer: string; day: string; items: number; cents: number }
const CDNOW = /^\s*\d+\s+(\d+)\s+((?:19|20)\d{6})\s+(\d+)\s+(\d+)\.(\d\d)\s*$/

/** null: not such a file. `master-id sample-id YYYYMMDD items dollars`, no header. */
function cdnowLines(bytes: Uint8Array): CdnowLine[] | null {
  const text = Buffer.from(bytes).toString('latin1')
  if (!CDNOW.test(text.split(/\r?\n/, 1)[0]!)) return null
  return text.split(/\r?\n/).flatMap((written, index) => {
    const match = CDNOW.exec(written)
    return match ? [{ line: index + 1, customer: match[1]!, day: match[2]!, items: Number(match[3]), cents: Number(match[4]) * 100 + Number(match[5]) }] : written.trim() === '' ? [] : [{ line: index + 1, customer: '', day: '', items: 0, cents: 0 }]
  })
}

function ordersOfCdnow(lines: readonly CdnowLine[], zone: string): { orders: OrderInput[]; bad: BadRow[] } {
  const bad: BadRow[] = []
  const times = new Map<string, number>()
  const orders = lines.flatMap(({ line, customer, day, items, cents }): OrderInput[] => {
    if (customer === '') {
      bad.push({ line, reason: 'expected customer, customer, date, items, dollars' })
      return []
    }
    const occurrence = (times.get(`${customer}/${day}`) ?? 0) + 1
    times.set(`${customer}/${day}`, occurrence)
    const placedAt = atLocal({ year: Number(day.slice(0, 4)), month: Number(day.slice(4, 6)), day: Number(day.slice(6)) }, zone)
    const quantity = Math.max(1, items)
    return [{
      externalId: `cdnow-${customer}-${day}-${occurrence}`, customer: { externalId: customer }, status: 'paid', placedAt, currency: 'USD', total: cents,
      items: [{ sku: 'cd', name: 'CD', category: 'music', quantity, unitPrice: Math.round(cents / quantity) }],
    }]
  })
  return { orders, bad }
}
