import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

export type PostgresServer = {
  url: string
  /** fast: ends sessions and stops cleanly. immediate: as if the power went. */
  restart(mode: 'fast' | 'immediate'): void
  down(mode: 'fast' | 'immediate'): void
  up(): void
  stop(): void
}

/** Why no server can be started here, or null. Suites that need one say this when they are skipped. */
export function noPostgres(): string | null {
  if (!binaries()) return 'no PostgreSQL server is installed (Debian: apt-get install postgresql)'
  if (isRoot() && !postgresUser()) return 'PostgreSQL does not run as root, and there is no user called postgres'
  return null
}

/**
 * A PostgreSQL server of our own in a temporary folder, on a free port of this machine. It runs as the user postgres when we
 * are root. `settings` are lines for its configuration, such as { max_connections: '3' }.
 */
export async function startPostgres(settings: Record<string, string> = {}): Promise<PostgresServer> {
  const missing = noPostgres()
  if (missing) throw new Error(missing)
  const home = mkdtempSync(join(tmpdir(), 'pg-'))
  const owner = isRoot() ? postgresUser()! : undefined
  if (owner) chownSync(home, owner.uid, owner.gid)
  const data = join(home, 'data')
  const port = await freePort()
  const run = (tool: string, args: string[]) =>
    execFileSync(join(binaries()!, tool), args, { ...owner, cwd: home, stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } })

  run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'])
  const given = { listen_addresses: '127.0.0.1', unix_socket_directories: home, ...settings }
  const options = Object.entries(given).map(([name, value]) => `-c ${name}='${value}'`)
  const ctl = (...args: string[]) => run('pg_ctl', ['-D', data, '-s', '-w', '-t', '60', ...args])
  const up = () => ctl('start', '-l', join(home, 'log'), '-o', `-p ${port} ${options.join(' ')}`)
  const down = (mode: 'fast' | 'immediate') => ctl('stop', '-m', mode)
  up()
  let running = true
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    restart(mode) {
      down(mode)
      up()
    },
    down(mode) {
      down(mode)
      running = false
    },
    up() {
      up()
      running = true
    },
    stop() {
      if (running) down('immediate')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const isRoot = () => userInfo().uid === 0

function binaries(): string | undefined {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : []
  return versions.map(version => join(base, version, 'bin')).find(folder => existsSync(join(folder, 'initdb')))
}

function postgresUser(): { uid: number; gid: number } | undefined {
  try {
    const id = (what: '-u' | '-g') => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}
