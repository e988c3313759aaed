/** Everything a shop owns, as tables for people: one CSV file each, all as of one instant, streamed by the database's cursor. */
import { BOM, csvLines } from '../text/csv.ts'
import { BATCH, type Progress } from './backup-format.ts'
import { unsealText } from './sealed-rows.ts'
import type { Sql, Store } from './store.ts'

type Cell = string | bigint | number | boolean | null
type Table = {
  table: string
  /** What never leaves: what opens a door, and what only our own processes need. */
  without?: string[]
  /** Of a column of JSON, the one text that people read; it has this name then. */
  text?: { of: string; as: string }
  where?: string
  open?(row: Record<string, Cell>): Record<string, Cell>
}

/** By the file's name. */
export const EXPORTED: Record<string, Table> = {
  customers: { table: 'customers', without: ['referralCode', 'revision'] },
  chats: { table: 'addresses' },
  consents: { table: 'consents' },
  orders: { table: 'orders' },
  'order-items': { table: 'order_items' },
  products: { table: 'products' },
  carts: { table: 'carts' },
  answers: { table: 'answers' },
  questions: { table: 'questions' },
  cases: { table: 'cases' },
  'case-entries': { table: 'case_entries' },
  // To customers only: what staff are told holds the links by which they log in.
  messages: { table: 'outbox', without: ['claimedBy', 'leaseUntil', 'markedMachineAt'], text: { of: 'content', as: 'text' }, where: `"kind" = 'message' AND "customerId" IS NOT NULL` },
  enrollments: { table: 'enrollments', without: ['revision'] },
  points: { table: 'points_entries' },
  levels: { table: 'member_levels' },
  referrals: { table: 'referrals' },
  coupons: { table: 'coupons' },
  offers: { table: 'offers' },
  promises: { table: 'promises' },
  segments: { table: 'segments' },
  broadcasts: { table: 'broadcasts' },
  links: { table: 'links', without: ['short', 'payload'] },
  joins: { table: 'customer_joins' },
  staff: { table: 'staff', without: ['replyTo', 'pingedAt', 'menu'] },
  'staff-audit': { table: 'staff_audit' },
  deliveries: { table: 'deliveries', open: row => ({ ...row, body: row.body === null ? null : opened(`delivery/${row.id}`, Buffer.from(String(row.body), 'hex')) }) },
}

/** One row that cannot be opened keeps nobody from the rest. */
function opened(name: string, sealed: Buffer): string {
  try {
    return unsealText(name, sealed)
  } catch {
    return '(sealed with another SECRET_KEY)'
  }
}

/** Hands each file to `write`, one after the other, while nothing changes under them. Returns the number of rows. */
export async function exportEverything(store: Pick<Store, 'sqlTransaction'>, write: (file: string, parts: AsyncIterable<string>) => Promise<void>, progress: Progress = () => {}): Promise<number> {
  let rows = 0
  await store.sqlTransaction(async sql => {
    await sql('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    let total = 0
    for (const table of Object.values(EXPORTED)) total += Number((await sql<{ n: string }>(`SELECT count(*)::text AS n FROM "${table.table}" ${whereOf(table)}`))[0]!.n)
    for (const [file, table] of Object.entries(EXPORTED)) await write(`${file}.csv`, partsOf(sql, table, done => progress((rows += done), total)))
  })
  return rows
}

const whereOf = ({ where }: Table) => (where ? `WHERE ${where}` : '')

async function* partsOf(sql: Sql, table: Table, done: (rows: number) => void): AsyncGenerator<string> {
  const columns = await columnsOf(sql, table)
  yield BOM + csvLines([columns.map(({ name }) => name)])
  await sql(`DECLARE export_rows NO SCROLL CURSOR FOR SELECT ${columns.map(({ name, expression }) => `${expression} AS "${name}"`).join(', ')} FROM "${table.table}" ${whereOf(table)} ORDER BY ${columns.slice(0, 2).map(({ column }) => column).join(', ')}`)
  for (;;) {
    const batch = await sql<Record<string, string | null>>(`FETCH ${BATCH} FROM export_rows`)
    if (batch.length === 0) break
    yield csvLines(batch.map(row => {
      const cells: Record<string, Cell> = Object.fromEntries(columns.map(({ name, isNumber }) => [name, isNumber && row[name] != null ? BigInt(row[name]) : row[name]!]))
      const readable = table.open ? table.open(cells) : cells
      return columns.map(({ name }) => readable[name]!)
    }))
    done(batch.length)
  }
  await sql('CLOSE export_rows')
}

type Column = { name: string; column: string; expression: string; isNumber: boolean }

/** As they stand in the table, each as a text that a table program can read: instants in ISO 8601, lists and structures as JSON. */
async function columnsOf(sql: Sql, { table, without = [], text }: Table): Promise<Column[]> {
  const found = await sql<{ name: string; type: string }>(`SELECT column_name::text AS "name", data_type::text AS "type" FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`, [table])
  return found.filter(({ name }) => !without.includes(name)).map(({ name, type }) => {
    const column = `"${table}"."${name}"`
    if (name === text?.of) return { name: text.as, column, expression: `${column}->>'${text.as}'`, isNumber: false }
    if (type.startsWith('timestamp')) return { name, column, expression: `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, isNumber: false }
    if (type === 'ARRAY') return { name, column, expression: `to_json(${column})::text`, isNumber: false }
    if (type === 'bytea') return { name, column, expression: `encode(${column}, 'hex')`, isNumber: false }
    return { name, column, expression: `${column}::text`, isNumber: ['bigint', 'integer', 'smallint'].includes(type) }
  })
}
