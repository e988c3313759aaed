/** Offers: what journeys may give, one of a manager's own from draft to end, and a code at the till. */
import { changeControls, readControls } from '../../engagement/controls.ts'
import { createDraft, dropDraft, launchDraft, lookAtDraft, watchOffer, worstOfJourneys } from '../../engagement/offer-draft.ts'
import { withdrawOffer } from '../../engagement/offers.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { showCode } from '../../offers/code.ts'
import { describeOffer } from '../../offers/describe.ts'
import { readOffer } from '../../offers/draft.ts'
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
  const worst = worstOfJourneys(scenarios)
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
  const { locale } = call
  if (call.argument === '') return call.say('offer-how')
  const read = readOffer(call.argument)
  if ('problem' in read) return call.say('offer-no', { problem: read.problem, word: read.word })
  const { title, quantity, earlyHours } = read.draft
  const made = await createDraft(call, read.draft, call.member.id)
  if ('segment' in made) return call.say('segment-no', { found: made.segment.found, expected: made.segment.expected })
  if ('unreal' in made) return call.say('offer-unreal', { item: made.unreal.name, price: money(locale, made.unreal.offerPrice), paid: money(locale, made.unreal.paid) })
  const { offer } = made
  const { worst, hours, all, reachable, rehearsal, sample } = await lookAtDraft(call, offer)
  return {
    text: [
      call.say('offer-draft', {
        title, offer: describeOffer(locale, offer), worst: money(locale, worst), quantity: quantity === null ? '' : digits(locale, quantity), counted: quantity === null ? 'no' : 'yes',
        hours: digits(locale, hours), all: digits(locale, all), reachable: digits(locale, reachable), early: digits(locale, earlyHours), isEarly: earlyHours > 0 ? 'yes' : 'no',
      }).text,
      sayRehearsal(call, rehearsal),
      call.say('send-preview').text,
      sample?.text ?? '—',
    ].join('\n\n'),
    choices: [
      { token: staffToken('launch', offer.id), label: call.label('offer-draft', 'launch') },
      { token: staffToken('endoffer', offer.id), label: call.label('offer-draft', 'drop') },
    ],
  }
}

async function launch(call: Call): Promise<Says> {
  // Older buttons say the hours behind the offer's id.
  const [id = ''] = call.argument.split('_')
  const rows = await launchDraft(call, id)
  if (rows === null) return call.say('offer-gone')
  await record(call, call.member.id, 'launch', id)
  const now = await watch(call, id)
  return { ...now, text: [call.say('offer-launched', { count: digits(call.locale, rows) }).text, now.text].join('\n') }
}

async function watch(call: Call, id: string): Promise<Says> {
  const { tx, locale, clock, config } = call
  const offer = await tx.offer.findUnique({ where: { id } })
  if (!offer) return call.say('offer-gone')
  const counts = Object.fromEntries(Object.entries(await watchOffer(call, id)).map(([name, n]) => [name, digits(locale, n)]))
  return {
    ...call.say('offer-watch', {
      ...lineOf(call, offer), ...counts, worst: money(locale, offer.committed), until: offer.endsAt ? sayTime(locale, offer.endsAt, clock.now(), config.shop.zone) : '—',
    }),
    choices: offer.state === 'live' ? [{ token: staffToken('watch', id), label: call.label('offer-watch', 'again') }, { token: staffToken('endoffer', id), label: call.label('offer-watch', 'stop') }] : [],
  }
}

async function stop(call: Call): Promise<Says> {
  const id = call.argument
  if (await dropDraft(call, id)) {
    await record(call, call.member.id, 'drop offer', id)
    return call.say('offer-dropped')
  }
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
