/** import customers | products | points: the same steps as for orders, for what a shop brings along. */
import { importCustomers, importPoints, importProducts, type Counts } from '../loyalty/import-rest.ts'
import { preview } from '../shop/columns.ts'
import { CUSTOMER_COLUMNS, customersFromTable, POINTS_COLUMNS, pointsFromTable, PRODUCT_COLUMNS, productsFromTable, type ReadTable, type Row, type Settings } from '../shop/csv-rest.ts'
import { readTable } from '../shop/read-table.ts'
import type { Command, CommandApp } from './command.ts'
import { CHECK, listBad, readFileOf } from './import.ts'

export const importCustomersCommand = importCommand({
  what: 'customers', summary: 'take customers from a CSV file: nobody is sent anything', needed: 'a customer number or a phone', columns: CUSTOMER_COLUMNS,
  help: 'Known customers get what the file says of them; who asked to be deleted stays deleted. They are written to once they open the chat themselves.',
  read: customersFromTable, store: (app, rows, progress) => importCustomers(app, rows, progress),
  report: ({ created, known, left }) => `${created} new customers, ${known} were known already${left > 0 ? `, ${left} had asked to be deleted and were left out` : ''}; no messages planned.`,
})

export const importProductsCommand = importCommand({
  what: 'products', summary: 'take the catalogue from a CSV file', needed: 'a code (sku), a name and a price', columns: PRODUCT_COLUMNS,
  help: 'The same code again replaces the product. Prices are in SHOP_CURRENCY.',
  read: productsFromTable, store: (app, rows, progress) => importProducts(app, rows, progress), report: ({ created, known }) => `${created} new products, ${known} replaced.`,
})

export const importPointsCommand = importCommand({
  what: 'points', summary: 'take the balances of points that customers had in another system, once for each', needed: 'points, and a customer number or a phone', columns: POINTS_COLUMNS,
  help: 'Entries of the ledger, as if a manager had corrected the balance; the same file again books nothing. Nobody is told: they see it when they ask.',
  read: table => pointsFromTable(table), store: (app, rows, progress) => importPoints({ ...app, rules: app.scenarios.loyalty }, rows, progress),
  report: ({ created, known, left }) => `${created} opening balances booked, ${known} had one already or had nothing${left > 0 ? `, ${left} had asked to be deleted and were left out` : ''}; no messages planned.`,
})

type Import<T> = {
  what: string
  summary: string
  needed: string
  help: string
  columns: Record<string, string>
  read(table: Awaited<ReturnType<typeof readTable>>, settings: Settings): ReadTable<T>
  store(app: CommandApp, rows: Row<T>[], progress: (done: number, total: number) => void): Promise<Counts>
  report(counts: Counts): string
}

function importCommand<T>({ what, summary, needed, help, columns, read, store, report }: Import<T>): Command {
  return {
    name: `import ${what}`,
    summary,
    arguments: '<file>',
    options: [CHECK],
    help: `\nThe first line names the columns; comma, semicolon or tab parts them. ${help}\n\nColumns (${needed}; other columns are left alone):\n${Object.entries(columns).map(([column, names]) => `  ${column.padEnd(14)} ${names}`).join('\n')}`,
    needs: 'store',
    besideService: true,
    async run({ app, args, options, path, out, err, progress }) {
      const table = await readTable(await readFileOf(path(args[0]!)))
      const found = read(table, { zone: app.config.shop.zone, currency: app.config.shop.currency })
      listBad(found.bad, err)
      if (options.check) {
        for (const line of preview(found.columns, table)) out(line)
        out(`${found.rows.length} rows can be taken, ${found.bad.length} problems; nothing was stored.`)
        return found.bad.length > 0 ? 1 : 0
      }
      const counts = await store(app, found.rows, progress)
      out(`${report(counts)} ${found.bad.length} problems.`)
      return found.rows.length === 0 && found.bad.length > 0 ? 1 : 0
    },
  }
}
