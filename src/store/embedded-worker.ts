// The thread behind embedded.ts. It owns the files, so that a long statement, a VACUUM or an export never holds up the main
// thread, which answers Telegram, webhooks and pages.
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import type { WorkerOrder } from './embedded.ts'
import { answerer } from './pglite-session.ts'

const { files, template } = workerData as WorkerOrder
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

const db = await openFiles(files)
const answer = answerer(db)
parentPort!.postMessage('ready')

parentPort!.on('message', async (message: MessagePort | 'close') => {
  if (message !== 'close') return serveConnection(message)
  await db.close()
  parentPort!.postMessage('closed')
  parentPort!.close()
})

/** A connection of the pool, one at a time: see embedded.ts. */
function serveConnection(port: MessagePort) {
  port.on('message', async (bytes: Uint8Array) => {
    const said = await answer(bytes)
    if (said.length > 0) port.postMessage(said, [said.buffer])
  })
}

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
