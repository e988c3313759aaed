import { pino, type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/** Logs carry ids, states and counts: never a token, a phone number, a name or a message's text. `to`: the terminal, unless a test listens. */
export function createLog(level: string, to?: DestinationStream): Log {
  const options = { level, base: null, serializers: { err: inShort } }
  return to ? pino(options, to) : pino(options)
}

function inShort(error: Error | undefined) {
  return { name: error?.name, message: scrub(String(error?.message ?? error)), stack: scrub(String(error?.stack ?? '')) }
}

/**
 * Bot tokens travel in Telegram's URLs, phone numbers in the platforms' and the database's error texts; and Prisma writes the whole
 * call, with names and words, before it says what was wrong with it.
 */
export function scrub(text: string): string {
  return text
    .replace(/ invocation[^\n]*:\n[^]*\n\n/, ' invocation: ')
    .replace(/\b\d{6,12}:[A-Za-z0-9_-]{20,}\b/g, '<token>')
    .replace(/(?<![\w-])\+?\d{10,15}(?![\w-])/g, '<number>')
}
