/** Memory: what stays resident after 100,000 messages, beside what stays after 20,000. */
import { plantBroadcast } from '../support/dispatch.ts'
import { inProcess, quick, report, withPostgres, withStore } from './common.ts'

const FEW = quick ? 4_000 : 20_000
const MANY = FEW * 5

await withPostgres(server =>
  withStore(server, async (store, url) => {
    await plantBroadcast(store, { people: MANY, dueAt: new Date('2026-06-09T11:59:00+03:30') })
    await store.db.sql('VACUUM ANALYZE')
    const { early, late } = await inProcess<{ early: number; late: number }>('drain-memory.ts', url, String(FEW), String(MANY))
    report({
      figure: 'memory resident after all messages', value: late / 2 ** 20, unit: 'MiB', ratio: late / early, goal: `≤ 1.1 × after a fifth of them`,
      reached: late <= 1.1 * early, how: `${MANY} and ${FEW} messages through one process, garbage collected before each look`,
    })
  }),
)
