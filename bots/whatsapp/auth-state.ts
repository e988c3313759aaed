/** Baileys' credentials and keys in sealed rows: creds are one row, every key is one row, and one `set` is one statement. */
import type { AuthenticationCreds, AuthenticationState, SignalDataTypeMap } from '@whiskeysockets/baileys'
import type { SealedRows } from '../../src/store/sealed-rows.ts'

type Baileys = typeof import('@whiskeysockets/baileys')

const PREFIX = 'whatsapp/'
const CREDS = `${PREFIX}creds`

export type StoredAuth = { state: AuthenticationState; saveCreds(): Promise<void> }

export async function loadAuth(baileys: Pick<Baileys, 'BufferJSON' | 'initAuthCreds' | 'proto'>, rows: SealedRows): Promise<StoredAuth> {
  const { BufferJSON, initAuthCreds, proto } = baileys
  const write = (value: unknown) => JSON.stringify(value, BufferJSON.replacer)
  const read = (text: string) => JSON.parse(text, BufferJSON.reviver) as unknown
  const stored = (await rows.get([CREDS])).get(CREDS)
  const creds = stored === undefined ? initAuthCreds() : (read(stored) as AuthenticationCreds)
  const nameOf = (type: string, id: string) => `${PREFIX}${type}/${id}`

  const get = async <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
    const found = await rows.get(ids.map(id => nameOf(type, id)))
    const values: { [id: string]: SignalDataTypeMap[T] } = {}
    for (const id of ids) {
      const text = found.get(nameOf(type, id))
      if (text === undefined) continue
      const value = read(text)
      values[id] = (type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value as object) : value) as SignalDataTypeMap[T]
    }
    return values
  }
  return {
    state: {
      creds,
      keys: {
        get,
        async set(data) {
          const values = new Map<string, string | null>()
          for (const [type, entries] of Object.entries(data))
            for (const [id, value] of Object.entries(entries ?? {})) values.set(nameOf(type, id), value === null || value === undefined ? null : write(value))
          if (values.size > 0) await rows.set(values)
        },
      },
    },
    saveCreds: () => rows.set(new Map([[CREDS, write(creds)]])),
  }
}

/** Logged out: whoever pairs next begins anew. */
export const forgetAuth = (rows: SealedRows) => rows.clear(PREFIX)

/** Our number, digits only, without connecting; null while nothing is paired. */
export async function storedNumber(rows: SealedRows): Promise<string | null> {
  const text = (await rows.get([CREDS])).get(CREDS)
  const id = text && (JSON.parse(text) as { me?: { id?: string } }).me?.id
  return id ? (/^\d+/.exec(id)?.[0] ?? null) : null
}
