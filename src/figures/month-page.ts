/** The month as one page of lines, for people without a browser. */
import type { Locale } from '../channel.ts'
import { digits, grouped } from '../text/digits.ts'
import type { Figure } from './figure.ts'
import type { Overview } from './overview.ts'
import { calendarOf, monthBounds, monthName, monthPeriod, periodBetween, type Period } from './period.ts'
import { figureTexts, figureWords, sayAmount, sayDiffer, sayEffect, sayForecast, sayMonth, sayShare } from './words.ts'

type Reader = { locale: Locale; now: Date; zone: string; shop: string }

/** The month that was asked for, up to now at most; '': the last whole one. null: no such month, or it has not begun. */
export function monthAsked(text: string, { locale, now, zone }: Pick<Reader, 'locale' | 'now' | 'zone'>): Period | null {
  const calendar = calendarOf(locale)
  const [before] = monthBounds(new Date(now.getTime() + 1), 2, zone, calendar)
  const month = monthPeriod(text || monthName(before!, zone, calendar), zone)
  if (!month || month.from >= now) return null
  return month.to <= now ? month : { ...periodBetween(month.from, now, zone, month.calendar), before: month.before, month: month.month }
}

export function monthPage(overview: Overview, { calendar, to }: Period, { locale, now, zone, shop }: Reader): string[] {
  const say = (key: string, args: Record<string, string> = {}) => figureTexts.format(locale, key, args)
  const number = (value: number) => grouped(locale, value)
  const { reach, rates, orders, feedback, points } = overview
  const rate = (figure: Figure) => say('page-rate', { name: figureWords(locale, figure.name).name, value: sayShare(locale, figure.value), numerator: number(figure.numerator), denominator: number(figure.denominator) })
  const { retentionByCount: byCount } = rates
  const named = (prefix: string, name: string) => (figureTexts.has(locale, `${prefix}-${name}`) ? say(`${prefix}-${name}`) : name)
  const counted = (items: readonly { name: string; customers: number }[]) => items.map(({ name, customers }) => say('page-reason', { reason: name, customers: number(customers) })).join(locale === 'fa' ? '، ' : ', ')
  const { satisfaction, response, completion, nps } = feedback
  return [
    say('page-title', { month: sayMonth(locale, overview.period.from, zone, calendar), shop }),
    ...(to >= now ? [say('page-running')] : []),
    say('page-reach', { reachable: number(reach.numerator), customers: number(reach.denominator), share: sayShare(locale, reach.value), marketing: number(reach.consents.marketing) }),
    ...(reach.channels.length > 0 ? [say('page-channels', { channels: counted(reach.channels.map(({ channel, customers }) => ({ name: named('channel', channel), customers }))) })] : []),
    ...(orders.lifetime.customers === 0
      ? [say('page-none')]
      : [
          say('page-rates'),
          say('page-count', { name: figureWords(locale, byCount.name).name, value: sayShare(locale, byCount.value), start: number(byCount.start), end: number(byCount.end), new: number(byCount.new) }),
          ...[rates.retentionByIdentity, rates.periodReturn, rates.repeatCustomers, rates.monthlyBuyers].map(rate),
          ...[sayDiffer(locale, rates)].filter(line => line !== null),
          say('active', { days: number(overview.activeDays) }),
          say('page-basket', { orders: number(orders.basket.now.orders), average: sayAmount(locale, orders.basket.now.averageToman), before: sayAmount(locale, orders.basket.before.averageToman) }),
          ...(orders.repeatRevenue.value === null ? [] : [say('page-revenue', { share: sayShare(locale, orders.repeatRevenue.value) })]),
        ]),
    say('page-answers', {
      csat: sayShare(locale, satisfaction.value), satisfied: number(satisfaction.numerator), rated: number(satisfaction.denominator), response: sayShare(locale, response.value), answered: number(response.numerator),
      asked: number(response.denominator), completion: sayShare(locale, completion.value), finished: number(completion.numerator), begun: number(completion.denominator),
    }),
    ...(nps.score === null ? [] : [say('page-nps', { score: digits(locale, String(nps.score).replace('-', '−')), promoters: number(nps.promoters), detractors: number(nps.detractors) })]),
    ...(feedback.reasons.length > 0 ? [say('page-reasons', { reasons: counted(feedback.reasons.map(({ reason, customers }) => ({ name: named('reason', reason), customers }))) })] : []),
    say('page-discounts', { amount: sayAmount(locale, orders.keeping.discountToman), each: sayAmount(locale, orders.keeping.perCustomerToman) }),
    ...(points ? [say('page-points', { points: number(points.active), owed: sayAmount(locale, points.owedToman) })] : []),
    sayForecast(locale, overview.forecast),
    overview.journeys.length === 0 ? say('page-no-journeys') : say('page-journeys'),
    ...overview.journeys.map(effect => say('page-journey', { journey: effect.step ? `${effect.journey}/${effect.step}` : effect.journey, verdict: sayEffect(locale, effect, now, zone) })),
  ]
}
