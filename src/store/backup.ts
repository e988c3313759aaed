import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { shippedFolder } from '../config.ts'
import { BATCH, type Header, type Mark, NOT_KEPT, type Progress, tablesOf } from './backup-format.ts'
import { migrationsIn } from './migrate.ts'
import type { Sql, Store } from './store.ts'

const KEPT_DAYS = 7

/** Writes all data as of one instant to `file`, which appears only when it is complete. Returns the number of rows. */
export async function backup(store: Store, file: string, progress: Progress = () => {}): Promise<number> {
  const unfinished = `${file}.unfinished`
  mkdirSync(dirname(file), { recursive: true })
  let rows = 0
  try {
    await store.sqlTransaction(async sql => {
      await sql('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
      const lines = linesOf(sql, (done, total) => progress((rows = done), total))
      await pipeline(Readable.from(lines), createGzip(), createWriteStream(unfinished, { mode: 0o600 }))
    })
    const handle = await open(unfinished, 'r')
    await handle.sync()
    await handle.close()
    renameSync(unfinished, file)
  } finally {
    rmSync(unfinished, { force: true })
  }
  return rows
}

/** The day's backup in `folder`, made once a day by the database's clock; the newest seven stay. Returns its file. */
export async function backupDaily(store: Store, folder: string): Promise<string> {
  const file = join(folder, `bazgasht-${(await store.now()).toISOString().slice(0, 10)}.backup`)
  if (!existsSync(file)) await backup(store, file)
  const old = readdirSync(folder)
    .filter(name => /^bazgasht-\d{4}-\d\d-\d\d\.backup$/.test(name))
    .sort()
    .slice(0, -KEPT_DAYS)
  for (const name of old) rmSync(join(folder, name))
  return file
}

async function* linesOf(sql: Sql, progress: Progress): AsyncGenerator<string> {
  const [facts] = await sql<{ at: Date; kind: Header['kind']; migrations: string[] }>(
    `SELECT now() AS at, (SELECT value FROM settings WHERE key = 'kind') AS kind,
       (SELECT array_agg(migration_name ORDER BY migration_name) FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS migrations`,
  )
  const header: Header = {
    format: 'bazgasht-backup',
    version: 1,
    at: facts!.at.toISOString(),
    kind: facts!.kind ?? 'real',
    migrations: facts!.migrations,
  }
  yield `${JSON.stringify(header)}\n`
  const tables = await tablesInOrder(sql)
  let total = 0
  for (const table of tables) total += Number((await sql<{ n: string }>(`SELECT count(*)::text AS n FROM "${table}"`))[0]!.n)
  let rows = 0
  for (const table of tables) {
    yield `${JSON.stringify({ table } satisfies Mark)}\n`
    await sql(`DECLARE backup_rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS line FROM "${table}" t`)
    for (;;) {
      const batch = await sql<{ line: string }>(`FETCH ${BATCH} FROM backup_rows`)
      if (batch.length === 0) break
      // A row's JSON is marked by a leading space: a table may have columns called "table" or "end".
      yield batch.map(({ line }) => ` ${line}\n`).join('')
      progress((rows += batch.length), total)
    }
    await sql('CLOSE backup_rows')
  }
  for (const { sequence, value } of await sequences(sql)) yield `${JSON.stringify({ sequence, value } satisfies Mark)}\n`
  yield `${JSON.stringify({ end: true, rows } satisfies Mark)}\n`
}

/** Those that others point to come first. */
async function tablesInOrder(sql: Sql): Promise<string[]> {
  const tables = await sql<{ name: string; needs: string[] }>(
    `SELECT c.relname::text AS name, array_remove(array_agg(DISTINCT t.relname::text), NULL) AS needs
     FROM pg_class c LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid
     LEFT JOIN pg_class t ON t.oid = k.confrelid
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace GROUP BY c.relname ORDER BY c.relname`,
  )
  const ours = tablesOf(migrationsIn(shippedFolder('prisma/migrations')))
  const left = new Map(tables.filter(({ name }) => ours.includes(name) && !NOT_KEPT.includes(name)).map(table => [table.name, table.needs]))
  const ordered: string[] = []
  while (left.size > 0) {
    const ready = [...left].filter(([, needs]) => !needs.some(need => left.has(need))).map(([name]) => name)
    if (ready.length === 0) throw new Error(`tables point at each other in a circle: ${[...left.keys()].join(', ')}`)
    for (const name of ready) left.delete(name)
    ordered.push(...ready)
  }
  return ordered
}

function sequences(sql: Sql): Promise<{ sequence: string; value: string }[]> {
  return sql(
    `SELECT quote_ident(sequencename) AS sequence, last_value::text AS value FROM pg_sequences
     WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY 1`,
  )
}
