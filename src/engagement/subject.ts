/** An enrollment with everything that its journey may speak of: whose it is, the order, what was asked, what may be offered. */
import { z } from 'zod'
import type { Locale } from '../channel.ts'
import type { Config } from '../config.ts'
import { offersOf } from '../journeys/check-track.ts'
import type { Scenarios } from '../journeys/load.ts'
import type { Journey, JourneyFacts, Track } from '../journeys/schema.ts'
import { reviveJourney } from '../journeys/version.ts'
import { readLoyalty } from '../loyalty/settings.ts'
import { templatesReady } from '../offers/templates.ts'
import { discreetOf } from '../shop/discreet.ts'
import type { Tx, Db } from '../store/store.ts'
import { readControls } from './controls.ts'
import type { Parts } from './parts.ts'
import { relatedTo } from './related.ts'

/** What an enrollment is about beside its order: Enrollment.facts. */
export const aboutSchema = z.object({
  item: z.string().optional(),
  sku: z.string().optional(),
  url: z.string().optional(),
  points: z.number().optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  /** A level's id. */
  level: z.string().optional(),
  count: z.number().optional(),
  /** The customer told us. */
  told: z.boolean().optional(),
  /** A coupon that stands already: what staff booked. */
  couponId: z.string().optional(),
})
export type About = z.infer<typeof aboutSchema>

export type Subject = NonNullable<Awaited<ReturnType<typeof loadSubject>>>

/** null when the enrollment is gone. `parts.tx` may be the outer database for reading only. */
export async function loadSubject(parts: Omit<Parts, 'tx'> & { tx: Tx | Db }, enrollmentId: string) {
  const { tx, config, scenarios, clock } = parts
  const enrollment = await tx.enrollment.findUnique({
    where: { id: enrollmentId },
    include: { customer: true, order: { include: { items: { orderBy: { position: 'asc' } } } }, questions: { include: { answer: true } } },
  })
  if (!enrollment) return null
  const { customer, order } = enrollment
  const journey = await journeyOf(tx, scenarios, enrollment.version)
  const track = journey.tracks[enrollment.track]
  if (!track) return null
  const zone = customer.timeZone ?? config.shop.zone
  const locale = localeOf(customer, config)
  const about = aboutSchema.parse(enrollment.facts)
  const wants = wantsOf(track)
  const related = wants.related && order ? await relatedTo(parts, { customerId: customer.id, items: order.items }) : []
  const loyalty = wants.points ? await readLoyalty(tx) : null
  const offersOn = wants.offers.length > 0 && (await readControls(tx)).offersOn
  const items = order?.items ?? []
  const discreet = await discreetOf(tx, items.map(({ sku }) => sku))
  const howTo = howToOf(scenarios, items.filter(({ sku }) => !discreet.has(sku)))
  const facts: JourneyFacts = {
    placedAt: enrollment.anchorAt ?? order?.placedAt ?? enrollment.startedAt,
    deliveredAt: order?.deliveredAt ?? null,
    zone,
    reminderAfterDays: scenarios.policy.reminderAfterDays,
    hasRelated: related.length > 0,
    offers: offersOn ? await templatesReady({ tx, now: clock.now(), zone: config.shop.zone }, scenarios.offers, wants.offers) : [],
    hasHowTo: howTo !== null,
    hasPoints: loyalty?.on ?? false,
    hasLink: about.url !== undefined,
    toldByCustomer: about.told ?? false,
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
  // What is discreet is "your order"; a gift of it has no name either.
  const item = about.item ?? (discreet.size > 0 ? null : (items[0]?.name ?? null))
  return { enrollment, customer, order, item, journey, track, zone, locale, about, related, howTo, loyalty, facts }
}

/** What a track's steps speak of: only that is looked up. */
function wantsOf({ steps }: Track) {
  const all = Object.values(steps)
  const sends = all.filter(step => step.kind === 'send')
  return {
    related: sends.some(step => step.needs === 'related' || step.carries === 'related'),
    points: sends.some(step => step.needs === 'loyalty' || step.points) || all.some(step => step.kind === 'ask' && Object.values(step.on).some(({ points }) => points)),
    offers: all.flatMap(offersOf),
  }
}

function howToOf({ howTo }: Scenarios, items: { category: string | null }[]) {
  return howTo.find(entry => items.some(item => item.category === entry.category)) ?? null
}

/** The customer's language, else the shop's. */
export function localeOf(customer: { locale: string | null } | null, config: Pick<Config, 'shop'>): Locale {
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
