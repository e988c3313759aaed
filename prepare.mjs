// npm runs this after `npm ci`: Prisma's client, compiled code in dist/, its texts and pages beside it, and an empty database
// ready to be unpacked. It needs no install script of a dependency, no network, and no dev dependency.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'

process.chdir(import.meta.dirname)
const require = createRequire(import.meta.url)
/** What tsc does not carry over. */
const ASSETS = new Set(['.ftl', '.html', '.css', '.js', '.svg', '.png', '.ico', '.woff2', '.webmanifest'])

run('prisma', 'build/index.js', ['generate'])
for (const folder of ['dist/src', 'dist/bots']) rmSync(folder, { recursive: true, force: true })
run('typescript', 'bin/tsc', ['-p', 'tsconfig.build.json'])
for (const folder of ['src', 'bots']) copyAssets(folder)
chmodSync('dist/src/cli/index.js', 0o755)
const { writeTemplate } = await import('./dist/src/store/template.js')
await writeTemplate('dist/template.tar.gz', 'prisma/migrations')

function run(name, file, args) {
  const script = join(dirname(require.resolve(`${name}/package.json`)), file)
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  })
  if (status === 0) return
  console.error(`${stdout}\n${stderr}\n${name} ${args.join(' ')} failed, see above`)
  process.exit(1)
}

function copyAssets(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() && ASSETS.has(extname(entry.name))) cpSync(file, join('dist', file))
  }
}
