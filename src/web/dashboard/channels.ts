import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Channel } from '../../channel.ts'
import { DAY, MINUTE } from '../../clock.ts'
import { dayBudget, NUMBER_BUDGET } from '../../engagement/gate.ts'
import { ratesOf } from '../../schedule/rates.ts'
import { doorAt } from '../../shop/doors.ts'
import { ourNumberSince } from '../../show-pairing.ts'
import type { Html } from '../html.ts'
import { pairingSays } from '../pair/index.ts'
import { empty, framed, show, type Env, type View } from './frame.ts'

/** What switches a channel on, in .env. */
const SWITCHES = { telegram: 'TELEGRAM_BOT_TOKEN', whatsapp: 'WHATSAPP=on', bale: 'BALE_BOT_TOKEN', staff: 'STAFF_BOT_TOKEN' } as const
/** A platform that said nothing for so long is not heard. */
const SILENT_MS = 5 * MINUTE
/** The code to scan lives for half a minute or so. */
const REFRESH_SECONDS = '20'

export const channelsRoutes = () => new Hono<Env>().get('/channels', async c => {
  const view = c.get('view')
  if (pairingOf(view)) c.header('refresh', REFRESH_SECONDS)
  return show(c, await channelsPage(view))
})

type Counts = { channel: string; sent: number; waiting: number; failed: number; last: Date | null }
type Trouble = { channel: string; state: string; error: string; at: Date }

/** Each channel: does it send, as whom, how fast it may, how much it did, and its last failure; what waits; what is switched off. */
export async function channelsPage(view: View): Promise<Html> {
  const { app, say, number, named } = view
  const { sql } = app.store.db
  const counts = await sql<Counts>(
    `SELECT "channel", count(*) FILTER (WHERE "state" IN ('sent', 'accepted', 'delivered') AND "sentAt" > $1::timestamptz)::int AS "sent", count(*) FILTER (WHERE "state" IN ('planned', 'held'))::int AS "waiting",
       count(*) FILTER (WHERE "state" IN ('failed', 'uncertain'))::int AS "failed", max("sentAt") AS "last" FROM "outbox" WHERE "channel" IS NOT NULL GROUP BY 1`,
    [new Date(view.now.getTime() - DAY).toISOString()],
  )
  const troubles = await sql<Trouble>(
    `SELECT DISTINCT ON ("channel") "channel", "state", "error", COALESCE("sentAt", "markedMachineAt", "dueAt") AS "at" FROM "outbox" WHERE "channel" IS NOT NULL AND "error" IS NOT NULL ORDER BY "channel", "id" DESC`,
  )
  const pauses = await sql<{ channel: string; reason: string; until: Date }>(`SELECT "channel", "reason", "leaseUntil" AS "until" FROM "pauses" WHERE "chatId" = '' AND "leaseUntil" > now()`)
  const reachable = await sql<{ channel: string; n: number }>(`SELECT "channel", count(DISTINCT "customerId")::int AS "n" FROM "addresses" WHERE "state" = 'ok' GROUP BY 1`)
  const waits = await sql<{ reason: string | null; n: number }>(`SELECT "reason", count(*)::int AS "n" FROM "outbox" WHERE "state" IN ('planned', 'held') AND "kind" = 'message' GROUP BY 1 ORDER BY 2 DESC`)
  const all = [...app.channels.values()]
  const cards = await Promise.all(all.map(async channel => {
    const row = counts.find(one => one.channel === channel.name)
    const trouble = troubles.find(one => one.channel === channel.name)
    const pause = pauses.find(one => one.channel === channel.name)
    const state = stateOf(channel)
    return html`<li class="${state === 'channel-on' && !pause ? '' : 'alarm'}"><h2>${named('channel', channel.name)}</h2>
<p>${say(state)}${whoIs(channel)}${channel.name === 'staff' ? '' : ` · ${say('channel-reach', { n: number(reachable.find(one => one.channel === channel.name)?.n ?? 0) })}`}</p>
${pause ? html`<p>${say('channel-paused', { at: view.time(pause.until) })} <bdi>${pause.reason}</bdi></p>` : ''}
<p class="meta">${say('channel-counts', { sent: number(row?.sent ?? 0), waiting: number(row?.waiting ?? 0), failed: number(row?.failed ?? 0) })}${row?.last ? ` · ${say('channel-last', { at: view.time(row.last) })}` : ''}</p>
<p class="meta">${await limits(view, channel)}</p>
<p class="meta">${trouble ? html`${say('channel-trouble', { at: view.time(trouble.at) })} ${named('trouble', trouble.state)} <bdi dir="auto">${trouble.error}</bdi>` : say('channel-no-trouble')}</p>
${channel.name === 'whatsapp' ? await pairing(view) : ''}</li>`
  }))
  const off = Object.entries(SWITCHES).filter(([name]) => !all.some(channel => channel.name === name))
  return framed(view, 'channels', say('page-channels'), html`${all.length === 0 ? empty(say('no-channels')) : html`<ul class="cards">${cards}</ul>`}
<section><h2>${say('channel-waiting')}</h2>${waits.length === 0 ? empty(say('nothing-waits')) : html`<dl class="facts">${waits.map(one => html`<div><dt>${one.reason ? named('why', one.reason) : say('state-planned')}</dt><dd>${number(one.n)}</dd></div>`)}</dl>`}</section>
${off.length === 0 ? '' : html`<section><h2>${say('channels-off')}</h2><dl class="facts">${off.map(([name, key]) => html`<div><dt>${named('channel', name)}</dt><dd><code dir="ltr">${key}</code></dd></div>`)}</dl></section>`}`)
}

