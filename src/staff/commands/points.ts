/** Points: what they are worth and cost, what the shop owes, corrections, and an apology that is really booked. */
import { DAY } from '../../clock.ts'
import { grantFromTemplate } from '../../offers/templates.ts'
import { keep, promise } from '../../offers/promises.ts'
import { begin } from '../../engagement/enroll.ts'
import { promised } from '../../engagement/offers.ts'
import { giveBonus } from '../../engagement/loyalty.ts'
import { staffToken } from '../../engagement/tokens.ts'
import { localDate } from '../../journeys/local-time.ts'
import { balanceOf, correct, goodsOf, monthsLater, owed } from '../../loyalty/ledger.ts'
import { pointsFor, worthOf } from '../../loyalty/points.ts'
import { readLoyalty, setLoyalty } from '../../loyalty/settings.ts'
import { lockCustomer } from '../../store/lock-customer.ts'
import { BOM, csvLines } from '../../text/csv.ts'
import { digits, grouped } from '../../text/digits.ts'
import { money } from '../../text/money.ts'
import { record } from '../members.ts'
import { EVERYBODY, MANAGERS, type Call, type Command, type Says } from './command.ts'
import { findCustomer } from './customer.ts'

export const pointsCommand: Command = { name: 'points', roles: MANAGERS, run: points }
export const sorryCommand: Command = { name: 'sorry', roles: EVERYBODY, run: sorry }

const LARGEST_BONUS = 10_000_000

/** `/points`, `/points worth 1000`, `/points on 1000`, `/points off`, `/points sheet`, `/points 0912… +5000 why`. */
async function points(call: Call): Promise<Says> {
  const { argument, tx } = call
  const [word = '', given = ''] = argument.split(/[\s_]+/)
  if (word === 'worth' || word === 'on') {
    const worth = Number(given.replace(/\D/g, ''))
    if (!(worth >= 1 && worth <= 1_000_000)) return call.say('points-how')
    if (word === 'worth') return await costOf(call, worth)
    await setLoyalty(tx, { on: true, worth })
    await record(call, call.member.id, 'points', `on, 1000 points = ${worth} toman`)
    return call.say('points-on', { worth: money(call.locale, worth) })
  }
  if (word === 'off') {
    const known = await readLoyalty(tx)
    if (known) await setLoyalty(tx, { ...known, on: false })
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
  const orders = await tx.order.findMany({
    where: { placedAt: { gt: new Date(clock.now().getTime() - 30 * DAY) }, status: { in: ['paid', 'shipped', 'delivered'] } },
    select: { total: true, shipping: true, currency: true },
  })
  const earned = orders.reduce((sum, order) => sum + pointsFor(goodsOf(order) ?? 0n, scenarios.loyalty), 0n)
  const sales = orders.reduce((sum, order) => sum + (goodsOf(order) ?? 0n), 0n)
  const cost = worthOf(earned, worth)
  return {
    ...call.say('points-cost', {
      worth: money(locale, worth), orders: grouped(locale, orders.length), points: grouped(locale, earned), cost: money(locale, cost), sales: money(locale, sales),
      share: sales === 0n ? '—' : digits(locale, (Number((cost * 1000n) / sales) / 10).toFixed(1)).replace('.', locale === 'fa' ? '٫' : '.'),
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

/** What the shop owes, customer by customer, and what of it runs out next month. */
async function sheet(call: Call): Promise<Says> {
  const { tx, clock, config } = call
  if (!call.files) return call.say('export-elsewhere')
  const known = await readLoyalty(tx)
  const next = monthsLater(clock.now(), 1).toISOString()
  const rows = await tx.sql<{ name: string | null; externalId: string | null; phone: string | null; active: string; pending: string; expiring: string; level: string | null }>(
    `SELECT c."name", c."externalId", c."phone", p.active::text AS "active", p.pending::text AS "pending", GREATEST(LEAST(p.expiring, p.active), 0)::text AS "expiring", l."level"
     FROM (SELECT "customerId", COALESCE(sum("points") FILTER (WHERE "account" = 'active'), 0) AS active, COALESCE(sum("points") FILTER (WHERE "account" = 'pending'), 0) AS pending,
         COALESCE(sum("points") FILTER (WHERE "account" = 'active' AND ("points" < 0 OR "expiresAt" <= $1::timestamptz)), 0) AS expiring FROM "points_entries" GROUP BY 1) p
     JOIN "customers" c ON c."id" = p."customerId" LEFT JOIN "member_levels" l ON l."customerId" = c."id" WHERE p.active <> 0 OR p.pending <> 0 ORDER BY p.active DESC LIMIT 50000`,
    [next],
  )
  const head = ['customer', 'name', 'phone', 'points', 'worth (toman)', 'on the way', 'expire within a month', 'level']
  const lines = rows.map(row => [row.externalId, row.name, row.phone, row.active, known ? String(worthOf(BigInt(row.active), known.worth)) : '', row.pending, row.expiring, row.level])
  return { ...call.say('points-sheet'), file: { name: `points-${localDate(clock.now(), config.shop.zone)}.csv`, text: BOM + csvLines([head, ...lines]) } }
}

/** `/points 09121234567 +5000 why`: a correction with its reason. */
async function correction(call: Call): Promise<Says> {
  const { tx, locale, member, scenarios, clock } = call
  const [, who = '', sign = '+', amount = '', reason = ''] = /^(\S+)\s+([+-])?([\d,٬]{1,12})\s+(.{2,200})$/s.exec(call.argument) ?? []
  if (!who) return call.say('points-how')
  const customer = await findCustomer(call, who)
  if (!customer) return call.say('customer-unknown')
  await lockCustomer(tx, customer.id)
  const size = BigInt(amount.replace(/\D/g, '') || '0')
  if (size <= 0n || size > BigInt(LARGEST_BONUS)) return call.say('points-how')
  const key = `correct/${member.id}/${clock.now().toISOString()}`
  await correct(call, scenarios.loyalty, { customerId: customer.id, points: sign === '-' ? -size : size, key, reason, by: member.id })
  await record(call, member.id, 'points', `${customer.id} ${sign}${size}`)
  const { active } = await balanceOf(tx, customer.id)
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
