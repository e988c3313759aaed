import type { App } from '../app.ts'
import type { Chat } from '../engagement/parts.ts'
import type { Tx } from '../store/store.ts'

/** The end of a burst: its words are understood together, and answered once. */
export async function answerBurst(app: App, tx: Tx, row: { id: string; customerId: string | null; to: Chat }): Promise<void> {
  void [app, tx, row]
}
