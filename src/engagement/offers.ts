/** Offers as messages: what a step gives, what an offer's own message says, who hears of it, and the codes that orders carry. */
import type { Outgoing } from '../channel.ts'
import { DAY, HOUR } from '../clock.ts'
import { describeOffer } from '../offers/describe.ts'
import { expireCoupons } from '../offers/claim.ts'
import { endOffers, stopOffer } from '../offers/launch.ts'
import { flagBroken, keep, promise } from '../offers/promises.ts'
import { giveCodesBack, redeemCode } from '../offers/redeem.ts'
import { grantFromTemplate, lastMoment, rowOf } from '../offers/templates.ts'
import { showCode } from '../offers/code.ts'
import { bonus, giveBack } from '../loyalty/ledger.ts'
import { referralCode } from '../loyalty/referral.ts'
import type { Coupon, Offer, Order } from '../store/store.ts'
import { sayTime } from '../text/dates.ts'
import { digits } from '../text/digits.ts'
import { product } from '../text/fluent.ts'
import { toToman } from '../text/money.ts'
import { showName } from '../text/show-name.ts'
import { tellManagers } from './alert-staff.ts'
import { readSegment, segmentWhere } from './audience.ts'
import type { Composed } from './compose.ts'
import type { Parts } from './parts.ts'
import { localeOf, type Subject } from './subject.ts'
import { menuToken } from './tokens.ts'
import { variablesOf, type Occasion } from './words.ts'

/** What has less time left than this is not offered any more. */
export const LEAST_LEFT = 12 * HOUR
/** What the text of day 3 promises, and a day for the weekend. */
const DELIVERY_DAYS = 5
/** So many messages at most are edited when an offer is over: the newest. */
const EDITS = 300

/**
 * What goes with words that are about to be said: a coupon of one's own, points, a link for friends. `key`: once for each. `unasked`:
 * a message that nobody asked for; it advertises only to who wants offers and has nothing open.
 */
export async function giftsOf(
  parts: Parts,
  subject: Subject,
  { text, offer, points }: { text: string; offer?: string; points?: number },
  { key, unasked }: { key: string; unasked: boolean },
): Promise<Occasion> {
  const { tx, clock, config, scenarios } = parts
  const { customer, about, track } = subject
  const given: Occasion = {}
  if (offer) {
    const template = scenarios.offers[offer]
    const gift = template && (await grantFromTemplate({ tx, clock, zone: config.shop.zone }, { name: offer, template, customerId: customer.id, key }))
    if (gift) given.gift = await promised(parts, gift)
  } else if (about.couponId) {
    const coupon = await tx.coupon.findFirst({ where: { id: about.couponId, customerId: customer.id }, include: { offer: true } })
    if (coupon) given.gift = { coupon, offer: coupon.offer }
  }
  if (points && subject.loyalty?.on) {
    await bonus({ tx, clock }, scenarios.loyalty, { customerId: customer.id, points: BigInt(points), key: `bonus/${key}`, reason: subject.journey.journey })
    given.points = points
  }
  if (variablesOf(subject, text).includes('link')) given.link = `${config.publicUrl}/j/r-${await referralCode(tx, customer.id)}`
  // «usually takes 2–4 days» was said: somebody looks when it did not.
  if (unasked && subject.order?.shippedAt && !subject.order.deliveredAt && variablesOf(subject, text).includes('shipped'))
    await promise(parts, { customerId: customer.id, kind: 'delivery', key: `order/${subject.order.id}`, what: subject.order.externalId, dueAt: new Date(subject.order.shippedAt.getTime() + DELIVERY_DAYS * DAY) })
  const step = Object.values(track.steps).find(candidate => candidate.kind === 'send' && candidate.text === text)
  if (unasked && step?.kind === 'send' && step.carries) given.carries = customer.mayMarketing === true && (await tx.case.count({ where: { customerId: customer.id, state: 'open' } })) === 0
  return given
}

