import { join } from 'node:path'
import { loadScenarios } from '../../src/journeys/load.ts'
import type { JourneyFacts, QuestionFacts } from '../../src/journeys/schema.ts'

export const scenariosFolder = join(import.meta.dirname, '../../scenarios')

/** The scenarios as they ship, with what the demo lays over them. */
export const shipped = loadScenarios(scenariosFolder, join(scenariosFolder, 'demo'))
export const afterPurchase = shipped.journeys.find(journey => journey.journey === 'after-purchase')!

export const tehran = (text: string) => new Date(`${text}+03:30`)

/** Facts of an order placed on Monday 2026-11-23 at 10:00 in Tehran, of which nothing else is known. */
export function factsOf(given: Partial<Omit<JourneyFacts, 'questions'>> & { questions?: Record<string, Partial<QuestionFacts>> } = {}): JourneyFacts {
  const { questions = {}, ...rest } = given
  const blank: QuestionFacts = { state: 'open', askedAt: tehran('2026-11-30T10:00'), asked: 0, value: null, remindedAt: null }
  return {
    placedAt: tehran('2026-11-23T10:00'),
    deliveredAt: null,
    zone: 'Asia/Tehran',
    hasRelated: true,
    offers: Object.keys(shipped.offers),
    hasHowTo: true,
    hasPoints: true,
    hasLink: true,
    ...rest,
    questions: Object.fromEntries(Object.entries(questions).map(([step, question]) => [step, { ...blank, ...question }])),
  }
}
