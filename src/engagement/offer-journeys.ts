/** Journeys that are off are offered to the managers, once each, when there is enough to walk them with; one a week. */
import { DAY } from '../clock.ts'
import { digits } from '../text/digits.ts'
import { tellManagers } from './alert-staff.ts'
import type { Parts } from './parts.ts'
import { howMany } from './scan.ts'

const KEY = 'journeys-offered'
/** A shop with fewer orders than this is left alone: there is nothing to bring back yet. */
const LEAST_ORDERS = 30
/** So many customers it has to concern. */
const LEAST_CONCERNED = 5
const EVERY = 7 * DAY

type Offered = { at: string | null; names: string[] }

/** Returns the journey that was offered now, if any. */
export async function offerJourneys(parts: Parts): Promise<string | null> {
  const { tx, clock, scenarios, config } = parts
  const row = await tx.setting.findUnique({ where: { key: KEY } })
  const offered = (row?.value ?? { at: null, names: [] }) as Offered
  const now = clock.now()
  if (offered.at && now.getTime() - Date.parse(offered.at) < EVERY) return null
  if ((await tx.order.count({ where: { disowned: false } })) < LEAST_ORDERS) return null
  for (const journey of scenarios.journeys.filter(({ on, journey }) => !on && !offered.names.includes(journey))) {
    const concerned = await howMany(parts, journey)
    if (concerned < LEAST_CONCERNED) continue
    await tellManagers(parts, { key: `journey-offered/${journey.journey}`, text: 'staff-journey-offered', args: { journey: journey.journey, concerned: digits(config.shop.locale, concerned) } })
    const value: Offered = { at: now.toISOString(), names: [...offered.names, journey.journey] }
    await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } })
    return journey.journey
  }
  return null
}
