/**
 * The embedded database in the folder argv[3]. argv[2] plant: writes argv[4] rows that are due and argv[5] of later. measure: opens
 * it, drains what is due, backs it up; prints { seconds, openMs, gapP99, gapMax, exportMs, rows }, gaps and times in milliseconds.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { join } from 'node:path'
import { backup } from '../../src/store/backup.ts'
import { openDispatch, plantBroadcast } from '../support/dispatch.ts'
import { silent } from '../support/store.ts'
import { channelThat, isCompiled, noonClock, root, seconds } from './common.ts'

const [what, folder, due, later] = [process.argv[2]!, process.argv[3]!, Number(process.argv[4]), Number(process.argv[5])]
// The database's thread loads a compiler first where it is not compiled itself: no part of what a start costs.
const { openStore } = (await import(join(root, isCompiled() ? 'dist/src/store/open.js' : 'src/store/open.ts'))) as typeof import('../../src/store/open.ts')
const open = () =>
  openStore({
    databaseUrl: undefined, dataDir: folder, log: silent, kind: 'real', command: 'bench',
    onLost(reason) {
      throw reason
    },
  })

if (what === 'plant') {
  const store = await open()
  await plantBroadcast(store, { people: later, first: due, dueAt: new Date('2026-07-09T12:00:00+03:30'), name: 'later' })
  await plantBroadcast(store, { people: due, dueAt: new Date('2026-06-09T11:59:00+03:30') })
  await store.tidyUp()
  await store.close()
  console.log('{}')
} else {
  let store!: Awaited<ReturnType<typeof open>>
  const openMs = (await seconds(async () => (store = await open()))) * 1000
  let sent = 0
  let all: () => void
  const done = new Promise<void>(resolve => (all = resolve))
  const channel = channelThat(() => {
    if (++sent === due) all()
  })
  const { loop } = openDispatch({ store, channel, clock: await noonClock(store) })
  const took = await seconds(async () => {
    await loop.start()
    await done
    await loop.stop()
  })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  let rows = 0
  delay.enable()
  const exportMs = (await seconds(async () => (rows = await backup(store, join(folder, 'bench.backup'))))) * 1000
  delay.disable()
  await store.close()
  console.log(JSON.stringify({ seconds: took, openMs, gapP99: delay.percentile(99) / 1e6, gapMax: delay.max / 1e6, exportMs, rows }))
}
process.exit(0)
