/** Rows that only this installation can read: AES-256-GCM under SECRET_KEY. The name is part of the seal, so that rows cannot be swapped. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { knownSecret } from './secret.ts'
import type { Store } from './store.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

export type SealedRows = {
  get(names: string[]): Promise<Map<string, string>>
  /** All of it or nothing; null removes. */
  set(values: Map<string, string | null>): Promise<void>
  /** Removes what begins like this. */
  clear(prefix: string): Promise<void>
}

/** `secret`: the installation's 32 bytes (secret.ts). `get` throws for a row that another secret sealed. */
export function sealedRows({ db }: Pick<Store, 'db'>, secret: Buffer): SealedRows {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'sealed rows', 32))
  return {
    async get(names) {
      const rows = await db.sql<{ name: string; value: Uint8Array }>(`SELECT "name", "value" FROM "sealed_rows" WHERE "name" = ANY($1::text[])`, [names])
      return new Map(rows.map(({ name, value }) => [name, unseal(key, name, Buffer.from(value))]))
    },
    async set(values) {
      const kept = [...values].filter((entry): entry is [string, string] => entry[1] !== null)
      const gone = [...values].filter(([, value]) => value === null).map(([name]) => name)
      await db.sql(
        `WITH gone AS (DELETE FROM "sealed_rows" WHERE "name" = ANY($1::text[]))
         INSERT INTO "sealed_rows" ("name", "value") SELECT * FROM unnest($2::text[], $3::bytea[])
         ON CONFLICT ("name") DO UPDATE SET "value" = EXCLUDED."value"`,
        [gone, kept.map(([name]) => name), kept.map(([name, value]) => `\\x${seal(key, name, value).toString('hex')}`)],
      )
    },
    async clear(prefix) {
      await db.sql(`DELETE FROM "sealed_rows" WHERE starts_with("name", $1)`, [prefix])
    },
  }
}

/** A text for a column of another table, readable by this installation alone. `name`: whose it is; another's cannot be put in its place. */
export const sealText = (name: string, text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(seal(sealingKey(), name, text))

/** Throws for what another secret sealed. */
export const unsealText = (name: string, sealed: Uint8Array): string => unseal(sealingKey(), name, Buffer.from(sealed))

const sealingKey = () => Buffer.from(hkdfSync('sha256', knownSecret(), '', 'sealed texts', 32))

function seal(key: Buffer, name: string, text: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

function unseal(key: Buffer, name: string, sealed: Buffer): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES)).setAAD(Buffer.from(name))
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    throw new Error(`the sealed row ${name} cannot be opened: it was written under another SECRET_KEY`)
  }
}
