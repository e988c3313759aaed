/** Drains argv[4] rows from the database of argv[2]. Prints { early, late }: bytes resident after argv[3] rows and at the end. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openPostgres } from '../../src/store/open.ts'
import { openDispatch } from '../support/dispatch.ts'
import { silent } from '../support/store.ts'
import { channelThat, noonClock } from './common.ts'

const [url, few, many] = [process.argv[2]!, Number(process.argv[3]), Number(process.argv[4])]
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const resident = () => {
  collect()
  return process.memoryUsage.rss()
}
const store = await openPostgres(url, { log: silent, command: 'bench' })
let sent = 0
let early = 0
let all: () => void
const done = new Promise<void>(resolve => (all = resolve))
const channel = channelThat(() => {
  sent += 1
  if (sent === few) early = resident()
  if (sent === many) all()
})
const { loop } = openDispatch({ store, channel, clock: await noonClock(store) })
await loop.start()
await done
const late = resident()
await loop.stop()
await store.close()
console.log(JSON.stringify({ early, late }))
