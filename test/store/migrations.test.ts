import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { external, openSchemaEngine, schemaSide } from '../../prisma/schema-engine.mjs'
import { migrateOver, type Session } from '../../src/store/migrate.ts'

const folder = 'prisma/migrations'
let db: PGlite
const session = (): Session => ({
  query: async (text, params) => (params ? await db.query(text, params) : ((await db.exec(text)).at(-1) as never)),
})

beforeAll(async () => {
  db = await PGlite.create()
  await migrateOver(session(), folder)
})
afterAll(() => db.close())

/** What it would take to bring the database to schema.prisma. Partial indexes and checks are below this comparison; see further down. */
async function drift(database: PGlite): Promise<string> {
  const engine = await openSchemaEngine(database)
  const { stdout } = await engine.diff({
    from: { ...(await schemaSide()), tag: 'schemaDatasource' },
    to: await schemaSide(),
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: external,
  })
  return stdout.trim()
}

test('the migrations make exactly what schema.prisma says', async () => {
  expect(await drift(db)).toMatch(/^(-- This is an empty migration\.)?$/)
})

test('a column that the migrations forgot would be noticed', async () => {
  const copy = (await db.clone()) as PGlite
  await copy.exec('ALTER TABLE customers DROP COLUMN city; DROP INDEX "orders_customerId_placedAt_idx"')
  expect(await drift(copy)).toMatch(/ADD COLUMN\s+"city" TEXT[^]*CREATE INDEX "orders_customerId_placedAt_idx"/)
  await copy.close()
})

test('migrations that ran do not run again', async () => {
  expect(await migrateOver(session(), folder)).toEqual([])
})

test('partial indexes and checks are there', async () => {
  const indexes = await db.query<{ indexname: string }>(`SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%WHERE%' AND tablename NOT LIKE 'agenda%' ORDER BY 1`)
  expect(indexes.rows.map(({ indexname }) => indexname)).toEqual(expect.arrayContaining(['customers_phone_only_idx', 'inbox_new', 'orders_counted', 'outbox_due_replies', 'outbox_due_rest', 'outbox_uncertain']))
  const checks = await db.query<{ conname: string }>(
    `SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid::regclass::text !~ '^agenda' ORDER BY 1`,
  )
  expect(checks.rows.map(({ conname }) => conname)).toEqual(
    expect.arrayContaining(['answers_score_check', 'inbox_state_check', 'orders_total_check', 'outbox_reason_check', 'outbox_state_check']),
  )
})

test('every id that decides who is the same is unique in the database', async () => {
  const { rows } = await db.query<{ columns: string }>(
    `SELECT i.indrelid::regclass::text || '(' || string_agg(a.attname, ',' ORDER BY array_position(i.indkey, a.attnum)) || ')' AS columns
     FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indisunique AND NOT i.indisprimary AND i.indrelid::regclass::text !~ '^(pg_|agenda|_prisma)' GROUP BY i.indexrelid, i.indrelid`,
  )
  expect(rows.map(({ columns }) => columns)).toEqual(
    expect.arrayContaining([
      'addresses(channel,account,chatId)',
      'answers(questionId)',
      'customers(externalId)',
      'enrollments(customerId,journey,track,subject)',
      'inbox(channel,account,key)',
      'links(payload)',
      'links(short)',
      'orders(externalId)',
      'outbox(key)',
    ]),
  )
})

test("Agenda's table is the one that Agenda itself would make", async () => {
  const { getCreateIndexesSQL, getCreateTableSQL } = (await import('../../node_modules/@agendajs/postgres-backend/dist/schema.js')) as {
    getCreateTableSQL(name: string): string
    getCreateIndexesSQL(name: string): string[]
  }
  await db.exec(['CREATE SCHEMA theirs; SET search_path TO theirs', getCreateTableSQL('agenda_jobs'), ...getCreateIndexesSQL('agenda_jobs')].join(';'))
  await db.exec('SET search_path TO public')
  const shape = async (schema: string) => [
    (await db.query(`SELECT column_name, data_type, column_default, is_nullable FROM information_schema.columns
      WHERE table_schema = $1 AND table_name = 'agenda_jobs' ORDER BY 1`, [schema])).rows,
    (await db.query(`SELECT replace(indexdef, $1 || '.', '') AS def FROM pg_indexes WHERE schemaname = $1 AND tablename = 'agenda_jobs' ORDER BY 1`, [schema])).rows,
  ]
  expect(await shape('public')).toEqual(await shape('theirs'))
})

test('a migration that fails leaves nothing behind; an edited or unknown one stops the start with the mend', async () => {
  const fresh = await PGlite.create()
  const query: Session['query'] = async (text, params) => (params ? await fresh.query(text, params) : ((await fresh.exec(text)).at(-1) as never))
  const other = mkdtempSync(join(tmpdir(), 'migrations-'))
  const write = (name: string, sql: string) => {
    mkdirSync(join(other, name), { recursive: true })
    writeFileSync(join(other, name, 'migration.sql'), sql)
  }
  write('0001_a', 'CREATE TABLE a (x INT)')
  write('0002_b', 'CREATE TABLE b (x INT); SELECT nothing')
  await expect(migrateOver({ query }, other)).rejects.toThrow('0002_b failed and left nothing behind')
  expect((await fresh.query(`SELECT to_regclass('a') IS NOT NULL AS a, to_regclass('b') IS NULL AS no_b`)).rows).toEqual([{ a: true, no_b: true }])
  write('0002_b', 'CREATE TABLE b (x INT)')
  expect(await migrateOver({ query }, other)).toEqual(['0002_b'])
  write('0001_a', 'CREATE TABLE a (x BIGINT)')
  await expect(migrateOver({ query }, other)).rejects.toThrow('was edited after it ran')
  rmSync(join(other, '0001_a'), { recursive: true })
  await expect(migrateOver({ query }, other)).rejects.toThrow('newer version')
  rmSync(other, { recursive: true })
  await fresh.close()
})
