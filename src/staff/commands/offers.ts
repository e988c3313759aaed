/** Offers: what journeys may give, one of a manager's own from draft to end, and a code at the till. */
import { HOUR } from '../../clock.ts'
import { changeControls, readControls } from '../../engagement/controls.ts'
import { countSegment } from '../../audience/segment.ts'
import { rehearseRows } from '../../engagement/broadcast.ts'
import { readSegment } from '../../engagement/audience.ts'
import { announceOffer, withdrawOffer, offerMessage } from '../../engagement/offers.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { showCode } from '../../offers/code.ts'
import { describeOffer } from '../../offers/describe.ts'
import { MOST_HOURS, readOffer } from '../../offers/draft.ts'
import { launchOffer, unrealDiscount, worstCaseOf } from '../../offers/launch.ts'
import { keep } from '../../offers/promises.ts'
import { checkCode, redeemCode, termsOf } from '../../offers/redeem.ts'
import type { Offer } from '../../store/store.ts'
import { sayTime } from '../../text/dates.ts'
import { digits, percent } from '../../text/digits.ts'
import { money } from '../../text/money.ts'
import { record } from '../members.ts'
import { EVERYBODY, MANAGERS, type Call, type Command, type Says } from './command.ts'
import { sayRehearsal } from './send.ts'

export const offersCommand: Command = { name: 'offers', roles: MANAGERS, run: showOffers }
export const offerCommand: Command = { name: 'offer', roles: MANAGERS, run: draftOffer }
export const launchCommand: Command = { name: 'launch', roles: MANAGERS, run: launch }
export const offerProgressCommand: Command = { name: 'watch', roles: MANAGERS, run: call => watch(call, call.argument) }
export const stopOfferCommand: Command = { name: 'endoffer', roles: MANAGERS, run: stop }
export const codeCommand: Command = { name: 'code', roles: EVERYBODY, run: code }
export const useCodeCommand: Command = { name: 'usecode', roles: EVERYBODY, run: useCode }

const LISTED = 8

/** Whether journeys may give codes, what that can cost in a month at worst, and the offers of one's own. `/offers on`, `/offers off`. */
async function showOffers(call: Call): Promise<Says> {
  const { tx, locale, scenarios } = call
  if (call.argument === 'on' || call.argument === 'off') {
    await changeControls(tx, () => ({ offersOn: call.argument === 'on' }))
    await record(call, call.member.id, 'offers', call.argument)
  }
  const { offersOn } = await readControls(tx)
  const named = new Set(scenarios.journeys.filter(({ on }) => on).flatMap(journey => Object.values(journey.tracks).flatMap(({ steps }) => Object.values(steps).flatMap(step => (step.kind === 'send' && step.offer ? [step.offer] : [])))))
  const worst = [...named].reduce((sum, name) => sum + BigInt(scenarios.offers[name]?.budgetToman ?? 0), 0n)
  const own = await tx.offer.findMany({ where: { source: 'campaign', state: { not: 'draft' } }, orderBy: { createdAt: 'desc' }, take: LISTED })
  const button = (argument: string) => ({ token: staffToken('offers', argument), label: call.label('offers', argument) })
  return {
    text: [call.say('offers', { on: offersOn ? 'yes' : 'no', worst: money(locale, worst), most: percent(locale, scenarios.policy.discountPerOrder) }).text, ...own.map(offer => call.say('offers-line', lineOf(call, offer)).text)].join('\n'),
    choices: [button(offersOn ? 'off' : 'on'), ...own.filter(({ state }) => state === 'live').map(offer => ({ token: staffToken('watch', offer.id), label: offer.name.slice(0, 40) }))],
  }
}

const lineOf = ({ locale }: Call, { name, state, left, quantity, spent }: Offer) => ({
  title: name, state, left: left === null ? '' : digits(locale, left), quantity: quantity === null ? '' : digits(locale, quantity), counted: quantity === null ? 'no' : 'yes', spent: money(locale, spent),
})

