import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { writeTemplate } from '../../src/store/template.ts'
import { migrationsIn } from '../../src/store/migrate.ts'

/** Builds the template database anew when the migrations have changed since `npm ci` or the last run. */
export default async function setup() {
  const migrations = 'prisma/migrations'
  const state = createHash('sha256').update(migrationsIn(migrations).map(({ checksum }) => checksum).join()).digest('hex')
  const mark = 'dist/template.tar.gz.of'
  if (existsSync(mark) && existsSync('dist/template.tar.gz') && readFileSync(mark, 'utf8') === state) return
  await writeTemplate('dist/template.tar.gz', migrations)
  writeFileSync(mark, state)
}
