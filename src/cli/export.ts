import { answersCsv } from '../feedback/list-answers.ts'
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