function stateOf(channel: Channel): 'channel-on' | 'channel-waits' | 'channel-silent' {
  if (channel.ready?.() === false) return 'channel-waits'
  return (channel.silentMs?.() ?? 0) > SILENT_MS ? 'channel-silent' : 'channel-on'
}

/** The bot or number that customers see, as its links name it. */
function whoIs(channel: Channel): Html {
  const link = channel.name === 'webchat' ? null : channel.link(doorAt('dashboard')!)
  if (link === null) return html``
  const name = new URL(link).pathname.slice(1)
  return html` · <bdi dir="ltr">${channel.name === 'whatsapp' ? `+${name}` : `@${name}`}</bdi>`
}

async function limits({ app, say, number, now }: View, { name }: Channel): Promise<string> {
  const rates = ratesOf(app.config)(name)
  if (!rates) return say('limit-none')
  if (!rates.apart) return say('limit-rate', { rate: number(rates.rate), chat: number(rates.chatRate) })
  const since = (await ourNumberSince(app.store.db)) ?? now
  const [row] = await app.store.db.sql<{ n: number }>(`SELECT count(*)::int AS "n" FROM "outbox" WHERE "channel" = $1 AND "class" IN ('flow', 'bulk') AND "sentAt" > $2::timestamptz`, [name, new Date(now.getTime() - DAY).toISOString()])
  return [
    say('limit-apart', { least: number(rates.apart.least / 1000), most: number(rates.apart.most / 1000) }), say('limit-hour', { n: number(NUMBER_BUDGET.perHour) }),
    say('limit-day', { used: number(row!.n), n: number(dayBudget(since, now)), age: number(Math.floor((now.getTime() - since.getTime()) / DAY)) }),
  ].join(' · ')
}

/** Whoever scans the code has the number's chats: managers only. */
function pairingOf({ app, member }: View) {
  const state = member.role === 'manager' ? app.channels.get('whatsapp')?.pairing?.state() : undefined
  return state && state.is !== 'on' ? state : null
}

async function pairing(view: View): Promise<Html> {
  const state = pairingOf(view)
  return state ? await pairingSays(view.locale, state) : html``
}
