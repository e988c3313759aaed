import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPostgres } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { emptyStore, silent } from '../support/store.ts'

describe.skipIf(noPostgres())(`F19 on PostgreSQL (${noPostgres() ?? 'found'})`, () => {
  let server: PostgresServer
  let store: Store
  beforeAll(async () => {
    server = await startPostgres({ fsync: 'off', max_connections: '5', superuser_reserved_connections: '0', max_wal_senders: '0' })
    store = await openPostgres(server.url, { log: silent, command: 'start' })
  })
  beforeEach(() => emptyStore(store))
  afterAll(async () => {
    await store?.close()
    server?.stop()
  })

  const write = (key: string) => store.transaction(tx => tx.setting.create({ data: { key, value: 1 } }))

  test('more work than the server has connections: what was acknowledged is there, and afterwards all goes on', async () => {
    const tried = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => write(`k${n}`)))
    const acked = tried.filter(({ status }) => status === 'fulfilled').length
    expect(await store.db.setting.count()).toBe(acked)
    for (const { reason } of tried.filter(result => result.status === 'rejected')) expect(String(reason)).toMatch(/too many clients|connection/i)
    await write('afterwards')
    expect(await store.db.setting.count()).toBe(acked + 1)
  })

  test('a database that is read-only for a while refuses, and goes on by itself', async () => {
    await setReadOnly('on')
    await expect(write('refused')).rejects.toThrow('read-only')
    await setReadOnly('off')
    await write('taken')
    expect(await store.db.setting.findMany()).toEqual([{ key: 'taken', value: 1 }])
  })

  async function setReadOnly(state: 'on' | 'off') {
    await store.db.sql(`ALTER SYSTEM SET default_transaction_read_only = ${state}`)
    await store.db.sql('SELECT pg_reload_conf()')
    await expect.poll(async () => (await store.db.sql('SHOW default_transaction_read_only'))[0], { timeout: 10_000 }).toEqual({
      default_transaction_read_only: state,
    })
  }
})
