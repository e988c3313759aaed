/** Questions to a shop's system over HTTP. What goes wrong is told without the address's secrets. */
import { SECOND } from '../clock.ts'

const TIMEOUT = 30 * SECOND

export type Answer = { status: number; headers: Headers; body: unknown }
export type Ask = (url: string, init?: { method?: string; headers?: Record<string, string>; body?: unknown }) => Promise<Answer>

/** `send`: fetch, or a test's own. Throws an Error whose message can be shown: who did not answer, and why. Any status is an answer. */
export const asking = (send: typeof fetch = fetch): Ask => async (url, { method = 'GET', headers = {}, body } = {}) => {
  const { host } = new URL(url)
  try {
    const response = await send(url, {
      method, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT), headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : parsed(text) }
  } catch (error) {
    const { name, cause } = error as { name?: string; cause?: { code?: string } }
    throw new Error(`${host} did not answer: ${name === 'TimeoutError' ? `nothing came within ${TIMEOUT / SECOND} seconds` : (cause?.code ?? 'no connection')}`)
  }
}

/** The mend for a status that is no success, for logs and lists. */
export function refusalOf(who: string, { status, body }: Answer): string {
  const { code } = (body ?? {}) as { code?: unknown }
  const named = typeof code === 'string' && /^[\w-]{1,80}$/.test(code) ? ` (${code})` : ''
  const mend = status === 401 || status === 403 ? ': its key has no right to do this, or is another one' : status === 404 ? ': is the address right, and are permalinks on?' : ''
  return `${who} answered ${status}${named}${mend}`
}

// A page in HTML is what a firewall or a broken plugin says.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
