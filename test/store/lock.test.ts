import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { type Lock, lockOwner, type Reply, runInside, socketFolder, takeLock } from '../../src/store/lock.ts'

let folder: string
const held: Lock[] = []
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const lock of held.splice(0)) await lock.release()
  rmSync(folder, { recursive: true, force: true })
})

async function take(command = 'start', where = folder) {
  const lock = await takeLock(where, command)
  held.push(lock)
  return lock
}

/** Another process that takes the lock; resolves when it has it. */
async function holder(where = folder): Promise<ChildProcess> {
  const script = `const { takeLock } = await import('./src/store/lock.ts')
    await takeLock(${JSON.stringify(where)}, 'start'); console.log('held'); setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  await once(child.stdout!, 'data')
  return child
}

test('a second one is refused, and told who holds the folder', async () => {
  const child = await holder()
  const refused = await takeLock(folder, 'start').catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(UserError)
  expect(String(refused)).toContain(`process ${child.pid} (bazgasht start, since 20`)
})

test('the lock of a killed process is taken over', async () => {
  const child = await holder()
  child.kill('SIGKILL')
  await once(child, 'exit')
  await take()
  expect((await lockOwner(folder))?.pid).toBe(process.pid)
})

test('of many that start at once beside a stale lock exactly one gets it', async () => {
  const child = await holder()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const tried = await Promise.allSettled(Array.from({ length: 8 }, () => take()))
  expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('a guard left by a killed taker does not lock everybody out', async () => {
  writeFileSync(join(folder, 'lock.sock.removal'), '')
  const child = await holder()
  child.kill('SIGKILL')
  await once(child, 'exit')
  await take()
})

test('a released lock is free', async () => {
  const lock = await takeLock(folder, 'start')
  await lock.release()
  expect(await lockOwner(folder)).toBeNull()
  await take()
})

test('a folder whose path is too long for a socket has its lock in the temp directory', async () => {
  const long = join(folder, 'x'.repeat(90))
  mkdirSync(long)
  await take('start', long)
  expect(socketFolder(long).length).toBeLessThan(80)
  await expect(takeLock(long, 'start')).rejects.toThrow('is in use by process')
  rmSync(socketFolder(long), { recursive: true })
})

test('a command runs inside the service, and is heard as it goes', async () => {
  const lock = await take()
  lock.serve(async (request, reply) => {
    reply({ out: `${request.command} ${request.args.join(' ')} in ${request.cwd}` })
    reply({ progress: [1, 2] })
    reply({ err: 'one row is bad' })
    reply({ exit: 3 })
  })
  const heard: Reply[] = []
  const request = { command: 'links', args: ['a\nb.csv'], options: {}, cwd: '/home' }
  expect(await runInside(folder, request, reply => heard.push(reply))).toBe(3)
  expect(heard).toEqual([{ out: 'links a\nb.csv in /home' }, { progress: [1, 2] }, { err: 'one row is bad' }])
})

test('a service that is still starting says so', async () => {
  await take()
  expect((await lockOwner(folder))?.serves).toBe(false)
  const heard: Reply[] = []
  expect(await runInside(folder, { command: 'links', args: [], options: {}, cwd: '/' }, reply => heard.push(reply))).toBe(1)
  expect(heard).toEqual([{ err: 'the service is still starting: try again in a moment' }])
})

test('a service that dies in the middle of a command is told to the person', async () => {
  const lock = await takeLock(folder, 'start')
  lock.serve(async () => lock.release())
  await expect(runInside(folder, { command: 'links', args: [], options: {}, cwd: '/' }, () => {})).rejects.toThrow('stopped before')
})

test('what a command throws, and nonsense instead of a request, are answered', async () => {
  const lock = await take()
  lock.serve(async () => {
    throw new Error('broken')
  })
  const heard: Reply[] = []
  expect(await runInside(folder, { command: 'links', args: [], options: {}, cwd: '/' }, reply => heard.push(reply))).toBe(1)
  expect(heard).toEqual([{ err: 'broken' }])
  expect(await runInside(folder, 'nonsense' as never, () => {})).toBe(1)
})

test('a folder that cannot be written is named, with the mend', async () => {
  writeFileSync(join(folder, 'file'), '')
  await expect(takeLock(join(folder, 'file', 'data'), 'start')).rejects.toThrow(/DATA_DIR is .*: make it writable/)
})
