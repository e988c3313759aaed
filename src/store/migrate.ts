import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { UserError } from '../errors.ts'

/** The number under which Prisma's own tools lock out each other. */
const PRISMAS_LOCK = 72_707_369

/** Prisma's own ledger. */
const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

/** The migrations of this version, oldest first. */
export function migrationsIn(folder: string): { name: string; sql: string; checksum: string }[] {
  return readdirSync(folder)
    .sort()
    .map(name => ({ name, file: join(folder, name, 'migration.sql') }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => {
      const sql = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Runs the migrations that have not run yet, each in one transaction, and keeps Prisma's own ledger with its checksums, so
 * that `prisma migrate deploy` goes on working. Processes that start together wait for each other. Returns the names that ran.
 */
export async function migrate(pool: pg.Pool, folder: string): Promise<string[]> {
  const client = await pool.connect()
  try {
    return await migrateOver(client, folder)
  } finally {
    client.release()
  }
}

/** One session: statements without parameters may be several in one text. */
export type Session = { query(text: string, params?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> }

/** `migrate` over a session that the caller owns. */
export async function migrateOver(client: Session, folder: string): Promise<string[]> {
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMAS_LOCK])
    await client.query(LEDGER)
    return await runMissing(client, folder)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [PRISMAS_LOCK]).catch(() => {})
  }
}

/** Writes into the ledger, which is made if it is missing, that a migration ran. */
export async function recordMigration(run: (text: string, params?: readonly unknown[]) => Promise<unknown>, migration: { name: string; checksum: string }) {
  await run(LEDGER)
  await run(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, clock_timestamp(), 1)`,
    [randomUUID(), migration.checksum, migration.name],
  )
}

async function runMissing(client: Session, folder: string): Promise<string[]> {
  const { rows } = await client.query('SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL')
  const shipped = migrationsIn(folder)
  const newer = rows.find(row => !shipped.some(({ name }) => name === row.migration_name))
  if (newer)
    throw new UserError(
      `the database was made by a newer version of Bazgasht (migration ${newer.migration_name} is unknown here): start that version, or restore an older backup`,
    )
  const ran: string[] = []
  for (const { name, sql, checksum } of shipped) {
    const known = rows.find(row => row.migration_name === name)
    if (known && !known.finished_at)
      throw new UserError(`migration ${name} broke off under another tool: mend the tables, then delete its row in _prisma_migrations`)
    if (known && known.checksum !== checksum)
      throw new UserError(`migration ${name} was edited after it ran on this database: restore the file and write a new migration`)
    if (known) continue
    try {
      await client.query('BEGIN')
      await client.query(sql)
      await recordMigration((text, params) => client.query(text, params as unknown[]), { name, checksum })
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw new Error(`migration ${name} failed and left nothing behind: ${(error as Error).message}`, { cause: error })
    }
    ran.push(name)
  }
  return ran
}
