/**
 * P8: updates that Telegram posts. Ours: the running service; a row before the acknowledgement, handled once, its outcome
 * recorded. Beside it: bare node:http that sends one message for each, and grammY's own webhook, which store nothing.
 */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonic } from '../../src/clock.ts'
import { TEST_TOKEN } from '../support/bot-api.ts'
import { plantBroadcast } from '../support/dispatch.ts'
import { median, percentile, quick, report, ROUNDS, withBotApi, withPeer, withPostgres, withStore } from './common.ts'
import { startMain } from './service.ts'

const UPDATES = quick ? 2_000 : 5_000
const PEOPLE = 1_000
const WARM_UP = 500
const AT_ONCE = 50
const SECRET = 'bench-webhook-secret'
const ACCOUNT = TEST_TOKEN.split(':')[0]!

const rates: Record<'ours' | 'answering' | 'bare' | 'grammy', number[]> = { ours: [], answering: [], bare: [], grammy: [] }
const acks: number[] = []
let updateId = 1

await withPostgres(async server => {
  for (let round = 0; round < ROUNDS; round++) {
    for (const peer of ['bare', 'grammy'] as const)
      await withBotApi({ limits: null }, async ({ apiRoot, ask }) => {
        await withPeer('webhook-peer.ts', [peer, apiRoot, SECRET], async url => {
          const sent = async () => (await ask<{ total: number }>('/_log?from=999999999')).total
          await post(url, WARM_UP, message)
          rates[peer].push(await rateOf(() => post(url, UPDATES, message), sent, UPDATES + (await sent())))
        })
      })
    await withBotApi({ limits: null }, async ({ apiRoot }) => {
      await withStore(server, async (store, databaseUrl) => {
        await plantBroadcast(store, { people: PEOPLE, dueAt: new Date('2027-01-01T00:00:00Z'), account: ACCOUNT, chats: '1' })
        await store.db.sql('VACUUM ANALYZE')
        const main = await startMain({ DATABASE_URL: databaseUrl, TELEGRAM_API_ROOT: apiRoot, TELEGRAM_WEBHOOK_SECRET: SECRET, REPLY_AFTER_SILENCE: '0' })
        try {
          const url = `${main.url}/hooks/telegram`
          const count = (sql: string) => async () => (await store.db.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`))[0]!.n
          const handled = count(`"inbox" WHERE "state" = 'done'`)
          const answered = count(`"outbox" WHERE "class" = 'reply' AND "state" = 'sent'`)
          await rateOf(() => post(url, WARM_UP, reaction), handled, WARM_UP)
          rates.ours.push(await rateOf(() => post(url, UPDATES, reaction), handled, WARM_UP + UPDATES))
          acks.push(...(await post(url, UPDATES / 2, reaction, rates.ours.at(-1)! / 2)))
          const few = Math.min(PEOPLE, UPDATES)
          rates.answering.push(await rateOf(() => post(url, few, message), answered, few))
        } finally {
          await main.kill()
        }
      })
    })
  }
})

const [ours, answering, bare, grammy] = [median(rates.ours), median(rates.answering), median(rates.bare), median(rates.grammy)]
const how = `${UPDATES} updates, ${AT_ONCE} at once, until the last is handled and recorded, PostgreSQL, median of ${ROUNDS}`
report({ figure: 'P8 durable receiving', value: ours, unit: 'updates/s', ratio: ours / bare, goal: `≥ 0.2 × bare http and one send (${Math.round(bare)}/s)`, reached: ours >= 0.2 * bare, how })
report({ figure: 'P8 durable receiving', value: ours, unit: 'updates/s', ratio: ours / grammy, goal: `≥ 0.55 × grammY’s webhook, which stores nothing (${Math.round(grammy)}/s)`, reached: ours >= 0.55 * grammy, how })
report({ figure: 'P8 acknowledgement at half load, p99', value: percentile(acks, 0.99), unit: 'ms', goal: '≤ 50 ms', reached: percentile(acks, 0.99) <= 50, how: `${UPDATES / 2} updates in each of ${ROUNDS} rounds` })
report({ figure: 'P8 with a menu as the answer', value: answering, unit: 'updates/s', ratio: answering / grammy, goal: null, reached: null, how: 'conversation, gate, mark, send and outcome included; ratio to grammY’s webhook' })

function message(n: number) {
  const id = Number(`1${n % PEOPLE}`)
  return { update_id: updateId++, message: { message_id: updateId, date: 1, from: { id, is_bot: false, first_name: 'Sara' }, chat: { id, type: 'private', first_name: 'Sara' }, text: 'منو' } }
}
function reaction(n: number) {
  const id = Number(`1${n % PEOPLE}`)
  return { update_id: updateId++, message_reaction: { message_id: 1, date: 1, user: { id, is_bot: false, first_name: 'Sara' }, chat: { id, type: 'private', first_name: 'Sara' }, old_reaction: [], new_reaction: [{ type: 'emoji', emoji: '👍' }] } }
}

/** Updates a second until `done` says `all`. */
async function rateOf(run: () => Promise<unknown>, done: () => Promise<number>, all: number): Promise<number> {
  const before = await done()
  const from = monotonic()
  await run()
  for (const giveUp = monotonic() + 120_000; (await done()) < all; ) {
    if (monotonic() > giveUp) throw new Error(`${await done()} of ${all} are done`)
    await sleep(20)
  }
  return ((all - before) / (monotonic() - from)) * 1000
}

/** Posts updates, so many at once, or `perSecond`. Returns how long each acknowledgement took, in milliseconds. */
async function post(url: string, updates: number, update: (n: number) => object, perSecond?: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const took: number[] = []
  const one = (n: number) =>
    new Promise<void>((done, fail) => {
      const body = JSON.stringify(update(n))
      const from = monotonic()
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-telegram-bot-api-secret-token': SECRET }
      request(url, { method: 'POST', agent, headers }, response => {
        took.push(monotonic() - from)
        response.resume().on('end', () => (response.statusCode === 200 ? done() : fail(new Error(`answered ${response.statusCode}`))))
      }).on('error', fail).end(body)
    })
  if (perSecond) {
    const from = monotonic()
    const all: Promise<void>[] = []
    for (let n = 0; n < updates; n++) {
      const wait = from + (n / perSecond) * 1000 - monotonic()
      if (wait > 1) await sleep(wait)
      all.push(one(n))
    }
    await Promise.all(all)
  } else {
    let next = 0
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      while (next < updates) await one(next++)
    }))
  }
  agent.destroy()
  return took
}
