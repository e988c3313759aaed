/**
 * Updates on their way from Telegram to a bot: kept until the bot confirms them, either by asking for later ones
 * (long polling) or by answering 2xx (webhook). Never dropped, handed out again after every failure.
 */

export type Update = { update_id: number } & Record<string, unknown>
export type Webhook = { url: string; secret_token?: string; max_connections?: number }

export type UpdateQueue = {
  /** Telegram leaves out the kinds that the bot has not asked for; then the answer is null. */
  push(update: Record<string, unknown>): Update | null
  /** Long polling. 'terminated' when another poller came. `onClose` tells when the poller hung up. */
  poll(params: { offset?: number; limit?: number; timeout?: number }, onClose: (gone: () => void) => void): Promise<Update[] | 'terminated'>
  allow(kinds: unknown): void
  setWebhook(webhook: Webhook | null): void
  /** How often each update is posted at once. */
  deliverCopies(copies: number): void
  info(): { webhook: Webhook | null; polled: boolean; pending: number; lastError?: string }
  close(): void
}

/** What a bot gets without asking. */
const UNASKED = (kind: string) => kind !== 'message_reaction' && kind !== 'message_reaction_count' && kind !== 'chat_member'

export function updateQueue({ redeliverMs, changed }: { redeliverMs: number; changed: () => void }): UpdateQueue {
  let nextId = 1
  let pending: Update[] = []
  let allowed: string[] = []
  let waiting: ((reason: 'wake' | 'terminated') => void) | null = null
  let webhook: Webhook | null = null
  let copies = 1
  let lastError: string | undefined
  const inFlight = new Map<Update, unknown>()
  const closing = new AbortController()

  function post({ url, secret_token }: Webhook, update: Update): Promise<boolean> {
    const headers = { 'content-type': 'application/json', ...(secret_token ? { 'x-telegram-bot-api-secret-token': secret_token } : {}) }
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(update), signal: closing.signal }).then(
      async response => {
        await response.arrayBuffer()
        if (!response.ok) lastError = `Wrong response from the webhook: ${response.status}`
        return response.ok
      },
      error => {
        lastError = String(error)
        return false
      },
    )
  }

  async function deliver(update: Update) {
    inFlight.set(update, chatOf(update))
    for (let times = copies; webhook && !closing.signal.aborted; times = 1) {
      const to = webhook
      const taken = await Promise.all(Array.from({ length: times }, () => post(to, update)))
      if (taken.every(Boolean)) {
        pending = pending.filter(each => each !== update)
        changed()
        break
      }
      await new Promise(resolve => setTimeout(resolve, redeliverMs))
    }
    inFlight.delete(update)
    deliverMore()
  }

  function deliverMore() {
    if (!webhook || closing.signal.aborted) return
    // As Telegram does it: many chats at once, but of each chat one update after another.
    const busy = new Set(inFlight.values())
    for (const update of pending) {
      if (inFlight.size * copies >= (webhook.max_connections ?? 40)) return
      if (inFlight.has(update) || busy.has(chatOf(update))) continue
      busy.add(chatOf(update))
      void deliver(update)
    }
  }

  return {
    push(content) {
      const kind = Object.keys(content).find(field => field !== 'update_id')!
      if (allowed.length > 0 ? !allowed.includes(kind) : !UNASKED(kind)) return null
      const update = { ...content, update_id: (content.update_id as number | undefined) ?? nextId++ }
      pending.push(update)
      waiting?.('wake')
      deliverMore()
      return update
    },

    async poll({ offset = 0, limit = 100, timeout = 0 }, onClose) {
      waiting?.('terminated')
      if (offset > 0) pending = pending.filter(update => update.update_id >= offset)
      if (offset < 0) pending = pending.slice(offset)
      changed()
      if (pending.length === 0 && timeout > 0) {
        const reason = await new Promise<string>(resolve => {
          const timer = setTimeout(() => wake('time'), timeout * 1000)
          const wake = (why: string) => {
            clearTimeout(timer)
            if (waiting === wake) waiting = null
            resolve(why)
          }
          waiting = wake
          changed()
          onClose(() => wake('closed'))
        })
        if (reason === 'terminated') return 'terminated'
      }
      return pending.slice(0, limit)
    },

    allow(kinds) {
      if (Array.isArray(kinds)) allowed = kinds
    },
    setWebhook(next) {
      webhook = next
      if (next) waiting?.('terminated')
      lastError = undefined
      deliverMore()
    },
    deliverCopies: next => void (copies = next),
    info: () => ({ webhook, polled: waiting !== null, pending: pending.length, lastError }),
    close() {
      closing.abort()
      waiting?.('wake')
    },
  }
}

function chatOf(update: Update): unknown {
  const content = Object.values(update).find(value => value !== null && typeof value === 'object') as
    { chat?: { id?: unknown }; message?: { chat?: { id?: unknown } } } | undefined
  return content?.chat?.id ?? content?.message?.chat?.id ?? update
}
