/** Cells of an order file, read as people write them. Each gives null for what it cannot read. */
import { toGregorian, isValidJalaaliDate } from 'jalaali-js'
import { atLocal } from '../journeys/local-time.ts'
import { latinDigits } from '../text/digits.ts'
import { squeeze } from '../text/normalise.ts'
import type { OrderStatus } from './order-input.ts'

/**
 * 2026-03-21, 2026/3/21 14:05, 20260321, 1405/01/01, ۱۴۰۵/۱/۱, ISO 8601. Without an offset it is the shop's
 * wall time; a year under 1700 is Jalali.
 */
export function readDate(text: string, zone: string): Date | null {
  const match = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
    latinDigits(text).trim(),
  )
  if (!match) return null
  const [year, month, day, hour = 0, minute = 0, second = 0] = [1, 3, 4, 5, 6, 7].map(at =>
    match[at] === undefined ? undefined : Number(match[at]),
  ) as [number, number, number, number?, number?, number?]
  const date = gregorian(year, month, day)
  if (!date || hour > 23 || minute > 59 || second > 59) return null
  const offset = match[8]
  if (!offset) return atLocal({ ...date, hour, minute, second }, zone)
  const at = Date.UTC(date.year, date.month - 1, date.day, hour, minute, second)
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)/.exec(offset) ?? []
  return new Date(at - (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000)
}

function gregorian(year: number, month: number, day: number): { year: number; month: number; day: number } | null {
  if (year < 1700) {
    if (year < 1300 || !isValidJalaaliDate(year, month, day)) return null
    const { gy, gm, gd } = toGregorian(year, month, day)
    return { year: gy, month: gm, day: gd }
  }
  const real = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  return real ? { year, month, day } : null
}

/**
 * Whole toman or rial; other currencies as people write them (29.33), into minor units.
 * Thousands may be parted: 2,500,000 or ۲٬۵۰۰٬۰۰۰.
 */
export function readAmount(text: string, currency: string): number | null {
  const written = latinDigits(text)
    .replace(/[\s\u200c\u200f]|تومان|ریال|toman|rial/gi, '')
    .replace(/(?<=\d)[,٬،](?=\d{3}(?!\d))/g, '')
    .replace('٫', '.')
  if (!/^\d{1,15}(\.\d+)?$/.test(written)) return null
  const places = minorUnits(currency)
  const amount = Number(written) * 10 ** places
  const whole = Math.round(amount)
  return Math.abs(amount - whole) < 1e-6 * Math.max(1, amount) && Number.isSafeInteger(whole) ? whole : null
}

/** How many decimals are minor units: none for toman and rial. */
export function minorUnits(currency: string): number {
  if (currency === 'IRT' || currency === 'IRR') return 0
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** yes, no, 1, 0, بله, نه …; null: neither. */
export function readYes(text: string): boolean | null {
  const word = squeeze(latinDigits(text))
  if (['yes', 'y', 'true', '1', 'x', 'بله', 'اره', 'آره', 'دارد', 'هست'].map(squeeze).includes(word)) return true
  return ['no', 'n', 'false', '0', 'نه', 'خیر', 'ندارد', 'نیست'].map(squeeze).includes(word) ? false : null
}

const CURRENCIES: Record<string, string> = {
  تومان: 'IRT',
  toman: 'IRT',
  tomans: 'IRT',
  irt: 'IRT',
  ریال: 'IRR',
  rial: 'IRR',
  rials: 'IRR',
  irr: 'IRR',
}

export function readCurrency(text: string): string | null {
  return (
    CURRENCIES[text.trim().toLowerCase().replace('ي', 'ی')] ??
    (/^[A-Z]{3}$/.test(text.trim().toUpperCase()) ? text.trim().toUpperCase() : null)
  )
}

const STATUSES: Record<OrderStatus, string> = {
  placed: 'placed, pending, on hold, pending payment, new, ثبت شده, در انتظار پرداخت, در انتظار بررسی, جدید',
  paid: 'paid, processing, پرداخت شده, در حال انجام, در حال پردازش, تایید شده, آماده ارسال',
  shipped: 'shipped, sent, fulfilled, ارسال شده, در حال ارسال, تحویل پست',
  delivered: 'delivered, completed, complete, done, تحویل شده, تحویل داده شده, تکمیل شده, انجام شده, تکمیل',
  cancelled: 'cancelled, canceled, failed, void, لغو شده, لغو, کنسل, کنسل شده, ناموفق, انصراف',
  refunded: 'refunded, returned, مسترد شده, مرجوع, مرجوعی, مرجوع شده, بازگشت وجه',
}
const STATUS_BY_WORD = new Map(
  Object.entries(STATUSES).flatMap(([status, words]) => words.split(', ').map(word => [squeeze(word), status as OrderStatus])),
)

export function readStatus(text: string): OrderStatus | null {
  return STATUS_BY_WORD.get(squeeze(text.replace(/^wc-/i, ''))) ?? null
}
