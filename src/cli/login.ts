import { UserError } from '../errors.ts'
import { loginLink } from '../staff/login.ts'
import { members, record, type Member } from '../staff/members.ts'
import type { Tx } from '../store/store.ts'
import type { Clock } from '../clock.ts'
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
    const token = await app.store.transaction(async tx => loginLink({ tx, clock: app.clock }, (await managerNamed({ tx, clock: app.clock }, name)).id))
    out(`${app.config.publicUrl}/login/${token}`)
    return 0
  },
}

/** Whoever has the terminal has the database: the first manager may begin in the browser. */
async function managerNamed({ tx, clock }: { tx: Tx; clock: Clock }, name: string | undefined): Promise<Member> {
  const managers = (await members(tx)).filter(member => member.role === 'manager')
  const found = name === undefined ? managers : managers.filter(member => member.name === name)
  if (found.length === 1) return found[0]!
  if (managers.length > 0) throw new UserError(`${name === undefined ? 'there are several managers' : `there ${found.length === 0 ? 'is no manager' : 'are several managers'} called "${name}"`}: --name one of ${managers.map(one => one.name).join(', ')}`)
  const member = (await tx.staff.create({ data: { name: name ?? 'manager', role: 'manager', channel: 'terminal', account: 'terminal', chatId: 'terminal', joinedAt: clock.now() } })) as Member
  await record({ tx, clock }, member.id, 'join', 'manager, from the terminal')
  return member
}
