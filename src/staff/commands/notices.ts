/** What somebody of staff wants to hear without asking: bad answers at once, the day at an hour of their choice. */
import { staffToken } from '../../engagement/tokens.ts'
import { digits } from '../../text/digits.ts'
import { setNotices } from '../members.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

export const noticesCommand: Command = { name: 'notices', roles: EVERYBODY, run: notices }

/** `bad-on`, `bad-off`, `digest-20`, `digest-off`. */
async function notices(call: Call): Promise<Says> {
  const { tx, member } = call
  const [, hour] = /^digest[- ](\d{1,2})$/.exec(call.argument) ?? []
  if (call.argument === 'bad-on' || call.argument === 'bad-off') await setNotices(tx, member.id, { badAnswers: call.argument === 'bad-on' })
  else if (call.argument === 'digest-off') await setNotices(tx, member.id, { digestHour: null })
  else if (hour !== undefined && Number(hour) <= 23) await setNotices(tx, member.id, { digestHour: Number(hour) })
  const { badAnswers, digestHour } = await tx.staff.findUniqueOrThrow({ where: { id: member.id } })
  const button = (argument: string, label: string) => ({ token: staffToken('notices', argument), label: call.label('notices', label) })
  return {
    ...call.say('notices', { bad: badAnswers ? 'yes' : 'no', digest: digestHour === null ? 'no' : 'yes', hour: digits(call.locale, digestHour ?? 0) }),
    choices: [badAnswers ? button('bad-off', 'bad-off') : button('bad-on', 'bad-on'), ...(digestHour === null ? [button('digest-9', 'digest-9'), button('digest-20', 'digest-20')] : [button('digest-off', 'digest-off')])],
  }
}
