import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import pg from 'pg'
import { localLine, type Line } from './pglite-session.ts'
import { threadStream } from './thread-stream.ts'

/** `files`: the folder of the database, made from `template` (a .tar.gz) when it is missing. */
export type WorkerOrder = { files: string; template: string | null }

/**
 * PostgreSQL in a thread of this process (PGlite), reached through ONE connection that Prisma, Agenda and our own SQL share.
 * The caller holds the lock of the folder. `onLost` hears of a later death of the database; only a restart helps then.
 */
export async function openEmbedded(order: WorkerOrder, onLost: (reason: Error) => void) {
  mkdirSync(dirname(order.files), { recursive: true, mode: 0o700 })
  const worker = startWorker(order)
  const death = Promise.race([
    once(worker, 'exit').then(([code]) => new Error(`the embedded database stopped by itself, code ${code}`)),
    once(worker, 'error').then(([error]) => error as Error),
  ]).then(error => Promise.reject(error))
  await Promise.race([once(worker, 'message'), death])
  let closing = false
  death.catch((reason: Error) => closing || onLost(reason))

  const pool = poolOfOne(() => connectTo(worker))

  return {
    pool,
    async close() {
      closing = true
      await pool.end()
      worker.postMessage('close')
      await Promise.race([once(worker, 'message'), death.catch(() => {})])
    },
  }
}

/** Without files, in this thread: of one run, which waits for nothing but its database. Otherwise the same from the pool upward. */
export async function openInMemory(template: string) {
  const { MemoryFS, PGlite } = await import('@electric-sql/pglite')
  const db = await PGlite.create({ fs: new MemoryFS(), loadDataDir: new Blob([readFileSync(template)], { type: 'application/x-gzip' }) })
  const pool = poolOfOne(() => localLine(db))
  return {
    pool,
    async close() {
      await pool.end()
      await db.close()
    },
  }
}

/** max: 1 is not tuning: PGlite has one session for all, and transactions of two connections would run into each other. */
function poolOfOne(connect: () => Line): pg.Pool {
  return new pg.Pool({ user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0, stream: () => threadStream(connect()) as never })
}

function connectTo(worker: Worker): Line {
  const { port1, port2 } = new MessageChannel()
  worker.postMessage(port2, [port2])
  return port1
}

/** On Node 20 tsx does not reach into worker threads by itself, so there it is called by name; compiled, the worker is a plain file. */
function startWorker(workerData: WorkerOrder): Worker {
  const file = new URL(import.meta.url.replace(/\.(\w+)$/, '-worker.$1'))
  if (file.pathname.endsWith('.js')) return new Worker(file, { workerData })
  return new Worker(`import('${import.meta.resolve('tsx/esm/api')}').then(tsx => { tsx.register(); return import('${file}') })`, { eval: true, workerData })
}
