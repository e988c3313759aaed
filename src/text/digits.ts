import type { Locale } from '../channel.ts'

const PERSIAN = '۰۱۲۳۴۵۶۷۸۹'

/** A number or a text with its digits as the reader writes them. */
export function digits(locale: Locale, value: number | bigint | string): string {
  const text = String(value)
  return locale === 'fa' ? text.replace(/\d/g, digit => PERSIAN[Number(digit)]!) : latinDigits(text)
}

/** ۰-۹ and ٠-٩ become 0-9. */
export function latinDigits(text: string): string {
  return text.replace(/[۰-۹]/g, digit => String(digit.charCodeAt(0) - 0x6f0)).replace(/[٠-٩]/g, digit => String(digit.charCodeAt(0) - 0x660))
}

/** «۵۰٬۰۰۰», "50,000". */
export function grouped(locale: Locale, value: number | bigint): string {
  const text = String(value).replace(/\B(?=(\d{3})+(?!\d))/g, locale === 'fa' ? '٬' : ',')
  return digits(locale, text)
}

/** «۱۰٪», "10%". */
export function percent(locale: Locale, value: number): string {
  return digits(locale, value) + (locale === 'fa' ? '٪' : '%')
}
