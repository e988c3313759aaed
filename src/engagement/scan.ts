/**
 * Who is due for a journey that nothing in particular starts: found each morning before the shop opens. Each finder looks only at
 * customers whom we can write to, and only at what is recent: switching a journey on is no reason to write to everybody of years ago.
 */
import { toJalaali } from 'jalaali-js'
import { intervalSql } from '../audience/rebuy.ts'
import { groupSql } from '../audience/groups.ts'
import { DAY, type Clock } from '../clock.ts'
import { localTime } from '../journeys/local-time.ts'
import type { Trigger } from '../journeys/schema.ts'
import { tellOutside } from '../store/outgoing.ts'
import { balanceOf } from '../loyalty/ledger.ts'
import { readLoyalty } from '../loyalty/settings.ts'
import { begin, type Occasion } from './enroll.ts'
import type { Parts } from './parts.ts'

/** In one morning and for one trigger; the others come on the mornings after. */
const MOST = 500
type Found = Omit<Occasion, 'anchorAt'> & { anchorAt?: Date }
type Finder = (parts: Parts, now: Date) => Promise<Found[]>

const FINDERS: Partial<Record<Trigger, Finder>> = {
  'rebuy-due': rebuyDue, 'bought-once': boughtOnce, 'high-spender': highSpenders, 'gone-quiet': goneQuiet, birthday: birthdays, anniversary: anniversaries,
  'points-expiring': pointsExpiring, 'member-anniversary': memberAnniversaries,
}

/** Triggers that some journey which is on waits for, and that have to be looked for. */
export function scannedTriggers({ scenarios }: Pick<Parts, 'scenarios'>): Trigger[] {
  const wanted = new Set(scenarios.journeys.filter(({ on }) => on).flatMap(({ startsOn, tracks }) => Object.values(tracks).map(track => track.startsOn ?? startsOn)))
  return (Object.keys(FINDERS) as Trigger[]).filter(trigger => wanted.has(trigger))
}

/** `transaction`: one for each trigger, so that one that cannot be looked for stops no other. Returns how many tracks began. */
export async function scan(parts: Omit<Parts, 'tx'>, transaction: <T>(run: (tx: Parts['tx']) => Promise<T>) => Promise<T>, now: Date): Promise<number> {
  let begun = 0
  for (const trigger of scannedTriggers(parts))
    begun += await transaction(async tx => {
      let n = 0
      for (const found of await FINDERS[trigger]!({ ...parts, tx }, now)) {
        n += await begin({ ...parts, tx }, trigger, { anchorAt: now, ...found })
        if (trigger === 'gone-quiet') await tellOutside(tx, { type: 'customer.away', key: `${found.customerId}/${found.subject}`, customerId: found.customerId, at: now, data: { lastOrderOn: found.subject.replace('away/', '') } })
      }
      return n
    })
  return begun
}

/** Whom a journey would concern: those found this morning, or the events of the last 30 days that it starts on. */
export async function howMany(parts: Parts, { startsOn }: { startsOn: Trigger }): Promise<number> {
  const { tx, clock } = parts
  const now = clock.now()
  const finder = FINDERS[startsOn]
  if (finder) return (await finder(parts, now)).length
  const since = new Date(now.getTime() - 30 * DAY)
  if (startsOn === 'cart-left') return await tx.cart.count({ where: { updatedAt: { gt: since } } })
  if (startsOn === 'case-closed') return await tx.case.count({ where: { closedAt: { gt: since } } })
  if (startsOn === 'answered-great') return await tx.answer.count({ where: { at: { gt: since }, question: 'satisfied', value: 'great' } })
  if (startsOn === 'level-reached') return await tx.memberLevel.count({ where: { since: { gt: since } } })
  if (startsOn === 'compensated') return await tx.pledge.count({ where: { kind: 'compensation', madeAt: { gt: since } } })
  const when = startsOn === 'order-shipped' ? { shippedAt: { gt: since } } : startsOn === 'order-delivered' ? { deliveredAt: { gt: since } } : { placedAt: { gt: since } }
  return await tx.order.count({ where: when })
}

