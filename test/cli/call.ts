import { pino } from 'pino'
import type { Command, CommandApp } from '../../src/cli/command.ts'
import { stillClock } from '../../src/clock.ts'
import { parseConfig, shippedFolder } from '../../src/config.ts'
import { loadScenarios } from '../../src/journeys/load.ts'
import type { Store } from '../../src/store/store.ts'

/** Runs commands on a store and hears what they say. */
export function openShell(store: Store, folder: string) {
  const clock = stillClock('2026-03-21T10:00:00+03:30')
  const config = parseConfig({ DEMO: '0', PUBLIC_URL: 'https://bot.example' })
  const app: CommandApp = { config, store, clock, scenarios: loadScenarios(shippedFolder('scenarios')), log: pino({ level: 'silent' }) }
  const run = async (command: Command, args: string[], options: Record<string, string | boolean> = {}) => {
    const out: string[] = []
    const err: string[] = []
    const progress: [number, number][] = []
    if (command.needs !== 'store') throw new Error('not a command on the store')
    const code = await command.run({
      app,
      args,
      options,
      path: file => `${folder}/${file}`,
      out: line => void out.push(line),
      err: line => void err.push(line),
      progress: (done, total) => void progress.push([done, total]),
    })
    return { code, out: out.join('\n'), err, progress }
  }
  return { app, clock, run }
}
