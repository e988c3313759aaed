/** What happens to the WhatsApp pairing, for the person at the terminal, and since when the number is ours. */
import { toString as draw } from 'qrcode'
import type { PairingState } from './channel.ts'
import type { Db, Store } from './store/store.ts'

/** A code lives for half a minute or so; a terminal that nobody watches need not fill with them. */
const MOST_CODES = 5

/** The lines for each new state, as one who remembers how many codes were shown. */
export function pairingLines(url: string): (state: PairingState) => Promise<string[]> {
  let codes = 0
  return async state => {
    if (state.is === 'on') codes = 0
    switch (state.is) {
      case 'on': return [`  whatsapp        on: +${state.number}`]
      case 'stopped': return [`  whatsapp        stopped: ${state.why}`]
      case 'missing': return ['  whatsapp        off: npm install --include=optional brings the package that it needs']
      case 'unpaired':
        if (codes++ >= MOST_CODES) return []
        return [
          '', await draw(state.qr, { type: 'terminal', small: true }),
          '  whatsapp        On the phone: WhatsApp, Linked devices, Link a device, and scan this code.',
          `                  Or open ${url}, or type a code: npx bazgasht whatsapp pair --phone 989121234567`,
        ]
      default: return []
    }
  }
}

/** Another number than before begins anew, as young as it is. */
export async function keepNumber({ db, now }: Pick<Store, 'db' | 'now'>, number: string): Promise<void> {
  const row = await db.setting.findUnique({ where: { key: 'whatsapp' } })
  if ((row?.value as { number?: string } | undefined)?.number === number) return
  const value = { number, since: (await now()).toISOString() }
  await db.setting.upsert({ where: { key: 'whatsapp' }, create: { key: 'whatsapp', value }, update: { value } })
}

/** null: no number was ever paired. */
export async function ourNumberSince(db: Db): Promise<Date | null> {
  const row = await db.setting.findUnique({ where: { key: 'whatsapp' } })
  const since = (row?.value as { since?: string } | undefined)?.since
  return since ? new Date(since) : null
}
