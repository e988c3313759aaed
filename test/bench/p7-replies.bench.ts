/** P7: how long a person waits for an answer while a broadcast goes out, beside an idle service. */
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonic } from '../../src/clock.ts'
import { plantBroadcast } from '../support/dispatch.ts'
import { channelThat, percentile, quick, report, withPostgres, withStore } from './common.ts'
import { openService } from './service.ts'

const BROADCAST = quick ? 10_000 : 100_000
const ASKED = quick ? 50 : 300
const RATE = 30

await withPostgres(server =>
  withStore(server, async store => {
    const asked = new Map<string, number>()
    const took: number[] = []
    let bulk = 0
    const channel = channelThat(chatId => {
      const from = asked.get(chatId)
      if (from === undefined) bulk += 1
      else took.push(monotonic() - from)
      asked.delete(chatId)
    })
    // The first ASKED × 2 people ask; the broadcast is for the others.
    await plantBroadcast(store, { people: ASKED * 2, dueAt: new Date('2027-01-01T00:00:00Z') })
    const service = await openService(store, channel, { TELEGRAM_RATE: String(RATE) })
    await service.start()

    const ask = async (first: number) => {
      took.length = 0
      for (let n = 0; n < ASKED; n++) {
        const chatId = `chat-${first + n}`
        asked.set(chatId, monotonic())
        await service.hears(chatId, { kind: 'choice', token: 'm:menu' })
        await sleep(40)
      }
      for (let n = 0; took.length < ASKED && n < 100; n++) await sleep(50)
      if (took.length < ASKED) throw new Error(`${ASKED - took.length} were not answered`)
      return percentile(took, 0.99)
    }
    await ask(0)
    await store.db.sql(`DELETE FROM "inbox"`)
    const idle = await ask(0)
    await plantBroadcast(store, { people: BROADCAST, first: ASKED * 2, dueAt: new Date(service.clock.now().getTime() - 1000), name: 'broadcast' })
    await store.db.sql('ANALYZE')
    service.app.wakeLoop()
    await sleep(1_000)
    const before = bulk
    const busy = await ask(ASKED)
    const ratio = busy / idle
    if (bulk === before) throw new Error('no broadcast went out meanwhile')
    await service.stop()
    report({
      figure: 'P7 answer during a broadcast, p99', value: busy, unit: 'ms', ratio, goal: '≤ 2 × idle and ≤ 100 ms', reached: busy <= 100 && ratio <= 2,
      how: `${ASKED} taps on the menu, one each 40 ms, from the tap to the start of the answer; ${BROADCAST} due, going out at ${RATE}/s; idle ${idle.toPrecision(3)} ms`,
    })
  }),
)
