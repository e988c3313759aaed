/** Points, what they buy, where they came from; and the codes that somebody has. */
import { couponMessage, promised } from '../engagement/offers.ts'
import { menuToken } from '../engagement/tokens.ts'
import { balanceOf, entriesOf } from '../loyalty/ledger.ts'
import { earnedFor } from '../loyalty/levels.ts'
import { levelFor, nextLevel, worthOf } from '../loyalty/points.ts'
import { referralCode } from '../loyalty/referral.ts'
import { redeemReward, rewardsFor, type Choice } from '../loyalty/rewards.ts'
import { readLoyalty, type Loyalty } from '../loyalty/settings.ts'
import { showCode } from '../offers/code.ts'
import { describeOffer } from '../offers/describe.ts'
import { termsOf } from '../offers/redeem.ts'
import { sayDate, sayDay, sayTime } from '../text/dates.ts'
import { grouped } from '../text/digits.ts'
import { money } from '../text/money.ts'
import { caseArguments, openCaseFor } from './case.ts'
import { label, menuChoices, say, sayText, words, type Known } from './hearing.ts'

const HISTORY = 8

/** «امتیاز و کدهام», and its buttons. false: there is no such button. */
export async function pointsMenu(h: Known, argument: string | null): Promise<boolean> {
  if (h.address.trust !== 'full') await sayText(h, 'orders-limited')
  else if (argument === 'codes') await showCodes(h)
  else {
    const loyalty = await readLoyalty(h.tx)
    if (!loyalty?.on) await noPoints(h)
    else if (argument === null) await showPoints(h, loyalty)
    else if (argument === 'use') await chooseReward(h, loyalty)
    else if (argument === 'from') await showHistory(h)
    else if (argument === 'invite') await inviteFriends(h)
    else return false
  }
  return true
}

/** Points are off: codes there may be all the same. */
async function noPoints(h: Known): Promise<void> {
  const coupons = await openCoupons(h)
  if (coupons.length > 0) return await showCodes(h)
  await say(h, { text: words(h, 'points-later'), choices: menuChoices(h).filter(({ token }) => token !== menuToken('points')) })
}

/** Balance, what it buys, what runs out next, what is on the way, and the next level: one message. */
async function showPoints(h: Known, loyalty: Loyalty): Promise<void> {
  const { tx, customer, locale, scenarios } = h
  const rules = scenarios.loyalty
  const { active, pending, expiring } = await balanceOf(tx, customer.id)
  const zone = customer.timeZone ?? h.config.shop.zone
  const day = (at: Date) => sayDate(locale, at, h.clock.now(), zone)
  const from = pending > 0n ? await pendingFrom(h) : null
  const way = { pending: grouped(locale, pending), pendingKnown: from ? 'yes' : 'no', pendingFrom: from ? day(from) : '' }
  const choices = [
    ...(active > 0n ? [{ token: menuToken('points', 'use'), label: label(h, 'points', 'use') }] : []),
    ...(active !== 0n || pending > 0n ? [{ token: menuToken('points', 'from'), label: label(h, 'points', 'from') }] : []),
    { token: menuToken('points', 'invite'), label: label(h, 'points', 'invite') },
    ...((await openCoupons(h)).length > 0 ? [{ token: menuToken('points', 'codes'), label: label(h, 'points', 'codes') }] : []),
  ]
  if (active < 0n) return await say(h, { text: words(h, 'points-negative', { points: grouped(locale, -active) }), choices })
  if (active === 0n)
    return await say(h, { text: words(h, 'points-none', { ...way, step: money(locale, rules.step), points: grouped(locale, rules.points), worth: money(locale, worthOf(BigInt(rules.points), loyalty.worth)) }), choices })

  const earned = await earnedFor(h, customer.id, rules)
  const stored = (await tx.memberLevel.findUnique({ where: { customerId: customer.id } }))?.level
  const next = nextLevel(rules.levels.find(({ id }) => id === stored) ?? levelFor(earned, rules.levels), rules.levels)
  await say(h, {
    text: words(h, 'points', {
      ...way, points: grouped(locale, active), worth: money(locale, worthOf(active, loyalty.worth)),
      expiring: expiring ? grouped(locale, expiring.points) : '', expiringKnown: expiring ? 'yes' : 'no', expiresOn: expiring ? day(expiring.at) : '',
      nextKnown: next?.perk && BigInt(next.from) > earned ? 'yes' : 'no', missing: next ? grouped(locale, BigInt(next.from) - earned) : '', next: next?.name[locale] ?? '', perk: next?.perk?.[locale] ?? '',
    }),
    choices,
  })
}

/** The first day on which points on the way become usable. */
async function pendingFrom({ tx, customer, scenarios }: Known): Promise<Date | null> {
  const { afterDelivery, afterPurchase } = scenarios.loyalty.returnWindow
  const [row] = await tx.sql<{ at: Date | null }>(
    `SELECT min(COALESCE(o."deliveredAt" + ($2 || ' milliseconds')::interval, o."placedAt" + ($3 || ' milliseconds')::interval)) AS "at"
     FROM "orders" o WHERE o."customerId" = $1 AND (SELECT sum(e."points") FROM "points_entries" e WHERE e."orderId" = o."id" AND e."account" = 'pending') > 0`,
    [customer.id, afterDelivery, afterPurchase],
  )
  return row?.at ?? null
}

