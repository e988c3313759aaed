/** Makes our codes in the shop's system, and ends them there when they end here. Never inside a transaction: the row says what is to be done. */
import type { App } from '../app.ts'
import { HOUR, MINUTE, SECOND } from '../clock.ts'
import { showCode } from '../offers/code.ts'
import { declareCouponSystems, type CouponSystem } from '../offers/shop-coupons.ts'
import { asking, refusalOf, type Ask } from '../shop/ask.ts'
import { shopifyDiscount, wooCoupon, type ShopCode } from '../shop/coupon-body.ts'
import { shopifyApi } from '../shop/shopify/api.ts'
import { wooApi } from '../shop/woocommerce/api.ts'

const WAITS = [10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR]
const BATCH = 50

type Syncer = Pick<App, 'store' | 'config' | 'log'>
type Row = { couponId: string; system: CouponSystem; state: 'wanted' | 'ending'; externalId: string | null; attempts: number }
/** What the shop calls it; null: it is there, and its name is not known. */
type Till = { make(code: ShopCode & { sku: string | null }): Promise<string | null>; end(code: string, externalId: string | null): Promise<void> }

/** At start, so that codes are wanted there from now on. */
export async function declareTills({ store, config }: Pick<App, 'store' | 'config'>): Promise<void> {
  await declareCouponSystems(store, [...(config.woocommerce?.api ? (['woocommerce'] as const) : []), ...(config.shopify?.api ? (['shopify'] as const) : [])])
}

/** Does what is due. Made twice is made once: a code that the shop has already counts as made. Returns how many changed. */
export async function syncCoupons(app: Syncer, send: typeof fetch = fetch): Promise<number> {
  const { sql } = app.store.db
  // What ended before it was made need not be made; what ended after it was made is ended there as well.
  await sql(
    `UPDATE "shop_coupons" s SET "state" = CASE WHEN s."state" = 'made' THEN 'ending' ELSE 'gone' END, "attempts" = 0, "nextTryMachineAt" = now()
     FROM "coupons" c WHERE c."id" = s."couponId" AND c."state" IN ('expired', 'cancelled') AND s."state" IN ('made', 'wanted') AND (s."leaseUntil" IS NULL OR s."leaseUntil" < now())`,
  )
  const tills = tillsOf(app, asking(send))
  let changed = 0
  for (let rows = await claim(app); rows.length > 0; rows = rows.length === BATCH ? await claim(app) : []) {
    for (const row of rows) if (await syncOne(app, row, await tills(row.system))) changed += 1
  }
  return changed
}

async function claim({ store }: Syncer): Promise<Row[]> {
  return await store.db.sql<Row>(
    `UPDATE "shop_coupons" s SET "leaseUntil" = now() + interval '3 minutes', "attempts" = "attempts" + 1 WHERE ("couponId", "system") IN (
       SELECT "couponId", "system" FROM "shop_coupons" WHERE "state" IN ('wanted', 'ending') AND "nextTryMachineAt" <= now() AND ("leaseUntil" IS NULL OR "leaseUntil" < now())
       ORDER BY "nextTryMachineAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
     RETURNING "couponId", "system", "state", "externalId", "attempts"`,
  )
}

async function syncOne({ store, log }: Syncer, row: Row, till: Till | null): Promise<boolean> {
  const { db } = store
  const coupon = await db.coupon.findUnique({ where: { id: row.couponId }, include: { offer: true } })
  const done = (state: string, externalId: string | null) =>
    db.sql(`UPDATE "shop_coupons" SET "state" = $3, "externalId" = COALESCE($4, "externalId"), "error" = NULL, "leaseUntil" = NULL, "nextTryMachineAt" = NULL WHERE "couponId" = $1 AND "system" = $2`, [row.couponId, row.system, state, externalId])
  try {
    if (!till) throw new Error(`${row.system} is no longer connected`)
    if (!coupon || row.state === 'ending') {
      if (coupon) await till.end(showCode(coupon.code), row.externalId)
      await done('gone', null)
    } else await done('made', await till.make({ coupon, offer: coupon.offer, sku: coupon.offer.sku }))
    return true
  } catch (error) {
    const wait = WAITS[row.attempts - 1]
    const problem = (error as Error).message.slice(0, 300)
    if (wait === undefined) log.warn({ system: row.system, coupon: row.couponId, problem }, 'a code could not be made or ended in the shop, and is not tried again')
    await db.sql(
      `UPDATE "shop_coupons" SET "error" = $3, "leaseUntil" = NULL, "state" = CASE WHEN $4::bigint IS NULL THEN 'failed' ELSE "state" END, "nextTryMachineAt" = now() + $4::bigint * interval '1 millisecond' WHERE "couponId" = $1 AND "system" = $2`,
      [row.couponId, row.system, problem, wait ?? null],
    )
    return false
  }
}

