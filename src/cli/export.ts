import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { answersCsv } from '../feedback/list-answers.ts'
import { EXPORTED, exportEverything } from '../store/export.ts'
import type { Command } from './command.ts'
import { writeNewFile } from './write-file.ts'

export const exportAnswersCommand: Command = {
  name: 'export answers',
  summary: 'write every answer as CSV to FILE, or to the terminal',
  arguments: '[file]',
  help: `
UTF-8 with BOM, newest first. A cell that a table program would run as a formula has a ' in front of it.`,
  needs: 'store',
  besideService: true,
  async run({ app, args, path, out }) {
    const lines = answersCsv(app.store.db)
    if (args[0] === undefined) {
      for await (const part of lines) out(part.replace(/\r?\n$/, ''))
      return 0
    }
    const file = path(args[0])
    await writeNewFile(file, lines)
    out(`All answers are in ${file}. It holds your customers' words: keep it where only you can read it.`)
    return 0
  },
}

export const exportAllCommand: Command = {
  name: 'export all',
  summary: 'write everything as CSV files into the new folder FOLDER, also while the service runs',
  arguments: '<folder>',
  help: `
One file each: ${Object.keys(EXPORTED).join(', ')}. All as of one instant, UTF-8 with BOM, ids as they are, times in UTC, amounts in
the order's currency. A cell that a table program would run as a formula has a ' in front of it. Links, log-ins and keys are left out.
Nothing can be read back from it: for that there is bazgasht backup.`,
  needs: 'store',
  besideService: true,
  async run({ app, args, path, out, progress }) {
    const folder = path(args[0]!)
    const unfinished = `${folder}.unfinished`
    if (existsSync(folder)) throw new UserError(`${folder} exists already: give a new name`)
    try {
      rmSync(unfinished, { recursive: true, force: true })
      mkdirSync(unfinished, { recursive: true, mode: 0o700 })
    } catch (error) {
      throw new UserError(`${folder} cannot be written (${(error as NodeJS.ErrnoException).code})`)
    }
    try {
      const rows = await exportEverything(app.store, (file, parts) => writeNewFile(join(unfinished, file), parts), progress)
      renameSync(unfinished, folder)
      out(`${rows} rows in ${Object.keys(EXPORTED).length} files are in ${folder}. It holds your customers' data: keep it where only you can read it.`)
      return 0
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
  },
}
