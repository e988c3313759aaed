/** «اطلاعات من»: what we know of somebody, shown to them, and deleted when they say so. */
import { forgetCustomer } from '../engagement/forget.ts'
import { recordOf } from '../engagement/record.ts'
import { menuToken } from '../engagement/tokens.ts'
import { sayDate } from '../text/dates.ts'
import { label, say, sayText, words, type Known } from './hearing.ts'

const MOST = 500

/** `argument`: null: what can be done; export; delete: asks once more; gone: it is done. */
export async function myData(h: Known, argument: string | null): Promise<boolean> {
  const choice = (name: string, attribute: string) => ({ token: menuToken('data', name), label: label(h, 'my-data', attribute) })
  if (h.address.trust !== 'full') await sayText(h, 'orders-limited')
  else if (argument === null) await say(h, { text: words(h, 'my-data'), choices: [choice('export', 'export'), choice('delete', 'delete')] })
  else if (argument === 'export') await exportData(h)
  else if (argument === 'delete') await say(h, { text: words(h, 'my-data-delete'), choices: [choice('gone', 'yes'), { token: menuToken('menu'), label: label(h, 'my-data', 'no') }] }, { always: true })
  else if (argument === 'gone') {
    await forgetCustomer(h, h.customer.id)
    await h.tx.sql(`UPDATE "inbox" SET "body" = NULL WHERE "id" = $1::bigint`, [h.inboxId])
    // Said to a chat that is nobody's any more.
    await sayText({ ...h, customer: null } as unknown as Known, 'my-data-gone', {}, { always: true })
  } else return false
  return true
}

/** All of it as a file where the chat shows files, and the gist in words everywhere. */
async function exportData(h: Known): Promise<void> {
  const { customer, tx } = h
  const record = await recordOf(tx, customer.id, MOST)
  const { externalId, name, phone, email, city, locale, timeZone, birthday, createdAt, joinedAt } = customer
  const addresses = await tx.address.findMany({ where: { customerId: customer.id }, select: { channel: true, state: true, joinedAt: true } })
  const consents = { transactional: customer.mayTransactional, feedback: customer.mayFeedback, marketing: customer.mayMarketing }
  const text = JSON.stringify({ customer: { externalId, name, phone, email, city, locale, timeZone, birthday, createdAt, joinedAt }, consents, addresses, record }, null, 2)
  const count = (kind: string) => record.filter(entry => entry.kind === kind).length
  await say(h, {
    text: words(h, 'my-data-export', { name: name ?? '—', phone: phone ?? '—', since: sayDate(h.locale, joinedAt ?? createdAt, h.clock.now(), customer.timeZone ?? h.config.shop.zone), orders: count('order'), answers: count('answer'), messages: count('message') }),
    file: { name: 'my-data.json', text },
  }, { always: true })
}
