/** The store as the rest of the house sees it. src/store is the only importer of Prisma and pg. */
import type { Prisma, PrismaClient } from './prisma/client.ts'

/**
 * Raw SQL with $1-style parameters. Rows come back with the columns' names ("dueAt"), timestamps as Date, jsonb parsed.
 * Cast every bigint to text on the way out ("id"::text): Prisma and pg disagree about it. Arrays go in as arrays with a
 * cast ($1::text[]); arrays of instants as ISO strings with ::timestamptz[].
 */
export type Sql = <Row = Record<string, unknown>>(text: string, params?: readonly unknown[]) => Promise<Row[]>

type Models = Omit<Prisma.TransactionClient, '$executeRaw' | '$executeRawUnsafe' | '$queryRaw' | '$queryRawUnsafe'>
declare const place: unique symbol

/** Outside a transaction: each call is one of its own. Using it inside `transaction` throws at once. */
export type Db = Models & { sql: Sql; readonly [place]?: 'outside' }

/** Inside a transaction. Not assignable to Db. */
export type Tx = Models & { sql: Sql; readonly [place]?: 'inside' }

export type Store = {
  kind: 'embedded' | 'postgres'
  db: Db
  /** The only door to a transaction. Queues without a time limit; no network inside; only `tx` inside. */
  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T>
  /** The same door for hot paths that speak SQL only (Prisma's interactive transactions cost five times as much). */
  sqlTransaction<T>(run: (sql: Sql) => Promise<T>): Promise<T>
  /** The database's clock. */
  now(): Promise<Date>
  /** For Agenda: its own pool on PostgreSQL, the shared pool of one on the embedded database. */
  agendaPool: import('pg').Pool
  /** Embedded only: VACUUM, CHECKPOINT. */
  tidyUp(): Promise<void>
  close(): Promise<void>
}

export type { PrismaClient }
/** The rows that travel between domains. */
export type { Address, Answer, Cart, Case, CaseEntry, Coupon, Customer, Link, Offer, Order, OrderItem, OutboxMessage, PointsEntry, Product, Question, Staff } from './prisma/client.ts'
