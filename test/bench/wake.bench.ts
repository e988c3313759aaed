/** Rows whose words are composed when they go: the journey is read, the texts are formatted, the question is written. No goal yet. */
import { DAY } from '../../src/clock.ts'
import { channelThat, quick, report, seconds, withPostgres, withStore } from './common.ts'
import { plantOrders } from './orders.ts'
import { openService } from './service.ts'

const CUSTOMERS = quick ? 100 : 1_000

await withPostgres(server =>
  withStore(server, async store => {
    let sent = 0
    const service = await openService(store, channelThat(() => sent++), { TELEGRAM_RATE: '10000' })
    await plantOrders(store, service, CUSTOMERS)
    service.app.scenarios.policy.questionsPerHour = CUSTOMERS * 10
    service.clock.moveTo(new Date(service.clock.now().getTime() + 3 * DAY))
    await store.db.sql('VACUUM ANALYZE')
    sent = 0
    const took = await seconds(() => service.loop.settle())
    if (sent < CUSTOMERS) throw new Error(`${sent} of ${CUSTOMERS} went out`)
    await service.stop()
    report({ figure: 'wake', value: sent / took, unit: 'messages/s', goal: null, reached: null, how: `${sent} journey steps due at once, composed, marked and sent one by one, PostgreSQL` })
  }),
)
