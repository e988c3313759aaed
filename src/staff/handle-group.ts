/** What the team writes in its group: under the topic of a case the words go to its customer, as they are. */
import type { Chat } from '../engagement/parts.ts'
import { bindGroup, caseOfTopic, readGroup } from '../engagement/staff-group.ts'
import { sayingIn, type Says } from './commands/command.ts'
import { handleStaff, type StaffParts } from './handle-staff.ts'
import { record, type Member } from './members.ts'

/** Commands that mean the case of the topic when no number is given. */
const OF_THE_CASE = new Set(['case', 'claim', 'hand', 'close', 'reopen', 'undo', 'note', 'remind', 'record'])

export async function handleGroup(parts: StaffParts, member: Member, { chat, topic, text }: { chat: Chat; topic: string | null; text: string }): Promise<Says | null> {
  const [, name, rest = ''] = /^\/([a-z]+)(?:@\w+)?(?:\s+(.*))?$/s.exec(text.trim()) ?? []
  if (name === 'group') {
    if (member.role !== 'manager') return null
    await bindGroup(parts, chat)
    await record(parts, member.id, 'group', null)
    return sayingIn(parts.config.shop.locale).say('group-bound')
  }
  const bound = await readGroup(parts)
  if (bound?.chatId !== chat.chatId || bound.channel !== chat.channel) return null
  const caseId = topic && (await caseOfTopic(parts, chat, topic))
  const found = caseId ? await parts.tx.case.findUnique({ where: { id: caseId }, select: { id: true, number: true } }) : null
  // The talk of the team in its general topic is its own; under a case, words are its answer.
  if (!name && !found) return null
  const argument = found && name && OF_THE_CASE.has(name) && !/^#?\d{1,9}(?:\s|$)/.test(rest) ? `${found.number} ${rest}` : rest
  const written = name ? `/${name} ${argument}` : `/reply ${found!.number} ${text}`
  const says = await handleStaff(parts, member, { channel: chat.channel, account: chat.account, key: '', chatId: member.chatId, sender: {}, kind: 'text', text: written.trim() })
  // Buttons are for one's own chat: in a group somebody else might press them.
  return says && { ...says, choices: [] }
}
