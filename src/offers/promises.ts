/** What messages promised, until it is kept or flagged (S40). */
import type { Clock } from '../clock.ts'
import type { Tx } from '../store/store.ts'

export type PromiseKind = 'code' | 'delivery' | 'compensation' | 'answer'
type Parts = { tx: Tx; clock: Clock }

/** Once per key. `what` is for people of the shop. */
export async function promise({ tx, clock }: Parts, row: { customerId: string; kind: PromiseKind; key: string; what: string; dueAt: Date }): Promise<void> {
  await tx.pledge.createMany({ data: [{ ...row, madeAt: clock.now() }], skipDuplicates: true })
}

/** It was done. */
export async function keep({ tx, clock }: Parts, keys: readonly string[]): Promise<void> {
  await tx.pledge.updateMany({ where: { key: { in: [...keys] }, state: 'open' }, data: { state: 'kept', endedAt: clock.now() } })
}

/** What was due and is still open is flagged. Returns those flagged now. */
export async function flagBroken({ tx, clock }: Parts): Promise<{ id: string; customerId: string; kind: string; what: string }[]> {
  const now = clock.now()
  const late = await tx.pledge.findMany({ where: { state: 'open', dueAt: { lt: now } }, select: { id: true, customerId: true, kind: true, what: true }, orderBy: { dueAt: 'asc' }, take: 500 })
  await tx.pledge.updateMany({ where: { id: { in: late.map(({ id }) => id) } }, data: { state: 'broken', endedAt: now } })
  return late
}
