import { UserError } from '../errors.ts'
import { loginLink } from '../staff/login.ts'
import { managers, terminalManager } from '../staff/members.ts'
import type { Command } from './command.ts'

export const loginCommand: Command = {
  name: 'login',
  summary: 'a one-time link to the dashboard',
  options: [{ flags: '--name <name>', summary: 'of which manager; needed only if there are several' }],
  help: `
Good once, for five minutes. Managers and support get theirs from the bot: /login. With no manager yet, the link is a new one's.`,
  needs: 'store',
  besideService: true,
  async run({ app, options, out }) {
    const name = options.name === undefined ? undefined : String(options.name)
    const token = await app.store.transaction(async tx => {
      const parts = { tx, clock: app.clock }
      const all = await managers(tx)
      const found = name === undefined ? all : all.filter(member => member.name === name)
      if (all.length > 0 && found.length !== 1)
        throw new UserError(`${name === undefined ? 'there are several managers' : `there ${found.length === 0 ? 'is no manager' : 'are several managers'} called "${name}"`}: --name one of ${all.map(one => one.name).join(', ')}`)
      return await loginLink(parts, (found[0] ?? (await terminalManager(parts, name))).id)
    })
    out(`${app.config.publicUrl}/login/${token}`)
    return 0
  },
}
