/** /report: the last seven days beside the seven before; `/report month`, `/report 1405-07`: a month on one page, for managers. */
import { DAY } from '../../clock.ts'
import { monthAsked, monthPage } from '../../figures/month-page.ts'
import { overview } from '../../figures/overview.ts'
import { digits } from '../../text/digits.ts'
import { EVERYBODY, type Call, type Command, type Says } from './command.ts'

const WEEK = 7 * DAY

export const reportCommand: Command = { name: 'report', roles: EVERYBODY, run: report }

type Week = { partial: number; asked: number; answered: number; rated: number; satisfied: number; opened: number }

async function report(call: Call): Promise<Says> {
  if (call.argument.trim() !== '') return await month(call)
  const now = call.clock.now()
  // The end is left out of a week; what happens in this very millisecond belongs to it.
  const end = new Date(now.getTime() + 1)
  const week = await weekUntil(call, end)
  const before = await weekUntil(call, new Date(end.getTime() - WEEK))
  const number = (value: number) => digits(call.locale, value)
  // CSAT: the share of 4 and 5 among all ratings. Of none there is no share.
  const csat = ({ satisfied, rated }: Week) => (rated === 0 ? '—' : `${number(Math.round((satisfied / rated) * 100))}${call.locale === 'fa' ? '٪' : '%'}`)
  return call.say('report', {
    asked: number(week.asked), answered: number(week.answered), rated: number(week.rated), satisfied: number(week.satisfied), csat: csat(week), opened: number(week.opened), partial: number(week.partial),
    askedBefore: number(before.asked), answeredBefore: number(before.answered), csatBefore: csat(before), openedBefore: number(before.opened),
  })
}

/** `month` is the last whole one. */
async function month(call: Call): Promise<Says> {
  const { tx, clock, scenarios, config, locale, member, argument } = call
  if (member.role !== 'manager') return call.say('report-managers')
  const now = clock.now()
  const { zone, name: shop } = config.shop
  const period = monthAsked(argument.trim().toLowerCase().replace(/^(month|ماه)\s*/, ''), { locale, now, zone })
  if (!period) return call.say('report-how')
  const found = await overview({ sql: tx.sql, now, audience: scenarios.audience }, period)
  return { text: monthPage(found, period, { locale, now, zone, shop }).join('\n') }
}

async function weekUntil({ tx }: Call, end: Date): Promise<Week> {
  const [row] = await tx.sql<Week>(
    `SELECT (SELECT count(*)::int FROM questions WHERE "askedAt" >= $1::timestamptz AND "askedAt" < $2::timestamptz) AS asked,
       (SELECT count(*)::int FROM answers a JOIN questions q ON q.id = a."questionId" WHERE q."askedAt" >= $1::timestamptz AND q."askedAt" < $2::timestamptz AND a.value IS NOT NULL) AS answered,
       (SELECT count(*)::int FROM answers WHERE at >= $1::timestamptz AND at < $2::timestamptz AND question = 'satisfied' AND score IS NOT NULL) AS rated,
       (SELECT count(*)::int FROM answers WHERE at >= $1::timestamptz AND at < $2::timestamptz AND question = 'satisfied' AND score >= 4) AS satisfied,
       (SELECT count(DISTINCT q."enrollmentId")::int FROM questions q JOIN answers a ON a."questionId" = q.id AND a.value IS NOT NULL
          WHERE q.question = 'satisfied' AND q."askedAt" >= $1::timestamptz AND q."askedAt" < $2::timestamptz AND a.score > 2
            AND NOT EXISTS (SELECT 1 FROM questions l JOIN answers w ON w."questionId" = l.id WHERE l."enrollmentId" = q."enrollmentId" AND l.question = 'change')) AS partial,
       (SELECT count(*)::int FROM cases WHERE "openedAt" >= $1::timestamptz AND "openedAt" < $2::timestamptz) AS opened`,
    [new Date(end.getTime() - WEEK).toISOString(), end.toISOString()],
  )
  return row!
}