/** First tap: what there is to choose from. Each button carries how often points were spent so far: tapped twice it is one choice. */
async function chooseReward(h: Known, loyalty: Loyalty): Promise<void> {
  const { tx, customer, locale, scenarios } = h
  const rules = scenarios.loyalty
  const { active } = await balanceOf(tx, customer.id)
  const choices = await rewardsFor(h, customer.id, rules, loyalty.worth)
  if (choices.length === 0) {
    const least = rules.rewards.reduce((least, { points }) => Math.min(least, points), Number.MAX_SAFE_INTEGER)
    return await sayText(h, 'points-too-few', { points: grouped(locale, active > 0n ? active : 0n), least: grouped(locale, least) })
  }
  const times = await tx.pointsEntry.count({ where: { customerId: customer.id, kind: 'spend' } })
  await say(h, { text: words(h, 'points-choose', { points: grouped(locale, active) }), choices: choices.map(choice => ({ token: menuToken('redeem', `${times}-${choice.reward.id}`), label: rewardLabel(h, choice) })) })
}

function rewardLabel(h: Known, { reward, points, worth }: Choice): string {
  const args = { points: grouped(h.locale, points), reward: reward.name[h.locale], worth: money(h.locale, worth) }
  return words(h, reward.kind === 'discount' ? 'points-choice-discount' : 'points-choice', args)
}

/** Second tap: a real coupon, or a person who calls. */
export async function redeemPoints(h: Known, argument: string | null): Promise<boolean> {
  const [, times, rewardId] = /^(\d{1,6})-([a-z][a-z0-9-]{0,30})$/.exec(argument ?? '') ?? []
  if (!times || !rewardId || h.address.trust !== 'full') return false
  const { tx, customer, locale, scenarios } = h
  const loyalty = await readLoyalty(tx)
  const key = `${customer.id}/${times}`
  const known = await tx.coupon.findUnique({ where: { key: `points/${key}` }, include: { offer: true } })
  if (known) return (await say(h, couponMessage(h, customer, locale, { coupon: known, offer: known.offer }, 'coupon-again')), true)
  const done = loyalty?.on ? await redeemReward(h, { customerId: customer.id, rewardId, key, rules: scenarios.loyalty, worth: loyalty.worth, zone: h.config.shop.zone }) : null
  if (!done) return (await sayText(h, 'points-gone'), true)
  await promised(h, done)
  if (done.choice.reward.kind !== 'call') return (await say(h, couponMessage(h, customer, locale, done, 'coupon'), { always: true }), true)
  const opened = await openCaseFor(h, { kind: 'question', reason: `${done.choice.reward.name[h.config.shop.locale]} (${showCode(done.coupon.code)})`, orderId: null })
  await sayText(h, 'points-call', { ...caseArguments(h, opened), points: grouped(locale, done.choice.points) }, { always: true })
  return true
}

/** A link of one's own to pass on. */
async function inviteFriends(h: Known): Promise<void> {
  const { referral } = h.scenarios.loyalty
  await sayText(h, 'referral-link', { link: `${h.config.publicUrl}/j/r-${await referralCode(h.tx, h.customer.id)}`, points: grouped(h.locale, referral.referrer) })
}

async function showHistory(h: Known): Promise<void> {
  const { tx, customer, locale } = h
  const zone = customer.timeZone ?? h.config.shop.zone
  const lines = (await entriesOf(tx, customer.id, HISTORY)).map(({ at, points, kind }) =>
    words(h, 'points-entry', { day: sayDay(locale, at, h.clock.now(), zone), sign: points > 0n ? '+' : '−', points: grouped(locale, points > 0n ? points : -points), what: words(h, `points-kind-${kind}`) }))
  await say(h, { text: lines.length === 0 ? words(h, 'wallet-none') : [words(h, 'points-history-title'), ...lines].join('\n') })
}

const openCoupons = ({ tx, customer, clock }: Known) =>
  tx.coupon.findMany({ where: { customerId: customer.id, state: 'granted', expiresAt: { gte: clock.now() } }, include: { offer: true }, orderBy: { expiresAt: 'asc' }, take: 10 })

/** The wallet: what is still good, the first to end first. */
async function showCodes(h: Known): Promise<void> {
  const { customer, locale } = h
  const zone = customer.timeZone ?? h.config.shop.zone
  const coupons = await openCoupons(h)
  if (coupons.length === 0) return await sayText(h, 'wallet-none')
  const lines = coupons.map(coupon =>
    words(h, 'wallet-line', { offer: describeOffer(locale, termsOf(coupon, coupon.offer)), code: showCode(coupon.code), until: sayTime(locale, coupon.expiresAt, h.clock.now(), zone) }))
  await say(h, { text: [words(h, 'wallet'), ...lines].join('\n'), ...(coupons.length === 1 ? { code: { value: showCode(coupons[0]!.code), copyLabel: label(h, 'coupon', 'copy') } } : {}) })
}
