/** Codes that the shop's system is to know of: the row stands beside the coupon, written with it. */
import type { Db, Offer, Tx } from '../store/store.ts'

export type CouponSystem = 'woocommerce' | 'shopify'
const SETTING = 'coupon-systems'
/** Gifts and early access take nothing off at a till. */
const KINDS = ['percent', 'amount', 'free-shipping']

/** At start: which systems codes are made in from now on. */
export async function declareCouponSystems({ db }: { db: Db }, systems: CouponSystem[]): Promise<void> {
  await db.setting.upsert({ where: { key: SETTING }, create: { key: SETTING, value: systems }, update: { value: systems } })
}

/** In the transaction that gives the coupon; nothing where no system is connected. */
export async function wantInShops(tx: Tx, couponId: string, { kind }: Pick<Offer, 'kind'>): Promise<void> {
  if (!KINDS.includes(kind)) return
  await tx.sql(
    `INSERT INTO "shop_coupons" ("couponId", "system") SELECT $1, "system" FROM "settings", jsonb_array_elements_text("value") AS "system" WHERE "key" = '${SETTING}' ON CONFLICT DO NOTHING`,
    [couponId],
  )
}
