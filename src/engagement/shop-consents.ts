import type { CustomerInput } from '../shop/order-input.ts'
import { setConsent } from './consent.ts'
import type { Parts } from './parts.ts'

/**
 * What a customer agreed to in the shop, kept with its proof. It answers only what the customer was never asked here: no order
 * brings back what a stop word switched off.
 */
export async function recordShopConsents(
  parts: Parts,
  customerId: string,
  consents: NonNullable<CustomerInput['consents']>,
): Promise<void> {
  const customer = await parts.tx.customer.findUniqueOrThrow({ where: { id: customerId } })
  const now = { transactional: customer.mayTransactional, feedback: customer.mayFeedback, marketing: customer.mayMarketing }
  const unasked = new Set(consents.filter(({ purpose }) => now[purpose] === null).map(({ purpose }) => purpose))
  for (const purpose of unasked) {
    const said = consents.filter(consent => consent.purpose === purpose).reduce((last, consent) => (consent.at > last.at ? consent : last))
    await setConsent(parts, {
      customerId,
      purposes: [purpose],
      granted: true,
      source: 'shop',
      channel: said.source,
      words: said.words,
      at: said.at,
    })
  }
}
