/** Is everything as it should be? Each finding says what was seen, and each failure its mend. Used by `bazgasht doctor` and /doctor. */
import { statfs } from 'node:fs/promises'
import type { App } from '../app.ts'
import { opensHereOnly } from '../config.ts'
import { DAY, machineWallTime } from '../clock.ts'
import type { Db, Store, Tx } from '../store/store.ts'
import { examineShop } from './doctor-shop.ts'
import { readControls } from '../engagement/controls.ts'

export type Finding = { what: string; ok: boolean; says: string; mend?: string }

const LEAST_FREE = 500 * 1024 * 1024

type Examined = Pick<App, 'config' | 'clock' | 'scenarios'> & {
  db: Db | Tx
  kind: Store['kind']
  /** Of the running service; absent: none runs. */
  channels?: App['channels'] | undefined
  /** Asks the platforms too: never inside a transaction. */
  asks: boolean
}

export async function examine({ config, db, kind, clock, channels, scenarios, asks }: Examined): Promise<Finding[]> {
  const found: Finding[] = []
  const add = (what: string, ok: boolean, says: string, mend: string) => void found.push({ what, ok, says, ...(ok ? {} : { mend }) })

  const behind = Math.abs((await databaseNow(db)).getTime() - machineWallTime())
  add('clock', behind < 30_000, `${Math.round(behind / 1000)} s between this machine and the database`, 'set the time of one of the two by NTP (timedatectl set-ntp true)')
  const { bavail, bsize } = await statfs(config.dataDir).catch(() => ({ bavail: Infinity, bsize: 1 }))
  add('disk', bavail * bsize > LEAST_FREE, `${Math.round((bavail * bsize) / 1024 / 1024)} MB free in ${config.dataDir}`, 'make room: below 500 MB the database may stop')
  add('shop name', config.shop.name !== 'فروشگاه ما', config.shop.name, 'set SHOP_NAME in .env: customers read it in every greeting')
  add('support person', config.shop.agent !== '', config.shop.agent || 'nobody is named', 'set AGENT_NAME in .env: an apology needs a name')
  add('API key', config.apiKey !== undefined, config.apiKey ? 'set' : 'none: the API answers 401', 'set API_KEY in .env: openssl rand -hex 24')
  add('public address', !opensHereOnly(config.publicUrl), config.publicUrl, 'set PUBLIC_URL in .env: links that customers get lead there')

  const managers = await db.staff.count({ where: { role: 'manager', revokedAt: null } })
  add('managers', managers > 0, `${managers}`, 'npx bazgasht staff invite --role manager')
  const controls = await readControls(db)
  add('sending', !controls.stopAll && !controls.shadow, controls.stopAll ? 'everything is stopped' : controls.shadow ? 'rehearsal: nothing goes to customers' : 'live', controls.stopAll ? 'send /resume to the bot' : 'send /live to the bot when you are content with what you saw')
  add('offers', controls.offersOn, controls.offersOn ? `${Object.keys(scenarios.offers).length} templates` : 'off: journeys give no codes', 'send /offers to the bot: it says what they can cost at worst, and how your till honours them')

  const [rows] = await db.sql<{ late: number; uncertain: number; failed: number; orders: number }>(
    `SELECT (SELECT count(*)::int FROM "outbox" WHERE "state" IN ('planned', 'held') AND "claimedBy" IS NULL AND "nextTryAt" < $1::timestamptz) AS "late",
       (SELECT count(*)::int FROM "outbox" WHERE "state" = 'uncertain') AS "uncertain",
       (SELECT count(*)::int FROM "inbox" WHERE "state" = 'failed') AS "failed", (SELECT count(*)::int FROM "orders") AS "orders"`,
    [new Date(clock.now().getTime() - 10 * 60_000).toISOString()],
  )
  add('messages on time', rows!.late === 0, `${rows!.late} are due for more than ten minutes`, 'is the channel connected, and the service running? See below, and its log')
  add('uncertain messages', rows!.uncertain === 0, `${rows!.uncertain}`, 'look at GET /api/v1/messages?state=uncertain and resend or discard each')
  add('incoming put aside', rows!.failed === 0, `${rows!.failed}`, 'a bug of ours: the log of that minute names the place')
  add('orders', rows!.orders > 0, `${rows!.orders}`, 'connect the shop (POST /api/v1/orders), import a file (npx bazgasht import orders), or enter one with /sale')
  await examineShop({ config, db, asks }, add)
  if (kind === 'embedded') {
    const backup = await db.recurringJob.findUnique({ where: { name: 'backup' } })
    const fresh = backup?.lastRunAt !== null && backup?.lastRunAt !== undefined && (await databaseNow(db)).getTime() - backup.lastRunAt.getTime() < 2 * DAY
    add('backup', fresh && !backup?.lastError, backup?.lastRunAt ? `last ${backup.lastRunAt.toISOString()}` : 'none yet', backup?.lastError ?? 'the first is made in the coming night; npx bazgasht backup makes one now')
  }
  for (const channel of channels?.values() ?? []) {
    if (channel.pairing) {
      const state = channel.pairing.state()
      add(channel.name, state.is === 'on', state.is === 'stopped' ? state.why : state.is, 'see the terminal of the service, or: npx bazgasht whatsapp pair --phone 98912…')
    } else if (channel.describe && asks) {
      const seen = await channel.describe()
      add(channel.name, !('problem' in seen), 'problem' in seen ? seen.problem : `@${seen.username}`, `${channel.name.toUpperCase()}_PROXY in .env, where the messenger is filtered`)
    }
    if (!channel.pairing && channel.silentMs) {
      const silent = channel.silentMs()
      add(`${channel.name}, receiving`, silent < 5 * 60_000, silent < 5 * 60_000 ? 'hears' : `has heard nothing of the platform for ${Math.round(silent / 60_000)} minutes`, 'another program may use this bot, or the network is cut')
    }
  }
  return found
}

async function databaseNow(db: Db | Tx): Promise<Date> {
  const [row] = await db.sql<{ now: Date }>(`SELECT now() AS "now"`)
  return row!.now
}

export function findingLines(found: Finding[]): string[] {
  const width = Math.max(...found.map(({ what }) => what.length))
  return found.flatMap(({ what, ok, says, mend }) => [`${ok ? '✓' : '✗'} ${what.padEnd(width)}  ${says}`, ...(mend ? [`  ${' '.repeat(width)}  → ${mend}`] : [])])
}
