import { UserError } from '../errors.ts'
import { monthAsked, monthPage } from '../figures/month-page.ts'
import { readOverview } from '../figures/overview.ts'
import type { Command } from './command.ts'

export const reportCommand: Command = {
  name: 'report',
  summary: 'print a month: reach, the four rates, answers, discounts, points owed, what each journey earned',
  options: [{ flags: '--month <month>', summary: 'such as 1405-07 (Jalali) or 2026-10; the last whole month if left out' }],
  needs: 'store',
  besideService: true,
  async run({ app, options, out }) {
    const { locale, zone, name: shop } = app.config.shop
    const now = app.clock.now()
    const period = monthAsked(String(options.month ?? ''), { locale, now, zone })
    if (!period) throw new UserError(`--month is "${String(options.month)}", expected a month that has begun, such as 1405-07 or 2026-10`)
    const found = await readOverview(app.store, { now, audience: app.scenarios.audience }, period)
    for (const line of monthPage(found, period, { locale, now, zone, shop })) out(line)
    return 0
  },
}
