/** Stop words, and the ways back. */
import { setConsent, stopMessages } from '../engagement/consent.ts'
import { menuToken } from '../engagement/tokens.ts'
import type { Purpose } from '../journeys/schema.ts'
import { label, say, sayText, words, type Known } from './hearing.ts'

/** Marketing and feedback end at once, on all channels. With an order under way, was that one meant? */
export async function stopByWord(h: Known, said: string): Promise<void> {
  await stopMessages(h, { customerId: h.customer.id, channel: h.chat.channel, words: said.slice(0, 200) })
  const order = await orderUnderWay(h)
  const choices = [
    { token: menuToken('stop-all'), label: label(h, 'stop', 'all') },
    { token: menuToken('undo-stop'), label: label(h, 'stop', 'undo') },
    ...(order ? [{ token: menuToken('cancel-order', order.id), label: label(h, 'stop-order', 'cancel') }] : []),
  ]
  await say(h, { text: [words(h, 'stop'), ...(order ? [words(h, 'stop-order')] : [])].join('\n'), choices }, { always: true })
}

/** [خبر سفارش هم نیاد] */
export async function stopEverything(h: Known, said: string): Promise<void> {
  await stopMessages(h, { customerId: h.customer.id, channel: h.chat.channel, words: said, orderNewsToo: true })
  await sayText(h, 'stop-all', {}, { always: true })
}

/** [اشتباه شد، برگردونید]: as it was before the stop. */
export async function undoStop(h: Known, said: string): Promise<void> {
  const { customer, tx } = h
  const before = async (purpose: Purpose) => {
    // The newest word that was no stop word: what held until then.
    const row = await tx.consent.findFirst({ where: { customerId: customer.id, purpose, NOT: { source: 'word', granted: false } }, orderBy: { id: 'desc' } })
    return row?.granted ?? null
  }
  const purposes: Purpose[] = []
  for (const purpose of ['transactional', 'feedback', 'marketing'] as const) if ((await before(purpose)) === true) purposes.push(purpose)
  await restore(h, purposes, said)
  await sayText(h, 'stop-undone')
}

/** A start word: order news and questions again. Offers need a yes of their own. */
export async function startMessages(h: Known, said: string): Promise<void> {
  await restore(h, ['transactional', 'feedback'], said)
  const asks = h.customer.mayMarketing === true ? [] : [
    { token: menuToken('offers', 'yes'), label: label(h, 'offers-question', 'yes') },
    { token: menuToken('offers', 'no'), label: label(h, 'offers-question', 'no') },
  ]
  await say(h, { text: [words(h, 'started'), ...(asks.length > 0 ? [words(h, 'offers-question')] : [])].join('\n'), choices: asks })
}

async function restore(h: Known, purposes: Purpose[], said: string): Promise<void> {
  if (purposes.length === 0) return
  await setConsent(h, { customerId: h.customer.id, purposes, granted: true, source: 'word', channel: h.chat.channel, words: said.slice(0, 200) })
  await reviveStopped(h, purposes)
}

/** What was still to come when the stop dropped it is planned again; what is past stays dropped. */
export async function reviveStopped(h: Known, purposes: Purpose[]): Promise<void> {
  await h.tx.sql(
    `UPDATE "outbox" o SET "state" = 'planned', "reason" = NULL, "nextTryAt" = o."dueAt"
     WHERE o."customerId" = $1 AND o."class" = 'flow' AND o."state" = 'dropped' AND o."reason" = 'stopped' AND o."purpose" = ANY($2::text[])
       AND o."dueAt" > $3::timestamptz
       AND EXISTS (SELECT 1 FROM "enrollments" e WHERE e."id" = o."enrollmentId" AND e."state" = 'active')
       AND NOT EXISTS (SELECT 1 FROM "orders" r WHERE r."id" = o."orderId" AND r."disowned")`,
    [h.customer.id, purposes, h.clock.now().toISOString()],
  )
}

/** An order that could still be called off. */
async function orderUnderWay({ tx, customer }: Known) {
  return await tx.order.findFirst({
    where: { customerId: customer.id, status: { in: ['placed', 'paid', 'shipped'] }, deliveredAt: null, history: false, disowned: false },
    orderBy: { placedAt: 'desc' },
    select: { id: true },
  })
}
