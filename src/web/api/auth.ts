import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

/** Bearer API_KEY, compared in a time that says nothing about it. Without a key nobody gets in. */
export function requireKey(apiKey: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    const given = /^bearer +(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]?.trim() ?? ''
    if (apiKey !== undefined && timingSafeEqual(hash(given), hash(apiKey))) return await next()
    const error =
      apiKey === undefined ? 'this service has no API_KEY: set one in .env and restart' : 'send the header Authorization: Bearer <API_KEY>'
    return c.json({ error, issues: [] }, 401, { 'www-authenticate': 'Bearer' })
  }
}

const hash = (text: string) => createHash('sha256').update(text).digest()
