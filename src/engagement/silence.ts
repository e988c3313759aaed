/** A bot, WhatsApp or the shop's feed that has been silent for two hours: managers hear of it, on another channel than the silent one. */
import type { App } from '../app.ts'
import { DAY, HOUR } from '../clock.ts'
import { isWithin, localDate } from '../journeys/local-time.ts'
import { tellManagers } from './alert-staff.ts'

const SILENT_MS = 2 * HOUR
/** So many orders at this time of the week, in each of the last four, before none is a sign of anything. */
const USUAL_ORDERS = 3
const WEEKS = [7, 14, 21, 28]
const DAYTIME = { from: '10:00', to: '22:00' }

export async function tellOfSilence(app: Pick<App, 'store' | 'clock' | 'config' | 'channels' | 'wakeLoop'>): Promise<void> {
  const { store, clock, config, channels } = app
  const today = localDate(clock.now(), config.shop.zone)
  const silent: string[] = []
  for (const channel of channels.values()) {
    if (!channel.silentMs || channel.silentMs() < SILENT_MS) continue
    // Nobody wrote: that is no silence of the platform.
    await channel.describe?.()
    if (channel.silentMs() >= SILENT_MS) silent.push(channel.name)
  }
  if (await isFeedSilent(app)) silent.push('shop')
  for (const name of silent)
    await store.transaction(tx => tellManagers({ tx, clock, config }, { key: `silent/${name}/${today}`, text: 'staff-silent', args: { name }, notOn: name }))
  if (silent.length > 0) app.wakeLoop()
}

async function isFeedSilent({ store, clock, config }: Pick<App, 'store' | 'clock' | 'config'>): Promise<boolean> {
  const now = clock.now()
  if (!isWithin(DAYTIME, now, config.shop.zone)) return false
  const count = async (until: Date) => {
    const [row] = await store.db.sql<{ n: number }>(`SELECT count(*)::int AS "n" FROM "orders" WHERE NOT "history" AND "receivedAt" > $1::timestamptz AND "receivedAt" <= $2::timestamptz`, [new Date(until.getTime() - SILENT_MS).toISOString(), until.toISOString()])
    return row!.n
  }
  if ((await count(now)) > 0) return false
  for (const days of WEEKS) if ((await count(new Date(now.getTime() - days * DAY))) < USUAL_ORDERS) return false
  return true
}
