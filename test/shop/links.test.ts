import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DAY, stillClock } from '../../src/clock.ts'
import { ensureLink, findLink, LINK_LIFE, spendLink } from '../../src/shop/links.ts'
import { saveOrder } from '../../src/shop/save-order.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { order } from './order.ts'

let store: Store
let customerId: string
const clock = stillClock('2026-03-21T10:00:00+03:30')
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  clock.moveTo(new Date('2026-03-21T10:00:00+03:30'))
  customerId = (await store.transaction(tx => saveOrder({ tx, clock }, order(), { source: 'api' }))).customerId
})
afterAll(() => store.close())

const door = () => store.transaction(tx => ensureLink({ tx, clock }, { customerId, source: 'order' }))
const spend = (payload: string, by: string) => store.transaction(tx => spendLink({ tx, clock }, { payload, by }))

test('the same link comes back until it is used', async () => {
  const link = await door()
  expect(link.payload).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(link.short).toMatch(/^[2-9a-hjkmnp-z]{8}$/)
  expect(await door()).toEqual(link)
  expect(await spend(link.payload, 'telegram:1:7')).toMatchObject({ result: 'spent', customerId })
  expect(await door()).not.toEqual(link)
})

test('reading a link spends nothing; its own chat is welcome back, another is not', async () => {
  const { payload, short } = await door()
  expect(await findLink(store.db, { short: short.toUpperCase() })).toMatchObject({ payload, usedAt: null })
  expect((await spend(payload, 'telegram:1:7')).result).toBe('spent')
  expect((await spend(payload, 'telegram:1:7')).result).toBe('again')
  expect((await spend(payload, 'telegram:1:8')).result).toBe('other-chat')
})

test('after sixty days the door is closed and a new one is made', async () => {
  const { payload } = await door()
  clock.moveTo(new Date(clock.now().getTime() + LINK_LIFE - DAY))
  expect((await door()).payload).toBe(payload)
  clock.moveTo(new Date(clock.now().getTime() + DAY))
  expect((await spend(payload, 'x')).result).toBe('expired')
  expect((await door()).payload).not.toBe(payload)
})

test('a guess opens nothing', async () => {
  for (const guess of ['', "' OR 1=1 --", 'x'.repeat(65), 'a\u0000b', 'AAAAAAAAAAAAAAAAAAAAAA'])
    expect((await spend(guess, 'x')).result).toBe('unknown')
})