/** The draft, as it would be: words, whom, at worst how much, and whether its discount is real. */
async function draftOffer(call: Call): Promise<Says> {
  const { tx, clock, locale, scenarios } = call
  if (call.argument === '') return call.say('offer-how')
  const read = readOffer(call.argument)
  if ('problem' in read) return call.say('offer-no', { problem: read.problem, word: read.word })
  const { hours, earlyHours, title, audience, ...terms } = read.draft
  const segment = await readSegment(tx, audience || 'all')
  if (!('condition' in segment)) return call.say('segment-no', { found: segment.problem.found, expected: segment.problem.expected })
  const big = (toman: number | null) => (toman === null ? null : BigInt(toman))
  const offer = await tx.offer.create({
    data: {
      name: title, source: 'campaign', kind: terms.kind, percent: terms.percent, ceiling: big(terms.ceiling), amount: big(terms.amount), gift: terms.gift, minimum: BigInt(terms.minimum), stacks: terms.stacks, audience,
      sku: terms.sku, perCustomer: terms.each, earlyHours, holdHours: terms.holdHours, quantity: terms.quantity, left: terms.quantity, budget: big(terms.budget), by: call.member.id, createdAt: clock.now(),
      // Until it is launched the hours are kept as if it began now.
      startsAt: clock.now(), endsAt: new Date(clock.now().getTime() + hours * HOUR),
    },
  })
  const unreal = await unrealDiscount({ tx, clock }, offer)
  if (unreal) {
    await tx.offer.delete({ where: { id: offer.id } })
    return call.say('offer-unreal', { item: unreal.name, price: money(locale, unreal.offerPrice), paid: money(locale, unreal.paid) })
  }
  const { all, reachable } = await countSegment({ sql: tx.sql, clock, audience: scenarios.audience }, segment.condition)
  return {
    text: [
      call.say('offer-draft', {
        title, offer: describeOffer(locale, offer), worst: money(locale, worstCaseOf(offer)!), quantity: terms.quantity === null ? '' : digits(locale, terms.quantity), counted: terms.quantity === null ? 'no' : 'yes',
        hours: digits(locale, hours), all: digits(locale, all), reachable: digits(locale, reachable), early: digits(locale, earlyHours), isEarly: earlyHours > 0 ? 'yes' : 'no',
      }).text,
      sayRehearsal(call, await rehearseRows(call, `offer/${offer.id}/`, me => announceOffer(call, offer, me))),
      call.say('send-preview').text,
      await sample(call, offer),
    ].join('\n\n'),
    choices: [
      { token: staffToken('launch', `${offer.id}_${hours}`), label: call.label('offer-draft', 'launch') },
      { token: staffToken('endoffer', offer.id), label: call.label('offer-draft', 'drop') },
    ],
  }
}

/** As somebody who can be reached would get it. */
async function sample(call: Call, offer: Offer): Promise<string> {
  const { tx } = call
  const someone = await tx.customer.findFirst({ where: { joinedAt: { not: null } }, orderBy: { joinedAt: 'desc' }, select: { id: true } })
  if (!someone) return '—'
  await tx.offer.update({ where: { id: offer.id }, data: { state: 'live' } })
  const composed = await offerMessage(call, { key: '', offerId: offer.id, customerId: someone.id })
  await tx.offer.update({ where: { id: offer.id }, data: { state: 'draft' } })
  return composed.is === 'content' ? composed.outgoing.text : '—'
}

/** `<offer>_<hours>`: from this instant it lives for so many hours. An early start moves the others' beginning behind it. */
async function launch(call: Call): Promise<Says> {
  const { tx, clock } = call
  const [id = '', hours = ''] = call.argument.split('_')
  const draft = await tx.offer.findUnique({ where: { id } })
  const lives = Number(hours)
  if (!draft || draft.state !== 'draft' || !(lives >= 13 && lives <= MOST_HOURS)) return call.say('offer-gone')
  const startsAt = new Date(clock.now().getTime() + draft.earlyHours * HOUR)
  if (!(await launchOffer({ tx, clock }, id, { hours: lives, startsAt }))) return call.say('offer-gone')
  const rows = await announceOffer(call, await tx.offer.findUniqueOrThrow({ where: { id } }))
  await record(call, call.member.id, 'launch', id)
  const now = await watch(call, id)
  return { ...now, text: [call.say('offer-launched', { count: digits(call.locale, rows) }).text, now.text].join('\n') }
}

