/** P4: how late a send starts on an idle system: one row at a time, written beforehand, each due at an instant of its own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openDispatch, plantBroadcast } from '../support/dispatch.ts'
import { channelThat, noonClock, percentile, quick, report, withPostgres, withStore } from './common.ts'

const ROWS = quick ? 60 : 400
const EVERY_MS = 97
const LEAD_MS = 4_000

await withPostgres(server =>
  withStore(server, async store => {
    const clock = await noonClock(store)
    const late: number[] = []
    const due: number[] = []
    const channel = channelThat(chatId => late.push(clock.now().getTime() - due[Number(chatId.slice(5))]!))
    const { loop } = openDispatch({ store, channel, clock })
    const first = clock.now().getTime() + LEAD_MS
    await plantBroadcast(store, { people: ROWS, dueAt: new Date(first) })
    await store.db.sql(`UPDATE "outbox" SET "nextTryAt" = "dueAt" + interval '${EVERY_MS} milliseconds' * substr("customerId", 10)::int`)
    await store.db.sql('VACUUM ANALYZE')
    for (let n = 0; n < ROWS; n++) due.push(first + n * EVERY_MS)
    await loop.start()
    while (late.length < ROWS) await sleep(100)
    await loop.stop()

    const [p50, p95, max] = [percentile(late, 0.5), percentile(late, 0.95), Math.max(...late)]
    const early = Math.min(...late)
    if (early < 0) throw new Error(`one went ${-early} ms early`)
    const line = (name: string, value: number, most: number) =>
      report({
        figure: `P4 lateness, ${name}`, value, unit: 'ms', goal: `≤ ${most} ms`, reached: value <= most,
        how: `${ROWS} messages, one each ${EVERY_MS} ms, from due to the start of the send, gate and mark included`,
      })
    line('p50', p50, 5)
    line('p95', p95, 50)
    line('max', max, 1_000)
  }),
)
