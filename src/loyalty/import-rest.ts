/** Stores what files brought: customers, products and opening balances of points. Nobody is written to because of them. */
import type { Clock } from '../clock.ts'
import type { LoyaltyRules } from '../journeys/templates.ts'
import type { Person, Row } from '../shop/csv-rest.ts'
import type { ProductInput } from '../shop/cart-input.ts'
import { withoutForgotten } from '../shop/forgotten.ts'
import { customerOf } from '../shop/save-order.ts'
import { saveProduct } from '../shop/save-product.ts'
import type { Store, Tx } from '../store/store.ts'
import { correct } from './ledger.ts'

/** One transaction each: long enough to be quick, short enough that nobody waits for it. */
const BATCH = 200

type Parts = { store: Pick<Store, 'transaction'>; clock: Clock }
type Progress = (done: number, total: number) => void
export type Counts = { created: number; known: number; left: number }

/** Known customers get what the file says of them; who asked to be deleted is left out. */
export async function importCustomers({ store, clock }: Parts, rows: readonly Row<Person>[], progress: Progress = () => {}): Promise<Counts> {
  return await inBatches(store, rows, progress, async (tx, { value }) => {
    const known = await peopleNow(tx)
    return (await theirs({ tx, clock }, value)) === null ? 'left' : (await peopleNow(tx)) > known ? 'created' : 'known'
  })
}

/** A product that the file tells of is told whole. */
export async function importProducts({ store, clock }: Parts, rows: readonly Row<ProductInput>[], progress: Progress = () => {}): Promise<Counts> {
  return await inBatches(store, rows, progress, async (tx, { value }) => ((await saveProduct({ tx, clock }, value)) ? 'created' : 'known'))
}

/** What customers had in the system before this one: booked once for each, however often the file is read. `known`: booked before, or nothing to book. */
export async function importPoints({ store, clock, rules }: Parts & { rules: LoyaltyRules }, rows: readonly Row<{ customer: Person; points: number }>[], progress: Progress = () => {}): Promise<Counts> {
  return await inBatches(store, rows, progress, async (tx, { value: { customer, points } }) => {
    const customerId = await theirs({ tx, clock }, customer)
    if (customerId === null) return 'left'
    const booked = points > 0 && (await correct({ tx, clock }, rules, { customerId, points: BigInt(points), key: `opening/${customerId}`, reason: 'opening balance', by: 'import' }))
    return booked ? 'created' : 'known'
  })
}

async function theirs(parts: { tx: Tx; clock: Clock }, customer: Person): Promise<string | null> {
  const [kept] = await withoutForgotten(parts.tx.sql, [{ customer }])
  return kept!.customer === customer ? await customerOf(parts, customer) : null
}

const peopleNow = (tx: Tx) => tx.customer.count()

async function inBatches<T>(store: Parts['store'], rows: readonly Row<T>[], progress: Progress, take: (tx: Tx, row: Row<T>) => Promise<keyof Counts>): Promise<Counts> {
  const counts: Counts = { created: 0, known: 0, left: 0 }
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH)
    const results = await store.transaction(async tx => {
      const all: (keyof Counts)[] = []
      for (const row of batch) all.push(await take(tx, row))
      return all
    })
    for (const result of results) counts[result] += 1
    progress(from + batch.length, rows.length)
  }
  return counts
}