/** Joined, not a part of another record, and not one who said no to what this is about. Over "customers" c. */
const REACHABLE = `c."joinedAt" IS NOT NULL AND c."joinedIntoId" IS NULL AND c."mayMarketing" IS NOT FALSE`
/** This occasion has not begun anything yet: without it a full morning would find the same people again and again. */
const isNew = (subject: string) => `NOT EXISTS (SELECT 1 FROM "enrollments" e WHERE e."customerId" = c."id" AND e."subject" = ${subject})`
const dayOf = (at: string) => `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD')`
const days = (n: number) => `interval '${n} days'`

/** A consumable is used up soon: `rebuyLeadDays` before the interval since the last purchase is over. What was answered "no more" never is. */
async function rebuyDue({ tx, scenarios }: Parts, now: Date): Promise<Found[]> {
  const { rebuyFallbackDays, rebuyLeadDays } = scenarios.audience
  const rows = await tx.sql<{ customerId: string; sku: string; name: string; url: string | null; lastAt: Date }>(
    `WITH last AS (
       SELECT DISTINCT ON (o."customerId", i."sku") o."customerId", i."sku", COALESCE(p."name", i."name") AS name, COALESCE(p."url", i."url") AS url, o."placedAt" AS "lastAt"
       FROM "orders" o JOIN "order_items" i ON i."orderId" = o."id" LEFT JOIN "products" p ON p."sku" = i."sku"
       WHERE COALESCE(p."consumable", i."consumable") AND o."status" NOT IN ('cancelled', 'refunded') AND NOT o."disowned" AND o."placedAt" > $1::timestamptz - interval '400 days'
         AND (p."sku" IS NULL OR ((p."stock" IS NULL OR p."stock" > 0) AND NOT p."discreet" AND NOT p."neverRecommend"))
       ORDER BY o."customerId", i."sku", o."placedAt" DESC)
     SELECT last.* FROM last JOIN "customers" c ON c."id" = last."customerId" AND ${REACHABLE}
     LEFT JOIN "rebuy_intervals" r ON r."sku" = last."sku"
     CROSS JOIN LATERAL (SELECT last."lastAt" + (${intervalSql('$2')} - $3::float8) * interval '1 day' AS at) AS due
     WHERE due.at <= $1::timestamptz AND due.at > $1::timestamptz - ${days(7)} AND ${isNew(`'rebuy/' || last."sku" || '/' || ${dayOf('last."lastAt"')}`)}
       AND NOT EXISTS (SELECT 1 FROM "questions" q JOIN "enrollments" e ON e."id" = q."enrollmentId" JOIN "answers" a ON a."questionId" = q."id"
         WHERE e."customerId" = last."customerId" AND a."value" = 'no-more' AND starts_with(e."subject", 'rebuy/' || last."sku" || '/'))
     ORDER BY due.at LIMIT ${MOST}`,
    [now.toISOString(), rebuyFallbackDays, rebuyLeadDays],
  )
  return rows.map(({ customerId, sku, name, url, lastAt }) => ({ customerId, subject: `rebuy/${sku}/${lastAt.toISOString().slice(0, 10)}`, about: { sku, item: name, ...(url ? { url } : {}) } }))
}

/** One order, 45 to 60 days ago: after day 30 has had its say. */
async function boughtOnce({ tx }: Parts, now: Date): Promise<Found[]> {
  const rows = await tx.sql<{ customerId: string }>(
    `SELECT s."customerId" FROM "customer_stats" s JOIN "customers" c ON c."id" = s."customerId" AND ${REACHABLE}
     WHERE s."orders" = 1 AND s."lastAt" <= $1::timestamptz - ${days(45)} AND s."lastAt" > $1::timestamptz - ${days(60)} AND ${isNew("'second-purchase'")} ORDER BY s."lastAt" LIMIT ${MOST}`,
    [now.toISOString()],
  )
  return rows.map(({ customerId }) => ({ customerId, subject: 'second-purchase' }))
}

