/**
 * One format for every database: gzipped lines. The first is the Header; then, table by table (those that others point to come
 * first), a line { table } and each row as the JSON that PostgreSQL itself writes and reads; then each sequence; then { end }.
 * Restoring runs the migrations that the header names, loads the rows, and runs the migrations that came later.
 */
export type Header = { format: 'bazgasht-backup'; version: 1; at: string; kind: 'demo' | 'real'; migrations: string[] }
export type Mark = { table: string } | { sequence: string; value: string } | { end: true; rows: number }

/** What lives only as long as the processes that wrote it, and the ledger, which the header stands for. */
export const NOT_KEPT = ['_prisma_migrations', 'agenda_jobs', 'workers', 'leases', 'pauses']
export const BATCH = 1_000

export type Progress = (done: number, total: number) => void

/** The tables that migrations make. */
export function tablesOf(migrations: { sql: string }[]): string[] {
  return migrations.flatMap(({ sql }) => [...sql.matchAll(/CREATE TABLE "?(\w+)"?/g)].map(found => found[1]!))
}
