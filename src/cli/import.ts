import { readFile } from 'node:fs/promises'
import { UserError } from '../errors.ts'
import { preview } from '../shop/columns.ts'
import { ordersFromTable, type BadRow } from '../shop/csv-orders.ts'
import { importOrders } from '../shop/import-orders.ts'
import { COLUMNS, findColumns } from '../shop/order-columns.ts'
import { readCurrency } from '../shop/read-cell.ts'
import { readTable } from '../shop/read-table.ts'
import type { Command } from './command.ts'

/** More bad rows than anybody reads are counted. */
const LISTED = 200

export const CHECK = { flags: '--check', summary: 'show what each column is taken for, and the first rows; store nothing' }

export function listBad(bad: readonly BadRow[], err: (line: string) => void): void {
  for (const { line, reason } of bad.slice(0, LISTED)) err(`line ${line}: ${reason}`)
  if (bad.length > LISTED) err(`… and ${bad.length - LISTED} more`)
}

export const importOrdersCommand: Command = {
  name: 'import orders',
  summary: 'take past orders from a CSV file as history: nobody is sent anything',
  arguments: '<file>',
  options: [{ flags: '--currency <currency>', summary: 'of files without a currency column: toman, rial, EUR …; SHOP_CURRENCY without this option' }, CHECK],
  help: `
The first line names the columns; comma, semicolon or tab parts them. Each line is one order, or one item of it: lines with the same
order number are one order. Dates are Jalali or Gregorian (1405/01/01, 2026-03-21 14:05), in the shop's time zone unless they carry an
offset. Toman and rial are whole; other currencies are written as usual (29.33). Known orders stay as they are.

Columns (order and date are needed; other columns are left alone):
${Object.entries(COLUMNS)
  .map(([column, names]) => `  ${column.padEnd(12)} ${names}`)
  .join('\n')}`,
  needs: 'store',
  besideService: true,
  async run({ app, args, options, path, out, err, progress }) {
    const currency = readCurrency(String(options.currency ?? app.config.shop.currency))
    if (!currency) throw new UserError(`--currency is "${String(options.currency)}", expected toman, rial, or three letters such as EUR`)
    const table = await readTable(await readFileOf(path(args[0]!)))
    const { orders, bad } = await ordersFromTable(table, { zone: app.config.shop.zone, currency, now: app.clock.now() })
    listBad(bad, err)
    if (options.check) {
      for (const line of preview(findColumns(table.header), table)) out(line)
      out(`${orders.length} orders can be taken, ${bad.length} problems; nothing was stored.`)
      return bad.length > 0 ? 1 : 0
    }
    const { created, known, newCustomers } = await importOrders(app, orders, { source: 'csv', progress })
    out(
      `${created} orders of ${newCustomers} new customers stored as history, ${known} were known already, ` +
        `${bad.length} problems; no messages planned.`,
    )
    return orders.length === 0 && bad.length > 0 ? 1 : 0
  },
}

export async function readFileOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new UserError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}): give the path of a CSV file`)
  }
}
