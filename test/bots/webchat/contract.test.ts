import { afterAll, beforeAll } from 'vitest'
import { createWebchat } from '../../../bots/webchat/index.ts'
import { stillClock } from '../../../src/clock.ts'
import { chatRows } from '../../../src/store/chat-rows.ts'
import type { Store } from '../../../src/store/store.ts'
import { channelContract } from '../../contract/channel.ts'
import { emptyStore, openTestStore, silent } from '../../support/store.ts'
import { openBrowser, ORIGIN } from './browser.ts'

let store: Store
beforeAll(async () => void (store = await openTestStore()))
afterAll(() => store.close())

channelContract('the web chat', async () => {
  await emptyStore(store)
  const make = () => createWebchat({ rows: chatRows(store), clock: stillClock('2026-03-21T09:00:00+03:30'), publicUrl: ORIGIN, log: silent })
  let current = make()
  let last = current
  const browser = openBrowser(request => last.http!(request))
  return {
    channel: current,
    customer: { starts: browser.begins, says: browser.says, taps: browser.taps, sees: browser.sees },
    async restart() {
      current = make()
      last = current
      return current
    },
    close: async () => {},
  }
})
