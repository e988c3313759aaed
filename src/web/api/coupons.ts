import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '../../app.ts'
import { tellManagers } from '../../engagement/alert-staff.ts'
import { describeOffer } from '../../offers/describe.ts'
import { ALARM_AT, mayTry, missed } from '../../offers/guessing.ts'
import { keep } from '../../offers/promises.ts'
import { checkCode, redeemCode, termsOf, type Redemption } from '../../offers/redeem.ts'
import { showCode } from '../../offers/code.ts'
import { amount, maybeText, text } from '../../shop/order-input.ts'
import { digits } from '../../text/digits.ts'
import { conflict, notFound, tooMany } from './problems.ts'
import { codeRefused, couponAnswer, ends } from './shapes.ts'

const params = z.object({ code: z.string().max(60).openapi({ param: { name: 'code', in: 'path' }, description: 'As the customer typed it: any case, with or without dashes, Persian digits too' }) })
const till = z
  .object({
    orderExternalId: text(200).meta({ description: 'the order that is being paid; the same order again gets the same answer' }),
    total: amount.meta({ description: 'goods before this discount, without shipping' }),
    currency: z.enum(['IRT', 'IRR']).optional().meta({ description: 'SHOP_CURRENCY when it is left out' }),
    customerExternalId: maybeText(200).meta({ description: 'who is buying, as the shop calls them: a personal code is refused to others' }),
  }, 'an object { orderExternalId, total, … }')
  .openapi('Till')

/** The shop's checkout asks here whether a code is good, and uses it. */
export function coupons(app: App, api: OpenAPIHono): void {
  for (const action of ['check', 'redeem'] as const) {
    const route = createRoute({
      method: 'post',
      path: `/coupons/{code}/${action}`,
      tags: ['Coupons'],
      summary: action === 'check' ? 'What would this code take off? Changes nothing' : 'Use this code for this order',
      description:
        'A code is personal and works once. 409 says why not: sold-out, expired, not-yet, used, other-customer, below-minimum, not-stackable. 404: no such code; ' +
        'ten of those in an hour for one customer, and the rest of the hour is 429. An order that carries the code in `coupons` uses it as well.',
      request: { params, body: { required: true, content: { 'application/json': { schema: till } } } },
      responses: { ...ends({ 200: couponAnswer }, 404), 409: { description: 'Not now, or not here', content: { 'application/json': { schema: codeRefused } } }, 429: { description: 'Too many codes that do not exist' } },
    })
    api.openapi(route, async c => {
      const { code } = c.req.valid('param')
      const { orderExternalId, customerExternalId, ...body } = c.req.valid('json')
      const tenfold = (body.currency ?? app.config.shop.currency) === 'IRR'
      const at = { orderExternalId, customerExternalId, mostPercent: app.scenarios.policy.discountPerOrder, total: tenfold ? BigInt(body.total) / 10n : BigInt(body.total) }
      const who = customerExternalId ?? `order ${orderExternalId}`
      const result = await app.store.transaction(async (tx): Promise<Redemption | 'too-many'> => {
        if (!(await mayTry(tx, who))) return 'too-many'
        const found = action === 'check' ? await checkCode({ tx, clock: app.clock }, code, at) : await redeemCode({ tx, clock: app.clock }, code, at)
        if (found.ok && action === 'redeem') await keep({ tx, clock: app.clock }, [`coupon/${found.coupon.id}`])
        if (!found.ok && found.refused === 'unknown' && (await missed(tx, who)) === ALARM_AT)
          await tellManagers({ ...app, tx }, { key: `guessing/${app.clock.now().toISOString().slice(0, 13)}`, text: 'staff-guessing', args: { count: digits(app.config.shop.locale, ALARM_AT) } })
        return found
      })
      if (result === 'too-many') return tooMany(c)
      if (!result.ok) return result.refused === 'unknown' ? notFound(c, 'code') : conflict(c, result.refused)
      app.wakeLoop()
      const { coupon, offer, discount } = result
      const size = (toman: bigint) => Number(tenfold ? toman * 10n : toman)
      return c.json({
        code: showCode(coupon.code), kind: offer.kind as 'percent', discount: size(discount), describes: describeOffer(app.config.shop.locale, termsOf(coupon, offer)), expiresAt: coupon.expiresAt,
        redeemed: action === 'redeem' || result.again,
      }, 200)
    })
  }
}
