/** Figures as people read them: the same words on the dashboard, the terminal and in the staff bot. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locale } from '../channel.ts'
import { shippedFolder } from '../config.ts'
import { sayDate } from '../text/dates.ts'
import { digits, grouped } from '../text/digits.ts'
import { createTexts } from '../text/fluent.ts'
import { money } from '../text/money.ts'
import type { Effect } from './effect.ts'
import type { FigureName } from './figure.ts'
import { WHOLE_MONTHS, type Forecast } from './forecast.ts'
import type { Calendar } from './period.ts'
import type { Rates } from './rates.ts'

const read = (locale: Locale) => readFileSync(join(shippedFolder('src'), 'figures', `${locale}.ftl`), 'utf8')
export const figureTexts = createTexts({ fa: read('fa'), en: read('en') }, 'src/figures')

/** Name, formula in words, what it means, and the rule of thumb that belongs to it (S64), if any. */
export function figureWords(locale: Locale, name: FigureName): { name: string; formula: string; means: string; note: string | null } {
  const label = (attribute: string) => figureTexts.label(locale, name, attribute)
  return { name: figureTexts.format(locale, name), formula: label('formula'), means: label('means'), note: figureTexts.has(locale, name, 'note') ? label('note') : null }
}

/** «۹۵٪», «۲۵٫۴٪», "25.4%"; "—" for no share. One digit after the point, none if it is nought. */
export function sayShare(locale: Locale, value: number | null): string {
  if (value === null) return '—'
  const text = (Math.round(value * 1000) / 10).toFixed(1).replace(/\.0$/, '').replace('-', '−')
  return digits(locale, locale === 'fa' ? text.replace('.', '٫') : text) + (locale === 'fa' ? '٪' : '%')
}

export const sayAmount = (locale: Locale, toman: number | null) => (toman === null ? '—' : money(locale, toman))

/** «مهر ۱۴۰۵», "October 2026": the month that begins at that instant. */
export function sayMonth(locale: Locale, at: Date, zone: string, calendar: Calendar): string {
  const tag = `${locale === 'fa' ? 'fa-IR' : 'en-GB'}-u-ca-${calendar === 'jalali' ? 'persian' : 'gregory'}-nu-latn`
  const parts = new Intl.DateTimeFormat(tag, { timeZone: zone, month: 'long', year: 'numeric' }).formatToParts(at)
  const of = (type: string) => parts.find(part => part.type === type)?.value ?? ''
  return digits(locale, `${of('month')} ${of('year')}`)
}

/** null: they agree. */
export function sayDiffer(locale: Locale, { differ, retentionByCount, retentionByIdentity }: Rates): string | null {
  return differ ? figureTexts.format(locale, 'differ', { count: sayShare(locale, retentionByCount.value), identity: sayShare(locale, retentionByIdentity.value) }) : null
}

/** One sentence: earned, lost, or when it will be known. */
export function sayEffect(locale: Locale, { treated, heldOut, difference, extraToman, discountToman, verdict }: Effect, now: Date, zone: string): string {
  const share = (group: Effect['heldOut']) => sayShare(locale, group && group.customers > 0 ? group.bought / group.customers : null)
  const expectedAt = 'expectedAt' in verdict ? verdict.expectedAt : null
  return figureTexts.format(locale, `effect-${verdict.is}`, {
    treated: share(treated), held: share(heldOut), difference: sayShare(locale, difference?.difference ?? null), low: sayShare(locale, difference?.low ?? null), high: sayShare(locale, difference?.high ?? null),
    extra: sayAmount(locale, extraToman), cost: sayAmount(locale, discountToman), customers: grouped(locale, treated.customers), heldCustomers: grouped(locale, heldOut?.customers ?? 0),
    when: expectedAt ? 'yes' : 'no', day: expectedAt ? sayDate(locale, expectedAt, now, zone) : '',
  })
}

/** The first month of it, with its range and its method; or why there is none. */
export function sayForecast(locale: Locale, forecast: Forecast | null): string {
  const [next] = forecast?.months ?? []
  if (!next) return figureTexts.format(locale, 'no-forecast', { months: digits(locale, WHOLE_MONTHS) })
  return figureTexts.format(locale, 'forecast', { month: digits(locale, next.month), customers: grouped(locale, next.customers), low: grouped(locale, next.low), high: grouped(locale, next.high) })
}
