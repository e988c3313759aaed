/** P12: the hot statements through our doors beside the same statements through bare pg. */
import pg from 'pg'
import type { App } from '../../src/app.ts'
import { createInbox } from '../../src/conversation/inbox.ts'
import { readDue } from '../../src/engagement/facts.ts'
import { createFinisher } from '../../src/engagement/finish.ts'
import { writeMarks } from '../../src/engagement/marks.ts'
import { claim } from '../../src/schedule/claim.ts'
import type { Sql, Store } from '../../src/store/store.ts'
import { plantBroadcast } from '../support/dispatch.ts'
import { silent } from '../support/store.ts'
import { median, noonClock, quick, report, ROUNDS, seconds, withPostgres, withStore } from './common.ts'

type Doors = { sql: Sql; transaction: Store['sqlTransaction'] }
type Rates = Record<'claim' | 'mark' | 'finish' | 'inbox', number>

const ROWS = quick ? 1_000 : 5_000
const worker = 'bench'

await withPostgres(async server => {
  const ours: Rates[] = []
  const bare: Rates[] = []
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await withStore(server, async (store, url) => throughPg(url, doors => rates(store, doors))))
    ours.push(await withStore(server, store => rates(store, { sql: store.db.sql, transaction: store.sqlTransaction })))
  }
  for (const what of ['claim', 'mark', 'finish', 'inbox'] as const) {
    const [value, other] = [median(ours.map(rate => rate[what])), median(bare.map(rate => rate[what]))]
    report({
      figure: `P12 ${what}`, value, unit: 'rows/s', ratio: value / other, goal: '≥ 0.8 × bare pg', reached: value >= 0.8 * other,
      how: `${ROWS} rows, the same statements over as many connections, median of ${ROUNDS}`,
    })
  }
})

async function rates(store: Store, { sql, transaction }: Doors): Promise<Rates> {
  const clock = await noonClock(store)
  const now = clock.now()
  await plantBroadcast(store, { people: ROWS, dueAt: new Date(now.getTime() - 1000) })
  await store.db.sql('VACUUM ANALYZE')
  const rate = async (run: () => Promise<unknown>) => ROWS / (await seconds(run))

  const claimed: Awaited<ReturnType<typeof claim>> = []
  const claims = await rate(async () => {
    for (let found; (found = await claim(sql, 'rest', worker, now, 200)).length > 0; ) claimed.push(...found)
  })
  const groups = Array.from({ length: ROWS / 50 }, (_, n) => claimed.slice(n * 50, n * 50 + 50))
  const mark = (group: typeof claimed) =>
    transaction(async inside => {
      const rows = await readDue(inside, group, worker, 'Asia/Tehran', now)
      await writeMarks(inside, worker, rows.map(row => ({ id: row.id, as: 'sending', to: row.to as never, composed: null, questionId: null })), now)
    })
  const marks = await rate(() => eightAtOnce(groups, mark))
  const finisher = createFinisher({ store: { db: { sql } } as Store, workerId: worker, log: silent })
  const finishes = await rate(() =>
    eightAtOnce(groups, group => Promise.all(group.map(({ id }) => finisher.finish({ id, state: 'sent', messageId: id })))),
  )
  const insert = await inboxInsert(clock)
  const inbox = await rate(() => eightAtOnce(Array.from({ length: ROWS }, (_, n) => String(n)), key => sql(insert.text, insert.params.map(param => (Array.isArray(param) && param[0] === 'key' ? [key] : param)))))
  const [left] = await store.db.sql<{ n: number }>(`SELECT count(*)::int AS n FROM "outbox" WHERE "state" <> 'sent'`)
  if (left!.n > 0) throw new Error(`${left!.n} rows are not sent`)
  return { claim: claims, mark: marks, finish: finishes, inbox }
}

/** The statement with which the inbox stores an update, overheard. */
async function inboxInsert(clock: App['clock']): Promise<{ text: string; params: readonly unknown[] }> {
  return new Promise((heard, fail) => {
    const sql = (text: string, params: readonly unknown[] = []) => {
      heard({ text, params })
      return new Promise(() => {})
    }
    const app = { store: { db: { sql } }, clock } as unknown as App
    createInbox(app).receive({ channel: 'telegram', account: '1', key: 'key', chatId: 'chat-1', kind: 'text', text: 'سلام' } as never).catch(fail)
  })
}

async function throughPg<T>(connectionString: string, run: (doors: Doors) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString, max: 10 })
  // A connection may be cut while it says goodbye, when the database is dropped.
  pool.on('error', () => {})
  const over = (on: pg.Pool | pg.PoolClient) => (async (text: string, params: unknown[] = []) => (await on.query(text, params)).rows) as Sql
  try {
    return await run({
      sql: over(pool),
      async transaction(inside) {
        const client = await pool.connect()
        try {
          await client.query('BEGIN')
          const result = await inside(over(client))
          await client.query('COMMIT')
          return result
        } finally {
          client.release()
        }
      },
    })
  } finally {
    await pool.end()
  }
}

async function eightAtOnce<Item>(items: Item[], run: (item: Item) => Promise<unknown>) {
  const left = items.values()
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const item of left) await run(item)
    }),
  )
}
