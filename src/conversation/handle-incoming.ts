import type { App } from '../app.ts'
import type { Incoming } from '../channel.ts'
import type { Tx } from '../store/store.ts'

/** One incoming row, with its effects in this transaction. */
export async function handleIncoming(app: App, tx: Tx, row: { id: string; at: Date; incoming: Incoming }): Promise<void> {
  void [app, tx, row]
}
