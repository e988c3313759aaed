/**
 * The lock of a data folder is a socket on which only a living process listens. The kernel closes it when that process dies,
 * however it dies: no process number to compare (they are reused, and in two containers both are 1), no heartbeat for a busy
 * loop to miss. Through the same socket a running service takes commands: the visitor reads one line, who holds the folder
 * (Owner), may send one line, a Request, and then reads lines, each a Reply, until `exit`.
 */
import { createHash } from 'node:crypto'
import { accessSync, chmodSync, closeSync, constants, lstatSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonic, SECOND } from '../clock.ts'
import { UserError } from '../errors.ts'

/** `serves`: it is a service that takes commands; otherwise a command that is done soon. */
export type Owner = { pid: number; since: string; command: string; serves: boolean }
export type Request = { command: string; args: string[]; options: Record<string, string | boolean>; cwd: string }
export type Reply = { out: string } | { err: string } | { progress: [done: number, total: number] } | { exit: number }

export type Lock = {
  /** From now on commands that arrive are run by `run`; it says what it does through `reply` and never throws. */
  serve(run: (request: Request, reply: (reply: Reply) => void) => Promise<void>): void
  release(): Promise<void>
}

/** Throws a UserError that names the process which holds the folder. */
export async function takeLock(dataDir: string, command: string): Promise<Lock> {
  const path = lockFile(dataDir)
  makeFolder(dataDir)
  ownFolder(socketFolder(dataDir))
  for (const from = monotonic(); monotonic() - from < 15 * SECOND; await sleep(50)) {
    const lock = await listen(path, command)
    if (lock) return lock
    const owner = await askOwner(path)
    if (owner) throw heldBy(owner, dataDir)
    await removeStale(path)
  }
  throw new UserError(`could not lock ${dataDir}: if no process uses it, delete ${path} and start again`)
}

/** Who holds the folder, or null when nobody does. */
export function lockOwner(dataDir: string): Promise<Owner | null> {
  return askOwner(lockFile(dataDir))
}

export function heldBy(owner: Owner, dataDir: string): UserError {
  const who = owner.pid ? `process ${owner.pid} (bazgasht ${owner.command}, since ${owner.since})` : 'another process that does not answer'
  return new UserError(`${dataDir} is in use by ${who}: stop that one first, or set DATA_DIR to another folder. Two at once would destroy the data.`)
}

/** Runs a command inside the service that holds the folder; each reply as it comes. Resolves with the exit code. */
export async function runInside(dataDir: string, request: Request, hear: (reply: Reply) => void): Promise<number> {
  const socket = connect(lockFile(dataDir)).on('error', () => {}) // told below, as the end of the lines
  try {
    let greeted = false
    for await (const line of createInterface({ input: socket })) {
      if (!greeted) {
        greeted = true
        socket.write(`${JSON.stringify(request)}\n`)
        continue
      }
      const reply = JSON.parse(line) as Reply
      if ('exit' in reply) return reply.exit
      hear(reply)
    }
  } finally {
    socket.destroy()
  }
  throw new UserError('the service stopped before the command was done: start it again and repeat the command')
}

/** Where the sockets of a data folder stand: in it, unless its path is too long for a socket. */
export function socketFolder(dataDir: string): string {
  if (Buffer.byteLength(dataDir) <= 80) return dataDir
  return join(tmpdir(), `bazgasht-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)
}

const lockFile = (dataDir: string) => join(socketFolder(dataDir), 'lock.sock')

function makeFolder(dataDir: string) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UserError(`DATA_DIR is ${dataDir}, which cannot be written (${code}): make it writable for this user, or set DATA_DIR to another folder`)
  }
}

/** In the shared temp directory somebody else could have made the folder first. */
function ownFolder(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid } = lstatSync(folder)
  if (folder.startsWith(tmpdir()) && process.getuid && uid !== process.getuid())
    throw new UserError(`${folder} belongs to another user: set DATA_DIR to a shorter path`)
}

/** null: somebody listens there, or did. */
function listen(path: string, command: string): Promise<Lock | null> {
  const owner = { pid: process.pid, since: new Date(performance.timeOrigin).toISOString(), command }
  const visitors = new Set<Socket>()
  let run: Parameters<Lock['serve']>[0] | undefined
  const server: Server = createServer(visitor => {
    visitors.add(visitor)
    visitor.on('error', () => {}).on('close', () => visitors.delete(visitor))
    visitor.write(`${JSON.stringify({ ...owner, serves: run !== undefined } satisfies Owner)}\n`)
    createInterface({ input: visitor })
      .on('error', () => {})
      .once('line', line => answer(visitor, line, run))
  })
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(null) : fail(error)))
    server.listen(path, () => {
      chmodSync(path, 0o600)
      server.unref()
      done({
        serve: handler => (run = handler),
        release: () =>
          new Promise(closed => {
            server.close(() => closed())
            for (const visitor of visitors) visitor.destroy()
          }),
      })
    })
  })
}

async function answer(visitor: Socket, line: string, run: Parameters<Lock['serve']>[0] | undefined) {
  const reply = (said: Reply) => void (visitor.writable && visitor.write(`${JSON.stringify(said)}\n`))
  try {
    if (run) return await run(JSON.parse(line) as Request, reply)
    reply({ err: 'the service is still starting: try again in a moment' })
    reply({ exit: 1 })
  } catch (error) {
    reply({ err: (error as Error).message })
    reply({ exit: 1 })
  }
}

/** A killed process left its socket. One starter at a time may remove it, or the slower one would remove the faster one's lock. */
async function removeStale(path: string) {
  const guard = `${path}.removal`
  try {
    closeSync(openSync(guard, 'wx'))
  } catch {
    await guardGone(guard)
    return
  }
  if (!(await askOwner(path))) rmSync(path, { force: true })
  rmSync(guard, { force: true })
}

/** Who made the guard may have been killed too: the same guard for three seconds is nobody's. */
async function guardGone(guard: string) {
  const made = () => statSync(guard, { throwIfNoEntry: false })?.mtimeMs
  const first = made()
  for (const from = monotonic(); first !== undefined && made() === first; await sleep(50))
    if (monotonic() - from > 3 * SECOND) return rmSync(guard, { force: true })
}

/** Asks twice: between bind and listen a new owner refuses for a moment. */
async function askOwner(path: string): Promise<Owner | null> {
  for (const pause of [0, 30]) {
    await sleep(pause)
    const owner = await askOnce(path)
    if (owner) return owner
  }
  return null
}

function askOnce(path: string): Promise<Owner | null> {
  const silent: Owner = { pid: 0, since: '', command: '', serves: false }
  return new Promise(done => {
    const visitor = connect(path)
    visitor.setTimeout(500, () => visitor.destroy())
    visitor.on('error', (error: NodeJS.ErrnoException) => done(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? null : silent))
    visitor.on('close', () => done(silent)) // it listens, but is too busy to speak
    createInterface({ input: visitor })
      .on('error', () => {})
      .once('line', line => {
        done(JSON.parse(line) as Owner)
        visitor.destroy()
      })
  })
}
