import { createHash, timingSafeEqual } from 'node:crypto'
import type { Update } from 'grammy/types'
import { readBody } from '../read-body.ts'

/** What Telegram posted, or the refusal: only whoever knows the secret gets as far as having a body read. */
export async function readPostedUpdate(request: Request, secret: string): Promise<Update | Response> {
  if (!isSame(request.headers.get('x-telegram-bot-api-secret-token') ?? '', secret)) return empty(401)
  if (request.method !== 'POST') return empty(405)
  const body = await readBody(request)
  if (body === null) return empty(413)
  return parseUpdate(body) ?? empty(400)
}

export function empty(status: number): Response {
  return new Response(null, { status })
}

/** Digests of equal length, so that the time of comparing tells nothing, not even the length. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

function parseUpdate(body: string): Update | null {
  try {
    const update: unknown = JSON.parse(body)
    return update !== null && typeof update === 'object' && Number.isSafeInteger((update as Update).update_id) ? (update as Update) : null
  } catch {
    return null
  }
}
