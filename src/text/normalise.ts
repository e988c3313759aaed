/** Text as people type it, made comparable. What is kept and shown stays as it was written. */
import { latinDigits } from './digits.ts'

const SAME_LETTER: Record<string, string> = {
  ي: 'ی', ى: 'ی', ئ: 'ی', ې: 'ی', ے: 'ی',
  ك: 'ک', ڪ: 'ک',
  ة: 'ه', ۀ: 'ه', ە: 'ه', ھ: 'ه', ہ: 'ه', ۂ: 'ه',
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ٲ: 'ا', ٳ: 'ا',
  ؤ: 'و', ۆ: 'و',
}

/**
 * For comparing only: one form of each letter, Latin digits, small letters, half-spaces joined, marks and punctuation gone,
 * «خوووب» = «خوب». Both sides of a comparison must have gone through it. Emoji are not part of it.
 */
export function normalise(text: string): string {
  return latinDigits(clean(text).normalize('NFKC'))
    .toLowerCase()
    .replace(/[ىيئېےكڪةۀەھہۂأإآٱٲٳؤۆ]/g, letter => SAME_LETTER[letter] ?? letter)
    // Tatweel, harakat, half-spaces and every invisible mark of direction join what they stand between.
    .replace(/[\u0640\p{Mn}\p{Cf}]/gu, '')
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/(\p{L})\1+/gu, '$1')
}

/** The same without any space: «می خوام», «می‌خوام» and «میخوام» are one. */
export function squeeze(text: string): string {
  return normalise(text).replaceAll(' ', '').replace(/(\p{L})\1+/gu, '$1')
}

/** NUL and lone surrogates cannot be stored as jsonb. */
export function clean(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}

/** `clean` for everything a message holds, however deep. */
export function cleanDeep<T>(value: T): T {
  if (typeof value === 'string') return clean(value) as T
  if (Array.isArray(value)) return value.map(cleanDeep) as T
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [clean(key), cleanDeep(part)])) as T
  return value
}
