// npm run bench [-- P1 P4 … F22]: one JSON line per figure. BENCH=quick: small sizes. Each benchmark is a process of its own.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname
const files = Object.fromEntries(
  readdirSync(here)
    .map(name => /^([pf]\d+|wake|tap|memory)-?.*\.bench\.ts$/.exec(name))
    .filter(Boolean)
    .map(found => [found[1].toUpperCase(), join(here, found[0])]),
)
/** Half an hour: only when it is asked for. */
const LONG = 'F22'
const order = Object.keys(files).sort((a, b) => (Number(a.slice(1)) || 99) - (Number(b.slice(1)) || 99))
const wanted = process.argv.slice(2).map(name => name.toUpperCase())
const unknown = wanted.filter(name => !files[name])
if (unknown.length > 0) {
  console.error(`there is no ${unknown.join(', ')}; there are ${order.join(', ')}`)
  process.exit(1)
}

if (!existsSync(join(here, 'node_modules/graphile-worker'))) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) process.exit(1)
}

let running
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    running?.kill(signal)
    process.exit(1)
  })

let failed = false
for (const name of order.filter(candidate => (wanted.length === 0 ? candidate !== LONG : wanted.includes(candidate)))) {
  const child = (running = spawn(process.execPath, ['--import', 'tsx', files[name]], { stdio: 'inherit', cwd: join(here, '../..') }))
  const code = await new Promise(done => child.on('exit', done))
  if (code !== 0) {
    console.error(`${name} broke off`)
    failed = true
  }
}
process.exit(failed ? 1 : 0)
