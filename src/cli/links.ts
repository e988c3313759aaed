import { opensHereOnly } from '../config.ts'
import { UserError } from '../errors.ts'
import { invitations, invitationsCsv, type Invitation } from '../shop/invitations.ts'
import type { Command } from './command.ts'
import { writeNewFile } from './write-file.ts'

export const linksCommand: Command = {
  name: 'links',
  summary: 'write phone, name and personal link of everybody who has no chat yet, for your SMS panel',
  arguments: '<file>',
  options: [
    { flags: '--within <days>', summary: 'only those who bought in the last so many days' },
    { flags: '--batch <size>', summary: 'several files (file-1.csv, file-2.csv …) of so many each, who bought last first' },
  ],
  help: `
Nothing is sent. Who bought last comes first. Those who said stop, or have a chat already, are left out. A link is good for 60 days;
the same customer gets the same link until it is used.`,
  needs: 'store',
  besideService: true,
  async run({ app, args, options, path, out, progress }) {
    const withinDays = wholeNumber('within', options.within)
    const size = wholeNumber('batch', options.batch)
    const file = path(args[0]!)
    const list = await invitations(app, { withinDays, progress })
    const files =
      size === undefined
        ? [{ file, part: list }]
        : batches(list, size).map((part, n) => ({ file: file.replace(/(\.csv)?$/i, `-${n + 1}$1`), part }))
    for (const { file, part } of files)
      await writeNewFile(file, invitationsCsv(part, app.config.publicUrl))
    out(`${list.length} links are in ${files.map(one => one.file).join(', ')}.`)
    if (opensHereOnly(app.config.publicUrl))
      out(`They lead to ${app.config.publicUrl}, which only this machine can open: set PUBLIC_URL before you send them.`)
    return 0
  },
}

function batches(list: readonly Invitation[], size: number): Invitation[][] {
  return Array.from({ length: Math.max(1, Math.ceil(list.length / size)) }, (_, n) => list.slice(n * size, (n + 1) * size))
}

function wholeNumber(name: string, value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(String(value))) throw new UserError(`--${name} is "${String(value)}", expected a whole number such as 500`)
  return Number(value)
}
