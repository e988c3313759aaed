// Plants and drains graphile-worker jobs in the database of argv[2]: argv[3] due among argv[4] of later, with a task that does
// nothing. Local queue on, completions batched: its fast mode. Prints { seconds }, up to the last recorded completion.
import { run, runMigrations } from 'graphile-worker'
import pg from 'pg'

const [, , connectionString, due, later] = process.argv
const preset = { worker: { connectionString, concurrentJobs: 24, maxPoolSize: 10, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
const logger = undefined
await runMigrations({ preset, logger })
const client = new pg.Client({ connectionString })
await client.connect()
const plant = (count, at) =>
  client.query(
    `SELECT count(*) FROM (SELECT graphile_worker.add_job('send', json_build_object('text', 'سلام', 'customer', n), run_at := now() + $2::interval) FROM generate_series(1, $1::int) AS n) AS jobs`,
    [count, at],
  )
await plant(later, '7 days')
await plant(due, '-1 minute')
await client.query('VACUUM ANALYZE')
let done = 0
let all
const finished = new Promise(resolve => (all = resolve))
const from = performance.now()
const runner = await run({
  preset,
  taskList: {
    async send() {
      if (++done === Number(due)) all()
    },
  },
})
await finished
await runner.stop()
const seconds = (performance.now() - from) / 1000
const { rows } = await client.query('SELECT count(*)::int AS left FROM graphile_worker._private_jobs')
if (rows[0].left !== Number(later)) throw new Error(`${rows[0].left} jobs are left`)
await client.end()
console.log(JSON.stringify({ seconds }))
process.exit(0)
