/** P1 and P2: draining what is due among what is not, beside graphile-worker and one Agenda job per message. */
import { plantBroadcast } from '../support/dispatch.ts'
import type { Store } from '../../src/store/store.ts'
import { inProcess, median, quick, report, ROUNDS, withPostgres, withStore } from './common.ts'
import type { PostgresServer } from '../support/postgres.ts'

const DUE = quick ? 2_000 : 10_000
const LATER = quick ? 10_000 : 100_000
const AGENDA_DUE = quick ? 300 : 2_000

await withPostgres(async server => {
  const rates: Record<'grouped' | 'single' | 'graphile' | 'agenda', number[]> = { grouped: [], single: [], graphile: [], agenda: [] }
  for (let round = 0; round < ROUNDS; round++) {
    rates.graphile.push(await peer(server, 'drain-graphile.mjs', DUE))
    rates.grouped.push(await ours(server, 'bulk'))
    rates.single.push(await ours(server, 'reply'))
    rates.agenda.push(await peer(server, 'drain-agenda.ts', AGENDA_DUE))
  }
  const { grouped, single, graphile, agenda } = Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)])) as Record<keyof typeof rates, number>
  const how = `${DUE} due among ${LATER} later, PostgreSQL, median of ${ROUNDS}`
  const line = (figure: string, value: number, ratio: number, least: number, than: string) =>
    report({ figure, value, unit: 'messages/s', ratio, goal: `≥ ${least} × ${than}`, reached: ratio >= least, how })
  line('P1 drain, marks in groups', grouped, grouped / graphile, 0.5, `graphile-worker with local queue (${Math.round(graphile)}/s)`)
  line('P1 drain, marks in groups', grouped, grouped / agenda, 20, `one Agenda job per message (${Math.round(agenda)}/s)`)
  line('P1 drain, marks one by one', single, single / graphile, 0.1, 'graphile-worker')
  line('P1 drain, marks one by one', single, single / agenda, 7, 'one Agenda job per message')
})

/** Messages a second. */
function ours(server: PostgresServer, kind: 'bulk' | 'reply'): Promise<number> {
  return withStore(server, async (store, url) => {
    await plant(store, kind)
    const { seconds } = await inProcess<{ seconds: number }>('drain-ours.ts', url, String(DUE))
    const [left] = await store.db.sql<{ n: number }>(`SELECT count(*)::int AS n FROM "outbox" WHERE "state" = 'sent'`)
    if (left!.n !== DUE) throw new Error(`${left!.n} of ${DUE} are sent`)
    return DUE / seconds
  })
}

async function plant(store: Store, kind: 'bulk' | 'reply') {
  const dueAt = new Date('2026-06-09T11:59:00+03:30')
  await plantBroadcast(store, { people: LATER, first: DUE, dueAt: new Date('2026-07-09T12:00:00+03:30'), name: 'later' })
  await plantBroadcast(store, { people: DUE, dueAt })
  // Replies are marked one by one, each in a transaction of its own.
  if (kind === 'reply')
    await store.db.sql(`UPDATE "outbox" SET "class" = 'reply', "channel" = 'telegram', "account" = '1', "chatId" = 'chat-' || substr("customerId", 10), "causedAt" = "dueAt" WHERE "key" LIKE 'broadcast/test/%'`)
  await store.db.sql('VACUUM ANALYZE')
}

function peer(server: PostgresServer, file: string, due: number): Promise<number> {
  return withStore(server, async (_, url) => {
    const { seconds } = await inProcess<{ seconds: number }>(file, url, String(due), String(LATER))
    return due / seconds
  })
}