/** Among the high spenders, and bought within the last half year. */
async function highSpenders({ tx, scenarios }: Parts, now: Date): Promise<Found[]> {
  const rows = await tx.sql<{ customerId: string }>(
    `SELECT c."id" AS "customerId" FROM "customers" c JOIN "customer_stats" s ON s."customerId" = c."id"
     WHERE ${REACHABLE} AND s."lastAt" > $1::timestamptz - ${days(180)} AND ${groupSql('high', scenarios.audience)}
       AND NOT EXISTS (SELECT 1 FROM "enrollments" e WHERE e."customerId" = c."id" AND e."subject" LIKE 'high/%' AND e."startedAt" > $1::timestamptz - ${days(180)}) ORDER BY s."spent" DESC LIMIT ${MOST}`,
    [now.toISOString()],
  )
  return rows.map(({ customerId }) => ({ customerId, subject: `high/${now.toISOString().slice(0, 7)}` }))
}

/**
 * Away, by one's own rhythm: longer than `timesOwnGap` times the usual gap between orders (never sooner than `atLeastDays`); without a
 * rhythm, longer than the trade's cycle (S60). Not in the first days after joining, once for each absence, and not after half a year more.
 */
async function goneQuiet({ tx, scenarios }: Parts, now: Date): Promise<Found[]> {
  const { timesOwnGap, atLeastDays, cycleDays } = scenarios.audience.away
  const rows = await tx.sql<{ customerId: string; lastAt: Date }>(
    `SELECT s."customerId", s."lastAt" FROM "customer_stats" s JOIN "customers" c ON c."id" = s."customerId" AND ${REACHABLE}
     CROSS JOIN LATERAL (SELECT s."lastAt" + GREATEST($2::float8, COALESCE(s."gapDays" * $3::float8, $4::float8)) * interval '1 day' AS at) AS away
     WHERE away.at <= $1::timestamptz AND away.at > $1::timestamptz - ${days(180)} AND c."joinedAt" < $5::timestamptz AND ${isNew(`'away/' || ${dayOf('s."lastAt"')}`)}
     ORDER BY away.at DESC LIMIT ${MOST}`,
    [now.toISOString(), atLeastDays, timesOwnGap, cycleDays, new Date(now.getTime() - scenarios.policy.newcomerMs).toISOString()],
  )
  return rows.map(({ customerId, lastAt }) => ({ customerId, subject: `away/${lastAt.toISOString().slice(0, 10)}` }))
}

/** Today, by the calendar of the customer's language: who reads Persian has a birthday by the Jalali one. 29 February and 30 Esfand: on the last day of that month. */
async function birthdays({ tx, config }: Parts, now: Date): Promise<Found[]> {
  const rows = await tx.sql<{ id: string; birthday: string; locale: string | null; zone: string | null }>(
    `SELECT c."id", c."birthday", c."locale", c."timeZone" AS "zone" FROM "customers" c WHERE substr(c."birthday", 6) = ANY($1::text[]) AND ${REACHABLE}`,
    // The two calendars differ by a day or two from year to year; who is meant is decided below.
    [Array.from({ length: 9 }, (_, n) => new Date(now.getTime() + (n - 4) * DAY).toISOString().slice(5, 10))],
  )
  return rows.flatMap(({ id, birthday, locale, zone }) => {
    const today = localTime(now, zone ?? config.shop.zone)
    const isPersian = (locale ?? config.shop.locale).startsWith('fa')
    return isDayOf(birthday, today, isPersian) ? [{ customerId: id, subject: `birthday/${today.year}` }] : []
  })
}

type Day = { year: number; month: number; day: number }

