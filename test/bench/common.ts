/** What all benchmarks share: sizes, a server of their own, the lines they print. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import type { Channel, Outgoing } from '../../src/channel.ts'
import { databaseClock, monotonic, type MovableClock } from '../../src/clock.ts'
import { openPostgres } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import type { BotApiOptions } from '../support/bot-api.ts'
import { startPostgres, type PostgresServer } from '../support/postgres.ts'
import { silent } from '../support/store.ts'

/** BENCH=quick: smaller and fewer, to see that it runs; its figures are no figures. */
export const quick = process.env.BENCH === 'quick'
export const ROUNDS = quick ? 1 : 3

export type Figure = {
  figure: string
  value: number
  unit?: string
  /** What the goal speaks of, where it is a ratio. */
  ratio?: number
  goal: string | null
  reached: boolean | null
  how: string
}

/** One JSON line. Numbers are rounded to three digits. */
export function report({ figure, value, unit, ratio, goal, reached, how }: Figure): void {
  const round = (number: number) => Number(number.toPrecision(3))
  console.log(JSON.stringify({ figure, value: round(value), unit, ...(ratio === undefined ? {} : { ratio: round(ratio) }), goal, reached, how }))
}

export function median(values: number[]): number {
  return percentile(values, 0.5)
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

/** What must not outlive this process, however it ends. */
const ends = new Set<() => void>()
process.once('exit', () => ends.forEach(end => end()))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

export async function untilEnd<T>(end: () => void, run: () => Promise<T>): Promise<T> {
  ends.add(end)
  try {
    return await run()
  } finally {
    ends.delete(end)
    end()
  }
}

/** A server for one benchmark, as Debian ships it. */
export async function withPostgres<T>(run: (server: PostgresServer) => Promise<T>): Promise<T> {
  const server = await startPostgres()
  return untilEnd(() => server.stop(), () => run(server))
}

/**
 * A new, migrated database on the server, dropped afterwards; `keep` leaves it there under that name, as a template for others.
 */
export async function withStore<T>(
  server: PostgresServer,
  run: (store: Store, url: string) => Promise<T>,
  { keep, template = 'template1' }: { keep?: string; template?: string } = {},
): Promise<T> {
  const name = keep ?? `bench_${Math.random().toString(36).slice(2)}`
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  await onServer(server, 'CHECKPOINT')
  const url = new URL(server.url)
  url.pathname = name
  const store = await openPostgres(url.href, { log: silent, command: 'bench' })
  try {
    return await run(store, url.href)
  } finally {
    await store.close()
    if (!keep) await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)
  }
}

async function onServer({ url }: PostgresServer, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** A server in a process of its own, which prints its address as its first line. */
export async function withPeer<T>(file: string, args: string[], run: (url: string) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, ['--import', 'tsx', new URL(file, import.meta.url).pathname, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  return untilEnd(() => child.kill(), async () => {
    const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    return run(url)
  })
}

/** The Bot API emulator in a process of its own; any chat counts as started. `ask` is its remote control. */
export async function withBotApi<T>(
  options: Pick<BotApiOptions, 'limits'>,
  run: (api: { apiRoot: string; ask<Answer>(path: string): Promise<Answer> }) => Promise<T>,
): Promise<T> {
  const file = new URL('../support/bot-api-process.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify({ ...options, anyChat: true })], { stdio: ['pipe', 'pipe', 'inherit'] })
  return untilEnd(() => child.kill(), async () => {
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    const { apiRoot } = JSON.parse(line) as { apiRoot: string }
    return run({ apiRoot, ask: async path => (await (await fetch(apiRoot + path)).json()) as never })
  })
}

/** The production clock, moved to a noon at which the gate lets everything through. */
export async function noonClock(store: Pick<Store, 'now'>): Promise<MovableClock> {
  const clock = await databaseClock(store.now)
  clock.moveTo(new Date('2026-06-09T12:00:00+03:30'))
  return clock
}

/** A channel that sends nothing and calls everything a success. */
export function channelThat(send: (chatId: string, outgoing: Outgoing) => void): Channel {
  let sent = 0
  return {
    name: 'telegram', account: '1', capabilities: { choices: 'buttons', textLimit: 4096 },
    async start() {},
    async stop() {},
    link: () => null,
    async send(chatId, outgoing) {
      send(chatId, outgoing)
      return { messageId: String(++sent) }
    },
  }
}

/** Seconds that `run` takes. */
export async function seconds(run: () => Promise<unknown>): Promise<number> {
  const from = monotonic()
  await run()
  return (monotonic() - from) / 1000
}

/** Runs a file in a process of its own, beside which nothing else is measured, and returns the JSON of its last line. */
export async function inProcess<T>(file: string, ...args: string[]): Promise<T> {
  const runner = file.endsWith('.ts') ? ['--import', 'tsx'] : []
  const child = spawn(process.execPath, [...runner, new URL(file, import.meta.url).pathname, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = ''
  await untilEnd(() => child.kill(), async () => {
    for await (const line of createInterface({ input: child.stdout })) last = line
    if (child.exitCode === null) await once(child, 'exit')
  })
  if (child.exitCode !== 0) throw new Error(`${file} ended with ${child.exitCode}`)
  return JSON.parse(last) as T
}

export const root = join(import.meta.dirname, '../..')

/** dist/ is not older than any source: what starts compiled may be measured compiled. */
export function isCompiled(): boolean {
  const main = join(root, 'dist/src/main.js')
  if (!existsSync(main)) return false
  const since = statSync(main).mtimeMs
  return ['src', 'bots'].every(folder =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).every(
      entry => !entry.name.endsWith('.ts') || statSync(join(entry.parentPath, entry.name)).mtimeMs <= since,
    ),
  )
}
