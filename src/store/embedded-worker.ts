// The thread behind embedded.ts. It owns the files, so that a long statement, a VACUUM or an export never holds up the main
// thread, which answers Telegram, webhooks and pages.
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { MemoryFS, PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import type { WorkerOrder } from './embedded.ts'

const { files, socket, template } = workerData as WorkerOrder
let syncs = 0

/** PGlite's file layer answers every fsync with "done" and never asks the disk. This one asks. */
class SyncingFiles extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>) {
    const result = await super.init(...args)
    result.emscriptenOpts.preRun!.push((module: unknown) => {
      const { FS } = module as { FS: { filesystems: { NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => number } } } } }
      FS.filesystems.NODEFS.stream_ops.fsync = stream => {
        if (stream.nfd !== undefined) fsyncSync(stream.nfd)
        syncs += 1
        return 0
      }
    })
    return result
  }
}

const db = files ? await openFiles(files) : await PGlite.create({ fs: new MemoryFS(), loadDataDir: templateBlob() })
rmSync(socket, { force: true }) // left behind by a killed process; we hold the lock, so nobody listens on it
// Room for the pool's connection and for its successor while the first is closing. Why never more: `pool` in embedded.ts.
const server = new PGLiteSocketServer({ db, path: socket, maxConnections: 2 })
await server.start()
parentPort!.postMessage('ready')

parentPort!.on('message', async () => {
  await server.stop()
  await db.close()
  parentPort!.postMessage('closed')
  parentPort!.close()
})

async function openFiles(folder: string): Promise<PGlite> {
  const isNew = !existsSync(folder)
  if (isNew) await createFiles(folder)
  const opened = await PGlite.create({
    fs: new SyncingFiles(folder),
    startParams: [
      ...PGlite.defaultStartParams.filter(option => option !== '-F'), // -F would switch fsync off
      ...['wal_sync_method=fsync', 'max_wal_size=64MB', 'min_wal_size=32MB'].flatMap(option => ['-c', option]), // fdatasync, the default, is an empty function in this build
    ],
    onStderr(line) {
      // After a PANIC (say, the disk is full) PGlite spins for ever. Ending the thread rejects all waiting queries at once.
      if (line.includes('PANIC:')) {
        console.error(line)
        process.exit(70)
      }
      return false
    },
  })
  await opened.exec('CHECKPOINT')
  if (syncs === 0) throw new Error('this version of PGlite does not fsync through NODEFS any more: mend SyncingFiles')
  return opened
}

/** Under another name first: a folder called `files` is always a whole database, whenever the power goes. */
async function createFiles(folder: string) {
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const fresh = await PGlite.create({ fs: new NodeFS(unfinished), loadDataDir: templateBlob() })
  await fresh.close()
  for (const entry of readdirSync(unfinished, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) sync(`${entry.parentPath}/${entry.name}`)
  renameSync(unfinished, folder)
  sync(dirname(folder))
}

function templateBlob(): Blob | undefined {
  return template && existsSync(template) ? new Blob([readFileSync(template)], { type: 'application/x-gzip' }) : undefined
}

function sync(path: string) {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
