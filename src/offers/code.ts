/** Codes that people type: nine random characters without look-alikes, in threes. */
import { randomInt } from 'node:crypto'
import { latinDigits } from '../text/digits.ts'

/** No 0/O, 1/I/L. 31^9 > 2^44: a guess hits one of a million open codes once in 26 million tries. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const LENGTH = 9

export function newCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** '7KQM4X9TP' → '7KQ-M4X-9TP' */
export function showCode(code: string): string {
  return code.match(/.{3}/g)!.join('-')
}

/** Any case, Persian digits, spaces and dashes; null: no code of ours. */
export function readCode(text: string): string | null {
  const code = latinDigits(text).toUpperCase().replace(/[\s\u200c\u2066-\u2069–—_-]/g, '')
  return code.length === LENGTH && [...code].every(character => ALPHABET.includes(character)) ? code : null
}
