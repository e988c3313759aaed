import type { Update } from 'grammy/types'
import type { Log } from '../../src/log.ts'

export type PollingParts = {
  /** Asks for the updates from `offset` on, and so confirms all before it. Waits for some, for a while. */
  fetch(offset: number | undefined): Promise<Update[]>
  /** Resolves when the update is stored. */
  hear(update: Update): Promise<void>
  /** Updates of one chat are heard one after another. */
  chatOf(update: Update): string
  /** A fault of fetching: how long to wait before the next try (undefined: grow from `backoffMs`), said for a person. */
  explain(error: unknown): Promise<{ problem: string; afterMs?: number }>
  wait(ms: number): Promise<void>
  isRunning(): boolean
  backoffMs: number
  /** The messenger, as people call it. */
  title: string
  log: Log
}

const LONGEST_WAIT_MS = 30_000
/** An update that cannot be stored while others can is given up after so many rounds; it would hold up everybody else. */
const POISON_ROUNDS = 8

/** Polls until told to stop. Answers the offset that confirms everything heard. */
export async function pollUpdates(parts: PollingParts): Promise<number | undefined> {
  const { fetch, explain, wait, isRunning, backoffMs, title, log } = parts
  const rounds = new Map<number, number>()
  let offset: number | undefined
  let failures = 0
  let lastProblem = ''

  while (isRunning()) {
    try {
      const updates = await fetch(offset)
      if (lastProblem) log.info('receiving again')
      lastProblem = ''
      const { next, stuck } = await hearAll(updates, rounds, parts)
      offset = next ?? offset
      failures = stuck ? failures + 1 : 0
      if (stuck) await wait(Math.min(LONGEST_WAIT_MS, backoffMs * 2 ** (failures - 1)))
    } catch (error) {
      if (!isRunning()) break
      failures++
      const { problem, afterMs } = await explain(error)
      if (problem !== lastProblem) log.warn({ problem }, `cannot receive from ${title}, trying again`)
      lastProblem = problem
      await wait(Math.max(afterMs ?? 0, Math.min(LONGEST_WAIT_MS, backoffMs * 2 ** (failures - 1))))
    }
  }
  return offset
}

/** `next` stops before the first update that is not stored: it and all after it will come again, and be known by their keys. */
async function hearAll(updates: Update[], rounds: Map<number, number>, { hear, chatOf, log }: PollingParts) {
  const unheard = new Map<number, unknown>()
  const chats = new Map<string, Update[]>()
  for (const update of updates) chats.set(chatOf(update), [...(chats.get(chatOf(update)) ?? []), update])
  await Promise.all(
    [...chats.values()].map(async chat => {
      for (const [at, update] of chat.entries()) {
        try {
          await hear(update)
        } catch (error) {
          // What follows in this chat waits too, or it would be stored before what it follows.
          for (const later of chat.slice(at)) unheard.set(later.update_id, error)
          return
        }
      }
    }),
  )

  for (const [updateId, error] of unheard) {
    log.error({ err: error, updateId }, 'an update could not be stored; it is not confirmed and comes again')
    if (unheard.size === updates.length) continue
    const round = (rounds.get(updateId) ?? 0) + 1
    rounds.set(updateId, round)
    if (round < POISON_ROUNDS) continue
    log.error({ updateId, rounds: round }, 'giving up on an update that cannot be stored while others can')
    unheard.delete(updateId)
  }
  for (const update of updates) if (!unheard.has(update.update_id)) rounds.delete(update.update_id)
  const first = updates.find(update => unheard.has(update.update_id))
  const last = updates.at(-1)
  return { next: first?.update_id ?? (last && last.update_id + 1), stuck: first !== undefined }
}
