import { parse } from 'csv-parse'
import { Readable } from 'node:stream'
import { UserError } from '../errors.ts'

export type TableRow = { line: number; cells: string[] }

/**
 * A table as shops export it: UTF-8 or UTF-16, with or without BOM, cells parted by comma, semicolon or tab (the first line
 * tells). `line` is where the row ends in the file. Throws a UserError when it is not such a file.
 */
export async function readTable(bytes: Uint8Array): Promise<{ header: string[]; rows: TableRow[] }> {
  const text = decode(bytes)
  const parser = Readable.from([text]).pipe(
    parse({
      delimiter: delimiterOf(text),
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }),
  )
  const rows: TableRow[] = []
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
      rows.push({ line: info.lines, cells: record })
  } catch (error) {
    throw new UserError(`the file cannot be read as CSV: ${(error as Error).message}`)
  }
  const header = rows.shift()
  if (!header) throw new UserError('the file is empty: the first line names the columns, each line after it is one order or one item')
  return { header: header.cells, rows }
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new UserError('the file is not UTF-8: in Excel save it as "CSV UTF-8 (Comma delimited)"')
  }
}

/** The one that parts the first line most often, outside quotes. */
function delimiterOf(text: string): string {
  const firstLine = text
    .trimStart()
    .split(/\r\n|\r|\n/, 1)[0]!
    .replace(/"[^"]*"/g, '')
  const count = (delimiter: string) => firstLine.split(delimiter).length
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}
