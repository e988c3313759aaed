// Writes the first migration anew from schema.prisma: node prisma/make-migration.mjs
// Once a version has been released, migrations are only ever added: compare the schema before and after by hand then.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { external, openSchemaEngine, schemaSide } from './schema-engine.mjs'

const database = await PGlite.create()
const engine = await openSchemaEngine(database)
const { stdout } = await engine.diff({
  from: { tag: 'empty' },
  to: await schemaSide(),
  script: true,
  exitCode: null,
  shadowDatabaseUrl: null,
  filters: external,
})
const folder = join(import.meta.dirname, 'migrations', '0001_init')
await mkdir(folder, { recursive: true })
await writeFile(join(folder, 'migration.sql'), stdout)
console.log(`wrote ${join(folder, 'migration.sql')}`)
process.exit(0)
