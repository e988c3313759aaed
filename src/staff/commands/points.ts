/** Points: what they are worth and cost, what the shop owes, corrections, and an apology that is really booked. */
import { grantFromTemplate } from '../../offers/templates.ts'
import { keep, promise } from '../../offers/promises.ts'
import { begin } from '../../engagement/enroll.ts'
import { promised } from '../../engagement/offers.ts'
import { giveBonus } from '../../engagement/loyalty.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { localDate } from '../../journeys/local-time.ts'
import { monthsLater, owed } from '../../loyalty/ledger.ts'
import { worthOf } from '../../loyalty/points.ts'
import { correctBalance, costLately, LARGEST_BONUS, pointsSheet } from '../../loyalty/program.ts'
import { readLoyalty, switchLoyalty } from '../../loyalty/settings.ts'
import { findCustomer } from '../../shop/find-customer.ts'
import { lockCustomer } from '../../store/lock-customer.ts'
import { digits, grouped } from '../../text/digits.ts'
import { money } from '../../text/money.ts'
import { record } from '../members.ts'
import { EVERYBODY, LARGEST_FILE, MANAGERS, type Call, type Command, type Says } from './command.ts'

export const pointsCommand: Command = { name: 'points', roles: MANAGERS, run: points }
export const sorryCommand: Command = { name: 'sorry', roles: EVERYBODY, run: sorry }

/** `/points`, `/points worth 1000`, `/points on 1000`, `/points off`, `/points sheet`, `/points 0912… +5000 why`. */
async function points(call: Call): Promise<Says> {
  const { argument, tx } = call
  const [word = '', given = ''] = argument.split(/[\s_]+/)
  if (word === 'worth' || word === 'on') {
    const worth = Number(given.replace(/\D/g, ''))
    if (!(worth >= 1 && worth <= 1_000_000)) return call.say('points-how')
    if (word === 'worth') return await costOf(call, worth)
    await switchLoyalty(tx, worth)
    await record(call, call.member.id, 'points', `on, 1000 points = ${worth} toman`)
    return call.say('points-on', { worth: money(call.locale, worth) })
  }
  if (word === 'off') {
    await switchLoyalty(tx, null)
    await record(call, call.member.id, 'points', 'off')
    return call.say('points-off')
  }
  if (word === 'sheet') return await sheet(call)
  if (word !== '') return await correction(call)
  return await status(call)
}

/** Before anything is switched on: what last month would have cost. */
async function costOf(call: Call, worth: number): Promise<Says> {
  const { tx, clock, locale, scenarios } = call
  const { orders, points, cost, sales, share } = await costLately({ tx, clock }, scenarios.loyalty, worth)
  return {
    ...call.say('points-cost', {
      worth: money(locale, worth), orders: grouped(locale, orders), points: grouped(locale, points), cost: money(locale, cost), sales: money(locale, sales),
      share: share === null ? '—' : digits(locale, (share * 100).toFixed(1)).replace('.', locale === 'fa' ? '٫' : '.'),
    }),
    choices: [{ token: staffToken('points', `on_${worth}`), label: call.label('points-cost', 'on') }],
  }
}

async function status(call: Call): Promise<Says> {
  const { tx, clock, locale } = call
  const known = await readLoyalty(tx)
  if (!known) return call.say('points-never')
  const { active, pending, expiring, members } = await owed({ tx }, monthsLater(clock.now(), 1))
  return call.say('points-status', {
    on: known.on ? 'yes' : 'no', worth: money(locale, known.worth), members: grouped(locale, members), active: grouped(locale, active), owed: money(locale, worthOf(active, known.worth)),
    pending: grouped(locale, pending), expiring: grouped(locale, expiring),
  })
}

/** What the shop owes, as a file. */
async function sheet(call: Call): Promise<Says> {
  const { tx, clock, config } = call
  if (!call.files) return call.say('export-elsewhere')
  let text = ''
  for await (const part of pointsSheet({ sql: tx.sql, clock }, await readLoyalty(tx))) {
    text += part
    if (text.length > LARGEST_FILE) return call.say('export-large')
  }
  return { ...call.say('points-sheet'), file: { name: `points-${localDate(clock.now(), config.shop.zone)}.csv`, text } }
}

/** `/points 09121234567 +5000 why`: a correction with its reason. */
async function correction(call: Call): Promise<Says> {
  const { tx, locale, member, scenarios, clock } = call
  const [, who = '', sign = '+', amount = '', reason = ''] = /^(\S+)\s+([+-])?([\d,٬]{1,12})\s+(.{2,200})$/s.exec(call.argument) ?? []
  if (!who) return call.say('points-how')
  const customer = await findCustomer(call, who)
  if (!customer) return call.say('customer-unknown')
  const size = BigInt(amount.replace(/\D/g, '') || '0')
  const active = await correctBalance({ tx, clock }, scenarios.loyalty, { customerId: customer.id, points: sign === '-' ? -size : size, reason, by: member.id, once: clock.now().toISOString() })
  if (active === null) return call.say('points-how')
  await record(call, member.id, 'points', `${customer.id} ${sign}${size}`)
  return call.say('points-corrected', { name: customer.name ?? '—', points: grouped(locale, active) })
}

/** `/sorry 217 50000` points, or `/sorry 217 win-back` a coupon of that template: booked first, then said. */
async function sorry(call: Call): Promise<Says> {
  const { tx, clock, scenarios, config, member, locale } = call
  const [, number = '', what = ''] = /^#?(\d{1,9})\s+([a-z][a-z0-9-]*|[\d,٬]{1,9})$/.exec(call.argument.trim()) ?? []
  const found = number ? await tx.case.findFirst({ where: { number: Number(number) } }) : null
  if (!found) return call.say('sorry-how', { offers: Object.keys(scenarios.offers).join(' · ') })
  const { customerId } = found
  await lockCustomer(tx, customerId)
  const now = clock.now()
  const subject = `sorry/${found.number}`
  if (await tx.pledge.findUnique({ where: { key: subject } })) return call.say('sorry-again')
  const template = scenarios.offers[what]
  const size = Number(what.replace(/\D/g, ''))
  let about: NonNullable<Parameters<typeof begin>[2]['about']>
  if (template) {
    const gift = await grantFromTemplate({ tx, clock, zone: config.shop.zone }, { name: what, template, customerId, key: subject })
    if (!gift) return call.say('sorry-budget')
    await promised(call, gift)
    about = { couponId: gift.coupon.id, until: gift.coupon.expiresAt.toISOString() }
  } else {
    if (!(await readLoyalty(tx))?.on) return call.say('sorry-no-points')
    if (!(size >= 1 && size <= LARGEST_BONUS)) return call.say('sorry-how', { offers: Object.keys(scenarios.offers).join(' · ') })
    const until = monthsLater(now, scenarios.loyalty.expiresAfterMonths)
    await giveBonus(call, { customerId, points: BigInt(size), key: subject, reason: `case ${found.number}`, by: member.id, expiresAt: until })
    about = { points: size, until: until.toISOString() }
  }
  await promise(call, { customerId, kind: 'compensation', key: subject, what: `${found.number}: ${what}`, dueAt: now })
  await keep(call, [subject])
  const told = await begin(call, 'compensated', { customerId, subject, anchorAt: now, about })
  await record(call, member.id, 'sorry', `${found.number} ${what}`)
  return { ...call.say('sorry', { told: told > 0 ? 'yes' : 'no', points: about.points === undefined ? '' : grouped(locale, about.points) }), choices: told > 0 ? [] : [{ token: staffToken('journey', 'on_apology'), label: call.label('sorry', 'on') }] }
}
