import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DAY, HOUR, stillClock } from '../../src/clock.ts'
import type { Policy } from '../../src/journeys/load.ts'
import type { Store } from '../../src/store/store.ts'
import { addToCase, closeCase, openCase, type NewCase } from '../../src/support/cases.ts'
import { emptyStore, openTestStore } from '../support/store.ts'

let store: Store
let customerId: string
const saturday = new Date('2026-03-28T10:00:00+03:30')
const clock = stillClock(saturday)
const policy = {
  workingHours: { 6: ['09:00', '18:00'], 7: ['09:00', '18:00'] },
  calmDays: [] as string[],
  answerWithinMs: 2 * HOUR,
} as unknown as Policy
beforeAll(async () => {
  store = await openTestStore()
})
beforeEach(async () => {
  await emptyStore(store)
  clock.moveTo(saturday)
  customerId = (await store.db.customer.create({ data: { createdAt: saturday } })).id
})
afterAll(() => store.close())

const open = (changes: Partial<NewCase> = {}) =>
  store.transaction(tx =>
    openCase(
      { tx, clock, policy, zone: 'Asia/Tehran' },
      { customerId, orderId: null, kind: 'complaint', reason: 'satisfied: bad', ...changes },
    ),
  )
const close = (id: string, by = 'api') => store.transaction(tx => closeCase({ tx, clock }, id, by))

test('a case has a number and a time inside working hours', async () => {
  expect(await open()).toMatchObject({ number: 1, reused: false, answerBy: new Date('2026-03-28T12:00:00+03:30') })
  clock.moveTo(new Date('2026-03-28T22:00:00+03:30'))
  expect((await open({ orderId: 'other' })).answerBy).toEqual(new Date('2026-03-29T11:00:00+03:30'))
})

test('a second complaint about the same order is the same case, and what gets worse becomes urgent', async () => {
  const first = await open()
  expect(await open({ kind: 'safety', urgent: true, reason: 'سوزش' })).toMatchObject({
    number: first.number,
    reused: true,
    urgent: true,
    kind: 'safety',
  })
  expect(await store.db.caseEntry.findMany({ select: { text: true } })).toEqual([{ text: 'سوزش' }])
})

test('a time that has passed is not promised again', async () => {
  await open()
  clock.moveTo(new Date(saturday.getTime() + DAY))
  expect((await open()).answerBy).toEqual(new Date('2026-03-29T12:00:00+03:30'))
})

test('support’s first word is stamped, closing happens once, and the next complaint is a new case', async () => {
  const { id } = await open()
  await store.transaction(tx => addToCase({ tx, clock }, id, { from: 'customer', text: 'عکس', media: [{ kind: 'photo', ref: 'f1' }] }))
  expect((await store.db.case.findFirstOrThrow()).repliedAt).toBeNull()
  await store.transaction(tx => addToCase({ tx, clock }, id, { from: 'support', text: 'بررسی می‌کنم' }))
  expect((await store.db.case.findFirstOrThrow()).repliedAt).toEqual(saturday)
  expect(await close(id)).toMatchObject({ state: 'closed', closedBy: 'api' })
  expect(await close(id)).toBeNull()
  expect(await close('nobody')).toBeNull()
  expect((await open()).reused).toBe(false)
})
