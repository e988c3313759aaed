// A process that opens the data folder DATA_DIR and writes one row after another until it is killed. On stdout: `open`, then
// `ack <key>` for each row the database acknowledged, `refused <why>` for each that it did not. BYTES: size of a row; LOG_BYTES: what each writes to the log besides.
import { randomBytes, randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { openStore } from '../../src/store/open.ts'

const say = (line: string) => writeSync(1, `${line}\n`)
const store = await openStore({
  databaseUrl: undefined,
  dataDir: process.env.DATA_DIR!,
  log: pino({ level: 'silent' }),
  onLost: () => process.exit(70),
  kind: 'real',
  command: 'start',
})
say('open')
for (;;) {
  const key = randomUUID()
  try {
    await store.db.sql(`INSERT INTO settings (key, value) SELECT $1, $2 FROM pg_logical_emit_message(true, 'fill', $3)`, [
      key,
      JSON.stringify(randomBytes(Number(process.env.BYTES ?? 100)).toString('hex')),
      'x'.repeat(Number(process.env.LOG_BYTES ?? 0)),
    ])
    say(`ack ${key}`)
  } catch (error) {
    say(`refused ${(error as Error).message}`)
    await sleep(50)
  }
}
