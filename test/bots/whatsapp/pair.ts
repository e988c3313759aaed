import { createWhatsapp, type Whatsapp, type WhatsappParts } from '../../../bots/whatsapp/index.ts'
import type { SealedRows } from '../../../src/store/sealed-rows.ts'
import { silent } from '../../support/store.ts'
import type { WhatsappServer } from '../../support/whatsapp/server.ts'

/** Sealed rows without a database and without a seal. */
export function rowsInMemory(): SealedRows & { rows: Map<string, string> } {
  const rows = new Map<string, string>()
  return {
    rows,
    get: async names => new Map(names.flatMap(name => (rows.has(name) ? [[name, rows.get(name)!] as const] : []))),
    async set(values) {
      for (const [name, value] of values) if (value === null) rows.delete(name)
        else rows.set(name, value)
    },
    async clear(prefix) {
      for (const name of [...rows.keys()]) if (name.startsWith(prefix)) rows.delete(name)
    },
  }
}

export function openWhatsapp(server: WhatsappServer, rows: SealedRows, more: Partial<WhatsappParts> = {}): Whatsapp {
  return createWhatsapp({ rows, log: silent, serverUrl: server.url, locale: 'fa', typing: false, pairedAt: async () => null, ...more })
}

/** Pairs the rows with the server by QR, as a person with a phone would, and ends the session again. */
export async function pair(server: WhatsappServer, rows: SealedRows): Promise<void> {
  let scanned = false
  const whatsapp = openWhatsapp(server, rows, {
    onState: state => {
      if (state.is !== 'unpaired' || scanned) return
      scanned = true
      void server.scan(state.qr)
    },
  })
  await whatsapp.start({ incoming: async () => {}, receipt: async () => {}, reachable: async () => {} })
  await server.until(() => whatsapp.pairing.state().is === 'on')
  await whatsapp.stop()
}
