import { pino } from 'pino'
import type { App } from '../../src/app.ts'
import type { Channel, ChannelName } from '../../src/channel.ts'
import { stillClock, type MovableClock } from '../../src/clock.ts'
import { parseConfig, shippedFolder } from '../../src/config.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import type { Store } from '../../src/store/store.ts'
import { apiRoutes } from '../../src/web/api/index.ts'

export const KEY = 'a-key-of-the-tests-0123456789'
type Answer = { status: number; headers: Headers; text: string; body: any } // eslint-disable-line @typescript-eslint/no-explicit-any

/** The API on a store, as a client sees it. `logged` is what went to the log. */
export function openApi(store: Store, environment: Record<string, string> = { API_KEY: KEY }) {
  const logged: string[] = []
  const clock: MovableClock = stillClock('2026-03-21T10:00:00+03:30')
  const door = { link: (payload: string) => `https://t.me/shop_bot?start=${payload}` } as Channel
  const app: App = {
    config: parseConfig({ DEMO: '0', PUBLIC_URL: 'https://bot.example', ...environment }),
    store,
    clock,
    scenarios: loadScenarios(shippedFolder('scenarios')),
    channels: new Map<ChannelName, Channel>([['telegram', door]]),
    log: pino({ level: 'trace' }, { write: line => void logged.push(line) }),
    workerId: 'test',
    wakeLoop: () => {},
  }
  const site = apiRoutes(app)
  const request = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await site.request(`http://localhost${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
  }
  return {
    app,
    clock,
    logged,
    get: (path: string, headers?: Record<string, string>) => request('GET', `/api/v1${path}`, undefined, headers),
    post: (path: string, body?: unknown, headers?: Record<string, string>) => request('POST', `/api/v1${path}`, body, headers),
    page: (path: string) => request('GET', path, undefined, { authorization: '' }),
  }
}
