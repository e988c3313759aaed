/** The service itself, put together as main does it: in this process over a channel of our own, or as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Channel, Incoming } from '../../src/channel.ts'
import { parseConfig } from '../../src/config.ts'
import { keepVersions } from '../../src/engagement/enroll.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import { createService } from '../../src/service.ts'
import type { Store } from '../../src/store/store.ts'
import { TEST_TOKEN } from '../support/bot-api.ts'
import { silent } from '../support/store.ts'
import { isCompiled, noonClock, root } from './common.ts'

/** `environment` as in .env: TELEGRAM_RATE … */
export async function openService(store: Store, channel: Channel, environment: Record<string, string> = {}) {
  const config = parseConfig({ DEMO: '0', TELEGRAM_BOT_TOKEN: TEST_TOKEN, REPLY_AFTER_SILENCE: '0', ...environment })
  const scenarios = loadScenarios(config.scenariosDir, `${config.scenariosDir}/demo`)
  const clock = await noonClock(store)
  const service = createService({ config, store, clock, scenarios, channels: [channel], log: silent, workerId: randomBytes(8).toString('hex') })
  await store.transaction(tx => keepVersions({ tx, clock, scenarios }))
  const handlers = service.handlersOf(channel)
  let key = 0
  return {
    ...service, clock,
    /** Something comes in from that chat. */
    hears: (chatId: string, what: { kind: 'text'; text: string } | { kind: 'choice'; token: string } | { kind: 'start'; payload?: string }) =>
      handlers.incoming({ channel: 'telegram', account: channel.account, key: `k${key++}`, chatId, sender: {}, ...what } as Incoming),
  }
}

export type Main = { url: string; dataDir: string; child: ChildProcess; kill(): Promise<void> }

/** `npm start`, ready to answer: compiled, where what is compiled is not older than the source. */
export async function startMain(environment: Record<string, string>): Promise<Main> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'))
  const args = isCompiled() ? [join(root, 'dist/src/main.js')] : ['--import', import.meta.resolve('tsx'), join(root, 'src/main.ts')]
  const child = spawn(process.execPath, args, {
    cwd: dataDir,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH, DEMO: '0', PORT: String(port), PUBLIC_URL: url, DATA_DIR: dataDir, SECRET_KEY: '0'.repeat(64),
      TELEGRAM_BOT_TOKEN: TEST_TOKEN, ...environment,
    },
  })
  process.once('exit', () => child.kill('SIGKILL'))
  const ended = once(child, 'exit').then(() => rmSync(dataDir, { recursive: true, force: true }))
  const isReady = (async () => {
    for await (const line of createInterface({ input: child.stdout! })) if (line.includes('is ready')) return
    throw new Error('the service ended before it was ready')
  })()
  await isReady
  child.stdout!.resume()
  return {
    url, dataDir,
    child,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}