/** What a template would give, for people who look at a plan: the code is made when it goes. */
export function sampleGift({ scenarios, config }: Pick<Parts, 'scenarios' | 'config'>, name: string, at: Date): NonNullable<Occasion['gift']> | null {
  const template = scenarios.offers[name]
  if (!template) return null
  const { zone } = config.shop
  const offer: Offer = {
    id: name, name, source: 'journey', ...rowOf(template), stacks: false, audience: '', sku: null, startsAt: null, endsAt: null, earlyHours: 0, holdHours: null, quantity: null, left: null,
    perCustomer: 1, committed: 0n, spent: 0n, state: 'live', endReason: null, by: null, createdAt: at, launchedAt: at,
  }
  return { coupon: { code: '•••••••••', amount: null, expiresAt: lastMoment(at.getTime() + template.validFor, zone) }, offer }
}

/** A code that was handed out is a promise until it is used or its time is over. */
export async function promised<Gift extends { coupon: Coupon; offer: Offer }>(parts: Pick<Parts, 'tx' | 'clock'>, gift: Gift): Promise<Gift> {
  const { coupon, offer } = gift
  await promise(parts, { customerId: coupon.customerId, kind: 'code', key: `coupon/${coupon.id}`, what: offer.name, dueAt: coupon.expiresAt })
  return gift
}

type OfferRow = { key: string; offerId: string; customerId: string }

/** The words of an offer's own message on the instant at which it goes: the true rest and time; nothing when it is too late for it. */
export async function offerMessage(parts: Parts, { key, offerId, customerId }: OfferRow): Promise<Composed> {
  const { tx, clock, config } = parts
  const offer = await tx.offer.findUnique({ where: { id: offerId } })
  const now = clock.now()
  const over = !offer || offer.state !== 'live' || (offer.left !== null && offer.left <= 0) || (offer.endsAt !== null && offer.endsAt.getTime() - now.getTime() < LEAST_LEFT)
  if (over) return { is: 'drop', reason: 'offer-over' }
  if ((await tx.coupon.count({ where: { offerId, customerId, state: { in: ['granted', 'redeemed'] } } })) >= offer.perCustomer) return { is: 'drop', reason: 'answered' }
  const customer = await tx.customer.findUniqueOrThrow({ where: { id: customerId } })
  const locale = localeOf(customer, config)
  const zone = customer.timeZone ?? config.shop.zone
  const name = showName(customer.name, locale)
  const early = offer.startsAt !== null && now < offer.startsAt
  const text = product.format(locale, key.startsWith('offer-wait/') ? 'offer-free-again' : early ? 'offer-early' : 'offer-message', {
    name: name ?? '', nameKnown: name ? 'yes' : 'no', shop: config.shop.name, offer: describeOffer(locale, offer), title: offer.name,
    left: offer.left === null ? '' : digits(locale, offer.left), leftKnown: offer.left === null ? 'no' : 'yes',
    until: offer.endsAt ? sayTime(locale, offer.endsAt, now, zone) : '', untilKnown: offer.endsAt ? 'yes' : 'no',
  })
  const label = (attribute: string) => product.label(locale, 'offer-message', attribute)
  const outgoing: Outgoing = {
    text, locale,
    choices: [{ token: menuToken('claim', offer.id), label: label('claim') }, { token: menuToken('offers', 'no'), label: label('no-offers') }],
  }
  return { is: 'content', outgoing, questionId: null }
}

/** A coupon as it is handed over in the chat. */
export function couponMessage({ clock, config }: Pick<Parts, 'clock' | 'config'>, customer: { timeZone: string | null }, locale: 'fa' | 'en', { coupon, offer }: { coupon: Coupon; offer: Offer }, text: string): Omit<Outgoing, 'locale'> {
  const until = sayTime(locale, coupon.expiresAt, clock.now(), customer.timeZone ?? config.shop.zone)
  return {
    text: product.format(locale, text, { offer: describeOffer(locale, { ...offer, amount: coupon.amount ?? offer.amount }), code: showCode(coupon.code), until }),
    code: { value: showCode(coupon.code), copyLabel: product.label(locale, 'coupon', 'copy') },
    ...(offer.url ? { links: [{ url: offer.url, label: product.label(locale, 'coupon', 'shop') }] } : {}),
  }
}

