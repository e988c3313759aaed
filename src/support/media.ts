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

/** Its id; null: nothing that can be fetched. */
export async function wantMedia({ tx, clock }: { tx: Tx; clock: Clock }, incoming: Incoming, customerId: string): Promise<string | null> {
  if (incoming.kind !== 'other' || incoming.ref === undefined || !FETCHED.has(incoming.what)) return null
  const { channel, account, ref, what } = incoming
  await tx.media.createMany({ data: [{ channel, account, ref, kind: what, customerId, at: clock.now() }], skipDuplicates: true })
  return (await tx.media.findUnique({ where: { channel_account_ref: { channel, account, ref } }, select: { id: true } }))?.id ?? null
}

/** What of it can still be looked at, of the media lists of a customer's entries and answers; the oldest first. */
export async function filesIn(db: Pick<Tx, 'media'>, customerId: string, lists: readonly unknown[]): Promise<{ id: string; kind: string; ref: string }[]> {
  const refs = lists.flatMap(list => ((list ?? []) as { ref?: string }[]).flatMap(({ ref }) => ref ?? []))
  if (refs.length === 0) return []
  return await db.media.findMany({ where: { customerId, ref: { in: refs }, state: { in: ['wanted', 'stored'] } }, select: { id: true, kind: true, ref: true }, orderBy: { at: 'asc' } })
}

type Parts = { store: Store; channels: Map<ChannelName, Channel>; log: Log }

/** Each minute: what is wanted. */
export async function fetchWanted(parts: Parts): Promise<void> {
  const wanted = await parts.store.db.media.findMany({ where: { state: 'wanted' }, orderBy: [{ attempts: 'asc' }, { at: 'asc' }], take: AT_ONCE, select: { id: true } })
  for (const { id } of wanted) await fetchOne(parts, id)
}

/** What cannot be had is said so; what fails is tried again, a few times. */
export async function fetchOne({ store, channels, log }: Parts, id: string): Promise<void> {
  const found = await store.db.media.findUnique({ where: { id }, select: { channel: true, account: true, ref: true, attempts: true, state: true } })
  const channel = found && channels.get(found.channel as ChannelName)
  if (found?.state !== 'wanted' || !channel?.fetchMedia || channel.account !== found.account) return
  try {
    const { bytes, type } = await channel.fetchMedia(found.ref, LARGEST_MEDIA)
    await store.db.media.updateMany({ where: { id, state: 'wanted' }, data: { state: 'stored', bytes: new Uint8Array(bytes), type: type.slice(0, 100), error: null } })
  } catch (error) {
    const isOver = error instanceof Refused || found.attempts + 1 >= TRIES
    await store.db.media.updateMany({ where: { id, state: 'wanted' }, data: { attempts: { increment: 1 }, error: (error as Error).message.slice(0, 200), ...(isOver ? { state: 'refused' } : {}) } })
    log.warn({ mediaId: id, reason: (error as Error).message, isOver }, 'a file could not be fetched')
  }
}

/** Nightly: what is older than half a year. */
export async function deleteOldMedia({ store, clock }: { store: Pick<Store, 'db'>; clock: Clock }): Promise<void> {
  await store.db.media.updateMany({ where: { at: { lt: new Date(clock.now().getTime() - KEEP_MS) }, state: { not: 'gone' } }, data: { state: 'gone', bytes: null } })
}
