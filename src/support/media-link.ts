/** A link by which support looks at a customer's file: signed, for a day (or as long as is said), of no use to anybody for another file. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { DAY, type Clock } from '../clock.ts'
import { keyedHash } from '../store/secret.ts'

const seal = (id: string, until: number) => createHmac('sha256', keyedHash('media links')).update(`${id}.${until}`).digest('base64url')

export function mediaPath(id: string, clock: Clock, days = 1): string {
  const until = Math.floor((clock.now().getTime() + days * DAY) / 1000)
  return `/media/${id}?until=${until}&seal=${seal(id, until)}`
}

export function opensMedia(id: string, until: string | undefined, given: string | undefined, clock: Clock): boolean {
  if (!until || !given || !/^\d{1,12}$/.test(until) || Number(until) * 1000 < clock.now().getTime()) return false
  const expected = seal(id, Number(until))
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}
