/** Small shops written out by hand: who bought on which day. */
import { DAY } from '../../src/clock.ts'
import type { Store } from '../../src/store/store.ts'

export const START = new Date('2026-01-01T00:00:00Z')
/** The instant so many days after START. */
export const day = (n: number) => new Date(START.getTime() + n * DAY)

export function writeShop(store: Store) {
  let orders = 0
  return {
    async person(id: string, more: object = {}) {
      await store.db.customer.create({ data: { id, name: id, createdAt: START, ...more } })
    },
    /** Each customer with the days on which they bought, for a million toman each. */
    async people(days: Record<string, number[]>) {
      await store.db.customer.createMany({ data: Object.keys(days).map(id => ({ id, name: id, createdAt: START })) })
      await store.db.order.createMany({ data: Object.entries(days).flatMap(([customerId, bought]) => bought.map(n => row(`o${++orders}`, customerId, day(n)))) })
    },
    async order(customerId: string, at: Date, more: object = {}) {
      return await store.db.order.create({ data: { ...row(`o${++orders}`, customerId, at), ...more } })
    },
  }
}

const row = (externalId: string, customerId: string, at: Date) => ({ externalId, customerId, status: 'paid', placedAt: at, currency: 'IRT', total: 1_000_000n, source: 'test', receivedAt: at, touchedAt: at })
