/** What is answered when a request cannot be served. Nothing of it, and nothing of the request, goes to the log but the route. */
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import type { Log } from '../../log.ts'

export type Issue = { path: string; found: string; expected: string }

export const badRequest = (c: Context, issues: Issue[]) => c.json({ error: 'the request cannot be used', issues }, 400)
export const notFound = (c: Context, what: string) => c.json({ error: `${what} not found`, issues: [] }, 404)
export const conflict = (c: Context, why: string) => c.json({ error: why, issues: [] }, 409)
export const tooMany = (c: Context) => c.json({ error: 'too many codes that do not exist; try again in the next hour', issues: [] }, 429)
export const tooLarge = (c: Context) => c.json({ error: 'the body is larger than 1 MiB', issues: [] }, 413)

/** Every problem with its path (`items.0.quantity`), what stands there, and what should. */
export function issuesOf(error: z.core.$ZodError, data: unknown): Issue[] {
  return error.issues.map(issue => ({
    path: issue.path.map(String).join('.'),
    found: describe(valueAt(data, issue.path)),
    expected: issue.message,
  }))
}

/** OpenAPIHono's hook for bodies, queries and paths. */
export function refuseInvalid(result: { success: boolean; error?: z.core.$ZodError; data?: unknown }, c: Context) {
  if (!result.success && result.error) return badRequest(c, issuesOf(result.error, result.data))
  return undefined
}

export function onError(log: Log) {
  return (error: Error, c: Context) => {
    if (error instanceof HTTPException && error.status === 413) return tooLarge(c)
    if (error instanceof HTTPException && error.status === 415)
      return badRequest(c, [{ path: 'content-type', found: describe(c.req.header('content-type')), expected: 'application/json' }])
    if (error instanceof HTTPException && error.status < 500)
      return badRequest(c, [{ path: '', found: 'a body that is not JSON', expected: 'JSON in UTF-8' }])
    // Database errors quote the values they failed on; where it happened is enough to mend it.
    const code = (error as { code?: unknown }).code
    const at = error.stack
      ?.split('\n')
      .filter(line => line.startsWith('    at '))
      .slice(0, 12)
      .join('\n')
    log.error({ method: c.req.method, error: error.name, code: typeof code === 'string' ? code : undefined, at }, 'an API request failed')
    return c.json({ error: 'something went wrong here; the log says where', issues: [] }, 500)
  }
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? value[key as keyof typeof value] : undefined,
    data,
  )
}

const LONGEST = 60

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (typeof value === 'string')
    return value.length <= LONGEST
      ? `"${value.toWellFormed()}"`
      : `"${value.slice(0, LONGEST).toWellFormed()}…" (${value.length} characters)`
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return 'an object'
  return String(value)
}
