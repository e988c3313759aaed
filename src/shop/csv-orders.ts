import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import { DAY } from '../clock.ts'
import { latinDigits } from '../text/digits.ts'
import { cellsOf } from './columns.ts'
import { findColumns, type Column } from './order-columns.ts'
import { orderInput, type OrderInput } from './order-input.ts'
import { readAmount, readCurrency, readDate, readStatus, readYes } from './read-cell.ts'
import type { TableRow } from './read-table.ts'

export type BadRow = { line: number; reason: string }
type Settings = { zone: string; currency: string; now: Date }
type Row = Partial<Record<Column, string>> & { line: number }

/** Past orders of many shops have no items, and that is no reason to lose them. */
const schema = orderInput.extend({ items: orderInput.shape.items.element.array().max(500, 'at most 500 items') })

/**
 * Orders from the rows of a file: rows with the same order number are the items of one order, whose other columns may stand in
 * any of them. One bad row spoils its order, because half an order would be wrong for good: each is listed with its line. Lets
 * others have the thread now and then: it may run inside the service.
 */
export async function ordersFromTable(
  table: { header: readonly string[]; rows: readonly TableRow[] },
  settings: Settings,
): Promise<{ orders: OrderInput[]; bad: BadRow[] }> {
  const columns = findColumns(table.header)
  const groups = new Map<string, Row[]>()
  const bad: BadRow[] = []
  for (const record of table.rows) {
    const { line } = record
    const row: Row = { line, ...cellsOf(columns, record) }
    const id = row.order === undefined ? undefined : latinDigits(row.order)
    if (id === undefined) bad.push({ line, reason: `${nameOf('order')} is empty` })
    else if (groups.has(id)) groups.get(id)!.push(row)
    else groups.set(id, [row])
  }

  function nameOf(column: Column): string {
    const at = columns[column]
    return at === undefined ? column : `"${table.header[at]!.slice(0, 40)}"`
  }

  const orders: OrderInput[] = []
  let n = 0
  for (const [id, rows] of groups) {
    if (++n % 200 === 0) await setImmediate()
    const read = readOrder(id, rows, settings, nameOf)
    if ('order' in read) orders.push(read.order)
    else bad.push(...read.bad)
  }
  return { orders, bad: bad.sort((a, b) => a.line - b.line) }
}

function readOrder(
  externalId: string,
  rows: Row[],
  { zone, currency: usual, now }: Settings,
  nameOf: (column: Column) => string,
): { order: OrderInput } | { bad: BadRow[] } {
  const bad: BadRow[] = []
  const read = <T>(row: Row | undefined, column: Column, how: (text: string) => T | null, expected: string): T | undefined => {
    const text = row?.[column]
    if (row === undefined || text === undefined) return undefined
    const value = how(text)
    if (value === null) bad.push({ line: row.line, reason: `${nameOf(column)} is "${text.slice(0, 40)}", expected ${expected}` })
    return value ?? undefined
  }
  const holder = (column: Column) => rows.find(row => row[column] !== undefined)
  const first = <T>(column: Column, how: (text: string) => T | null, expected: string) => read(holder(column), column, how, expected)
  const text = (column: Column) => holder(column)?.[column]

  const currency = first('currency', readCurrency, 'toman, rial, or three letters such as EUR') ?? usual
  const amount = (value: string) => readAmount(value, currency)
  const AMOUNT = 'an amount such as 2500000'
  const DATE = 'a date such as 2026-03-21 or 1405/01/01'
  const placedAt = first('date', value => readDate(value, zone), DATE)
  if (holder('date') === undefined) bad.push({ line: rows[0]!.line, reason: `${nameOf('date')} is empty` })
  if (placedAt && placedAt.getTime() > now.getTime() + DAY)
    bad.push({ line: holder('date')!.line, reason: `${nameOf('date')} is in the future` })

  const items = rows
    .filter(row => row.item !== undefined || row.sku !== undefined)
    .map(row => ({
      sku: row.sku ?? row.item!,
      name: row.item ?? row.sku!,
      category: row.category,
      quantity: read(row, 'quantity', readCount, 'a whole number') ?? 1,
      unitPrice: read(row, 'unitPrice', amount, AMOUNT) ?? 0,
      consumable: read(row, 'consumable', readYes, 'yes or no'),
    }))
  const discount = first('discount', amount, AMOUNT)
  const shipping = first('shipping', amount, AMOUNT)
  const total = first('total', amount, AMOUNT)
  const sum = items.reduce((all, item) => all + item.quantity * item.unitPrice, 0)
  const status = first('status', readStatus, 'a state such as paid, shipped, delivered, cancelled')
  const deliveredAt = first('deliveredAt', value => readDate(value, zone), DATE)
  if (bad.length > 0) return { bad }

  const parsed = schema.safeParse({
    externalId,
    customer: {
      externalId: text('customer') === undefined ? undefined : latinDigits(text('customer')!),
      name: [text('name'), text('lastName')].filter(Boolean).join(' '),
      phone: text('phone'),
      email: text('email'),
      city: text('city'),
    },
    status: status ?? 'paid',
    placedAt: placedAt!.toISOString(),
    deliveredAt: deliveredAt?.toISOString(),
    trackingCode: text('tracking'),
    currency,
    items,
    discount,
    shipping,
    total: total ?? Math.max(0, sum - (discount ?? 0) + (shipping ?? 0)),
    coupons: text('coupon')
      ?.split(/[,،;|]/)
      .map(code => code.trim())
      .filter(Boolean),
  })
  if (parsed.success) return { order: parsed.data }
  return {
    bad: parsed.error.issues.map(issue => ({
      line: lineOf(rows, issue),
      reason: `${nameOf(columnOf(issue.path))}: expected ${issue.message}`,
    })),
  }
}

/** "1" and "1.00", as table programs write counts. */
function readCount(text: string): number | null {
  const match = /^(\d{1,6})([.٫]0+)?$/.exec(latinDigits(text).trim())
  return match && Number(match[1]) > 0 ? Number(match[1]) : null
}

const COLUMN_OF: Record<string, Column> = {
  externalId: 'order',
  placedAt: 'date',
  trackingCode: 'tracking',
  coupons: 'coupon',
  'customer.externalId': 'customer',
}

function columnOf(path: PropertyKey[]): Column {
  const [head, second, third] = path.map(String)
  if (head === 'items') return third === 'name' ? 'item' : ((third ?? 'item') as Column)
  return COLUMN_OF[path.slice(0, 2).join('.')] ?? COLUMN_OF[head!] ?? ((head === 'customer' ? second : head) as Column)
}

function lineOf(rows: Row[], issue: z.core.$ZodIssue): number {
  const column = columnOf(issue.path)
  const index = issue.path[0] === 'items' && typeof issue.path[1] === 'number' ? issue.path[1] : 0
  return rows.filter(row => row[column] !== undefined)[index]?.line ?? rows[0]!.line
}
