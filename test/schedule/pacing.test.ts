import { expect, test } from 'vitest'
import { createPacing } from '../../src/schedule/pacing.ts'

const to = (chatId: string, bulk = true) => ({ channel: 'telegram', account: '1', chatId, bulk })

/** Asks for slots as fast as they are granted, and leaves with them, for so many seconds; returns the instants of leaving. */
function hammer(rate: number, seconds: number) {
  const pacing = createPacing(() => ({ rate, chatRate: 1, chatBurst: 3 }))
  const left: number[] = []
  for (let now = 0, n = 0; now < seconds * 1000; ) {
    const wait = pacing.bulkWait('telegram', '1', now) || pacing.take(to(`chat-${n}`), now)
    if (wait > 0) {
      now += Math.max(1, Math.ceil(wait))
      continue
    }
    for (let gone = false; !gone; ) {
      const { waitMs, landed } = pacing.leave('telegram', '1', now)
      gone = waitMs === 0
      if (gone) landed(now)
      else now += Math.ceil(waitMs)
    }
    left.push(now)
    n += 1
  }
  return left
}

test.each([30, 1000])('at %i a second no window of a second holds more than the allowance and one, and hardly less is used', rate => {
  const left = hammer(rate, 20)
  for (let from = 0; from < left.length; from++) {
    let inside = 0
    while (from + inside < left.length && left[from + inside]! < left[from]! + 1000) inside++
    expect(inside).toBeLessThanOrEqual(rate + 1)
  }
  expect(left.length / 20).toBeGreaterThanOrEqual(rate * 0.98)
})

test('one chat takes three at once, then one a second', () => {
  const pacing = createPacing(() => ({ rate: 1000, chatRate: 1, chatBurst: 3 }))
  const waits = [0, 0, 0, 0].map(() => pacing.take(to('a', false), 0))
  expect(waits).toEqual([0, 0, 0, 1000])
  expect(pacing.take(to('a', false), 1000)).toBe(0)
})

test('what was granted evenly and held up does not arrive in a bunch', () => {
  const pacing = createPacing(() => ({ rate: 30, chatRate: 1, chatBurst: 3 }))
  const leave = (at: number, account = '1') => pacing.leave('telegram', account, at)
  const flights = Array.from({ length: 30 }, (_, n) => leave(n * 10))
  expect(flights.map(({ waitMs }) => waitMs)).toEqual(flights.map(() => 0))
  flights.forEach(({ landed }, n) => landed(n * 10 + 40))
  expect(leave(300).waitMs).toBe(700)
  expect(leave(1_000).waitMs).toBe(0)
  expect(leave(300, '2').waitMs).toBe(0)
})

test('what took longer than usual counts from when it may have arrived', () => {
  const pacing = createPacing(() => ({ rate: 2, chatRate: 1, chatBurst: 3 }))
  pacing.leave('telegram', '1', 0).landed(40)
  pacing.leave('telegram', '1', 500).landed(800)
  expect(pacing.leave('telegram', '1', 1_000).waitMs).toBe(0)
  expect(pacing.leave('telegram', '1', 1_600).waitMs).toBeGreaterThan(100)
})

test('replies go while bulk is told to wait', () => {
  const pacing = createPacing(() => ({ rate: 30, chatRate: 1, chatBurst: 3 }))
  pacing.pause('telegram', '1', '', 5_000)
  expect(pacing.take(to('a'), 0)).toBe(5_000)
  expect(pacing.take(to('a', false), 0)).toBe(0)
  expect(pacing.take(to('b'), 5_001)).toBe(0)
})

test('the allowance is divided among workers', () => {
  const pacing = createPacing(() => ({ rate: 100, chatRate: 100, chatBurst: 100 }))
  pacing.setShare(0.5)
  let granted = 0
  for (let now = 0; now < 10_000; now += 1) while (pacing.take(to(`c${granted}`), now) === 0) granted++
  expect(granted).toBeGreaterThan(485)
  expect(granted).toBeLessThanOrEqual(501)
})

test('a channel without limits is never paced', () => {
  const pacing = createPacing(() => null)
  expect(Array.from({ length: 100 }, () => pacing.take(to('a'), 0)).every(wait => wait === 0)).toBe(true)
})
