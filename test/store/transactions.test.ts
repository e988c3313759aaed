import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(() => emptyStore(store))
afterAll(() => store.close())

const settings = async () => Number((await store.db.sql<{ n: string }>('SELECT count(*) AS n FROM settings'))[0]!.n)

test('a transaction that throws leaves nothing behind, through either door', async () => {
  const failing = store.transaction(async tx => {
    await tx.setting.create({ data: { key: 'a', value: 1 } })
    await tx.sql('INSERT INTO settings VALUES ($1, $2)', ['b', '2'])
    throw new Error('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  const failingSql = store.sqlTransaction(async sql => {
    await sql('INSERT INTO settings VALUES ($1, $2)', ['c', '3'])
    throw new Error('stop')
  })
  await expect(failingSql).rejects.toThrow('stop')
  expect(await settings()).toBe(0)
})

test('Prisma and SQL see the same transaction', async () => {
  const seen = await store.transaction(async tx => {
    await tx.sql('INSERT INTO settings VALUES ($1, $2)', ['a', JSON.stringify({ n: 1 })])
    return tx.setting.findMany()
  })
  expect(seen).toEqual([{ key: 'a', value: { n: 1 } }])
})

test('using the outer database inside a transaction throws at once', async () => {
  await store.transaction(async () => {
    expect(() => store.db.setting).toThrow('outer database')
    expect(() => store.db.sql('SELECT 1')).toThrow('outer database')
    await expect(store.transaction(async () => 1)).rejects.toThrow('outer database')
    await expect(store.sqlTransaction(async () => 1)).rejects.toThrow('outer database')
  })
  await store.sqlTransaction(async () => {
    expect(() => store.db.setting).toThrow('outer database')
  })
})

test('what a transaction started may use the outer database once it is over', async () => {
  let after: Promise<unknown> = Promise.resolve()
  let committed = () => {}
  const over = new Promise<void>(done => (committed = done))
  await store.transaction(async () => {
    after = over.then(() => store.db.setting.count())
  })
  committed()
  expect(await after).toBe(0)
})

test('a transaction cannot be used after its end', async () => {
  const kept = await store.transaction(async tx => tx.sql)
  await expect(kept('SELECT 1')).rejects.toThrow('after it had ended')
})

test('many transactions and lone queries at once all get their turn', async () => {
  const work = Array.from({ length: 60 }, (_, n) => [
    store.transaction(tx => tx.setting.create({ data: { key: `t${n}`, value: n } })),
    store.sqlTransaction(sql => sql('INSERT INTO settings VALUES ($1, $2)', [`s${n}`, String(n)])),
    store.db.sql('SELECT 1'),
    store.db.setting.count(),
  ])
  await Promise.all(work.flat())
  expect(await settings()).toBe(120)
})

test('values come out of SQL alike inside and outside', async () => {
  const text = `SELECT now() IS NOT NULL AS b, 5::bigint::text AS n, '{"a":[1]}'::jsonb AS j, $1::timestamptz AS at, $2::text[] AS list`
  const params = [new Date('2026-03-21T05:30:00Z'), ['a', 'ب']]
  const expected = [{ b: true, n: '5', j: { a: [1] }, at: params[0], list: params[1] }]
  expect(await store.db.sql(text, params)).toEqual(expected)
  expect(await store.transaction(tx => tx.sql(text, params))).toEqual(expected)
  expect(await store.sqlTransaction(sql => sql(text, params))).toEqual(expected)
})
