/** Acts of one chat run one after another, those of different chats side by side. */
export function perChat() {
  const lastOf = new Map<string, Promise<void>>()
  return {
    run(chatId: string, act: () => Promise<void>): Promise<void> {
      const turn = (lastOf.get(chatId) ?? Promise.resolve()).then(act)
      const settled = turn
        .catch(() => {})
        .then(() => {
          if (lastOf.get(chatId) === settled) lastOf.delete(chatId)
        })
      lastOf.set(chatId, settled)
      return turn
    },
    settled: () => Promise.all(lastOf.values()),
  }
}
