import { existsSync } from 'node:fs'
import { UserError } from '../errors.ts'
import { backup } from '../store/backup.ts'
import type { Command } from './command.ts'

export const backupCommand: Command = {
  name: 'backup',
  summary: 'write all data to FILE, also while the service runs',
  arguments: '<file>',
  needs: 'store',
  besideService: true,
  async run({ app, args, path, out, progress }) {
    const file = path(args[0]!)
    if (existsSync(file)) throw new UserError(`${file} exists already: give a new name`)
    const rows = await backup(app.store, file, progress)
    out(`${rows} rows are in ${file}. It holds your customers' data: keep it where only you can read it.`)
    return 0
  },
}
