/**
 * Drains argv[4] rows that are due in the database of argv[2] to the Bot API at argv[3] through the Telegram adapter. argv[5]: the
 * allowance a second, absent: no limit. Prints { seconds, cpuSeconds }.
 */
import { createTelegram } from '../../bots/telegram/index.ts'
import { openPostgres } from '../../src/store/open.ts'
import { TEST_TOKEN } from '../support/bot-api.ts'
import { openDispatch } from '../support/dispatch.ts'
import { silent } from '../support/store.ts'
import { noonClock, seconds } from './common.ts'

const [url, apiRoot, messages, rate] = [process.argv[2]!, process.argv[3]!, Number(process.argv[4]), Number(process.argv[5])]
const store = await openPostgres(url, { log: silent, command: 'bench' })
const telegram = createTelegram({ token: TEST_TOKEN, apiRoot, log: silent })
let sent = 0
let all: () => void
const done = new Promise<void>(resolve => (all = resolve))
const channel: typeof telegram = {
  ...telegram,
  async send(...message) {
    try {
      return await telegram.send(...message)
    } finally {
      if (++sent === messages) all()
    }
  },
}
const { loop } = openDispatch({ store, channel, clock: await noonClock(store), rates: rate ? { rate, chatRate: 1, chatBurst: 3 } : null })
const before = process.cpuUsage()
const took = await seconds(async () => {
  await loop.start()
  await done
  await loop.stop()
})
const { user, system } = process.cpuUsage(before)
await store.close()
console.log(JSON.stringify({ seconds: took, cpuSeconds: (user + system) / 1e6 }))
process.exit(0)
