import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { silent } from '../support/store.ts'

const FULL = process.env.FAULTS === 'full'
let folder: string
const writers: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'))
})
afterEach(() => {
  for (const writer of writers.splice(0)) writer.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A process that writes rows; `acked` fills with the keys that the database acknowledged. */
function startWriter(dataDir: string, acked: string[], { bytes = 100, logBytes = 0 } = {}) {
  const process_ = spawn(process.execPath, ['--import', 'tsx', 'test/faults/writer.ts'], {
    env: { ...process.env, DATA_DIR: dataDir, BYTES: String(bytes), LOG_BYTES: String(logBytes) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  writers.push(process_)
  let refused = 0
  let errors = ''
  process_.stderr!.on('data', text => (errors += String(text)))
  createInterface({ input: process_.stdout! }).on('line', line => {
    if (line.startsWith('ack ')) acked.push(line.slice(4))
    if (line.startsWith('refused ')) refused += 1
  })
  const over = once(process_, 'close')
  return {
    over,
    refused: () => refused,
    errors: () => errors,
    exitCode: () => process_.exitCode,
    running: () => process_.exitCode === null && process_.signalCode === null,
    kill: () => (process_.kill('SIGKILL'), over),
  }
}

const until = (what: () => boolean) => expect.poll(what, { timeout: 60_000, interval: 20 }).toBe(true)

async function missingIn(dataDir: string, acked: string[]): Promise<string[]> {
  const store = await openStore({
    databaseUrl: undefined,
    dataDir,
    log: silent,
    onLost(reason) {
      throw reason
    },
    kind: 'real',
    command: 'check',
  })
  const rows = await store.db.sql<{ key: string }>('SELECT key FROM settings')
  await store.close()
  const stored = new Set(rows.map(({ key }) => key))
  return acked.filter(key => !stored.has(key))
}

test(`F20: kill -9 in the middle of inserts, ${FULL ? 20 : 5} times: no acknowledged row is lost, the stale lock is taken over`, async () => {
  const acked: string[] = []
  for (let kill = 0; kill < (FULL ? 20 : 5); kill++) {
    const before = acked.length
    const writer = startWriter(folder, acked)
    await until(() => acked.length > before || !writer.running())
    expect(writer.errors()).toBe('')
    await sleep(Math.random() * 300)
    await writer.kill()
  }
  expect(acked.length).toBeGreaterThan(5)
  expect(await missingIn(folder, acked)).toEqual([])
})

test('F20: a second process on the same folder refuses within a second, with a clear text, and harms nothing', async () => {
  const acked: string[] = []
  const writer = startWriter(folder, acked)
  await until(() => acked.length > 0)
  const from = performance.now()
  await expect(missingIn(folder, [])).rejects.toThrow(/is in use by process \d+ \(bazgasht start, since 20.*\): stop that one first/)
  expect(performance.now() - from).toBeLessThan(1_000)
  const second = startWriter(folder, [])
  await second.over
  expect(second.errors()).toContain('is in use by process')
  const before = acked.length
  await until(() => acked.length > before)
  await writer.kill()
  expect(await missingIn(folder, acked)).toEqual([])
})

// Two ways to run out: a table that cannot grow refuses statements; a log that cannot grow ends the database (PANIC), and without
// the worker's exit on it the second case waits for ever.
describe.skipIf(!canMount())(`F19: disk full (${canMount() ? 'on a small tmpfs' : 'skipped: no small disk can be mounted here'})`, () => {
  test.each([
    ['tables', { bytes: 200_000 }, true],
    ['the log', { logBytes: 500_000 }, false],
  ])('no room for %s: nothing is acknowledged that is not there, and with room again all goes on, after a restart if need be', async (_, size, refuses) => {
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', disk])
    const filler = join(disk, 'filler')
    try {
      const acked: string[] = []
      let writer = startWriter(join(disk, 'data'), acked, size)
      await until(() => acked.length > 0 || !writer.running())
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M'], { stdio: 'ignore' })
      await until(() => (refuses && writer.refused() > 0) || !writer.running())
      rmSync(filler)
      const before = acked.length
      await until(() => acked.length > before || !writer.running())
      if (!writer.running()) {
        expect(writer.exitCode()).toBe(70)
        writer = startWriter(join(disk, 'data'), acked)
        await until(() => acked.length > before || !writer.running())
        expect(writer.errors()).toBe('')
      }
      await writer.kill()
      expect(acked.length).toBeGreaterThan(before)
      expect(await missingIn(join(disk, 'data'), acked)).toEqual([])
    } finally {
      for (const writer of writers) writer.kill('SIGKILL')
      await sleep(200)
      execFileSync('umount', ['-l', disk])
    }
  })
})

function canMount(): boolean {
  if (userInfo().uid !== 0) return false
  const probe = mkdtempSync(join(tmpdir(), 'mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe], { stdio: 'ignore' })
    execFileSync('umount', [probe])
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}
