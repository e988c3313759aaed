import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../errors.ts'

let known: Buffer | null = null

/** The secret of this installation, once it has been read at start; one of the process's own in tests. */
export const knownSecret = (): Buffer => (known ??= randomBytes(32))

/** A hash that only this installation can make or check. The secret has been read at start. */
export function keyedHash(text: string): string {
  return createHmac('sha256', knownSecret()).update(text).digest('hex')
}

/** The installation's secret, 32 bytes: SECRET_KEY, or the one in DATA_DIR/secret.key, which the first start makes (mode 0600). */
export function secretKey(config: { secretKey: string | undefined; dataDir: string }): Buffer {
  return (known = readSecret(config))
}

function readSecret(config: { secretKey: string | undefined; dataDir: string }): Buffer {
  if (config.secretKey) return Buffer.from(config.secretKey, 'hex')
  const file = join(config.dataDir, 'secret.key')
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = readFileSync(file, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/i.test(key))
    throw new UserError(`${file} holds ${key.length} characters, expected 64 hex digits: bring the file back from a copy, or delete it for a new key`)
  return Buffer.from(key, 'hex')
}
