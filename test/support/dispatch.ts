/** The production path of dispatch (claim, gate, mark, send, finish) over a channel of the test's own; without conversation. */
import { randomBytes } from 'node:crypto'
import type { App } from '../../src/app.ts'
import type { Channel } from '../../src/channel.ts'
import type { Clock } from '../../src/clock.ts'
import { parseConfig } from '../../src/config.ts'
import { createDeliver, readPauses } from '../../src/engagement/deliver.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import { createLoop } from '../../src/schedule/loop.ts'
import { createPacing, type Rates } from '../../src/schedule/pacing.ts'
import type { Store } from '../../src/store/store.ts'
import { silent } from './store.ts'

const config = parseConfig({ DEMO: '0' })
const scenarios = loadScenarios(config.scenariosDir)

export function openDispatch({ store, channel, clock, rates = null, workerId = randomBytes(8).toString('hex') }: {
  store: Store
  channel: Channel
  clock: Clock
  rates?: Rates | null
  workerId?: string
}) {
  const pacing = createPacing(() => rates)
  const app: App = { config, store, clock, scenarios, log: silent, workerId, channels: new Map([[channel.name, channel]]), wakeLoop: () => loop.wake() }
  const deliver = createDeliver({ ...app, pacing, onWake: async () => {} })
  const loop = createLoop({ store, clock, log: silent, workerId, pacing, fire: deliver.fire, everySecond: () => readPauses(store.db.sql, pacing) })
  return { app, loop, pacing, clock, workerId }
}

/**
 * People with a Telegram chat who agreed to everything, and one message to each. Chat ids are `<chats><n>`: for a real Telegram
 * channel `chats` is digits, and `account` the bot's.
 */
export async function plantBroadcast(
  store: Store,
  { people, dueAt, name = 'test', first = 0, text = 'سلام', account = '1', chats = 'chat-' }:
    { people: number; dueAt: Date; name?: string; first?: number; text?: string; account?: string; chats?: string },
): Promise<void> {
  const range = `generate_series(${first}::int, ${first + people - 1}::int) AS n`
  await store.db.sql(
    `INSERT INTO "customers" ("id", "createdAt", "joinedAt", "mayTransactional", "mayFeedback", "mayMarketing")
     SELECT 'customer-' || n, $1::timestamptz, $1::timestamptz, true, true, true FROM ${range} ON CONFLICT DO NOTHING`,
    [dueAt.toISOString()],
  )
  await store.db.sql(
    `INSERT INTO "addresses" ("id", "customerId", "channel", "account", "chatId", "joinedAt", "lastInAt")
     SELECT 'address-' || n, 'customer-' || n, 'telegram', $2, $3::text || n, $1::timestamptz, $1::timestamptz FROM ${range} ON CONFLICT DO NOTHING`,
    [dueAt.toISOString(), account, chats],
  )
  await store.db.sql(
    `INSERT INTO "outbox" ("key", "class", "customerId", "purpose", "content", "dueAt", "nextTryAt", "graceFrom", "graceMs")
     SELECT 'broadcast/' || $1::text || '/customer-' || n, 'bulk', 'customer-' || n, 'marketing', $2::jsonb, $3::timestamptz, $3::timestamptz, $3::timestamptz, 172800000
     FROM ${range} ON CONFLICT DO NOTHING`,
    [name, JSON.stringify({ text, locale: 'fa' }), dueAt.toISOString()],
  )
}

/** How many rows are in which state. */
export async function ledger(store: Store): Promise<Record<string, number>> {
  const rows = await store.db.sql<{ state: string; n: number }>(`SELECT "state", count(*)::int AS "n" FROM "outbox" WHERE "kind" = 'message' GROUP BY "state"`)
  return Object.fromEntries(rows.map(row => [row.state, row.n]))
}
