import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { DAY, MINUTE } from '../../src/clock.ts'
import type { Store } from '../../src/store/store.ts'
import { openShop, type Customer, type Shop, type ShopOptions } from '../support/shop.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

/** One store for the file, one shop for each test. */
export function scenes() {
  let store: Store
  let shop: Shop | null = null
  beforeAll(async () => {
    store = await openTestStore()
  })
  beforeEach(() => emptyStore(store))
  afterEach(async () => {
    await shop?.close()
    shop = null
  })
  afterAll(() => store.close())

  return {
    get store() {
      return store
    },
    async open(options: ShopOptions = {}): Promise<Shop> {
      return (shop = await openShop(store, { now: '2026-03-22T10:00:00+03:30', ...options }))
    },
    /** A customer who was just asked whether the order arrived, or, delivered three days ago, how it is. */
    async asked(here: Shop, name = 'سارا', { delivered = false, ...about }: { delivered?: boolean; phone?: string; locale?: 'fa' | 'en'; offers?: boolean | null } = {}): Promise<Customer> {
      const customer = await here.customer(name, about)
      const now = here.clock.now().getTime()
      await customer.buys('running-shoes', { placedAt: new Date(now - 7 * DAY + MINUTE), ...(delivered ? { status: 'delivered', deliveredAt: new Date(now - 3 * DAY).toISOString() } : {}) })
      await here.passes('2m')
      customer.hears(delivered ? /راضی هستید|Happy with/ : /رسید؟|arrived\?/)
      customer.news()
      return customer
    },
  }
}

/** Words wait for the silence that ends a burst. */
export async function writes(shop: Shop, customer: Customer, ...texts: string[]): Promise<string[]> {
  customer.news()
  for (const text of texts) await customer.says(text)
  await shop.passes('15s')
  return customer.news()
}
