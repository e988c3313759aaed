/** «سفارشم کجاست»: the newest order, what is known of it, and nothing that is not. */
import { menuToken } from '../engagement/tokens.ts'
import { discreetOf } from '../shop/discreet.ts'
import { sayDate } from '../text/dates.ts'
import { digits } from '../text/digits.ts'
import { label, menuChoices, say, sayText, words, type Known } from './hearing.ts'

export async function showOrders(h: Known): Promise<void> {
  if (h.address.trust !== 'full') return await sayText(h, 'orders-limited')
  const { tx, customer, locale } = h
  const where = { customerId: customer.id, disowned: false }
  const order = await tx.order.findFirst({ where, orderBy: { placedAt: 'desc' }, include: { items: { orderBy: { position: 'asc' }, take: 1 } } })
  if (!order) return await say(h, { text: words(h, 'orders-none', { onPage: h.chat.channel === 'webchat' ? 'yes' : 'no' }), choices: menuChoices(h).filter(choice => choice.token !== menuToken('orders')) })

  const zone = customer.timeZone ?? h.config.shop.zone
  const day = (at: Date | null) => (at ? sayDate(locale, at, h.clock.now(), zone) : '')
  const known = (at: Date | null) => (at ? 'yes' : 'no')
  const state = order.deliveredAt && !['cancelled', 'refunded'].includes(order.status) ? 'delivered' : order.status
  const status = words(h, `order-status-${state}`, {
    day: day(order.placedAt), shipped: day(order.shippedAt), shippedKnown: known(order.shippedAt), delivered: day(order.deliveredAt), deliveredKnown: known(order.deliveredAt),
  })
  const tracking = state === 'shipped' ? order.trackingCode : null
  const more = (await tx.order.count({ where })) - 1
  const first = order.items[0]
  const isDiscreet = first !== undefined && (await discreetOf(tx, [first.sku])).has(first.sku)
  const text = words(h, 'order', { item: (isDiscreet ? null : first?.name) ?? words(h, 'order-item-unknown'), status, tracking: tracking ?? '', trackingKnown: tracking ? 'yes' : 'no' })
  await say(h, {
    text: more > 0 && !tracking ? `${text}\n${words(h, 'order-more', { count: digits(locale, more) })}` : text,
    choices: ['placed', 'paid', 'shipped'].includes(state) ? [{ token: menuToken('person'), label: label(h, 'order', 'late') }] : [],
    ...(tracking ? { code: { value: tracking, copyLabel: label(h, 'order', 'copy') } } : {}),
  }, { orderId: order.id })
}
