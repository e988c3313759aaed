import { open } from 'node:fs/promises'
import { UserError } from '../errors.ts'

/** Writes customers' data where only its owner can read it; an existing file is never written over. */
export async function writeNewFile(file: string, parts: AsyncIterable<string> | Iterable<string>): Promise<void> {
  let handle
  try {
    handle = await open(file, 'wx', 0o600)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new UserError(code === 'EEXIST' ? `${file} exists already: give a new name` : `${file} cannot be written (${code})`)
  }
  try {
    for await (const part of parts) await handle.write(part)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
