/** Staff who are logged in, and customers who buy: what every test of the dashboard begins with. */
import { takeOrder } from '../../src/engagement/take-order.ts'
import { orderInput } from '../../src/shop/order-input.ts'
import { loginLink } from '../../src/staff/login.ts'
import type { Store } from '../../src/store/store.ts'
import type { Site } from './site.ts'

export async function login(site: Site, store: Store, role: 'manager' | 'support') {
  const { id } = await store.db.staff.create({ data: { name: role === 'manager' ? 'نگار' : 'سینا', role, channel: 'webchat', account: 'web', chatId: role, joinedAt: site.clock.now() } })
  const token = await store.transaction(tx => loginLink({ tx, clock: site.clock }, id))
  const entered = await site.server.request(`/login/${token}`, { method: 'POST' })
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
  const get = async (path: string, more = '') => {
    const answer = await site.get(`/dashboard${path}`, { cookie: `${cookie}; ${more}` })
    return { status: answer.status, text: await answer.text() }
  }
  return {
    get,
    async post(path: string, fields: Record<string, string>, from = path.split('/').slice(0, 3).join('/')) {
      const seal = /name="seal" value="([^"]+)"/.exec((await get(from)).text)?.[1] ?? ''
      const body = new URLSearchParams({ seal, ...fields })
      return await site.server.request(`/dashboard${path}`, { method: 'POST', body, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' } })
    },
    leave: () => site.server.request('/login/out', { method: 'POST', headers: { cookie } }),
  }
}

export async function buys(site: Site, store: Store, name: string, externalId: string, placedAt: string, total = 2_500_000) {
  const input = orderInput.parse({
    externalId, customer: { externalId: `c-${name}`, name, phone: '09121234567' }, status: 'delivered', placedAt, deliveredAt: placedAt, currency: 'IRT',
    items: [{ sku: 'shoe', name: 'کفش دویدن <b>', quantity: 1, unitPrice: total }], total,
  })
  return await store.transaction(tx => takeOrder({ ...site.app, tx }, input, { source: 'api' }))
}
