import type { Channel, ChannelName } from './channel.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Scenarios } from './journeys/load.ts'
import type { Log } from './log.ts'
import type { Store } from './store/store.ts'

/** Everything main has opened. Below engagement nobody takes it whole: functions name the parts they need. */
export type App = {
  config: Config
  store: Store
  clock: Clock
  scenarios: Scenarios
  channels: Map<ChannelName, Channel>
  log: Log
  /** Identifies this process among the workers on one database. */
  workerId: string
  /** Look at the outbox now: something due was written. Call after commit. */
  wakeLoop(): void
}
