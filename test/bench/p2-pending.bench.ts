/** P2: a million rows that wait change nothing: neither draining what is due, nor a look that finds nothing. */
import { monotonic } from '../../src/clock.ts'
import { claim } from '../../src/schedule/claim.ts'
import type { Store } from '../../src/store/store.ts'
import { plantBroadcast } from '../support/dispatch.ts'
import { inProcess, median, noonClock, quick, report, ROUNDS, withPostgres, withStore } from './common.ts'

const DUE = quick ? 2_000 : 10_000
const FEW = quick ? 10_000 : 100_000
const MANY = FEW * 10

await withPostgres(async server => {
  await withStore(server, few => plant(few, FEW), { keep: 'few' })
  await withStore(server, many => plant(many, MANY), { keep: 'many' })
  const rates: Record<'few' | 'many', number[]> = { few: [], many: [] }
  let idleMs = Infinity
  for (let round = 0; round < ROUNDS; round++)
    for (const template of ['few', 'many'] as const)
      await withStore(
        server,
        async (store, url) => {
          const { seconds } = await inProcess<{ seconds: number }>('drain-ours.ts', url, String(DUE))
          rates[template].push(DUE / seconds)
          if (template === 'many') idleMs = await idleClaim(store)
        },
        { template },
      )
  const ratio = median(rates.many) / median(rates.few)
  const how = `${DUE} due among ${MANY} later and among ${FEW}, PostgreSQL, median of ${ROUNDS}`
  report({ figure: 'P2 drain among many', value: median(rates.many), unit: 'messages/s', ratio, goal: '≥ 0.9 × among a tenth of them', reached: ratio >= 0.9, how })
  report({
    figure: 'P2 a look that finds nothing', value: idleMs, unit: 'ms', goal: '≤ 1 ms', reached: idleMs <= 1,
    how: `median of 200 among ${MANY}, statistics frozen while ${DUE} were due`,
  })
})

/** A tenth of the customers have ten rows each, as after an order. Statistics stay as they are now: no autovacuum. */
async function plant(store: Store, later: number) {
  await store.db.sql(`ALTER TABLE "outbox" SET (autovacuum_enabled = false)`)
  for (let n = 0; n < later / FEW; n++)
    await plantBroadcast(store, { people: FEW, first: DUE, dueAt: new Date('2026-07-09T12:00:00+03:30'), name: `later-${n}` })
  await plantBroadcast(store, { people: DUE, dueAt: new Date('2026-06-09T11:59:00+03:30') })
  await store.db.sql('VACUUM ANALYZE')
}

async function idleClaim(store: Store): Promise<number> {
  const upTo = (await noonClock(store)).now()
  const times: number[] = []
  for (let n = 0; n < 200; n++) {
    const from = monotonic()
    const found = await claim(store.db.sql, 'rest', 'bench', upTo, 1_000)
    times.push(monotonic() - from)
    if (found.length > 0) throw new Error('something was still due')
  }
  return median(times)
}
