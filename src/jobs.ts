/** The recurring jobs of the service. Everything to the minute is the dispatch loop's; these look after the rest. */
import { join } from 'node:path'
import type { App } from './app.ts'
import { DAY } from './clock.ts'
import type { Inbox } from './conversation/inbox.ts'
import { ANSWERED_ON_THE_PHONE } from './conversation/shop-answered.ts'
import { closeAndResume } from './engagement/case-actions.ts'
import { dropOverdue } from './engagement/outbox.ts'
import { refreshAudience } from './audience/refresh.ts'
import { nextLoyaltyWork, tickLoyalty } from './engagement/loyalty.ts'
import { flagPromises, nextOfferWork, sweepOffers } from './engagement/offers.ts'
import { offerJourneys } from './engagement/offer-journeys.ts'
import { deleteOldOutgoing, sendOutgoing } from './engagement/outgoing.ts'
import { nextScan, scan } from './engagement/scan.ts'
import { pollShops } from './engagement/poll-shop.ts'
import { syncCoupons } from './engagement/shop-coupons.ts'
import { closeOldQuestions } from './engagement/questions.ts'
import { tellOfSilence } from './engagement/silence.ts'
import { handleDeliveries } from './engagement/take-delivery.ts'
import type { RecurringJob } from './schedule/recurring.ts'
import { deleteOldDeliveries } from './shop/deliveries.ts'
import { deleteOldMedia, fetchWanted } from './support/media.ts'
import { sendDigests } from './staff/digest.ts'
import { showMenus } from './staff/menus.ts'
import { backupDaily } from './store/backup.ts'

/** Keys of incoming updates are kept so long; a copy that comes later would be taken for a new one. */
const KEEP_KEYS_DAYS = 30
/** Counted lane by lane: each lane has an index of its own. */
const LATE = `SELECT count(*) FROM "outbox" WHERE "state" IN ('planned', 'held') AND "claimedBy" IS NULL AND "nextTryAt" < $1::timestamptz`

const PHONE_CASES = `SELECT k."id" FROM "cases" k WHERE k."state" = 'open' AND k."reason" = $2
  AND NOT EXISTS (SELECT 1 FROM "case_entries" e WHERE e."caseId" = k."id" AND e."at" > $1::timestamptz)`

