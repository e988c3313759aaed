import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type OpenStore, type StoreOptions } from '../../src/store/open.ts'
import { secretKey } from '../../src/store/secret.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { silent } from '../support/store.ts'

let folder: string
const opened: OpenStore[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-'))
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(given: Partial<StoreOptions> = {}) {
  const store = await openStore({
    databaseUrl: undefined,
    dataDir: folder,
    log: silent,
    onLost(reason) {
      throw reason
    },
    kind: 'real',
    command: 'start',
    ...given,
  })
  opened.push(store)
  return store
}
const closeAll = async () => {
  for (const store of opened.splice(0)) await store.close()
}

describe('the embedded database', () => {
  test('is made at the first start, keeps what was written, and is refused to the demo', { timeout: 90_000 }, async () => {
    const store = await open()
    await store.db.setting.create({ data: { key: 'a', value: 'سلام' } })
    await store.tidyUp()
    await expect(open()).rejects.toThrow('is in use by process')
    await closeAll()
    await expect(open({ kind: 'demo' })).rejects.toThrow('holds a real shop')
    const again = await open()
    expect(await again.db.setting.findUnique({ where: { key: 'a' } })).toEqual({ key: 'a', value: 'سلام' })
  })

  test('a start that broke off while the files were being made is no obstacle', async () => {
    mkdirSync(join(folder, 'data.unfinished'))
    writeFileSync(join(folder, 'data.unfinished', 'PG_VERSION'), '18')
    const store = await open()
    expect(await store.db.customer.count()).toBe(0)
    expect(existsSync(join(folder, 'data.unfinished'))).toBe(false)
  })

  test('a folder with a long path works too', async () => {
    const store = await open({ dataDir: join(folder, 'x'.repeat(120)) })
    expect(await store.db.customer.count()).toBe(0)
  })
})

test('the secret key is made once, readable for nobody else, and SECRET_KEY goes before it', () => {
  const made = secretKey({ secretKey: undefined, dataDir: folder })
  expect(made).toHaveLength(32)
  expect(secretKey({ secretKey: undefined, dataDir: folder })).toEqual(made)
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
  expect(secretKey({ secretKey: 'ab'.repeat(32), dataDir: folder }).toString('hex')).toBe('ab'.repeat(32))
  writeFileSync(join(folder, 'secret.key'), 'half')
  expect(() => secretKey({ secretKey: undefined, dataDir: folder })).toThrow('expected 64 hex digits')
})

describe.skipIf(noPostgres())(`PostgreSQL (${noPostgres() ?? 'found'})`, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres({ fsync: 'off' })
  })
  afterAll(() => server?.stop())

  test('many workers that start together on an empty database all start', async () => {
    const stores = await Promise.all(Array.from({ length: 6 }, () => open({ databaseUrl: server.url })))
    expect(await Promise.all(stores.map(store => store.db.customer.count()))).toEqual([0, 0, 0, 0, 0, 0])
    expect(stores.every(({ kind, lock }) => kind === 'postgres' && lock === null)).toBe(true)
  })

  test('a wrong address is told at once, without the password in it', async () => {
    const url = new URL(server.url)
    url.pathname = '/nothing'
    url.password = 'hunter2'
    const refused = await open({ databaseUrl: url.href }).catch((error: Error) => error)
    expect(String(refused)).toContain('DATABASE_URL')
    expect(String(refused)).not.toContain('hunter2')
  })

  test('a service that starts before its database waits for it', async () => {
    server.down('fast')
    const waiting = open({ databaseUrl: server.url })
    server.up()
    expect(await (await waiting).db.customer.count()).toBe(0)
  })

  test('a restart of the database breaks no process, and the next query works', async () => {
    const store = await open({ databaseUrl: server.url })
    await Promise.all(Array.from({ length: 5 }, () => store.db.sql('SELECT pg_sleep(0.01)')))
    server.restart('immediate')
    // Connections that died while idle are thrown away as their ends arrive.
    await expect.poll(() => store.db.sql('SELECT 1 AS one').catch(() => []), { timeout: 10_000 }).toEqual([{ one: 1 }])
  })
})
