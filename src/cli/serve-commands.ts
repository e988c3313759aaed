import { resolve } from 'node:path'
import { UserError } from '../errors.ts'
import type { Reply, Request } from '../store/lock.ts'
import type { CommandApp } from './command.ts'
import { commands } from './commands.ts'

/** The service's side: runs a command that came through the lock. Hand it to `store.lock.serve`. */
export function serveCommands(app: CommandApp): (request: Request, reply: (reply: Reply) => void) => Promise<void> {
  return async ({ command: name, args, options, cwd }, reply) => {
    const command = commands.find(known => known.name === name)
    const finish = (exit: number, complaint?: string) => {
      if (complaint) reply({ err: complaint })
      reply({ exit })
    }
    if (command?.needs !== 'store') return finish(1, `the running service does not know the command ${name}: is it of another version? Restart it.`)
    if (!command.besideService) return finish(1, `${name} cannot run while the service does: stop it first`)
    try {
      const code = await command.run({
        app,
        args,
        options,
        path: file => resolve(cwd, file),
        out: line => reply({ out: line }),
        err: line => reply({ err: line }),
        progress: (done, total) => reply({ progress: [done, total] }),
      })
      finish(code)
    } catch (error) {
      if (error instanceof UserError) return finish(1, error.message)
      app.log.error({ err: error, command: name }, 'a command failed')
      finish(1, `${name} failed: ${(error as Error).message}`)
    }
  }
}
