import { UserError } from '../errors.ts'
import { invite, ROLES } from '../staff/members.ts'
import type { Command } from './command.ts'

export const staffInviteCommand: Command = {
  name: 'staff invite',
  summary: 'a one-time invitation for somebody of the shop: manager or support',
  options: [{ flags: '--role <role>', summary: 'manager or support' }],
  help: `
Good for one person, once, for two days. Managers can invite others from the chat: /invite.`,
  needs: 'store',
  besideService: true,
  async run({ app, options, out }) {
    const role = ROLES.find(one => one === options.role)
    if (!role) throw new UserError(`--role is ${options.role === undefined ? 'missing' : `"${String(options.role)}"`}, expected manager or support: npx bazgasht staff invite --role manager`)
    const payload = await app.store.transaction(tx => invite({ tx, clock: app.clock }, role, null))
    out(`Send this line to ${app.config.staffBot ? 'the staff bot' : "the shop's bot"} in Telegram${app.config.staffBot ? '' : ' or Bale'}:  /start ${payload}`)
    out(`Or open it in the browser that shall be the ${role}'s:  ${app.config.publicUrl}/chat?start=${payload}#go`)
    return 0
  },
}
