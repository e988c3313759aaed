/** How fast each channel may be written to, as this installation is set. */
import { SECOND } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Rates } from './pacing.ts'

/** How many messages may go at once into one chat before the chat's rate counts. */
const CHAT_BURST = 3
/** 5 to 30 seconds between two messages that nobody asked for; replies only keep their chat's pace. */
const WHATSAPP_RATES: Rates = { rate: 1, chatRate: 1, chatBurst: CHAT_BURST, apart: { least: 5 * SECOND, most: 30 * SECOND } }
const DEFAULT_RATES: Rates = { rate: 30, chatRate: 1, chatBurst: CHAT_BURST }

/** null: no limits. */
export const ratesOf = (config: Pick<Config, 'telegram'>) => (channel: string): Rates | null => {
  if (channel === 'webchat') return null
  if (channel === 'whatsapp') return WHATSAPP_RATES
  if (channel === 'telegram' && config.telegram) return { rate: config.telegram.rate, chatRate: config.telegram.chatRate, chatBurst: CHAT_BURST }
  return DEFAULT_RATES
}
