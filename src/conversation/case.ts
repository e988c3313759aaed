/** A case is opened or found again: a number, a named person, a true time. Selling waits until it is closed. */
import { alertStaff } from '../engagement/alert-staff.ts'
import { policyOn, readControls } from '../engagement/controls.ts'
import { dropRows, holdSelling } from '../engagement/outbox.ts'
import { addToCase, openCase, type CaseKind } from '../support/cases.ts'
import type { Case } from '../store/store.ts'
import { sayTime } from '../text/dates.ts'
import { digits } from '../text/digits.ts'
import type { TextArguments } from '../text/fluent.ts'
import type { Media } from '../feedback/answers.ts'
import { caseKindIn } from './case-kind.ts'
import { landed } from './landed.ts'
import type { Known } from './hearing.ts'

export type Reason = {
  kind: CaseKind
  urgent?: boolean
  orderId?: string | null
  /** For support: what made it open. */
  reason: string
  /** What the customer said, word for word. */
  text?: string | null
  media?: readonly Media[]
}

/** Opens it (or finds the open one of this order), keeps what was said in it, and holds what was to be sold. */
export async function openCaseFor(h: Known, { kind, urgent = false, orderId, reason, text = null, media = [] }: Reason): Promise<Case & { reused: boolean }> {
  const about = text && (kind === 'complaint' || kind === 'question') ? (caseKindIn(text) ?? kind) : kind
  const opened = await openCase({ ...h, policy: policyOn(h.scenarios.policy, await readControls(h.tx)), zone: h.config.shop.zone }, {
    customerId: h.customer.id, orderId: orderId === undefined ? await newestOrderId(h) : orderId, kind: about, urgent, reason,
  })
  await holdSelling(h, { customerId: h.customer.id }, 'open-case')
  if (!opened.reused) await alertStaff(h, { key: `case/${opened.id}`, caseId: opened.id, text: 'staff-case-opened', words: text ?? opened.reason })
  // What opened the case is told with it.
  if (text || media.length > 0) await keepInCase(h, opened.id, text, media, { tell: opened.reused })
  return opened
}

export async function keepInCase(h: Known, caseId: string, text: string | null, media: readonly Media[] = [], { tell = true } = {}): Promise<void> {
  const entry = await addToCase(h, caseId, { from: 'customer', text, media })
  const words = [text ?? '', ...media.map(one => `[${one.kind}]`)].filter(Boolean).join(' ')
  if (tell) await alertStaff(h, { key: `case-entry/${entry.id}`, caseId, text: 'staff-case-words', words })
  await landed(h, { entryId: String(entry.id) })
}

/** Arguments of the texts that speak of a case. */
export function caseArguments(h: Known, { number, answerBy }: Pick<Case, 'number' | 'answerBy'>): TextArguments {
  return { case: digits(h.locale, number), time: sayTime(h.locale, answerBy, h.clock.now(), h.customer.timeZone ?? h.config.shop.zone) }
}

/** Nobody is asked how satisfied they are while something is badly wrong. `everything`: nothing planned is asked or sold any more either. */
export async function endSurveys(h: Known, everything = false): Promise<void> {
  const mine = { customerId: h.customer.id }
  await dropRows(h, { ...mine, role: { in: ['reminder', 're-ask'] } }, 'answered')
  await h.tx.question.updateMany({ where: { ...mine, state: 'open' }, data: { state: 'closed', closedAt: h.clock.now() } })
  if (!everything) return
  await dropRows(h, { ...mine, class: { in: ['flow', 'bulk'] }, purpose: { in: ['feedback', 'marketing'] } }, 'stopped')
  // For good: no start word brings it back.
  await h.tx.enrollment.updateMany({ where: { ...mine, state: 'active' }, data: { state: 'stopped', stopReason: 'safety', endedAt: h.clock.now() } })
}

/** The order that somebody most likely speaks of. */
export async function newestOrderId({ tx, customer }: Known): Promise<string | null> {
  const order = await tx.order.findFirst({ where: { customerId: customer.id, disowned: false }, orderBy: { placedAt: 'desc' }, select: { id: true } })
  return order?.id ?? null
}
