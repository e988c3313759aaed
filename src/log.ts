import { pino, type Logger } from 'pino'

export type Log = Logger

/** Logs carry ids, states and counts: never a token, a phone number, a name or a message's text. */
export function createLog(level: string): Log {
  return pino({ level, base: null, serializers: { err: error => ({ name: error?.name, message: scrub(String(error?.message ?? error)), stack: scrub(String(error?.stack ?? '')) }) } })
}

/** Bot tokens travel in Telegram's URLs, and phone numbers in the platforms' and the database's error texts. */
export function scrub(text: string): string {
  return text
    .replace(/\b\d{6,12}:[A-Za-z0-9_-]{30,}\b/g, '<token>')
    .replace(/(?<![\w-])\+?\d{10,15}(?![\w-])/g, '<number>')
}
