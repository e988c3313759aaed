/** An enrollment with everything that its journey may speak of: whose it is, the order, what was asked, what may be offered. */
import type { Locale } from '../channel.ts'
import type { Scenarios, Related } from '../journeys/load.ts'
import type { Journey, JourneyFacts } from '../journeys/schema.ts'
import { reviveJourney } from '../journeys/version.ts'
import type { Tx, Db } from '../store/store.ts'
import type { Parts } from './parts.ts'

export type Subject = NonNullable<Awaited<ReturnType<typeof loadSubject>>>

/** null when the enrollment is gone. `parts.tx` may be the outer database for reading only. */
export async function loadSubject(parts: Omit<Parts, 'tx'> & { tx: Tx | Db }, enrollmentId: string) {
  const { tx, config, scenarios, clock } = parts
  const enrollment = await tx.enrollment.findUnique({
    where: { id: enrollmentId },
    include: { customer: true, order: { include: { items: { orderBy: { position: 'asc' } } } }, questions: { include: { answer: true } } },
  })
  if (!enrollment?.order) return null
  const { customer, order } = enrollment
  const journey = await journeyOf(tx, scenarios, enrollment.version)
  const zone = customer.timeZone ?? config.shop.zone
  const related = relatedTo(scenarios.related, order.items)
  const offer = scenarios.policy.day30
  const facts: JourneyFacts = {
    placedAt: order.placedAt,
    deliveredAt: order.deliveredAt,
    zone,
    reminderAfterDays: scenarios.policy.reminderAfterDays,
    hasRelated: related !== null,
    hasOffer: offer !== null && (offer.endsAt === null || offer.endsAt > clock.now()),
    questions: Object.fromEntries(
      enrollment.questions.map(question => [
        question.step,
        {
          state: question.state as 'open' | 'answered' | 'closed',
          askedAt: question.askedAt,
          asked: question.asked,
          value: question.answer?.value ?? null,
          remindedAt: question.remindedAt,
          valueIsNew: question.answer !== null && question.putAt !== null && question.answer.at >= question.putAt,
        },
      ]),
    ),
  }
  return { enrollment, customer, order, journey, track: journey.tracks[enrollment.track]!, zone, locale: localeOf(customer, config), related, offer, facts }
}

/** The customer's language, else the shop's. */
export function localeOf(customer: { locale: string | null } | null, config: Parts['config']): Locale {
  const said = customer?.locale?.slice(0, 2).toLowerCase()
  return said === 'fa' || said === 'en' ? said : config.shop.locale
}

const older = new Map<string, Journey>()

/** The version that an enrollment began with: the loaded one, or an older one from the database. */
async function journeyOf(tx: Tx | Db, scenarios: Scenarios, version: string): Promise<Journey> {
  const known = scenarios.journeys.find(journey => journey.version === version) ?? older.get(version)
  if (known) return known
  const row = await tx.journeyVersion.findUniqueOrThrow({ where: { hash: version } })
  const journey = reviveJourney(row.content)
  older.set(version, journey)
  return journey
}

/** What goes with the first item whose category is known, without what was bought already. */
function relatedTo(related: Related[], items: { name: string; category: string | null }[]): Related | null {
  for (const item of items) {
    const match = related.find(entry => entry.category === item.category)
    if (!match) continue
    const bought = new Set(items.map(other => other.name))
    const products = match.products.filter(product => !bought.has(product.name.fa) && !bought.has(product.name.en))
    if (products.length > 0) return { ...match, products }
  }
  return null
}
