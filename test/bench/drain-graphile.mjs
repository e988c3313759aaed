// Plants and drains graphile-worker jobs in the database of argv[2]: argv[3] due among argv[4] of later, with a task that does
// nothing. Local queue on, completions batched: its fast mode. Prints { seconds, cpuSeconds }, up to the last recorded completion.
import { run, runMigrations } from 'graphile-worker'
import pg from 'pg'

const [, , connectionString, due, later] = process.argv
const preset = { worker: { connectionString, concurrentJobs: 24, maxPoolSize: 26, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
const logger = undefined
await runMigrations({ preset, logger })
const client = new pg.Client({ connectionString })
await client.connect()
await client.query(`INSERT INTO graphile_worker._private_tasks (identifier) VALUES ('send')`)
// add_job takes minutes for so many.
const plant = (count, at) =>
  client.query(
    `INSERT INTO graphile_worker._private_jobs (task_id, payload, run_at)
     SELECT t.id, json_build_object('text', 'سلام', 'customer', n), now() + $2::interval FROM graphile_worker._private_tasks t, generate_series(1, $1::int) AS n`,
    [count, at],
  )
await plant(later, '7 days')
await plant(due, '-1 minute')
await client.query('VACUUM ANALYZE')
let done = 0
let all
const finished = new Promise(resolve => (all = resolve))
const before = process.cpuUsage()
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
const { user, system } = process.cpuUsage(before)
const { rows } = await client.query('SELECT count(*)::int AS left FROM graphile_worker._private_jobs')
if (rows[0].left !== Number(later)) throw new Error(`${rows[0].left} jobs are left`)
await client.end()
console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6 }))
process.exit(0)
