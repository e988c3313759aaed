/** The service in this process, for faults that need no killing: the parts that main puts together, over a database of the test's choice. */
import { randomUUID } from 'node:crypto'
import { createTelegram } from '../../bots/telegram/index.ts'
import type { Channel } from '../../src/channel.ts'
import { databaseClock } from '../../src/clock.ts'
import { parseConfig } from '../../src/config.ts'
import { keepVersions } from '../../src/engagement/enroll.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import type { Log } from '../../src/log.ts'
import { createService } from '../../src/service.ts'
import type { Store } from '../../src/store/store.ts'
import { createServer } from '../../src/web/server.ts'
import type { BotApi } from '../support/bot-api.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { openTestStore, silent } from '../support/store.ts'
import { API_KEY, zoneOfLateMorning } from './service.ts'

type InsideOptions = {
  store: Store
  api: BotApi
  sendTimeoutMs?: number
  env?: Record<string, string>
  /** Channels beside Telegram. */
  others?: Channel[]
  log?: Log
}

export type Inside = Awaited<ReturnType<typeof openInside>>

/** Receives and sends from `start` on; `stop` it at the end of the test. */
export async function openInside({ store, api, sendTimeoutMs, env = {}, others = [], log = silent }: InsideOptions) {
  const config = parseConfig({
    DEMO: '0', SHOP_NAME: 'دوان', AGENT_NAME: 'نگار', API_KEY, TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.apiRoot,
    TELEGRAM_RATE: '10000', TELEGRAM_CHAT_RATE: '1000', SHOP_TIME_ZONE: zoneOfLateMorning(), REPLY_AFTER_SILENCE: '0', ...env,
  })
  const telegram = createTelegram({
    token: api.token, apiRoot: api.apiRoot, log, backoffMs: 50, publicUrl: config.publicUrl,
    ...(sendTimeoutMs ? { sendTimeoutMs } : {}),
    ...(config.telegram?.webhookSecret ? { webhookSecret: config.telegram.webhookSecret } : {}),
  })
  const scenarios = loadScenarios(config.scenariosDir, `${config.scenariosDir}/demo`)
  const clock = await databaseClock(store.now)
  const service = createService({ config, store, clock, scenarios, channels: [telegram, ...others], log, workerId: randomUUID() })
  await store.transaction(tx => keepVersions({ tx, clock, scenarios }))
  const site = createServer(service.app, { loopRuns: () => true })
  return {
    ...service,
    clock,
    telegram,
    /** A request to the site, with the API's key. */
    async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const response = await site.request(`http://localhost${path}`, {
        method,
        headers: { authorization: `Bearer ${API_KEY}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, text, body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null }
    },
    site,
  }
}

export type Database = { name: string; missing: string | null; open(): Promise<Store>; stop(): Promise<void> }

/** The embedded database, and a PostgreSQL server of our own; `missing` says why there is none. */
export function databases(): Database[] {
  let store: Store | undefined
  let server: PostgresServer | undefined
  const stop = async () => {
    await store?.close()
    server?.stop()
    store = server = undefined
  }
  return [
    { name: 'the embedded database', missing: null, stop, open: async () => (store = await openTestStore('')) },
    {
      name: noPostgres() ? `PostgreSQL (skipped: ${noPostgres()})` : 'PostgreSQL', missing: noPostgres(), stop,
      async open() {
        server = await startPostgres({ fsync: 'off' })
        return (store = await openTestStore(server.url))
      },
    },
  ]
}
