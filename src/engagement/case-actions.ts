/** What support does with a case, and what that sets free. */
import type { App } from '../app.ts'
import { DAY, SECOND, type Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { workingTimeAfter } from '../journeys/local-time.ts'
import type { Tx } from '../store/store.ts'
import { addToCase, claimCase, closeCase, reopenCase } from '../support/cases.ts'
import { digits } from '../text/digits.ts'
import { product } from '../text/fluent.ts'
import { alertStaff } from './alert-staff.ts'
import { policyOn, readControls } from './controls.ts'
import { dropRows, holdSelling, queueStaff, releaseHeld } from './outbox.ts'
import type { Parts as AllParts } from './parts.ts'
import { begin } from './enroll.ts'
import { localeOf } from './subject.ts'
import { menuToken } from './tokens.ts'

type Parts = { tx: Tx; clock: Clock; config: Pick<Config, 'shop'> }
type Ending = 'done' | 'not-found' | 'closed'

/** So long a reply from a chat can be taken back. */
const TAKE_BACK_MS = 10 * SECOND
/** So long after closing the customer is asked whether it is solved. */
const CLOSING_GRACE_MS = 2 * DAY

/** A person answers: the words go to the customer as they are, on the channel last used. `by`: who wrote it. */
export async function replyToCase(app: App, caseId: string, text: string, by: string): Promise<Ending> {
  const result = await app.store.transaction(tx => replyInCase({ ...app, tx }, caseId, { text, by }))
  if (result === 'done') app.wakeLoop()
  app.log.info({ caseId, by, result }, 'reply to a case')
  return result
}

type Reply = { text: string; by: string; afterMs?: number; media?: readonly { kind: string; ref?: string | undefined }[]; file?: { url: string; isPhoto: boolean } }

/** The same inside a transaction that is under way. `afterMs`: until then it can be taken back. */
export async function replyInCase({ tx, clock, config }: Parts, caseId: string, { text, by, afterMs = 0, media = [], file }: Reply): Promise<Ending> {
  const found = await tx.case.findUnique({ where: { id: caseId }, include: { customer: true } })
  if (!found) return 'not-found'
  if (found.state !== 'open') return 'closed'
  const entry = await addToCase({ tx, clock }, caseId, { from: 'support', text: text || null, media, by })
  await caseIsAnswered({ tx, clock }, caseId)
  await queueStaff({ tx, clock }, {
    key: `case/${caseId}/${entry.id}`, customerId: found.customerId, orderId: found.orderId, afterMs,
    outgoing: {
      text: text || product.format(localeOf(found.customer, config), 'support-file'), locale: localeOf(found.customer, config),
      ...(file ? { links: [{ url: file.url, label: product.label(localeOf(found.customer, config), 'support-file', 'open') }], ...(file.isPhoto ? { image: file.url } : {}) } : {}),
    },
  })
  return 'done'
}

/** Who of staff does it. */
export type Staffer = { id: string; name: string }

/** Whoever answers has the case, however the words came; for ten seconds they can be taken back. 'taken': a colleague has it. */
export async function answerCase(parts: Parts, caseId: string, by: Staffer, reply: Omit<Reply, 'by' | 'afterMs'>): Promise<Ending | 'taken'> {
  if (!(await claimCase(parts, caseId, by.id)) && (await parts.tx.case.count({ where: { id: caseId, state: 'open' } })) > 0) return 'taken'
  return await replyInCase(parts, caseId, { ...reply, by: by.name, afterMs: TAKE_BACK_MS })
}

/** Back into the queue, for whoever comes next. */
export async function handBack(parts: Parts, caseId: string): Promise<void> {
  const { reason } = await parts.tx.case.update({ where: { id: caseId }, data: { claimedBy: null, claimedAt: null } })
  await alertStaff(parts, { key: `case-handed/${caseId}/${parts.clock.now().toISOString()}`, caseId, text: 'staff-case-opened', words: reason })
}

/** The newest reply in a case, if it has not gone yet, never goes. false: too late. */
export async function takeReplyBack({ tx }: Pick<Parts, 'tx'>, caseId: string): Promise<boolean> {
  const entry = await tx.caseEntry.findFirst({ where: { caseId, from: 'support' }, orderBy: { id: 'desc' } })
  if (!entry || (await dropRows({ tx }, { key: `staff/case/${caseId}/${entry.id}` }, 'discarded')) === 0) return false
  await tx.caseEntry.update({ where: { id: entry.id }, data: { from: 'note' } })
  const others = await tx.caseEntry.count({ where: { caseId, from: 'support' } })
  if (others === 0) await tx.case.update({ where: { id: caseId }, data: { repliedAt: null } })
  return true
}

/** The promise is kept: nobody need be told that its time has passed. */
export async function caseIsAnswered({ tx, clock }: Pick<Parts, 'tx' | 'clock'>, caseId: string): Promise<void> {
  await tx.pledge.updateMany({ where: { key: { startsWith: `case/${caseId}/` }, state: 'open' }, data: { state: 'kept', endedAt: clock.now() } })
  await dropRows({ tx }, { key: { startsWith: `staff/late/${caseId}/` } }, 'answered')
}

/** Closes a case; what waited for it goes on, its grace counted from now. Sends nothing. */
export async function closeCaseAndResume(app: App, caseId: string, by: string): Promise<Ending> {
  const result = await app.store.transaction(tx => closeAndResume({ ...app, tx }, caseId, by))
  if (result === 'done') app.wakeLoop()
  return result
}

/** The same inside a transaction that is under way. */
export async function closeAndResume(parts: AllParts, caseId: string, by: string): Promise<Ending> {
  const { tx, clock } = parts
  const exists = await tx.case.findUnique({ where: { id: caseId }, select: { id: true } })
  if (!exists) return 'not-found'
  const closed = await closeCase({ tx, clock }, caseId, by)
  if (!closed) return 'closed'
  await caseIsAnswered({ tx, clock }, caseId)
  // The second "not yet" opened it, and with it the waiting for arrival ends.
  if (closed.kind === 'delivery' && closed.orderId)
    await tx.question.updateMany({ where: { orderId: closed.orderId, question: 'arrived', state: 'open', answer: { value: 'not-yet' } }, data: { state: 'closed', closedAt: clock.now() } })
  await resumeSelling({ tx, clock }, closed.customerId)
  // Only where a person helped is there a help to be asked about.
  if (closed.repliedAt && by !== 'silence') await begin(parts, 'case-closed', { customerId: closed.customerId, subject: caseId, anchorAt: clock.now() })
  return 'done'
}

/** A person closes it, and whoever was helped is asked whether it is solved. */
export async function closeByHand(parts: AllParts, caseId: string, by: Staffer): Promise<Ending> {
  const result = await closeAndResume(parts, caseId, by.name)
  if (result === 'done') await askIfSolved(parts, caseId)
  return result
}

/** A person opens it again; what was to be asked about its end is not asked. */
export async function reopenByHand(parts: AllParts, caseId: string) {
  const again = await reopen(parts, caseId)
  if (again) await dropRows(parts, { key: { startsWith: `closing/${caseId}/` } }, 'discarded')
  return again
}

/** A person who answered asks, when closing, whether it is solved (S42): a row that obeys quiet hours and wishes, and counts nowhere. */
async function askIfSolved({ tx, clock, config }: Parts, caseId: string): Promise<void> {
  const found = await tx.case.findUniqueOrThrow({ where: { id: caseId }, include: { customer: true } })
  if (!found.repliedAt || found.customer.mayFeedback === false) return
  const locale = localeOf(found.customer, config)
  const number = String(found.number)
  const now = clock.now()
  const times = await tx.outboxMessage.count({ where: { key: { startsWith: `closing/${caseId}/` } } })
  await tx.outboxMessage.create({
    data: {
      key: `closing/${caseId}/${times}`, class: 'flow', step: 'closing-question', customerId: found.customerId, orderId: found.orderId, purpose: 'transactional', uncounted: true,
      content: {
        text: product.format(locale, 'case-solved', { case: digits(locale, found.number) }), locale,
        choices: ['yes', 'no'].map(answer => ({ token: menuToken('solved', `${number}-${answer}`), label: product.label(locale, 'case-solved', answer) })),
      },
      dueAt: now, nextTryAt: now, graceFrom: now, graceMs: CLOSING_GRACE_MS,
    },
  })
}

/** Not solved after all: open again under its number, with a new promise. null: there is no such closed case of this customer. */
export async function reopen(parts: AllParts, caseId: string) {
  const { tx, clock, scenarios, config } = parts
  const policy = policyOn(scenarios.policy, await readControls(tx))
  const again = await reopenCase({ tx, clock }, caseId, workingTimeAfter(policy, clock.now(), policy.answerWithinMs, config.shop.zone))
  if (again) await holdSelling({ tx }, { customerId: again.customerId }, 'open-case')
  return again
}

/** Selling goes on when no case of the customer is open any more. */
export async function resumeSelling(parts: { tx: Tx; clock: Clock }, customerId: string): Promise<void> {
  const open = await parts.tx.case.count({ where: { customerId, state: 'open' } })
  if (open > 0) return
  await releaseHeld(parts, { customerId }, ['open-case', 'not-arrived'], true)
}
