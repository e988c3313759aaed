import type { ChannelName } from '../channel.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Scenarios } from '../journeys/load.ts'
import type { Tx } from '../store/store.ts'

/** What engagement needs inside a transaction. An App with a tx is one. */
export type Parts = { tx: Tx; clock: Clock; scenarios: Scenarios; config: Pick<Config, 'shop' | 'publicUrl'> }

export type Chat = { channel: ChannelName; account: string; chatId: string }
