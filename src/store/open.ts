import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { monotonic, SECOND } from '../clock.ts'
import { packageFolder, shippedFolder } from '../config.ts'
import { UserError } from '../errors.ts'
import type { Log } from '../log.ts'
import { openEmbedded, openInMemory } from './embedded.ts'
import { type Lock, takeLock } from './lock.ts'
import { migrate } from './migrate.ts'
import type { Store } from './store.ts'
import { templateIsCurrent } from './template.ts'
import { doorsOver } from './transactions.ts'

export type StoreOptions = {
  /** Absent: the embedded database under `dataDir`. */
  databaseUrl: string | undefined
  dataDir: string
  log: Log
  /** The embedded database died; only a restart of the process helps. */
  onLost(reason: Error): void
  /** Refused when the database is of the other kind. */
  kind: 'demo' | 'real'
  /** Who holds the data, for those who find it held: start, import … A service (`start`) also waits for a database that is away. */
  command: string
}

/** `lock`: of the data folder, held until the store is closed; null with DATABASE_URL, which many processes share. */
export type OpenStore = Store & { lock: Lock | null }

/** Opens the database, migrates it and checks whose it is. Throws UserError for what a person has to mend. */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const store = options.databaseUrl ? { ...(await openPostgres(options.databaseUrl, options)), lock: null } : await openFiles(options)
  try {
    await checkKind(store, options.kind)
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

/** The template that the first start unpacks, written by prepare.mjs. */
export const templateFile = () => join(packageFolder(), 'dist', 'template.tar.gz')

/** In memory, for a replay and for tests: from the pool upward the same as the embedded database on disk. */
export async function openMemoryStore(template: string): Promise<Store> {
  const embedded = await openInMemory(template)
  await migrate(embedded.pool, shippedFolder('prisma/migrations'))
  return storeOver('embedded', embedded.pool, embedded.pool, embedded.close)
}

async function openFiles({ dataDir, onLost, log, command }: StoreOptions): Promise<OpenStore> {
  const lock = await takeLock(dataDir, command)
  try {
    const migrations = shippedFolder('prisma/migrations')
    // One of other migrations (code was pulled without npm ci) is no start: then an empty database is made and migrated.
    const template = templateIsCurrent(templateFile(), migrations) ? templateFile() : null
    const embedded = await openEmbedded({ files: join(dataDir, 'data'), template }, onLost)
    embedded.pool.on('error', error => log.error({ err: error }, 'the connection to the embedded database broke'))
    await migrate(embedded.pool, migrations)
    const close = () => embedded.close().finally(lock.release)
    return { ...storeOver('embedded', embedded.pool, embedded.pool, close), lock }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** A PostgreSQL server. Agenda gets a pool of its own: its LISTEN occupies a connection for good. */
export async function openPostgres(url: string, { log, command }: Pick<StoreOptions, 'log' | 'command'>): Promise<Store> {
  const connection = { connectionString: url, keepAlive: true, application_name: `bazgasht ${command}` }
  const pools = [new pg.Pool({ ...connection, max: 10 }), new pg.Pool({ ...connection, max: 4 })] as const
  // Without listeners a connection that breaks (the server restarts) would end the process: the pool's hears of idle ones, the
  // connection's own of those that are in use, between two statements of a transaction or listening for Agenda.
  for (const pool of pools) {
    const broke = (error: Error) => log.warn({ err: error }, 'a connection to the database broke')
    pool.on('error', broke).on('connect', client => client.on('error', broke))
  }
  const close = async () => {
    await Promise.all(pools.map(pool => pool.end()))
  }
  try {
    await reach(pools[0], log, command === 'start' ? Infinity : 10 * SECOND)
    await migrate(pools[0], shippedFolder('prisma/migrations'))
  } catch (error) {
    await close()
    throw error
  }
  return storeOver('postgres', pools[0], pools[1], close)
}

function storeOver(kind: Store['kind'], pool: pg.Pool, agendaPool: pg.Pool, closePools: () => Promise<void>): Store {
  const { disconnect, ...doors } = doorsOver(pool)
  return {
    kind,
    ...doors,
    agendaPool,
    async tidyUp() {
      if (kind === 'postgres') return
      // PGlite has no autovacuum, and its log grows until somebody says CHECKPOINT.
      await doors.db.sql('VACUUM (ANALYZE)')
      await doors.db.sql('CHECKPOINT')
    },
    async close() {
      await disconnect()
      await closePools()
    },
  }
}

/** Answers of a server that is starting, stopping, or not there yet. */
const NOT_YET = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT', '57P03', '57P01', '57P02'])

async function reach(pool: pg.Pool, log: Log, patienceMs: number) {
  const from = monotonic()
  for (let tries = 0; ; tries++) {
    try {
      await pool.query('SELECT 1')
      return
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      const away = NOT_YET.has(code ?? '') || /terminated unexpectedly/.test(message)
      if (!away || monotonic() - from > patienceMs)
        throw new UserError(`the database of DATABASE_URL does not let us in (${code ?? message}): check host, port, name, user and password`)
      if (tries % 20 === 0) log.warn({ code }, 'the database of DATABASE_URL is not there yet; waiting for it')
      await sleep(500)
    }
  }
}

async function checkKind(store: Store, kind: 'demo' | 'real') {
  const stored = await store.sqlTransaction(async sql => {
    await sql(`INSERT INTO settings (key, value) VALUES ('kind', $1::jsonb) ON CONFLICT DO NOTHING`, [JSON.stringify(kind)])
    const [row] = await sql<{ value: string }>(`SELECT value FROM settings WHERE key = 'kind'`)
    return row?.value
  })
  if (stored === kind) return
  throw new UserError(
    stored === 'demo'
      ? 'this database holds the demo, and the service is to start for a real shop: use an empty database, or start with DEMO=1'
      : 'this database holds a real shop, and the service is to start as the demo: unset DEMO, or use another DATABASE_URL or DATA_DIR',
  )
}
