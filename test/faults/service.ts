/** The service as people run it: a process of its own (dist/, like `npm start`) over a database that outlives it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { BotApi } from '../support/bot-api.ts'

export const FULL = process.env.FAULTS === 'full'
export const API_KEY = 'key-of-the-fault-campaigns'

export type Worker = {
  /** It has printed its start lines. Rejects when it ended before. */
  ready: Promise<void>
  /** Where its site is; known when ready. */
  url(): string
  /** Everything it has printed. */
  output(): string
  isRunning(): boolean
  /** kill -9 */
  kill(): Promise<void>
  /** SIGTERM; how it ended, and after how many milliseconds. */
  stop(): Promise<{ code: number | null; ms: number }>
}

type ServiceOptions = {
  /** Absent: the embedded database in `dataDir`. */
  databaseUrl?: string
  dataDir: string
  api: Pick<BotApi, 'apiRoot' | 'token'>
  env?: Record<string, string>
  /** Modules loaded before the service. */
  imports?: string[]
}

const children = new Map<ChildProcess, () => string>()

export function startService({ databaseUrl, dataDir, api, env = {}, imports = [] }: ServiceOptions): Worker {
  const child = spawn(process.execPath, [...imports.flatMap(file => ['--import', resolve(file)]), resolve('dist/src/main.js')], {
    // Elsewhere than here, so that nobody's .env has a say.
    cwd: dataDir,
    env: {
      PATH: process.env.PATH, DEMO: '0', PORT: '0', DATA_DIR: dataDir, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      SECRET_KEY: '0'.repeat(64), API_KEY, TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.apiRoot, TELEGRAM_RATE: '10000', TELEGRAM_CHAT_RATE: '1000',
      SHOP_TIME_ZONE: zoneOfLateMorning(), REPLY_AFTER_SILENCE: '0', ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  children.set(child, () => output)
  const over = once(child, 'close')
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer) => {
      output += String(text)
      if (output.includes('is ready.') && output.includes('Open: ')) resolve()
    }
    child.stdout!.on('data', hear)
    child.stderr!.on('data', hear)
    void over.then(() => reject(new Error(`the service ended before it was ready:\n${output}`)))
  })
  ready.catch(() => {})
  return {
    ready,
    url: () => `http://127.0.0.1:${env.PORT ?? /localhost:(\d+)\/\n/.exec(output)?.[1]}`,
    output: () => output,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async kill() {
      child.kill('SIGKILL')
      await over
    },
    async stop() {
      const from = performance.now()
      child.kill('SIGTERM')
      await over
      return { code: child.exitCode, ms: performance.now() - from }
    },
  }
}

/** Whatever a test left running; of a failed one the last words are shown. */
export function killAll(failed: boolean) {
  for (const [child, output] of children) {
    if (failed) console.log(`process ${child.pid} (${child.exitCode ?? child.signalCode ?? 'runs'}):\n${output().split('\n').slice(-60).join('\n')}`)
    child.kill('SIGKILL')
  }
  children.clear()
}

/** A folder for the test; `remove` it at the end. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'faults-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A zone in which it is about eleven now, so that no campaign meets quiet hours. */
export function zoneOfLateMorning(): string {
  const east = 11 - new Date(performance.timeOrigin + performance.now()).getUTCHours()
  return `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`
}

export async function until(what: () => boolean | Promise<boolean>, ms = 60_000, say = String(what)): Promise<void> {
  const end = performance.now() + ms
  while (!(await what())) {
    if (performance.now() > end) expect.fail(`waited ${ms} ms for: ${say}`)
    await sleep(50)
  }
}
