/** A whole conversation step: an answer is tapped, the journey moves on, the next question goes out. No goal yet. */
import { setTimeout as sleep } from 'node:timers/promises'
import { DAY, monotonic } from '../../src/clock.ts'
import { channelThat, percentile, quick, report, withPostgres, withStore } from './common.ts'
import { plantOrders } from './orders.ts'
import { openService } from './service.ts'

const CUSTOMERS = quick ? 50 : 300

await withPostgres(server =>
  withStore(server, async store => {
    const buttons = new Map<string, string>()
    const waiting = new Map<string, () => void>()
    const channel = channelThat((chatId, outgoing) => {
      const token = outgoing.choices?.[0]?.token
      if (token) buttons.set(chatId, token)
      waiting.get(chatId)?.()
    })
    const service = await openService(store, channel)
    await plantOrders(store, service, CUSTOMERS)
    // The check-up asks whether it arrived; support's cap on questions an hour is lifted, or it would take a day.
    service.app.scenarios.policy.questionsPerHour = CUSTOMERS * 10
    service.clock.moveTo(new Date(service.clock.now().getTime() + 7 * DAY))
    buttons.clear()
    await service.loop.settle()
    if (buttons.size < CUSTOMERS) throw new Error(`${buttons.size} of ${CUSTOMERS} were asked`)
    await service.start()
    const took: number[] = []
    for (const [chatId, token] of [...buttons]) {
      const answered = new Promise<void>(done => waiting.set(chatId, done))
      const from = monotonic()
      await service.hears(chatId, { kind: 'choice', token })
      await answered
      took.push(monotonic() - from)
      await sleep(5)
    }
    await service.stop()
    const how = `${CUSTOMERS} taps on an idle service, from the tap to the start of the next question; p99 ${percentile(took, 0.99).toPrecision(3)} ms`
    report({ figure: 'tap', value: percentile(took, 0.5), unit: 'ms', goal: null, reached: null, how })
  }),
)
