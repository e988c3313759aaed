// A process that claims OFFER for everybody, AT_ONCE at a time and each twice, until all have had their answer. On stdout: `ack <customer>`
// for each that was granted one. PACE: milliseconds before each claim, so that it can be killed in the middle.
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { databaseClock } from '../../src/clock.ts'
import { claimOffer } from '../../src/offers/claim.ts'
import { openPostgres } from '../../src/store/open.ts'
import { lockCustomer } from '../../src/store/lock-customer.ts'

const say = (line: string) => writeSync(1, `${line}\n`)
const store = await openPostgres(process.env.DATABASE_URL!, { log: pino({ level: 'silent' }), command: 'claim' })
const clock = await databaseClock(() => store.now())
const people = (await store.db.customer.findMany({ select: { id: true } })).map(({ id }) => id)
const taps = [...people, ...people].sort(() => Math.random() - 0.5)
say('open')
async function taker() {
  for (let id = taps.pop(); id !== undefined; id = taps.pop()) {
    const who = id
    await sleep(Number(process.env.PACE ?? 0))
    const result = await store.transaction(async tx => {
      await lockCustomer(tx, who)
      return await claimOffer({ tx, clock }, process.env.OFFER!, who)
    })
    if ('coupon' in result) say(`ack ${who}`)
  }
}
await Promise.all(Array.from({ length: Number(process.env.AT_ONCE ?? 20) }, taker))
say('done')
process.exit(0)
