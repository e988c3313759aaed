/** Reach (S77), the first figure everywhere: a rate over people who cannot be written to flatters. */
import type { Sql } from '../store/store.ts'
import { figure, type Figure } from './figure.ts'

/** Reachable: has a chat that was not closed to us. Of these, who agreed to what. A customer may stand under several channels and doors. */
export type Reach = Figure & { channels: { channel: string; customers: number }[]; sources: { source: string | null; customers: number }[]; consents: { transactional: number; feedback: number; marketing: number } }

/** As it is now; records that were joined into another count once, as that one. */
export async function readReach({ sql }: { sql: Sql }, now: Date): Promise<Reach> {
  const [all] = await sql<{ customers: number; reachable: number; transactional: number; feedback: number; marketing: number }>(
    `SELECT count(*)::int AS "customers", count(a."customerId")::int AS "reachable", ${['Transactional', 'Feedback', 'Marketing']
      .map(purpose => `count(a."customerId") FILTER (WHERE c."may${purpose}")::int AS "${purpose.toLowerCase()}"`)
      .join(', ')}
     FROM "customers" c LEFT JOIN (SELECT DISTINCT "customerId" FROM "addresses" WHERE "state" = 'ok') a ON a."customerId" = c."id" WHERE c."joinedIntoId" IS NULL`,
  )
  const groups = await sql<{ kind: string; name: string | null; customers: number }>(
    ['channel', 'source']
      .map(
        // Each customer once: DISTINCT hashes them, count(DISTINCT) would sort them by the language's rules.
        column => `SELECT '${column}' AS "kind", u."name", count(*)::int AS "customers" FROM (SELECT DISTINCT a."${column}" AS "name", a."customerId"
          FROM "addresses" a JOIN "customers" c ON c."id" = a."customerId" AND c."joinedIntoId" IS NULL WHERE a."state" = 'ok') AS u GROUP BY 2`,
      )
      .join(' UNION ALL ') + ' ORDER BY 3 DESC, 2',
  )
  const { customers, reachable, ...consents } = all!
  return {
    ...figure('reach', reachable, customers, { from: now, to: now }),
    channels: groups.flatMap(({ kind, name, customers }) => (kind === 'channel' ? [{ channel: name!, customers }] : [])),
    sources: groups.flatMap(({ kind, name, customers }) => (kind === 'source' ? [{ source: name, customers }] : [])),
    consents,
  }
}