function tillsOf({ store, config }: Syncer, ask: Ask): (system: CouponSystem) => Promise<Till | null> {
  const { woocommerce, shopify } = config
  return async system => {
    if (system === 'woocommerce') return woocommerce?.api ? wooTill(wooApi(woocommerce.api, ask), woocommerce.currency) : null
    if (!shopify?.api) return null
    // Shopify's shops have one currency; its orders name it.
    const last = await store.db.order.findFirst({ where: { source: 'shopify' }, orderBy: { receivedAt: 'desc' }, select: { currency: true } })
    return shopifyTill(shopifyApi(shopify.api, ask), last?.currency ?? config.shop.currency)
  }
}

function wooTill(api: ReturnType<typeof wooApi>, currency: string): Till {
  const idsOf = (body: unknown) => (Array.isArray(body) ? (body as { id?: unknown }[]).flatMap(({ id }) => (typeof id === 'number' ? [id] : [])) : [])
  const find = async (path: string) => {
    const answer = await api.call(path)
    if (answer.status !== 200) throw new Error(refusalOf('WooCommerce', answer))
    return idsOf(answer.body)
  }
  return {
    async make({ sku, ...code }) {
      const products = sku === null ? [] : await find(`products?sku=${encodeURIComponent(sku)}`)
      // Without its product the code would work for everything.
      if (sku !== null && products.length === 0) throw new Error('WooCommerce has no product of this sku')
      const answer = await api.call('coupons', { method: 'POST', body: wooCoupon(code, currency, products) })
      const { id, code: problem } = (answer.body ?? {}) as { id?: unknown; code?: unknown }
      if (answer.status === 400 && problem === 'woocommerce_rest_coupon_code_already_exists') return null
      if (answer.status !== 201 && answer.status !== 200) throw new Error(refusalOf('WooCommerce', answer))
      return typeof id === 'number' ? String(id) : null
    },
    async end(code, externalId) {
      for (const id of externalId ? [externalId] : await find(`coupons?code=${encodeURIComponent(code.toLowerCase())}`)) {
        const answer = await api.call(`coupons/${id}?force=true`, { method: 'DELETE' })
        if (answer.status !== 200 && answer.status !== 404 && answer.status !== 410) throw new Error(refusalOf('WooCommerce', answer))
      }
    },
  }
}

type UserErrors = { code?: string | null; message?: string }[]

function shopifyTill(api: ReturnType<typeof shopifyApi>, currency: string): Till {
  const first = (result: unknown) => (result ?? {}) as { codeDiscountNode?: { id?: string } | null; userErrors?: UserErrors }
  return {
    async make({ sku, ...code }) {
      if (sku !== null) throw new Error('codes for one product are not made in Shopify')
      const isShipping = code.offer.kind === 'free-shipping'
      const [name, type, argument] = isShipping ? ['discountCodeFreeShippingCreate', 'DiscountCodeFreeShippingInput', 'freeShippingCodeDiscount'] : ['discountCodeBasicCreate', 'DiscountCodeBasicInput', 'basicCodeDiscount']
      const data = await api.graphql(`mutation ($input: ${type}!) { ${name}(${argument}: $input) { codeDiscountNode { id } userErrors { code message } } }`, { input: shopifyDiscount(code, currency) })
      const { codeDiscountNode, userErrors = [] } = first(data[name])
      if (userErrors.some(({ code: problem }) => problem === 'TAKEN')) return null
      if (!codeDiscountNode?.id) throw new Error(`Shopify refused the code: ${userErrors[0]?.code ?? userErrors[0]?.message ?? 'no reason'}`)
      return codeDiscountNode.id
    },
    async end(code, externalId) {
      const found = externalId ?? ((await api.graphql('query ($code: String!) { codeDiscountNodeByCode(code: $code) { id } }', { code })).codeDiscountNodeByCode as { id?: string } | null)?.id
      if (!found) return
      const data = await api.graphql('mutation ($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { code message } } }', { id: found })
      const { userErrors = [] } = first(data.discountCodeDelete)
      // Deleted in the shop by hand: that is what was wanted.
      if (userErrors.length > 0 && userErrors.some(({ message }) => !/does not exist/i.test(message ?? ''))) throw new Error(`Shopify refused to end the code: ${userErrors[0]?.code ?? 'no reason'}`)
    },
  }
}
