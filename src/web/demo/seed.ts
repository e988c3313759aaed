import { randomBytes } from 'node:crypto'
import type { App } from '../../app.ts'
import type { Locale } from '../../channel.ts'
import { takeOrder } from '../../engagement/take-order.ts'
import { changeControls } from '../../engagement/controls.ts'
import { checkCode } from '../../offers/redeem.ts'
import { setLoyalty } from '../../loyalty/settings.ts'
import type { OrderInput } from '../../shop/order-input.ts'
import type { Tx } from '../../store/store.ts'

/** The customer and order that the demo's page is about now; earlier ones stay, cancelled. */
export type Demo = { orderId: string; customerId: string; externalId: string; locale: Locale }

const KEY = 'demo'
const SECOND_PRICE = 1_890_000
const PEOPLE = {
  fa: { name: 'سارا', item: 'کفش دویدن', second: 'بادگیر دویدن', shop: 'دوان', agent: 'نگار' },
  en: { name: 'Sara', item: 'running shoes', second: 'running jacket', shop: 'Davan', agent: 'Negar' },
} as const

export async function currentDemo({ store }: Pick<App, 'store'>): Promise<Demo | null> {
  const row = await store.db.setting.findUnique({ where: { key: KEY } })
  return (row?.value as Demo | undefined) ?? null
}

/** Sara buys running shoes. What an earlier run still had planned is cancelled, so that the clock walks for her alone. */
export async function startDemo(app: App, locale: Locale): Promise<Demo> {
  dressShop(app.config, locale)
  const demo = await app.store.transaction(async tx => {
    const parts = { tx, clock: app.clock, scenarios: app.scenarios, config: app.config }
    // What a manager would have read and switched on: codes, and points at a toman each.
    await changeControls(tx, () => ({ offersOn: true }))
    await setLoyalty(tx, { on: true, worth: 1000 })
    const old = (await tx.setting.findUnique({ where: { key: KEY } }))?.value as Demo | undefined
    if (old) {
      for (const externalId of [old.externalId, `${old.externalId}-2`])
        if (await tx.order.findUnique({ where: { externalId }, select: { id: true } })) await takeOrder(parts, { ...order(old.externalId, old.locale, 'cancelled', app.clock.now()), externalId }, { source: 'demo' })
      await tx.case.updateMany({ where: { customerId: old.customerId, state: 'open' }, data: { state: 'closed', closedAt: app.clock.now(), closedBy: 'demo' } })
    }
    await tx.sql(`SELECT setval(pg_get_serial_sequence('cases', 'number'), 216)::text WHERE NOT EXISTS (SELECT 1 FROM cases)`)
    const externalId = `demo-${randomBytes(5).toString('hex')}`
    const taken = await takeOrder(parts, order(externalId, locale, 'shipped', app.clock.now()), { source: 'demo' })
    const demo: Demo = { orderId: taken.id, customerId: taken.customerId, externalId, locale }
    await remember(tx, demo)
    return demo
  })
  app.wakeLoop()
  return demo
}

/** The customer comes back with the code of day 30: an order like any other, which carries it. false: there is no code, or it was used. */
export async function buyAgain(app: App, demo: Demo): Promise<boolean> {
  const bought = await app.store.transaction(async tx => {
    const parts = { tx, clock: app.clock, scenarios: app.scenarios, config: app.config }
    const coupon = await tx.coupon.findFirst({ where: { customerId: demo.customerId, state: 'granted', key: { endsWith: '/day-30' } }, orderBy: { grantedAt: 'desc' } })
    const externalId = `${demo.externalId}-2`
    const found = coupon && (await checkCode(parts, coupon.code, { orderExternalId: externalId, total: BigInt(SECOND_PRICE), mostPercent: 100, customerId: demo.customerId }))
    if (!coupon || !found?.ok) return false
    const discount = Number(found.discount)
    const { name, second } = PEOPLE[demo.locale]
    const now = app.clock.now()
    await takeOrder(parts, {
      externalId, customer: { externalId: demo.externalId, name, locale: demo.locale }, status: 'paid', placedAt: now, currency: 'IRT', coupons: [coupon.code], discount, total: SECOND_PRICE - discount,
      items: [{ sku: 'JACKET-M', name: second, category: 'jackets', quantity: 1, unitPrice: SECOND_PRICE }],
    }, { source: 'demo' })
    return true
  })
  app.wakeLoop()
  return bought
}

/** From here on everybody speaks the other language; what was said stays as it was. */
export async function speak(app: App, demo: Demo, locale: Locale): Promise<void> {
  dressShop(app.config, locale)
  const { name, item } = PEOPLE[locale]
  await app.store.transaction(async tx => {
    await tx.customer.update({ where: { id: demo.customerId }, data: { locale, name } })
    await tx.orderItem.updateMany({ where: { orderId: demo.orderId }, data: { name: item } })
    await remember(tx, { ...demo, locale })
  })
}

/** A shop without a name of its own gets one that reads well in the page's language. */
export function dressShop(config: App['config'], locale: Locale): void {
  const ours: string[] = ['فروشگاه ما', ...Object.values(PEOPLE).map(({ shop }) => shop)]
  if (ours.includes(config.shop.name)) config.shop.name = PEOPLE[locale].shop
  const agents: string[] = ['', ...Object.values(PEOPLE).map(({ agent }) => agent)]
  if (agents.includes(config.shop.agent)) config.shop.agent = PEOPLE[locale].agent
}

async function remember(tx: Tx, demo: Demo) {
  await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value: demo }, update: { value: demo } })
}

function order(externalId: string, locale: Locale, status: 'shipped' | 'cancelled', now: Date): OrderInput {
  const { name, item } = PEOPLE[locale]
  const price = 2_480_000
  return {
    externalId,
    customer: { externalId, name, locale },
    status,
    placedAt: now,
    ...(status === 'shipped' && { shippedAt: now }),
    trackingCode: '219840051200087344120114',
    currency: 'IRT',
    items: [{ sku: 'RUN-41', name: item, category: 'running-shoes', quantity: 1, unitPrice: price }],
    total: price,
  }
}
