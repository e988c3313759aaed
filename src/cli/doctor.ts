import { examine, findingLines } from '../staff/doctor.ts'
import type { Command } from './command.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'look at everything, and say how to mend what is wrong',
  help: `
Beside a running service it also asks the messengers. Ends with 1 if something is wrong.`,
  needs: 'store',
  besideService: true,
  async run({ app, out }) {
    const { config, store, clock, scenarios, channels } = app
    const found = await examine({ config, clock, scenarios, channels, db: store.db, kind: store.kind, asks: true })
    for (const line of findingLines(found)) out(line)
    if (!app.channels) out('The service is not running: the messengers were not asked.')
    return found.every(({ ok }) => ok) ? 0 : 1
  },
}
