/** A text comes in: choices, commands, stop and safety words are acted on at once; free text is kept at once and answered after a silence. */
import { actOn } from './act.ts'
import { joinBurst, dropBurst, waitingBurst } from './burst.ts'
import { typedOrder, typedPhone } from './contact.ts'
import type { Known } from './hearing.ts'
import { keepInCase } from './case.ts'
import { belongsToCase, keepWords } from './keep-words.ts'
import { whatIsOpen } from './open.ts'
import { isImmediate, isTalk, isUrgent, understand } from './understand.ts'

export async function handleText(h: Known, text: string): Promise<void> {
  if ((await typedPhone(h, text)) || (await typedOrder(h, text))) return
  const open = await whatIsOpen(h)
  const meaning = understand(text, open.lists)
  const { caseRow } = open
  // A person has begun to answer, and needs no machine in between.
  if (caseRow?.repliedAt && belongsToCase(open) && isTalk(meaning)) return await keepInCase(h, caseRow.id, text)
  const burst = await waitingBurst(h)
  if (isUrgent(meaning) || (isImmediate(meaning) && !burst)) {
    // What was being said before belongs to what made it urgent.
    const before = burst ? await dropBurst(h, burst) : []
    if (meaning.means === 'safety') return await actOn(h, meaning, { text: [...before, text].join('\n'), open, kept: false })
    return await actOn(h, meaning, { text, open, kept: false })
  }
  // A nod, a face: no answer is expected, and no burst begins with it.
  if (!burst && (meaning.means === 'nothing' || meaning.means === 'emoji')) return
  if (!['greeting', 'thanks', 'nothing', 'emoji'].includes(meaning.means)) await keepWords(h, text, open)
  await joinBurst(h, burst)
}
