/** A year of the demo shop's purchases and of what came of them, so that its figures have something to say. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../../app.ts'
import { DAY } from '../../clock.ts'
import { refreshAudience } from '../../audience/refresh.ts'
import { ordersFromTable } from '../../shop/csv-orders.ts'
import { importOrders } from '../../shop/import-orders.ts'
import { readTable } from '../../shop/read-table.ts'
import { bringLife } from './life.ts'

const FOREVER = new Date('2999-12-31T00:00:00Z')

/** The file of the replay's example, moved by whole weeks to end within the last one. History, as every import; once, however often asked. */
export async function bringPast(app: App): Promise<void> {
  const { store, clock, config } = app
  const file = readFileSync(join(config.scenariosDir, 'demo', 'orders.csv'))
  const { orders } = await ordersFromTable(await readTable(file), { zone: config.shop.zone, currency: 'IRT', now: FOREVER })
  const last = Math.max(...orders.map(order => order.placedAt.getTime()))
  const moved = Math.floor((clock.now().getTime() - last) / (7 * DAY)) * 7 * DAY
  const later = (at: Date) => new Date(at.getTime() + moved)
  const past = orders.map(order => ({ ...order, placedAt: later(order.placedAt), ...(order.deliveredAt ? { deliveredAt: later(order.deliveredAt) } : {}) }))
  await importOrders({ store, clock }, past, { source: 'demo' })
  await bringLife(app)
  await refreshAudience({ sql: store.db.sql, clock }, config.shop.zone)
}
