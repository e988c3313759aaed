/** Consent: what a customer agreed to, with its proof, and what that changes about rows already planned. */
import type { Clock } from '../clock.ts'
import { PURPOSES, type Purpose } from '../journeys/schema.ts'
import type { Tx } from '../store/store.ts'
import { dropRows, releaseHeld } from './outbox.ts'

const COLUMN = { transactional: 'mayTransactional', feedback: 'mayFeedback', marketing: 'mayMarketing' } as const

/** Writes the proof, the state as it stands now, and drops or releases what was planned. */
export async function setConsent(
  parts: { tx: Tx; clock: Clock },
  consent: { customerId: string; purposes: readonly Purpose[]; granted: boolean; source: 'link' | 'choice' | 'word' | 'menu' | 'shop'; channel: string | null; words: string | null; at?: Date },
): Promise<void> {
  const { tx, clock } = parts
  const { customerId, purposes, granted, source, channel, words } = consent
  const at = consent.at ?? clock.now()
  await tx.customer.update({
    where: { id: customerId },
    data: { ...Object.fromEntries(purposes.map(purpose => [COLUMN[purpose], granted])), revision: { increment: 1 } },
  })
  await tx.consent.createMany({ data: purposes.map(purpose => ({ customerId, purpose, granted, at, source, channel, words })) })
  const where = { customerId, purpose: { in: [...purposes] }, class: { in: ['flow', 'bulk'] } }
  if (granted) await releaseHeld(parts, where, ['no-consent'])
  else await dropRows(parts, where, 'stopped')
}

/** A stop word: marketing and feedback, on all channels. Order messages stay. */
export async function stopMessages(
  parts: { tx: Tx; clock: Clock },
  stop: { customerId: string; channel: string | null; words: string | null; orderNewsToo?: boolean },
): Promise<void> {
  const purposes = stop.orderNewsToo ? PURPOSES : (['feedback', 'marketing'] as const)
  await setConsent(parts, { customerId: stop.customerId, purposes, granted: false, source: 'word', channel: stop.channel, words: stop.words })
}

/** Opening a personal link agrees to order news and feedback, where nothing else was said before; never to marketing. */
export async function consentByLink(parts: { tx: Tx; clock: Clock }, customerId: string, channel: string): Promise<void> {
  const customer = await parts.tx.customer.findUniqueOrThrow({ where: { id: customerId } })
  const purposes = (['transactional', 'feedback'] as const).filter(purpose => customer[COLUMN[purpose]] === null)
  if (purposes.length > 0) await setConsent(parts, { customerId, purposes, granted: true, source: 'link', channel, words: null })
}
