/** Which column of a file means what, by the names that shops and their people give them. */
import { UserError } from '../errors.ts'
import { squeeze } from '../text/normalise.ts'
import type { TableRow } from './read-table.ts'

/** What each column may be called, parted by ", ". */
export type ColumnNames<Column extends string> = Readonly<Record<Column, string>>
export type Found<Column extends string> = Partial<Record<Column, number>>

/** Where each column stands. Unknown columns are left alone; a doubled one, or none of those that are `needed` together, is a UserError. */
export function columnsIn<Column extends string>(names: ColumnNames<Column>, header: readonly string[], needed: readonly { oneOf: readonly Column[]; says: string }[]): Found<Column> {
  const known = new Map(Object.entries<string>(names).flatMap(([column, called]) => called.split(', ').map(name => [squeeze(name), column as Column])))
  const found: Found<Column> = {}
  for (const [index, name] of header.entries()) {
    const column = known.get(squeeze(name))
    if (!column) continue
    if (found[column] !== undefined) throw new UserError(`the columns "${header[found[column]]}" and "${name}" both mean ${column}: rename or remove one of them`)
    found[column] = index
  }
  const missing = needed.filter(({ oneOf }) => oneOf.every(column => found[column] === undefined))
  if (missing.length > 0)
    throw new UserError(
      `${missing.map(({ oneOf, says }) => `no column says the ${says}: name it one of ${oneOf.map(column => names[column]).join(', ')}`).join('\n')}\nThe first line has: ${header.join(' | ').slice(0, 300)}`,
    )
  return found
}

/** A row's cells by column; empty ones are absent. */
export function cellsOf<Column extends string>(found: Found<Column>, { cells }: TableRow): Partial<Record<Column, string>> {
  return Object.fromEntries(Object.entries<number | undefined>(found).flatMap(([column, at]) => (at !== undefined && cells[at] ? [[column, unescaped(cells[at])]] : []))) as Partial<Record<Column, string>>
}

/** For a person to check before anything is stored: what was taken for what, and the first rows as they were read. */
export function preview<Column extends string>(found: Found<Column>, { header, rows }: { header: readonly string[]; rows: readonly TableRow[] }, shown = 3): string[] {
  const columns = Object.entries<number | undefined>(found).filter((entry): entry is [string, number] => entry[1] !== undefined)
  const width = Math.max(...columns.map(([column]) => column.length))
  const unread = header.filter((_, at) => !columns.some(([, index]) => index === at))
  return [
    ...columns.map(([column, at]) => `${column.padEnd(width)}  "${header[at]}"  ${rows.slice(0, shown).map(({ cells }) => cells[at] || '—').join(' | ')}`),
    ...(unread.length > 0 ? [`left alone: ${unread.map(name => `"${name}"`).join(', ')}`] : []),
  ]
}

// A ' that guards a formula in exported files is not part of the text.
const unescaped = (cell: string) => (/^'[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell)
