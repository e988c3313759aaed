import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { nameOf } from './statement-names.ts'
import { PrismaClient } from './prisma/client.ts'
import type { Db, Sql, Store, Tx } from './store.ts'

/** Where the running code stands: in a transaction (and over which connection), or outside. */
type Place = { open: boolean; client?: pg.PoolClient }
const inside = new AsyncLocalStorage<Place>()

/**
 * The doors to the database over one pool. Whoever asks for a connection waits in the pool's queue without a time limit.
 * Inside a transaction the outer doors throw at once: on the embedded database, which has one connection, they would wait
 * for the very transaction that waits for them.
 */
export function doorsOver(pool: pg.Pool): Pick<Store, 'db' | 'transaction' | 'sqlTransaction' | 'now'> & { disconnect(): Promise<void> } {
  const prisma = new PrismaClient({
    adapter: revealing(pool),
    // The long form quotes the values of the query that failed: names, texts, links.
    errorFormat: 'minimal',
    // setTimeout's longest wait: in practice, none.
    transactionOptions: { maxWait: 2 ** 31 - 1, timeout: 60_000 },
  })
  const outer: Sql = (text, params) => {
    stayOutside()
    return rowsOf(pool, text, params)
  }
  const db = new Proxy(prisma, {
    get(target, name) {
      if (name === 'sql') return outer
      stayOutside()
      return Reflect.get(target, name)
    },
  }) as unknown as Db

  return {
    db,
    async transaction(run) {
      stayOutside()
      const place: Place = { open: true }
      try {
        return await inside.run(place, () => prisma.$transaction(tx => run(withSql(tx, place))))
      } finally {
        place.open = false
      }
    },
    async sqlTransaction(run) {
      stayOutside()
      const client = await pool.connect()
      const place: Place = { open: true, client }
      let broken: Error | undefined
      try {
        await client.query('BEGIN')
        const result = await inside.run(place, () => run(sqlOver(place)))
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK').catch((lost: Error) => (broken = lost))
        throw error
      } finally {
        place.open = false
        client.release(broken)
      }
    },
    async now() {
      const [row] = await outer<{ now: Date }>('SELECT clock_timestamp() AS now')
      return row!.now
    },
    disconnect: () => prisma.$disconnect(),
  }
}

function stayOutside() {
  if (inside.getStore()?.open)
    throw new Error('the outer database was used inside a transaction: use the transaction handed in (tx, or its sql), or wait until it is over')
}

/** Statements of a transaction go over its own connection, so that values come and go as they do outside. */
function sqlOver(place: Place): Sql {
  return async (text, params) => {
    if (!place.client) throw new Error('Prisma no longer shows the connection of its transaction: mend revealing() in store/transactions.ts')
    if (!place.open) throw new Error('a transaction was used after it had ended')
    return rowsOf(place.client, text, params)
  }
}

function withSql(tx: Parameters<Parameters<PrismaClient['$transaction']>[0]>[0], place: Place): Tx {
  const sql = sqlOver(place)
  return new Proxy(tx, { get: (target, name) => (name === 'sql' ? sql : Reflect.get(target, name)) }) as unknown as Tx
}

async function rowsOf<Row>(on: pg.Pool | pg.PoolClient, text: string, params: readonly unknown[] = []): Promise<Row[]> {
  const { rows } = await on.query({ name: nameOf(text), text, values: params as unknown[] })
  return rows as Row[]
}

/** Prisma reads relations side by side; over the one connection of a transaction pg takes one statement after the other. */
function oneAfterTheOther<T extends { queryRaw(query: never): Promise<unknown>; executeRaw(query: never): Promise<unknown> }>(transaction: T): T {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (run: (query: never) => Promise<unknown>) => (query: never) => {
    const mine = last.then(() => run(query))
    last = mine.catch(() => {})
    return mine
  }
  return Object.assign(transaction, { queryRaw: inTurn(transaction.queryRaw.bind(transaction)), executeRaw: inTurn(transaction.executeRaw.bind(transaction)) })
}

/** Prisma's adapter, which also tells us over which connection a transaction of ours runs. */
function revealing(pool: pg.Pool) {
  const factory = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) })
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    const start = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async level => {
      const transaction = await start(level)
      const place = inside.getStore()
      if (place) place.client = (transaction as unknown as { client: pg.PoolClient }).client
      return oneAfterTheOther(transaction)
    }
    return adapter
  }
  return factory
}
