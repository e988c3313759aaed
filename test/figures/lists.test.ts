import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Figure, FigureName } from '../../src/figures/figure.ts'
import { FIGURES } from '../../src/figures/figure.ts'
import { listFigure, partsOf, type Part } from '../../src/figures/lists.ts'
import { overview } from '../../src/figures/overview.ts'
import { periodBetween } from '../../src/figures/period.ts'
import type { Store } from '../../src/store/store.ts'
import { shipped } from '../journeys/shipped.ts'
import { emptyStore, openTestStore } from '../support/store.ts'
import { day, writeShop } from './shop.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

const days = fc.array(fc.integer({ min: -120, max: 70 }), { maxLength: 6 })
const person = fc.record({ days, reachable: fc.boolean(), asked: fc.option(fc.record({ on: fc.integer({ min: 0, max: 60 }), score: fc.option(fc.integer({ min: 1, max: 5 })) })), cancelled: fc.boolean() })

test('every list is as long as its number, whatever was bought and said', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { maxLength: 12 }), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 60 }), async (people, start, length) => {
      await emptyStore(store)
      const shop = writeShop(store)
      for (const [n, one] of people.entries()) {
        await shop.people({ [`p${n}`]: one.days })
        if (one.cancelled) await shop.order(`p${n}`, day(20), { status: 'cancelled' })
        if (one.reachable) await store.db.address.create({ data: { customerId: `p${n}`, channel: 'telegram', account: '1', chatId: `${n}`, joinedAt: day(0), lastInAt: day(0) } })
        if (!one.asked) continue
        const enrollment = await store.db.enrollment.create({ data: { customerId: `p${n}`, journey: 'after-purchase', version: 'v', track: 'checkup', subject: `${n}`, startedAt: day(0) } })
        await store.db.question.create({ data: { id: `q${n}`, enrollmentId: enrollment.id, customerId: `p${n}`, journey: 'after-purchase', step: 'satisfied', question: 'satisfied', askedAt: day(one.asked.on) } })
        if (one.asked.score) await store.db.answer.create({ data: { questionId: `q${n}`, customerId: `p${n}`, question: 'satisfied', value: 'x', score: one.asked.score, channel: 'telegram', at: day(one.asked.on) } })
      }
      const period = periodBetween(day(start), day(start + length), 'UTC', 'gregorian')
      const { reach, rates, feedback } = await overview({ sql: store.db.sql, now: period.to, audience: shipped.audience }, period)
      const figures: Figure[] = [reach, rates.retentionByCount, rates.retentionByIdentity, rates.periodReturn, rates.repeatCustomers, rates.monthlyBuyers, feedback.satisfaction, feedback.response, feedback.completion]
      expect(figures.map(({ name }) => name)).toEqual([...FIGURES])
      const numberOf = (figure: Figure, part: Part) => (figure as unknown as Record<Part, number>)[part]
      for (const figure of figures)
        for (const part of partsOf(figure.name)) expect((await whole(figure.name, part)).length, `${figure.name} ${part}`).toBe(numberOf(figure, part))

      async function whole(name: FigureName, part: Part) {
        const found: string[] = []
        for (;;) {
          const page = await listFigure({ sql: store.db.sql, activeDays: shipped.audience.away.cycleDays }, name, part, period, { limit: 5, after: found.at(-1) ?? null })
          found.push(...page.map(({ id }) => id))
          if (page.length < 5) return found
        }
      }
    }),
    { numRuns: 25 },
  )
})
