/** Photo and voice are evidence: kept as { kind, ref }, and acknowledged. */
import type { Incoming } from '../channel.ts'
import type { Media } from '../feedback/answers.ts'
import { MINUTE } from '../clock.ts'
import { takeAnswer } from '../engagement/react.ts'
import { wantMedia } from '../support/media.ts'
import { actOn } from './act.ts'
import { keepInCase, openCaseFor } from './case.ts'
import { menuChoices, say, saidLately, words, type Known } from './hearing.ts'
import { belongsToCase, keepWords } from './keep-words.ts'
import { whatIsOpen } from './open.ts'
import { understand } from './understand.ts'

const ACKNOWLEDGED = { voice: 'voice-received', photo: 'photo-received' } as Record<string, string>

/** Evidence as it is kept; stickers and kinds that nobody knows are none. */
export function mediaOf(incoming: Incoming): Media[] {
  if (incoming.kind !== 'other' || incoming.what === 'sticker' || incoming.what === 'unknown') return []
  return [{ kind: incoming.what, ...(incoming.ref === undefined ? {} : { ref: incoming.ref }) }]
}

export async function handleMedia(h: Known, incoming: Incoming): Promise<void> {
  if (incoming.kind !== 'other' || incoming.what === 'sticker') return
  const { what, caption = null } = incoming
  if (what === 'unknown') return await say(h, { text: words(h, 'unclear'), choices: menuChoices(h) })
  const media = mediaOf(incoming)
  await wantMedia(h, incoming, h.customer.id)
  const open = await whatIsOpen(h)
  const meaning = caption ? understand(caption, []) : null
  if (meaning?.means === 'stop') return await actOn(h, meaning, { text: caption!, open, kept: false })

  const serious = meaning?.means === 'anger' || meaning?.means === 'safety'
  if (!serious && open.question?.takesWords && open.question.fresh && !belongsToCase(open)) {
    await keepWords(h, caption, open, media)
    const cause = { to: h.chat, inboxId: h.inboxId, causedAt: h.at, from: h.replies }
    const { replies } = await takeAnswer(h, { ...cause, questionId: open.question.row.id, value: null, words: null })
    h.replies += replies
    return
  }
  const kept = await keepWords(h, caption, open, media)
  if (serious) {
    // The picture belongs into the case as well, wherever the words stand.
    await actOn(h, meaning!, { text: caption!, open, kept })
    const opened = await h.tx.case.findFirst({ where: { customerId: h.customer.id, state: 'open' }, orderBy: { number: 'desc' } })
    if (opened && kept !== 'case') await keepInCase(h, opened.id, null, media)
    return
  }
  // "My colleague looks at it" is a promise: somebody has to be told.
  if (kept !== 'case') await openCaseFor(h, { kind: 'question', reason: `sent a ${what}`, ...(open.question?.fresh ? { orderId: open.question.row.orderId } : {}), text: caption, media })
  else if (open.caseRow?.repliedAt) return
  const text = words(h, ACKNOWLEDGED[what] ?? 'media-received')
  // An album comes as many messages, and is acknowledged once.
  if (await saidLately(h, text, MINUTE)) return
  await say(h, { text }, { always: true })
}
