/** What the team writes in its group: under the topic of a case the words go to its customer, as they are. */
import { replyInCase, TAKE_BACK_MS } from '../engagement/case-actions.ts'
import type { Chat } from '../engagement/parts.ts'
import { bindGroup, caseOfTopic, readGroup } from '../engagement/staff-group.ts'
import { addToCase, claimCase } from '../support/cases.ts'
import { digits } from '../text/digits.ts'
import { sayingIn, type Says } from './commands/command.ts'
import { handleStaff, type StaffParts } from './handle-staff.ts'
import { record, type Member } from './members.ts'

/** Commands that mean the case of the topic when no number is given. */
const OF_THE_CASE = new Set(['case', 'claim', 'hand', 'close', 'reopen', 'undo', 'note', 'remind', 'record'])

export async function handleGroup(parts: StaffParts, member: Member, { chat, topic, text }: { chat: Chat; topic: string | null; text: string }): Promise<Says | null> {
  const { say, locale } = sayingIn(parts.config.shop.locale)
  const [, name, rest = ''] = /^\/([a-z]+)(?:@\w+)?(?:\s+(.*))?$/s.exec(text.trim()) ?? []
  if (name === 'group') {
    if (member.role !== 'manager') return null
    await bindGroup(parts, chat)
    await record(parts, member.id, 'group', null)
    return say('group-bound')
  }
  const bound = await readGroup(parts)
  if (bound?.chatId !== chat.chatId || bound.channel !== chat.channel) return null
  const caseId = topic && (await caseOfTopic(parts, chat, topic))
  const found = caseId ? await parts.tx.case.findUnique({ where: { id: caseId }, select: { id: true, number: true } }) : null
  if (name) {
    const argument = found && OF_THE_CASE.has(name) && !/^\d/.test(rest) ? `${found.number} ${rest}`.trim() : rest
    const says = await handleStaff(parts, member, { channel: chat.channel, account: chat.account, key: '', chatId: member.chatId, sender: {}, kind: 'text', text: `/${name} ${argument}`.trim() })
    // Buttons are for one's own chat.
    return says && { ...says, choices: [] }
  }
  // The talk of the team in its general topic is its own.
  if (!found) return null
  if (text.startsWith('.')) {
    await addToCase(parts, found.id, { from: 'note', text: text.slice(1).trim(), by: member.name })
    return null
  }
  if (!(await claimCase(parts, found.id, member.id))) return say('case-taken', { case: digits(locale, found.number), name: '—' })
  const result = await replyInCase(parts, found.id, { text, by: member.name, afterMs: TAKE_BACK_MS })
  if (result === 'done') await record(parts, member.id, 'reply', String(found.number))
  return result === 'done' ? say('group-sent', { case: digits(locale, found.number) }) : say('case-closed', { case: digits(locale, found.number) })
}
