import { stringify } from 'csv-stringify/sync'

/**
 * Rows as CSV lines. A cell that a table program would run as a formula (= + - @ tab, full-width forms too) gets a ' in front;
 * reading such a file back means taking that one ' off.
 */
export function csvLines(rows: readonly (readonly (string | number | bigint | boolean | null)[])[]): string {
  return stringify(rows as unknown[][], {
    escape_formulas: true,
    record_delimiter: '\r\n',
    // A line break of its own would end the row for many a reader.
    quoted_match: /[\r\n]/,
    cast: { boolean: value => (value ? 'true' : 'false') },
  })
}

/** At the head of a file, so that Excel reads Persian as Persian. */
export const BOM = '\ufeff'
