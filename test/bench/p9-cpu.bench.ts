/** P9: what a bulk message costs this process in CPU, beside nothing but grammY's own call. */
import { TEST_TOKEN } from '../support/bot-api.ts'
import { plantBroadcast } from '../support/dispatch.ts'
import { inProcess, median, quick, report, ROUNDS, withBotApi, withPostgres, withStore } from './common.ts'

const MESSAGES = quick ? 1_000 : 10_000

await withPostgres(async server => {
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round++)
    await withBotApi({ limits: null }, async ({ apiRoot }) => {
      bare.push((await inProcess<{ cpuSeconds: number }>('send-grammy.ts', apiRoot, String(MESSAGES))).cpuSeconds / MESSAGES)
      await withStore(server, async (store, url) => {
        await plantBroadcast(store, { people: MESSAGES, dueAt: new Date('2026-06-09T11:59:00+03:30'), account: TEST_TOKEN.split(':')[0]!, chats: '1' })
        await store.db.sql('VACUUM ANALYZE')
        ours.push((await inProcess<{ cpuSeconds: number }>('drain-telegram.ts', url, apiRoot, String(MESSAGES))).cpuSeconds / MESSAGES)
      })
    })
  const [value, other] = [median(ours) * 1000, median(bare) * 1000]
  report({
    figure: 'P9 CPU for a bulk message', value, unit: 'ms', ratio: value / other, goal: '≤ 3 × grammY’s bare send', reached: value <= 3 * other,
    how: `${MESSAGES} messages over HTTP, claim, gate, mark, send and finish, this process alone (PostgreSQL is another), median of ${ROUNDS}; bare ${other.toPrecision(3)} ms`,
  })
})
