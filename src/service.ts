/** Puts the parts of the service together, without starting anything: main starts it, tests walk it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './app.ts'
import type { Channel, ChannelHandlers, ChannelName } from './channel.ts'
import { SECOND, type MovableClock } from './clock.ts'
import type { Config } from './config.ts'
import { answerBurst } from './conversation/burst.ts'
import { createInbox } from './conversation/inbox.ts'
import { chatGone, chatLives } from './engagement/addresses.ts'
import { createDeliver, readPauses, type DeliverParts } from './engagement/deliver.ts'
import { layEdits } from './engagement/edit-journey.ts'
import { groupMoved } from './engagement/staff-group.ts'
import { recordReceipt } from './engagement/receipts.ts'
import { createJobs } from './jobs.ts'
import type { Scenarios } from './journeys/load.ts'
import type { Log } from './log.ts'
import { giveUpLease, holdLease } from './schedule/lease.ts'
import { createLoop } from './schedule/loop.ts'
import { createPacing, type Rates } from './schedule/pacing.ts'
import { ratesOf } from './schedule/rates.ts'
import { createWalk } from './schedule/walk.ts'
import type { Store } from './store/store.ts'

export type ServiceParts = {
  config: Config
  store: Store
  clock: MovableClock
  scenarios: Scenarios
  channels: Channel[]
  log: Log
  workerId: string
  /** Of another world than the messengers': tests have no half minutes to wait. */
  ratesOf?(channel: string): Rates | null
  /** Called after a walk moved the clock: the demo keeps it over a restart. */
  clockMoved?(at: Date): Promise<void>
}

export type Service = ReturnType<typeof createService>

export function createService(parts: ServiceParts) {
  const { config, store, clock, log, workerId } = parts
  const app: App = {
    config, store, clock, scenarios: parts.scenarios, log, workerId,
    channels: new Map<ChannelName, Channel>(parts.channels.map(channel => [channel.name, channel])),
    wakeLoop: () => loop.wake(),
  }
  const pacing = createPacing(parts.ratesOf ?? ratesOf(config))
  const deliverParts: DeliverParts = { ...app, pacing, onWake: (tx, row) => answerBurst(app, tx, row) }
  const deliver = createDeliver(deliverParts)
  const receivers = createReceivers(app, () => handlersOf(app, inbox), () => inbox.sweep())
  const loop = createLoop({
    store, clock, log, workerId, pacing,
    fire: deliver.fire,
    notReady: () => parts.channels.filter(channel => channel.ready?.() === false).map(channel => channel.name),
    async everySecond() {
      await readPauses(store.db.sql, pacing)
      await receivers.look()
      await layEdits(store.db, parts.scenarios)
    },
  })
  const inbox = createInbox(app)
  const jobs = createJobs(app, inbox)
  const walk = createWalk({
    store, clock, log, loop, jobs,
    settleInbox: inbox.settle,
    ...(parts.clockMoved ? { moved: parts.clockMoved } : {}),
  })
  return {
    app, loop, inbox, jobs, walk,
    /** What a channel calls when something comes in; starting receives is the receivers' work. */
    handlersOf: (channel: Channel) => handlersOf(app, inbox)(channel),
    /** Handles everything that is due now and everything that came in; nothing moves the clock. */
    async settle() {
      await inbox.settle()
      await loop.settle()
      await inbox.settle()
    },
    /** Receiving, sending, in this order: what came in while we were away is handled before anything new goes out. */
    async start() {
      await inbox.sweep()
      await loop.start()
    },
    /** Receiving stops first, what is in flight ends, the rest is given back. */
    async stop() {
      // A session that also sends ends last.
      await receivers.stop(channel => channel.ready === undefined)
      await inbox.settle()
      await loop.stop()
      await deliver.flush()
      await receivers.stop(() => true)
    },
  }
}

function handlersOf(app: App, inbox: ReturnType<typeof createInbox>): (channel: Channel) => ChannelHandlers {
  const parts = { clock: app.clock }
  return channel => ({
    incoming: incoming => inbox.receive(incoming),
    async receipt(receipt) {
      // It may be quicker than the outcome of the send that it speaks of.
      for (const again of [SECOND, 5 * SECOND, null]) {
        const isDone = await app.store.transaction(tx => recordReceipt({ ...app, tx }, channel, receipt))
        if (isDone || again === null) return
        await sleep(again, undefined, { ref: false })
      }
    },
    moved: ({ from, to }) => app.store.transaction(tx => groupMoved({ tx }, channel, from, to)),
    reachable: ({ chatId, ok, reason }) =>
      app.store.transaction(async tx => {
        const chat = { channel: channel.name, account: channel.account, chatId }
        if (ok) await chatLives({ ...parts, tx }, chat)
        else await chatGone({ tx }, chat, reason ?? 'blocked')
      }),
  })
}

/**
 * Channels that only one process may receive on are started by the one that holds their lease; the others begin when it dies.
 * A channel that is called from outside (web chat, a webhook) is started everywhere. `tookOver`: called before a channel is started.
 */
function createReceivers(app: App, handlers: () => (channel: Channel) => ChannelHandlers, tookOver: () => Promise<void>) {
  const running = new Set<Channel>()
  const leaseOf = (channel: Channel) => `receive/${channel.name}/${channel.account}`
  let stopped = false
  let looking: Promise<void> = Promise.resolve()

  const look = async () => {
    for (const channel of app.channels.values()) {
      if (stopped) return
      const mine = channel.http !== undefined || (await holdLease(app.store.db.sql, leaseOf(channel), app.workerId))
      if (mine && !running.has(channel)) {
        // Whoever received before may have died over what it had stored.
        await tookOver()
        running.add(channel)
        await channel.start(handlers()(channel))
      } else if (!mine && running.delete(channel)) {
        app.log.warn({ channel: channel.name }, 'another worker receives on this channel now')
        await channel.stop()
      }
    }
  }
  return {
    look: () => (looking = look()),
    /** The heart still beats for a while: without the flag it would take the lease back and receive again. */
    async stop(which: (channel: Channel) => boolean) {
      stopped = true
      await looking.catch(() => {})
      for (const channel of [...running].filter(which)) {
        await channel.stop()
        if (channel.http === undefined) await giveUpLease(app.store.db.sql, leaseOf(channel), app.workerId)
        running.delete(channel)
      }
    },
  }
}
