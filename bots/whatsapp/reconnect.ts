import { SECOND } from '../../src/clock.ts'

export type AfterClose =
  | { do: 'again'; afterMs: number }
  /** Logged out from the phone: the session is over, a new pairing begins. */
  | { do: 'forget' }
  /** Coming back would make it worse; a person has to look. */
  | { do: 'stop'; why: string }

const LONGEST_MS = 60 * SECOND

/** What to do after a connection ended with this code; `faults`: endings since it last stood. Pure but for `random` (0–1). */
export function afterClose(code: number | undefined, faults: number, random: number): AfterClose {
  if (code === 515) return { do: 'again', afterMs: 0 }
  if (code === 401) return { do: 'forget' }
  if (code === 440) return { do: 'stop', why: 'another program uses this WhatsApp session: stop it, then start again' }
  if (code === 403) return { do: 'stop', why: 'WhatsApp has banned this number: appeal in the app, or pair another number' }
  if (code === 411) return { do: 'stop', why: 'the account is not set up for linked devices: open WhatsApp on the phone, link a device once, then start again' }
  const backoff = Math.min(LONGEST_MS, SECOND * 2 ** faults)
  return { do: 'again', afterMs: backoff * (0.5 + random / 2) }
}
