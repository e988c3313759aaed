import { existsSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { databaseClock } from '../../src/clock.ts'
import { atLocal, localTime } from '../../src/journeys/local-time.ts'
import type { Store } from '../../src/store/store.ts'
import { openSite } from '../web/site.ts'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']
export const chromiumPath = PLACES.find(place => existsSync(place))
/** Goes into the name of a suite that is skipped. */
export const whySkipped = chromiumPath ? '' : ` (skipped: no Chromium at ${PLACES.join(', ')})`

export function openChromium(): Promise<Browser> {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  return chromium.launch({ executablePath: chromiumPath!, headless: true, args })
}

/** The whole site on a port of its own, its loop running, business time from 10:00 of today at real pace. */
export async function openLiveSite(store: Store, env: Record<string, string> = {}) {
  const now = await store.now()
  const { year, month, day } = localTime(now, 'Asia/Tehran')
  const clock = await databaseClock(store.now, atLocal({ year, month, day, hour: 10 }, 'Asia/Tehran').getTime() - now.getTime())
  const site = await openSite(store, env, clock)
  await site.service.start()
  const listen = (port: number) =>
    new Promise<{ port: number; close(): Promise<void> }>(resolve => {
      const http = serve({ fetch: site.server.fetch, port, hostname: '127.0.0.1' }, info =>
        resolve({
          port: info.port,
          close: () =>
            new Promise<void>(done => {
              http.close(() => done())
              if ('closeAllConnections' in http) http.closeAllConnections()
            }),
        }),
      )
    })
  let listener = await listen(0)
  const { port } = listener
  return {
    ...site,
    url: `http://127.0.0.1:${port}`,
    /** The machine is away; `comesBack` on the same port. */
    goesAway: () => listener.close(),
    async comesBack() {
      listener = await listen(port)
    },
    async close() {
      await listener.close()
      await site.close()
    },
  }
}

/** A page that collects what went wrong in it: errors, blocked resources, refused policies. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page & { troubles: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(error.message))
  page.on('console', message => message.type() === 'error' && !/Failed to load resource|ERR_/.test(message.text()) && troubles.push(message.text()))
  return Object.assign(page, { troubles })
}
