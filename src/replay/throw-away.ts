/** A database for one run, in memory; what it needs of the disk is a temporary folder, gone at the end, however the end comes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shippedFolder } from '../config.ts'
import { openMemoryStore, templateFile } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { templateIsCurrent, writeTemplate } from '../store/template.ts'

/** `folder`: for what would stand in DATA_DIR. */
export async function withThrowAwayStore<T>(run: (store: Store, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bazgasht-replay-'))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  // process.exit waits for nobody: the second Ctrl-C.
  process.on('exit', remove)
  try {
    // On disk a third of the time would go into writing what is thrown away.
    const store = await openMemoryStore(await currentTemplate(folder))
    try {
      return await run(store, folder)
    } finally {
      await store.close()
    }
  } finally {
    remove()
    process.off('exit', remove)
  }
}

/** The shipped one, unless code was pulled without npm ci. */
async function currentTemplate(folder: string): Promise<string> {
  const migrations = shippedFolder('prisma/migrations')
  if (templateIsCurrent(templateFile(), migrations)) return templateFile()
  const file = join(folder, 'template.tar.gz')
  await writeTemplate(file, migrations)
  return file
}
