/** The day in one message, at the hour that each of staff chose. Health remarks never stand in it. */
import { DAY, HOUR, type Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { localDate, localTime } from '../journeys/local-time.ts'
import type { Tx } from '../store/store.ts'
import { queueForStaff } from '../engagement/outbox.ts'
import { staffToken } from '../engagement/tokens.ts'
import { digits } from '../text/digits.ts'
import { sayingIn } from './commands/command.ts'

export async function sendDigests({ tx, clock, config }: { tx: Tx; clock: Clock; config: Pick<Config, 'shop'> }, now: Date): Promise<void> {
  const { zone, locale } = config.shop
  const { hour } = localTime(now, zone)
  const wants = await tx.staff.findMany({ where: { revokedAt: null, digestHour: hour } })
  if (wants.length === 0) return
  const since = new Date(now.getTime() - DAY)
  const { say, label } = sayingIn(locale)
  const rated = await tx.answer.findMany({ where: { at: { gt: since, lte: now }, question: 'satisfied', score: { not: null } }, select: { score: true } })
  const answers = await tx.answer.count({ where: { at: { gt: since, lte: now } } })
  const opened = await tx.case.count({ where: { openedAt: { gt: since, lte: now }, kind: { not: 'safety' } } })
  const waiting = await tx.case.count({ where: { state: 'open', repliedAt: null } })
  const number = (value: number) => digits(locale, value)
  const content = {
    ...say('digest', {
      answers: number(answers), rated: number(rated.length), happy: number(rated.filter(({ score }) => score! >= 4).length), unhappy: number(rated.filter(({ score }) => score! <= 2).length),
      opened: number(opened), waiting: number(waiting),
    }),
    choices: [{ token: staffToken('answers', 'bad'), label: label('digest', 'bad') }, { token: staffToken('next'), label: label('digest', 'next') }],
    locale,
  }
  await queueForStaff({ tx }, wants, { dueAt: clock.now(), content, keyOf: ({ id }) => `staff/digest/${localDate(now, zone)}/${hour}/${id}`, graceMs: 6 * HOUR })
}
