/** P10: the default install: the embedded database on disk beside PostgreSQL, the event loop while it exports, and opening it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inProcess, median, percentile, quick, report, ROUNDS, withPostgres, withStore } from './common.ts'
import { plantBroadcast } from '../support/dispatch.ts'

const DUE = quick ? 2_000 : 10_000
const LATER = quick ? 5_000 : 50_000

type Embedded = { seconds: number; openMs: number; gapP99: number; gapMax: number; exportMs: number; rows: number }

await withPostgres(async server => {
  const rates: number[] = []
  const embedded: Embedded[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await withStore(server, async (store, url) => {
      await plantBroadcast(store, { people: LATER, first: DUE, dueAt: new Date('2026-07-09T12:00:00+03:30'), name: 'later' })
      await plantBroadcast(store, { people: DUE, dueAt: new Date('2026-06-09T11:59:00+03:30') })
      await store.db.sql('VACUUM ANALYZE')
      rates.push(DUE / (await inProcess<{ seconds: number }>('drain-ours.ts', url, String(DUE))).seconds)
    })
    const folder = mkdtempSync(join(tmpdir(), 'bench-'))
    try {
      await inProcess('embedded.ts', 'plant', folder, String(DUE), String(LATER))
      embedded.push(await inProcess<Embedded>('embedded.ts', 'measure', folder, String(DUE)))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const value = median(embedded.map(({ seconds }) => DUE / seconds))
  const ratio = value / median(rates)
  report({
    figure: 'P10 drain on the embedded database', value, unit: 'messages/s', ratio, goal: '≥ 0.5 × PostgreSQL', reached: ratio >= 0.5,
    how: `${DUE} due among ${LATER} later, on disk, median of ${ROUNDS}`,
  })
  const { exportMs, rows } = embedded[0]!
  const line = (figure: string, measured: number, most: number, how: string) =>
    report({ figure: `P10 ${figure}`, value: measured, unit: 'ms', goal: `≤ ${most} ms`, reached: measured <= most, how })
  const how = `while ${rows} rows are backed up in ${Math.round(exportMs)} ms`
  line('event loop gap, p99', percentile(embedded.map(({ gapP99 }) => gapP99), 0.5), 20, how)
  line('event loop gap, max', percentile(embedded.map(({ gapMax }) => gapMax), 0.5), 100, how)
  line('opening an existing folder', median(embedded.map(({ openMs }) => openMs)), 1_000, 'from openStore to a store that answers, migrations checked')
})
