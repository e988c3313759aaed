/** Who a journey or a message is for, and when they answer: audience/ as engagement asks it. */
import { learnedHour } from '../audience/best-hour.ts'
import { isInSegment, segmentSql } from '../audience/segment.ts'
import { parseSegment, type Condition, type Parsed } from '../journeys/segment.ts'
import type { Sql } from '../store/store.ts'
import type { Parts } from './parts.ts'

/** A segment by its saved name, or as it is typed. */
export async function readSegment({ sql }: { sql: Sql }, text: string): Promise<Parsed> {
  const [saved] = await sql<{ definition: string }>(`SELECT "definition" FROM "segments" WHERE "name" = $1`, [text.trim()])
  return parseSegment(saved?.definition ?? text)
}

/** false also for a segment that cannot be read: nobody is written to by mistake. */
export async function isInAudience({ tx, clock, scenarios }: Parts, customerId: string, text: string): Promise<boolean> {
  const read = await readSegment(tx, text)
  return 'condition' in read && (await isInSegment({ sql: tx.sql, clock, audience: scenarios.audience }, read.condition, customerId))
}

/** A condition over "customers" c, and its values behind those of `parameters`; $1 is now. */
export function segmentWhere({ scenarios }: Pick<Parts, 'scenarios'>, condition: Condition, parameters: unknown[]): string {
  return segmentSql(condition, parameters, scenarios.audience)
}

export function learnedHourOf({ tx }: Pick<Parts, 'tx'>, customerId: string): Promise<string | undefined> {
  return learnedHour(tx, customerId)
}
