/** What staff write and tap: commands, buttons, and the words of a reply. Incoming and role in, Outgoing out. */
import type { Incoming, Locale } from '../channel.ts'
import type { Parts } from '../engagement/parts.ts'
import { parseToken, staffToken } from '../engagement/tokens.ts'
import { latinDigits } from '../text/digits.ts'
import { alikeCommand, allCommand, sendallCommand } from './commands/alike.ts'
import { answersCommand } from './commands/answers.ts'
import { caseCommand, casesCommand, claimCommand, closeCommand, handCommand, nextCommand, noteCommand, remindCommand, reopenCommand, replyCommand, sendFile, sendReply, undoCommand } from './commands/cases.ts'
import { sayingIn, type Call, type Command, type Says } from './commands/command.ts'
import { calmCommand, closedCommand, hoursCommand, liveCommand, openCommand, pauseCommand, resumeCommand, shadowCommand, stopallCommand } from './commands/controls.ts'
import { customerCommand, joinCommand, recordCommand, unjoinCommand, whyCommand } from './commands/customer.ts'
import { doctorCommand } from './commands/doctor.ts'
import { exportCommand } from './commands/export.ts'
import { editCommand, journeyCommand, undoEditCommand } from './commands/journeys.ts'
import { loginCommand } from './commands/login.ts'
import { noticesCommand } from './commands/notices.ts'
import { readyCommand } from './commands/ready.ts'
import { reportCommand } from './commands/report.ts'
import { confirmCommand, progressCommand, recallCommand, segmentCommand, sendCommand } from './commands/send.ts'
import { codeCommand, launchCommand, offerCommand, offerProgressCommand, offersCommand, stopOfferCommand, useCodeCommand } from './commands/offers.ts'
import { pointsCommand, sorryCommand } from './commands/points.ts'
import { segmentsCommand } from './commands/segments.ts'
import { reachCommand, saleCommand } from './commands/shop.ts'
import { inviteCommand, nameCommand, revokeCommand, staffCommand } from './commands/team.ts'
import { record, type Member, type Role } from './members.ts'

/** In the order in which /help lists them. */
export const COMMANDS: readonly Command[] = [
  nextCommand, casesCommand, caseCommand, replyCommand, claimCommand, handCommand, noteCommand, remindCommand, closeCommand, reopenCommand, readyCommand, alikeCommand, allCommand,
  answersCommand, exportCommand, reportCommand, noticesCommand, customerCommand, recordCommand, whyCommand, joinCommand,
  journeyCommand, editCommand, pauseCommand, resumeCommand, stopallCommand, calmCommand, closedCommand, hoursCommand, openCommand, shadowCommand, liveCommand,
  sendCommand, progressCommand, segmentsCommand, offersCommand, offerCommand, codeCommand, pointsCommand, sorryCommand, saleCommand, reachCommand, staffCommand, inviteCommand, nameCommand, loginCommand, doctorCommand,
  undoCommand, sendallCommand, segmentCommand, confirmCommand, recallCommand, undoEditCommand, unjoinCommand, revokeCommand,
  launchCommand, offerProgressCommand, stopOfferCommand, useCodeCommand,
]

/** Buttons stand for these; nobody types them. */
const UNLISTED = new Set([undoCommand, sendallCommand, segmentCommand, confirmCommand, recallCommand, undoEditCommand, unjoinCommand, revokeCommand, launchCommand, offerProgressCommand, stopOfferCommand, useCodeCommand])

/** What /help and the messenger's menu list for a role. */
export function listedFor(role: Role): string[] {
  return COMMANDS.filter(command => command.roles.includes(role) && !UNLISTED.has(command)).map(({ name }) => name)
}

/** What follows these goes to people as it was written. */
const OWN_WORDS = new Set(['reply', 'note', 'send', 'all', 'edit', 'remind', 'ready', 'name', 'offer'])

export type StaffParts = Parts & Pick<Call, 'link' | 'files' | 'publicUrl' | 'machine'>

/**
 * What to answer, or null: no command, and no reply that is being written. An edited or forwarded command is none: a command is
 * what its sender typed just now.
 */
export async function handleStaff(parts: StaffParts, member: Member, incoming: Incoming): Promise<Says | null> {
  const call = (argument: string): Call => ({ ...parts, member, argument, ...sayingIn(parts.config.shop.locale) })
  if (incoming.edited || incoming.forwarded) return null
  if (incoming.kind === 'choice') {
    const token = parseToken(incoming.token)
    return token?.kind === 'staff' ? await obey(call(token.argument ?? ''), token.name) : null
  }
  if (incoming.kind === 'other' && member.replyTo !== null) {
    const found = await parts.tx.case.findUnique({ where: { id: member.replyTo }, select: { id: true, number: true, customerId: true } })
    return found ? await sendFile(call(''), found, incoming) : null
  }
  if (incoming.kind !== 'text') return null
  const [, name, rest = ''] = /^\/([a-zA-Z]+)(?:@\w+)?(?:\s+(.*))?$/s.exec(incoming.text.trim()) ?? []
  if (name) return await obey(call(rest.trim()), name.toLowerCase())
  if (member.replyTo === null) return null
  const found = await parts.tx.case.findUnique({ where: { id: member.replyTo }, select: { id: true, number: true } })
  return found ? await sendReply(call(''), found, incoming.text) : null
}

/** What can be asked for, for who is staff and no customer and wrote something else. */
export function helpFor(locale: Locale, member: Member): Says {
  const { say, label } = sayingIn(locale)
  const buttons = SHORTCUTS.filter(name => COMMANDS.find(command => command.name === name)!.roles.includes(member.role))
  return { ...say('help'), choices: buttons.map(name => ({ token: staffToken(name), label: label('help', name) })) }
}

/** What is wanted most days, as buttons; the rest is listed by /help. */
const SHORTCUTS = ['next', 'cases', 'answers', 'report', 'notices', 'journey', 'progress', 'reach', 'staff']

/** Somebody has just become staff. */
export function welcome(locale: Locale, member: Member): Says {
  const { say } = sayingIn(locale)
  const help = helpFor(locale, member)
  return { ...help, text: `${say('joined', { name: member.name, role: member.role }).text}\n${help.text}` }
}

async function obey(call: Call, name: string): Promise<Says> {
  const { member, tx } = call
  if (name === 'cancel') {
    await tx.staff.update({ where: { id: member.id }, data: { replyTo: null } })
    return call.say('reply-cancelled')
  }
  if (name === 'help') return { text: [call.say('commands').text, ...listedFor(member.role).map(one => call.say(`help-${one}`).text)].join('\n') }
  const command = COMMANDS.find(one => one.name === name)
  if (!command || !command.roles.includes(member.role)) return helpFor(call.locale, member)
  const argument = OWN_WORDS.has(name) ? call.argument.replace(/^#?[\d۰-۹٠-٩]+/, latinDigits) : latinDigits(call.argument)
  await record(call, member.id, name, name === 'case' || name === 'close' ? argument.slice(0, 20) : null)
  return await command.run({ ...call, argument })
}
