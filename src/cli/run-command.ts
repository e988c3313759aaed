import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseClock, monotonic, SECOND } from '../clock.ts'
import { type Config, parseConfig, readEnvironment } from '../config.ts'
import { UserError } from '../errors.ts'
import { loadScenarios } from '../journeys/load.ts'
import { createLog } from '../log.ts'
import { heldBy, lockOwner, type Owner, runInside } from '../store/lock.ts'
import { openStore } from '../store/open.ts'
import { secretKey } from '../store/secret.ts'
import type { Command, CommandApp, CommandCall } from './command.ts'

/** Where a command's words go. */
export type Screen = Pick<CommandCall, 'out' | 'err' | 'progress'>
type Given = { args: string[]; options: Record<string, string | boolean> }

/**
 * Runs a command where it belongs: inside the service that holds the data folder, or here, holding the folder ourselves.
 * With DATABASE_URL it simply opens the database beside the services. Gives the exit code.
 */
export async function runCommand(command: Command, given: Given, screen: Screen): Promise<number> {
  const config = parseConfig(readEnvironment())
  const call: CommandCall = { ...given, ...screen, path: file => resolve(file) }
  if (command.needs === 'config') return command.run({ ...call, config })
  if (config.databaseUrl) return runHere(command, call, config)
  const owner = await settledOwner(config.dataDir)
  if (!owner) return runHere(command, call, config)
  if (!owner.serves) throw heldBy(owner, config.dataDir)
  if (!command.besideService)
    throw new UserError(`${command.name} cannot run while the service does (process ${owner.pid}, since ${owner.since}): stop it first`)
  return runInside(config.dataDir, { command: command.name, ...given, cwd: process.cwd() }, reply => {
    if ('out' in reply) screen.out(reply.out)
    else if ('err' in reply) screen.err(reply.err)
    else if ('progress' in reply) screen.progress(...reply.progress)
  })
}

/** A service that is just starting takes commands in a moment. */
async function settledOwner(dataDir: string): Promise<Owner | null> {
  const from = monotonic()
  for (;;) {
    const owner = await lockOwner(dataDir)
    if (!owner || owner.serves || owner.command !== 'start' || monotonic() - from > 10 * SECOND) return owner
    await sleep(200)
  }
}

async function runHere(command: Command & { needs: 'store' }, call: CommandCall, config: Config): Promise<number> {
  const log = createLog('warn')
  // Who was deleted is known by a keyed hash: an import must not bring them back.
  secretKey(config)
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    log,
    onLost(reason) {
      call.err(reason.message)
      process.exit(70)
    },
    kind: config.demo ? 'demo' : 'real',
    command: command.name,
  })
  try {
    // The demo's time is moved; how far is stored.
    const moved = config.demo ? await store.db.setting.findUnique({ where: { key: 'clock' } }) : null
    const offsetMs = (moved?.value as { offsetMs: number } | undefined)?.offsetMs
    const app: CommandApp = {
      config,
      store,
      log,
      clock: await databaseClock(store.now, offsetMs),
      // Read when asked for: a mistake in a journey must not keep anybody from a backup.
      get scenarios() {
        return loadScenarios(config.scenariosDir)
      },
    }
    return await command.run({ ...call, app })
  } finally {
    await store.close()
  }
}
