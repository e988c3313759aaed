import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js'
import { latinDigits } from '../text/digits.ts'

/** E.164, or null if it is no phone number. Without a country code it is Iranian; Persian digits, 0098… and 98912… are understood. */
export function normalisePhone(text: string): string | null {
  return readPhone(text, 'IR')
}

/** The same for a number of another country ('US'), as addresses of shops name it. */
export function phoneIn(country: string | undefined, text: string): string | null {
  return readPhone(text, (/^[A-Z]{2}$/.test(country ?? '') ? country : 'IR') as CountryCode)
}

function readPhone(text: string, country: CountryCode): string | null {
  const written = latinDigits(text).replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\s().-]/g, '')
  // 98912…: a country code without its plus.
  const candidates = /^98\d{10}$/.test(written) ? [`+${written}`, written] : [written.replace(/^00/, '+')]
  for (const candidate of candidates) {
    const phone = parsePhoneNumberFromString(candidate, country)
    if (phone?.isValid()) return phone.number
  }
  return null
}

/** As people of the place dial it: 0912…; abroad 0049…. An SMS panel takes it, and a table program does not read it as a formula. */
export function dialled(phone: string): string {
  return phone.startsWith('+98') ? `0${phone.slice(3)}` : `00${phone.slice(1)}`
}
