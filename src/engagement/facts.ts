/** What the gate has to know of rows that are about to go, read in the transaction that would mark them. */
import { DAY, HOUR } from '../clock.ts'
import type { Purpose } from '../journeys/schema.ts'
import type { Sql } from '../store/store.ts'
import { controlsSchema, isPaused } from './controls.ts'
import type { GateFacts } from './gate.ts'

/** A row with its facts, and where it would go. */
export type DueRow = GateFacts & {
  id: string
  key: string
  kind: 'message' | 'wake'
  customerId: string | null
  enrollmentId: string | null
  journey: string | null
  step: string | null
  role: string
  questionId: string | null
  orderId: string | null
  offerId: string | null
  inboxId: string | null
  content: unknown
  dueAt: Date
  attempts: number
  to: { channel: string; account: string; chatId: string; addressId: string | null } | null
  /** An earlier reply to the same customer is still on its way. */
  behind: boolean
  /** A rehearsal is on. */
  shadow: boolean
}

type Raw = {
  id: string; key: string; class: GateFacts['class']; kind: DueRow['kind']; customerId: string | null; enrollmentId: string | null
  journey: string | null; step: string | null; role: string; questionId: string | null; orderId: string | null; offerId: string | null; inboxId: string | null; content: unknown
  purpose: Purpose; dueAt: Date; graceFrom: Date; graceMs: string; startsSurvey: boolean; selling: boolean; uncounted: boolean; causedAt: Date | null
  attempts: number; channel: string | null; account: string | null; chatId: string | null
  zone: string | null; mayTransactional: boolean | null; mayFeedback: boolean | null; mayMarketing: boolean | null
  address: { id: string; channel: string; account: string; chatId: string } | null
  presetState: string | null; anyAddress: boolean; openCase: boolean; notArrived: boolean; behind: boolean
  recent: { purpose: Purpose; at: string; s: boolean; u: boolean }[] | null
  controls: unknown
}

/**
 * Locks the rows' customers (in the order of their ids, so that two workers never wait for each other in a ring) and reads.
 * Rows that this worker does not hold any more are missing from the answer.
 */
export async function readDue(
  sql: Sql,
  claimed: { id: string; customerId: string | null }[],
  workerId: string,
  shopZone: string,
  now: Date,
): Promise<DueRow[]> {
  const statements = claimed.length === 1 ? ONE : MANY
  await sql(statements.lock, [claimed.map(row => row.customerId)])
  const rows = await sql<Raw>(statements.facts, [claimed.map(row => row.id), workerId, new Date(now.getTime() - 30 * DAY).toISOString()])
  const questionsThisHour = rows.some(row => row.startsSurvey) ? await surveyStarts(sql, now) : []
  const number = rows.some(isCounted) ? await numberFacts(sql, now) : null
  return rows.map(row => toDue(row, shopZone, questionsThisHour, isCounted(row) ? number : null))
}

const LOCK = `SELECT 1 FROM "customers" WHERE "id" = ANY($1::text[]) ORDER BY "id" FOR NO KEY UPDATE`

const FACTS = `
  SELECT o."id"::text AS "id", o."key", o."class", o."kind", o."customerId", o."enrollmentId", o."journey", o."step", o."role", o."questionId",
    o."orderId", o."offerId", o."inboxId"::text AS "inboxId", o."content", o."purpose", o."dueAt", o."graceFrom", o."graceMs"::text AS "graceMs",
    o."startsSurvey", o."selling", o."uncounted", o."causedAt", o."attempts", o."channel", o."account", o."chatId",
    c."timeZone" AS "zone", c."mayTransactional", c."mayFeedback", c."mayMarketing",
    a."address", preset."state" AS "presetState",
    (a."address" IS NULL AND EXISTS (SELECT 1 FROM "addresses" x WHERE x."customerId" = o."customerId")) AS "anyAddress",
    EXISTS (SELECT 1 FROM "cases" k WHERE k."customerId" = o."customerId" AND k."state" = 'open') AS "openCase",
    (o."selling" AND EXISTS (
      SELECT 1 FROM "questions" q JOIN "answers" w ON w."questionId" = q."id"
      WHERE q."customerId" = o."customerId" AND q."orderId" = o."orderId" AND q."question" = 'arrived' AND q."state" = 'open' AND w."value" = 'not-yet')) AS "notArrived",
    (o."class" = 'reply' AND EXISTS (
      SELECT 1 FROM "outbox" e WHERE e."customerId" = o."customerId" AND e."class" = 'reply' AND e."kind" = 'message' AND e."id" < o."id"
        AND e."state" IN ('planned', 'sending') AND e."dueAt" <= o."dueAt")) AS "behind",
    CASE WHEN o."class" IN ('flow', 'bulk') THEN (
      SELECT json_agg(json_build_object('purpose', r."purpose", 'at', r."sentAt", 's', r."startsSurvey", 'u', r."uncounted") ORDER BY r."sentAt" DESC)
      FROM "outbox" r WHERE r."customerId" = o."customerId" AND r."sentAt" > $3::timestamptz AND r."class" IN ('flow', 'bulk')) END AS "recent"
    , CASE WHEN o."class" IN ('flow', 'bulk') THEN (SELECT s."value" FROM "settings" s WHERE s."key" = 'controls') END AS "controls"
  FROM "outbox" o
  LEFT JOIN "customers" c ON c."id" = o."customerId"
  LEFT JOIN "addresses" preset ON preset."channel" = o."channel" AND preset."account" = o."account" AND preset."chatId" = o."chatId"
  LEFT JOIN LATERAL (
    SELECT json_build_object('id', x."id", 'channel', x."channel", 'account', x."account", 'chatId', x."chatId") AS "address"
    FROM "addresses" x WHERE x."customerId" = o."customerId" AND x."state" = 'ok'
    ORDER BY (x."channel" = c."preferredChannel") DESC NULLS LAST, x."lastInAt" DESC LIMIT 1) a ON true
  WHERE o."id" = ANY($1::bigint[]) AND o."claimedBy" = $2 AND o."state" IN ('planned', 'held')
  ORDER BY o."id"`

