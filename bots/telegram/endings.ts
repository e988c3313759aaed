import { GrammyError, HttpError } from 'grammy'
import { OutcomeUnknown, RecipientGone, Refused, TryLater } from '../../src/errors.ts'
import { scrub } from '../../src/log.ts'
import { TELEGRAM, type Platform } from './platform.ts'

/** Nothing has left this machine, or nobody took it: asked again after this. */
const NO_CONNECTION_WAIT_MS = 5_000
const WRONG_TOKEN_WAIT_MS = 60_000

const GONE = /chat not found|user not found|user is deactivated|PEER_ID_INVALID|USER_ID_INVALID/i
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/
const NOT_CONNECTED_MESSAGE = /reason: connect E|before secure TLS connection was established/

/** What a failed call means for the message. Only what is certain is called so: everything else is OutcomeUnknown. */
export function endingOf(error: unknown, { title }: Platform = TELEGRAM): RecipientGone | TryLater | Refused | OutcomeUnknown {
  const refusal = refusalOf(error)
  if (refusal) {
    const { error_code: code, description, parameters } = refusal
    if (code === 429) return new TryLater((parameters?.retry_after ?? 1) * 1000, description, true)
    if (code === 403 || (code === 400 && GONE.test(description))) return new RecipientGone(description)
    if (code === 401 || code === 404) return new TryLater(WRONG_TOKEN_WAIT_MS, `${title} does not know this bot: ${description}`, true)
    return code >= 500 ? new OutcomeUnknown(`${code} ${description}`) : new Refused(description)
  }
  const { code, reason } = causeOf(error)
  if (NOT_CONNECTED.test(code) || NOT_CONNECTED_MESSAGE.test(reason))
    return new TryLater(NO_CONNECTION_WAIT_MS, `no connection to ${title}: ${code}`)
  return new OutcomeUnknown(code || reason)
}

/** For a person to read: what is wrong with receiving, and the mend. */
export function problemOf(error: unknown, { title, tokenKey, apiRootKey, tokenFrom }: Platform = TELEGRAM): string {
  const refusal = refusalOf(error)
  if (!refusal) {
    const { code, reason } = causeOf(error)
    return `${title} cannot be reached (${code || reason}): check this machine's network, or ${apiRootKey}`
  }
  const { error_code: code, description } = refusal
  if (code === 401 || code === 404)
    return `${title} does not know ${tokenKey} (${description}): paste the whole line that ${tokenFrom} sent`
  if (code === 409) return `another program receives for this bot (${description}): stop it, or give it a bot of its own`
  return `${title} answered ${code}: ${description}`
}

type Refusal = { error_code: number; description: string; parameters?: { retry_after?: number; migrate_to_chat_id?: number } }

/** The API's own answer, as grammY or as Telegraf hands it on. null: there was none. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof GrammyError) return error
  const { response } = (error ?? {}) as { response?: Partial<Refusal> }
  return typeof response?.error_code === 'number' ? { description: '', ...response, error_code: response.error_code } : null
}

/** Network errors hold the request's address, and with it the token: they never pass unscrubbed. */
function causeOf(error: unknown): { code: string; reason: string } {
  const cause: unknown = error instanceof HttpError ? error.error : error
  const { code, type } = (cause ?? {}) as { code?: unknown; type?: unknown }
  const reason = scrub(cause instanceof Error ? cause.message : String(cause))
    .replace(/request to \S+ failed, /, '')
    .replace(/at http\S+ /, '')
  return { code: typeof code === 'string' ? code : typeof type === 'string' && type !== 'system' ? type : '', reason }
}