/** Pure: does the anniversary of `date` ('1990-03-21') fall on `today` (Gregorian)? */
export function isDayOf(date: string, today: Day, jalali: boolean): boolean {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  if (!jalali) return today.month === month && today.day === Math.min(day, new Date(Date.UTC(today.year, month, 0)).getUTCDate())
  const born = toJalaali(year, month, day)
  const now = toJalaali(today.year, today.month, today.day)
  const tomorrow = new Date(Date.UTC(today.year, today.month - 1, today.day + 1))
  const isLastOfMonth = toJalaali(tomorrow.getUTCFullYear(), tomorrow.getUTCMonth() + 1, tomorrow.getUTCDate()).jm !== now.jm
  return now.jm === born.jm && (now.jd === born.jd || (isLastOfMonth && born.jd > now.jd))
}

/** So many years to the day since the first purchase. */
async function anniversaries({ tx, config }: Parts, now: Date): Promise<Found[]> {
  const { year, month, day } = localTime(now, config.shop.zone)
  const rows = await tx.sql<{ customerId: string; year: number }>(
    `SELECT s."customerId", extract(year FROM s."firstAt" AT TIME ZONE $1)::int AS "year" FROM "customer_stats" s JOIN "customers" c ON c."id" = s."customerId" AND ${REACHABLE}
     WHERE extract(month FROM s."firstAt" AT TIME ZONE $1) = $2::int AND extract(day FROM s."firstAt" AT TIME ZONE $1) = $3::int AND extract(year FROM s."firstAt" AT TIME ZONE $1) < $4::int LIMIT ${MOST}`,
    [config.shop.zone, month, day, year],
  )
  return rows.map(({ customerId, year: first }) => ({ customerId, subject: `anniversary/${year - first}`, about: { count: year - first } }))
}

/** The next points to run out do so within the notice. */
async function pointsExpiring({ tx, scenarios }: Parts, now: Date): Promise<Found[]> {
  if (!(await readLoyalty(tx))?.on) return []
  const until = new Date(now.getTime() + scenarios.loyalty.noticeBefore)
  const rows = await tx.sql<{ customerId: string }>(
    `SELECT DISTINCT e."customerId" FROM "points_entries" e JOIN "customers" c ON c."id" = e."customerId" AND ${REACHABLE}
     WHERE e."account" = 'active' AND e."points" > 0 AND e."expiresAt" > $1::timestamptz AND e."expiresAt" <= $2::timestamptz ORDER BY 1 LIMIT ${MOST}`,
    [now.toISOString(), until.toISOString()],
  )
  const found: Found[] = []
  for (const { customerId } of rows) {
    const { expiring } = await balanceOf(tx, customerId)
    if (expiring && expiring.at > now && expiring.at <= until)
      found.push({ customerId, subject: `expiring/${expiring.at.toISOString().slice(0, 10)}`, about: { points: Number(expiring.points), until: expiring.at.toISOString() } })
  }
  return found
}

/** Each half year since somebody joined, as long as they bought within the year. */
async function memberAnniversaries({ tx }: Parts, now: Date): Promise<Found[]> {
  const rows = await tx.sql<{ customerId: string; months: number }>(
    `SELECT c."id" AS "customerId", m.months FROM "customers" c JOIN "customer_stats" s ON s."customerId" = c."id"
     CROSS JOIN LATERAL (SELECT (6 * floor((extract(year FROM age($1::timestamptz, c."joinedAt")) * 12 + extract(month FROM age($1::timestamptz, c."joinedAt"))) / 6))::int AS months) AS m
     WHERE c."joinedAt" IS NOT NULL AND c."joinedIntoId" IS NULL AND c."mayFeedback" IS NOT FALSE AND s."lastAt" > $1::timestamptz - ${days(365)} AND m.months >= 6
       AND c."joinedAt" + make_interval(months => m.months) > $1::timestamptz - ${days(7)} ORDER BY 1 LIMIT ${MOST}`,
    [now.toISOString()],
  )
  return rows.map(({ customerId, months }) => ({ customerId, subject: `member/${months}`, about: { count: months } }))
}

/** The morning's scan has nothing to look for while no such journey is on. */
export function nextScan({ scenarios, clock }: Pick<Parts, 'scenarios'> & { clock: Clock }): Date | null {
  return scannedTriggers({ scenarios }).length > 0 ? clock.now() : null
}

