import { createWebchat } from '../../bots/webchat/index.ts'
import type { App } from '../../src/app.ts'
import { stillClock, type MovableClock } from '../../src/clock.ts'
import { parseConfig } from '../../src/config.ts'
import { keepVersions } from '../../src/engagement/enroll.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import { registerJobs } from '../../src/schedule/recurring.ts'
import { createService } from '../../src/service.ts'
import { chatRows } from '../../src/store/chat-rows.ts'
import type { Store } from '../../src/store/store.ts'
import { createServer } from '../../src/web/server.ts'
import { silent } from '../support/store.ts'

export type Site = Awaited<ReturnType<typeof openSite>>

/** The whole site over a store, as main puts it together, with a clock that the test moves. */
export async function openSite(store: Store, env: Record<string, string> = {}, clock: MovableClock = stillClock('2026-11-23T10:00:00+03:30')) {
  const config = parseConfig({ DEMO: '0', API_KEY: 'k'.repeat(24), REPLY_AFTER_SILENCE: '0', ...env })
  const scenarios = loadScenarios(config.scenariosDir, `${config.scenariosDir}/demo`)
  const webchat = createWebchat({ rows: chatRows(store), clock, publicUrl: config.publicUrl, log: silent, everyMs: 50 })
  const service = createService({ config, store, clock, scenarios, channels: [webchat], log: silent, workerId: 'test' })
  await store.transaction(tx => keepVersions({ tx, clock, scenarios }))
  await registerJobs({ store, clock, log: silent }, service.jobs)
  await webchat.start(service.handlersOf(webchat))
  const loop = { runs: true }
  const server = createServer(service.app, { loopRuns: () => loop.runs, walk: service.walk })
  return {
    app: service.app as App,
    service,
    server,
    clock,
    config,
    loop,
    get: (path: string, headers: Record<string, string> = {}) => server.request(path, { headers }),
    async close() {
      await webchat.stop()
      await service.stop()
    },
  }
}
