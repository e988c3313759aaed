import { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../../app.ts'
import { DAY, HOUR, MINUTE } from '../../clock.ts'
import type { Walk } from '../../schedule/walk.ts'

const LONGEST_MS = 400 * DAY
const UNITS = { m: MINUTE, h: HOUR, d: DAY } as const

const body = z.union([
  z.strictObject({ to: z.literal('next') }),
  z.strictObject({ advance: z.string().regex(/^\d{1,5}[mhd]$/) }),
])

/** GET and POST / of the demo's clock. One walk at a time: the second caller hears 409. */
export function clockRoutes({ clock }: Pick<App, 'clock'>, walk: Walk): Hono {
  const routes = new Hono()
  let walking = false
  const now = () => clock.now().toISOString()
  routes.get('/', c => c.json({ now: now() }))
  routes.post('/', async c => {
    const json: unknown = await c.req.json().catch(() => null)
    const parsed = body.safeParse(json)
    const ms = parsed.success && 'advance' in parsed.data ? duration(parsed.data.advance) : 0
    if (!parsed.success || ms > LONGEST_MS) {
      const issue = { path: '', found: JSON.stringify(json)?.slice(0, 60) ?? 'nothing', expected: '{ "advance": "3d" } (m, h or d, at most 400 days) or { "to": "next" }' }
      return c.json({ error: 'the clock does not understand this', issues: [issue] }, 400)
    }
    if (walking) return c.json({ error: 'the clock is walking already' }, 409)
    walking = true
    try {
      const { sent, pending } = await walk('advance' in parsed.data ? { to: new Date(clock.now().getTime() + ms) } : { next: true })
      return c.json({ now: now(), ...('to' in parsed.data && { sent }), pending })
    } finally {
      walking = false
    }
  })
  return routes
}

function duration(text: string): number {
  return Number(text.slice(0, -1)) * UNITS[text.at(-1) as keyof typeof UNITS]
}
