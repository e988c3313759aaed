import type { MiddlewareHandler } from 'hono'

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"

/** Headers for every answer; what a route sets itself stands. Only the chat may stand in a frame: the widget puts it into the shop's pages. */
export function security(publicUrl: string): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const framed = c.req.path === '/chat'
    const headers: Record<string, string> = {
      'content-security-policy': `${POLICY}; frame-ancestors ${framed ? 'http: https:' : "'none'"}`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': c.req.path === '/widget.js' ? 'cross-origin' : 'same-origin',
      ...(framed ? {} : { 'x-frame-options': 'DENY' }),
      ...(publicUrl.startsWith('https:') && { 'strict-transport-security': 'max-age=15552000' }),
    }
    for (const [name, value] of Object.entries(headers)) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  }
}
