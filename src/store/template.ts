import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { migrateOver, migrationsIn } from './migrate.ts'

/** Writes an empty, migrated database to `file` (.tar.gz): the first start and each test worker unpack it instead of building one. */
export async function writeTemplate(file: string, migrations: string): Promise<void> {
  // Only who writes a template pays for loading it; the service runs it in another thread.
  const { PGlite } = await import('@electric-sql/pglite')
  const db = await PGlite.create()
  await migrateOver(
    {
      query: async (text, params) => {
        if (params) return await db.query<Record<string, unknown>>(text, params)
        return (await db.exec(text)).at(-1) as { rows: Record<string, unknown>[] }
      },
    },
    migrations,
  )
  await db.exec('VACUUM (FULL, ANALYZE)')
  await db.exec('CHECKPOINT')
  const dump = await db.dumpDataDir('gzip')
  await db.close()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.unfinished`, Buffer.from(await dump.arrayBuffer()))
  renameSync(`${file}.unfinished`, file)
  writeFileSync(`${file}.of`, stateOf(migrations))
}

/** Whether the template was made from these very migrations. */
export function templateIsCurrent(file: string, migrations: string): boolean {
  return existsSync(file) && existsSync(`${file}.of`) && readFileSync(`${file}.of`, 'utf8') === stateOf(migrations)
}

function stateOf(migrations: string): string {
  const sums = migrationsIn(migrations).map(({ checksum }) => checksum)
  return createHash('sha256').update(sums.join()).digest('hex')
}