/** A single row has statements of its own: of a list with one element, PostgreSQL believes that planning it each time is worth it. */
const single = (statement: string) => statement.replace(/= ANY\((\$1::\w+\[\])\)/, '= ($1)[1]')
const ONE = { lock: single(LOCK), facts: single(FACTS) }
const MANY = { lock: LOCK, facts: FACTS }

/** The cap on questions is the shop's, not a customer's: whoever starts a survey waits here for the one before. */
async function surveyStarts(sql: Sql, now: Date): Promise<Date[]> {
  await sql(`SELECT pg_advisory_xact_lock(hashtext('bazgasht/survey-starts'))::text`)
  const rows = await sql<{ sentAt: Date }>(
    `SELECT "sentAt" FROM "outbox" WHERE "startsSurvey" AND "sentAt" > $1::timestamptz ORDER BY "sentAt" DESC LIMIT 1000`,
    [new Date(now.getTime() - HOUR).toISOString()],
  )
  return rows.map(row => row.sentAt).reverse()
}

/** Unasked, and to a number with a budget. */
const isCounted = (row: Raw) => (row.class === 'flow' || row.class === 'bulk') && (row.channel ?? row.address?.channel) === 'whatsapp'

/** The budget is the number's: whoever sends unasked waits here for the one before. */
async function numberFacts(sql: Sql, now: Date): Promise<NonNullable<GateFacts['number']>> {
  await sql(`SELECT pg_advisory_xact_lock(hashtext('bazgasht/whatsapp-number'))::text`)
  const sent = await sql<{ sentAt: Date }>(
    `SELECT "sentAt" FROM "outbox" WHERE "channel" = 'whatsapp' AND "class" IN ('flow', 'bulk') AND "sentAt" > $1::timestamptz ORDER BY "sentAt" LIMIT 2000`,
    [new Date(now.getTime() - DAY).toISOString()],
  )
  const [paired] = await sql<{ since: string | null }>(`SELECT "value"->>'since' AS "since" FROM "settings" WHERE "key" = 'whatsapp'`)
  return { sentAt: sent.map(row => row.sentAt), since: paired?.since ? new Date(paired.since) : now }
}

function toDue(row: Raw, shopZone: string, questionsThisHour: Date[], number: GateFacts['number']): DueRow {
  const preset = row.channel && row.account && row.chatId ? { channel: row.channel, account: row.account, chatId: row.chatId, addressId: null } : null
  const found = row.address && { channel: row.address.channel, account: row.address.account, chatId: row.address.chatId, addressId: row.address.id }
  const to = preset ?? found
  const controls = row.controls === null ? null : controlsSchema.parse(row.controls)
  // Into the row itself: copying it cost more than all the rest here.
  return Object.assign(row, {
    graceMs: Number(row.graceMs),
    customer: row.customerId && {
      id: row.customerId,
      zone: row.zone ?? shopZone,
      may: { transactional: row.mayTransactional, feedback: row.mayFeedback, marketing: row.mayMarketing },
    } || null,
    // A preset chat that is no address (a stranger who just wrote) can be answered; one that blocked us cannot.
    address: (preset ? (row.presetState === 'gone' ? 'gone' : 'ok') : found ? 'ok' : row.anyAddress ? 'gone' : 'none') as DueRow['address'],
    hasOpenCase: row.openCase,
    recent: (row.recent ?? []).map(sent => ({ purpose: sent.purpose, sentAt: new Date(sent.at), startsSurvey: sent.s, uncounted: sent.u })),
    questionsThisHour,
    number,
    controls,
    paused: controls !== null && isPaused(controls, row.journey, row.step),
    shadow: controls?.shadow ?? false,
    to,
  })
}
