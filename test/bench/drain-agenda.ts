/**
 * Plants and drains Agenda jobs with its defaults in the migrated database of argv[2]: argv[3] due among argv[4] of later, one
 * job per message, a handler that does nothing. Prints { seconds }.
 */
import { Agenda } from 'agenda'
import { PostgresBackend } from '@agendajs/postgres-backend'
import pg from 'pg'
import { seconds } from './common.ts'

const [url, due, later] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])]
const pool = new pg.Pool({ connectionString: url })
const plant = (count: number, at: string) =>
  pool.query(
    `INSERT INTO agenda_jobs (name, type, next_run_at, data) SELECT 'send', 'normal', now() + $2::interval, jsonb_build_object('text', 'سلام', 'customer', n)
     FROM generate_series(1, $1::int) AS n`,
    [count, at],
  )
await plant(later, '7 days')
await plant(due, '-1 minute')
await pool.query('VACUUM ANALYZE')
const agenda = new Agenda({ backend: new PostgresBackend({ pool, ensureSchema: false }) })
let done = 0
let all: () => void
const finished = new Promise<void>(resolve => (all = resolve))
agenda.define('send', async () => {})
agenda.on('complete', () => {
  if (++done === due) all()
})
const took = await seconds(async () => {
  await agenda.start()
  await finished
})
console.log(JSON.stringify({ seconds: took }))
process.exit(0)