async function watch(call: Call, id: string): Promise<Says> {
  const { tx, locale, clock, config } = call
  const offer = await tx.offer.findUnique({ where: { id } })
  if (!offer) return call.say('offer-gone')
  const rows = await tx.sql<{ state: string; n: number }>(`SELECT "state", count(*)::int AS "n" FROM "outbox" WHERE "offerId" = $1 AND "class" = 'bulk' GROUP BY 1`, [id])
  const count = (...states: string[]) => digits(locale, rows.filter(({ state }) => states.includes(state)).reduce((sum, { n }) => sum + n, 0))
  const coupons = await tx.coupon.groupBy({ by: ['state'], where: { offerId: id }, _count: true })
  const had = (...states: string[]) => digits(locale, coupons.filter(({ state }) => states.includes(state)).reduce((sum, { _count }) => sum + _count, 0))
  const waiting = await tx.offerWait.count({ where: { offerId: id, toldAt: null } })
  return {
    ...call.say('offer-watch', {
      ...lineOf(call, offer), until: offer.endsAt ? sayTime(locale, offer.endsAt, clock.now(), config.shop.zone) : '—',
      sent: count('sent', 'accepted', 'delivered'), ahead: count('planned', 'held', 'sending'), dropped: count('dropped', 'failed'),
      claimed: had('granted', 'redeemed', 'expired'), redeemed: had('redeemed'), waiting: digits(locale, waiting), worst: money(locale, offer.committed),
    }),
    choices: offer.state === 'live' ? [{ token: staffToken('watch', id), label: call.label('offer-watch', 'again') }, { token: staffToken('endoffer', id), label: call.label('offer-watch', 'stop') }] : [],
  }
}

async function stop(call: Call): Promise<Says> {
  const id = call.argument
  const count = await withdrawOffer(call, id, `stopped by ${call.member.name}`)
  if (count === null) return call.say('offer-gone')
  await record(call, call.member.id, 'stop offer', id)
  return call.say('offer-stopped', { count: digits(call.locale, count) })
}

/** `/code 7KQ-M4X-9TP 2500000`: what it takes off a basket of so much toman. */
async function code(call: Call): Promise<Says> {
  const { tx, clock, locale } = call
  const [, written = '', basket] = /^([\w-]{9,15})(?:\s+([\d,٬]{1,15}))?$/.exec(call.argument.trim()) ?? []
  if (!written) return call.say('code-how')
  const total = BigInt((basket ?? '0').replace(/\D/g, '') || '0')
  const coupon = await checkCode({ tx, clock }, written, { orderExternalId: `hand-${written.toUpperCase()}`, total: basket ? total : 10n ** 15n, mostPercent: call.scenarios.policy.discountPerOrder })
  if (!coupon.ok && coupon.refused === 'unknown') return call.say('code-unknown')
  if (!coupon.ok) return call.say('code-no', { why: coupon.refused })
  const args = { code: showCode(coupon.coupon.code), offer: describeOffer(locale, termsOf(coupon.coupon, coupon.offer)), until: sayTime(locale, coupon.coupon.expiresAt, clock.now(), call.config.shop.zone) }
  if (!basket || coupon.again) return call.say(coupon.again ? 'code-used' : 'code', { ...args, discount: money(locale, coupon.discount) })
  return { ...call.say('code-off', { ...args, discount: money(locale, coupon.discount) }), choices: [{ token: staffToken('usecode', `${coupon.coupon.code}_${total}`), label: call.label('code-off', 'use') }] }
}

/** The button below it: used, for a sale by hand. Pressed twice it is one. */
async function useCode(call: Call): Promise<Says> {
  const [written = '', total = '0'] = call.argument.split('_')
  const done = await redeemCode(call, written, { orderExternalId: `hand-${written.toUpperCase()}`, total: BigInt(total.replace(/\D/g, '') || '0'), mostPercent: call.scenarios.policy.discountPerOrder })
  if (!done.ok) return done.refused === 'unknown' ? call.say('code-unknown') : call.say('code-no', { why: done.refused })
  await keep(call, [`coupon/${done.coupon.id}`])
  await record(call, call.member.id, 'use code', done.coupon.id)
  return call.say('code-used', { code: showCode(done.coupon.code), offer: describeOffer(call.locale, termsOf(done.coupon, done.offer)), discount: money(call.locale, done.discount), until: '' })
}
