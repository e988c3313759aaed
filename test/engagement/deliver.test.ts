import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Channel } from '../../src/channel.ts'
import { stillClock } from '../../src/clock.ts'
import { OutcomeUnknown, RecipientGone, Refused, TryLater } from '../../src/errors.ts'
import type { Store } from '../../src/store/store.ts'
import { openDispatch, plantBroadcast, ledger } from '../support/dispatch.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(() => emptyStore(store))
afterAll(() => store.close())

const noon = '2026-03-21T12:00:00+03:30'

function channel(send: (chatId: string) => Promise<void> | void = () => {}) {
  const sent: string[] = []
  return {
    sent,
    name: 'telegram', account: '1', capabilities: { choices: 'buttons', textLimit: 4096 },
    async start() {},
    async stop() {},
    link: () => null,
    async send(chatId: string) {
      await send(chatId)
      sent.push(chatId)
      return { messageId: String(sent.length) }
    },
  } satisfies Channel & { sent: string[] }
}

test('a broadcast goes to everybody once, and the ledger closes', async () => {
  const to = channel()
  const { loop, clock } = openDispatch({ store, channel: to, clock: stillClock(noon) })
  await plantBroadcast(store, { people: 300, dueAt: clock.now() })
  await loop.settle()
  expect(to.sent.length).toBe(300)
  expect(new Set(to.sent).size).toBe(300)
  expect(await ledger(store)).toEqual({ sent: 300 })
  await loop.settle()
  expect(to.sent.length).toBe(300)
})

test('what is not due stays', async () => {
  const to = channel()
  const { loop, clock } = openDispatch({ store, channel: to, clock: stillClock(noon) })
  await plantBroadcast(store, { people: 3, dueAt: new Date(clock.now().getTime() + 1) })
  await loop.settle()
  expect(to.sent).toEqual([])
  expect(await ledger(store)).toEqual({ planned: 3 })
})

test.each([
  ['blocked', new RecipientGone('bot was blocked by the user'), { failed: 1 }],
  ['refused', new Refused('message is too long'), { failed: 1 }],
  ['cut after the request left', new OutcomeUnknown('socket hang up'), { uncertain: 1 }],
  ['a bug in the adapter', new TypeError('x is not a function'), { uncertain: 1 }],
  ['too fast', new TryLater(5_000, 'retry after 5', true), { planned: 1 }],
])('%s', async (_, error, expected) => {
  const to = channel(() => {
    throw error
  })
  const { loop, clock } = openDispatch({ store, channel: to, clock: stillClock(noon) })
  await plantBroadcast(store, { people: 1, dueAt: clock.now() })
  await loop.settle()
  await loop.settle()
  expect(await ledger(store)).toEqual(expected)
})

test('after a 403 nothing more is tried in that chat', async () => {
  let calls = 0
  const to = channel(() => {
    calls += 1
    throw new RecipientGone('bot was blocked by the user')
  })
  const { loop, clock } = openDispatch({ store, channel: to, clock: stillClock(noon) })
  await plantBroadcast(store, { people: 1, dueAt: clock.now() })
  await loop.settle()
  await plantBroadcast(store, { people: 1, dueAt: clock.now(), name: 'second' })
  await loop.settle()
  expect(calls).toBe(1)
  expect(await store.db.outboxMessage.findFirst({ where: { key: { startsWith: 'broadcast/second' } } })).toMatchObject({ state: 'held', reason: 'unreachable', nextTryAt: null })
})

test('a stop that was committed before the mark wins', async () => {
  const to = channel()
  const { loop, clock } = openDispatch({ store, channel: to, clock: stillClock(noon) })
  await plantBroadcast(store, { people: 2, dueAt: clock.now() })
  await store.db.customer.update({ where: { id: 'customer-0' }, data: { mayMarketing: false } })
  await loop.settle()
  expect(to.sent.length).toBe(1)
  expect(await ledger(store)).toEqual({ sent: 1, dropped: 1 })
})

test('one copy per customer of the same broadcast, however often it is planted', async () => {
  const to = channel()
  const { loop, clock } = openDispatch({ store, channel: to, clock: stillClock(noon) })
  await plantBroadcast(store, { people: 5, dueAt: clock.now() })
  await plantBroadcast(store, { people: 5, dueAt: clock.now() })
  await loop.settle()
  expect(to.sent.length).toBe(5)
})

test('a marked row whose worker died is uncertain, a claimed one goes to another', async () => {
  const to = channel()
  const { loop, clock } = openDispatch({ store, channel: to, clock: stillClock(noon) })
  await plantBroadcast(store, { people: 2, dueAt: clock.now() })
  await store.db.sql(`UPDATE "outbox" SET "claimedBy" = 'dead', "leaseUntil" = now() + interval '1 minute', "state" = 'sending' WHERE "customerId" = 'customer-0'`)
  await store.db.sql(`UPDATE "outbox" SET "claimedBy" = 'dead', "leaseUntil" = now() + interval '1 minute' WHERE "customerId" = 'customer-1'`)
  await loop.start()
  await loop.settle()
  await loop.stop()
  expect(await ledger(store)).toEqual({ uncertain: 1, sent: 1 })
})

test('when the answer to the mark’s COMMIT is lost, nothing has left: the message goes a little later, once', async () => {
  const to = channel()
  let lost = 0
  const shaky: Store = {
    ...store,
    async sqlTransaction(run) {
      const result = await store.sqlTransaction(run)
      if (lost++ === 0) throw new Error('Connection terminated unexpectedly')
      return result
    },
  }
  const still = stillClock(noon)
  const { loop, clock } = openDispatch({ store: shaky, channel: to, clock: still })
  await plantBroadcast(store, { people: 5, dueAt: clock.now() })
  await loop.settle()
  expect(await ledger(store)).toEqual({ planned: 5 })
  expect(to.sent).toEqual([])
  still.moveTo(new Date(clock.now().getTime() + 5_000))
  await loop.settle()
  expect(await ledger(store)).toEqual({ sent: 5 })
  expect(to.sent.length).toBe(5)
})
