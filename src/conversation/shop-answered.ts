/** Somebody of the shop answered on the phone that the number lives on: the bot is silent there, and the record shows it. */
import type { App } from '../app.ts'
import { findChat } from '../engagement/addresses.ts'
import { caseIsAnswered } from '../engagement/case-actions.ts'
import { policyOn, readControls } from '../engagement/controls.ts'
import { holdSelling } from '../engagement/outbox.ts'
import { lockCustomer } from '../store/lock-customer.ts'
import type { Tx } from '../store/store.ts'
import { wantMedia } from '../support/media.ts'
import { addToCase, openCase } from '../support/cases.ts'
import { mediaOf } from './media.ts'
import type { InboxRow } from './hearing.ts'

export const ANSWERED_ON_THE_PHONE = 'answered on the phone'

export async function shopAnswered({ clock, scenarios, config }: App, tx: Tx, { body }: InboxRow): Promise<void> {
  const { channel, account, chatId } = body
  const text = body.kind === 'text' ? body.text : body.kind === 'other' ? (body.caption ?? null) : null
  const media = mediaOf(body)
  const found = await findChat(tx, { channel, account, chatId })
  // A cousin, a supplier: none of our business.
  if (!found || (text === null && media.length === 0)) return
  await lockCustomer(tx, found.customer.id)
  await wantMedia({ tx, clock }, body, found.customer.id)
  const open = await tx.case.findFirst({ where: { customerId: found.customer.id, state: 'open' }, orderBy: { number: 'desc' } })
  const about = open ?? (await openCase({ tx, clock, policy: policyOn(scenarios.policy, await readControls(tx)), zone: config.shop.zone }, { customerId: found.customer.id, orderId: null, kind: 'question', reason: ANSWERED_ON_THE_PHONE }))
  await holdSelling({ tx }, { customerId: found.customer.id }, 'open-case')
  await addToCase({ tx, clock }, about.id, { from: 'support', text, media })
  await caseIsAnswered({ tx, clock }, about.id)
}
