import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import pg from 'pg'

/** `files`: the folder of the database, made from `template` (a .tar.gz) when it is missing; null keeps all in memory. */
export type WorkerOrder = { files: string | null; socket: string; template: string | null }

/**
 * PostgreSQL in a thread of this process (PGlite), reached through ONE connection that Prisma, Agenda and our own SQL share.
 * The caller holds the lock of the folder. `onLost` hears of a later death of the database; only a restart helps then.
 * `socketFolder` is short: a socket's path has room for about 100 bytes.
 */
export async function openEmbedded(order: { files: string | null; template: string | null; socketFolder: string }, onLost: (reason: Error) => void) {
  mkdirSync(order.socketFolder, { recursive: true, mode: 0o700 })
  if (order.files) mkdirSync(dirname(order.files), { recursive: true, mode: 0o700 })
  const worker = startWorker({ files: order.files, template: order.template, socket: `${order.socketFolder}/.s.PGSQL.5432` })
  const death = Promise.race([
    once(worker, 'exit').then(([code]) => new Error(`the embedded database stopped by itself, code ${code}`)),
    once(worker, 'error').then(([error]) => error as Error),
  ]).then(error => Promise.reject(error))
  await Promise.race([once(worker, 'message'), death])
  let closing = false
  death.catch((reason: Error) => closing || onLost(reason))

  // max: 1 is not tuning. PGlite has one session for all, and pglite-socket 0.2.17 mixes up statements that arrive
  // together: with 4 connections 601 of 4,699 inserts that it had acknowledged were not in the table.
  const pool = new pg.Pool({ host: order.socketFolder, user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0 })
  // The session outlives the connection, and would refuse the names of statements that it still knows.
  pool.on('connect', client => void client.query('DEALLOCATE ALL').catch(() => {}))

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

/** On Node 20 tsx does not reach into worker threads by itself, so there it is called by name; compiled, the worker is a plain file. */
function startWorker(workerData: WorkerOrder): Worker {
  const file = new URL(import.meta.url.replace(/\.(\w+)$/, '-worker.$1'))
  if (file.pathname.endsWith('.js')) return new Worker(file, { workerData })
  return new Worker(`import('${import.meta.resolve('tsx/esm/api')}').then(tsx => { tsx.register(); return import('${file}') })`, { eval: true, workerData })
}
