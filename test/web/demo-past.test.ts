import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY } from '../../src/clock.ts'
import { readEffects } from '../../src/figures/effect.ts'
import { readFeedback } from '../../src/figures/feedback.ts'
import { monthAsked } from '../../src/figures/month-page.ts'
import { readOfferResults } from '../../src/figures/offers.ts'
import { periodBetween } from '../../src/figures/period.ts'
import { readReach } from '../../src/figures/reach.ts'
import { bringPast } from '../../src/web/demo/past.ts'
import type { Store } from '../../src/store/store.ts'
import { openTestStore } from '../support/store.ts'
import { openSite, type Site } from './site.ts'

let store: Store
let site: Site
beforeAll(async () => {
  store = await openTestStore()
  site = await openSite(store, { DEMO: '1', PUBLIC_URL: 'http://chat.test', API_KEY: '' })
  site.clock.moveTo(new Date('2026-11-23T10:00:00+03:30'))
  await bringPast(site.app)
})
afterAll(async () => {
  await site.close()
  await store.close()
})

const counts = async () => {
  const { customer, address, consent, link, order, enrollment, question, answer, outboxMessage, case: cases, caseEntry, offer, coupon } = store.db
  const tables = { customer, address, consent, link, order, enrollment, question, answer, outboxMessage, cases, caseEntry, offer, coupon }
  return Object.fromEntries(await Promise.all(Object.entries(tables).map(async ([name, table]) => [name, await (table as unknown as { count(): Promise<number> }).count()] as const)))
}

test('a year of the shop is there once, however often it is asked for', async () => {
  const before = await counts()
  expect(Object.values(before).every(n => n > 0)).toBe(true)
  await Promise.all([bringPast(site.app), bringPast(site.app)])
  expect(await counts()).toEqual(before)
})

test('nothing of it can still be sent', async () => {
  expect(await store.db.outboxMessage.count({ where: { state: { notIn: ['sent', 'dropped'] } } })).toBe(0)
  expect(await store.db.enrollment.count({ where: { state: 'active' } })).toBe(0)
  expect(await store.db.offer.count({ where: { state: 'live' } })).toBe(0)
  expect(await store.db.outboxMessage.count({ where: { OR: [{ sentAt: { gt: site.clock.now() } }, { state: 'sent', sentAt: null }] } })).toBe(0)
  expect(await store.db.answer.count({ where: { at: { gt: site.clock.now() } } })).toBe(0)
  await site.service.settle()
  expect(await store.db.chatLine.count()).toBe(0)
})

test('most can be written to, about half of what is asked is answered, and they are the happier the later', async () => {
  const now = site.clock.now()
  const { value } = await readReach({ sql: store.db.sql }, now)
  expect(value).toBeGreaterThan(0.6)
  expect(value).toBeLessThan(0.8)
  const feedbackOf = (from: number, to: number) => readFeedback({ sql: store.db.sql }, periodBetween(new Date(now.getTime() - from * DAY), new Date(now.getTime() - to * DAY), site.app.config.shop.zone, 'jalali'), site.app.scenarios.audience)
  const [all, early, late] = [await feedbackOf(330, 0), await feedbackOf(270, 135), await feedbackOf(135, 0)]
  expect(all.response.value).toBeGreaterThan(0.35)
  expect(all.response.value).toBeLessThan(0.55)
  expect(all.satisfaction.value).toBeGreaterThan(0.7)
  expect(late.satisfaction.value).toBeGreaterThan(early.satisfaction.value!)
  expect(all.reasons.map(({ reason }) => reason).sort()).toEqual(['forgot', 'other', 'price', 'quality', 'service'])
  const month = await readFeedback({ sql: store.db.sql }, monthAsked('', { locale: 'fa', now, zone: site.app.config.shop.zone })!, site.app.scenarios.audience)
  expect([month.satisfaction.value, month.response.value]).not.toContain(null)
})

test('win-back was walked beside a group that got nothing, and a sale is over', async () => {
  const effect = (await readEffects({ sql: store.db.sql, now: site.clock.now() })).find(({ journey }) => journey === 'win-back')
  expect(effect?.heldOut?.customers).toBeGreaterThan(0)
  expect(await store.db.outboxMessage.count({ where: { state: 'sent', enrollmentId: { in: (await store.db.enrollment.findMany({ where: { heldOut: true } })).map(({ id }) => id) } } })).toBe(0)
  const [sale] = await store.db.offer.findMany({ where: { state: 'over' } })
  const result = (await readOfferResults({ sql: store.db.sql }, [sale!.id])).get(sale!.id)!
  expect(result.given).toBeGreaterThanOrEqual(25)
  expect(result.redeemed).toBeGreaterThanOrEqual(8)
  expect(Number(sale!.spent)).toBe(result.discountToman)
  const orders = await store.db.order.findMany({ where: { discount: { gt: 0 } } })
  expect(orders.reduce((sum, { discount }) => sum + Number(discount), 0)).toBe(result.discountToman)
})

test('cases were answered; one waits and is not late', async () => {
  const now = site.clock.now()
  const cases = await store.db.case.findMany({ include: { entries: true } })
  expect(cases.filter(({ state }) => state === 'open').map(({ answerBy, repliedAt }) => [answerBy > now, repliedAt])).toEqual([[true, null]])
  const closed = cases.filter(({ state }) => state === 'closed')
  expect(closed.length).toBeGreaterThanOrEqual(5)
  expect(closed.every(({ entries, repliedAt, closedAt }) => entries.length >= 2 && repliedAt! < closedAt! && closedAt! < now)).toBe(true)
})

test('people say different things', async () => {
  const said = await store.db.answer.findMany({ where: { words: { not: null } }, select: { words: true } })
  expect(new Set(said.map(({ words }) => words)).size).toBeGreaterThanOrEqual(20)
})

test("Sara's story begins as ever", async () => {
  const began = await site.server.request('/demo/again', { method: 'POST', body: '{}', headers: { authorization: 'Bearer demo' } })
  expect(began.status).toBe(200)
  expect(await store.db.order.count({ where: { externalId: { startsWith: 'demo-' }, history: false } })).toBe(1)
  const [row] = await store.db.sql<{ n: number }>(`SELECT nextval('cases_number_seq')::int AS "n"`)
  expect(row!.n).toBe(217)
})
