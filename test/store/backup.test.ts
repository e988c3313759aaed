import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { backup, backupDaily } from '../../src/store/backup.ts'
import { restore } from '../../src/store/restore.ts'
import type { Store } from '../../src/store/store.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { allRows, writeSomeRows } from '../support/rows.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'backup-'))
const file = join(folder, 'shop.backup')
let store: Store
let other: Store
beforeAll(async () => {
  ;[store, other] = await Promise.all([openTestStore(), openTestStore()])
})
beforeEach(async () => {
  for (const each of [store, other]) {
    await emptyStore(each)
    await markKind(each, 'real')
  }
})
afterAll(async () => {
  await Promise.all([store.close(), other.close()])
  rmSync(folder, { recursive: true })
})

const markKind = (on: Store, kind: string) => on.db.setting.create({ data: { key: 'kind', value: kind } })
const into = (target: Store, force = false, from = file) => restore(target, from, { force, kind: 'real' })

test('what was backed up is restored to the last character, and numbers go on where they were', async () => {
  await writeSomeRows(store)
  const before = await allRows(store)
  expect(await backup(store, file)).toBe(Object.values(before).flat().length)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await into(other)
  expect(await allRows(other)).toEqual(before)
  await other.db.customer.findFirstOrThrow()
  const next = await other.db.case.create({
    data: { customerId: (await other.db.customer.findFirstOrThrow()).id, kind: 'question', reason: 'x', openedAt: new Date(0), answerBy: new Date(0) },
  })
  expect(next.number).toBe(4)
})

test('more rows than fit in one batch come back whole, and progress is told', async () => {
  await store.db.sql(`INSERT INTO settings SELECT 'k' || n, to_json(n) FROM generate_series(1, 2500) n`)
  const told: number[] = []
  await backup(store, file, (done, total) => told.push(done / total))
  await into(other)
  expect(await other.db.setting.count()).toBe(2501)
  expect(told.at(-1)).toBe(1)
})

test('restoring refuses a database that holds something, unless forced', async () => {
  await writeSomeRows(store)
  await backup(store, file)
  await writeSomeRows(other, 1)
  const before = await allRows(other)
  await expect(into(other)).rejects.toThrow('--force')
  expect(await allRows(other)).toEqual(before)
  await into(other, true)
  expect(await other.db.customer.count()).toBe(3)
})

describe('a file that cannot be restored changes nothing', () => {
  beforeEach(async () => {
    await writeSomeRows(store)
    await backup(store, file)
    await writeSomeRows(other, 1)
  })
  const tampered = (change: (text: string) => string) => {
    const bad = join(folder, 'bad.backup')
    writeFileSync(bad, gzipSync(change(gunzipSync(readFileSync(file)).toString())))
    return bad
  }
  const cases: [string, () => string, string][] = [
    ['cut off in the middle', () => tampered(text => text.slice(0, text.length * 0.7)), 'nothing was changed'],
    ['cut off in the compressed file', () => (writeFileSync(join(folder, 'bad.backup'), readFileSync(file).subarray(0, 700)), join(folder, 'bad.backup')), 'breaks off'],
    ['without its last line', () => tampered(text => text.replace(/.*"end".*\n/, '')), 'breaks off'],
    ['with a row lost', () => tampered(text => text.replace(/\n .*\n/, '\n')), 'nothing was changed'],
    ['of a newer version', () => tampered(text => text.replace('"0001_init"', '"9999_later"')), 'newer version'],
    ['of a demo', () => tampered(text => text.replace('"kind":"real"', '"kind":"demo"')), 'DEMO=1'],
    ['not a backup', () => (writeFileSync(join(folder, 'bad.backup'), 'hello'), join(folder, 'bad.backup')), 'not a backup'],
    ['missing', () => join(folder, 'nothing'), 'does not exist'],
  ]
  test.each(cases)('%s', async (_, make, message) => {
    const before = await allRows(other)
    await expect(into(other, true, make())).rejects.toThrow(message)
    expect(await allRows(other)).toEqual(before)
  })
})

test('a backup of an older version is brought up to date while it is restored', async () => {
  await writeSomeRows(store)
  await backup(store, file)
  const older = join(folder, 'older.backup')
  writeFileSync(older, gzipSync(gunzipSync(readFileSync(file)).toString().replace(',"0002_indexes"', '')))
  await into(other, false, older)
  const [index] = await other.db.sql(`SELECT 1 FROM pg_indexes WHERE indexname = 'customers_phone_only_idx'`)
  expect(index).toBeDefined()
  expect(await allRows(other)).toEqual(await allRows(store))
})

test('daily backups: one a day, the newest seven stay, other files are left alone', async () => {
  const daily = join(folder, 'daily')
  const made = await backupDaily(store, daily)
  for (let day = 10; day < 20; day++) writeFileSync(join(daily, `bazgasht-2020-01-${day}.backup`), '')
  writeFileSync(join(daily, 'mine.backup'), '')
  expect(await backupDaily(store, daily)).toBe(made)
  const left = readdirSync(daily)
  expect(left.filter(name => name.startsWith('bazgasht-'))).toHaveLength(7)
  expect(left).toContain('mine.backup')
  expect(join(daily, left.filter(name => name.startsWith('bazgasht-')).sort().at(-1)!)).toBe(made)
})

describe.skipIf(noPostgres())(`between the embedded database and PostgreSQL (${noPostgres() ?? 'found'})`, () => {
  let server: PostgresServer
  let postgres: Store
  beforeAll(async () => {
    server = await startPostgres({ fsync: 'off' })
    postgres = await openTestStore(server.url)
  })
  afterAll(async () => {
    await postgres?.close()
    server?.stop()
  })

  test('embedded to PostgreSQL and back changes nothing', async () => {
    await writeSomeRows(store)
    const before = await allRows(store)
    await backup(store, file)
    await into(postgres)
    expect(await allRows(postgres)).toEqual(before)
    await backup(postgres, file)
    await into(other)
    expect(await allRows(other)).toEqual(before)
  })
})
