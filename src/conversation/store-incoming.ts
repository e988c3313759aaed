/** What comes in at the same moment is stored together: one statement, one wait for the disk. */
import type { App } from '../app.ts'
import type { Incoming } from '../channel.ts'
import { cleanDeep } from '../text/normalise.ts'

/** Far above any platform's limit; nothing longer is worth keeping. */
const LONGEST_TEXT = 16_000
const AT_ONCE = 100

// In the order in which they came: a chat's rows are handled in the order of their ids.
const STORE = `INSERT INTO "inbox" ("channel", "account", "key", "chatId", "body", "at")
   SELECT m."channel", m."account", m."key", m."chatId", m."body", $6::timestamptz
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[]) WITH ORDINALITY AS m("channel", "account", "key", "chatId", "body", "n")
   ORDER BY m."n" ON CONFLICT DO NOTHING`

/** Resolves when the row is there; a copy of an update changes nothing. */
export function createStorer({ store, clock }: Pick<App, 'store' | 'clock'>): (incoming: Incoming) => Promise<void> {
  const waiting: { incoming: Incoming; done(): void; fail(error: unknown): void }[] = []
  let writing: Promise<void> | undefined

  const insert = async (rows: Incoming[]) => {
    await store.db.sql(STORE, [
      rows.map(row => row.channel), rows.map(row => row.account), rows.map(row => row.key), rows.map(row => row.chatId),
      rows.map(row => JSON.stringify(row)), clock.now().toISOString(),
    ])
  }

  const write = async () => {
    // One turn of the event loop: what arrived together is written together.
    await new Promise(done => setImmediate(done))
    while (waiting.length > 0) {
      const batch = waiting.splice(0, AT_ONCE)
      const together = await insert(batch.map(({ incoming }) => incoming)).then(() => true, () => false)
      // One that the database refuses must not take the others with it.
      for (const { incoming, done, fail } of batch) await (together ? done() : insert([incoming]).then(done, fail))
    }
    writing = undefined
  }

  return given =>
    new Promise((done, fail) => {
      const incoming = cleanDeep(given)
      if (incoming.kind === 'text') incoming.text = incoming.text.slice(0, LONGEST_TEXT).toWellFormed()
      waiting.push({ incoming, done, fail })
      writing ??= write()
    })
}
