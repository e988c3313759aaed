/** A database for one run: in a temporary folder, gone at the end, however the end comes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'

/** Rejects when the database dies on the way. */
export async function withThrowAwayStore<T>(log: Log, run: (store: Store, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bazgasht-replay-'))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  // process.exit waits for nobody: the second Ctrl-C.
  process.on('exit', remove)
  try {
    let lose: (reason: Error) => void = () => {}
    const lost = new Promise<never>((_, reject) => (lose = reject))
    lost.catch(() => {})
    const store = await openStore({ databaseUrl: undefined, dataDir: folder, log, kind: 'real', command: 'replay', onLost: lose })
    try {
      return await Promise.race([run(store, folder), lost])
    } finally {
      await store.close()
    }
  } finally {
    remove()
    process.off('exit', remove)
  }
}
