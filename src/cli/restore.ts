import { UserError } from '../errors.ts'
import { restore } from '../store/restore.ts'
import type { Command } from './command.ts'

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'replace all data with that of FILE, a file that backup wrote; stop the service first',
  arguments: '<file>',
  options: [{ flags: '--force', summary: 'also when the database already holds something: all of it is replaced' }],
  needs: 'store',
  besideService: false,
  async run({ app, args, options, path, out, progress }) {
    await refuseBesideWorkers(app.store)
    const kind = app.config.demo ? 'demo' : 'real'
    const rows = await restore(app.store, path(args[0]!), { force: options['force'] === true, kind }, progress)
    out(`${rows} rows restored. Start the service: npm start`)
    return 0
  },
}

/** Services on a shared PostgreSQL do not hold our lock; they show by their heartbeat. */
async function refuseBesideWorkers({ db }: { db: import('../store/store.ts').Db }) {
  const [worker] = await db.sql<{ id: string }>(`SELECT id FROM workers WHERE "seenMachineAt" > now() - interval '1 minute' LIMIT 1`)
  if (worker) throw new UserError('a service runs on this database, or did a minute ago: stop all of them, wait a minute, and repeat')
}
