import { toGregorian } from 'jalaali-js'
import { z } from 'zod'
import { DAY } from '../clock.ts'
import { latinDigits } from '../text/digits.ts'
import { durationMs } from './duration.ts'
import type { LocalDay } from './local-time.ts'
import type { Policy, Related } from './load.ts'
import { duration } from './schema.ts'

const say = (expected: string) => ({ error: expected })
const span = duration.transform(durationMs)
const WALL_TIME = "a wall time such as '09:00', in quotes"
const wallTime = z.string(WALL_TIME).regex(/^([01]\d|2[0-3]):[0-5]\d$/, WALL_TIME)
const count = z.int(say('a whole number')).min(0).max(10_000)
const HOURS = "hours such as '09:00-18:00', in quotes"
const hours = z
  .string(HOURS)
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, HOURS)
  .transform(text => text.split('-') as [string, string])
  .refine(([from, to]) => from < to, say('hours that end after they begin'))
const DATE = "a date such as '2026-03-21' or '1405-01-01', in quotes"
const date = z.string(DATE).transform((text, context) => {
  const day = gregorian(text)
  if (day === null) context.addIssue({ code: 'custom', message: DATE })
  return day ?? ''
})
const address = z.string().refine(text => URL.canParse(text) && /^https?:/.test(text), say('an address such as https://shop.example/'))

const WEEKDAYS = { monday: 1, tuesday: 2, wednesday: 3, thursday: 4, friday: 5, saturday: 6, sunday: 7 } as const
type Weekdays<Value> = Record<keyof typeof WEEKDAYS, Value>
const workingHours = z
  .strictObject(Object.fromEntries(Object.keys(WEEKDAYS).map(day => [day, hours.optional()])) as Weekdays<z.ZodOptional<typeof hours>>)
  .refine(week => Object.values(week).some(Boolean), say('at least one working day'))
  .transform(week => {
    const byNumber: Policy['workingHours'] = {}
    for (const [day, number] of Object.entries(WEEKDAYS)) {
      const open = week[day as keyof typeof WEEKDAYS]
      if (open) byNumber[number] = open
    }
    return byNumber
  })

/** policy.yaml as it is written. */
export const policySchema = z
  .strictObject({
    quietHours: z.strictObject({ from: wallTime, to: wallTime }),
    spread: span,
    gap: span,
    caps: z.strictObject({
      marketingPerDay: count,
      marketingPer7Days: count,
      marketingPer30Days: count,
      promptingPerDay: count,
      unsolicitedPer30Days: count,
    }),
    surveyCoolDown: span,
    questionsPerHour: count,
    grace: span,
    surveyOpen: span,
    lateAnswer: span,
    reminderAfterDays: z.int(say('a whole number of days')).min(1).max(30),
    consentAskAgain: span,
    consentAsksAtMost: z.int(say('a whole number')).min(0).max(5),
    newcomer: span,
    linkLife: span,
    workingHours,
    answerWithin: span.refine(ms => ms > 0 && ms <= 30 * DAY, say('a duration of at most 30d, such as 2h')),
    calmDays: z.array(date),
    discountPerOrder: z.int(say('a whole number of percent')).min(1).max(100).default(30),
  })
  .transform(
    (written): Policy => ({
      quietHours: written.quietHours,
      spreadMs: written.spread,
      gapMs: written.gap,
      caps: written.caps,
      surveyCoolDownMs: written.surveyCoolDown,
      questionsPerHour: written.questionsPerHour,
      graceMs: written.grace,
      surveyOpenMs: written.surveyOpen,
      lateAnswerMs: written.lateAnswer,
      reminderAfterDays: written.reminderAfterDays,
      consentAskAgainMs: written.consentAskAgain,
      consentAsksAtMost: written.consentAsksAtMost,
      newcomerMs: written.newcomer,
      linkLifeMs: written.linkLife,
      workingHours: written.workingHours,
      calmDays: written.calmDays,
      discountPerOrder: written.discountPerOrder,
      answerWithinMs: written.answerWithin,
    }),
  )

const words = z.string().trim().min(1).max(80)
/** related.yaml as it is written; an empty file is an empty list. */
export const relatedSchema: z.ZodType<Related[]> = z.preprocess(
  data => data ?? [],
  z.array(
    z.strictObject({
      category: words,
      products: z.array(z.strictObject({ name: z.strictObject({ fa: words, en: words }), url: address.optional() })).min(1).max(3),
    }),
  ),
) as z.ZodType<Related[]>

/** 'YYYY-MM-DD' of either calendar → Gregorian, or null when there is no such day. */
export function gregorian(text: string): string | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (!parts) return null
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  if (year < 1700) {
    if (month < 1 || month > 12 || day < 1 || day > (month <= 6 ? 31 : 30)) return null
    const { gy, gm, gd } = toGregorian(year, month, day)
    return `${gy}-${String(gm).padStart(2, '0')}-${String(gd).padStart(2, '0')}`
  }
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null
}

/** A day as people type it: 1405-01-20, ۱۴۰۵/۱/۲۰ or 2026-04-09. null: there is no such day. */
export function dayIn(text: string): LocalDay | null {
  const date = gregorian(latinDigits(text).trim().split(/[-/]/).map((part, at) => part.padStart(at === 0 ? 4 : 2, '0')).join('-'))
  return date === null ? null : { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) }
}
