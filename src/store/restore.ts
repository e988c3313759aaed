import { createReadStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { shippedFolder } from '../config.ts'
import { UserError } from '../errors.ts'
import { BATCH, type Header, type Mark, type Progress, tablesOf } from './backup-format.ts'
import { migrationsIn, recordMigration } from './migrate.ts'
import type { Sql, Store } from './store.ts'

/**
 * Replaces all data with that of `file`, in one transaction: it is all there afterwards, or nothing has changed. The caller
 * makes sure that no service runs. Refuses (UserError) what is not a whole backup, one of the other `kind`, and, without
 * `force`, a database that already holds something. Returns the number of rows.
 */
export async function restore(
  store: Store,
  file: string,
  options: { force: boolean; kind: 'demo' | 'real' },
  progress: Progress = () => {},
): Promise<number> {
  if (!existsSync(file)) throw new UserError(`${file} does not exist: give the path of a file that bazgasht backup wrote`)
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) })[Symbol.asyncIterator]()
  const next = async () => {
    const read = await lines.next().catch(() => ({ done: true as const, value: undefined }))
    if (read.done) throw new UserError(`${file} breaks off or is not a backup of Bazgasht: use another copy; nothing was changed`)
    return read.value
  }
  const header = readHeader(await next(), file)
  if (header.kind !== options.kind)
    throw new UserError(
      header.kind === 'demo'
        ? `${basename(file)} holds a demo, and this is a real shop: restore it with DEMO=1`
        : `${basename(file)} holds a real shop, and this is the demo: set DEMO=0, DATABASE_URL or a channel's token first`,
    )
  return store.sqlTransaction(async sql => {
    if (!options.force && (await holdsSomething(sql)))
      throw new UserError('this database already holds customers or orders: restore replaces all of them; repeat with --force if that is meant')
    await dropOurs(sql)
    const shipped = migrationsIn(shippedFolder('prisma/migrations'))
    const unknown = header.migrations.find(name => !shipped.some(migration => migration.name === name))
    if (unknown) throw new UserError(`${basename(file)} was made by a newer version of Bazgasht (${unknown}): install that version, then restore`)
    const run = async (which: typeof shipped) => {
      for (const migration of which) {
        await sql(migration.sql)
        await recordMigration(sql, migration)
      }
    }
    await run(shipped.filter(({ name }) => header.migrations.includes(name)))
    const rows = await load(sql, next, progress).catch((error: Error) => {
      if (error instanceof UserError) throw error
      throw new UserError(`${file} cannot be loaded (${error.message}): use another copy; nothing was changed`)
    })
    await run(shipped.filter(({ name }) => !header.migrations.includes(name)))
    return rows
  })
}

function readHeader(line: string, file: string): Header {
  let header: Partial<Header> = {}
  try {
    header = JSON.parse(line) as Header
  } catch {
    // Told below.
  }
  if (header.format !== 'bazgasht-backup') throw new UserError(`${file} is not a backup of Bazgasht: give a file that bazgasht backup wrote`)
  if (header.version !== 1) throw new UserError(`${file} has format ${header.version}, expected 1: restore it with the version of Bazgasht that wrote it`)
  return header as Header
}

async function load(sql: Sql, next: () => Promise<string>, progress: Progress): Promise<number> {
  let table = ''
  let batch: string[] = []
  let rows = 0
  const flush = async () => {
    if (batch.length === 0) return
    await sql(`INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json)`, [`[${batch.join(',')}]`])
    progress((rows += batch.length), 0)
    batch = []
  }
  for (;;) {
    const line = await next()
    if (line.startsWith(' ')) {
      batch.push(line)
      if (batch.length === BATCH) await flush()
      continue
    }
    await flush()
    const mark = JSON.parse(line) as Mark
    if ('end' in mark) {
      if (mark.rows !== rows) throw new UserError(`the backup says ${mark.rows} rows but holds ${rows}: use another copy; nothing was changed`)
      return rows
    }
    if ('table' in mark) {
      table = mark.table.replaceAll('"', '')
      // What the migrations themselves put in stands in the backup too.
      await sql(`DELETE FROM "${table}"`)
    } else await sql('SELECT setval($1::regclass, $2::bigint, true)', [mark.sequence, mark.value])
  }
}

async function holdsSomething(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ some: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM customers) OR EXISTS (SELECT 1 FROM orders) OR EXISTS (SELECT 1 FROM inbox) AS some',
  )
  return row!.some
}

/** Only what our migrations made: the database may hold other things too. */
async function dropOurs(sql: Sql) {
  const shipped = migrationsIn(shippedFolder('prisma/migrations'))
  for (const table of [...tablesOf(shipped), '_prisma_migrations']) await sql(`DROP TABLE IF EXISTS "${table}" CASCADE`)
  const functions = shipped.flatMap(({ sql: text }) => [...text.matchAll(/CREATE FUNCTION "?(\w+)"?/g)].map(found => found[1]!))
  for (const name of functions) await sql(`DROP FUNCTION IF EXISTS "${name}" CASCADE`)
}
