/** Photos, voices and files of customers: wanted when they come, fetched behind the conversation, deleted after half a year. */
import type { Channel, ChannelName, Incoming } from '../channel.ts'
import { DAY, type Clock } from '../clock.ts'
import { Refused } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Store, Tx } from '../store/store.ts'

export const LARGEST_MEDIA = 10 * 1024 * 1024
const KEEP_MS = 180 * DAY
const TRIES = 6
const AT_ONCE = 20
const FETCHED = new Set(['photo', 'voice', 'video', 'document'])

export async function wantMedia({ tx, clock }: { tx: Tx; clock: Clock }, incoming: Incoming, customerId: string): Promise<void> {
  if (incoming.kind !== 'other' || incoming.ref === undefined || !FETCHED.has(incoming.what)) return
  const { channel, account, ref, what } = incoming
  await tx.media.createMany({ data: [{ channel, account, ref, kind: what, customerId, at: clock.now() }], skipDuplicates: true })
}

/** Each minute: what is wanted. What cannot be had is said so; what fails is tried again, a few times. */
export async function fetchWanted({ store, channels, log }: { store: Store; channels: Map<ChannelName, Channel>; log: Log }): Promise<void> {
  const wanted = await store.db.media.findMany({ where: { state: 'wanted' }, orderBy: [{ attempts: 'asc' }, { at: 'asc' }], take: AT_ONCE, select: { id: true, channel: true, account: true, ref: true, attempts: true } })
  for (const { id, channel: name, account, ref, attempts } of wanted) {
    const channel = channels.get(name as ChannelName)
    if (!channel?.fetchMedia || channel.account !== account) continue
    try {
      const { bytes, type } = await channel.fetchMedia(ref, LARGEST_MEDIA)
      await store.db.media.updateMany({ where: { id, state: 'wanted' }, data: { state: 'stored', bytes: new Uint8Array(bytes), type: type.slice(0, 100), error: null } })
    } catch (error) {
      const isOver = error instanceof Refused || attempts + 1 >= TRIES
      await store.db.media.updateMany({ where: { id, state: 'wanted' }, data: { attempts: { increment: 1 }, error: (error as Error).message.slice(0, 200), ...(isOver ? { state: 'refused' } : {}) } })
      log.warn({ mediaId: id, reason: (error as Error).message, isOver }, 'a file of a customer could not be fetched')
    }
  }
}

/** Nightly: what is older than half a year. */
export async function deleteOldMedia({ store, clock }: { store: Pick<Store, 'db'>; clock: Clock }): Promise<void> {
  await store.db.media.updateMany({ where: { at: { lt: new Date(clock.now().getTime() - KEEP_MS) }, state: { not: 'gone' } }, data: { state: 'gone', bytes: null } })
}
