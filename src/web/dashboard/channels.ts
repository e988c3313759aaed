import { Hono } from 'hono'
import { html } from 'hono/html'
import { DAY } from '../../clock.ts'
import type { Html } from '../html.ts'
import { empty, framed, show, type Env, type View } from './frame.ts'

export const channelsRoutes = () => new Hono<Env>().get('/channels', async c => show(c, await channelsPage(c.get('view'))))

/** Each channel: does it send, how much today, what waits, and its last failure. */
export async function channelsPage(view: View): Promise<Html> {
  const { app, say, number } = view
  const rows = await app.store.db.sql<{ channel: string; sent: number; waiting: number; failed: number; last: Date | null }>(
    `SELECT "channel", count(*) FILTER (WHERE "state" IN ('sent', 'accepted', 'delivered') AND "sentAt" > $1::timestamptz)::int AS "sent", count(*) FILTER (WHERE "state" IN ('planned', 'held'))::int AS "waiting",
       count(*) FILTER (WHERE "state" IN ('failed', 'uncertain'))::int AS "failed", max("sentAt") AS "last" FROM "outbox" WHERE "channel" IS NOT NULL GROUP BY 1`,
    [new Date(view.now.getTime() - DAY).toISOString()],
  )
  const reachable = await app.store.db.sql<{ channel: string; n: number }>(`SELECT "channel", count(DISTINCT "customerId")::int AS "n" FROM "addresses" WHERE "state" = 'ok' GROUP BY 1`)
  const all = [...app.channels.values()]
  return framed(view, 'channels', say('page-channels'), all.length === 0 ? empty(say('no-channels')) : html`<ul class="cards">${all.map(channel => {
    const row = rows.find(one => one.channel === channel.name)
    const isReady = channel.ready?.() !== false
    return html`<li class="${isReady ? '' : 'alarm'}"><h2>${view.named('channel', channel.name)}</h2><p>${say(isReady ? 'channel-on' : 'channel-waits')} · ${say('channel-reach', { n: number(reachable.find(one => one.channel === channel.name)?.n ?? 0) })}</p>
<p class="meta">${say('channel-counts', { sent: number(row?.sent ?? 0), waiting: number(row?.waiting ?? 0), failed: number(row?.failed ?? 0) })}${row?.last ? ` · ${say('channel-last', { at: view.time(row.last) })}` : ''}</p></li>`
  })}</ul>`)
}