/** Rows for everybody in the audience, in one statement; existing customers first, where they may have it earlier. Returns how many. `claimedBy`: a rehearsal. */
export async function announceOffer(parts: Parts, offer: Offer, claimedBy: string | null = null): Promise<number> {
  const { tx, clock } = parts
  const now = clock.now()
  const parameters: unknown[] = [now.toISOString(), offer.id, (offer.startsAt ?? now).toISOString(), `${offer.earlyHours} hours`, String(offer.endsAt ? Math.max(0, offer.endsAt.getTime() - now.getTime()) : 3 * DAY), claimedBy]
  const read = await readSegment(tx, offer.audience || 'all')
  if (!('condition' in read)) return 0
  const where = segmentWhere(parts, read.condition, parameters)
  const [row] = await tx.sql<{ n: number }>(
    `WITH who AS (
       SELECT c."id", CASE WHEN EXISTS (SELECT 1 FROM "orders" o WHERE o."customerId" = c."id" AND o."status" NOT IN ('cancelled', 'refunded'))
         THEN GREATEST($3::timestamptz - $4::interval, $1::timestamptz) ELSE $3::timestamptz END AS "dueAt"
       FROM "customers" c WHERE c."joinedAt" <= $1::timestamptz AND c."joinedIntoId" IS NULL AND (${where})),
     written AS (
       INSERT INTO "outbox" ("key", "class", "customerId", "purpose", "offerId", "dueAt", "nextTryAt", "graceFrom", "graceMs", "selling", "claimedBy")
       SELECT 'offer/' || $2 || '/' || "id", 'bulk', "id", 'marketing', $2, "dueAt", "dueAt", "dueAt", $5::bigint, true, $6 FROM who ON CONFLICT DO NOTHING RETURNING 1)
     SELECT count(*)::int AS "n" FROM written`,
    parameters,
  )
  return row!.n
}

/** One is free again: the first of those who wait hear of it. */
async function tellWaiting({ tx, clock }: Parts, offerId: string): Promise<void> {
  const offer = await tx.offer.findUniqueOrThrow({ where: { id: offerId } })
  const now = clock.now()
  const next = await tx.offerWait.findMany({ where: { offerId, toldAt: null }, orderBy: { at: 'asc' }, take: offer.left ?? 0 })
  for (const { customerId } of next) {
    await tx.offerWait.update({ where: { offerId_customerId: { offerId, customerId } }, data: { toldAt: now } })
    await tx.outboxMessage.createMany({
      data: [{
        key: `offer-wait/${offerId}/${customerId}`, class: 'bulk', customerId, purpose: 'marketing', offerId, selling: true,
        dueAt: now, nextTryAt: now, graceFrom: now, graceMs: offer.endsAt ? Math.max(0, offer.endsAt.getTime() - now.getTime()) : DAY,
      }],
      skipDuplicates: true,
    })
  }
}

/** The last one went, or the offer ended: what was sent is edited on Telegram, and what was not sent is dropped as it falls due. */
export async function closeMessages({ tx, clock, config }: Parts, offerId: string): Promise<void> {
  const now = clock.now()
  const sent = await tx.outboxMessage.findMany({
    where: { offerId, class: 'bulk', state: { in: ['sent', 'accepted', 'delivered'] }, messageId: { not: null }, channel: 'telegram', sentAt: { gt: new Date(now.getTime() - 2 * DAY) } },
    orderBy: { id: 'desc' },
    take: EDITS,
    include: { customer: { select: { locale: true } } },
  })
  const had = new Set((await tx.coupon.findMany({ where: { offerId, customerId: { in: sent.flatMap(({ customerId }) => customerId ?? []) } }, select: { customerId: true } })).map(({ customerId }) => customerId))
  for (const row of sent.filter(({ customerId }) => !had.has(customerId ?? ''))) {
    const locale = localeOf(row.customer, config)
    const content: Outgoing = { text: `${(row.content as Outgoing).text}\n${product.format(locale, 'offer-closed')}`, locale, replaces: row.messageId! }
    await tx.outboxMessage.createMany({
      data: [{
        key: `offer-closed/${row.id}`, class: 'staff', customerId: row.customerId, channel: row.channel, account: row.account, chatId: row.chatId, purpose: 'transactional',
        content, dueAt: now, nextTryAt: now, graceFrom: now, graceMs: DAY,
      }],
      skipDuplicates: true,
    })
  }
}

