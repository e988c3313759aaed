/** Rows whose instant has come, and which of them may go now: one queue for each bot, so that one that waits costs the others nothing. */
import type { ClaimedRow } from './claim.ts'
import type { Pacing } from './pacing.ts'

/** The most rows of one mark. */
const GROUP = 50

export type Ready = ReturnType<typeof createReady>

/** `bulk`: rows wait for a slot of their bot's allowance, and decided ones go in groups. `mostGroups`: under way at once, per channel. */
export function createReady({ pacing, bulk, mostGroups }: { pacing: Pacing; bulk: boolean; mostGroups: number }) {
  const queues = new Map<string, ClaimedRow[]>()
  /** Customers (or chats) with a row under way. */
  const busy = new Set<string>()
  const groupsOf = new Map<string | null, number>()
  let size = 0

  /** Of one queue: at most one of a customer and chat; undecided ones alone. */
  const groupOf = (rows: ClaimedRow[], now: number): { group: ClaimedRow[]; left: ClaimedRow[]; wait: number } => {
    const { channel, account } = rows[0]!
    const paced = isPaced(rows[0]!)
    const none = { group: [], left: rows, wait: Number.POSITIVE_INFINITY }
    if ((groupsOf.get(channel) ?? 0) >= mostGroups) return none
    const botWait = paced && bulk ? pacing.bulkWait(channel!, account!, now) : 0
    if (botWait > 0) return { ...none, wait: botWait }

    const group: ClaimedRow[] = []
    const left: ClaimedRow[] = []
    const passed = new Set<string>()
    let wait = Number.POSITIVE_INFINITY
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!
      const isFull = group.length >= GROUP || (group.length > 0 && !(bulk && row.decided && group[0]!.decided))
      if (isFull || (paced && bulk && group.length > 0 && pacing.bulkWait(channel!, account!, now) > 0)) {
        left.push(...rows.slice(index))
        break
      }
      const whose = whoseIs(row)
      const pause = busy.has(whose) || passed.has(whose) ? Number.POSITIVE_INFINITY : paced ? pacing.take({ channel: channel!, account: account!, chatId: row.chatId!, bulk }, now) : 0
      if (pause > 0) {
        wait = Math.min(wait, pause)
        passed.add(whose)
        left.push(row)
        continue
      }
      busy.add(whose)
      group.push(row)
    }
    return { group, left, wait }
  }

  return {
    get size() {
      return size
    },
    add(row: ClaimedRow) {
      const key = isPaced(row) ? `${row.channel}|${row.account}` : `|${row.channel ?? ''}`
      const queue = queues.get(key)
      if (queue) queue.push(row)
      else queues.set(key, [row])
      size += 1
    },
    /** The next rows that may go now, under way until `over`; none: `wait` says for how many milliseconds, if only time is missing. */
    next(now: number): { group: ClaimedRow[]; wait: number } {
      let wait = Number.POSITIVE_INFINITY
      for (const [key, rows] of queues) {
        const found = groupOf(rows, now)
        wait = Math.min(wait, found.wait)
        if (found.group.length === 0) continue
        // To the end of the line: every bot has its turn.
        queues.delete(key)
        if (found.left.length > 0) queues.set(key, found.left)
        size -= found.group.length
        const { channel } = found.group[0]!
        groupsOf.set(channel, (groupsOf.get(channel) ?? 0) + 1)
        return { group: found.group, wait }
      }
      return { group: [], wait }
    },
    over(group: ClaimedRow[]) {
      const { channel } = group[0]!
      groupsOf.set(channel, groupsOf.get(channel)! - 1)
      for (const row of group) busy.delete(whoseIs(row))
    },
    /** Takes out what has not gone. */
    empty(): ClaimedRow[] {
      const all = [...queues.values()].flat()
      queues.clear()
      size = 0
      return all
    },
  }
}

const isPaced = (row: ClaimedRow) => row.chatId !== null && row.kind !== 'wake'
const whoseIs = (row: ClaimedRow) => row.customerId ?? `${row.channel}|${row.chatId}`
