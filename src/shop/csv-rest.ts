/** Customers, products and opening balances from the rows of a file. Each bad row is listed with its line, and the others are taken. */
import type { z } from 'zod'
import { latinDigits } from '../text/digits.ts'
import type { CartInput, ProductInput } from './cart-input.ts'
import { productInput } from './cart-input.ts'
import { cellsOf, columnsIn, type ColumnNames, type Found } from './columns.ts'
import type { BadRow } from './csv-orders.ts'
import { COLUMNS as ORDER } from './order-columns.ts'
import { customer } from './order-input.ts'
import { readAmount, readDate, readYes } from './read-cell.ts'
import type { TableRow } from './read-table.ts'

type Table = { header: readonly string[]; rows: readonly TableRow[] }
export type Settings = { zone: string; currency: string }
export type Row<T> = { line: number; value: T }
export type ReadTable<T> = { columns: Found<string>; rows: Row<T>[]; bad: BadRow[] }

export const CUSTOMER_COLUMNS = {
  customer: `${ORDER.customer}, id`, name: ORDER.name, lastName: ORDER.lastName, phone: ORDER.phone, email: ORDER.email, city: ORDER.city,
  birthday: 'birthday, birth date, date of birth, تاریخ تولد, تولد', locale: 'locale, language, زبان', timeZone: 'time zone, timezone, منطقه زمانی',
} as const
export const PRODUCT_COLUMNS = {
  sku: `${ORDER.sku}, id, code, کد`, name: `name, title, ${ORDER.item}, نام`, category: ORDER.category, price: `regular price, ${ORDER.unitPrice}`, stock: 'stock, in stock, inventory, موجودی, تعداد موجودی',
  url: 'url, link, permalink, آدرس, لینک', image: 'image, images, photo, تصویر, عکس', consumable: ORDER.consumable,
  neverRecommend: 'never recommend, not recommended, پیشنهاد نشود', discreet: 'discreet, private, محرمانه, خصوصی',
} as const
export const POINTS_COLUMNS = { customer: CUSTOMER_COLUMNS.customer, phone: ORDER.phone, name: ORDER.name, lastName: ORDER.lastName, points: 'points, balance, point balance, score, امتیاز, مانده امتیاز, موجودی امتیاز' } as const

export type Person = CartInput['customer']

export function customersFromTable(table: Table, { zone }: Settings): ReadTable<Person> {
  return readRows(table, CUSTOMER_COLUMNS, [{ oneOf: ['customer', 'phone'], says: 'customer number or the phone' }], customer, cells => ({
    ...person(cells), birthday: cells.birthday === undefined ? undefined : (readDate(cells.birthday, zone)?.toLocaleDateString('sv-SE', { timeZone: zone }) ?? cells.birthday), locale: cells.locale, timeZone: cells.timeZone,
  }))
}

export function productsFromTable(table: Table, { currency }: Settings): ReadTable<ProductInput> {
  // What cannot be read goes to the schema as it stands, which says what it expected.
  const read = <T>(text: string | undefined, how: (text: string) => T | null) => (text === undefined ? undefined : (how(text) ?? text))
  return readRows(table, PRODUCT_COLUMNS, [{ oneOf: ['sku'], says: 'product code' }, { oneOf: ['name'], says: 'name' }, { oneOf: ['price'], says: 'price' }], productInput, cells => ({
    sku: cells.sku && latinDigits(cells.sku), name: cells.name, category: cells.category, price: read(cells.price, text => readAmount(text, currency)), stock: read(cells.stock, readWhole),
    url: cells.url, image: cells.image?.split(/[,|]\s*/)[0], consumable: read(cells.consumable, readYes), neverRecommend: read(cells.neverRecommend, readYes), discreet: read(cells.discreet, readYes),
  }))
}

export function pointsFromTable(table: Table): ReadTable<{ customer: Person; points: number }> {
  const { columns, rows, bad } = readRows(table, POINTS_COLUMNS, [{ oneOf: ['customer', 'phone'], says: 'customer number or the phone' }, { oneOf: ['points'], says: 'points' }], customer, cells => person(cells))
  const byLine = new Map(table.rows.map(row => [row.line, cellsOf(columns, row).points]))
  const good: Row<{ customer: Person; points: number }>[] = []
  for (const { line, value } of rows) {
    const points = readWhole(byLine.get(line) ?? '')
    if (points === null) bad.push({ line, reason: `points: expected a whole number of at least 0` })
    else good.push({ line, value: { customer: value, points } })
  }
  return { columns, rows: good, bad: bad.sort((a, b) => a.line - b.line) }
}

const person = (cells: { customer?: string; name?: string; lastName?: string; phone?: string; email?: string; city?: string }) => ({
  externalId: cells.customer && latinDigits(cells.customer), name: [cells.name, cells.lastName].filter(Boolean).join(' '), phone: cells.phone, email: cells.email, city: cells.city,
})

function readRows<Column extends string, T extends z.ZodType>(
  table: Table,
  names: ColumnNames<Column>,
  needed: readonly { oneOf: readonly NoInfer<Column>[]; says: string }[],
  schema: T,
  build: (cells: Partial<Record<NoInfer<Column>, string>>) => Record<string, unknown>,
): ReadTable<z.output<T>> {
  const columns = columnsIn(names, table.header, needed)
  const rows: Row<z.output<T>>[] = []
  const bad: BadRow[] = []
  for (const row of table.rows) {
    const cells = cellsOf(columns, row)
    const empty = needed.find(({ oneOf }) => oneOf.every(column => cells[column] === undefined))
    const parsed = empty ? null : schema.safeParse(build(cells))
    if (parsed?.success) rows.push({ line: row.line, value: parsed.data })
    else if (parsed) bad.push(...parsed.error.issues.map(issue => ({ line: row.line, reason: `${String(issue.path[0] ?? 'row')}: expected ${issue.message}` })))
    else bad.push({ line: row.line, reason: `the ${empty!.says} is empty` })
  }
  return { columns, rows, bad }
}

function readWhole(text: string): number | null {
  const match = /^(\d{1,12})([.٫]0+)?$/.exec(latinDigits(text).replace(/[\s,٬،]/g, ''))
  return match ? Number(match[1]) : null
}