/** Stops an offer: nobody else hears of it, old messages say that it is over, codes already given hold. The number of messages held back; null: it is no longer on. */
export async function withdrawOffer(parts: Parts, id: string, reason: string): Promise<number | null> {
  const { tx } = parts
  if (!(await stopOffer({ tx }, id, reason))) return null
  const { count } = await tx.outboxMessage.updateMany({
    where: { offerId: id, class: 'bulk', state: { in: ['planned', 'held'] } },
    data: { state: 'dropped', reason: 'offer-over', nextTryAt: null, claimedBy: null, leaseUntil: null },
  })
  await closeMessages(parts, id)
  return count
}

/** Hourly and before: coupons and offers whose time is over, points given back, waiting people told. */
export async function sweepOffers(parts: Parts): Promise<void> {
  for (let more = true; more; ) {
    const { freed, ended } = await expireCoupons(parts)
    await keep(parts, ended.map(({ id }) => `coupon/${id}`))
    for (const coupon of ended.filter(({ offerId }) => offerId.startsWith('points-'))) await giveBack(parts, parts.scenarios.loyalty, coupon.id)
    for (const offerId of freed) await tellWaiting(parts, offerId)
    more = ended.length > 0
  }
  await endOffers(parts)
}

/** What was promised and is not kept: managers hear of each, once. */
export async function flagPromises(parts: Parts): Promise<void> {
  const { locale } = parts.config.shop
  for (const { id, customerId, kind, what } of await flagBroken(parts)) {
    // An answer that is late was told when its time came.
    if (kind === 'answer') continue
    const customer = await parts.tx.customer.findUnique({ where: { id: customerId }, select: { name: true } })
    await tellManagers(parts, { key: `promise/${id}`, text: 'staff-promise', args: { name: customer?.name ?? '—', what: product.format(locale, `promise-${kind}`, { what }) } })
  }
}

/** When the next coupon, offer or promise ends; null: nothing stands. */
export async function nextOfferWork({ sql }: Pick<Parts['tx'], 'sql'>): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }>(
    `SELECT min("at") AS "at" FROM (SELECT min("expiresAt") AS "at" FROM "coupons" WHERE "state" = 'granted'
       UNION ALL SELECT min("endsAt") FROM "offers" WHERE "state" = 'live' UNION ALL SELECT min("dueAt") FROM "promises" WHERE "state" = 'open') AS t`,
  )
  return row?.at ?? null
}

/** Codes that an order carries are used by it; an order that ended gives them back. */
export async function useCodes(parts: Parts, order: Order): Promise<void> {
  if (order.status === 'cancelled' || order.status === 'refunded') return await giveCodesBack(parts, order.externalId)
  if (order.history || order.coupons.length === 0) return
  // The basket as it was before our code took something off.
  const goods = order.total - order.shipping + order.discount
  const total = toToman(goods > 0n ? goods : 0n, order.currency) ?? goods
  for (const code of order.coupons) {
    const result = await redeemCode(parts, code, { orderExternalId: order.externalId, total, customerId: order.customerId, mostPercent: parts.scenarios.policy.discountPerOrder })
    if (result.ok) await keep(parts, [`coupon/${result.coupon.id}`])
  }
}
