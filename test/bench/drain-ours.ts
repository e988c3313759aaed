/**
 * Drains what is due in the database of argv[2] through claim, gate, mark, send and finish, with a send that does nothing.
 * Prints { seconds, cpuSeconds } from the start of the loop to the last recorded outcome. argv[3]: how many are due.
 */
import { openPostgres } from '../../src/store/open.ts'
import { openDispatch } from '../support/dispatch.ts'
import { silent } from '../support/store.ts'
import { channelThat, noonClock, seconds } from './common.ts'

const [url, due] = [process.argv[2]!, Number(process.argv[3])]
const store = await openPostgres(url, { log: silent, command: 'bench' })
let sent = 0
let all: () => void
const done = new Promise<void>(resolve => (all = resolve))
const channel = channelThat(() => {
  if (++sent === due) all()
})
const { loop } = openDispatch({ store, channel, clock: await noonClock(store) })
const before = process.cpuUsage()
const took = await seconds(async () => {
  await loop.start()
  await done
  await loop.stop()
})
const { user, system } = process.cpuUsage(before)
await store.close()
console.log(JSON.stringify({ seconds: took, cpuSeconds: (user + system) / 1e6 }))
