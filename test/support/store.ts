import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import pg from 'pg'
import { openMemoryStore, openPostgres, templateFile } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'

/**
 * A migrated, empty database for one test file: the embedded one in memory, or, with TEST_DATABASE_URL (a server on which
 * databases may be created), a new database on PostgreSQL. Close it after the file's tests.
 */
export async function openTestStore(server = process.env.TEST_DATABASE_URL): Promise<Store> {
  if (server) return openNewDatabase(server)
  return openMemoryStore(templateFile())
}

/** Empties every table and starts the numbers anew: call it between tests. */
export async function emptyStore(store: Store): Promise<void> {
  // Not TRUNCATE: it makes new files for every table and index, ten times slower when there are few rows.
  await store.db.sql(`DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' LOOP
      EXECUTE 'DELETE FROM ' || name;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
  END $$`)
}

/** A log that says nothing. */
export const silent = pino({ level: 'silent' })

async function openNewDatabase(server: string): Promise<Store> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = name
  const store = await openPostgres(url.href, { log: silent, command: 'test' })
  return {
    ...store,
    async close() {
      await store.close()
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function onServer(server: string, statement: string) {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}
