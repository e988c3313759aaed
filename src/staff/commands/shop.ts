/** What managers enter and look at for the shop as a whole: a purchase by hand, and how many can be reached. */
import { takeOrder } from '../../engagement/take-order.ts'
import { normalisePhone } from '../../shop/phone.ts'
import { orderInput } from '../../shop/order-input.ts'
import { digits, latinDigits, percent } from '../../text/digits.ts'
import { MANAGERS, type Call, type Command, type Says } from './command.ts'

export const saleCommand: Command = { name: 'sale', roles: MANAGERS, run: enterSale }
export const reachCommand: Command = { name: 'reach', roles: MANAGERS, run: reach }

/** `/sale 09121234567 2500000 running shoes | Sara`: phone, toman, what, and whom. */
async function enterSale(call: Call): Promise<Says> {
  const [, written, amount, rest] = /^(\+?\d[\d\s-]{7,18}?)\s+([\d,،٬]{4,15})\s+(.+)$/s.exec(latinDigits(call.argument)) ?? []
  const phone = written ? normalisePhone(written) : null
  if (!phone || !amount || !rest) return call.say('sale-how')
  const [item = '', name = ''] = rest.split('|').map(part => part.trim())
  const now = call.clock.now()
  const { currency } = call.config.shop
  const total = Number(amount.replace(/\D/g, ''))
  const toman = currency === 'IRR' ? Math.floor(total / 10) : total
  const parsed = orderInput.safeParse({
    externalId: `hand-${now.getTime().toString(36)}-${phone.slice(-4)}`, status: 'paid', placedAt: now.toISOString(), currency, total,
    items: [{ sku: item.slice(0, 60), name: item, quantity: 1, unitPrice: total }], customer: { phone, ...(name ? { name } : {}) },
  })
  if (!parsed.success) return call.say('sale-how')
  const { payload, short } = await takeOrder(call, parsed.data, { source: `staff ${call.member.name}` })
  return call.say('sale', { item, toman: digits(call.locale, toman.toLocaleString('en')), link: `${call.publicUrl}/j/${short}`, payload })
}

/** Of all customers, how many can be written to; by channel, by door, by what they agreed to (S77). */
async function reach(call: Call): Promise<Says> {
  const [all] = await call.tx.sql<{ customers: number; reachable: number; feedback: number; marketing: number }>(
    `SELECT count(*)::int AS "customers", count(*) FILTER (WHERE r."ok")::int AS "reachable", count(*) FILTER (WHERE r."ok" AND c."mayFeedback")::int AS "feedback",
       count(*) FILTER (WHERE r."ok" AND c."mayMarketing")::int AS "marketing"
     FROM "customers" c CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM "addresses" a WHERE a."customerId" = c."id" AND a."state" = 'ok') AS "ok") r`,
  )
  const groups = (column: 'channel' | 'source') =>
    call.tx.sql<{ name: string | null; n: number }>(`SELECT "${column}" AS "name", count(DISTINCT "customerId")::int AS "n" FROM "addresses" WHERE "state" = 'ok' GROUP BY 1 ORDER BY 2 DESC LIMIT 8`)
  const number = (value: number) => digits(call.locale, value)
  const list = (rows: { name: string | null; n: number }[]) => rows.map(({ name, n }) => `${name ?? '—'} ${number(n)}`).join(' · ') || '—'
  const { customers, reachable, feedback, marketing } = all!
  return call.say('reach', {
    customers: number(customers), reachable: number(reachable), share: customers === 0 ? '—' : percent(call.locale, Math.round((reachable / customers) * 100)),
    feedback: number(feedback), marketing: number(marketing), channels: list(await groups('channel')), doors: list(await groups('source')),
  })
}