export function createJobs(app: App, inbox: Pick<Inbox, 'sweep'>): RecurringJob[] {
  const { store, clock, config, scenarios, log } = app
  const { sql } = store.db
  const zone = config.shop.zone
  const parts = { clock, scenarios, config }
  const earliest = async (query: string) => (await sql<{ at: Date | null }>(query))[0]?.at ?? null
  const jobs: RecurringJob[] = [
    {
      name: 'drop-overdue', cron: '7 * * * *', zone, time: 'business',
      run: async () => void (await store.transaction(tx => dropOverdue({ ...parts, tx }))),
      nextWork: () =>
        earliest(`SELECT min("graceFrom" + ("graceMs" || ' milliseconds')::interval) AS "at" FROM "outbox" o WHERE "state" = 'held' AND "nextTryAt" IS NULL
          AND NOT ("reason" = 'open-case' AND EXISTS (SELECT 1 FROM "cases" k WHERE k."customerId" = o."customerId" AND k."state" = 'open'))`),
    },
    {
      name: 'close-old-questions', cron: '23 4 * * *', zone, time: 'business',
      run: () => store.transaction(tx => closeOldQuestions({ ...parts, tx })),
      nextWork: async () => {
        const oldest = await earliest(`SELECT min("askedAt") AS "at" FROM "questions" WHERE "state" = 'open'`)
        return oldest && new Date(oldest.getTime() + scenarios.policy.lateAnswerMs)
      },
    },
    {
      // What was answered on the phone is closed by nobody: it ends by itself when both have been silent for a day.
      name: 'close-phone-cases', cron: '17 * * * *', zone, time: 'business',
      run: now => store.transaction(async tx => {
        for (const { id } of await tx.sql<{ id: string }>(PHONE_CASES, [new Date(now.getTime() - DAY).toISOString(), ANSWERED_ON_THE_PHONE])) await closeAndResume({ ...parts, tx }, id, 'silence')
      }),
      nextWork: async () => {
        const oldest = await earliest(`SELECT min((SELECT max(e."at") FROM "case_entries" e WHERE e."caseId" = k."id")) AS "at" FROM "cases" k WHERE k."state" = 'open' AND k."reason" = '${ANSWERED_ON_THE_PHONE}'`)
        return oldest && new Date(oldest.getTime() + DAY)
      },
    },
    { name: 'audience', cron: '30 4 * * *', zone, time: 'business', run: () => refreshAudience({ sql, clock }, zone).then(() => {}), nextWork: async () => nextScan(parts) ?? ((await store.db.product.count()) > 0 ? clock.now() : null) },
    {
      name: 'find-occasions', cron: '20 6 * * *', zone, time: 'business',
      async run(now) {
        await scan(parts, run => store.transaction(run), now)
        await store.transaction(tx => offerJourneys({ ...parts, tx }))
      },
      nextWork: async () => nextScan(parts),
    },
    {
      name: 'points', cron: '12 * * * *', zone, time: 'business',
      run: () => store.transaction(tx => tickLoyalty({ ...parts, tx })),
      nextWork: () => nextLoyaltyWork({ sql }, scenarios.loyalty),
    },
    {
      name: 'offers', cron: '2 * * * *', zone, time: 'business',
      run: () => store.transaction(async tx => {
        await sweepOffers({ ...parts, tx })
        await flagPromises({ ...parts, tx })
      }),
      nextWork: () => nextOfferWork({ sql }),
    },
    {
      // Each hour, because everybody chooses their own.
      name: 'daily-digest', cron: '0 * * * *', zone, time: 'business',
      run: now => store.transaction(tx => sendDigests({ tx, clock, config }, now)),
      nextWork: async () => ((await store.db.staff.count({ where: { revokedAt: null, digestHour: { not: null } } })) > 0 ? clock.now() : null),
    },
    { name: 'fetch-media', cron: '* * * * *', zone, time: 'machine', run: () => fetchWanted(app) },
    { name: 'silence', cron: '*/10 * * * *', zone, time: 'machine', run: () => tellOfSilence(app) },
    { name: 'staff-menus', cron: '* * * * *', zone, time: 'machine', run: () => showMenus(app) },
    { name: 'sweep-inbox', cron: '* * * * *', zone, time: 'machine', run: () => inbox.sweep() },
    { name: 'sweep-deliveries', cron: '* * * * *', zone, time: 'machine', run: async () => void (await handleDeliveries(app)) },
    { name: 'poll-shop', cron: '*/15 * * * *', zone, time: 'machine', run: async () => void (await pollShops(app)) },
    { name: 'shop-coupons', cron: '* * * * *', zone, time: 'machine', run: async () => void (await syncCoupons(app)) },
    { name: 'send-outgoing', cron: '* * * * *', zone, time: 'machine', run: async () => void (await sendOutgoing(app)) },
    {
      name: 'watchdog', cron: '* * * * *', zone, time: 'machine',
      run: async () => {
        const [late] = await sql<{ n: number }>(
          `SELECT ((${LATE} AND "class" IN ('reply', 'staff')) + (${LATE} AND "class" IN ('flow', 'bulk')))::int AS "n"`,
          [new Date(clock.now().getTime() - 5 * 60_000).toISOString()],
        )
        if (late!.n > 0) log.warn({ late: late!.n }, 'messages are due for more than five minutes and nobody has taken them')
        app.wakeLoop()
      },
    },
    {
      name: 'clean-up', cron: '37 3 * * *', zone, time: 'machine',
      run: async now => {
        await sql(`DELETE FROM "inbox" WHERE "state" <> 'new' AND "receivedMachineAt" < $1::timestamptz`, [new Date(now.getTime() - KEEP_KEYS_DAYS * DAY).toISOString()])
        await deleteOldMedia({ store, clock })
        await deleteOldDeliveries(store)
        await deleteOldOutgoing(store, clock.now())
        await sql(`DELETE FROM "chat_sessions" WHERE "expiresAt" < now()`)
        await sql(`DELETE FROM "pauses" WHERE "leaseUntil" < now()`)
      },
    },
  ]
  if (store.kind === 'embedded')
    jobs.push(
      { name: 'backup', cron: '11 3 * * *', zone, time: 'machine', run: async () => void (await backupDaily(store, join(config.dataDir, 'backups'))) },
      { name: 'tidy-up', cron: '*/10 * * * *', zone, time: 'machine', run: () => store.tidyUp() },
    )
  return jobs
}
