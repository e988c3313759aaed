import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandApp } from '../../src/cli/command.ts'
import { serveCommands } from '../../src/cli/serve-commands.ts'
import { parseConfig } from '../../src/config.ts'
import { type Lock, takeLock } from '../../src/store/lock.ts'
import type { Store } from '../../src/store/store.ts'
import { writeSomeRows } from '../support/rows.ts'
import { emptyStore, openTestStore, silent } from '../support/store.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs `bazgasht …` as a person would, in `folder`. */
async function bazgasht(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const script = join(process.cwd(), 'src/cli/index.ts')
  const loader = import.meta.resolve('tsx')
  const env = { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), DEMO: '0' }
  const run = promisify(execFile)(process.execPath, ['--import', loader, script, ...args], { cwd: folder, env })
  const { code = 0, stdout, stderr } = await run.catch((error: { code: number; stdout: string; stderr: string }) => error) as { code?: number; stdout: string; stderr: string }
  return { code, out: stdout, err: stderr }
}

describe('beside a running service', () => {
  let store: Store
  let lock: Lock
  beforeAll(async () => {
    store = await openTestStore()
    lock = await takeLock(join(folder, 'data'), 'start')
    const config = parseConfig({ DATA_DIR: join(folder, 'data'), DEMO: '0' })
    lock.serve(serveCommands({ config, store, log: silent } as CommandApp))
  })
  beforeEach(async () => {
    await emptyStore(store)
    await writeSomeRows(store)
  })
  afterAll(async () => {
    await lock.release()
    await store.close()
  })

  test('a command runs inside it, with paths from where the person stands', { timeout: 60_000 }, async () => {
    const said = await bazgasht('backup', 'mine.backup')
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toMatch(/^\d+ rows are in .*\/mine\.backup\./)
    expect(existsSync(join(folder, 'mine.backup'))).toBe(true)
    expect(await bazgasht('backup', 'mine.backup')).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/exists already: give a new name\n$/) })
  })

  test('restore is refused, and says which process to stop', { timeout: 60_000 }, async () => {
    const { code, err } = await bazgasht('restore', 'mine.backup', '--force')
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(new RegExp(`^restore cannot run while the service does \\(process ${process.pid}, since .*\\): stop it first\n$`)) })
    expect(await store.db.customer.count()).toBe(3)
  })
})

describe('without a service', () => {
  test('a command opens the data itself, says what is wrong in one line, and restore guards what is there', { timeout: 120_000 }, async () => {
    mkdirSync(join(folder, 'data'), { recursive: true })
    expect(await bazgasht('restore', 'nothing.backup')).toMatchObject({ code: 1, err: expect.stringContaining('nothing.backup does not exist') })
    const restored = await bazgasht('restore', 'mine.backup')
    expect(restored).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^\d+ rows restored/) })
    expect(await bazgasht('restore', 'mine.backup')).toMatchObject({ code: 1, err: expect.stringContaining('--force') })
    expect(await bazgasht('restore', 'mine.backup', '--force')).toMatchObject({ code: 0, err: '' })
  })

  test('help lists the commands, and a wrong one is told', { timeout: 60_000 }, async () => {
    const { out } = await bazgasht('--help')
    for (const name of ['start', 'import', 'links', 'scenarios', 'export', 'backup', 'restore']) expect(out).toContain(`\n  ${name} `)
    expect(await bazgasht('bakcup')).toMatchObject({ code: 1, err: expect.stringContaining("unknown command 'bakcup'") })
  })
})
