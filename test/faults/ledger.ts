/** The rule of every campaign: each planned message has one recorded ending, and it agrees with what Telegram accepted. */
import { expect } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { plantBroadcast } from '../support/dispatch.ts'
import type { Sent } from '../support/bot-api.ts'
import { until } from './service.ts'

export const ACCOUNT = '123456789'

/** One message to each of so many people, whose chats Telegram knows. */
export async function plant(store: Store, people: number, first = 0): Promise<void> {
  await plantBroadcast(store, { people, first, dueAt: await store.now(), account: ACCOUNT, chats: '7000' })
}

export const chatOf = (person: number) => `7000${person}`

export type Ledger = { planned: number; held: number; sending: number; sent: number; failed: number; dropped: number; uncertain: number }

export async function readLedger(store: Store): Promise<Ledger> {
  const rows = await store.db.sql<{ state: keyof Ledger; n: number }>(
    `SELECT "state", count(*)::int AS "n" FROM "outbox" WHERE "kind" = 'message' GROUP BY "state"`,
  )
  return { planned: 0, held: 0, sending: 0, sent: 0, failed: 0, dropped: 0, uncertain: 0, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) }
}

/** Until every message has its ending. */
export async function untilSettled(store: Store, ms = 120_000): Promise<void> {
  await until(async () => {
    const { planned, held, sending } = await readLedger(store).catch(() => ({ planned: 1, held: 0, sending: 0 }))
    return planned + held + sending === 0
  }, ms, 'nothing planned, held or being sent')
}

/** planned = sent + failed + dropped + uncertain; twice 0, lost 0, sent but not accepted 0, accepted but said not to be 0. */
export async function expectClosed(store: Store, accepted: Pick<Sent, 'chatId'>[], people: number): Promise<Ledger> {
  const found = await readLedger(store)
  const { sent, failed, dropped, uncertain } = found
  expect.soft(found, 'pending').toMatchObject({ planned: 0, held: 0, sending: 0 })
  expect.soft(sent + failed + dropped + uncertain, 'planned = sent + failed + dropped + uncertain').toBe(people)
  const times = new Map<string, number>()
  for (const { chatId } of accepted) times.set(chatId, (times.get(chatId) ?? 0) + 1)
  expect.soft([...times].filter(([, n]) => n > 1), 'twice').toEqual([])
  const rows = await store.db.sql<{ chatId: string | null; state: string }>(`SELECT "chatId", "state" FROM "outbox" WHERE "kind" = 'message'`)
  expect.soft(rows.filter(row => row.state === 'sent' && !times.has(row.chatId!)), 'sent but not accepted').toEqual([])
  expect.soft(rows.filter(row => !['sent', 'uncertain'].includes(row.state) && times.has(row.chatId!)), 'accepted but said not to be').toEqual([])
  const claimed = await store.db.sql(`SELECT "id"::text FROM "outbox" WHERE "claimedBy" IS NOT NULL AND "state" <> 'uncertain'`)
  expect.soft(claimed, 'still claimed').toEqual([])
  return found
}
