// Prisma's schema engine as WebAssembly, for writing and checking migrations. The service itself applies them with plain SQL
// (src/store/migrate.ts). The native engine that `prisma migrate` wants is a download that not every machine can make.
// The package's version carries the same commit hash as the prisma CLI's: change both together.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import { PrismaPGlite } from 'pglite-prisma-adapter'

const schemaFile = resolve(import.meta.dirname, 'schema.prisma')
const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')

/** Tables that our migrations make but Prisma's schema does not describe: Agenda's, and the ledger of migrations. */
export const external = { externalTables: ['public.agenda_jobs', 'public._prisma_migrations'], externalEnums: [] }

/** The schema as the engine's `diff` wants it for a side called schemaDatamodel. */
export async function schemaSide() {
  return {
    tag: 'schemaDatamodel',
    files: [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }],
    configDir: dirname(schemaFile),
  }
}

/** `database`: a PGlite in memory. Never a live one: a mere diff ran the migration on it. */
export async function openSchemaEngine(database) {
  await (loaded ??= load())
  const files = (await schemaSide()).files.map(({ path, content }) => [path, content])
  return engine.SchemaEngine.new({ datamodels: files }, () => {}, bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(database)))
}

/** Once only: a second instance breaks the first. */
let loaded
async function load() {
  const { instance } = await WebAssembly.instantiate(await readFile(join(dirname(entry), 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': engine,
  })
  engine.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
}
